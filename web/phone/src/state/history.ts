// The messages that the server keeps: the same on every phone of this account, from the first on.
import { signal } from '@preact/signals';
import { chats, learned, openChat, seen, setChats, type Said } from './chat';
import { mine } from './server';
import { dialled } from './synchronize';

/** A message as `/api/me/messages` tells it. */
export interface KeptMessage {
  readonly number: number;
  readonly from: string;
  readonly to: string;
  readonly mine: boolean;
  readonly text: string;
  readonly sent: string;
  readonly delivered: boolean;
}
interface Page {
  readonly messages?: readonly KeptMessage[];
  readonly unread?: Readonly<Record<string, number>>;
  readonly next?: number | null;
}

const PAGE = 50;
/** Where the page before the oldest one we have begins, of the conversation that is open; null where
 * there is none. */
export const earlier = signal<number | null>(null);

let token = '';
let home = '';

/** The lines of each conversation, the oldest first. */
export function conversations(kept: readonly KeptMessage[], domain: string): Map<string, Said[]> {
  const all = new Map<string, Said[]>();
  for (const each of [...kept].sort((a, b) => a.number - b.number)) {
    const at = Date.parse(each.sent);
    const address = dialled(each.mine ? each.to : each.from, domain);
    if (address && Number.isFinite(at)) {
      const line: Said = { ours: each.mine, text: each.text, at, number: each.number, state: each.mine && each.delivered ? 'delivered' : 'sent' };
      all.set(address, [...(all.get(address) ?? []), line]);
    }
  }
  return all;
}

/** Fetches what is new in all conversations. */
export async function fetchMessages(session: string, domain: string): Promise<void> {
  token = session;
  home = domain;
  take(await mine<Page>('messages?limit=200', token));
  if (openChat.peek()) {
    await opened(openChat.peek());
  }
}

/** Somebody looks at a conversation: it is fetched, and is read from now on. */
export async function opened(address: string): Promise<void> {
  earlier.value = null;
  setChats(seen(chats.peek(), address));
  const page = await fetchPage(address, 0);
  if (page && openChat.peek() === address) {
    earlier.value = page.next ?? null;
    markRead(address);
  }
}

/** The page before. */
export async function fetchEarlier(address: string): Promise<void> {
  const page = await fetchPage(address, earlier.peek() ?? 0);
  if (page && openChat.peek() === address) {
    earlier.value = page.next ?? null;
  }
}

/** Tells the server what was seen, for the other phones of this account. */
export function markRead(address: string): void {
  const lines = chats.peek().find((each) => each.address === address)?.said ?? [];
  const upTo = Math.max(0, ...lines.filter((line) => !line.ours).map((line) => line.number ?? 0));
  if (upTo > 0) {
    void mine<unknown>('messages/read', token, { method: 'POST', body: JSON.stringify({ with: address, upTo }) });
  }
}

async function fetchPage(address: string, before: number): Promise<Page | null> {
  const more = before > 0 ? `&before=${before}` : '';
  const page = await mine<Page>(`messages?limit=${PAGE}&with=${encodeURIComponent(address)}${more}`, token);
  take(page);
  return page;
}

function take(page: Page | null): void {
  if (!Array.isArray(page?.messages)) {
    return;
  }
  const unread = new Map(Object.entries(page.unread ?? {}).map(([uri, count]) => [dialled(uri, home), count]));
  let all = chats.peek();
  for (const [address, lines] of conversations(page.messages, home)) {
    const isOpen = openChat.peek() === address;
    all = learned(all, address, lines, isOpen ? 0 : (unread.get(address) ?? 0));
  }
  setChats(all);
}
