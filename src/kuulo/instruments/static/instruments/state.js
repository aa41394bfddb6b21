// The questionnaire as plain data, and what can be done to it. Every function returns a new questionnaire and leaves
// the given one as it was; nothing here knows the page.

export const SCORES = new Set(["nps", "enps", "csat", "ces_2010", "ces_2", "rating"]);
export const WITH_CHOICES = new Set(["single", "multiple", "ranking"]);
const KEY = /^[a-z][a-z0-9_]{0,39}$/;

/** Return the pages, also of a questionnaire that has none yet. */
export const pagesOf = (whole) => whole.pages ?? [];
export const questionsOf = (page) => page.questions ?? [];
export const allQuestions = (whole) => pagesOf(whole).flatMap(questionsOf);

/** Return {page, at, question, index} of a question, or null. */
export function placeOf(whole, key) {
  for (const [at, page] of pagesOf(whole).entries()) {
    const index = questionsOf(page).findIndex((question) => question.key === key);
    if (index >= 0) return { page, at, question: page.questions[index], index };
  }
  return null;
}

export const findQuestion = (whole, key) => placeOf(whole, key)?.question ?? null;
export const findPage = (whole, key) => pagesOf(whole).find((page) => page.key === key) ?? null;
/** Whether a text can be a key; two underscores in a row stand between a question and its parts in files. */
export const isKey = (text) => KEY.test(text) && !text.includes("__");

/** Return the questions asked before a place: before a question, or up to and with a page. */
export function questionsBefore(whole, { question = null, page = null }) {
  const all = allQuestions(whole);
  if (question !== null) return all.slice(0, all.findIndex((one) => one.key === question));
  if (page === null) return all;
  const at = pagesOf(whole).findIndex((one) => one.key === page);
  return pagesOf(whole).slice(0, at + 1).flatMap(questionsOf);
}

/** Return the questions of the pages before a question's page: what is surely answered when its page is shown. */
export function questionsOnEarlierPages(whole, key) {
  const { at } = placeOf(whole, key);
  return pagesOf(whole).slice(0, at).flatMap(questionsOf);
}

/** Return a key that nothing carries yet: the stem, or the stem with a number. */
export function freshKey(taken, stem) {
  const used = new Set(taken);
  if (!used.has(stem)) return stem;
  let number = 2;
  while (used.has(`${stem}_${number}`)) number += 1;
  return `${stem}_${number}`;
}

const keysOf = (whole) => [
  ...pagesOf(whole).map((page) => page.key),
  ...allQuestions(whole).map((one) => one.key),
  ...(whole.hidden ?? []),
  "end",
  "other",
];
const swapped = (list, from, to) => list.with(from, list[to]).with(to, list[from]);
const inserted = (list, at, item) => list.toSpliced(at, 0, item);

/** Return the questionnaire with another list of pages. */
const withPages = (whole, pages) => ({ ...whole, pages });

/** Change one page. */
export function changePage(whole, key, change) {
  return withPages(whole, pagesOf(whole).map((page) => (page.key === key ? { ...page, ...change } : page)));
}

/** Change one question. */
export function changeQuestion(whole, key, change) {
  const pages = pagesOf(whole).map((page) => ({
    ...page,
    questions: questionsOf(page).map((one) => (one.key === key ? { ...one, ...change } : one)),
  }));
  return withPages(whole, pages);
}

/** Add an empty page after the page `after` (or last); returns [questionnaire, key]. */
export function addPage(whole, after = null) {
  const key = freshKey(keysOf(whole), `page_${pagesOf(whole).length + 1}`);
  const at = after === null ? pagesOf(whole).length : pagesOf(whole).findIndex((page) => page.key === after) + 1;
  return [withPages(whole, inserted(pagesOf(whole), at, { key, questions: [] })), key];
}

/** Add a question to a page, after the question `after` or last; returns [questionnaire, key]. */
export function addQuestion(whole, pageKey, starter, after = null) {
  const key = freshKey(keysOf(whole), starter.key);
  const question = { ...starter, key };
  const pages = pagesOf(whole).map((page) => {
    if (page.key !== pageKey) return page;
    const questions = questionsOf(page);
    const at = after === null ? questions.length : questions.findIndex((one) => one.key === after) + 1;
    return { ...page, questions: inserted(questions, at, question) };
  });
  return [withPages(whole, pages), key];
}

/** Move a page one step (−1 up, +1 down); the same questionnaire at the ends. */
export function movePage(whole, key, step) {
  const pages = pagesOf(whole);
  const at = pages.findIndex((page) => page.key === key);
  const to = at + step;
  return to < 0 || to >= pages.length ? whole : withPages(whole, swapped(pages, at, to));
}

/** Move a question one step; at the end of its page it goes over to the neighbouring page. */
export function moveQuestion(whole, key, step) {
  const { page, at, question, index } = placeOf(whole, key);
  const to = index + step;
  if (to >= 0 && to < page.questions.length) {
    return changePage(whole, page.key, { questions: swapped(page.questions, index, to) });
  }
  const neighbour = pagesOf(whole)[at + step];
  if (!neighbour) return whole;
  const others = questionsOf(neighbour);
  const without = changePage(whole, page.key, { questions: page.questions.toSpliced(index, 1) });
  return changePage(without, neighbour.key, { questions: step > 0 ? [question, ...others] : [...others, question] });
}

/** Move a question to the end of another page. */
export function moveToPage(whole, key, pageKey) {
  const { page, question, index } = placeOf(whole, key);
  if (page.key === pageKey) return whole;
  const without = changePage(whole, page.key, { questions: page.questions.toSpliced(index, 1) });
  return changePage(without, pageKey, { questions: [...questionsOf(findPage(without, pageKey)), question] });
}

/** Put a question before another one, or last on a page where `before` is null (dragging does this). */
export function placeQuestion(whole, key, pageKey, before) {
  if (key === before) return whole;
  const { page, question, index } = placeOf(whole, key);
  const without = changePage(whole, page.key, { questions: page.questions.toSpliced(index, 1) });
  const others = questionsOf(findPage(without, pageKey));
  const at = before === null ? others.length : others.findIndex((one) => one.key === before);
  return changePage(without, pageKey, { questions: inserted(others, at, question) });
}

/** Copy a question right after itself; returns [questionnaire, key of the copy]. */
export function copyQuestion(whole, key) {
  const { page, question } = placeOf(whole, key);
  return addQuestion(whole, page.key, question, key);
}

/** Copy a page with its questions right after itself; conditions among them point to the copies. */
export function copyPage(whole, key) {
  const page = findPage(whole, key);
  const taken = keysOf(whole);
  const renamed = new Map();
  const fresh = (old) => {
    const made = freshKey(taken, old);
    taken.push(made);
    return made;
  };
  const copyKey = fresh(key);
  for (const one of questionsOf(page)) renamed.set(one.key, fresh(one.key));
  let copy = { ...page, key: copyKey };
  for (const [from, to] of renamed) copy = renamedIn(copy, from, to);
  const at = pagesOf(whole).indexOf(page) + 1;
  return [withPages(whole, inserted(pagesOf(whole), at, copy)), copyKey];
}

/** Delete a question. What pointed to it stays and is told by the check: nothing else disappears unasked. */
export function removeQuestion(whole, key) {
  const { page, index } = placeOf(whole, key);
  return changePage(whole, page.key, { questions: page.questions.toSpliced(index, 1) });
}

/** Delete a page with its questions. */
export function removePage(whole, key) {
  return withPages(whole, pagesOf(whole).filter((page) => page.key !== key));
}

/** Give a question another key, everywhere it is named. */
export function renameQuestion(whole, from, to) {
  return renamedIn(whole, from, to);
}

/** Give a hidden field another name, everywhere it is named. */
export function renameHidden(whole, from, to) {
  const hidden = (whole.hidden ?? []).map((name) => (name === from ? to : name));
  return renamedTests({ ...whole, hidden }, "hidden", from, to, `hidden:${from}`, `hidden:${to}`);
}

function renamedIn(part, from, to) {
  const keyed = walked(part, (node) => {
    if (node.kind && node.key === from) return { ...node, key: to };
    return node.clarifies === from ? { ...node, clarifies: to } : node;
  });
  return renamedTests(keyed, "question", from, to, from, to);
}

function renamedTests(part, subject, from, to, pipe, newPipe) {
  const place = new RegExp(`\\{\\{\\s*${pipe}(?=\\s*[|}])`, "g");
  return walked(
    part,
    (node) =>
      node.is === "test" && (node.subject ?? "question") === subject && node.name === from ? { ...node, name: to } : node,
    (text) => text.replace(place, `{{${newPipe}`),
  );
}

/** Return a copy of a tree of plain data with every object, and every text, passed through. */
function walked(node, visit, word = (text) => text) {
  if (typeof node === "string") return word(node);
  if (Array.isArray(node)) return node.map((one) => walked(one, visit, word));
  if (node === null || typeof node !== "object") return node;
  const entries = Object.entries(node).map(([name, value]) => [name, walked(value, visit, word)]);
  return visit(Object.fromEntries(entries));
}

/** Return every set of words a question shows, with where it is: [{place, words, optional}]. */
export function wordsOfQuestion(question) {
  const found = [{ place: "text", words: question.text ?? {} }];
  if (hasWords(question.help)) found.push({ place: "help", words: question.help });
  for (const side of ["low", "high"]) {
    if (hasWords(question.scale?.[side])) found.push({ place: side, words: question.scale[side] });
  }
  for (const list of ["choices", "rows"]) {
    for (const one of question[list] ?? []) found.push({ place: `${list}-${one.key}`, words: one.text });
  }
  return found;
}

export const hasWords = (words) => Object.values(words ?? {}).some(Boolean);

/** Return every set of words of the whole that has any, or must have some. */
export function allWords(whole) {
  const optional = [whole.intro, ...pagesOf(whole).map((page) => page.title)].filter(hasWords);
  const closings = (whole.closings ?? []).map((closing) => closing.text);
  const asked = allQuestions(whole).flatMap((question) => wordsOfQuestion(question).map((one) => one.words));
  return [whole.title, ...optional, ...closings, ...asked];
}

/** Count the texts a language lacks. */
export function missingIn(whole, language) {
  return allWords(whole).filter((words) => !words?.[language]).length;
}

/** Return words in a language, or in the first of the questionnaire's languages that has them. */
export function inLanguage(words, language, languages) {
  for (const one of [language, ...languages]) if (words?.[one]) return words[one];
  return "";
}

/** Return the scale a question is asked on: its own, or its named measure's with its own words at the ends. */
export function scaleOf(question, named) {
  const fixed = named[question.kind];
  if (!fixed) return question.scale ?? null;
  return { ...fixed, low: question.scale?.low, high: question.scale?.high };
}

/** Move an item of a list one step; the same list at its ends. */
export function moved(list, at, step) {
  const to = at + step;
  return to < 0 || to >= list.length ? list : swapped(list, at, to);
}

/** Return the question as another kind: what the new kind needs is there, what it cannot have is gone. */
export function asKind(question, starter) {
  const { key, text, help, required, show_if, clarifies } = question;
  const kept = { key, kind: starter.kind, text, help, required, show_if, clarifies };
  const needs = { choices: starter.choices, rows: starter.rows, scale: starter.scale };
  if (needs.choices && question.choices?.length) {
    needs.choices = question.choices.map(({ exclusive, ...choice }) => (starter.kind === "multiple" && exclusive ? { ...choice, exclusive } : choice));
  }
  if (needs.rows && question.rows?.length) needs.rows = question.rows;
  const whole = { ...kept, ...needs };
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined && value !== null));
}
