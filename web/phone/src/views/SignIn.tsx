// The form that one sees first.
import { signIn } from '../state/session';
import { presence, signingIn } from '../state/stage';
import { linked } from '../state/linked';
import { t } from '../words/index';

export function SignIn() {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const keep = fields.get('device') ? 'device' : fields.get('tab') ? 'tab' : 'no';
    void signIn(String(fields.get('username')).trim(), String(fields.get('password')), keep);
  };
  const busy = signingIn.value || presence.value === 'connecting';
  return (
    <form class="view" id="signin" autocomplete="on" onSubmit={submit}>
      <h2>{t('signIn')}</h2>
      <label>
        {t('name')}
        <input id="user" name="username" autocomplete="username" autocapitalize="none" spellcheck={false} dir="auto" required defaultValue={linked.value.user} />
      </label>
      <label>
        {t('password')}
        <input id="password" name="password" type="password" autocomplete="current-password" dir="auto" required />
      </label>
      <div class="checks">
        <label class="check"><input id="keep" name="tab" type="checkbox" defaultChecked /> {t('keepTab')}</label>
        <label class="check"><input id="keep-device" name="device" type="checkbox" /> {t('keepAlways')}</label>
      </div>
      <button type="submit" class="primary" id="sign-in" disabled={busy}>{t('signIn')}</button>
      <p class="hint">{t('firstStart')}</p>
      <footer>
        <a href="ca.crt" download id="ca-link">{t('rootCertificate')}</a>
        <span>{t('trustOnce')}</span>
      </footer>
    </form>
  );
}
