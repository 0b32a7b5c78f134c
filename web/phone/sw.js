// The phone opens without the network too, and says that there is none. The page and its parts come
// from the network while it answers, so that nobody works with an old phone; calls never pass here.
const SHELL = 'jackfield-shell';
const PARTS = ['./', 'phone.js', 'phone.css', 'icon.svg', 'manifest.webmanifest'];

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(PARTS)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const inside = url.pathname.slice(new URL(self.registration.scope).pathname.length);
  const part = /^(phone\.(js|css)|chunk-\w+\.(js|css)|icon\.svg|manifest\.webmanifest)?$/.test(inside);
  if (request.method !== 'GET' || url.origin !== self.location.origin || !part) {
    return;
  }
  event.respondWith(
    fetch(request).then(
      (answer) => {
        if (answer.ok) {
          const copy = answer.clone();
          event.waitUntil(caches.open(SHELL).then((cache) => cache.put(url.pathname, copy)));
        }
        return answer;
      },
      async () => (await caches.match(url.pathname)) ?? Response.error(),
    ),
  );
});

// Push messages: what they say is in server/push/Pushes.java.

/** What we say where the page left no words in its language. */
const WORDS = {
  calling: '{name} is calling', incomingVideo: 'Incoming video call', incoming: 'Incoming call', answer: 'Answer', decline: 'Decline',
  missedFrom: 'Missed call from {name}.', elsewhere: 'Answered on another phone.', messageFrom: 'Message from {name}',
  pushWorks: 'Push messages work. Calls wake this browser.',
};

async function words() {
  const kept = await caches.match('push-words.json');
  return { ...WORDS, ...(kept ? await kept.json() : {}) };
}

/** What is shown for a message: null for nothing. */
function shown(told, say, now) {
  const name = told.name || told.from || '';
  const named = (text) => text.replace('{name}', name);
  const usual = { icon: 'icon.svg', badge: 'icon.svg', data: told };
  const missed = { title: named(say.missedFrom), options: { ...usual, tag: `call-${told.id}`, data: { ...told, kind: 'missed' } } };
  switch (told.kind) {
    case 'call':
      return now > (told.until ?? now)
        ? missed
        : {
          title: named(say.calling),
          options: {
            ...usual,
            body: told.video ? say.incomingVideo : say.incoming,
            tag: `call-${told.id}`,
            renotify: true,
            requireInteraction: true,
            vibrate: [400, 200, 400, 200, 400],
            actions: [{ action: 'answer', title: say.answer }, { action: 'decline', title: say.decline }],
          },
        };
    case 'missed':
      return missed;
    case 'over':
      return told.answered ? { title: say.elsewhere, options: { ...usual, tag: `call-${told.id}`, silent: true } } : null;
    case 'message':
      return { title: named(say.messageFrom), options: { ...usual, body: told.text ?? '', tag: `message-${told.from}`, renotify: true } };
    case 'test':
      return { title: say.pushWorks, options: { ...usual, tag: 'test' } };
    default:
      return null;
  }
}

/** The tabs with the phone; the console and others are of the same place. */
async function phones() {
  const home = new URL(self.registration.scope).pathname;
  const all = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  return all.filter(({ url }) => [home, `${home}index.html`].includes(new URL(url).pathname));
}

async function told(message) {
  const pages = await phones();
  pages.forEach((page) => page.postMessage({ push: message }));
  const before = message.id ? await self.registration.getNotifications({ tag: `call-${message.id}` }) : [];
  // Whoever looks at the phone sees it there; and what was taken here is no news.
  const looks = pages.some((page) => page.focused) && message.kind !== 'test';
  const notice = looks || (message.kind === 'over' && before.length === 0) ? null : shown(message, await words(), Date.now());
  if (notice) {
    await self.registration.showNotification(notice.title, notice.options);
  } else {
    before.forEach((each) => each.close());
  }
}

self.addEventListener('push', (event) => {
  let message = {};
  try {
    message = event.data?.json() ?? {};
  } catch {
    // nobody but the server can send what we can read
  }
  event.waitUntil(told(message));
});

/** Where a notification leads: the fragment that the page is opened with. */
function fragment(action, { kind, id, from }) {
  switch (kind) {
    case 'call':
      return `#wake=${encodeURIComponent(id)}&do=${action === 'answer' ? 'answer' : 'show'}`;
    case 'missed':
      return '#tab=recents';
    case 'message':
      return `#chat=${encodeURIComponent(from)}`;
    default:
      return '';
  }
}

async function clicked(action, about) {
  if (about.kind === 'call' && action === 'decline') {
    await fetch('api/push/decline', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ key: about.decline }),
    }).catch(() => undefined);
    return;
  }
  const hash = fragment(action, about);
  const [page] = await phones();
  if (page) {
    page.postMessage({ opened: hash });
    await page.focus().catch(() => undefined);
  } else {
    await self.clients.openWindow(`./${hash}`);
  }
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(clicked(event.action, event.notification.data ?? {}));
});
