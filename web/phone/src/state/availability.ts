// Whether one wants calls now, and where those go that one does not take. The server keeps it, and
// does it: it is the same on every phone of this account.
import { signal } from '@preact/signals';
import type { Key } from '../words/index';
import { address } from './links';
import { change, mine } from './server';

export interface Forwarding {
  readonly always: string;
  readonly busy: string;
  readonly noAnswer: string;
  readonly afterSeconds: number;
  readonly offline: string;
}

/** True where no phone of this account rings; null where the server knows nothing of that. */
export const quiet = signal<boolean | null>(null);
/** Null where it is not known. */
export const forwarding = signal<Forwarding | null>(null);
/** Grows when it was read, so that fields show it; not when it was saved, which is what they show. */
export const read = signal(0);

export function forgetAvailability(): void {
  quiet.value = null;
  forwarding.value = null;
}

export async function fetchQuiet(token: string): Promise<void> {
  const told = await mine<{ on?: unknown }>('do-not-disturb', token);
  if (typeof told?.on === 'boolean') {
    quiet.value = told.on;
  }
}

export async function fetchForwarding(token: string): Promise<void> {
  const told = await mine<Partial<Forwarding>>('forwarding', token);
  const next: Forwarding | null = told && { always: '', busy: '', noAnswer: '', afterSeconds: 20, offline: '', ...told };
  if (next && JSON.stringify(next) !== JSON.stringify(forwarding.peek())) {
    // Fields that show it already are left alone: somebody may be writing in them.
    read.value += 1;
    forwarding.value = next;
  }
}

/** Says what went wrong, or nothing. */
export async function setQuiet(on: boolean, token: string): Promise<Key | ''> {
  const before = quiet.peek();
  quiet.value = on;
  const trouble = await change('do-not-disturb', token, { on });
  if (trouble !== '') {
    quiet.value = before;
    return 'notSaved';
  }
  return '';
}

/** As it is sent: targets as one dials them; null where one of them is none. */
export function forwardingOf(fields: Readonly<Record<keyof Forwarding, string>>): Forwarding | null {
  const targets = [fields.always, fields.busy, fields.noAnswer, fields.offline].map((each) => ({ said: each.trim(), to: address(each) }));
  if (targets.some(({ said, to }) => said !== '' && to === '')) {
    return null;
  }
  const [always = '', busy = '', noAnswer = '', offline = ''] = targets.map(({ to }) => to);
  const seconds = Math.round(Number(fields.afterSeconds));
  return { always, busy, noAnswer, afterSeconds: seconds >= 1 && seconds <= 600 ? seconds : 20, offline };
}

/** Says what went wrong, or nothing. */
export async function setForwarding(next: Forwarding, token: string): Promise<Key | ''> {
  const trouble = await change('forwarding', token, next);
  if (trouble === '') {
    forwarding.value = next;
    return '';
  }
  return trouble === 400 ? 'forwardBad' : 'notSaved';
}
