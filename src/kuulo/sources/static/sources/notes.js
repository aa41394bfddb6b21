// The page of field notes: a sheet is begun, notes are written with the time they began, and it is sent when finished.
const told = JSON.parse(document.getElementById("definition").textContent);
const main = document.getElementById("notes");
const state = document.getElementById("state");
const waitingList = document.getElementById("waiting");
const word = name => told.words[name];
let sheet = null, files = [], began = 0, recorder = null, clock = null, network = "";

const make = (tag, properties = {}, ...inside) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value;
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...inside.flat().filter(one => one !== null && one !== undefined && one !== false));
  return made;
};
const time = ms => [Math.floor(ms / 3600000), Math.floor(ms / 60000) % 60, Math.floor(ms / 1000) % 60]
  .map((part, place) => place ? String(part).padStart(2, "0") : part).join(":");
const since = () => Math.max(0, Date.now() - Date.parse(sheet.begun_at));
const options = (empty, all) => [make("option", { value: "" }, empty), ...all.map(one => make("option", { value: one.id }, one.name))];
const labelled = (text, field) => make("div", { className: "field" }, make("label", { htmlFor: field.id }, text), field);
const save = () => store.put(sheet).catch(() => { document.getElementById("unkept").hidden = false; });

function drawStart() {
  clearInterval(clock);
  const session = make("select", { id: "session" }, options(word("no_session"), told.sessions));
  const participant = make("select", { id: "participant" }, options(word("nobody"), told.participants));
  session.onchange = () => {
    const chosen = told.sessions.find(one => String(one.id) === session.value);
    participant.replaceChildren(...options(word("nobody"), chosen ? chosen.participants : told.participants));
    if (chosen && chosen.participants.length === 1) participant.value = chosen.participants[0].id;
  };
  const title = make("input", { id: "title", type: "text", maxLength: 200 });
  const care = Object.entries(told.flags).map(([flag, name]) =>
    make("label", { className: "field-check" }, make("input", { type: "checkbox", name: "flag", value: flag }), make("span", {}, name)));
  main.replaceChildren(make("form", {
    className: "card form", onsubmit: event => {
      event.preventDefault();
      start(session.value, participant.value, title.value.trim(), [...main.querySelectorAll("[name=flag]:checked")].map(one => one.value));
    },
  },
  labelled(word("session"), session), labelled(word("participant"), participant), labelled(word("title"), title),
  make("fieldset", { className: "field" }, make("legend", {}, word("care")), care),
  make("button", { className: "button" }, word("begin"))));
}

async function start(session, participant, title, flags) {
  const chosen = told.sessions.find(one => String(one.id) === session);
  sheet = {
    key: store.newKey(), kind: "sheet", observer: told.observer, begun_at: new Date().toISOString(), notes: [],
    title: title || (chosen ? chosen.name : ""), session: session ? Number(session) : null,
    participant: participant ? Number(participant) : null, language: "", flags, ready: false,
  };
  files = [];
  await save();
  drawSheet();
}

function drawSheet() {
  const words = make("textarea", { id: "words", rows: 4, value: sheet.draft || "", maxLength: 20000 });
  words.oninput = () => {
    if (!began && words.value) began = since();
    if (!words.value) began = 0;
    sheet.draft = words.value;
    save();
  };
  words.onkeydown = event => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); add(words); } };
  const marks = Object.entries(told.marks).map(([mark, name], place) =>
    make("label", { className: "notes-mark" }, make("input", { type: "radio", name: "mark", value: mark, checked: place === 0 }), make("span", {}, name)));
  const photo = make("input", { id: "photo", type: "file", accept: "image/*", capture: "environment", onchange: () => attach(photo) });
  const sound = make("input", { id: "sound", type: "file", accept: "audio/*", capture: "", onchange: () => attach(sound) });
  const voice = navigator.mediaDevices && window.MediaRecorder
    ? make("button", { type: "button", className: "button button-quiet", id: "voice", onclick: speak }, word("voice")) : null;
  main.replaceChildren(
    make("p", { className: "notes-clock" }, make("b", {}, sheet.title), " ", make("time", { id: "clock" }, time(since()))),
    make("form", { className: "card form", onsubmit: event => { event.preventDefault(); add(words); } },
      make("fieldset", { className: "notes-marks" }, make("legend", { className: "visually-hidden" }, word("note")), marks),
      labelled(word("note"), words),
      make("div", { className: "buttons" }, make("button", { className: "button", id: "add" }, word("add")), voice),
      labelled(word("photo"), photo), labelled(word("file"), sound)),
    make("h2", { id: "so-far" }, word("so_far")),
    make("ol", { id: "list", className: "notes-list" }),
    make("p", { className: "muted" }, word("finish_help")),
    make("button", { type: "button", className: "button", id: "finish", onclick: finish }, word("finish")));
  clock = setInterval(() => { document.getElementById("clock").textContent = time(since()); }, 1000);
  drawList();
}

function drawList() {
  const notes = sheet.notes.map((note, place) => make("li", {},
    make("span", { className: "notes-when" }, `${time(note.at_ms)} `), make("span", { className: "badge" }, told.marks[note.mark]),
    make("textarea", { value: note.text, rows: 2, "aria-label": `${word("note")} ${place + 1}`, oninput: event => { note.text = event.target.value; save(); } }),
    make("button", { type: "button", className: "button button-quiet button-small", onclick: () => { sheet.notes.splice(place, 1); save(); drawList(); } }, word("remove"))));
  const added = files.map(file => make("li", {},
    make("span", {}, `${file.name} `),
    file.file.type.startsWith("image/") && make("img", { src: shown(file), alt: file.name, className: "notes-photo" }),
    file.file.type.startsWith("audio/") && make("audio", { src: shown(file), controls: true }),
    make("button", { type: "button", className: "button button-quiet button-small", onclick: () => { store.drop(file.key); files = files.filter(one => one !== file); drawList(); } }, word("remove"))));
  document.getElementById("list").replaceChildren(...notes, ...added);
}

const shown = file => (file.url = file.url || URL.createObjectURL(file.file));

function add(words) {
  const text = words.value.trim();
  if (!text) { words.focus(); return; }
  const mark = main.querySelector("[name=mark]:checked").value;
  sheet.notes.push({ at_ms: began || since(), mark, text });
  sheet.draft = words.value = "";
  began = 0;
  save();
  drawList();
  words.focus();
}

function attach(field) {
  for (const file of field.files) keep(file, file.name);
  field.value = "";
}

function keep(blob, name) {
  const file = { key: store.newKey(), kind: "file", observer: told.observer, sheet: sheet.key, taken_at: new Date().toISOString(), title: name, name, file: blob, ready: false };
  files.push(file);
  store.put(file).catch(() => { document.getElementById("unkept").hidden = false; });
  drawList();
}

async function speak() {
  const button = document.getElementById("voice");
  if (recorder) { recorder.stop(); return; }
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    state.textContent = word("no_microphone");
    return;
  }
  const at = time(since()), parts = [];
  recorder = new MediaRecorder(stream);
  recorder.ondataavailable = event => parts.push(event.data);
  recorder.onstop = () => {
    stream.getTracks().forEach(track => track.stop());
    keep(new Blob(parts, { type: recorder.mimeType || "audio/webm" }), `${word("voice")} ${at}`);
    recorder = null;
    button.textContent = word("voice");
    button.removeAttribute("aria-pressed");
  };
  recorder.start();
  button.textContent = word("stop");
  button.setAttribute("aria-pressed", "true");
}

async function finish() {
  if (recorder) { recorder.stop(); return; }
  const words = document.getElementById("words");
  if (words.value.trim()) add(words);
  if (!sheet.notes.some(note => note.text.trim())) { state.textContent = word("empty"); words.focus(); return; }
  delete sheet.draft;
  for (const { url, ...file } of files) await store.put({ ...file, ready: true });
  await store.put({ ...sheet, ready: true });
  sheet = null;
  files = [];
  drawStart();
  main.querySelector("select").focus();
  store.send();
}

function drawWaiting(items) {
  const ready = items.filter(item => item.ready);
  const others = new Set(items.filter(item => item.observer !== told.observer).map(item => item.observer));
  const refused = ready.filter(item => item.refused && item.observer === told.observer);
  const count = ready.filter(item => !item.refused).length;
  state.replaceChildren(count ? word("kept_here").replace("{count}", count) : word("all_sent"),
    ...(count && network === "offline" ? [" ", word("offline")] : []),
    ...(count && network === "signin" ? [" ", make("a", { href: told.signIn }, word("sign_in"))] : []));
  state.dataset.waiting = count;
  waitingList.replaceChildren(
    ...[...others].map(observer => make("li", {}, word("others").replace("{observer}", observer))),
    ...refused.map(item => make("li", {},
      make("b", {}, `${word("refused")}: ${item.title || item.name || ""} `), make("span", {}, `${item.refused} `),
      make("button", { type: "button", className: "button button-quiet button-small", onclick: () => { const { refused: why, ...again } = item; store.put(again).then(store.send); } }, word("again")),
      make("button", { type: "button", className: "button button-quiet button-small", onclick: () => store.drop(item.key) }, word("discard")))));
}

addEventListener("kept", event => drawWaiting(event.detail));
addEventListener("sent", event => { network = event.detail; });
addEventListener("beforeunload", event => { if (recorder) event.preventDefault(); });

(async () => {
  await store.begin(told.take, told.observer);
  // What was begun and not finished goes on where it was left, also after the page or the device was closed.
  const items = await store.all();
  sheet = items.find(item => item.kind === "sheet" && !item.ready && item.observer === told.observer) || null;
  files = sheet ? items.filter(item => item.kind === "file" && item.sheet === sheet.key) : [];
  if (sheet) drawSheet();
  else drawStart();
  store.send();
})();
if ("serviceWorker" in navigator) {
  const { worker, scope } = document.body.dataset;
  navigator.serviceWorker.register(worker, { scope }).then(() => navigator.serviceWorker.ready).then(async () => {
    const parts = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map(one => one.href || one.src);
    await (await caches.open("kuulo-notes")).addAll([scope, ...parts]);
    document.documentElement.dataset.kept = "yes";
  });
}
