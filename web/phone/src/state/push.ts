// Push messages: a browser whose page is closed rings all the same, once the person wants it. The
// service worker (sw.js) shows what comes.
import { effect, signal } from '@preact/signals';
import { language } from '../../../shared/i18n';
import { t, type Key } from '../words/index';
import { mayNotify } from './notify';
import { mine } from './server';
import { wish, wishes } from './settings';

/** `unable`: this browser can't; `no`: this server doesn't. */
export type PushState = 'unable' | 'no' | 'off' | 'on' | 'busy';
export const pushState = signal<PushState>('off');

interface Offered {
  readonly key: string | null;
}

const WORDS: readonly Key[] = [
  'calling', 'incoming', 'incomingVideo', 'answer', 'decline', 'missedFrom', 'elsewhere', 'messageFrom', 'pushWorks',
];

export function base64url(bytes: ArrayBuffer | null): string {
  return bytes ? btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '') : '';
}

async function manager(): Promise<PushManager | null> {
  if (!('serviceWorker' in navigator) || !('PushManager' in window)) {
    return null;
  }
  const registration = await navigator.serviceWorker.getRegistration();
  return registration ? (await navigator.serviceWorker.ready).pushManager : null;
}

/** The server knows this browser, or is told of it. */
async function subscribe(token: string): Promise<PushState> {
  const here = await manager();
  if (!here) {
    return 'unable';
  }
  const offered = await mine<Offered>('push', token);
  if (!offered?.key) {
    return 'no';
  }
  let subscription = await here.getSubscription();
  if (subscription && base64url(subscription.options.applicationServerKey) !== offered.key) {
    await subscription.unsubscribe(); // of another server, or one that lost its key
    subscription = null;
  }
  subscription ??= await here.subscribe({ userVisibleOnly: true, applicationServerKey: offered.key });
  const taken = await mine<unknown>('push', token, { method: 'POST', body: JSON.stringify(subscription) });
  return taken === null ? 'no' : 'on';
}

/** After a sign-in: as the person wanted it before. */
export async function renewPush(token: string): Promise<void> {
  if (!(await manager().catch(() => null))) {
    pushState.value = 'unable';
  } else if (!token) {
    pushState.value = 'no';
  } else if (!wishes.value.push) {
    pushState.value = (await mine<Offered>('push', token))?.key ? 'off' : 'no';
  } else {
    pushState.value = await subscribe(token).catch(() => 'off' as const);
  }
}

/** Turns it on; says what is in the way, or nothing. */
export async function turnOn(token: string): Promise<Key | ''> {
  pushState.value = 'busy';
  if (!(await mayNotify())) {
    pushState.value = 'off';
    return 'notifyDenied';
  }
  const state = await subscribe(token).catch(() => 'off' as const);
  pushState.value = state;
  wish({ push: state === 'on' });
  return state === 'on' ? '' : state === 'unable' ? 'pushUnable' : state === 'no' ? 'pushNo' : 'pushFailed';
}

/** Turns it off, here and at the server. */
export async function turnOff(token: string, forGood = true): Promise<void> {
  if (forGood) {
    wish({ push: false });
  }
  const subscription = await (await manager().catch(() => null))?.getSubscription();
  if (subscription) {
    await mine<unknown>(`push?endpoint=${encodeURIComponent(subscription.endpoint)}`, token, { method: 'DELETE' });
    await subscription.unsubscribe().catch(() => false);
  }
  if (pushState.value === 'on' || pushState.value === 'busy') {
    pushState.value = 'off';
  }
}

export async function tryPush(token: string): Promise<boolean> {
  return (await mine<unknown>('push/test', token, { method: 'POST' })) !== null;
}

/** Leaves the service worker the words of the language that is spoken here. */
export function watchWords(): void {
  effect(() => {
    const say = Object.fromEntries(WORDS.map((key) => [key, t(key, {})]));
    if (language.value && 'caches' in window) {
      void caches
        .open('jackfield-words')
        .then((cache) => cache.put('push-words.json', new Response(JSON.stringify(say))))
        .catch(() => undefined);
    }
  });
}
