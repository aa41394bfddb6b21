// Keeps the diary's page and what it needs, so that it opens without a network. Entries wait in the page's own store.
const STORE = "kuulo-diary";
const PATIENCE = 3000;
const MEDIA = /^\/diary\/[^/]+\/media\//;
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", event => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", event => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || MEDIA.test(pathname)) return;
  event.respondWith(newest(request));
});
// The newest version where the network answers in time, else the one that was kept; what is gone is kept no longer.
async function newest(request) {
  const store = await caches.open(STORE);
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  const kept = () => store.match(request, { ignoreVary: true, ignoreSearch: request.mode === "navigate" });
  try {
    const answer = await fetch(request.mode === "navigate" ? request.url : request, { signal: stop.signal });
    if (answer.status >= 500) throw new Error(`the server answered ${answer.status}`);
    if (answer.ok && !answer.redirected) await store.put(request, answer.clone());
    if (answer.status === 404 || answer.status === 410) await store.delete(request, { ignoreVary: true, ignoreSearch: true });
    return answer.redirected && request.mode === "navigate" ? Response.redirect(answer.url) : answer;
  } catch (error) {
    const found = await kept();
    if (found) return found;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
