// Moves claims on the assumption map, by mouse and by arrow keys; each move is told and kept at once.
const map = document.getElementById("claims-map");
const told = document.getElementById("map-told");
const token = document.querySelector("#map-form [name=csrfmiddlewaretoken]");
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const SLACK = 5;

if (map && token) {
  const size = {
    left: Number(map.dataset.left),
    top: Number(map.dataset.top),
    width: Number(map.dataset.cellWidth),
    height: Number(map.dataset.cellHeight),
  };
  const clamp = (value, least, most) => Math.min(most, Math.max(least, value));
  const middle = (strength, importance) => [
    size.left + (strength + 0.5) * size.width,
    size.top + (5 - importance + 0.5) * size.height,
  ];
  const lay = (dot, x, y) => dot.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
  const cellOf = (x, y) => [
    clamp(Math.floor((x - size.left) / size.width), 0, 5),
    clamp(5 - Math.floor((y - size.top) / size.height), 1, 5),
  ];
  const onMap = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());

  const put = async (dot, strength, importance) => {
    const before = [dot.getAttribute("transform"), dot.dataset.strength, dot.dataset.importance];
    dot.dataset.strength = strength;
    dot.dataset.importance = importance;
    lay(dot, ...middle(strength, importance));
    const body = new URLSearchParams({ importance, placed: strength });
    let answer = { told: "" };
    let kept = false;
    try {
      const response = await fetch(dot.dataset.move, {
        method: "POST",
        headers: { "X-CSRFToken": token.value, Accept: "application/json" },
        body,
      });
      kept = response.ok;
      answer = await response.json();
    } catch {
      kept = false;
    }
    told.textContent = answer.told;
    if (!kept) {
      [dot.dataset.strength, dot.dataset.importance] = before.slice(1);
      dot.setAttribute("transform", before[0]);
      return;
    }
    const row = document.querySelector(`[data-row="${CSS.escape(dot.dataset.number)}"]`);
    if (row) {
      row.querySelector("[data-cell=importance]").textContent = importance;
      row.querySelector("[data-cell=strength]").textContent = strength;
    }
  };

  for (const dot of map.querySelectorAll("[data-move]")) {
    dot.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (!step) return;
      event.preventDefault();
      const strength = clamp(Number(dot.dataset.strength) + step[0], 0, 5);
      const importance = clamp(Number(dot.dataset.importance) + step[1], 1, 5);
      if (strength !== Number(dot.dataset.strength) || importance !== Number(dot.dataset.importance)) {
        put(dot, strength, importance);
      }
    });
    dot.addEventListener("dragstart", (event) => event.preventDefault());
    dot.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      const home = dot.getAttribute("transform");
      const from = [event.clientX, event.clientY];
      let moved = false;
      const follow = (at) => {
        moved ||= Math.hypot(at.clientX - from[0], at.clientY - from[1]) > SLACK;
        if (!moved) return;
        const place = onMap(at);
        dot.classList.add("is-moving");
        lay(dot, place.x, place.y);
      };
      const finish = (at) => {
        dot.removeEventListener("pointermove", follow);
        dot.removeEventListener("pointerup", finish);
        dot.removeEventListener("pointercancel", finish);
        dot.classList.remove("is-moving");
        if (!moved) return;
        dot.addEventListener("click", (click) => click.preventDefault(), { once: true });
        const place = onMap(at);
        dot.setAttribute("transform", home);
        if (at.type === "pointerup") put(dot, ...cellOf(place.x, place.y));
      };
      dot.setPointerCapture(event.pointerId);
      dot.addEventListener("pointermove", follow);
      dot.addEventListener("pointerup", finish);
      dot.addEventListener("pointercancel", finish);
    });
  }
}
