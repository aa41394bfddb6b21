// The tablet's page: asks, keeps, thanks, and returns to the start. Everything it needs is in the page.
const told = JSON.parse(document.getElementById("definition").textContent);
const asked = told.questionnaire;
const main = document.getElementById("main");
const still = document.getElementById("still");
const SCORES = ["nps", "enps", "csat", "ces_2010", "ces_2", "rating"];
const ALONE = [...SCORES, "single"];
let known, page, visited, key, language, idle, leaving, touched = 0;

const word = name => told.words[language][name];
const say = texts => flow.pipe(flow.words(texts, language, asked), known, language, asked);
const make = (tag, properties, ...inside) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value;
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...inside.filter(one => one !== null && one !== undefined && one !== false && one !== ""));
  return made;
};

function restart() {
  known = { answers: {}, attribute: told.attributes, hidden: {} };
  key = flow.newKey();
  visited = [];
  page = flow.pageAfter(asked, null, known);
  speak(told.language);
}

function speak(code) {
  language = code;
  document.documentElement.lang = code;
  document.title = document.getElementById("title").textContent = say(asked.title);
  document.getElementById("promise").textContent = word("promise");
  document.getElementById("still-words").textContent = word("still");
  document.getElementById("stay").textContent = word("continue");
  document.getElementById("languages").setAttribute("aria-label", word("language"));
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === code));
  }
  draw();
}

// One question by itself whose answer is one touch needs no second touch to go on.
function goesOn() {
  const here = page.questions || [];
  return here.length === 1 && ALONE.includes(here[0].kind) && !here[0].other;
}

function draw(focus) {
  if (!page) return;
  const here = flow.questionsOn(page, known);
  const first = !visited.length;
  const last = !flow.pageAfter(asked, page.key, known);
  const form = make("form", { noValidate: true, onsubmit: event => { event.preventDefault(); next(); } },
    first && asked.intro && make("p", { className: "intro" }, say(asked.intro)),
    page.title && make("h2", {}, say(page.title)),
    ...here.map(field),
    make("div", { className: "buttons" },
      make("button", { className: "main" }, word(last ? "send" : "next")),
      !first && make("button", { type: "button", className: "quiet", onclick: back }, word("back"))));
  main.replaceChildren(form);
  const target = focus && main.querySelector(focus);
  if (target) target.focus();
  else scrollTo(0, 0);
}

function field(item) {
  const optional = !item.required && item.kind !== "statement" && make("small", {}, ` (${word("optional")})`);
  const text = say(item.text);
  const help = item.help && make("p", { className: "help" }, say(item.help));
  if (item.kind === "statement") return make("p", { className: "statement" }, text);
  if (["text", "number", "date"].includes(item.kind)) {
    return make("fieldset", { id: `q-${item.key}` },
      make("label", {}, make("span", { className: "wording" }, text, optional), help, entry(item)));
  }
  return make("fieldset", { id: `q-${item.key}` }, make("legend", {}, text, optional), help, ...parts(item));
}

function parts(item) {
  if (SCORES.includes(item.kind)) return scale(item, item.key, known.answers[item.key], value => take(item, value));
  if (item.kind === "matrix") return item.rows.map(row => matrixRow(item, row));
  if (item.kind === "ranking") return ranking(item);
  return choices(item);
}

function scale(item, name, chosen, choose) {
  const { minimum, maximum, low, high } = flow.scaleOf(item);
  const points = Array.from({ length: maximum - minimum + 1 }, (_, step) => minimum + step);
  return [
    make("div", { className: "points" }, ...points.map(point => option("radio", name, point, String(point), point === chosen, () => choose(point)))),
    (low || high) && make("div", { className: "ends" }, make("span", {}, say(low)), make("span", {}, say(high))),
  ];
}

function option(type, name, value, text, checked, choose) {
  return make("label", { className: "option" },
    make("input", { type, name, value, checked, onchange: event => choose(event.target.checked) }), make("span", {}, text));
}

function choices(item) {
  const type = item.kind === "single" ? "radio" : "checkbox";
  const has = value => [].concat(known.answers[item.key] ?? []).includes(value);
  const all = item.choices.map(one => option(type, item.key, one.key, say(one.text), has(one.key), on => choose(item, one.key, on)));
  if (item.other) all.push(option(type, item.key, "other", word("other"), has("other"), on => choose(item, "other", on)));
  const own = has("other") && make("input", {
    type: "text", maxLength: 500, "aria-label": word("own"), placeholder: word("own"),
    value: known.answers[`${item.key}__other`] || "", oninput: event => { known.answers[`${item.key}__other`] = event.target.value.trim(); },
  });
  return [make("div", { className: "choices" }, ...all), own];
}

function choose(item, value, on) {
  if (item.kind === "single") return take(item, value);
  const alone = one => (item.choices.find(other => other.key === one) || {}).exclusive;
  const rest = (known.answers[item.key] || []).filter(one => one !== value && !(on && (alone(one) || alone(value))));
  return take(item, on ? [...rest, value] : rest);
}

function take(item, value) {
  known.answers[item.key] = value;
  if (goesOn() && performance.now() - touched < 700) return void setTimeout(next, 180);
  const shown = Array.isArray(value) ? value[value.length - 1] : value;
  draw(`[name="${item.key}"][value="${shown}"]`);
}

function matrixRow(item, row) {
  const answers = known.answers[item.key] || {};
  const choose = value => { known.answers[item.key] = { ...known.answers[item.key], [row.key]: value }; };
  const name = `${item.key}__${row.key}`;
  const cells = item.scale ? scale(item, name, answers[row.key], choose) : [make("div", { className: "choices" },
    ...item.choices.map(one => option("radio", name, one.key, say(one.text), answers[row.key] === one.key, () => choose(one.key))))];
  return make("fieldset", { className: "row" }, make("legend", {}, say(row.text)), ...cells);
}

function ranking(item) {
  const order = known.answers[item.key] || [];
  const put = value => {
    known.answers[item.key] = [...order, value];
    draw(`[data-rank="${item.key}"]:not([aria-disabled])`);
  };
  const place = one => order.indexOf(one.key) + 1;
  return [
    make("p", { className: "help" }, word("rank")),
    make("div", { className: "choices" }, ...item.choices.map(one => make("button", {
      type: "button", className: "rank", "data-rank": item.key, "aria-disabled": place(one) ? "true" : null,
      onclick: () => { if (!place(one)) put(one.key); },
    }, make("b", {}, place(one) ? String(place(one)) : "·"), say(one.text)))),
    order.length > 0 && make("button", {
      type: "button", className: "quiet", onclick: () => { delete known.answers[item.key]; draw(`[data-rank="${item.key}"]`); },
    }, word("again_rank")),
  ];
}

function entry(item) {
  const given = known.answers[item.key];
  if (item.kind === "text" && (item.lines ?? 4) > 1) {
    return make("textarea", { name: item.key, rows: item.lines ?? 4, maxLength: item.longest ?? 2000, value: given ?? "", oninput: event => enter(item, event) });
  }
  const limits = item.kind === "number" ? { min: item.least, max: item.most, step: "any", inputmode: "decimal" }
    : item.kind === "date" ? { min: item.earliest, max: item.latest } : { maxLength: item.longest ?? 2000 };
  return make("input", { name: item.key, type: item.kind, value: given ?? "", oninput: event => enter(item, event), ...given_only(limits) });
}

function given_only(limits) {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined && value !== ""));
}

function enter(item, event) {
  const text = event.target.value.trim();
  if (text && event.target.validity.valid) known.answers[item.key] = item.kind === "number" ? Number(text) : text;
  else delete known.answers[item.key];
}

function isMissing(item) {
  if (!item.required || item.kind === "statement") return false;
  const value = known.answers[item.key];
  if (item.kind === "matrix") return item.rows.some(row => !value || value[row.key] === undefined);
  if (item.kind === "ranking") return !value || value.length < item.choices.length;
  return !flow.answered(value);
}

function next() {
  if (!page) return;
  main.querySelectorAll(".error").forEach(one => one.remove());
  const missing = flow.questionsOn(page, known).find(isMissing);
  if (missing) {
    const place = document.getElementById(`q-${missing.key}`);
    place.append(make("p", { className: "error", role: "alert" }, word("required")));
    return place.querySelector("input, textarea, button").focus();
  }
  const following = flow.pageAfter(asked, page.key, known);
  if (!following) return finish();
  visited.push(page);
  page = following;
  draw();
}

function back() {
  page = visited.pop();
  draw();
}

async function finish() {
  page = null;
  await keep(true);
  const closing = flow.closing(asked, known);
  main.replaceChildren(make("div", { className: "thanks", role: "status" },
    make("h2", {}, closing ? say(closing) : word("thanks")),
    make("button", { type: "button", className: "main", onclick: restart }, word("again"))));
  wait();
}

// What was begun and left is kept too, as far as it came.
function keep(complete) {
  const { answers } = flow.kept(asked, known);
  if (!complete && !Object.keys(answers).length) return Promise.resolve();
  return store.add({
    way: told.way, key, language, version: told.version, answers: ranked(answers), complete, given_at: new Date().toISOString(),
  }).catch(() => document.body.classList.add("unkept"));
}

// A ranking that was left half done is no answer.
function ranked(answers) {
  const half = (asked.pages.flatMap(one => one.questions || []))
    .filter(item => item.kind === "ranking" && (answers[item.key] || []).length < item.choices.length);
  return Object.fromEntries(Object.entries(answers).filter(([name]) => !half.some(item => item.key === name)));
}

function wait() {
  clearTimeout(idle);
  clearTimeout(leaving);
  if (still.open) still.close();
  if (!page) idle = setTimeout(restart, told.thanks * 1000);
  else if (visited.length || Object.keys(known.answers).length || language !== told.language) idle = setTimeout(ask, told.idle * 1000);
}

function ask() {
  still.showModal();
  leaving = setTimeout(() => { keep(false); still.close(); restart(); }, told.asked * 1000);
}

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => { if (page) speak(button.dataset.language); });
}
document.getElementById("stay").addEventListener("click", wait);
still.addEventListener("cancel", wait);
addEventListener("pointerdown", () => {
  touched = performance.now();
  wait();
  // A tablet shows nothing but the questions; where that is not allowed, it goes on in its window.
  if (told.full !== false && !document.fullscreenElement && matchMedia("(pointer: coarse)").matches && document.documentElement.requestFullscreen) {
    document.documentElement.requestFullscreen().catch(() => { told.full = false; });
  }
});
addEventListener("pointerup", () => { touched = performance.now(); });
// After what they did has been done: one touch and a walk away must lead back to the start too.
for (const name of ["keydown", "click", "change", "input"]) addEventListener(name, wait);
addEventListener("contextmenu", event => event.preventDefault());
// The way back out of the page leads to the page.
history.pushState(null, "", location.href);
addEventListener("popstate", () => history.pushState(null, "", location.href));
addEventListener("kept", event => {
  const { waiting, refused } = event.detail;
  document.getElementById("waiting").textContent = (waiting ? `↑ ${waiting}` : "") + (refused ? ` ! ${refused}` : "");
});

restart();
store.send();
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(document.body.dataset.worker).then(() => navigator.serviceWorker.ready).then(async () => {
    const parts = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map(one => one.href || one.src);
    await (await caches.open("kuulo-kiosk")).addAll([location.pathname, ...parts]);
    document.documentElement.dataset.kept = "yes";
  });
}
