// The editor of a list of choices, rows, or things to rank.

import { announce, button, focusOn, make, say } from "./dom.js";
import { checkField, wordsField } from "./fields.js";
import { freshKey, moved } from "./state.js";

/**
 * Draw the list. `name` is "choice" or "row" (it picks the texts and begins new keys); `read()` returns the list as it
 * is by now, and `change(list, tag)` gets the new one, with a tag while somebody only types.
 */
export function listEditor({ id, name, read, change, context, exclusive = false }) {
  const shown = read();
  const inputOf = (key) => `${id}-${key}-text-${context.language === "all" ? context.languages[0] : context.language}`;
  const add = (at, texts = [{}]) => {
    const list = read();
    const added = [];
    for (const text of texts) {
      const stem = `${name}_${list.length + added.length + 1}`;
      added.push({ key: freshKey([...list, ...added].map((one) => one.key), stem), text });
    }
    change(list.toSpliced(at, 0, ...added));
    focusOn(inputOf(added.at(-1).key));
  };
  const move = (at, step) => {
    change(moved(read(), at, step));
    announce(say("moved_to", { number: at + step + 1 }));
  };
  const drop = (at) => {
    const list = read();
    const neighbour = list[at + 1] ?? list[at - 1];
    change(list.toSpliced(at, 1));
    focusOn(neighbour ? inputOf(neighbour.key) : `${id}-add`);
  };
  const row = (one, at) => {
    const label = say(`${name}_number`, { number: at + 1 });
    const put = (part, tag = null) => change(read().with(at, { ...read()[at], ...part }), tag);
    const text = wordsField({ id: `${id}-${one.key}-text`, label, words: one.text, context, change: (words) => put({ text: words }, `${id}-${one.key}`) });
    text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      add(at + 1);
    });
    text.addEventListener("paste", (event) => {
      const lines = (event.clipboardData?.getData("text") ?? "").split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
      const language = event.target.lang;
      if (lines.length < 2 || event.target.value || !language) return;
      event.preventDefault();
      put({ text: { ...read()[at].text, [language]: lines[0] } });
      add(at + 1, lines.slice(1).map((line) => ({ [language]: line })));
    });
    return make(
      "li",
      { class: "list-row" },
      make(
        "div",
        { class: "list-words" },
        text,
        exclusive && checkField({ id: `${id}-${one.key}-exclusive`, label: say("exclusive"), value: one.exclusive, change: (value) => put({ exclusive: value }) }),
      ),
      make(
        "div",
        { class: "list-buttons" },
        button("↑", () => move(at, -1), { id: `${id}-${one.key}-up`, off: at === 0, "aria-label": say("move_up_named", { name: label }), title: say("move_up") }),
        button("↓", () => move(at, 1), { id: `${id}-${one.key}-down`, off: at === shown.length - 1, "aria-label": say("move_down_named", { name: label }), title: say("move_down") }),
        button("×", () => drop(at), { id: `${id}-${one.key}-drop`, "aria-label": say("delete_named", { name: label }), title: say("delete") }),
      ),
    );
  };
  return make(
    "fieldset",
    { class: "field list-editor" },
    make("legend", {}, say(`${name}s`)),
    shown.length > 0 && make("ol", { class: "list-rows" }, shown.map(row)),
    make("div", { class: "buttons" }, button(say(`add_${name}`), () => add(read().length), { id: `${id}-add` }), make("p", { class: "help" }, say("list_help"))),
  );
}
