// Keeps the page of notes and what it needs, so that it opens without a network. Notes wait in the page's own store.
const STORE = "kuulo-notes";
const PATIENCE = 3000;
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", event => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", event => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const own = pathname === new URL(self.registration.scope).pathname || pathname.startsWith("/static/");
  if (request.method === "GET" && origin === self.location.origin && own) event.respondWith(newest(request));
});
// The newest version where the network answers in time, else the one that was kept: also for who has to sign in anew.
async function newest(request) {
  const store = await caches.open(STORE);
  const kept = () => store.match(request.mode === "navigate" ? self.registration.scope : request, { ignoreVary: true, ignoreSearch: true });
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(request.mode === "navigate" ? request.url : request, { signal: stop.signal });
    if (answer.status >= 500) throw new Error(`the server answered ${answer.status}`);
    if (answer.redirected) return (await kept()) || Response.redirect(answer.url);
    if (answer.ok) await store.put(request.mode === "navigate" ? self.registration.scope : request, answer.clone());
    return answer;
  } catch (error) {
    const found = await kept();
    if (found) return found;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
