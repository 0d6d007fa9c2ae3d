// While a lesson is typed, this tab keeps it: whoever goes to look for one more event finds it again. The choice and its
// order are the basket's. All of it is forgotten once the lesson is made, and what was typed with the tab.
const BASKET = "lesson";
const DRAFT = "lesson-draft";
const form = document.querySelector('form[data-draft="make"]');

const keep = () => {
  const typed = [...form.elements].filter((field) => field.name && field.type !== "hidden" && !field.matches("button"));
  sessionStorage.setItem(DRAFT, JSON.stringify(Object.fromEntries(typed.map((field) => [field.name, field.value]))));
};

const fill = () => {
  const kept = JSON.parse(sessionStorage.getItem(DRAFT) ?? "{}");
  for (const field of form.elements) if (kept[field.name] && !field.value && field.name !== "find") field.value = kept[field.name];
};

try {
  if (document.querySelector("[data-made]")) {
    localStorage.removeItem(BASKET);
    sessionStorage.removeItem(DRAFT);
    history.replaceState(null, "", location.pathname); // whoever keeps this address opens the lesson, and makes none
  }
  if (form) {
    if (form.dataset.items) localStorage.setItem(BASKET, form.dataset.items);
    else if ("emptied" in form.dataset) localStorage.removeItem(BASKET);
    fill();
    form.addEventListener("input", keep);
  }
} catch {
  // a browser that keeps nothing: then the form alone holds what is typed
}
