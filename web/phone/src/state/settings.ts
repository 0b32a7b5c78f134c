// What the person wants of this phone, in this browser.
import { signal } from '@preact/signals';
import { readValue, write } from './storage';

export interface Wishes {
  readonly callWaiting: boolean;
  readonly notify: boolean;
  readonly ring: boolean;
  /** A closed page is woken by push messages. */
  readonly push: boolean;
  /** Calls go from page to page where the callee has one open. */
  readonly direct: boolean;
}

export const wishes = signal<Wishes>({
  ...{ callWaiting: true, notify: false, ring: true, push: false, direct: false },
  ...readValue<Partial<Wishes>>('wishes', {}),
});

export function wish(change: Partial<Wishes>): void {
  wishes.value = { ...wishes.value, ...change };
  write('wishes', JSON.stringify(wishes.value));
}
