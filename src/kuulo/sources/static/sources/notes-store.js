// Notes, pictures and voice notes wait here, on the device, until the server has said that it keeps them.
const store = (() => {
  const EVERY = 20000;
  let sending = null, take = "", observer = "";

  const opened = new Promise((done, failed) => {
    const request = indexedDB.open("kuulo-notes", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("items", { keyPath: "key" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

  async function work(mode, act) {
    const database = await opened;
    return new Promise((done, failed) => {
      const transaction = database.transaction("items", mode, { durability: "strict" });
      const request = act(transaction.objectStore("items"));
      transaction.oncomplete = () => done(request && request.result);
      transaction.onerror = transaction.onabort = () => failed(transaction.error);
    });
  }

  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, "0")).join("");
  const all = async () => (await work("readonly", items => items.getAll())).filter(item => item.take === take);
  const put = item => work("readwrite", items => items.put({ ...item, take })).then(tell);
  const drop = key => work("readwrite", items => items.delete(key)).then(tell);
  const mine = item => item.observer === observer;
  const waiting = item => item.ready && !item.refused && mine(item);

  function begin(where, who) {
    take = where;
    observer = who;
    addEventListener("online", send);
    setInterval(send, EVERY);
    return tell();
  }

  async function tell() {
    dispatchEvent(new CustomEvent("kept", { detail: await all() }));
  }

  function send() {
    sending = sending || batch().finally(() => { sending = null; return tell(); });
    return sending;
  }

  // Sheets first: a picture belongs to one that has arrived.
  async function batch() {
    const items = (await all()).filter(waiting);
    const sheets = items.filter(item => item.kind === "sheet");
    for (const item of [...sheets, ...items.filter(item => item.kind === "file")]) {
      const left = await all();
      if (item.kind === "file" && left.some(other => other.key === item.sheet)) continue;
      if (!await deliver(item)) return;
    }
  }

  // Whether the rest may follow: not where there is no network, nobody has signed in, or the server asks for patience.
  async function deliver(item) {
    const { file, ready, refused, take: where, draft, ...told } = item;
    const form = new FormData();
    form.set("item", JSON.stringify(told));
    if (file) form.set("file", file, item.name || "file");
    const token = (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || "";
    let answer;
    try {
      answer = await fetch(where, { method: "POST", redirect: "manual", headers: { "X-CSRFToken": token }, body: form });
    } catch {
      dispatchEvent(new CustomEvent("sent", { detail: "offline" }));
      return false;
    }
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      dispatchEvent(new CustomEvent("sent", { detail: "signin" }));
      return false;
    }
    if (answer.ok) await drop(item.key);
    else if (answer.status === 422) await put({ ...item, refused: (await answer.json()).refused });
    else return false;
    dispatchEvent(new CustomEvent("sent", { detail: "sent" }));
    return true;
  }

  return { begin, newKey, all, put, drop, send };
})();
