// Keys of the drawing: + - ← → 0 press the link that says so. Everything here is a link without this file as well.
let pressed = "";

function inField(element) {
  return element.matches("input, select, textarea, [contenteditable]");
}

document.addEventListener("keydown", (event) => {
  const picture = event.target.closest(".picture");
  if (!picture || inField(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key === "=" ? "+" : event.key;
  const link = [...picture.querySelectorAll("a[data-key]")].find((each) => each.dataset.key === key);
  if (!link) return;
  event.preventDefault();
  pressed = document.activeElement.id || link.id;
  link.click();
});

// What had the focus may be gone from the new window: then the drawing has it, so that the next key still works.
document.addEventListener("htmx:afterSettle", () => {
  if (pressed && document.activeElement === document.body) {
    (document.getElementById(pressed) || document.getElementById("drawing"))?.focus({ preventScroll: true });
    if (document.activeElement === document.body) document.getElementById("drawing")?.focus({ preventScroll: true });
  }
  pressed = "";
});
