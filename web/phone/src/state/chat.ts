// Conversations by SIP MESSAGE (RFC 3428), one for each address.
import { signal } from '@preact/signals';
import { readValue, write } from './storage';

export interface Said {
  readonly ours: boolean;
  readonly text: string;
  readonly at: number;
  readonly state: 'sending' | 'sent' | 'delivered' | 'failed';
  /** The server's number for it, once it is known. */
  readonly number?: number;
}
export interface Conversation {
  readonly address: string;
  readonly said: readonly Said[];
  readonly unread: number;
}
export type Chats = readonly Conversation[];

export const MOST_SAID = 500;
export const MOST_CHATS = 100;
export const chats = signal<Chats>(readValue<Conversation[]>('chats', []));
/** The conversation that is open, or empty. */
export const openChat = signal('');

/** With one line more; the conversation comes first. */
export function said(all: Chats, address: string, line: Said, seen: boolean): Chats {
  const before = all.find((each) => each.address === address) ?? { address, said: [], unread: 0 };
  const after = {
    address,
    said: [...before.said, line].slice(-MOST_SAID),
    unread: seen || line.ours ? 0 : before.unread + 1,
  };
  return [after, ...all.filter((each) => each !== before)].slice(0, MOST_CHATS);
}

/** What a server that keeps messages has of one conversation, joined with ours: its lines come in
 * place of the same ones here, and those that it does not have stay. */
export function learned(all: Chats, address: string, theirs: readonly Said[], unread: number): Chats {
  if (theirs.length === 0) {
    return all;
  }
  const before = all.find((each) => each.address === address) ?? { address, said: [], unread: 0 };
  const left = [...before.said];
  for (const line of theirs) {
    const twin = left.findIndex((each) => isTwin(each, line));
    if (twin >= 0) {
      left.splice(twin, 1);
    }
  }
  const lines = [...left, ...theirs].sort((a, b) => a.at - b.at).slice(-MOST_SAID);
  const after = { address, said: lines, unread };
  return [after, ...all.filter((each) => each !== before)]
    .sort((a, b) => (b.said.at(-1)?.at ?? 0) - (a.said.at(-1)?.at ?? 0))
    .slice(0, MOST_CHATS);
}

/** Clocks differ, and a line is written here when it is sent or comes. */
const APART_MS = 120_000;

function isTwin(ours: Said, theirs: Said): boolean {
  if (ours.number !== undefined) {
    return ours.number === theirs.number;
  }
  return ours.state !== 'failed' && ours.ours === theirs.ours && ours.text === theirs.text && Math.abs(ours.at - theirs.at) < APART_MS;
}

/** What became of the line that was said at `at`. */
export function settled(all: Chats, address: string, at: number, state: Said['state']): Chats {
  return all.map((each) =>
    each.address !== address
      ? each
      : { ...each, said: each.said.map((line) => (line.ours && line.at === at ? { ...line, state } : line)) });
}

export function seen(all: Chats, address: string): Chats {
  return all.map((each) => (each.address === address ? { ...each, unread: 0 } : each));
}

export function unread(all: Chats): number {
  return all.reduce((sum, each) => sum + each.unread, 0);
}

export function setChats(next: Chats): void {
  chats.value = next;
  write('chats', JSON.stringify(next));
}
