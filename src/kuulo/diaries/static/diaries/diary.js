// The diary's page: what is written is kept on the phone at once, sent when there is a network, and shown as it stands.
const told = JSON.parse(document.getElementById("told").textContent);
const form = document.getElementById("entry");
const status = document.getElementById("status");
const outbox = document.getElementById("waiting");
const LARGEST_SIDE = 2048;
const LATER = 400;

const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map(one => one.toString(16).padStart(2, "0")).join("");
const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "";
const say = words => { status.textContent = words; };

// A picture leaves the phone no larger than it is looked at, and without where it was taken.
async function smaller(file) {
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return file;
  }
  const scale = Math.min(1, LARGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return await new Promise(done => canvas.toBlob(done, "image/jpeg", 0.85)) || file;
}

async function filesOf() {
  const files = [];
  for (const field of form.querySelectorAll("input[type=file]")) {
    const note = voice.notes.get(field.name);
    const chosen = note || field.files[0];
    if (!chosen) continue;
    const content = field.dataset.photo !== undefined ? await smaller(chosen) : chosen;
    const name = note ? `note.${voice.ending(note.type)}` : content === chosen ? chosen.name : "picture.jpg";
    files.push({ field: field.name, name, type: content.type, bytes: await content.arrayBuffer() });
  }
  return files;
}

// Only what was answered: the page's own fields are told apart from the questions' by their names.
function fieldsOf() {
  return [...new FormData(form)].filter(([name, value]) => name.startsWith("q_") && typeof value === "string" && value.trim());
}

async function write(event) {
  event.preventDefault();
  const button = form.querySelector("button.send");
  button.disabled = true;
  try {
    const item = {
      key: newKey(), token: told.token, language: told.language, zone: zone(),
      written_at: new Date().toISOString(), fields: fieldsOf(), files: await filesOf(),
    };
    if (!item.fields.length && !item.files.length) {
      say(told.words.empty);
      return;
    }
    const sent = store.add(item);
    clear();
    say(told.words.kept);
    await store.dropDraft(told.token);
    await sent;
  } catch {
    // The phone has no room for it: let the page send it as it is.
    form.removeEventListener("submit", write);
    form.submit();
  } finally {
    button.disabled = false;
  }
}

function clear() {
  form.reset();
  for (const box of form.querySelectorAll("[data-voice=box]")) box.dispatchEvent(new Event("clear"));
  for (const shown of form.querySelectorAll("[data-preview]")) shown.hidden = true;
}

async function showWaiting() {
  const kept = await store.waiting(told.token);
  outbox.hidden = !kept.length;
  outbox.querySelector("ul").replaceChildren(...kept.map(line));
}

function line(item) {
  const made = document.createElement("li");
  const when = document.createElement("strong");
  when.textContent = new Date(item.written_at).toLocaleString(told.language, { dateStyle: "medium", timeStyle: "short" });
  const words = document.createElement("p");
  words.textContent = item.fields.filter(([name]) => told.texts.includes(name)).map(([, value]) => value).join(" · ")
    || (item.files.length ? told.words.file : told.words.answered);
  const state = document.createElement("p");
  state.className = item.refused ? "error" : "small";
  state.textContent = item.refused ? `${told.words.refused} ${item.refused}` : told.words.waits;
  const remove = document.createElement("button");
  remove.type = "button";
  remove.className = "quiet";
  remove.textContent = told.words.remove;
  remove.addEventListener("click", async () => { await store.remove(told.token, item.key); say(told.words.removed); form.querySelector("textarea, input:not([type=hidden])")?.focus(); });
  made.append(when, words, state, remove);
  return made;
}

// What came through stands among the own entries at once.
async function renew() {
  const answer = await fetch(location.href, { credentials: "omit" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const mine = page.getElementById("mine");
  if (mine) document.getElementById("mine").replaceWith(mine);
}

function draft() {
  const fields = fieldsOf();
  return fields.length ? store.keepDraft({ token: told.token, fields }) : store.dropDraft(told.token);
}

async function goOn() {
  const kept = await store.draftOf(told.token);
  for (const [name, value] of kept && !fieldsOf().length ? kept.fields : []) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") field.checked = field.checked || field.value === value;
      else field.value = value;
    }
  }
}

function preview(field) {
  const shown = form.querySelector(`[data-preview="${field.name}"]`);
  shown.hidden = !field.files.length;
  if (shown.src) URL.revokeObjectURL(shown.src);
  if (field.files.length) shown.src = URL.createObjectURL(field.files[0]);
}

addEventListener("kept", async event => {
  if (event.detail.token !== told.token) return;
  await showWaiting();
  if (!event.detail.sent) return;
  say(told.words.sent);
  await renew().catch(() => {});
});

if (form) {
  let later;
  form.noValidate = false;
  form.elements.key.value = newKey();
  form.elements.zone.value = zone();
  form.addEventListener("submit", write);
  form.addEventListener("input", () => { clearTimeout(later); later = setTimeout(draft, LATER); });
  for (const field of form.querySelectorAll("input[data-photo]")) field.addEventListener("change", () => preview(field));
  for (const box of form.querySelectorAll("[data-voice=box]")) voice.ready(box, told.words);
  goOn();
}
showWaiting();
store.send(told.token);
store.keepTrying(told.token);
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(told.worker).then(() => navigator.serviceWorker.ready).then(async () => {
    const parts = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map(one => one.href || one.src);
    await (await caches.open("kuulo-diary")).addAll([location.href, ...parts]);
    document.documentElement.dataset.kept = "yes";
  }).catch(() => { document.documentElement.dataset.kept = "no"; });
}
