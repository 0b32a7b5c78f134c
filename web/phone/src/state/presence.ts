// How the contacts are, and how many voice messages wait: what the server tells by SUBSCRIBE.
import { effect, signal } from '@preact/signals';
import { Watching } from '../sip/watching';
import { fetchQuiet, forgetAvailability } from './availability';
import { theLine } from './lines';
import { account, presence } from './stage';
import { contacts, lamps } from './contacts';

/** New voice messages. */
export const voicemail = signal(0);

/** Follows the contacts from now on. */
export function watchContacts(): void {
  const watching = new Watching(
    () => theLine.ua,
    (address, lamp) => (lamps.value = new Map(lamps.peek()).set(address, lamp)),
    (count) => (voicemail.value = count),
    () => void fetchQuiet(account.peek()?.token ?? ''),
  );
  effect(() => {
    const here = account.value;
    if (!here) {
      watching.forget();
      lamps.value = new Map();
      voicemail.value = 0;
      forgetAvailability();
    } else if (presence.value === 'on') {
      watching.watch(contacts.value.map((each) => each.address).filter((each) => each !== here.user), here.user);
    }
  });
}
