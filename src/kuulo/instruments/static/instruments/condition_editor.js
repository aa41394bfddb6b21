// The editor of a condition: "asked when all of these hold", one row a test; groups inside groups where needed.

import { button, focusOn, make, say } from "./dom.js";
import { options } from "./fields.js";
import { MODES, firstTest, firstValue, fromGroup, operatorsOf, partsOf, subjectsAt, takesValue, toGroup, valuesOf } from "./conditions.js";
import { findQuestion, inLanguage, scaleOf } from "./state.js";

/**
 * Draw the editor.
 *
 * `builder` is the builder's surroundings (whole, context, named, attributes); `place` is {question} or {page}; `words`
 * names the texts {title, always, add, when}. `change` gets the new condition, or null.
 */
export function conditionEditor({ id, builder, place, condition, change, words }) {
  const group = toGroup(condition);
  const editor = new Editor(id, builder, place, (next, focus) => {
    change(fromGroup(next));
    if (focus) focusOn(focus);
  });
  if (group.parts.length === 0) {
    const start = () => editor.tell({ mode: "all", parts: [editor.newTest()] }, `${id}-0-subject`);
    return make(
      "fieldset",
      { class: "field condition", id },
      make("legend", {}, words.title),
      make("div", { class: "buttons" }, make("p", { class: "help" }, words.always), button(words.add, start, { id: `${id}-start` })),
    );
  }
  return make("fieldset", { class: "field condition", id }, make("legend", {}, words.title), editor.drawGroup(group, id, words.when, editor.tell));
}

class Editor {
  constructor(id, builder, place, tell) {
    Object.assign(this, { id, builder, tell });
    this.subjects = subjectsAt(builder.whole, place);
  }

  newTest() {
    const { named, attributes, whole } = this.builder;
    const scored = this.subjects.findLast((one) => scaleOf(one, named));
    const question = scored ?? this.subjects.at(-1);
    if (question) return firstTest(question, partsOf(question)[0]?.key ?? "", named);
    const [subject, name] = whole.hidden?.length ? ["hidden", whole.hidden[0]] : ["attribute", attributes[0] ?? ""];
    return { is: "test", subject, name, row: "", operator: "is", value: "" };
  }

  drawGroup(group, path, when, tell) {
    const put = (at, part) => tell({ ...group, parts: group.parts.with(at, part) });
    const drop = (at) => tell({ ...group, parts: group.parts.toSpliced(at, 1) }, `${path}-add`);
    const add = (part) => tell({ ...group, parts: [...group.parts, part] }, `${path}-${group.parts.length}-subject`);
    const mode = make(
      "select",
      { id: `${path}-mode`, "aria-label": say("mode_label"), on: { change: (event) => tell({ ...group, mode: event.target.value }) } },
      options(MODES.map((one) => [one, say(`mode_${one}`)]), group.mode),
    );
    return make(
      "div",
      { class: "condition-group" },
      group.parts.length > 1 || group.mode !== "all" ? make("p", { class: "condition-when" }, when, " ", mode) : make("p", {}, when),
      make(
        "ul",
        { class: "condition-parts" },
        group.parts.map((part, at) =>
          make(
            "li",
            {},
            part.mode
              ? this.drawGroup(part, `${path}-${at}`, say("group_when"), (next, focus) => this.#putGroup(put, drop, at, next, focus))
              : this.#drawTest(part, `${path}-${at}`, at, (next) => put(at, next), () => drop(at)),
          ),
        ),
      ),
      make(
        "div",
        { class: "buttons" },
        button(say("add_condition"), () => add(this.newTest()), { id: `${path}-add` }),
        button(say("add_group"), () => add({ mode: "any", parts: [this.newTest(), this.newTest()] }), {
          id: `${path}-group`,
          look: "button-link",
        }),
      ),
    );
  }

  #putGroup(put, drop, at, next, focus) {
    if (next.parts.length === 0) drop(at);
    else put(at, next);
    if (focus) focusOn(focus);
  }

  #drawTest(test, path, at, put, drop) {
    const subject = test.subject ?? "question";
    const question = subject === "question" ? findQuestion(this.builder.whole, test.name) : null;
    const kind = question?.kind ?? (subject === "question" ? "text" : subject);
    const isScores = kind === "matrix" && Boolean(scaleOf(question, this.builder.named));
    const operators = operatorsOf(kind, isScores);
    if (!operators.includes(test.operator)) operators.push(test.operator);
    const wording = kind === "date" ? "date_operator" : "operator";
    return make(
      "div",
      { class: "condition-test", role: "group", "aria-label": say("condition_number", { number: at + 1 }) },
      this.#subjectSelect(test, subject, path, put),
      subject !== "question" && this.#nameField(test, subject, path, put),
      make(
        "select",
        {
          id: `${path}-operator`,
          "aria-label": say("operator_label"),
          on: { change: (event) => put(this.#withOperator(test, event.target.value, question)) },
        },
        options(operators.map((one) => [one, say(`${wording}_${one}`)]), test.operator),
      ),
      takesValue(test.operator) && this.#valueField(test, question, path, put),
      button(say("remove"), drop, { id: `${path}-drop`, look: "button-link", "aria-label": say("remove_condition", { number: at + 1 }) }),
    );
  }

  #withOperator(test, operator, question) {
    if (!takesValue(operator)) return { ...test, operator, value: null };
    return { ...test, operator, value: test.value ?? firstValue(question, this.builder.named) };
  }

  #subjectSelect(test, subject, path, put) {
    const { whole, context, named } = this.builder;
    const text = (one) => inLanguage(one.text, context.reading, whole.languages) || one.key;
    const questions = this.subjects.flatMap((one) =>
      one.kind === "matrix" || one.kind === "ranking"
        ? partsOf(one).map((row) => [`question|${one.key}|${row.key}`, `${shorten(text(one))} › ${shorten(text(row))}`])
        : [[`question|${one.key}|`, shorten(text(one))]],
    );
    const chosen = subject === "question" ? `question|${test.name}|${test.row ?? ""}` : `${subject}||`;
    const isKnown = subject !== "question" || questions.some(([value]) => value === chosen);
    if (!isKnown) questions.push([chosen, say("gone_question", { key: test.name })]);
    const list = [
      [say("earlier_answers"), questions],
      [say("other_facts"), [["attribute||", say("subject_attribute")], ["hidden||", say("subject_hidden")]]],
    ].filter(([, group]) => group.length > 0);
    const pick = (value) => {
      const [chosenSubject, name, row] = value.split("|");
      if (chosenSubject === "question") return put(firstTest(findQuestion(whole, name), row, named));
      const first = chosenSubject === "hidden" ? (whole.hidden ?? [])[0] : this.builder.attributes[0];
      return put({ is: "test", subject: chosenSubject, name: first ?? "", row: "", operator: "is", value: "" });
    };
    return make("select", { id: `${path}-subject`, "aria-label": say("subject_label"), on: { change: (event) => pick(event.target.value) } }, options(list, chosen));
  }

  #nameField(test, subject, path, put) {
    const known = subject === "hidden" ? (this.builder.whole.hidden ?? []) : this.builder.attributes;
    return [
      make("input", {
        id: `${path}-name`,
        list: `${path}-names`,
        autocomplete: "off",
        "aria-label": say(subject === "hidden" ? "hidden_name" : "attribute_name"),
        prop: { value: test.name },
        on: { change: (event) => put({ ...test, name: event.target.value.trim() }) },
      }),
      make("datalist", { id: `${path}-names` }, known.map((name) => make("option", { value: name }))),
    ];
  }

  #valueField(test, question, path, put) {
    const { whole, context, named } = this.builder;
    const values = valuesOf(question, named);
    const label = say("value_label");
    if (values.type === "list") {
      const text = (one) => (one.words === null ? say("other_choice") : inLanguage(one.words, context.reading, whole.languages) || one.key);
      const list = values.values.map((one) => [one.key, values.numeric ? String(one.key) : shorten(text(one))]);
      if (!values.values.some((one) => one.key === test.value)) list.unshift([test.value ?? "", String(test.value ?? "–")]);
      const read = (value) => (values.numeric ? Number(value) : value);
      return make(
        "select",
        { id: `${path}-value`, "aria-label": label, on: { change: (event) => put({ ...test, value: read(event.target.value) }) } },
        options(list, test.value),
      );
    }
    const isNumber = values.type === "number";
    return make("input", {
      id: `${path}-value`,
      type: values.type,
      step: isNumber ? "any" : null,
      autocomplete: "off",
      "aria-label": label,
      prop: { value: test.value ?? "" },
      on: { change: ({ target }) => put({ ...test, value: isNumber ? Number(target.value) : ordered(test, target.value) }) },
    });
  }
}

/** Facts are texts; where one is compared by size, a number is meant. */
function ordered(test, text) {
  const asNumber = Number(text);
  const isOrdering = test.operator === "at_most" || test.operator === "at_least";
  return isOrdering && text.trim() !== "" && Number.isFinite(asNumber) ? asNumber : text;
}

export function shorten(text, most = 60) {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
