// Whom to call.
import { ringer } from '../state/board';
import { call } from '../state/calling';
import { dialled, presence } from '../state/stage';
import { contacts, matching } from '../state/contacts';
import { linked } from '../state/linked';
import { t } from '../words/index';
import { Icon } from './Icon';
import { Pad } from './Pad';
import { Ways } from './Ways';

export function Dial() {
  const off = presence.value !== 'on';
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void call(dialled.value);
  };
  const press = (digit: string) => {
    ringer.key(digit);
    dialled.value += digit;
  };
  const link = linked.value;
  const asked = link.call !== '' && dialled.value === link.call;
  const settle = () => (linked.value = { ...link, call: '', video: false });
  const typed = dialled.value.trim();
  const known = typed ? matching(contacts.value, typed).filter((each) => each.address !== typed).slice(0, 3) : [];
  return (
    <section class="view" id="dial" aria-labelledby="dial-title">
      <h2 id="dial-title" class="visually-hidden">{t('makeCall')}</h2>
      {asked && (
        <div class="inset" id="asked" role="alertdialog" aria-labelledby="asked-title">
          <p id="asked-title" dir="auto">{t(link.video ? 'askVideo' : 'askCall', { name: link.call })}</p>
          <div class="row">
            <button type="button" id="asked-no" onClick={settle}>{t('transferCancel')}</button>
            <button
              type="button" class="primary" id="asked-yes" disabled={off}
              onClick={() => {
                settle();
                void call(link.call, link.video);
              }}
            ><Icon name={link.video ? 'video' : 'call'} /> {t('call')}</button>
          </div>
        </div>
      )}
      <form id="dial-form" onSubmit={submit}>
        <label class="visually-hidden" for="number">{t('whom')}</label>
        <div class="display">
          <input
            id="number" inputmode="tel" autocomplete="off" autocapitalize="none" spellcheck={false} dir="auto"
            placeholder={t('whomShort')} value={dialled.value}
            onInput={(event) => (dialled.value = event.currentTarget.value)}
          />
          <button type="button" class="quiet" id="erase" aria-label={t('erase')} onClick={() => (dialled.value = dialled.value.slice(0, -1))}>
            <Icon name="erase" turned />
          </button>
        </div>
        {known.length > 0 && (
          <ul class="suggestions">
            {known.map((each) => (
              <li key={each.address}>
                <button type="button" class="quiet" onClick={() => (dialled.value = each.address)}>{each.name} <span class="faint" dir="ltr">{each.address}</span></button>
              </li>
            ))}
          </ul>
        )}
        <Pad id="dial-pad" label={t('dialPad')} pressed={press} />
        <div class="row calls">
          <button type="submit" class="primary call" id="call" disabled={off}><Icon name="call" /> {t('call')}</button>
          <button type="button" id="video-call" disabled={off} aria-label={t('videoCall')} title={t('videoCall')} onClick={() => void call(dialled.value, true)}>
            <Icon name="video" turned />
          </button>
          <Ways id="dial" to={() => dialled.value} name={typed} />
        </div>
      </form>
      <p class="hint">
        {t('echoBefore')} <button type="button" class="link" id="echo" onClick={() => void call('9999')}>9999</button> {t('echoAfter')}
      </p>
    </section>
  );
}
