// The service worker, behind the list that the server writes (`version`, `files`): see Installation. It keeps the files of one version
// of the program, and the page that says the server is away; never a page with anybody's picture, and no answer of the server.
const cacheName = `voting-${version}`;
const away = "/away";
// What that page needs, by plain names: no other page asks by these.
const besides = [away, "/kiosk.css", "/away.js"];
const kept = new Set([...files, ...besides].map(file => new URL(file, self.location.origin).href));

self.addEventListener("install", event => event.waitUntil((async () => {
  const cache = await caches.open(cacheName);
  // All or nothing: a version that is not whole is never used.
  await cache.addAll([...files, ...besides.map(file => new Request(file, { credentials: "omit", cache: "no-store" }))]);
  await self.skipWaiting();
})()));

// Another version's files are of no use to the next page; the page that is open has loaded its own.
self.addEventListener("activate", event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("voting-") && name !== cacheName) await caches.delete(name);
  await self.registration.navigationPreload?.enable();
})()));

self.addEventListener("fetch", event => {
  const request = event.request;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (kept.has(request.url)) event.respondWith(file(request));
});

const file = async request => await (await caches.open(cacheName)).match(request.url, { ignoreVary: true }) ?? fetch(request);

const page = async event => {
  try {
    return await event.preloadResponse ?? await fetch(event.request);
  } catch {
    return await (await caches.open(cacheName)).match(away, { ignoreVary: true }) ?? Response.error();
  }
};
