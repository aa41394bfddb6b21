// The editors of a page, of the beginning (title, greeting, languages, hidden fields) and of the end (thanks).

import { conditionEditor, shorten } from "./condition_editor.js";
import { announce, button, focusOn, make, say } from "./dom.js";
import { checkField, selectField, textField, wordsField } from "./fields.js";
import { insertHelper } from "./piping.js";
import { allQuestions, changePage, findPage, freshKey, inLanguage, isKey, moved, pagesOf, renameHidden } from "./state.js";

/** Draw the editor of a page. */
export function pageEditor(builder, page) {
  const id = `p-${page.key}`;
  const { store, context } = builder;
  const change = (part, tag = null) => store.change(changePage(store.questionnaire, page.key, part), { tag: tag && `${id}-${tag}` });
  const words = { title: say("page_show_if"), always: say("page_always"), add: say("page_only_when"), when: say("page_when") };
  return [
    wordsField({ id: `${id}-title`, label: say("page_title"), help: say("page_title_help"), words: page.title ?? {}, context, optional: true, change: (text) => change({ title: text }, "title") }),
    make("div", { class: "buttons" }, button(say("add_question"), () => builder.chooseKind(page.key), { id: `${id}-add`, look: "" })),
    checkField({ id: `${id}-random`, label: say("random_questions"), help: say("random_help"), value: page.random_order, change: (value) => change({ random_order: value }) }),
    conditionEditor({ id: `${id}-if`, builder, place: { question: page.questions?.[0]?.key ?? null, page: before(builder.whole, page.key) }, condition: page.show_if ?? null, words, change: (condition) => change({ show_if: condition }) }),
    skipsPart({ id, builder, page, change }),
  ];
}

/** Return the key of the page before, or "" for the first. */
function before(whole, key) {
  const at = pagesOf(whole).findIndex((page) => page.key === key);
  return pagesOf(whole)[at - 1]?.key ?? "";
}

function skipsPart({ id, builder, page, change }) {
  const { whole } = builder;
  const at = pagesOf(whole).findIndex((one) => one.key === page.key);
  const later = pagesOf(whole).slice(at + 1).map((one, index) => [one.key, builder.nameOfPage(one, at + 2 + index)]);
  const targets = [...later, ["end", say("to_the_end")]];
  const skips = page.skips ?? [];
  const draft = { is: "test", subject: "question", name: "", row: "", operator: "answered", value: null };
  const put = (index, part) => change({ skips: (findPage(builder.store.questionnaire, page.key).skips ?? []).with(index, { ...skips[index], ...part }) });
  const drop = (index) => {
    change({ skips: skips.toSpliced(index, 1) });
    focusOn(`${id}-skip-add`);
  };
  const add = () => {
    const asked = page.questions?.findLast((one) => one.kind !== "statement") ?? allQuestions(whole).find((one) => one.kind !== "statement");
    change({ skips: [...skips, { when: { ...draft, name: asked?.key ?? "" }, to: "end" }] });
    focusOn(`${id}-skip-${skips.length}-to`);
  };
  const words = { title: say("skip_when"), always: "", add: "", when: say("skip_holds") };
  return make(
    "fieldset",
    { class: "field skips" },
    make("legend", {}, say("skips")),
    make("p", { class: "help" }, say("skips_help")),
    skips.map((skip, index) =>
      make(
        "div",
        { class: "skip", role: "group", "aria-label": say("skip_number", { number: index + 1 }) },
        conditionEditor({ id: `${id}-skip-${index}`, builder, place: { page: page.key }, condition: skip.when, words, change: (condition) => (condition ? put(index, { when: condition }) : drop(index)) }),
        selectField({
          id: `${id}-skip-${index}-to`, label: say("skip_to"), value: skip.to, change: (to) => put(index, { to }),
          list: targets.some(([key]) => key === skip.to) ? targets : [[skip.to, say("gone_page", { key: skip.to })], ...targets],
        }),
        button(say("remove_skip"), () => drop(index), { id: `${id}-skip-${index}-drop`, look: "button-link" }),
      ),
    ),
    make("div", { class: "buttons" }, button(say("add_skip"), add, { id: `${id}-skip-add`, off: allQuestions(whole).length === 0 })),
  );
}

/** Draw the editor of the beginning. */
export function startEditor(builder) {
  const { store, whole, context } = builder;
  const change = (part, tag = null) => store.change({ ...store.questionnaire, ...part }, { tag });
  return [
    wordsField({ id: "start-title", label: say("title"), help: say("title_help"), words: whole.title, context, change: (words) => change({ title: words }, "start-title") }),
    wordsField({ id: "start-intro", label: say("intro"), help: say("intro_help"), words: whole.intro ?? {}, context, lines: 4, optional: true, change: (words) => change({ intro: words }, "start-intro") }),
    insertHelper({ id: "start-insert", builder, subjects: [], into: "start-intro" }),
    languagesPart({ builder, change }),
    hiddenPart({ builder, change }),
  ];
}

function languagesPart({ builder, change }) {
  const { names, languages } = builder.context;
  const toggle = (language) => (isOn) => {
    const next = isOn ? [...languages, language] : languages.filter((one) => one !== language);
    if (next.length === 0) {
      announce(say("one_language"));
      builder.draw();
      return;
    }
    if (!next.includes(builder.store.language) && builder.store.language !== "all") builder.store.language = next[0];
    change({ languages: next });
  };
  return make(
    "fieldset",
    { class: "field" },
    make("legend", {}, say("languages")),
    make("p", { class: "help" }, say("languages_help")),
    make(
      "div",
      { class: "choices" },
      Object.entries(names).map(([language, name]) => checkField({ id: `start-language-${language}`, label: name, value: languages.includes(language), change: toggle(language) })),
    ),
    languages.length > 1 &&
      selectField({
        id: "start-first", label: say("first_language"), help: say("first_language_help"), value: languages[0],
        list: languages.map((language) => [language, names[language]]),
        change: (first) => change({ languages: [first, ...languages.filter((one) => one !== first)] }),
      }),
  );
}

function hiddenPart({ builder, change }) {
  const hidden = builder.whole.hidden ?? [];
  const rename = (at) => (text) => {
    const name = text.trim();
    if (name === hidden[at]) return;
    if (!isKey(name) || hidden.includes(name) || allQuestions(builder.whole).some((one) => one.key === name)) {
      announce(say("name_refused", { name }));
      builder.draw();
      return;
    }
    builder.store.change(renameHidden(builder.store.questionnaire, hidden[at], name));
  };
  const add = () => {
    const taken = [...hidden, ...allQuestions(builder.whole).map((one) => one.key)];
    const name = freshKey(taken, ["order", "store", "campaign"].find((one) => !taken.includes(one)) ?? "field");
    change({ hidden: [...hidden, name] });
    focusOn(`start-hidden-${hidden.length}`);
  };
  const drop = (at) => {
    change({ hidden: hidden.toSpliced(at, 1) });
    focusOn("start-hidden-add");
  };
  return make(
    "fieldset",
    { class: "field" },
    make("legend", {}, say("hidden_fields")),
    make("p", { class: "help" }, say("hidden_help")),
    hidden.map((name, at) =>
      make(
        "div",
        { class: "list-row" },
        textField({ id: `start-hidden-${at}`, label: say("hidden_number", { number: at + 1 }), value: name, late: true, spellcheck: "false", change: rename(at) }),
        button("×", () => drop(at), { id: `start-hidden-${at}-drop`, "aria-label": say("delete_named", { name }), title: say("delete") }),
      ),
    ),
    make("div", { class: "buttons" }, button(say("add_hidden"), add, { id: "start-hidden-add" })),
  );
}

/** Draw the editor of the end. */
export function endEditor(builder) {
  const { store, context } = builder;
  const read = () => store.questionnaire.closings ?? [];
  const shown = read();
  const change = (closings, tag = null) => store.change({ ...store.questionnaire, closings }, { tag });
  const words = { title: say("closing_when"), always: say("closing_always"), add: say("closing_only_when"), when: say("closing_holds") };
  // The one for everybody else stays last: what stands after it would never be shown.
  const add = () => {
    const at = shown.findIndex((closing) => !closing.show_if);
    change(read().toSpliced(at < 0 ? shown.length : at, 0, { text: {} }));
    focusOn(`end-${at < 0 ? shown.length : at}-text-${context.language === "all" ? context.languages[0] : context.language}`);
  };
  const put = (at, part, tag = null) => change(read().with(at, { ...read()[at], ...part }), tag && `end-${at}-${tag}`);
  const row = (closing, at) =>
    make(
      "li",
      { class: "closing" },
      wordsField({ id: `end-${at}-text`, label: say("closing_text", { number: at + 1 }), words: closing.text, context, lines: 3, change: (text) => put(at, { text }, "text") }),
      conditionEditor({ id: `end-${at}-if`, builder, place: {}, condition: closing.show_if ?? null, words, change: (condition) => put(at, { show_if: condition }) }),
      make(
        "div",
        { class: "buttons" },
        button(say("move_up"), () => change(moved(read(), at, -1)), { id: `end-${at}-up`, off: at === 0 }),
        button(say("move_down"), () => change(moved(read(), at, 1)), { id: `end-${at}-down`, off: at === shown.length - 1 }),
        button(say("delete"), () => (change(read().toSpliced(at, 1)), focusOn("end-add")), { id: `end-${at}-drop` }),
      ),
    );
  return [
    make("p", { class: "help" }, say("closings_help")),
    make("ol", { class: "closings" }, shown.map(row)),
    shown.length > 0 && insertHelper({ id: "end-insert", builder, subjects: allQuestions(builder.whole), into: "end-0-text" }),
    make("div", { class: "buttons" }, button(say("add_closing"), add, { id: "end-add" })),
  ];
}

/** Return the name a page goes by in lists: its number, and its title or first question. */
export function pageName(page, number, context) {
  const words = inLanguage(page.title, context.reading, context.languages) || inLanguage(page.questions?.[0]?.text, context.reading, context.languages);
  return words ? say("page_named", { number, name: shorten(words, 40) }) : say("page_number", { number });
}
