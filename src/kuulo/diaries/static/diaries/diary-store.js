// Entries wait here, on the phone, until the server has said that it keeps them. Each has its own key and its own time.
const store = (() => {
  const EVERY = 30000;
  const NAME = "kuulo-diary";
  let sending = null;

  const opened = new Promise((done, failed) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("entries", { keyPath: "key" });
      request.result.createObjectStore("drafts", { keyPath: "token" });
    };
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

  async function work(name, mode, act) {
    const database = await opened;
    return new Promise((done, failed) => {
      const transaction = database.transaction(name, mode, { durability: "strict" });
      const request = act(transaction.objectStore(name));
      transaction.oncomplete = () => done(request && request.result);
      transaction.onerror = transaction.onabort = () => failed(transaction.error);
    });
  }

  const put = item => work("entries", "readwrite", entries => entries.put(item));
  const drop = key => work("entries", "readwrite", entries => entries.delete(key));
  const keepDraft = draft => work("drafts", "readwrite", drafts => drafts.put(draft));
  const draftOf = token => work("drafts", "readonly", drafts => drafts.get(token));
  const dropDraft = token => work("drafts", "readwrite", drafts => drafts.delete(token));

  async function waiting(token) {
    const kept = await work("entries", "readonly", entries => entries.getAll());
    return kept.filter(item => item.token === token).sort((one, other) => one.written_at < other.written_at ? -1 : 1);
  }

  async function add(item) {
    await put(item);
    return send(item.token);
  }

  async function remove(token, key) {
    await drop(key);
    tell(token);
  }

  // Nothing of this diary stays on the phone.
  async function forget(token) {
    for (const item of await waiting(token)) await drop(item.key);
    await dropDraft(token);
  }

  function tell(token, sent) {
    dispatchEvent(new CustomEvent("kept", { detail: { token, sent: sent || 0 } }));
  }

  function send(token) {
    sending = sending || inOrder(token).finally(() => { sending = null; });
    return sending;
  }

  async function inOrder(token) {
    let sent = 0;
    tell(token);
    for (const item of await waiting(token)) {
      if (item.refused) continue;
      const came = await deliver(item);
      if (came === "later") break;
      if (came === "kept") sent += 1;
    }
    tell(token, sent);
  }

  // "kept" or "refused" by the server, or "later": no network, or the server asks for patience.
  async function deliver(item) {
    let answer;
    try {
      answer = await fetch(`/diary/${encodeURIComponent(item.token)}/entries/`, { method: "POST", credentials: "omit", body: form(item) });
    } catch {
      return "later";
    }
    if (answer.ok) {
      await drop(item.key);
      return "kept";
    }
    if (answer.status >= 500 || answer.status === 429) return "later";
    const said = await answer.json().catch(() => ({}));
    if (said.passing) return "later";
    await put({ ...item, refused: said.reason || String(answer.status) });
    return "refused";
  }

  function form(item) {
    const data = new FormData();
    data.append("key", item.key);
    data.append("written_at", item.written_at);
    data.append("language", item.language);
    data.append("zone", item.zone);
    for (const [name, value] of item.fields) data.append(name, value);
    for (const file of item.files) data.append(file.field, new Blob([file.bytes], { type: file.type }), file.name);
    return data;
  }

  function keepTrying(token) {
    addEventListener("online", () => send(token));
    document.addEventListener("visibilitychange", () => { if (!document.hidden) send(token); });
    setInterval(() => send(token), EVERY);
  }

  return { add, remove, waiting, send, keepTrying, forget, keepDraft, draftOf, dropDraft };
})();
