// The last calls of this phone. Pure, but for the signal that keeps them.
import { signal } from '@preact/signals';
import type { Call } from './calls';
import { readValue, write } from './storage';

export interface Recent {
  readonly name: string;
  readonly address: string;
  readonly incoming: boolean;
  /** When it began (ms since 1970). */
  readonly at: number;
  /** Seconds they talked; 0 where nobody answered. */
  readonly seconds: number;
  /** Rang here, and nobody took it anywhere. */
  readonly missed: boolean;
  readonly video: boolean;
}

export const MOST = 200;
export const recents = signal<readonly Recent[]>(readValue<Recent[]>('recents', []));
/** Missed calls that nobody has looked at. */
export const unseen = signal(0);

export function recent(call: Call, missed: boolean, now: number): Recent {
  return {
    name: call.peer, address: call.address, incoming: call.incoming,
    at: call.since || now, seconds: call.since ? Math.round((now - call.since) / 1000) : 0,
    missed, video: call.videoOffered || call.picture !== 'off',
  };
}

/** `one` before all others, of which the oldest go. */
export function added(all: readonly Recent[], one: Recent): Recent[] {
  return [one, ...all].slice(0, MOST);
}

export function remember(one: Recent): void {
  recents.value = added(recents.value, one);
  unseen.value += one.missed ? 1 : 0;
  write('recents', JSON.stringify(recents.value));
}

export function forgetRecents(): void {
  recents.value = [];
  unseen.value = 0;
  write('recents', '');
}
