// People one calls often.
import { useSignal } from '@preact/signals';
import { call } from '../state/calling';
import { tab } from '../state/stage';
import * as chat from '../state/chat';
import { contacts, lamps, matching } from '../state/contacts';
import { address } from '../state/links';
import { removeContact, saveContact } from '../state/synchronize';
import { t } from '../words/index';
import { Face } from './Face';
import { Icon } from './Icon';
import { Ways } from './Ways';

export function Contacts() {
  const adding = useSignal(false);
  const wanted = useSignal('');
  const all = matching(contacts.value, wanted.value);
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const fields = new FormData(form);
    const dialled = address(String(fields.get('address')));
    if (dialled) {
      saveContact({ name: String(fields.get('name')).trim() || dialled, address: dialled });
      form.reset();
      adding.value = false;
    }
  };
  const write = (to: string) => {
    chat.openChat.value = to;
    tab.value = 'messages';
  };
  return (
    <section class="view list" id="contacts" aria-labelledby="contacts-title">
      <div class="head">
        <h2 id="contacts-title">{t('contacts')}</h2>
        <button type="button" id="add-contact" data-opens="contact-form" aria-expanded={adding.value} onClick={() => (adding.value = !adding.value)}><Icon name="add" /> {t('addContact')}</button>
      </div>
      {adding.value && (
        <form class="inset" id="contact-form" onSubmit={save}>
          <label>{t('contactName')}<input name="name" id="contact-name" dir="auto" autocomplete="off" maxLength={80} /></label>
          <label>{t('contactAddress')}<input name="address" id="contact-address" dir="auto" autocomplete="off" autocapitalize="none" spellcheck={false} required maxLength={200} /></label>
          <button type="submit" class="primary" id="contact-save">{t('save')}</button>
        </form>
      )}
      {contacts.value.length > 6 && (
        <label><span class="visually-hidden">{t('search')}</span><input type="search" placeholder={t('search')} value={wanted.value} onInput={(event) => (wanted.value = event.currentTarget.value)} /></label>
      )}
      {contacts.value.length === 0 && !adding.value && <p class="empty">{t('noContacts')}</p>}
      <ul class="rows">
        {all.map((each) => {
          const lamp = lamps.value.get(each.address) ?? 'unknown';
          return (
            <li key={each.address} data-peer={each.address}>
              <span class="lit" data-lamp={lamp}><Face name={each.name} small /></span>
              <span class="text"><b dir="auto">{each.name}</b><small><span dir="ltr">{each.address}</span>{lamp === 'unknown' ? '' : ` · ${t(lamp)}`}</small></span>
              <button type="button" aria-label={t('callAgain', { name: each.name })} onClick={() => void call(each.address)}><Icon name="call" /></button>
              <button type="button" class="quiet" aria-label={t('message', { name: each.name })} onClick={() => write(each.address)}><Icon name="messages" /></button>
              <Ways id={`to-${each.address.replace(/[^\w-]/g, '-')}`} to={() => each.address} name={each.name}>
                <button type="button" class="quiet" onClick={() => removeContact(each)}><Icon name="remove" /> {t('remove', { name: each.name })}</button>
              </Ways>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
