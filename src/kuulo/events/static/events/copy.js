// Buttons that copy a text; without script they stay hidden, and it can be done by hand.
for (const button of document.querySelectorAll("[data-copies]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
    const words = button.innerHTML;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.innerHTML = words; }, 2000);
  });
}
