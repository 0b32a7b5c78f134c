// What the person wants of this phone, in this browser.
import { signal } from '@preact/signals';
import { readValue, write } from './storage';

export interface Wishes {
  readonly callWaiting: boolean;
  readonly notify: boolean;
  readonly ring: boolean;
  /** Calls go from page to page where the callee has one open. */
  readonly direct: boolean;
}

export const wishes = signal<Wishes>({
  ...{ callWaiting: true, notify: false, ring: true, direct: false },
  ...readValue<Partial<Wishes>>('wishes', {}),
});

export function wish(change: Partial<Wishes>): void {
  wishes.value = { ...wishes.value, ...change };
  write('wishes', JSON.stringify(wishes.value));
}
