// Kuulo's traces of a website. Nothing is stored or sent before the visitor has agreed: kuulo.consent({profiling: true}).
// <script src="https://kuulo.example.com/w/traces.js" data-key="WRITE KEY" async></script>
// Names that hold something in first-party storage after consent: kuulo-traces.
const script = document.currentScript;
const given = script ? script.dataset : {};
const key = given.key;
const host = (given.host || (script ? new URL(script.src).origin : "")).replace(/\/$/, "");
const NAME = "kuulo-traces";
const MOST = 50;
const AGAIN = [1000, 5000, 30000];
const early = window.kuulo && window.kuulo.q ? window.kuulo.q : [];
let standing = null;
let queue = [];
let timer = 0;
let tries = 0;
let viewed = "";

const asksNotToBe = () =>
  navigator.globalPrivacyControl === true || navigator.doNotTrack === "1" || window.doNotTrack === "1";

const makeId = () => {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
};

const read = () => {
  try {
    return JSON.parse(localStorage.getItem(NAME));
  } catch (error) {
    return null;
  }
};

const keep = () => {
  try {
    if (standing) localStorage.setItem(NAME, JSON.stringify(standing));
    else localStorage.removeItem(NAME);
  } catch (error) {
    // A browser that keeps nothing: the visitor is asked again on the next page.
  }
};

const page = () => ({
  path: location.pathname,
  url: location.origin + location.pathname + marks(),
  title: document.title,
  referrer: document.referrer.split(/[?#]/)[0],
});

// Of an address only the marks of campaigns are told: the rest can name persons.
const marks = () => {
  const told = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (name.startsWith("utm_")) told.set(name, value);
  }
  return told.size || String(told) ? `?${told}` : "";
};

const session = () => {
  const now = Date.now();
  if (!standing.session || now - standing.seen > 18e5) standing.session = makeId();
  standing.seen = now;
  keep();
  return standing.session;
};

const add = (type, more) => {
  if (!standing) return;
  const categoryPreferences = standing.consent;
  queue.push({
    type,
    messageId: makeId(),
    timestamp: new Date().toISOString(),
    anonymousId: standing.id,
    userId: standing.user || undefined,
    ...more,
    context: {
      page: page(),
      locale: document.documentElement.lang || undefined,
      library: { name: "kuulo-traces" },
      session: { id: session() },
      consent: { categoryPreferences },
    },
  });
  if (queue.length >= MOST) flush();
  else if (!timer) timer = setTimeout(flush, 1000);
};

const body = (events) => JSON.stringify({ writeKey: key, sentAt: new Date().toISOString(), batch: events });

const flush = () => {
  clearTimeout(timer);
  timer = 0;
  if (!queue.length) return;
  const events = queue.splice(0, MOST);
  fetch(`${host}/v1/batch`, {
    method: "POST",
    body: body(events),
    headers: { "Content-Type": "text/plain" },
    credentials: "omit",
    keepalive: true,
  })
    .then((answer) => {
      if (answer.status >= 500 || answer.status === 429) throw answer;
      tries = 0;
      if (queue.length) flush();
    })
    .catch(() => {
      // The same ids are sent again: what came through after all is stored once.
      if (!standing) return;
      queue = events.concat(queue).slice(0, 500);
      if (tries < AGAIN.length) timer = setTimeout(flush, AGAIN[tries++]);
    });
};

const leave = () => {
  while (queue.length) {
    const events = queue.splice(0, MOST);
    if (!navigator.sendBeacon(`${host}/v1/batch`, new Blob([body(events)], { type: "text/plain" }))) return;
  }
};

const view = () => {
  if (!standing || viewed === location.pathname) return;
  viewed = location.pathname;
  add("page", { name: document.title, properties: page() });
};

// Which step of which form was reached: names and numbers of fields, never what is in them.
const forms = new WeakMap();
const stepOf = (form, field) => {
  const fields = Array.from(form.elements).filter((each) => each.name && each.type !== "hidden");
  return { form: form.id || form.getAttribute("name") || "form", step: field.name, number: fields.indexOf(field) + 1, of: fields.length };
};
const reach = (event) => {
  const field = event.target;
  const form = field && field.form;
  if (!standing || !form || !field.name || field.type === "hidden" || form.closest("[data-kuulo-off]")) return;
  const seen = forms.get(form) || { steps: new Set(), last: null, sent: false };
  forms.set(form, seen);
  open.add(form);
  seen.last = stepOf(form, field);
  if (seen.steps.has(field.name)) return;
  seen.steps.add(field.name);
  add("track", { event: "Form Step Reached", properties: seen.last });
};
const open = new Set();
const finish = (event) => {
  const seen = forms.get(event.target);
  if (!seen || seen.sent) return;
  seen.sent = true;
  open.delete(event.target);
  add("track", { event: "Form Sent", properties: { form: seen.last.form, of: seen.last.of } });
};
const abandon = () => {
  for (const form of open) add("track", { event: "Form Left", properties: forms.get(form).last });
  open.clear();
};

const api = {
  // Says what the visitor agreed to, by purpose; where profiling is not agreed to nothing is stored or sent.
  consent(said) {
    const agreed = said === true ? { profiling: true } : said || {};
    if (!agreed.profiling) return api.reset();
    if (asksNotToBe() && !agreed.explicit) return api.reset();
    const { explicit, ...consent } = agreed;
    standing = { ...(standing || read() || { id: makeId() }), consent, explicit: Boolean(explicit) };
    keep();
    view();
    return true;
  },
  track(event, properties) {
    add("track", { event, properties: properties || {} });
  },
  identify(user, traits) {
    if (!standing) return;
    if (standing.user && standing.user !== String(user)) standing.id = makeId();
    standing.user = String(user);
    keep();
    add("identify", { traits: traits || {} });
  },
  page() {
    viewed = "";
    view();
  },
  // Forgets everything at once: what was kept here, and what waits to be sent.
  reset() {
    standing = null;
    queue = [];
    viewed = "";
    open.clear();
    clearTimeout(timer);
    timer = 0;
    keep();
    return false;
  },
  agreed: () => Boolean(standing),
};

const begin = () => {
  const before = read();
  if (before && before.consent && before.consent.profiling && (!asksNotToBe() || before.explicit)) standing = before;
  else if (before) api.reset();
  for (const name of ["pushState", "replaceState"]) {
    const own = history[name];
    history[name] = function (...words) {
      const done = own.apply(this, words);
      setTimeout(view);
      return done;
    };
  }
  addEventListener("popstate", () => setTimeout(view));
  document.addEventListener("focusin", reach);
  document.addEventListener("submit", finish, true);
  addEventListener("pagehide", () => {
    abandon();
    leave();
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
  window.kuulo = Object.assign(window.kuulo || {}, api);
  for (const [name, ...words] of early) if (api[name]) api[name](...words);
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", view) : view();
};

if (key && host && !(window.kuulo && window.kuulo.track)) begin();
