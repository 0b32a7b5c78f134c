import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { isWanted, opened, want } from '../src/state/woken';

/** The service worker in a browser of our own making. */
function worker(pages: { url: string; focused: boolean }[]) {
  const listeners: Record<string, (event: object) => void> = {};
  const shown: { title: string; tag: string; actions: string[]; close: () => void; data: unknown }[] = [];
  const done: string[] = [];
  const self = {
    location: { origin: 'https://phone.example' },
    addEventListener: (name: string, then: (event: object) => void) => (listeners[name] = then),
    registration: {
      scope: 'https://phone.example/',
      getNotifications: async ({ tag }: { tag: string }) => shown.filter((each) => each.tag === tag),
      showNotification: async (title: string, options: { tag: string; data: unknown; actions?: { action: string }[] }) => {
        const { tag, data } = options;
        const before = shown.findIndex((each) => each.tag === tag);
        const one = { title, tag, data, actions: Array.from(options.actions ?? [], ({ action }) => action), close: () => void shown.splice(shown.indexOf(one), 1) };
        shown.splice(before < 0 ? shown.length : before, before < 0 ? 0 : 1, one);
      },
    },
    clients: {
      matchAll: async () =>
        pages.map((page) => ({ ...page, postMessage: (said: { opened?: string }) => void (said.opened && done.push(`told ${said.opened}`)), focus: async () => void done.push('focus') })),
      openWindow: async (url: string) => void done.push(`open ${url}`),
      claim: async () => undefined,
    },
  };
  const fetched: string[] = [];
  runInNewContext(readFileSync('phone/sw.js', 'utf8'), {
    self, caches: { match: async () => undefined, open: async () => ({}) }, URL, Date, Response,
    fetch: async (url: string, { body }: { body: string }) => void fetched.push(`${url} ${body}`),
  });
  const fire = async (name: string, event: object) => {
    let wait: Promise<unknown> = Promise.resolve();
    listeners[name]?.({ ...event, waitUntil: (until: Promise<unknown>) => (wait = until) });
    await wait;
  };
  return {
    shown, done, fetched,
    pushed: (message: object) => fire('push', { data: { json: () => message } }),
    clicked: (at: number, action = '') => fire('notificationclick', { action, notification: shown[at] }),
  };
}

const call = { kind: 'call', id: 'c 1', from: 'alice', name: 'Alice', until: Date.now() + 30_000, decline: 'key' };

test('a call is shown, answered by opening the phone, and missed when it is over', async () => {
  const browser = worker([]);
  await browser.pushed(call);
  assert.deepEqual([browser.shown[0]?.title, browser.shown[0]?.actions], ['Alice is calling', ['answer', 'decline']]);
  await browser.pushed({ kind: 'missed', id: 'c 1', from: 'alice', name: 'Alice' });
  assert.deepEqual(browser.shown.map(({ title }) => title), ['Missed call from Alice.']);
  await browser.clicked(0);
  assert.deepEqual(browser.done, ['open ./#tab=recents']);
  await browser.pushed({ ...call, id: 'c2' });
  await browser.clicked(0, 'answer');
  assert.equal(browser.done.at(-1), 'open ./#wake=c2&do=answer');
});

test('declining needs no page', async () => {
  const browser = worker([]);
  await browser.pushed(call);
  await browser.clicked(0, 'decline');
  assert.deepEqual(browser.fetched, ['api/push/decline {"key":"key"}']);
  assert.deepEqual([browser.done, browser.shown], [[], []]);
});

test('the phone that is open is brought to the front, and who looks at it needs no notification', async () => {
  const hidden = worker([{ url: 'https://phone.example/console/', focused: true }, { url: 'https://phone.example/', focused: false }]);
  await hidden.pushed(call);
  await hidden.clicked(0, 'answer');
  assert.deepEqual(hidden.done, ['told #wake=c%201&do=answer', 'focus']);
  const looking = worker([{ url: 'https://phone.example/?lang=de', focused: true }]);
  await looking.pushed(call);
  assert.deepEqual(looking.shown, []);
});

test('a call taken elsewhere, or late, rings no more', async () => {
  const browser = worker([]);
  await browser.pushed({ kind: 'over', id: 'c 1', answered: true });
  assert.deepEqual(browser.shown, []);
  await browser.pushed(call);
  await browser.pushed({ kind: 'over', id: 'c 1', answered: false });
  assert.deepEqual(browser.shown, []);
  await browser.pushed({ ...call, until: 1 });
  assert.equal(browser.shown[0]?.title, 'Missed call from Alice.');
});

test('nonsense is shown to nobody', async () => {
  const browser = worker([]);
  await browser.pushed({ kind: 'nonsense' });
  await browser.pushed({});
  assert.deepEqual(browser.shown, []);
});

test('only the call that was wanted is answered by itself, once and in time', () => {
  const said = opened('#wake=c%201&do=answer');
  assert.deepEqual(said, { call: 'c 1', answer: true, chat: '', recents: false });
  want(said.call, 0);
  assert.equal(isWanted('other', 1), false);
  assert.equal(isWanted('c 1', 1), true);
  assert.equal(isWanted('c 1', 2), false);
  want(said.call, 0);
  assert.equal(isWanted('c 1', 60_000), false);
});
