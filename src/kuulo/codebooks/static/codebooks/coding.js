// Coding by keyboard alone: the key beside a code chooses it, Enter saves, Backspace goes back.
// The keys work only while the form has the focus, so that they are in nobody's way elsewhere.
const form = document.querySelector("[data-coding]");
if (form) {
  const choices = [...form.querySelectorAll("input[type=checkbox]")];
  const none = form.querySelector("input[name=none]");
  const exclude = (changed) => {
    if (!changed.checked) return;
    if (changed === none) choices.forEach((each) => { each.checked = each === none; });
    else none.checked = false;
  };
  choices.forEach((each) => each.addEventListener("change", () => exclude(each)));
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter" && event.target.matches("input[type=checkbox]")) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    const found = form.querySelector(`[data-press="${CSS.escape(event.key)}"]`);
    if (!found) return;
    event.preventDefault();
    if (found.matches("a")) found.click();
    else {
      found.checked = !found.checked;
      exclude(found);
      found.focus();
    }
  });
  (choices.find((each) => each.checked) || choices[0]).focus({ preventScroll: true });
}
