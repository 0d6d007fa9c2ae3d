// Copy a link or a citation, and print: buttons that only a script can answer, so the script shows them.
const answered = "[data-copies], [data-copies-from], [data-prints]";
for (const button of document.querySelectorAll(answered)) button.hidden = false;

const say = (button, word) => {
  const said = button.parentElement.querySelector("[role=status]");
  if (said) said.textContent = said.dataset[word];
};

// A citation keeps its italics where it is pasted into a document, and is plain text everywhere else.
const copy = async (button) => {
  if (button.dataset.copies) return navigator.clipboard.writeText(button.dataset.copies);
  const words = document.getElementById(button.dataset.copiesFrom);
  const text = words.textContent.trim();
  if (!window.ClipboardItem) return navigator.clipboard.writeText(text);
  const kinds = { "text/plain": text, "text/html": words.innerHTML.trim() };
  const blobs = Object.entries(kinds).map(([type, said]) => [type, new Blob([said], { type })]);
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest(answered);
  if (!button) return;
  if ("prints" in button.dataset) return window.print();
  try {
    await copy(button);
    say(button, "copied");
  } catch {
    say(button, "failed"); // no permission, or a page that was not served securely
  }
});

// Whoever goes into a field with something to copy has all of it selected.
document.addEventListener("focusin", (event) => {
  if (event.target.matches("input.copyable")) event.target.select();
});
