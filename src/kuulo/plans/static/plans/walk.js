// The arrow keys go through the plan; the links do the same for whoever has no script.
const WRITING = "input, select, textarea, summary, [contenteditable], .table-scroll, [role='region']";

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target instanceof Element && event.target.closest(WRITING)) return;
  const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const link = way && document.querySelector(`.plan-walk a[rel="${way}"]`);
  if (link) link.click();
});
