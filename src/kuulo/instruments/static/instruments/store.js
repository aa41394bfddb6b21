// What the builder holds while somebody edits: the questionnaire, what is chosen, and the way back (undo).

const SAME_TYPING_MS = 1500;
const DEEPEST = 200;

export class Store {
  #listeners = [];
  #past = [];
  #future = [];
  #last = { tag: null, at: 0 };

  constructor({ questionnaire, findings, language }) {
    this.questionnaire = questionnaire;
    this.findings = findings;
    this.language = language;
    this.selected = { type: "start", key: "" };
  }

  /** Call back after every change with {structure, selection}; `structure` is false while somebody only types. */
  listen(listener) {
    this.#listeners.push(listener);
  }

  #tell(news) {
    for (const listener of this.#listeners) listener(news);
  }

  /** Take a new questionnaire; typing into one field (same `tag`) is one step of undoing. */
  change(questionnaire, { tag = null, select = null } = {}) {
    if (questionnaire === this.questionnaire) return;
    const now = Date.now();
    const goesOn = tag !== null && tag === this.#last.tag && now - this.#last.at < SAME_TYPING_MS;
    if (!goesOn) this.#past.push({ questionnaire: this.questionnaire, selected: this.selected });
    if (this.#past.length > DEEPEST) this.#past.shift();
    this.#future = [];
    this.#last = { tag, at: now };
    this.questionnaire = questionnaire;
    if (select) this.selected = select;
    this.#tell({ structure: tag === null, selection: select !== null, content: true });
  }

  select(type, key = "") {
    this.selected = { type, key };
    this.#tell({ structure: true, selection: true, content: false });
  }

  showLanguage(language) {
    this.language = language;
    this.#tell({ structure: true, selection: false, content: false });
  }

  showFindings(findings) {
    this.findings = findings;
    this.#tell({ structure: false, selection: false, content: false });
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  undo() {
    this.#step(this.#past, this.#future);
  }

  redo() {
    this.#step(this.#future, this.#past);
  }

  #step(from, to) {
    const state = from.pop();
    if (!state) return;
    to.push({ questionnaire: this.questionnaire, selected: this.selected });
    this.#last = { tag: null, at: 0 };
    this.questionnaire = state.questionnaire;
    this.selected = state.selected;
    this.#tell({ structure: true, selection: true, content: true });
  }

  /** Return the findings of a page or question. */
  findingsOf(place) {
    return this.findings.filter((finding) => finding.place === place);
  }
}
