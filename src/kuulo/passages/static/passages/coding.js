// The page of a source: what is selected gets codes; every act can be undone; all of it by keyboard alone.
import { Margin } from "./margin.js";
import { Palette } from "./palette.js";
import { Places } from "./places.js";

const root = document.querySelector("[data-coder]");
const find = (name) => root.querySelector(`[data-${name}]`);
const byPlace = (one, other) => one.start - other.start || one.end - other.end || one.id - other.id;
const filled = (template, values) => template.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
const MOVES = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown", "Tab", "Shift", "Control", "Alt", "Meta", "Escape"]);

class Coder {
  constructor(state) {
    this.texts = JSON.parse(document.getElementById("coder-texts").textContent);
    this.may = "may" in root.dataset;
    this.text = find("text");
    this.places = new Places(this.text, state.holes);
    this.margin = new Margin(find("margin"), this.text, this.places);
    this.palette = new Palette(find("palette"), this.texts, (chosen) => this.give(chosen));
    this.kept = { start: 0, end: 0 };
    this.active = null;
    this.chain = Promise.resolve();
    this.rows = { codings: new Map(), memos: new Map(), proposals: new Map() };
    this.turns = state.turns;
    this.takeState(state);
    this.listen();
    this.draw();
    this.goToHash();
    root.dataset.ready = "";
  }

  takeState(state) {
    for (const name of Object.keys(this.rows)) this.rows[name] = new Map(state[name].map((row) => [row.id, row]));
    this.setCodes(state.codes);
    this.setTrail(state);
  }

  setCodes(codes) {
    this.codes = new Map(codes.map((code) => [code.code, code]));
    this.palette.setCodes(codes);
  }

  setTrail({ undo, redo }) {
    for (const [name, act] of [["undo", undo], ["redo", redo]]) {
      const button = root.querySelector(`[data-do="${name}"]`);
      if (!button) continue;
      button.disabled = !act;
      const words = act ? filled(this.texts[name], { act }) : this.texts[`nothing_to_${name}`];
      button.querySelector(`[data-${name}]`).textContent = words;
    }
  }

  listen() {
    document.addEventListener("selectionchange", () => this.note());
    this.text.addEventListener("keydown", (event) => this.key(event));
    for (const name of ["beforeinput", "paste", "cut", "drop", "dragstart"]) {
      this.text.addEventListener(name, (event) => event.preventDefault());
    }
    // What changes the text all the same, such as a spelling aid, would move every place: the page is read anew.
    new MutationObserver(() => location.reload()).observe(this.text, { characterData: true, childList: true, subtree: true });
    root.addEventListener("pointerdown", (event) => {
      // The selection stays where a button is pressed with the mouse.
      if (event.target.closest("button") && !event.target.closest("dialog")) event.preventDefault();
    });
    root.addEventListener("click", (event) => this.click(event));
    find("margin").addEventListener("click", (event) => {
      const part = event.target.closest("[data-id]");
      if (part) this.goTo(part.dataset.kind, Number(part.dataset.id));
    });
    addEventListener("hashchange", () => this.goToHash());
    find("writer").querySelector("[data-words]").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) find("writer").close("keep");
    });
  }

  // Remember what is selected; buttons elsewhere on the page work on it.
  note() {
    if (root.querySelector("dialog[open]")) return;
    const chosen = this.places.selected();
    if (!chosen || (chosen.start === this.kept.start && chosen.end === this.kept.end)) return;
    this.kept = chosen;
    const { start, end } = chosen;
    const words = end > start ? this.places.wordsOf(start, Math.min(end, start + 300)) : "";
    find("selected").textContent = words ? filled(this.texts.selected, { words: words.length > 140 ? `${words.slice(0, 140)}…` : words }) : this.texts.nothing_selected;
    if (window.CSS?.highlights) {
      if (end > start) CSS.highlights.set("coder-kept", new Highlight(this.places.rangeOf(start, end)));
      else CSS.highlights.delete("coder-kept");
    }
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.showHere(), 120);
  }

  key(event) {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.ctrlKey || event.metaKey) {
      const way = { z: event.shiftKey ? "redo" : "undo", y: "redo" }[letter];
      if (way) { event.preventDefault(); this.do(way); }
      else if (["x", "v", "b", "i", "u"].includes(letter)) event.preventDefault();
      return;
    }
    if (MOVES.has(event.key) || /^F\d/.test(event.key)) return;
    event.preventDefault();
    this.note();
    if (plain) this.press(letter, event.shiftKey);
  }

  press(letter, shift) {
    const code = [...this.codes.values()].find((each) => each.press === letter);
    if (code) { this.give({ code: code.code }); return; }
    const way = shift ? -1 : 1;
    const does = {
      c: "choose", Enter: "choose", v: "in_vivo", m: "memo", u: "undo", r: "redo", x: "remove", Delete: "remove",
      Backspace: "remove", b: "resize", o: "note_coding", a: "accept", d: "reject", e: "cut", l: "here",
    }[letter];
    if (does) this.do(does);
    else if (letter === "n" || letter === "p") this.sentence(letter === "n" ? 1 : -1, shift);
    else if (letter === "s") this.sentence(0, false);
    else if (letter === "t") this.turn();
    else if (letter === "k") this.step("coding", way);
    else if (letter === "h") this.step("proposal", way);
    else if (letter === "?") find("keys").open = !find("keys").open;
  }

  click(event) {
    const button = event.target.closest("[data-do]");
    if (!button) return;
    const { id, kind } = button.dataset;
    if (id) this.active = { kind, id: Number(id) };
    this.do(button.dataset.do, button.dataset);
  }

  do(what, told = {}) {
    const acts = {
      choose: () => this.needWords() && this.choose(),
      in_vivo: () => this.needWords() && this.send({ do: "code_anew", ...this.kept, name: this.wordsKept().slice(0, 120) }),
      memo: () => this.needWords() && this.writeMemo({ ...this.kept }),
      undo: () => this.send({ do: "undo" }),
      redo: () => this.send({ do: "redo" }),
      give: () => this.give({ code: told.code }),
      show: () => this.goTo(told.kind, Number(told.id)),
      remove: () => this.withOwn((row) => this.send({ do: "remove", id: row.id })),
      resize: () => this.needWords() && this.withActive("coding", (row) => this.send({ do: "resize", id: row.id, ...this.kept })),
      note_coding: () => this.withOwn((row) => this.write(row.memo, (text) => this.send({ do: "note", id: row.id, text }), row)),
      change_memo: () => this.withActive("memo", (row) => this.write(row.text, (text) => this.send({ do: "change_memo", id: row.id, text }), row)),
      remove_memo: () => this.withActive("memo", (row) => this.send({ do: "remove_memo", id: row.id })),
      accept: () => this.withActive("proposal", (row) => this.send({ do: "accept", id: row.id })),
      reject: () => this.withActive("proposal", (row) => this.send({ do: "reject", id: row.id })),
      cut: () => this.cut(),
      here: () => this.tell(this.hereWords()),
    };
    const free = new Set(["show", "cut", "here"]);
    if (acts[what] && (this.may || free.has(what))) acts[what]();
  }

  choose() {
    this.comeBack(find("palette"));
    this.palette.open(this.wordsKept());
  }

  // A field in a dialog takes the browser's selection with it; when it closes, the text has it again.
  comeBack(dialog) {
    const { start, end } = this.kept;
    dialog.addEventListener("close", () => this.select(start, end), { once: true });
  }

  give(chosen) {
    if (!this.needWords()) return;
    if (chosen.code) this.send({ do: "code", ...this.kept, code: chosen.code });
    else this.send({ do: "code_anew", ...this.kept, name: chosen.name, parent: chosen.parent || "" });
  }

  needWords() {
    if (this.kept.end > this.kept.start) return true;
    this.tell(this.texts.nothing_selected);
    return false;
  }

  wordsKept() { return this.places.wordsOf(this.kept.start, this.kept.end); }

  cut() {
    if (root.dataset.cut && this.needWords()) location.assign(`${root.dataset.cut}&start=${this.kept.start}&end=${this.kept.end}`);
  }

  // Acts go one after the other, however fast they are pressed.
  send(act) {
    this.chain = this.chain.then(() => this.sendNow(act)).catch(() => this.refuse(this.texts.offline)).then(() => {
      root.dataset.acts = Number(root.dataset.acts || 0) + 1;
    });
    return this.chain;
  }

  async sendNow(act) {
    const body = new URLSearchParams(act);
    const token = root.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(root.dataset.act, { method: "POST", body, headers: { "X-CSRFToken": token } });
    const told = await answer.json();
    if (told.error) { this.refuse(told.error); return; }
    find("error").hidden = true;
    for (const name of Object.keys(this.rows)) {
      if (!told[name]) continue;
      told[name].touched.forEach((id) => this.rows[name].delete(id));
      told[name].rows.forEach((row) => this.rows[name].set(row.id, row));
    }
    if (told.codes) this.setCodes(told.codes);
    this.setTrail(told);
    this.draw();
    if (told.at && (act.do === "undo" || act.do === "redo")) this.select(...told.at);
    this.tell(told.said);
  }

  refuse(words) {
    const box = find("error");
    box.textContent = words;
    box.hidden = false;
  }

  tell(words) {
    const box = find("status");
    box.textContent = box.textContent === words ? `${words}\u00a0` : words;
  }

  // --- moving ------------------------------------------------------------------------------------------------------
  // The sentence the selection lies in first, then the one after it or before it.
  sentence(step, extend) {
    const { start, end } = this.kept;
    const from = this.places.shownOf(step > 0 && end > start ? Math.max(end - 1, start) : start, false);
    const here = this.places.sentenceAt(from);
    const whole = here && start <= this.places.trueOf(here[0], false) && end >= this.places.trueOf(here[1], true);
    const found = whole ? this.places.sentenceAt(from, step) : here;
    if (!found) { this.tell(this.texts.no_more); return; }
    const first = this.places.trueOf(found[0], false);
    const last = this.places.trueOf(found[1], true);
    if (extend) this.select(Math.min(start, first), Math.max(end, last));
    else this.select(first, last);
  }

  // Selected here, known at once: the next key may come before the browser tells of the selection.
  select(start, end) {
    this.places.select(start, end);
    this.note();
  }

  turn() {
    const place = this.kept.start;
    const turn = this.turns.find(([start, end]) => place < end && (place >= start || this.places.lineAt(this.places.shownOf(place, false)) === this.places.lineAt(this.places.shownOf(start, false))));
    if (turn) { this.select(...turn); return; }
    const line = this.places.lineAt(this.places.shownOf(place, false));
    this.select(this.places.trueOf(line.start, false), this.places.trueOf(line.end, true));
  }

  step(kind, way) {
    const rows = [...this.rows[`${kind}s`].values()].sort(byPlace);
    let index = this.active?.kind === kind ? rows.findIndex((row) => row.id === this.active.id) : -1;
    if (index >= 0) index += way;
    else index = way > 0 ? rows.findIndex((row) => row.start >= this.kept.start) : rows.findLastIndex((row) => row.start < this.kept.start);
    if (!rows[index]) { this.tell(this.texts.no_more); return; }
    this.goTo(kind, rows[index].id);
  }

  goTo(kind, id) {
    const row = this.rows[`${kind}s`]?.get(id);
    if (!row) return;
    this.active = { kind, id };
    if (row.start !== null) this.select(row.start, row.end);
    this.draw();
    this.tell(this.wordsOf(kind, row));
  }

  goToHash() {
    const match = /^#(\d+)-(\d+)$/.exec(location.hash);
    if (match) this.select(Number(match[1]), Number(match[2]));
  }

  withActive(kind, act) {
    const row = this.active?.kind === kind ? this.rows[`${kind}s`].get(this.active.id) : null;
    if (row) act(row);
    else this.tell(this.texts.no_more);
  }

  withOwn(act) {
    const chosen = this.active?.kind === "coding" ? this.rows.codings.get(this.active.id) : null;
    const here = this.codingsHere();
    const own = here.filter((row) => row.own);
    if (chosen && here.includes(chosen)) {
      if (chosen.own) act(chosen);
      else this.tell(this.texts.not_yours);
    } else if (own.length === 1) act(own[0]);
    else this.tell(own.length ? this.texts.step_first : here.length ? this.texts.not_yours : this.texts.no_codes_here);
  }

  writeMemo(at) { this.write("", (text) => this.send({ do: "memo", ...at, text }), at); }

  // --- memos -------------------------------------------------------------------------------------------------------
  write(text, keep, row) {
    const dialog = find("writer");
    const field = dialog.querySelector("[data-words]");
    const { start, end } = row;
    dialog.querySelector("[data-quote]").textContent = start === null ? "" : this.places.wordsOf(start, Math.min(end, start + 200));
    field.value = text;
    dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      if (dialog.returnValue === "keep") keep(field.value);
    }, { once: true });
    this.comeBack(dialog);
    dialog.showModal();
    field.focus();
  }

  // --- drawing -----------------------------------------------------------------------------------------------------
  nameOf(code) { return this.codes.get(code)?.name ?? code.split("/")[1] ?? code; }

  wordsOf(kind, row) {
    if (kind === "memo") return filled(this.texts.memo, { text: row.text });
    const template = kind === "coding" ? this.texts.coded_by : this.texts.proposed;
    return filled(template, { name: this.nameOf(row.code), coder: row.coder, share: row.share });
  }

  codingsHere() {
    const { start, end } = this.kept;
    const last = Math.max(end, start + 1);
    return [...this.rows.codings.values()].filter((row) => row.start < last && row.end > start).sort(byPlace);
  }

  hereWords() {
    const names = [...new Set(this.codingsHere().map((row) => this.nameOf(row.code)))];
    return names.length ? filled(this.texts.codes_here, { names: names.join(", ") }) : this.texts.no_codes_here;
  }

  draw() {
    const bar = (kind) => (row) => ({
      kind,
      id: row.id,
      start: row.start,
      end: row.end,
      name: this.nameOf(row.code),
      hue: this.codes.get(row.code)?.hue ?? 0,
      title: this.wordsOf(kind, row) + (row.memo ? ` – ${row.memo}` : ""),
      active: this.active?.kind === kind && this.active.id === row.id,
    });
    this.margin.set([...[...this.rows.codings.values()].map(bar("coding")), ...[...this.rows.proposals.values()].map(bar("proposal"))]);
    this.showCodes();
    this.showHere();
    this.showMemos();
  }

  showCodes() {
    const counts = new Map();
    for (const row of this.rows.codings.values()) counts.set(row.code, (counts.get(row.code) || 0) + 1);
    find("codes").replaceChildren(...[...this.codes.values()].map((code) => {
      const item = document.createElement("li");
      item.className = `passages-depth-${code.depth}`;
      const node = document.createElement(this.may ? "button" : "span");
      if (this.may) Object.assign(node, { type: "button", className: "coder-code", title: code.definition });
      node.dataset.do = "give";
      node.dataset.code = code.code;
      node.append(this.swatch(code.hue), this.word(code.name));
      if (code.press && this.may) node.append(this.word(code.press, "kbd"));
      const count = this.word(String(counts.get(code.code) || 0), "span", "coder-count");
      item.append(node, count);
      return item;
    }));
  }

  showHere() {
    const rows = this.codingsHere().slice(0, 40);
    const memos = [...this.rows.memos.values()].filter((row) => row.start !== null && row.start < Math.max(this.kept.end, this.kept.start + 1) && row.end > this.kept.start);
    const items = [...rows.map((row) => this.codingItem(row)), ...memos.map((row) => this.memoItem(row))];
    if (!items.length) items.push(this.item([this.word(this.texts.no_codes_here, "span", "muted")]));
    find("here").replaceChildren(...items);
    this.showProposals();
  }

  codingItem(row) {
    const parts = [this.swatch(this.codes.get(row.code)?.hue ?? 0), this.word(filled(this.texts.coded_by, { name: this.nameOf(row.code), coder: row.coder }))];
    if (row.memo) parts.push(this.word(row.memo, "em"));
    const buttons = [this.button("show", "coding", row)];
    if (this.may && row.own) buttons.push(this.button("note_coding", "coding", row, "note"), this.button("resize", "coding", row, "extend"), this.button("remove", "coding", row));
    return this.item(parts, buttons);
  }

  memoItem(row) {
    const buttons = row.start === null ? [] : [this.button("show", "memo", row)];
    if (this.may && row.own) buttons.push(this.button("change_memo", "memo", row, "change"), this.button("remove_memo", "memo", row, "remove"));
    return this.item([this.word(row.text, "em"), this.word(row.author, "span", "muted")], buttons);
  }

  showMemos() {
    const rows = [...this.rows.memos.values()].sort((one, other) => (one.start ?? -1) - (other.start ?? -1));
    find("memos-section").hidden = !rows.length;
    find("memos").replaceChildren(...rows.slice(0, 100).map((row) => this.memoItem(row)));
  }

  // The proposals from the cursor on.
  showProposals() {
    const rows = [...this.rows.proposals.values()].sort(byPlace);
    find("proposals-section").hidden = !rows.length;
    const from = rows.findIndex((row) => row.end > this.kept.start);
    find("proposals").replaceChildren(...rows.slice(Math.max(from, 0), Math.max(from, 0) + 5).map((row) => {
      const words = this.places.wordsOf(row.start, Math.min(row.end, row.start + 80));
      const parts = [this.swatch(this.codes.get(row.code)?.hue ?? 0), this.word(this.wordsOf("proposal", row)), this.word(`“${words}”`, "span", "muted")];
      const buttons = [this.button("show", "proposal", row)];
      if (this.may) buttons.push(this.button("accept", "proposal", row), this.button("reject", "proposal", row));
      return this.item(parts, buttons);
    }));
  }

  item(parts, buttons = []) {
    const node = document.createElement("li");
    const line = document.createElement("p");
    line.append(...parts);
    node.append(line);
    if (buttons.length) {
      const row = document.createElement("p");
      row.className = "coder-does";
      row.append(...buttons);
      node.append(row);
    }
    return node;
  }

  button(what, kind, row, label = what) {
    const node = document.createElement("button");
    Object.assign(node, { type: "button", className: "button button-small button-quiet", textContent: this.texts[label] });
    Object.assign(node.dataset, { do: what, kind, id: row.id });
    const about = this.word(` ${this.wordsOf(kind, row).slice(0, 80)}`, "span", "visually-hidden");
    node.append(about);
    return node;
  }

  swatch(hue) {
    const node = this.word("", "span", "passages-swatch");
    node.dataset.hue = hue;
    node.setAttribute("aria-hidden", "true");
    return node;
  }

  word(text, tag = "span", kind = "") {
    const node = document.createElement(tag);
    node.textContent = text;
    if (kind) node.className = kind;
    return node;
  }
}

if (root) {
  const answer = await fetch(root.dataset.state, { headers: { Accept: "application/json" } });
  new Coder(await answer.json());
}
