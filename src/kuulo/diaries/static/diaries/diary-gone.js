// Who has left leaves nothing on the phone either: neither what waited nor the page that was kept.
const gone = document.body.dataset.token;
store.forget(gone).then(async () => {
  if (!window.caches) return;
  const kept = await caches.open("kuulo-diary");
  for (const request of await kept.keys()) {
    if (new URL(request.url).pathname.startsWith(`/diary/${gone}/`)) await kept.delete(request, { ignoreVary: true });
  }
}).finally(() => { document.documentElement.dataset.forgotten = "yes"; });
