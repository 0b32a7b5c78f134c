// A link that an administrator made was opened: it signs in once somebody says so.
import { signInByLink } from '../state/session';
import { account, signingIn } from '../state/stage';
import { codeUsed, linked } from '../state/linked';
import { t } from '../words/index';

export function ByLink() {
  const { code } = linked.value;
  if (!code) {
    return null;
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const keep = new FormData(event.currentTarget as HTMLFormElement).get('device') ? 'device' : 'tab';
    codeUsed();
    void signInByLink(code, keep);
  };
  return (
    <form class="view by-link" id="by-link" onSubmit={submit}>
      <h2>{t('linkTitle')}</h2>
      <p>{account.value ? t('linkInstead', { name: account.value.user }) : t('linkHint')}</p>
      <label class="check"><input name="device" type="checkbox" defaultChecked /> {t('keepAlways')}</label>
      <button type="submit" class="primary" id="use-link" disabled={signingIn.value}>{t('signIn')}</button>
      <button type="button" onClick={codeUsed}>{t('linkNot')}</button>
    </form>
  );
}
