// Answers wait here, on the tablet, until the server has said that it keeps them. Each has its own key and its own time.
const store = (() => {
  const MOST_AT_ONCE = 50;
  const EVERY = 20000;
  let sending = null;

  const opened = new Promise((done, failed) => {
    const request = indexedDB.open("kuulo-kiosk", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("answers", { keyPath: "key" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

  async function work(mode, act) {
    const database = await opened;
    return new Promise((done, failed) => {
      const transaction = database.transaction("answers", mode, { durability: "strict" });
      const request = act(transaction.objectStore("answers"));
      transaction.oncomplete = () => done(request && request.result);
      transaction.onerror = transaction.onabort = () => failed(transaction.error);
    });
  }

  const all = () => work("readonly", answers => answers.getAll());
  const drop = keys => work("readwrite", answers => { keys.forEach(key => answers.delete(key)); });
  // What the server will never take waits apart: it is neither lost nor sent for ever.
  const refuse = (items, reason) => work("readwrite", answers => { items.forEach(item => answers.put({ ...item, refused: reason })); });

  async function add(item) {
    await work("readwrite", answers => answers.put(item));
    return send();
  }

  async function counts() {
    const kept = await all();
    const refused = kept.filter(item => item.refused).length;
    return { waiting: kept.length - refused, refused };
  }

  function tell() {
    return counts().then(found => dispatchEvent(new CustomEvent("kept", { detail: found })));
  }

  function send() {
    sending = sending || batches().finally(() => { sending = null; return tell(); });
    return sending;
  }

  async function batches() {
    await tell();
    const waiting = (await all()).filter(item => !item.refused).sort((one, other) => one.given_at < other.given_at ? -1 : 1);
    for (let at = 0; at < waiting.length; at += MOST_AT_ONCE) {
      if (!await deliver(waiting.slice(at, at + MOST_AT_ONCE))) return;
    }
  }

  // Whether the rest may follow: not where there is no network, or the server asks for patience.
  async function deliver(items) {
    let answer;
    try {
      answer = await fetch("/v1/answers", {
        method: "POST", credentials: "omit",
        headers: { "Content-Type": "application/json" }, body: JSON.stringify({ answers: items }),
      });
    } catch {
      return false;
    }
    if (answer.ok) await settle(items, await answer.json());
    else if (answer.status >= 500 || answer.status === 429) return false;
    else if (items.length > 1) for (const item of items) { if (!await deliver([item])) return false; }
    else await refuse(items, answer.status);
    return true;
  }

  async function settle(items, said) {
    const refused = new Map((said.refused || []).map(one => [one.key, one]));
    await drop(items.filter(item => !refused.has(item.key)).map(item => item.key));
    await refuse(items.filter(item => refused.has(item.key)), "refused");
  }

  addEventListener("online", send);
  setInterval(send, EVERY);
  return { add, send, counts };
})();
