// Codes drawn beside the text, those in sight alone: a bar a coding, in lanes where they overlap, and its name.
const LANES = 10;
const HUES = 8;
const ROW = 20;
const DRIFT = 160;

export class Margin {
  constructor(root, text, places) {
    this.root = root;
    this.text = text;
    this.places = places;
    this.bars = [];
    this.waiting = false;
    const later = () => this.later();
    addEventListener("scroll", later, { passive: true });
    addEventListener("resize", later);
    new ResizeObserver(later).observe(text);
  }

  // Take bars {kind, id, start, end, name, hue, title, active}; lanes are given once, whatever is in sight.
  set(bars) {
    this.bars = [...bars].sort((one, other) => one.start - other.start || other.end - one.end || one.id - other.id);
    const free = [];
    let far = 0;
    for (const bar of this.bars) {
      let lane = free.findIndex((end) => end <= bar.start);
      if (lane < 0) lane = free.length < LANES ? free.length : bar.id % LANES;
      free[lane] = Math.max(free[lane] || 0, bar.end);
      bar.lane = lane;
      far = Math.max(far, bar.end);
      bar.far = far;
    }
    this.lanes = Math.max(free.length, 1);
    this.later();
  }

  later() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.draw();
    });
  }

  // Which lines are in sight, a little beyond included.
  sight() {
    const { lines } = this.places;
    const edge = (limit) => {
      let low = 0;
      let high = lines.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (lines[middle].node.getBoundingClientRect().bottom < limit) low = middle + 1;
        else high = middle;
      }
      return lines[low];
    };
    return [edge(-400).start, edge(innerHeight + 400).end];
  }

  inSight() {
    if (!this.bars.length) return [];
    const [from, to] = this.sight();
    const first = this.places.trueOf(from, false);
    const last = this.places.trueOf(to, true);
    let low = 0;
    let high = this.bars.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.bars[middle].far <= first) low = middle + 1;
      else high = middle;
    }
    const found = [];
    for (let index = low; index < this.bars.length && this.bars[index].start < last; index += 1) {
      if (this.bars[index].end > first) found.push(this.bars[index]);
    }
    return found;
  }

  draw() {
    const base = this.root.getBoundingClientRect().top;
    const seen = this.inSight().map((bar) => {
      const range = this.places.rangeOf(bar.start, bar.end);
      const boxes = this.ends(range);
      return { bar, range, top: boxes[0] - base, bottom: boxes[1] - base };
    });
    this.paint(seen);
    const parts = document.createDocumentFragment();
    this.root.style.setProperty("--lanes", Math.min(this.lanes, LANES));
    let free = -Infinity;
    for (const { bar, top, bottom } of seen) {
      const line = this.part("coder-line", bar);
      line.style.insetBlockStart = `${top}px`;
      line.style.blockSize = `${Math.max(bottom - top, 4)}px`;
      line.style.setProperty("--lane", bar.lane);
      parts.append(line);
      const place = Math.max(top, free);
      if (place - top > DRIFT) continue;
      const name = this.part("coder-name", bar);
      name.textContent = bar.name;
      name.style.insetBlockStart = `${place}px`;
      parts.append(name);
      free = place + ROW;
    }
    this.root.replaceChildren(parts);
  }

  part(kind, bar) {
    const node = document.createElement("span");
    node.className = `${kind} coder-${bar.kind}${bar.active ? " coder-active" : ""}`;
    node.dataset.hue = bar.hue;
    node.dataset.kind = bar.kind;
    node.dataset.id = bar.id;
    node.title = bar.title;
    return node;
  }

  // Top of the first line and bottom of the last one, without asking for every line between them.
  ends(range) {
    const first = document.createRange();
    first.setStart(range.startContainer, range.startOffset);
    first.collapse(true);
    const last = document.createRange();
    last.setStart(range.endContainer, range.endOffset);
    last.collapse(true);
    const top = first.getClientRects()[0] || range.getBoundingClientRect();
    const bottom = last.getClientRects()[0] || range.getBoundingClientRect();
    return [top.top, Math.max(bottom.bottom, top.bottom)];
  }

  // The text itself is coloured without a node being put into it, so that places never move.
  paint(seen) {
    if (!window.CSS?.highlights) return;
    const groups = new Map();
    for (const { bar, range } of seen) {
      const name = bar.kind === "proposal" ? "coder-proposed" : `coder-hue-${bar.hue % HUES}`;
      for (const each of bar.active ? [name, "coder-active"] : [name]) {
        if (!groups.has(each)) groups.set(each, []);
        groups.get(each).push(range);
      }
    }
    for (const name of [...CSS.highlights.keys()]) {
      if (name.startsWith("coder-") && name !== "coder-kept") CSS.highlights.delete(name);
    }
    for (const [name, ranges] of groups) {
      const highlight = new Highlight(...ranges);
      highlight.priority = name === "coder-active" ? 2 : 1;
      CSS.highlights.set(name, highlight);
    }
  }
}
