// The fields an editor is made of. Each tells its change at once; the store decides what that means.

import { make, say } from "./dom.js";
import { inLanguage } from "./state.js";

/** A help text under a label; returns [element, id] or [null, null]. */
function helpOf(id, help) {
  return help ? [make("p", { class: "help", id: `${id}-help` }, help), `${id}-help`] : [null, null];
}

/** A label, a control and a help text. */
function field(id, label, control, help, mark = null) {
  return make("div", { class: "field" }, make("label", { for: id }, label, mark), help, control);
}

/** A short text; `late` tells the change when the field is left instead of at each key. */
export function textField({ id, label, value, change, help, type = "text", invalid = false, late = false, ...attributes }) {
  const [helpText, helpId] = helpOf(id, help);
  const control = make("input", {
    id,
    type,
    "aria-describedby": helpId,
    "aria-invalid": invalid ? "true" : null,
    autocomplete: "off",
    ...attributes,
    prop: { value: value ?? "" },
    on: { [late ? "change" : "input"]: (event) => change(event.target.value) },
  });
  return field(id, label, control, helpText);
}

/** A number, or null while the field is empty. */
export function numberField({ change, ...options }) {
  return textField({
    ...options,
    type: "number",
    step: options.step ?? "any",
    change: (text) => change(text === "" ? null : Number(text)),
  });
}

export function checkField({ id, label, value, change, help }) {
  const [helpText, helpId] = helpOf(id, help);
  const box = make("input", {
    id,
    type: "checkbox",
    "aria-describedby": helpId,
    prop: { checked: Boolean(value) },
    on: { change: (event) => change(event.target.checked) },
  });
  return make("div", { class: "field" }, make("label", { class: "field-check", for: id }, box, make("span", {}, label)), helpText);
}

/** Options are [value, label] or [group label, [[value, label] …]]. */
export function options(list, chosen) {
  return list.map(([value, label]) =>
    Array.isArray(label)
      ? make("optgroup", { label: value }, options(label, chosen))
      : make("option", { value, selected: String(value) === String(chosen) }, label),
  );
}

export function selectField({ id, label, value, list, change, help, hidden = false }) {
  const [helpText, helpId] = helpOf(id, help);
  const control = make(
    "select",
    { id, "aria-describedby": helpId, "aria-label": hidden ? label : null, on: { change: (event) => change(event.target.value) } },
    options(list, value),
  );
  return hidden ? control : field(id, label, control, helpText);
}

/**
 * Words in several languages: one field in the language that is being written, or all of them side by side.
 *
 * `context` is {languages, language, names}; `language` is one of the languages or "all". Text that a language lacks is
 * marked, and the original is shown to translate from.
 */
export function wordsField({ id, label, words, change, context, help, lines = 1, optional = false }) {
  const shown = context.language === "all" ? context.languages : [context.language];
  const [helpText, helpId] = helpOf(id, help);
  // One set of words for the fields of all languages: what is typed into one must not undo another.
  const held = { words: words ?? {} };
  const parts = shown.map((language) =>
    wordsInput({ id: `${id}-${language}`, label, held, change, context, language, lines, optional, helpId }),
  );
  if (shown.length === 1) return make("div", { class: "field words" }, parts[0][0], helpText, parts[0].slice(1));
  return make(
    "fieldset",
    { class: "field words" },
    make("legend", {}, label),
    helpText,
    make("div", { class: "words-side" }, parts.map((part) => make("div", {}, part))),
  );
}

function wordsInput({ id, label, held, change, context, language, lines, optional, helpId }) {
  const original = inLanguage(held.words, context.languages[0], context.languages);
  const isMissing = () => !input.value.trim() && (optional ? Boolean(original) : true);
  const several = context.languages.length > 1;
  const mark = make("span", { class: "missing", id: `${id}-mark` });
  const input = make(lines > 1 ? "textarea" : "input", {
    id,
    lang: language,
    rows: lines > 1 ? lines : null,
    autocomplete: "off",
    spellcheck: "true",
    "data-words": "",
    "aria-describedby": [helpId, mark.id].filter(Boolean).join(" "),
    prop: { value: held.words[language] ?? "" },
    on: {
      input: () => {
        const { [language]: _gone, ...others } = held.words;
        held.words = input.value ? { ...others, [language]: input.value } : others;
        showMark();
        change(held.words);
      },
    },
  });
  const showMark = () => {
    const isWritten = Object.values(held.words).some(Boolean);
    mark.textContent = isMissing() ? say(several && isWritten ? "missing_translation" : "missing_text") : "";
  };
  showMark();
  const showsOriginal = context.language !== "all" && language !== context.languages[0] && original;
  const source = showsOriginal
    ? make("p", { class: "help original", lang: context.languages[0] }, `${context.names[context.languages[0]]}: ${original}`)
    : null;
  const name = context.language === "all" ? context.names[language] : label;
  const suffix = context.language !== "all" && several ? make("span", { class: "language-tag" }, context.names[language]) : null;
  return [make("label", { for: id, class: "words-label" }, name, suffix, mark), source, input];
}
