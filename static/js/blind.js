// A blind exercise: what is ticked and written is kept in this browser alone, under the exercise and its version, and
// shown again on every step. Nothing is ever sent.
const PREFIX = "blind ";
const exercise = document.querySelector("[data-blind]");

const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key)) ?? {};
  } catch {
    return {}; // no storage, or not ours
  }
};

const write = (key, answers) => {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(answers));
  } catch {
    for (const word of document.querySelectorAll("[data-unkept]")) word.hidden = false;
  }
};

const fields = () => (exercise ? [...exercise.querySelectorAll("input, textarea")] : []);

const fill = (answers) => {
  for (const field of fields()) {
    const answer = answers[field.name] ?? "";
    if (field.localName === "textarea") field.value = answer;
    else field.checked = answer === field.value;
  }
};

// Where the sources are shown, the answers stand beside them.
const show = (answers) => {
  for (const place of document.querySelectorAll("[data-answer]")) {
    const answer = answers[place.dataset.answer];
    const told = place.querySelector("[data-told]");
    if (told) told.textContent = answer ?? "";
    for (const word of place.querySelectorAll("[data-says]")) word.hidden = word.dataset.says !== answer;
    place.hidden = !answer;
  }
  for (const place of document.querySelectorAll("[data-answers]")) place.hidden = !place.querySelector("[data-answer]:not([hidden])");
  for (const place of document.querySelectorAll("[data-all]")) {
    place.hidden = !place.dataset.all.trim().split(" ").every((name) => answers[name]);
  }
};

const restore = () => {
  if (!exercise) return;
  const answers = read(exercise.dataset.blind);
  fill(answers);
  show(answers);
};

// That all can be true, and that some cannot, exclude each other.
const exclude = (field) => {
  if (field.type !== "checkbox" || !field.checked) return;
  for (const other of field.closest("fieldset").querySelectorAll(":checked")) {
    if (other === field || ("alone" in other.dataset === "alone" in field.dataset)) continue;
    other.checked = false;
    keep(other);
  }
};

const keep = (field) => {
  const answers = read(exercise.dataset.blind);
  const answer = field.type === "checkbox" && !field.checked ? "" : field.value;
  if (answer) answers[field.name] = answer;
  else delete answers[field.name];
  write(exercise.dataset.blind, answers);
};

const clear = (button) => {
  try {
    for (const key of button.dataset.clears.split(" ")) localStorage.removeItem(PREFIX + key);
  } catch {
    // there was nothing to keep them in
  }
  restore();
  const said = button.parentElement.querySelector("[role=status]");
  said.textContent = said.dataset.cleared;
};

for (const button of document.querySelectorAll("[data-clears]")) button.hidden = false;
document.addEventListener("input", (event) => {
  if (!exercise?.contains(event.target)) return;
  keep(event.target);
  exclude(event.target);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-clears]");
  if (button) clear(button);
});
// Also when the browser shows the page again as it was left: answers may have been cleared in between.
restore();
window.addEventListener("pageshow", restore);
