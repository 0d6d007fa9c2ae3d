// The lesson basket: the codes of events and questions, in this browser alone. Without this file “Add to lesson” is a
// link to the form; with it, a button that says whether its thing is in.
const KEY = "lesson";
const bar = document.querySelector(".basket");
const read = () => localStorage.getItem(KEY)?.split(".").filter(Boolean) ?? [];
const write = (codes) => (codes.length ? localStorage.setItem(KEY, codes.join(".")) : localStorage.removeItem(KEY));

const show = () => {
  const codes = read();
  const link = bar.querySelector("a");
  bar.hidden = !codes.length;
  bar.querySelector("span").textContent = codes.length;
  for (const each of document.querySelectorAll("[data-basket]")) {
    let button = each;
    if (each.localName === "a") {
      button = document.createElement("button");
      button.type = "button";
      button.className = each.className;
      button.dataset.basket = each.dataset.basket;
      each.replaceWith(button);
    }
    const inside = codes.includes(button.dataset.basket);
    button.setAttribute("aria-pressed", inside);
    button.textContent = inside ? bar.dataset.in : bar.dataset.out;
  }
  // What is left of the links to the form asks for all of it; a form that stands empty offers it.
  const items = codes.length ? `?items=${codes.join(".")}` : "";
  for (const each of document.querySelectorAll(`a[href^="${link.pathname}"]`)) each.href = link.pathname + items;
  const offer = document.querySelector("[data-basket-offer]");
  if (!offer) return;
  offer.hidden = !codes.length;
  offer.querySelector("span span").textContent = codes.length;
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-basket]");
  if (!button) return;
  const codes = read();
  const code = button.dataset.basket;
  const full = codes.length >= bar.dataset.most && !codes.includes(code);
  if (!full) write(codes.includes(code) ? codes.filter((one) => one !== code) : [...codes, code]);
  show();
  if (full) button.textContent = bar.dataset.full;
});

try {
  show(); // throws where the browser keeps nothing: then the links stay what they are
  document.addEventListener("htmx:afterSettle", show);
  window.addEventListener("storage", show);
  window.addEventListener("pageshow", show);
} catch {
  bar.hidden = true;
}
