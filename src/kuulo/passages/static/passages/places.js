// Where things are in the text: places are code points of the source as it was said, whatever is masked on the page.
// The page shows one paragraph a line, each with one text node that nothing is ever put into.
const points = (text) => { let count = 0; for (const _point of text) count += 1; return count; };

export class Places {
  constructor(root, holes) {
    this.root = root;
    let shown = 0;
    this.lines = [...root.children].map((node, index) => {
      const text = node.textContent;
      const size = points(text);
      const line = { node, text, index, start: shown, end: shown + size, wide: size !== text.length };
      node.dataset.line = index;
      shown += size + 1;
      return line;
    });
    let slip = 0;
    // Of each masked stretch: where it is shown, and where it is in what was said.
    this.holes = holes.map(([start, end, size]) => {
      const hole = { start, end, from: start + slip, to: start + slip + size };
      slip += size - (end - start);
      return hole;
    });
    this.text = this.lines.map((line) => line.text).join("\n");
    this.length = this.trueOf(Math.max(shown - 1, 0), false);
  }

  // From a shown place to a true one; within a masked stretch its beginning, or its end.
  trueOf(place, ends) {
    let slip = 0;
    for (const hole of this.holes) {
      if (place < hole.from || (place === hole.from && ends)) break;
      if (place < hole.to) return ends ? hole.end : hole.start;
      slip = hole.end - hole.to;
    }
    return place + slip;
  }

  shownOf(place, ends) {
    let slip = 0;
    for (const hole of this.holes) {
      if (place < hole.start || (place === hole.start && ends)) break;
      if (place < hole.end) return ends ? hole.to : hole.from;
      slip = hole.to - hole.end;
    }
    return place + slip;
  }

  lineAt(shown) {
    let low = 0;
    let high = this.lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lines[middle].start <= shown) low = middle;
      else high = middle - 1;
    }
    return this.lines[low];
  }

  // The shown place of a point of the document; null outside of the text.
  shownAt(node, offset) {
    if (node === this.root) {
      const line = this.lines[Math.min(offset, this.lines.length - 1)];
      return line ? (offset >= this.lines.length ? line.end : line.start) : null;
    }
    const holder = (node.nodeType === Node.TEXT_NODE ? node.parentNode : node)?.closest?.("[data-line]");
    if (!holder || !this.root.contains(holder)) return null;
    const line = this.lines[Number(holder.dataset.line)];
    if (node.nodeType !== Node.TEXT_NODE) return offset > 0 && line.text ? line.end : line.start;
    return line.start + (line.wide ? points(line.text.slice(0, offset)) : offset);
  }

  pointAt(shown) {
    const line = this.lineAt(Math.max(0, shown));
    const text = line.node.firstChild;
    if (!text || text.nodeType !== Node.TEXT_NODE) return [line.node, 0];
    const inside = Math.min(Math.max(shown - line.start, 0), line.end - line.start);
    if (!line.wide) return [text, inside];
    let units = 0;
    let left = inside;
    for (const point of line.text) {
      if (left === 0) break;
      units += point.length;
      left -= 1;
    }
    return [text, units];
  }

  rangeOf(start, end) {
    const range = document.createRange();
    range.setStart(...this.pointAt(this.shownOf(start, false)));
    range.setEnd(...this.pointAt(this.shownOf(end, true)));
    return range;
  }

  // What is selected, as true places; null where the selection is elsewhere.
  selected() {
    const chosen = document.getSelection();
    if (!chosen || !chosen.rangeCount) return null;
    const range = chosen.getRangeAt(0);
    const from = this.shownAt(range.startContainer, range.startOffset);
    const to = this.shownAt(range.endContainer, range.endOffset);
    if (from === null || to === null) return null;
    if (from === to) {
      const place = this.trueOf(from, false);
      return { start: place, end: place };
    }
    return this.trimmed(from, to);
  }

  // A selection by mouse often takes the space after the last word, or the end of the line, with it.
  trimmed(from, to) {
    const words = [...this.shownText(from, to)];
    let first = 0;
    let last = words.length;
    while (first < last && !words[first].trim()) first += 1;
    while (last > first && !words[last - 1].trim()) last -= 1;
    if (first === last) return { start: this.trueOf(from, false), end: this.trueOf(from, false) };
    return { start: this.trueOf(from + first, false), end: this.trueOf(from + last, true) };
  }

  select(start, end) {
    const [first, place] = this.pointAt(this.shownOf(start, false));
    const [last, until] = this.pointAt(this.shownOf(end, true));
    this.root.focus({ preventScroll: true });
    document.getSelection().setBaseAndExtent(first, place, last, until);
    const box = this.rangeOf(start, end).getBoundingClientRect();
    const room = this.root.dataset.top ? Number(this.root.dataset.top) : 80;
    if (box.top < room || box.bottom > innerHeight - 40) scrollBy({ top: box.top - innerHeight / 3 });
  }

  shownText(from, to) {
    let said = "";
    for (let line = this.lineAt(from); line && line.start < to; line = this.lines[line.index + 1]) {
      const points = line.wide ? [...line.text] : line.text;
      const part = points.slice(Math.max(from - line.start, 0), Math.max(to - line.start, 0));
      said += line.wide ? part.join("") : part;
      if (to > line.end) said += "\n";
    }
    return said;
  }

  wordsOf(start, end) {
    return this.shownText(this.shownOf(start, false), this.shownOf(end, true));
  }

  // The sentence at a shown place, and those beside it.
  sentenceAt(shown, step = 0) {
    const line = this.lineAt(shown);
    const sentences = this.sentencesOf(line);
    let index = sentences.findIndex(([start, end]) => shown >= start && shown < end);
    if (index < 0) index = step < 0 ? sentences.length : sentences.findIndex(([start]) => start >= shown);
    if (index < 0 && step <= 0) index = sentences.length - 1;
    let wanted = index < 0 ? sentences.length : index + step;
    let here = line;
    let every = sentences;
    while (here && (wanted < 0 || wanted >= every.length)) {
      here = this.lines[here.index + (wanted < 0 ? -1 : 1)];
      if (!here) return null;
      const back = wanted < 0;
      every = this.sentencesOf(here);
      wanted = back ? every.length - 1 : 0;
      if (!every.length) wanted = back ? -1 : 0;
    }
    return here && every[wanted] ? every[wanted] : null;
  }

  sentencesOf(line) {
    const found = [];
    const ending = /[.!?…]+["'”’»)\]]*(?=\s|$)/gu;
    const add = (from, to) => {
      const said = line.text.slice(from, to);
      const left = from + said.length - said.trimStart().length;
      const right = to - (said.length - said.trimEnd().length);
      if (left < right) found.push([line.start + this.inPoints(line, left), line.start + this.inPoints(line, right)]);
    };
    let from = 0;
    for (const match of line.text.matchAll(ending)) {
      add(from, match.index + match[0].length);
      from = match.index + match[0].length;
    }
    add(from, line.text.length);
    return found;
  }

  inPoints(line, units) {
    return line.wide ? points(line.text.slice(0, units)) : units;
  }
}
