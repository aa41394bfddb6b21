// Conditions as groups of tests, the way the editor shows them; pure.
//
// The questionnaire holds a tree of test, all, any and not. The editor knows groups only: {mode, parts}, where a part is
// a test or a group and mode is all, any, not_all or none. `toGroup` and `fromGroup` lead from one to the other.

import { SCORES, questionsBefore, scaleOf } from "./state.js";

export const MODES = ["all", "any", "none", "not_all"];
const NO_VALUE = new Set(["answered", "unanswered"]);
const SCALE_AS_LIST = 21;

/** Return a condition as a group; none is a group without parts. */
export function toGroup(condition) {
  if (!condition) return { mode: "all", parts: [] };
  if (condition.is === "test") return { mode: "all", parts: [condition] };
  if (condition.is === "not") {
    const inner = toGroup(condition.part);
    if (condition.part.is === "test") return { mode: "none", parts: inner.parts };
    if (inner.mode === "all" || inner.mode === "any") {
      return { mode: inner.mode === "all" ? "not_all" : "none", parts: inner.parts };
    }
    return { mode: "none", parts: [inner] };
  }
  return { mode: condition.is, parts: condition.parts.map((part) => (part.is === "test" ? part : toGroup(part))) };
}

/** Return the group as a condition, or null where it has no tests. */
export function fromGroup(group) {
  const parts = group.parts.map((part) => (part.mode ? fromGroup(part) : part)).filter(Boolean);
  if (parts.length === 0) return null;
  const isAny = group.mode === "any" || group.mode === "none";
  const inner = parts.length === 1 ? parts[0] : { is: isAny ? "any" : "all", parts };
  return group.mode === "none" || group.mode === "not_all" ? { is: "not", part: inner } : inner;
}

/** Return the operators that fit what a test looks at. */
export function operatorsOf(kind, isMatrixOfScores = false) {
  if (SCORES.has(kind) || ["number", "date", "ranking"].includes(kind) || isMatrixOfScores) {
    return ["is", "is_not", "at_most", "at_least", "answered", "unanswered"];
  }
  if (kind === "multiple") return ["includes", "excludes", "answered", "unanswered"];
  if (kind === "text") return ["answered", "unanswered"];
  if (kind === "attribute" || kind === "hidden") {
    return ["is", "is_not", "at_most", "at_least", "answered", "unanswered"];
  }
  return ["is", "is_not", "answered", "unanswered"];
}

export const takesValue = (operator) => !NO_VALUE.has(operator);

/** Return what can be compared with: {type: "list", values: [{key, words}]}, or {type: "number" | "date" | "text"}. */
export function valuesOf(question, named) {
  if (!question) return { type: "text" };
  if (question.kind === "date") return { type: "date" };
  if (question.kind === "number") return { type: "number" };
  // Of a ranking, the place of one choice is looked at: 1 is the best.
  const places = question.kind === "ranking" ? { minimum: 1, maximum: question.choices?.length ?? 1 } : null;
  const scale = scaleOf(question, named) ?? places;
  if (scale) {
    const size = scale.maximum - scale.minimum + 1;
    if (!(size > 0 && size <= SCALE_AS_LIST)) return { type: "number" };
    return { type: "list", numeric: true, values: Array.from({ length: size }, (_, at) => ({ key: scale.minimum + at })) };
  }
  const choices = (question.choices ?? []).map((choice) => ({ key: choice.key, words: choice.text }));
  return { type: "list", values: question.other ? [...choices, { key: "other", words: null }] : choices };
}

/** Return the questions that a test at a place may look at: those asked earlier. */
export function subjectsAt(whole, place) {
  return questionsBefore(whole, place).filter((question) => question.kind !== "statement");
}

/** Return the parts of a question that a test must name: rows of a matrix, choices of a ranking. */
export function partsOf(question) {
  if (question.kind === "matrix") return question.rows ?? [];
  return question.kind === "ranking" ? (question.choices ?? []) : [];
}

/** Return a first test about a question: one that is likely meant. */
export function firstTest(question, row = "", named = {}) {
  const test = { is: "test", subject: "question", name: question.key, row };
  const scale = scaleOf(question, named);
  if (scale) return { ...test, operator: "at_most", value: lowEnd(scale) };
  if (question.kind === "text") return { ...test, operator: "answered", value: null };
  const [operator] = operatorsOf(question.kind);
  return { ...test, operator, value: firstValue(question, named) };
}

/** Return the value a test begins with. */
export function firstValue(question, named) {
  const values = valuesOf(question, named);
  if (values.type === "list") return values.values[0]?.key ?? "";
  return values.type === "number" ? (question?.least ?? 0) : "";
}

/** Return the highest of the lower scores: 6 of 0–10, 2 of 1–5, 3 of 1–7. */
export function lowEnd(scale) {
  if (scale.minimum === 0 && scale.maximum === 10) return 6;
  return scale.minimum + Math.ceil((scale.maximum - scale.minimum) / 2) - 1;
}

/** Return the lowest of the higher scores. */
export function highEnd(scale) {
  return scale.minimum === 0 && scale.maximum === 10 ? 9 : scale.maximum - (lowEnd(scale) - scale.minimum);
}
