// The builder: holds the parts together. The page brings the questionnaire, settings and texts as JSON.

import { announce, button, focusOn, make, redraw, say, useTexts } from "./dom.js";
import { allowDragging, outlineOf } from "./outline.js";
import { endEditor, pageEditor, pageName, startEditor } from "./page_editor.js";
import { previewOf } from "./preview.js";
import { KIND_GROUPS, questionEditor } from "./question_editor.js";
import { Saver } from "./saving.js";
import {
  addPage, addQuestion, copyPage, copyQuestion, findPage, findQuestion, missingIn, movePage, moveQuestion, moveToPage,
  pagesOf, placeOf, placeQuestion, questionsOf, removePage, removeQuestion,
} from "./state.js";
import { Store } from "./store.js";

const TYPEAHEAD_MS = 1000;

const read = (id) => JSON.parse(document.getElementById(id).textContent);

class Builder {
  constructor(settings, questionnaire) {
    Object.assign(this, settings, { pending: null, typedAt: 0, typedInto: null, isPressed: false, isOwed: false, owesWhole: false });
    this.published = new Set(settings.published);
    this.store = new Store({ questionnaire, findings: settings.findings, language: questionnaire.languages[0] });
    this.parts = Object.fromEntries(["outline", "editor", "head", "findings", "preview", "languages", "state"].map((name) => [name, document.getElementById(`builder-${name}`)]));
    this.saver = new Saver({
      url: settings.save_url, token: settings.token, revision: settings.revision,
      read: () => this.store.questionnaire, tell: (news) => this.#tellSaving(news),
    });
    this.store.listen((news) => this.#changed(news));
    this.#listenToKeys();
    allowDragging(this.parts.outline, this);
    this.#openFromAddress();
    addEventListener("hashchange", () => this.#openFromAddress());
    this.draw();
  }

  get whole() {
    return this.store.questionnaire;
  }

  /** Which languages there are, which one is written, and which one names and previews are read in. */
  get context() {
    const { languages } = this.whole;
    const language = this.store.language;
    return { languages, language, reading: language === "all" ? languages[0] : language, names: this.language_names };
  }

  nameOfPage(page, number, { short = false } = {}) {
    return short && !page.title?.[this.context.reading] ? say("page_number", { number }) : pageName(page, number, this.context);
  }

  // Drawing -----------------------------------------------------------------------------------------------------

  draw() {
    clearTimeout(this.pending);
    this.pending = null;
    this.owesWhole = false;
    this.#repair();
    this.#drawHead();
    redraw(this.parts.editor, this.#editor());
    this.#drawAround();
  }

  #drawAround() {
    this.isOwed = false;
    redraw(this.parts.outline, outlineOf(this));
    redraw(this.parts.languages, this.#languageSwitch());
    redraw(this.parts.findings, this.#findings());
    const question = findQuestion(this.whole, this.store.selected.key);
    redraw(this.parts.preview, question && this.store.selected.type === "question" ? previewOf(question, this) : null);
    for (const [id, isOn] of [["builder-undo", this.store.canUndo], ["builder-redo", this.store.canRedo]]) {
      document.getElementById(id).setAttribute("aria-disabled", String(!isOn));
    }
  }

  #changed({ structure, selection, content }) {
    clearTimeout(this.pending);
    this.pending = null;
    this.owesWhole ||= structure;
    if (this.owesWhole && this.#isTypingIntoSelect()) this.pending = setTimeout(() => this.#drawOwed(), TYPEAHEAD_MS);
    else this.#drawOwed();
    if (selection) this.#showChosen();
    if (content) this.saver.touch();
  }

  /** A click ends on what it began on: while the pointer is down nothing is drawn anew under it. */
  #drawOwed() {
    if (this.isPressed) this.isOwed = true;
    else if (this.owesWhole) this.draw();
    else this.#drawAround();
  }

  /** Who types the beginning of a choice must be let finish: a new drawing would forget the letters so far. */
  #isTypingIntoSelect() {
    const active = document.activeElement;
    return active?.tagName === "SELECT" && active === this.typedInto && Date.now() - this.typedAt < TYPEAHEAD_MS;
  }

  /** What was chosen may be gone after undoing or deleting. */
  #repair() {
    const { type, key } = this.store.selected;
    const isThere = { question: findQuestion(this.whole, key), page: findPage(this.whole, key), start: true, end: true }[type];
    if (!isThere) this.store.selected = { type: "start", key: "" };
    if (this.store.language !== "all" && !this.whole.languages.includes(this.store.language)) this.store.language = this.whole.languages[0];
  }

  #editor() {
    const { type, key } = this.store.selected;
    if (type === "question") return questionEditor(this, findQuestion(this.whole, key));
    if (type === "page") return pageEditor(this, findPage(this.whole, key));
    return type === "end" ? endEditor(this) : startEditor(this);
  }

  #drawHead() {
    const { type, key } = this.store.selected;
    const title = make("h2", { id: "builder-title", tabindex: "-1" }, this.#title(type, key));
    const back = button(say("back_to_outline"), () => this.#toOutline(), { id: "builder-back", look: "button-link builder-back" });
    const isMovable = type === "question" || type === "page";
    redraw(this.parts.head, back, title, isMovable ? this.#tools(type, key) : null);
  }

  #title(type, key) {
    if (type === "start" || type === "end") return say(type);
    if (type === "page") return say("page_number", { number: pagesOf(this.whole).findIndex((page) => page.key === key) + 1 });
    const asked = pagesOf(this.whole).flatMap(questionsOf).filter((one) => one.kind !== "statement");
    const number = asked.findIndex((one) => one.key === key) + 1;
    return number ? say("question_number", { number }) : say("kind_statement");
  }

  #tools(type, key) {
    const pages = pagesOf(this.whole);
    const place = type === "question" ? placeOf(this.whole, key) : { at: pages.findIndex((page) => page.key === key) };
    const isFirst = place.at === 0 && (place.index ?? 0) === 0;
    const isLast = place.at === pages.length - 1 && (type === "page" || place.index === questionsOf(place.page).length - 1);
    const others = type === "question" && pages.length > 1;
    const tools = [
      button(say("move_up"), () => this.move(type, key, -1), { id: "tool-up", off: isFirst }),
      button(say("move_down"), () => this.move(type, key, 1), { id: "tool-down", off: isLast }),
      button(say("copy"), () => this.#copy(type, key), { id: "tool-copy" }),
      button(say("delete"), () => this.#remove(type, key), { id: "tool-delete", look: "button-danger button-small" }),
    ];
    const choose = (event) => this.store.change(moveToPage(this.whole, key, event.target.value));
    const select = others && make("select", { id: "tool-page", "aria-label": say("on_page"), on: { change: choose } },
      pages.map((page, at) => make("option", { value: page.key, selected: page.key === place.page.key }, this.nameOfPage(page, at + 1))));
    return make("div", { class: "buttons builder-tools", role: "group", "aria-label": say("tools") }, tools, select);
  }

  #findings() {
    const { type, key } = this.store.selected;
    const place = type === "question" || type === "page" ? key : "";
    const here = this.store.findingsOf(place);
    return here.map((finding) =>
      make("div", { class: `callout callout-${finding.severity}` },
        make("p", {}, make("strong", {}, `${say(finding.severity)}: `), finding.text)),
    );
  }

  #languageSwitch() {
    const { languages, language, names } = this.context;
    if (languages.length < 2) return null;
    const item = (value, label, missing) =>
      make("li", {}, make("button", { type: "button", id: `language-${value}`, "aria-pressed": String(language === value), on: { click: () => this.store.showLanguage(value) } },
        label, missing ? make("span", { class: "badge badge-warn" }, make("span", { "aria-hidden": "true" }, String(missing)), make("span", { class: "visually-hidden" }, say("texts_missing", { number: missing }))) : null));
    return make("ul", { class: "builder-languages", "aria-label": say("writing_in") },
      languages.map((one) => item(one, names[one], missingIn(this.whole, one))), item("all", say("side_by_side"), 0));
  }

  // What can be done ----------------------------------------------------------------------------------------------

  open(type, key) {
    this.store.select(type, key);
    focusOn("builder-title");
  }

  /** On a phone one sees either the outline or the editor. */
  #showChosen() {
    document.getElementById("builder").classList.add("builder-editing");
    document.getElementById("builder-panel").scrollIntoView({ block: "nearest" });
  }

  #toOutline() {
    document.getElementById("builder").classList.remove("builder-editing");
    const { type, key } = this.store.selected;
    focusOn(`o-${type}-${key}`);
  }

  move(type, key, step) {
    const next = type === "page" ? movePage(this.whole, key, step) : moveQuestion(this.whole, key, step);
    if (next === this.whole) return announce(say("cannot_move"));
    this.store.change(next);
    return announce(this.#title(type, key));
  }

  dropQuestion(key, pageKey, before) {
    this.store.change(placeQuestion(this.whole, key, pageKey, before));
  }

  addPage() {
    const [next, key] = addPage(this.whole);
    this.store.change(next, { select: { type: "page", key } });
    focusOn("builder-title");
  }

  #copy(type, key) {
    const [next, copy] = type === "page" ? copyPage(this.whole, key) : copyQuestion(this.whole, key);
    this.store.change(next, { select: { type, key: copy } });
    announce(say("copied"));
    focusOn("builder-title");
  }

  #remove(type, key) {
    const next = type === "page" ? removePage(this.whole, key) : removeQuestion(this.whole, key);
    const page = type === "question" ? placeOf(this.whole, key).page.key : pagesOf(next)[0]?.key;
    this.store.change(next, { select: page ? { type: "page", key: page } : { type: "start", key: "" } });
    announce(say("deleted"));
    focusOn("builder-title");
  }

  /** Ask which kind of question to add; the dialog gives the focus back where it was. */
  chooseKind(pageKey) {
    const dialog = document.getElementById("builder-kinds");
    const choose = (kind) => {
      dialog.close();
      this.addQuestion(pageKey, this.starters[kind]);
    };
    const kindButton = (kind) =>
      make("button", { type: "button", class: "kind", id: `kind-${kind}`, on: { click: () => choose(kind) } },
        make("span", { class: "kind-name" }, say(`kind_${kind}`)), make("span", { class: "help" }, say(`about_${kind}`)));
    redraw(
      document.getElementById("builder-kind-list"),
      KIND_GROUPS.map(([group, kinds]) => make("section", {}, make("h3", {}, say(group)), make("div", { class: "kinds" }, kinds.map(kindButton)))),
    );
    dialog.showModal();
  }

  addQuestion(pageKey, starter, { after = null } = {}) {
    const [next, key] = addQuestion(this.whole, pageKey, starter, after);
    this.store.change(next, { select: { type: "question", key } });
    announce(say("added"));
    focusOn(`q-${key}-text-${this.context.reading}`);
  }

  /** Add a question for the reason of a score, right after it; with a test it is asked only after such a score. */
  askWhy(question, mood, test) {
    const starter = { ...this.why[mood], clarifies: question.key };
    if (test) starter.show_if = { is: "test", subject: "question", name: question.key, row: "", ...test };
    this.addQuestion(placeOf(this.whole, question.key).page.key, starter, { after: question.key });
  }

  // Keys, saving, the address --------------------------------------------------------------------------------------

  #listenToKeys() {
    document.getElementById("builder-undo").addEventListener("click", () => this.#undo("undo"));
    document.getElementById("builder-redo").addEventListener("click", () => this.#undo("redo"));
    document.getElementById("builder-kinds-close").addEventListener("click", () => document.getElementById("builder-kinds").close());
    document.getElementById("builder").addEventListener("keydown", (event) => {
      const isTyping = event.target.matches("input:not([type=checkbox]), textarea");
      if ((event.ctrlKey || event.metaKey) && !isTyping && event.key.toLowerCase() === "z") {
        event.preventDefault();
        this.#undo(event.shiftKey ? "redo" : "undo");
      } else if (event.key === "Escape" && event.target.closest("#builder-panel") && !event.target.closest("dialog")) {
        this.#toOutline();
      }
    });
    document.addEventListener("click", (event) => this.#leaveSaved(event));
    this.parts.editor.addEventListener("keydown", (event) => {
      if (event.key.length === 1) Object.assign(this, { typedAt: Date.now(), typedInto: event.target });
    });
    this.parts.editor.addEventListener("focusout", () => {
      this.typedInto = null;
      if (!this.pending) return;
      clearTimeout(this.pending);
      this.pending = setTimeout(() => this.#drawOwed(), 0);
    });
    addEventListener("pointerdown", (event) => { this.isPressed = event.button === 0; }, { capture: true });
    for (const end of ["pointerup", "pointercancel", "blur"]) addEventListener(end, () => this.#released(), { capture: end !== "blur" });
  }

  #released() {
    this.isPressed = false;
    if (this.isOwed) setTimeout(() => this.isOwed && this.#drawOwed(), 0);
  }

  #undo(way) {
    if (way === "undo" ? !this.store.canUndo : !this.store.canRedo) return;
    this.store[way]();
    announce(say(way === "undo" ? "undone" : "redone"));
  }

  /** A link leads on only when what was typed last is saved. */
  async #leaveSaved(event) {
    const link = event.target.closest("a[href]");
    const isPlain = link && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && link.target !== "_blank";
    if (!isPlain || !this.saver.isUnsaved || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    await this.saver.flush();
    location.assign(link.href);
  }

  #openFromAddress() {
    const key = decodeURIComponent(location.hash.slice(1));
    const type = findQuestion(this.whole, key) ? "question" : findPage(this.whole, key) ? "page" : "";
    if (type) this.store.select(type, key);
  }

  #tellSaving({ state, message = "", findings = null, revision = null }) {
    const place = this.parts.state;
    const words = say(`saving_${state}`, { why: message || say("refused_unknown") });
    if (place.textContent !== words) place.textContent = words;
    place.dataset.state = state;
    if (findings) {
      this.store.showFindings(findings);
      const errors = findings.filter((finding) => finding.severity === "error").length;
      document.getElementById("builder-errors").textContent = errors ? say("errors_found", { number: errors }) : "";
    }
    if (state === "conflict") this.#showConflict(message, revision);
  }

  #showConflict(message, revision) {
    const dialog = document.getElementById("builder-conflict");
    document.getElementById("builder-conflict-text").textContent = message;
    // One of the two must be chosen: until then nothing is saved.
    dialog.oncancel = (event) => event.preventDefault();
    document.getElementById("builder-reload").onclick = () => {
      this.saver.saved = this.whole;
      location.reload();
    };
    document.getElementById("builder-insist").onclick = () => {
      dialog.close();
      this.saver.insist(revision);
    };
    dialog.showModal();
  }
}

useTexts(read("builder-texts"));
new Builder(read("builder-settings"), read("builder-questionnaire"));
document.getElementById("builder").hidden = false;
