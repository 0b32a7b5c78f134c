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

self.addEventListener('push', (event) => {
  let told = {};
  try {
    told = event.data?.json() ?? {};
  } catch {
    // whoever sends something else rings all the same
  }
  event.waitUntil(
    self.registration.showNotification(told.title ?? 'Jackfield', { body: told.body ?? '', tag: 'jackfield-call', icon: 'icon.svg', requireInteraction: true }),
  );
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(
    self.clients.matchAll({ type: 'window', includeUncontrolled: true }).then((open) =>
      open.length > 0 ? open[0].focus() : self.clients.openWindow('./')),
  );
});
