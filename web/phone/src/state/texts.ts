// Texts as they come and go.
import { t } from '../words/index';
import * as chat from './chat';
import { contacts, nameOf } from './contacts';
import { markRead } from './history';
import { theLine } from './lines';
import { account, notice, tab } from './stage';
import { dialled } from './synchronize';

/** A text has come.
 *
 * @param number the server's, where it keeps texts
 * @param at when it was written (ms since 1970) */
export function heard(from: string, text: string, number: number | undefined, at: number): void {
  const address = dialled(from, account.value?.domain ?? '');
  const known = chat.chats.value.find((each) => each.address === address)?.said ?? [];
  if (number !== undefined && known.some((line) => line.number === number)) {
    return; // it comes again, or was fetched
  }
  const seen = tab.value === 'messages' && chat.openChat.value === address && document.visibilityState === 'visible';
  chat.setChats(chat.said(chat.chats.value, address, { ours: false, text, at, state: 'sent', ...(number === undefined ? {} : { number }) }, seen));
  if (seen) {
    markRead(address);
  }
  if (!seen) {
    notice.value = t('messageFrom', { name: nameOf(contacts.value, address, address) });
  }
}

export async function sendText(address: string, text: string): Promise<void> {
  const at = Date.now();
  chat.setChats(chat.said(chat.chats.value, address, { ours: true, text, at, state: 'sending' }, true));
  const taken = await theLine.say(address, text);
  chat.setChats(chat.settled(chat.chats.value, address, at, taken ? 'sent' : 'failed'));
}
