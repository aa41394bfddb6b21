// The slider of what remains unknown: moves the mark to the figure that the chosen difference of the silent would give.
// Without this script the same steps stand in the table beneath.
"use strict";

function bind(slider) {
  const figure = slider.closest("figure");
  const range = slider.querySelector("input");
  const told = slider.querySelector("output");
  const steps = [...slider.querySelectorAll("li")];
  const mark = figure.querySelector("[data-bounds-mark]");
  const line = mark.querySelector("line");
  const dot = mark.querySelector("circle");
  const show = () => {
    const step = steps[Number(range.value)];
    line.setAttribute("x1", step.dataset.x);
    line.setAttribute("x2", step.dataset.x);
    dot.setAttribute("cx", step.dataset.x);
    told.textContent = step.textContent;
    range.setAttribute("aria-valuetext", step.textContent);
  };
  range.addEventListener("input", show);
  slider.hidden = false;
  show();
}

document.querySelectorAll("[data-bounds]").forEach(bind);
