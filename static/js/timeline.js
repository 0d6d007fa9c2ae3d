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

// A link with an anchor leads there with htmx as it does without.
document.addEventListener("htmx:afterSettle", (event) => {
  const place = document.getElementById(event.detail.requestConfig?.elt.hash?.slice(1) || "");
  place?.scrollIntoView({ behavior: "instant" });
  place?.focus({ preventScroll: true });
});

// A form leaves the fields that are empty out of the address; they come back at once, for who comes back to the page.
document.addEventListener("submit", (event) => {
  const empty = [...event.target.elements].filter((field) => field.name && field.value === "");
  for (const field of empty) field.disabled = true;
  setTimeout(() => { for (const field of empty) field.disabled = false; });
});
