// The editor of one question: every field of it, those that its kind uses.

import { conditionEditor, shorten } from "./condition_editor.js";
import { highEnd, lowEnd } from "./conditions.js";
import { announce, button, make, say } from "./dom.js";
import { checkField, numberField, selectField, textField, wordsField } from "./fields.js";
import { listEditor } from "./list_editor.js";
import { insertHelper } from "./piping.js";
import {
  SCORES, WITH_CHOICES, allQuestions, asKind, changeQuestion, findQuestion, hasWords, inLanguage, isKey, pagesOf, questionsBefore,
  questionsOnEarlierPages, renameQuestion, scaleOf,
} from "./state.js";

export const KIND_GROUPS = [
  ["group_scores", ["nps", "csat", "ces_2", "rating", "enps", "ces_2010"]],
  ["group_choices", ["single", "multiple", "ranking", "matrix"]],
  ["group_words", ["text", "number", "date", "statement"]],
];

/** Draw the editor of a question. */
export function questionEditor(builder, question) {
  const id = `q-${question.key}`;
  const change = (part, tag = null) => builder.store.change(changeQuestion(builder.store.questionnaire, question.key, part), { tag: tag && `${id}-${tag}` });
  const parts = { id, builder, question, change, context: builder.context };
  const isAsked = question.kind !== "statement";
  return [
    wordsPart(parts),
    kindPart(parts),
    ...detailsPart(parts),
    isAsked && checkField({ id: `${id}-required`, label: say("required"), value: question.required, change: (value) => change({ required: value }) }),
    SCORES.has(question.kind) && whyPart(parts),
    logicPart(parts),
    namesPart(parts),
  ];
}

/** The question as it is by now: fields live on while somebody types into their neighbours. */
const now = (builder, question) => findQuestion(builder.store.questionnaire, question.key);

function wordsPart({ id, builder, question, change, context }) {
  return make(
    "div",
    { class: "editor-part" },
    wordsField({
      id: `${id}-text`, label: say(question.kind === "statement" ? "statement_text" : "question_text"), lines: 2,
      words: question.text, context, change: (words) => change({ text: words }, "text"),
    }),
    wordsField({
      id: `${id}-help`, label: say("help_text"), words: question.help ?? {}, context, optional: true,
      change: (words) => change({ help: words }, "help"),
    }),
    insertHelper({ id: `${id}-insert`, builder, subjects: questionsOnEarlierPages(builder.whole, question.key), into: `${id}-text` }),
  );
}

function kindPart({ id, builder, question }) {
  const list = KIND_GROUPS.map(([group, kinds]) => [say(group), kinds.map((kind) => [kind, say(`kind_${kind}`)])]);
  const pick = (kind) => {
    const next = asKind(now(builder, question), { ...builder.starters[kind], kind });
    const whole = builder.store.questionnaire;
    const pages = pagesOf(whole).map((page) => ({ ...page, questions: (page.questions ?? []).map((one) => (one.key === question.key ? next : one)) }));
    builder.store.change({ ...whole, pages });
  };
  return selectField({ id: `${id}-kind`, label: say("kind_label"), value: question.kind, list, change: pick, help: say(`about_${question.kind}`) });
}

function detailsPart(parts) {
  const { question } = parts;
  if (question.kind === "matrix") return matrixPart(parts);
  if (WITH_CHOICES.has(question.kind)) return choicesPart(parts);
  if (SCORES.has(question.kind)) return [scalePart(parts)];
  if (question.kind === "text") return [textPart(parts)];
  if (question.kind === "number") return [limitsPart(parts, "smallest", "largest")];
  return question.kind === "date" ? [datePart(parts)] : [];
}

function choicesPart(parts) {
  const { id, builder, question, change, context } = parts;
  const isRanking = question.kind === "ranking";
  return [
    listEditor({
      id: `${id}-choices`, name: "choice", read: () => now(builder, question).choices ?? [], context, exclusive: question.kind === "multiple",
      change: (list, tag) => change({ choices: list }, tag),
    }),
    !isRanking && checkField({ id: `${id}-other`, label: say("with_other"), value: question.other, change: (value) => change({ other: value }) }),
    randomPart(parts, "random_choices"),
    question.kind !== "single" && limitsPart(parts, "fewest", "most"),
  ];
}

function randomPart({ id, question, change }, label) {
  return checkField({ id: `${id}-random`, label: say(label), help: say("random_help"), value: question.random_order, change: (value) => change({ random_order: value }) });
}

function matrixPart(parts) {
  const { id, builder, question, change, context } = parts;
  const isScale = Boolean(question.scale);
  const pick = (value) =>
    change(value === "scale" ? { scale: builder.starters.rating.scale, choices: [] } : { scale: null, choices: builder.starters.matrix.choices ?? builder.starters.single.choices });
  return [
    listEditor({ id: `${id}-rows`, name: "row", read: () => now(builder, question).rows ?? [], context, change: (list, tag) => change({ rows: list }, tag) }),
    selectField({
      id: `${id}-columns`, label: say("columns_are"), value: isScale ? "scale" : "choices", change: pick,
      list: [["scale", say("columns_scale")], ["choices", say("columns_choices")]],
    }),
    isScale
      ? scalePart(parts)
      : listEditor({ id: `${id}-choices`, name: "choice", read: () => now(builder, question).choices ?? [], context, change: (list, tag) => change({ choices: list }, tag) }),
    randomPart(parts, "random_rows"),
  ];
}

function scalePart({ id, builder, question, change, context }) {
  const scale = scaleOf(question, builder.named);
  const isFixed = question.kind in builder.named;
  const put = (part, tag = null) => {
    const whole = { ...scale, ...now(builder, question).scale, ...part };
    // A named measure keeps its own numbers: only the words at the ends are the question's.
    change({ scale: withoutEmpty(whole) }, tag);
  };
  return make(
    "fieldset",
    { class: "field editor-part" },
    make("legend", {}, say("scale")),
    isFixed
      ? make("p", { class: "help" }, say("scale_fixed", { low: scale.minimum, high: scale.maximum }))
      : make(
          "div",
          { class: "side-by-side" },
          numberField({ id: `${id}-minimum`, label: say("from"), value: scale.minimum, step: 1, late: true, change: (value) => value !== null && put({ minimum: Math.round(value) }) }),
          numberField({ id: `${id}-maximum`, label: say("to"), value: scale.maximum, step: 1, late: true, change: (value) => value !== null && put({ maximum: Math.round(value) }) }),
          selectField({
            id: `${id}-direction`, label: say("direction"), value: scale.direction ?? 1, change: (value) => put({ direction: Number(value) }),
            list: [[1, say("higher_is_better")], [-1, say("lower_is_better")]],
          }),
        ),
    wordsField({ id: `${id}-low`, label: say("words_at", { number: scale.minimum }), words: scale.low ?? {}, context, optional: true, change: (words) => put({ low: words }, "low") }),
    wordsField({ id: `${id}-high`, label: say("words_at", { number: scale.maximum }), words: scale.high ?? {}, context, optional: true, change: (words) => put({ high: words }, "high") }),
  );
}

const withoutEmpty = (scale) =>
  Object.fromEntries(Object.entries(scale).filter(([, value]) => typeof value === "number" || hasWords(value)));

function textPart({ id, question, change }) {
  return make(
    "div",
    { class: "side-by-side" },
    selectField({
      id: `${id}-lines`, label: say("answer_size"), value: (question.lines ?? 4) > 1 ? "long" : "short",
      list: [["short", say("one_line")], ["long", say("several_lines")]], change: (value) => change({ lines: value === "long" ? 4 : 1 }),
    }),
    numberField({ id: `${id}-longest`, label: say("longest"), value: question.longest ?? 2000, min: 1, step: 1, late: true, change: (value) => change({ longest: Math.max(1, Math.round(value ?? 2000)) }) }),
  );
}

function limitsPart({ id, question, change }, least, most) {
  const isCount = question.kind !== "number";
  const common = { min: isCount ? 0 : null, step: isCount ? 1 : "any" };
  return make(
    "div",
    { class: "side-by-side" },
    numberField({ ...common, id: `${id}-least`, label: say(least), value: question.least, change: (value) => change({ least: value }, "least") }),
    numberField({ ...common, id: `${id}-most`, label: say(most), value: question.most, change: (value) => change({ most: value }, "most") }),
  );
}

function datePart({ id, question, change }) {
  return make(
    "div",
    { class: "side-by-side" },
    textField({ id: `${id}-earliest`, type: "date", label: say("earliest"), value: question.earliest, change: (value) => change({ earliest: value }, "earliest") }),
    textField({ id: `${id}-latest`, type: "date", label: say("latest"), value: question.latest, change: (value) => change({ latest: value }, "latest") }),
  );
}

/** One click adds a question that asks for the reason of a score: of everybody, or after a low or a high score. */
function whyPart({ id, builder, question }) {
  const scale = scaleOf(question, builder.named);
  const isUp = (scale.direction ?? 1) > 0;
  const [low, high] = [lowEnd(scale), highEnd(scale)];
  const bad = isUp ? { operator: "at_most", value: low } : { operator: "at_least", value: high };
  const good = isUp ? { operator: "at_least", value: high } : { operator: "at_most", value: low };
  const range = (test) => (test.operator === "at_most" ? `${scale.minimum}–${test.value}` : `${test.value}–${scale.maximum}`);
  return make(
    "div",
    { class: "why" },
    make("p", { class: "why-title" }, say("why_title")),
    make("p", { class: "help" }, say("why_help")),
    make(
      "div",
      { class: "buttons" },
      button(say("why_all"), () => builder.askWhy(question, "all", null), { id: `${id}-why-all` }),
      button(say("why_low", { range: range(bad) }), () => builder.askWhy(question, "low", bad), { id: `${id}-why-low` }),
      button(say("why_high", { range: range(good) }), () => builder.askWhy(question, "high", good), { id: `${id}-why-high` }),
    ),
  );
}

function logicPart({ id, builder, question, change, context }) {
  const scores = questionsBefore(builder.whole, { question: question.key }).filter((one) => SCORES.has(one.kind));
  const text = (one) => shorten(inLanguage(one.text, context.reading, context.languages) || one.key);
  const words = { title: say("show_if"), always: say("always_asked"), add: say("ask_only_when"), when: say("asked_when") };
  const isAboutScore = scores.length > 0 && !SCORES.has(question.kind) && question.kind !== "statement";
  return make(
    "div",
    { class: "editor-part" },
    conditionEditor({
      id: `${id}-if`, builder, place: { question: question.key }, condition: question.show_if ?? null, words,
      change: (condition) => change({ show_if: condition }),
    }),
    isAboutScore &&
      selectField({
        id: `${id}-clarifies`, label: say("clarifies"), help: say("clarifies_help"), value: question.clarifies ?? "",
        list: [["", say("clarifies_none")], ...scores.map((one) => [one.key, text(one)])], change: (value) => change({ clarifies: value }),
      }),
  );
}

/** The names the data carries; those of a published version are kept, so that answers stay comparable. */
function namesPart({ id, builder, question, context }) {
  const isFixed = builder.published.has(question.key);
  const { whole } = builder;
  const taken = new Set([...allQuestions(whole), ...pagesOf(whole)].map((one) => one.key).concat(whole.hidden ?? [], "other", "end"));
  const rename = (text) => {
    const key = text.trim();
    if (key === question.key) return;
    if (!isKey(key) || taken.has(key)) {
      announce(say("name_refused", { name: key }));
      builder.draw();
      return;
    }
    builder.store.change(renameQuestion(builder.store.questionnaire, question.key, key), { select: { type: "question", key } });
  };
  const items = [...(question.choices ?? []), ...(question.rows ?? [])];
  return make(
    "details",
    { class: "names" },
    make("summary", { id: `${id}-names` }, say("names_in_data")),
    textField({
      id: `${id}-key`, label: say("name_of_question"), value: question.key, late: true, change: rename, readonly: isFixed, spellcheck: "false",
      help: say(isFixed ? "name_fixed" : "name_help"),
    }),
    items.length > 0 &&
      make(
        "dl",
        { class: "definitions" },
        items.map((one) => [make("dt", {}, make("code", {}, one.key)), make("dd", {}, inLanguage(one.text, context.reading, context.languages) || "–")]),
      ),
  );
}
