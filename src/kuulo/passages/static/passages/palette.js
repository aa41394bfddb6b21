// Choosing a code by typing a part of its name, with the arrow keys, or with the mouse.
export class Palette {
  constructor(dialog, texts, give) {
    this.dialog = dialog;
    this.texts = texts;
    this.give = give;
    this.input = dialog.querySelector("[data-filter]");
    this.list = dialog.querySelector("[data-options]");
    this.parent = dialog.querySelector("[data-parent]");
    this.codes = [];
    this.place = 0;
    this.input.addEventListener("input", () => { this.place = 0; this.fill(); });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) { this.place = [...this.list.children].indexOf(option); this.take(); }
    });
    dialog.querySelector("[data-give]").addEventListener("click", () => this.take());
  }

  setCodes(codes) {
    this.codes = codes;
    const first = this.parent.options[0];
    const options = codes.map((code) => new Option(`${"\u2002".repeat(2 * code.depth)}${code.name}`, code.code));
    this.parent.replaceChildren(first, ...options);
    this.parent.selectedIndex = 0;
  }

  open(words) {
    this.words = words.replace(/\s+/gu, " ").trim();
    this.dialog.querySelector("[data-quote]").textContent = this.words.length > 200 ? `${this.words.slice(0, 200)}…` : this.words;
    this.input.value = "";
    this.place = 0;
    this.fill();
    this.dialog.showModal();
    this.input.focus();
  }

  // Codes whose name has every word typed, then a new one of that name or of the words selected.
  found() {
    const typed = this.input.value.trim().toLocaleLowerCase();
    const parts = typed.split(/\s+/u).filter(Boolean);
    const fits = (code) => parts.every((part) => code.name.toLocaleLowerCase().includes(part));
    const known = this.codes.filter(fits).map((code) => ({ code }));
    const name = this.input.value.trim() || this.words.slice(0, 120);
    const same = this.codes.some((code) => code.name.toLocaleLowerCase() === name.toLocaleLowerCase());
    return name && !same ? [...known, { name }] : known;
  }

  fill() {
    this.options = this.found();
    this.place = Math.min(Math.max(this.place, 0), Math.max(this.options.length - 1, 0));
    this.list.replaceChildren(...this.options.map((option, index) => {
      const node = document.createElement("li");
      node.role = "option";
      node.id = `palette-${index}`;
      node.setAttribute("aria-selected", String(index === this.place));
      if (option.code) {
        node.className = `passages-depth-${option.code.depth}`;
        const swatch = document.createElement("span");
        swatch.className = "passages-swatch";
        swatch.dataset.hue = option.code.hue;
        const name = document.createElement("span");
        name.textContent = option.code.name;
        node.append(swatch, name);
        if (option.code.definition) {
          const small = document.createElement("small");
          small.textContent = option.code.definition.slice(0, 90);
          node.append(small);
        }
      } else node.textContent = this.texts.new_code.replace("{name}", option.name);
      return node;
    }));
    this.input.setAttribute("aria-activedescendant", this.options.length ? `palette-${this.place}` : "");
    this.list.children[this.place]?.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (event.key in steps) {
      event.preventDefault();
      this.place += steps[event.key];
      this.fill();
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.take();
    }
  }

  take() {
    const option = this.options[this.place];
    if (!option) return;
    const parent = this.parent.value;
    this.dialog.close();
    this.give(option.code ? { code: option.code.code } : { name: option.name, parent });
  }
}
