// The outline: everything that is asked, in its order; one press leads to its editor.

import { make, say } from "./dom.js";
import { shorten } from "./condition_editor.js";
import { inLanguage, pagesOf, questionsOf, wordsOfQuestion } from "./state.js";

/** Draw the outline. */
export function outlineOf(builder) {
  const { whole } = builder;
  let number = 0;
  const rows = pagesOf(whole).map((page, at) =>
    make(
      "li",
      { class: "outline-page", "data-page": page.key },
      item(builder, "page", page.key, builder.nameOfPage(page, at + 1, { short: true }), { look: "outline-title" }),
      make(
        "ol",
        {},
        questionsOf(page).map((question) => {
          if (question.kind !== "statement") number += 1;
          return make("li", { "data-question": question.key }, questionItem(builder, question, question.kind === "statement" ? "" : number));
        }),
      ),
      make(
        "button",
        { type: "button", class: "outline-add", id: `o-add-${page.key}`, on: { click: () => builder.chooseKind(page.key) }, "aria-label": say("add_question_to", { name: builder.nameOfPage(page, at + 1) }) },
        `+ ${say("add_question")}`,
      ),
    ),
  );
  return [
    item(builder, "start", "", say("start"), { look: "outline-title" }),
    make("ol", { class: "outline-pages" }, rows),
    make("button", { type: "button", class: "outline-add", id: "o-new-page", on: { click: () => builder.addPage() } }, `+ ${say("add_page")}`),
    item(builder, "end", "", say("end"), { look: "outline-title" }),
  ];
}

function questionItem(builder, question, number) {
  const { whole, context } = builder;
  const text = inLanguage(question.text, context.reading, whole.languages);
  const marks = [
    question.required && mark("*", say("required")),
    question.show_if && mark(say("if_mark"), say("has_condition")),
    lacksWords(question, context) && mark(context.language === "all" ? "…" : context.language, say("missing_translation"), "mark-warn"),
  ].filter(Boolean);
  const label = [
    make("span", { class: "outline-number" }, String(number)),
    make("span", { class: "outline-text" }, shorten(text, 90) || say("no_text_yet"), make("span", { class: "outline-kind" }, say(`kind_${question.kind}`))),
    make("span", { class: "outline-marks" }, marks),
  ];
  return item(builder, "question", question.key, label, { drag: true });
}

function lacksWords(question, { language, languages }) {
  const asked = language === "all" ? languages : [language];
  return wordsOfQuestion(question).some(({ words }) => asked.some((one) => !words?.[one]));
}

const mark = (sign, text, look = "") => make("span", { class: `mark-sign ${look}`, title: text }, make("span", { "aria-hidden": "true" }, sign), make("span", { class: "visually-hidden" }, text));

function item(builder, type, key, label, { look = "", drag = false } = {}) {
  const { store } = builder;
  const isChosen = store.selected.type === type && store.selected.key === key;
  const findings = store.findingsOf(key).filter(() => type === "page" || type === "question");
  const worst = findings.some((finding) => finding.severity === "error") ? "error" : findings.length ? "warning" : "";
  return make(
    "button",
    {
      type: "button",
      id: `o-${type}-${key}`,
      class: `outline-item ${look}`,
      "aria-current": isChosen ? "true" : null,
      draggable: drag ? "true" : null,
      on: { click: () => builder.open(type, key), keydown: (event) => moveByKey(builder, type, key, event) },
    },
    label,
    worst && make("span", { class: `finding-sign finding-${worst}` }, make("span", { class: "visually-hidden" }, say(`${worst}_here`))),
  );
}

/** Alt and an arrow move what has the focus; plain arrows go from one item to the next. */
function moveByKey(builder, type, key, event) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step) return;
  if (event.altKey && (type === "page" || type === "question")) {
    event.preventDefault();
    builder.move(type, key, step);
    return;
  }
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const items = [...document.querySelectorAll(".outline-item")];
  const next = items[items.indexOf(event.currentTarget) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** Let questions be dragged to another place of the outline; the keyboard has its own ways. */
export function allowDragging(place, builder) {
  let dragged = null;
  const target = (event) => event.target.closest("[data-question], [data-page]");
  const clear = () => place.querySelectorAll(".drop-here").forEach((one) => one.classList.remove("drop-here"));
  place.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-question]")?.dataset.question ?? null;
    if (dragged) event.dataTransfer.effectAllowed = "move";
  });
  place.addEventListener("dragover", (event) => {
    const over = target(event);
    if (!dragged || !over) return;
    event.preventDefault();
    clear();
    over.classList.add("drop-here");
  });
  place.addEventListener("drop", (event) => {
    const over = target(event);
    clear();
    if (!dragged || !over) return;
    event.preventDefault();
    builder.dropQuestion(dragged, over.closest("[data-page]").dataset.page, over.dataset.question ?? null);
    dragged = null;
  });
  place.addEventListener("dragend", () => {
    dragged = null;
    clear();
  });
}
