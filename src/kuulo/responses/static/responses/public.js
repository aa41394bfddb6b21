// What a browser with script adds to a page of questions. Everything works without it: the server shows what opens,
// the button sends what a message's link has chosen, and a place given twice is named as an error.
(() => {
  "use strict";
  const form = document.getElementById("answers");
  const focused = document.querySelector("#errors, #notice");
  // Older browsers know autofocus on form fields only.
  if (focused) addEventListener("load", () => document.activeElement === focused || focused.focus());
  if (!form) return;

  // With script questions open at once, so the page need not be looked at by the server before it is taken.
  for (const button of form.querySelectorAll("[data-next]")) button.value = button.dataset.next;

  // Questions that wait for an answer on this page. The rules are those of instruments/rules/flow.py.
  const waiting = [...form.querySelectorAll("[data-if]")].map(box => ({ box, condition: JSON.parse(box.dataset.if) }));
  const boxes = new Map([...form.querySelectorAll("[data-key]")].map(box => [box.dataset.key, box]));
  const asNumber = value =>
    typeof value === "number" ? value : /^\s*[+-]?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : null;
  const isAnswered = value => value !== null && value !== undefined && value !== "" && !(value.length === 0);

  function ranked(box) {
    return [...box.querySelectorAll("select")].filter(one => one.value).sort((a, b) => a.value - b.value)
      .map(one => one.name.split("__")[1]);
  }
  function valueOf(name, row) {
    const box = boxes.get(name);
    if (!box || box.hidden) return null;
    const kind = box.dataset.kind;
    const own = `q_${name}`;
    if (kind === "matrix") return new FormData(form).get(`${own}__${row}`);
    if (kind === "ranking") {
      const order = ranked(box);
      return row ? (order.includes(row) ? order.indexOf(row) + 1 : null) : order;
    }
    const given = new FormData(form).getAll(own).map(one => one.trim()).filter(Boolean);
    if (kind === "multiple") return given;
    return given.length ? (kind === "number" ? given[0].replace(",", ".") : given[0]) : null;
  }
  function same(value, wanted) {
    if (Array.isArray(value)) return value.length === 1 && value[0] === wanted;
    const [mine, theirs] = [asNumber(value), asNumber(wanted)];
    return mine !== null && theirs !== null ? mine === theirs : String(value) === String(wanted);
  }
  function order(value, wanted) {
    const [mine, theirs] = [asNumber(value), asNumber(wanted)];
    if (mine !== null && theirs !== null) return mine - theirs;
    if (mine !== theirs || Array.isArray(value)) return NaN;
    return value === wanted ? 0 : value < wanted ? -1 : 1;
  }
  function includes(value, wanted) {
    return Array.isArray(value) ? value.includes(wanted) : same(value, wanted);
  }
  const compare = {
    is: same,
    is_not: (value, wanted) => !same(value, wanted),
    includes,
    excludes: (value, wanted) => !includes(value, wanted),
    at_most: (value, wanted) => order(value, wanted) <= 0,
    at_least: (value, wanted) => order(value, wanted) >= 0,
  };
  function meets(test) {
    const value = valueOf(test.name, test.row);
    if (test.operator === "answered") return isAnswered(value);
    if (test.operator === "unanswered") return !isAnswered(value);
    const known = isAnswered(value) && test.value !== null && test.value !== undefined;
    return known ? compare[test.operator](value, test.value) : ["is_not", "excludes"].includes(test.operator);
  }
  function holds(condition) {
    if (condition.is === "all") return condition.parts.every(holds);
    if (condition.is === "any") return condition.parts.some(holds);
    if (condition.is === "not") return !holds(condition.part);
    return meets(condition);
  }
  function open() {
    for (const { box, condition } of waiting) box.hidden = !holds(condition);
  }

  // One box of “none of these” empties the others, and they empty it.
  function settleExclusive(changed) {
    if (changed.type !== "checkbox" || !changed.checked) return;
    const alone = changed.hasAttribute("data-exclusive");
    for (const other of form.querySelectorAll(`input[type="checkbox"][name="${changed.name}"]`)) {
      if (other !== changed && (alone || other.hasAttribute("data-exclusive"))) other.checked = false;
    }
  }
  // A place goes to one thing only: whoever had it gets the place that became free.
  const places = new Map([...form.querySelectorAll(".places select")].map(one => [one, one.value]));
  function settlePlaces(changed) {
    if (!places.has(changed)) return;
    const free = places.get(changed);
    for (const other of changed.closest(".places").querySelectorAll("select")) {
      if (other !== changed && changed.value && other.value === changed.value) other.value = free;
      places.set(other, other.value);
    }
  }
  form.addEventListener("input", event => {
    const choice = event.target.dataset.chooses && document.getElementById(event.target.dataset.chooses);
    if (choice && event.target.value) {
      choice.checked = true;
      settleExclusive(choice);
    }
    open();
  });
  form.addEventListener("change", event => {
    settleExclusive(event.target);
    settlePlaces(event.target);
    open();
  });
  open();

  // A second press while the first is on its way would only make the person wait; the server would store it once.
  let sent = false;
  form.addEventListener("submit", event => {
    if (sent) event.preventDefault();
    sent = true;
    form.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => {
    sent = false;
    form.removeAttribute("aria-busy");
  });

  // A score chosen in a message is saved when a person's browser shows the page. Opening an address writes nothing:
  // scanners of mail follow every link. They neither run this script nor show a page, so a document that is visible
  // (and not merely made ready in advance) is taken for a person who looks at it.
  const how = form.dataset.oneClick;
  if (!how) return;
  async function save() {
    if (document.visibilityState !== "visible" || document.prerendering) return;
    document.removeEventListener("visibilitychange", save);
    if (how === "next") {
      form.requestSubmit(form.querySelector(".send"));
      return;
    }
    const fields = new FormData(form);
    fields.set("_go", "save");
    const body = new URLSearchParams(fields);
    const answer = await fetch(form.action, { method: "POST", body, credentials: "omit", redirect: "manual" });
    const noted = document.getElementById("noted");
    if (answer.ok || answer.type === "opaqueredirect") noted.textContent = noted.dataset.saved;
  }
  document.addEventListener("visibilitychange", save);
  document.addEventListener("prerenderingchange", save);
  save();
})();
