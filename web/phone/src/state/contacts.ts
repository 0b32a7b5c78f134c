// People one calls often, and how they are.
import { signal } from '@preact/signals';
import { readValue, write } from './storage';

export interface Contact {
  /** The server's name for it; empty where the server keeps none. */
  readonly id?: string;
  readonly name: string;
  readonly address: string;
}
export type Lamp = 'available' | 'busy' | 'quiet' | 'ringing' | 'away' | 'unknown';

export const MOST = 200;
export const contacts = signal<readonly Contact[]>(readValue<Contact[]>('contacts', []));
/** By address. */
export const lamps = signal<ReadonlyMap<string, Lamp>>(new Map());

export function withContact(all: readonly Contact[], one: Contact): Contact[] {
  return [...all.filter((each) => each.address !== one.address), one]
    .sort((a, b) => a.name.localeCompare(b.name))
    .slice(0, MOST);
}

export function setContacts(next: readonly Contact[]): void {
  contacts.value = next;
  write('contacts', JSON.stringify(next));
}

/** Name or number, or part of one, as people type it. */
export function matching(all: readonly Contact[], typed: string): Contact[] {
  const wanted = typed.trim().toLocaleLowerCase();
  return all.filter((each) => `${each.name}\n${each.address}`.toLocaleLowerCase().includes(wanted));
}

/** The name we know somebody by, or the address itself. */
export function nameOf(all: readonly Contact[], address: string, told: string): string {
  return all.find((each) => each.address === address)?.name ?? told;
}
