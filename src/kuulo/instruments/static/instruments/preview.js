// How a question will look to who answers: a picture of it, in the language that is being written.

import { make, say } from "./dom.js";
import { inLanguage, scaleOf } from "./state.js";

const MOST_BUTTONS = 21;

/** Draw the picture of a question. */
export function previewOf(question, { named, context }) {
  const say_ = (words) => inLanguage(words, context.reading, context.languages);
  const text = say_(question.text);
  return make(
    "figure",
    { class: "preview", lang: context.reading },
    make("figcaption", { class: "preview-title" }, say("preview_title")),
    make(
      "div",
      { class: "preview-body" },
      make("p", { class: "preview-question" }, text || "…", question.required || question.kind === "statement" ? "" : make("span", { class: "field-optional" }, ` ${say("optional")}`)),
      question.help && say_(question.help) ? make("p", { class: "help" }, say_(question.help)) : null,
      answersOf(question, named, say_),
    ),
  );
}

function answersOf(question, named, words) {
  const scale = scaleOf(question, named);
  if (question.kind === "matrix") return matrixOf(question, scale, words);
  if (scale) return scaleRow(scale, words);
  if (question.choices) return choicesOf(question, words);
  if (question.kind === "text") return make("div", { class: (question.lines ?? 4) > 1 ? "preview-box preview-long" : "preview-box" });
  if (question.kind === "number" || question.kind === "date") return make("div", { class: "preview-box preview-short" });
  return null;
}

const numbersOf = (scale) => {
  const size = Math.max(0, Math.min(MOST_BUTTONS, scale.maximum - scale.minimum + 1));
  return Array.from({ length: size }, (_, at) => scale.minimum + at);
};

function scaleRow(scale, words) {
  return make(
    "div",
    { class: "preview-scale" },
    make("div", { class: "preview-points" }, numbersOf(scale).map((number) => make("span", { class: "preview-point" }, String(number)))),
    make("div", { class: "preview-ends" }, make("span", {}, words(scale.low)), make("span", {}, words(scale.high))),
  );
}

function choicesOf(question, words) {
  const look = question.kind === "multiple" ? "preview-square" : question.kind === "ranking" ? "preview-rank" : "preview-round";
  const rows = question.choices.map((choice) => words(choice.text) || "…");
  if (question.other) rows.push(`${say("other_choice")} …`);
  return make("ul", { class: `preview-choices ${look}` }, rows.map((row) => make("li", {}, row)));
}

function matrixOf(question, scale, words) {
  const columns = scale ? numbersOf(scale).map(String) : (question.choices ?? []).map((choice) => words(choice.text) || "…");
  return make(
    "div",
    { class: "table-scroll", tabindex: "0", role: "region", "aria-label": say("preview_title") },
    make(
      "table",
      { class: "table" },
      make("thead", {}, make("tr", {}, make("td", {}), columns.map((column) => make("th", { scope: "col" }, column)))),
      make(
        "tbody",
        {},
        (question.rows ?? []).map((row) => make("tr", {}, make("th", { scope: "row" }, words(row.text) || "…"), columns.map(() => make("td", {}, "○")))),
      ),
    ),
  );
}
