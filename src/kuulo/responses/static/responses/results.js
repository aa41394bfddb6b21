// What the reader has opened stays open, and keeps the focus, when new answers replace the page's part.
let opened = new Set();
let focused = null;
// A fold is known by its section, its words and its place among those of the same words there.
function folds() {
  const seen = {};
  return [...document.querySelectorAll("#results details")].map(fold => {
    const name = `${(fold.closest("section") || fold).getAttribute("aria-labelledby")} ${fold.querySelector("summary").textContent}`;
    seen[name] = (seen[name] || 0) + 1;
    return [`${name} ${seen[name]}`, fold];
  });
}
document.addEventListener("htmx:beforeSwap", () => {
  const all = folds();
  opened = new Set(all.filter(([, fold]) => fold.open).map(([name]) => name));
  focused = (all.find(([, fold]) => fold.contains(document.activeElement)) || [null])[0];
});
document.addEventListener("htmx:afterSettle", () => {
  for (const [name, fold] of folds()) {
    fold.open = opened.has(name);
    if (name === focused) fold.querySelector("summary").focus({ preventScroll: true });
  }
});
