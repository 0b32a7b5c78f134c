// What the page shows now: everybody reads it, and whoever knows better writes it.
import { computed, signal } from '@preact/signals';
import type { Presence } from '../sip/line';
import type { Account } from './account';
import { NO_CALLS, current, viewOf, waiting, type Calls } from './calls';

export type Tab = 'keypad' | 'recents' | 'contacts' | 'messages' | 'settings';

export const presence = signal<Presence>('off');
export const account = signal<Account | null>(null);
export const signingIn = signal(false);
/** What the page says on top of everything, or empty. */
export const notice = signal('');
export const calls = signal<Calls>(NO_CALLS);
export const tab = signal<Tab>('keypad');
/** Whether the call is shown, or the tab. */
export const onStage = signal(true);
/** What is being typed to call. */
export const dialled = signal('');
/** Grows when a stream has other tracks. */
export const streams = signal(0);
export const typedKeys = signal('');
/** Whether calls from page to page can be made and taken. */
export const directOn = signal(false);

export const signedIn = computed(() => account.value !== null);
export const view = computed(() => viewOf(signedIn.value, calls.value, onStage.value));
export const currentCall = computed(() => current(calls.value));
export const waitingCall = computed(() => waiting(calls.value));
