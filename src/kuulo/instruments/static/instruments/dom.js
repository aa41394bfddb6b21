// Small tools for the page: elements, texts in the page's language, focus that survives a new drawing.

let texts = {};

/** Take the texts the server sent, in the page's language. */
export function useTexts(given) {
  texts = given;
}

/** Return a text with its places filled: say("page_number", {number: 2}). */
export function say(name, values = {}) {
  const template = texts[name];
  if (template === undefined) throw new Error(`no text is called ${name}`);
  return template.replace(/\{(\w+)\}/g, (place, key) => (key in values ? String(values[key]) : place));
}

/** Make an element: attributes, listeners under `on`, properties under `prop`, children that may be text, lists or null. */
export function make(tag, { on = {}, prop = {}, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  Object.assign(element, prop);
  return element;
}

/** A button; `quiet` is the usual look of the builder. */
export function button(label, press, { id = null, look = "button-quiet button-small", off = false, ...more } = {}) {
  return make(
    "button",
    {
      type: "button",
      id,
      class: `button ${look}`,
      // A button that is off keeps the focus: who moved a question to the top must not be thrown out of the page.
      "aria-disabled": off ? "true" : null,
      on: { click: () => off || press() },
      ...more,
    },
    label,
  );
}

/** Draw the content of a place anew; what had the focus there keeps it, caret included; what was unfolded stays so. */
export function redraw(place, ...content) {
  const active = document.activeElement;
  const inside = active && place.contains(active) ? active : null;
  const caret = inside && "selectionStart" in inside ? [inside.selectionStart, inside.selectionEnd] : null;
  const open = [...place.querySelectorAll("details[open] > summary[id]")].map((summary) => summary.id);
  place.replaceChildren(...content.flat(Infinity).filter(Boolean));
  for (const id of open) document.getElementById(id)?.parentElement.setAttribute("open", "");
  if (!inside || !inside.id) return;
  const again = document.getElementById(inside.id);
  if (!again) return;
  again.focus({ preventScroll: true });
  if (caret && caret[0] !== null && "setSelectionRange" in again) again.setSelectionRange(...caret);
}

/** Move the focus to an element by its id, once it is there. */
export function focusOn(id) {
  document.getElementById(id)?.focus();
}

/** Say something politely to those who listen to the page. */
export function announce(text) {
  const place = document.getElementById("builder-news");
  if (place) place.textContent = text;
}
