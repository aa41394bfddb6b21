// What the reader has opened stays open when new answers replace the page's part.
let opened = [];
const folds = () => [...document.querySelectorAll("#results details")];
document.addEventListener("htmx:beforeSwap", () => { opened = folds().map(one => one.open); });
document.addEventListener("htmx:afterSettle", () => {
  const now = folds();
  if (now.length === opened.length) now.forEach((one, place) => { one.open = opened[place]; });
});
