// Kuulo's widget. Served behind flow.js as one script; stores nothing on the visitor's device without consent.
const me = document.currentScript;
const set = me.dataset;
const base = new URL(me.src).origin;
const WORDS = {
  fi: "Anna palautetta|Sulje|Lähetä|Jatka|Kiitos vastauksestasi!|Vastaa loppuihin kysymyksiin|Lähetys ei onnistunut. Yritä uudelleen.|Vastaa tähän ensin.|Jokin muu|Kysely ei ole auki.|vapaaehtoinen|Vastaat nimettömästi.|Vastauksesi näkyy vain ryhmissä.|Vastauksesi nähdään yksittäin.",
  sv: "Ge respons|Stäng|Skicka|Fortsätt|Tack för ditt svar!|Svara på resten av frågorna|Det gick inte att skicka. Försök igen.|Svara på detta först.|Något annat|Enkäten är inte öppen.|frivillig|Du svarar anonymt.|Ditt svar visas bara i grupp.|Ditt svar ses enskilt.",
  en: "Give feedback|Close|Send|Continue|Thank you for your answer!|Answer the other questions|It could not be sent. Try again.|Please answer this first.|Something else|The survey is not open.|optional|You answer anonymously.|Your answer is shown only in groups.|Your answer is seen by itself.",
};
// What is important inside comes before what is important on the page around.
const STYLE = `:host{all:initial!important;font:16px/1.45 system-ui,sans-serif!important;--p:#fff;--i:#14211f;--s:#4b5a57;--l:#748280;--a:#0b5c68;--o:#fff;--e:#a1202b}*{box-sizing:border-box}
@media(prefers-color-scheme:dark){:host{--p:#161e1c;--i:#e7edeb;--s:#a9b7b3;--l:#75847f;--a:#72c6d0;--o:#06262b;--e:#ff9d97}}
button,textarea,input{font:inherit;color:inherit}
button{cursor:pointer;min-height:44px;padding:8px 18px;border:0;border-radius:6px;background:var(--a);color:var(--o);font-weight:600}
:focus-visible,:focus-visible+span{outline:3px solid var(--a);outline-offset:2px}
.t,dialog{position:fixed;z-index:2147483647;inset:auto 16px 16px auto;box-shadow:0 4px 20px #0006}
dialog{width:min(420px,calc(100vw - 32px));max-height:calc(100vh - 32px);overflow:auto;padding:20px;border:1px solid var(--l);border-radius:10px;background:var(--p);color:var(--i)}
.h,.d,.c{display:flex;gap:4px;justify-content:space-between}
h2{font-size:18px;line-height:1.3;margin:8px 0 0;overflow-wrap:anywhere}
.x{background:none;color:inherit;padding:0;width:44px;flex:none;font-size:24px}
fieldset{border:0;margin:16px 0 0;padding:0;min-width:0}
legend,.q{font-weight:600;padding:0;margin:0 0 8px;display:block}
small,.n{color:var(--s);font-weight:400;font-size:14px}
.c label{flex:1;position:relative;min-width:24px}
.c input,.o input{position:absolute;opacity:0;inset:0;width:100%;height:100%;margin:0;cursor:pointer}
.c span,.o span{display:grid;place-items:center;min-height:44px;border:1px solid var(--l);border-radius:6px}
.o{display:grid;gap:6px}.o label{position:relative}.o span{place-items:center start;padding:6px 12px}
:checked+span{background:var(--a);color:var(--o)}
textarea,.w{width:100%;min-height:44px;padding:8px;border:1px solid var(--l);border-radius:6px;background:none}
.e{color:var(--e);font-weight:600}
a{color:var(--a)}
@media(prefers-reduced-motion:no-preference){dialog{animation:k .18s}@keyframes k{from{opacity:0}}}`;
const SIMPLE = "nps enps csat ces_2010 ces_2 rating single multiple text statement".split(" ");
const hidden = {};
for (const name in set) if (/^hidden./.test(name)) hidden[name.slice(6).replace(/^./, first => first.toLowerCase())] = set[name];
const answers = {}, known = { answers, hidden };
const token = set.way, memory = "kuulo:" + token;
const trial = set.trial === "yes";
let consented = set.consent === "given";
let key = flow.newKey(), asked, page, dialog, trigger, done = false, language = "", way, before = null;

const code = (set.language || document.documentElement.lang || navigator.language || "en").slice(0, 2);
const tell = index => (WORDS[language || code] || WORDS.en).split("|")[index];
const make = (tag, properties, ...inside) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...inside.filter(Boolean));
  return made;
};
const div = (className, ...inside) => make("div", { className }, ...inside);
const say = texts => flow.pipe(flow.words(texts, language, asked), known, language, asked);
// The page may have forbidden storing; then the widget simply asks again.
const stored = act => {
  if (consented && !trial) try { return act(localStorage); } catch { consented = false; }
};
const remember = () => stored(place => place.setItem(memory, Date.now() + 2592e6));
const send = async (path, body) => {
  if (trial) return true;
  for (const pause of [0, 2e3, 5e3]) {
    if (pause) await new Promise(go => setTimeout(go, pause));
    try {
      const answer = await fetch(base + path, {
        method: "POST", credentials: "omit", keepalive: true,
        headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
      });
      if (answer.ok) return true;
      if (answer.status < 500 && answer.status !== 429) return false;
    } catch {
      // No connection: the same key goes again, so nothing is stored twice.
    }
  }
  return false;
};

const host = make("div");
const root = host.attachShadow({ mode: "open" });
const pick = where => root.querySelector(where);
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);
root.adoptedStyleSheets = [sheet];

const points = item => {
  const { minimum, maximum, low, high } = flow.scaleOf(item);
  const row = div("c");
  for (let point = minimum; point <= maximum; point++) row.append(choice(item, point, String(point), "radio"));
  const ends = div("d n", make("span", {}, say(low)), make("span", {}, say(high)));
  return [row, (low || high) && ends];
};
const choice = (item, value, text, type) => make("label", {}, make("input", {
  type, name: item.key, value, checked: [].concat(answers[item.key]).includes(value),
  onchange: event => choose(item, value, event.target.checked, type),
}), make("span", {}, text));
const choose = (item, value, on, type) => {
  if (type === "radio") answers[item.key] = value;
  else {
    const alone = one => (item.choices.find(other => other.key === one) || {}).exclusive;
    const rest = (answers[item.key] || []).filter(one => one !== value && !(on && (alone(one) || alone(value))));
    answers[item.key] = on ? [...rest, value] : rest;
  }
  draw(`[name="${item.key}"][value="${value}"]`);
};
const list = item => {
  const type = item.kind === "single" ? "radio" : "checkbox";
  const all = item.choices.map(one => choice(item, one.key, say(one.text), type));
  if (item.other) all.push(choice(item, "other", tell(8), type));
  const own = [].concat(answers[item.key]).includes("other") && make("input", {
    className: "w", ariaLabel: tell(8), maxLength: 500, value: answers[item.key + "__other"] || "",
    oninput: event => { answers[item.key + "__other"] = event.target.value; },
  });
  return [div("o", ...all), own];
};
const field = item => {
  const text = [say(item.text), !item.required && make("small", {}, ` (${tell(10)})`)];
  const help = item.help && make("p", { className: "n" }, say(item.help));
  if (item.kind === "statement") return make("p", {}, text[0]);
  if (item.kind === "text") {
    return make("fieldset", {}, make("label", {}, make("span", { className: "q" }, ...text), help, make("textarea", {
      name: item.key, rows: 3, maxLength: item.longest || 2000, value: answers[item.key] || "",
      oninput: event => { answers[item.key] = event.target.value.trim() ? event.target.value : undefined; },
    })));
  }
  const parts = item.kind === "single" || item.kind === "multiple" ? list(item) : points(item);
  return make("fieldset", {}, make("legend", {}, ...text), help, ...parts);
};
const here = () => flow.questionsOn(page, known).filter(item => SIMPLE.includes(item.kind));
const next = after => {
  let found = flow.pageAfter(asked, after, known);
  while (found && !flow.questionsOn(found, known).some(one => SIMPLE.includes(one.kind))) found = flow.pageAfter(asked, found.key, known);
  return found;
};
const show = (title, ...inside) => {
  const head = make("h2", { id: "h", tabIndex: -1 }, title);
  const close = make("button", { className: "x", type: "button", ariaLabel: tell(1), onclick: leave }, "×");
  dialog.replaceChildren(div("h", head, close), ...inside.filter(Boolean));
  dialog.setAttribute("aria-labelledby", "h");
};
const draw = focus => {
  const form = make("form", { noValidate: true, onsubmit: event => { event.preventDefault(); go(); } },
    ...here().map(field), make("p", { className: "n" }, tell({ anonymous: 11, confidential: 12 }[way.promise] || 13)), make("p", {}, make("button", {}, tell(next(page.key) ? 3 : 2))));
  show(say(asked.title), form);
  const target = focus && pick(focus);
  if (target) target.focus();
};
const complain = (text, item) => {
  const first = item && pick(`[name="${item.key}"]`);
  (first ? first.closest("fieldset") : dialog).append(make("p", { className: "e", role: "alert" }, text));
  first?.focus();
};
const go = async () => {
  const missing = here().find(one => one.required && one.kind !== "statement" && !flow.answered(answers[one.key]));
  root.querySelectorAll(".e").forEach(one => one.remove());
  if (missing) return complain(tell(7), missing);
  const following = next(page.key);
  if (following) {
    page = following;
    draw();
    return pick("h2").focus();
  }
  const { answers: given, path } = flow.kept(asked, known);
  const rest = path.some(one => flow.questionsOn(one, known).some(item => !SIMPLE.includes(item.kind)));
  const button = pick("form button");
  button.disabled = true;
  const ok = await send("/v1/answers", { way: token, key, language, version: way.version, answers: given, hidden, complete: !rest });
  button.disabled = false;
  if (!ok) return complain(tell(6));
  done = true;
  remember();
  const link = rest && !trial && make("p", {}, make("a", { href: `${base}/r/${key}`, target: "_blank", rel: "noopener" }, tell(5)));
  const thanks = flow.closing(asked, known);
  show(thanks ? say(thanks) : tell(4), link,
    make("p", {}, make("button", { type: "button", onclick: leave }, tell(1))));
  pick("h2").focus();
};
const leave = () => {
  if (!dialog?.open) return;
  dialog.close();
  if (!done && asked) send("/v1/seen", { way: token, key, language, version: way.version, state: "dismissed" });
  remember();
  if (trigger) { trigger.hidden = done; if (!done) trigger.focus(); }
  if (before && !trigger) before.focus();
};
const open = async own => {
  if (dialog?.open) return;
  before = document.activeElement;
  if (!way) {
    try {
      const answer = await fetch(`${base}/v1/ways/${token}`, { credentials: "omit" });
      way = answer.ok ? await answer.json() : {};
    } catch { way = {}; }
    asked = way.questionnaire;
    if (asked) language = [set.language, way.language, code].find(one => asked.languages.includes(one)) || asked.languages[0];
  }
  if (!asked && own) return void (way = null);
  if (!dialog) {
    dialog = make("dialog", { lang: language || code, oncancel: leave, onkeydown: event => event.key === "Escape" && leave() });
    root.append(dialog);
  }
  if (!asked) {
    show(tell(9));
    way = null;
  } else if (!done) {
    page = next(null);
    draw();
  }
  if (trigger) trigger.hidden = true;
  // One that opens by itself neither takes the focus nor blocks the page.
  if (!own) return dialog.showModal(), pick("h2").focus();
  dialog.show();
  if (before) before.focus();
};
const start = () => {
  document.body.append(host);
  const when = set.open || "button";
  if (stored(place => Date.now() < place.getItem(memory))) return;
  if (when === "button") {
    trigger = make("button", { className: "t", type: "button", lang: code, onclick: () => open() }, tell(0));
    trigger.setAttribute("aria-haspopup", "dialog");
    return root.append(trigger);
  }
  if (when === "leave") return document.documentElement.addEventListener("mouseleave", () => open(true), { once: true });
  if (when > 0) setTimeout(() => open(true), when * 1000);
};
window.Kuulo = { open: () => open(), close: () => leave(), consent: () => { consented = true; if (done) remember(); } };
if (document.body) start(); else addEventListener("DOMContentLoaded", start);
