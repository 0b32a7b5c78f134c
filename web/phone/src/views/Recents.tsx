// The last calls.
import { ago } from '../../../shared/i18n';
import { call } from '../state/calling';
import { contacts, nameOf } from '../state/contacts';
import { forgetRecents, recents } from '../state/recents';
import { voicemail } from '../state/presence';
import { clock } from '../words/failures';
import { t } from '../words/index';
import { Face } from './Face';
import { Icon } from './Icon';

export function Recents() {
  const all = recents.value;
  return (
    <section class="view list" id="recents" aria-labelledby="recents-title">
      <div class="head">
        <h2 id="recents-title">{t('recents')}</h2>
        {all.length > 0 && <button type="button" class="quiet" onClick={forgetRecents}>{t('clearRecents')}</button>}
      </div>
      {voicemail.value > 0 && <p class="notice info"><Icon name="voicemail" /> {t('voicemail', { count: voicemail.value })}</p>}
      {all.length === 0 && <p class="empty">{t('noCalls')}</p>}
      <ul class="rows">
        {all.map((each) => {
          const name = nameOf(contacts.value, each.address, each.name);
          const kind = each.missed ? t('missed') : t(each.incoming ? 'incomingCall' : 'outgoingCall');
          return (
            <li key={`${each.at} ${each.address}`} class={each.missed ? 'missed' : ''}>
              <Face name={name} small />
              <span class="text">
                <b dir="auto">{name}</b>
                <small><Icon name={each.missed ? 'missed' : each.incoming ? 'in' : 'out'} /> {kind} · {ago(each.at, Date.now())} · {each.seconds ? t('lasted', { time: clock(each.seconds) }) : t('notAnswered')}</small>
              </span>
              <button type="button" aria-label={t('callAgain', { name })} onClick={() => void call(each.address, each.video)}><Icon name={each.video ? 'video' : 'call'} /></button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
