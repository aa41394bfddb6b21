// Keeps the tablet's page and what it needs, so that it opens without a network. Answers wait in the page's own store.
const STORE = "kuulo-kiosk";
const PATIENCE = 3000;
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", event => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", event => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || pathname.startsWith("/v1/")) return;
  event.respondWith(newest(request));
});
// The newest version where the network answers in time, else the one that was kept.
async function newest(request) {
  const store = await caches.open(STORE);
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(request.mode === "navigate" ? request.url : request, { signal: stop.signal });
    if (answer.status >= 500) throw new Error(`the server answered ${answer.status}`);
    if (answer.ok) await store.put(request, answer.clone());
    return answer;
  } catch (error) {
    const kept = await store.match(request, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
