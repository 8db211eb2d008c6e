// The service worker: without a network the lines to call are still there, and one's own people if the person said so.
// It keeps the style of that page, the page of lines, and at most one copy of "Get support now"; never anything else.
// The server writes self.HOLDFAST above: version, shell (addresses of style files), and the addresses of the pages.
const { version, shell, now, lines, kept, leaving } = self.HOLDFAST;
const SHELL = `shell-${version}`;
const COPIES = { lines: "lines", kept: "kept" };
const OLD_AFTER_MS = 12 * 60 * 60 * 1000;
const PATIENCE_MS = 6000;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(Promise.all([caches.open(SHELL).then((cache) => cache.addAll(shell)), renew(COPIES.lines, lines)]));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    await self.registration.navigationPreload?.enable();
    // A copy made with the style of an older version is made again; without a network the old one stays as it is.
    if (await caches.has(COPIES.kept)) await renew(COPIES.kept, kept).catch(() => {});
    const ours = new Set([SHELL, ...Object.values(COPIES)]);
    await Promise.all((await caches.keys()).filter((name) => !ours.has(name)).map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

// Every page says whether a copy may be kept: whoever is not signed in, or did not say so, has none. It hears back whether
// there is one.
self.addEventListener("message", (event) => {
  const { keep, fresh } = event.data ?? {};
  if (typeof keep !== "boolean") return;
  event.waitUntil((async () => {
    const copy = keep ? refresh(COPIES.kept, kept, fresh) : caches.delete(COPIES.kept);
    await Promise.allSettled([copy, refresh(COPIES.lines, lines, fresh)]);
    event.ports[0]?.postMessage(Boolean(await caches.match(kept)));
  })());
});

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (origin !== self.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event, pathname));
  else if (shell.includes(pathname)) event.respondWith(style(event.request));
});

async function page(event, pathname) {
  const { request } = event;
  if (request.method === "POST" && leaving.includes(pathname)) event.waitUntil(caches.delete(COPIES.kept));
  const answer = answered(event);
  try {
    // A network that hangs is no network, but only where a copy can stand in and nothing is being sent.
    if (request.method === "GET" && pathname === now) return await Promise.race([answer, late()]);
    return await answer;
  } catch {
    return (await caches.match(kept)) ?? (await caches.match(lines)) ?? answer;
  }
}

async function answered(event) {
  return (await event.preloadResponse) ?? fetch(event.request);
}

function late() {
  return new Promise((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE_MS));
}

async function style(request) {
  return (await caches.match(request)) ?? fetch(request);
}

async function refresh(name, address, fresh) {
  const there = await caches.match(address, { cacheName: name });
  const age = there ? Date.now() - Date.parse(there.headers.get("Date")) : Infinity;
  if (fresh || !(age < OLD_AFTER_MS)) await renew(name, address);
}

async function renew(name, address) {
  const answer = await fetch(address, { cache: "no-store" });
  if (answer.ok && !answer.redirected) await (await caches.open(name)).put(address, answer);
  else if (name === COPIES.kept) await caches.delete(name);
}
