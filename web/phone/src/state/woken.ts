// What a notification asked for: the page is opened, or brought to the front, to take a call that is
// on its way here.
import { signal } from '@preact/signals';

/** A call that somebody chose to answer before it came. */
export interface Wanted {
  /** Its Call-ID. */
  readonly id: string;
  readonly until: number;
}

const PATIENCE_MS = 30_000;
export const wantedCall = signal<Wanted | null>(null);

export interface Opened {
  readonly call: string;
  readonly answer: boolean;
  readonly chat: string;
  readonly recents: boolean;
}

/** What the fragment of a notification says. */
export function opened(hash: string): Opened {
  const said = new URLSearchParams(hash.replace(/^#/, ''));
  return {
    call: (said.get('wake') ?? '').slice(0, 256),
    answer: said.get('do') === 'answer',
    chat: (said.get('chat') ?? '').slice(0, 256),
    recents: said.get('tab') === 'recents',
  };
}

export function want(id: string, now: number): void {
  wantedCall.value = { id, until: now + PATIENCE_MS };
}

/** True, once, for the call that was wanted. */
export function isWanted(callId: string, now: number): boolean {
  const wanted = wantedCall.value;
  if (!wanted || wanted.id !== callId || now > wanted.until) {
    return false;
  }
  wantedCall.value = null;
  return true;
}
