// Copy a link or a citation, and print: buttons that only a script can answer, so the script shows them.
for (const button of document.querySelectorAll("[data-copies], [data-copies-from], [data-prints]")) button.hidden = false;

const say = (button, word) => {
  const said = button.parentElement.querySelector("[role=status]");
  if (said) said.textContent = said.dataset[word];
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies], [data-copies-from], [data-prints]");
  if (!button) return;
  if ("prints" in button.dataset) return window.print();
  const text = button.dataset.copies ?? document.getElementById(button.dataset.copiesFrom).textContent.trim();
  try {
    await navigator.clipboard.writeText(text);
    say(button, "copied");
  } catch {
    say(button, "failed"); // no permission, or a page that was not served securely
  }
});
