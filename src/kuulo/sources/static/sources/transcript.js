// A click on a turn plays it; while it plays, the turn that is heard is marked.
const player = document.querySelector("[data-player]");
const turns = [...document.querySelectorAll("[data-begins]")];
if (player && turns.length) {
  const begins = turns.map(turn => Number(turn.dataset.begins));
  for (const turn of turns) {
    turn.addEventListener("click", () => {
      player.currentTime = Number(turn.dataset.begins);
      player.play();
    });
  }
  let heard = null;
  player.addEventListener("timeupdate", () => {
    const place = begins.findLastIndex(begin => begin <= player.currentTime + 0.05);
    const now = place >= 0 ? turns[place].closest("li") : null;
    if (now === heard) return;
    if (heard) heard.removeAttribute("data-heard");
    if (now && !player.paused) now.setAttribute("data-heard", "");
    heard = now;
  });
}
