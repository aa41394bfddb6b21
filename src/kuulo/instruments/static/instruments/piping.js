// Putting an earlier answer, an attribute or a hidden field into a text: {{name|instead}}.

import { announce, button, make, say } from "./dom.js";
import { options } from "./fields.js";
import { shorten } from "./condition_editor.js";
import { inLanguage } from "./state.js";

// The field somebody wrote in or clicked; passing by with Tab does not count.
let lastField = null;
for (const event of ["keydown", "pointerdown"]) {
  addEventListener(event, ({ target, key }) => {
    if (key !== "Tab" && key !== "Shift" && target instanceof HTMLElement && "words" in target.dataset) lastField = target.id;
  });
}

/** Draw the helper; it writes into the words field that had the focus last, or into the one named `into`. */
export function insertHelper({ id, builder, subjects, into }) {
  const { whole, context, attributes } = builder;
  const answers = subjects
    .filter((one) => !["statement", "matrix"].includes(one.kind))
    .map((one) => [one.key, shorten(inLanguage(one.text, context.reading, whole.languages) || one.key)]);
  const facts = attributes.map((name) => [`attribute:${name}`, name]);
  const hidden = (whole.hidden ?? []).map((name) => [`hidden:${name}`, name]);
  const list = [[say("earlier_answers"), answers], [say("subject_attribute"), facts], [say("subject_hidden"), hidden]].filter(([, group]) => group.length);
  if (list.length === 0) return null;
  const what = make("select", { id: `${id}-what` }, options(list, null));
  const instead = make("input", { id: `${id}-instead`, autocomplete: "off", "aria-describedby": `${id}-help` });
  const insert = () => {
    const first = context.language === "all" ? context.languages[0] : context.language;
    const target = document.getElementById(lastField ?? "") ?? document.getElementById(`${into}-${first}`);
    const place = `{{${what.value}${instead.value.trim() ? `|${instead.value.trim()}` : ""}}}`;
    target.setRangeText(place, target.selectionStart, target.selectionEnd, "end");
    target.dispatchEvent(new Event("input", { bubbles: true }));
    target.focus();
    announce(say("inserted", { place }));
  };
  return make(
    "details",
    { class: "insert" },
    make("summary", { id }, say("insert_title")),
    make(
      "div",
      { class: "side-by-side" },
      make("div", { class: "field" }, make("label", { for: what.id }, say("insert_what")), what),
      make("div", { class: "field" }, make("label", { for: instead.id }, say("insert_instead")), instead),
      button(say("insert"), insert, { id: `${id}-put` }),
    ),
    make("p", { class: "help", id: `${id}-help` }, say("insert_help")),
  );
}
