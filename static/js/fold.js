// On a narrow screen long notes begin folded: the verdict and the first lines stay. What a link leads to is opened (also
// a table that its chart stands for), and paper shows everything (the styles fold screens only). On a wide one, of what stands side by side the shorter stays in
// sight while the longer is read.
const LONG = 8; // lines
const narrow = window.matchMedia("(max-width: 48rem)");

const fold = (note, folded) => {
  const button = note.querySelector(".unfold");
  note.classList.toggle("folded", folded);
  button.setAttribute("aria-expanded", String(!folded));
  button.hidden = !folded;
};

const aim = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const note = target?.closest(".note.folded");
  if (note) fold(note, false);
  const table = target?.closest("details.same:not([open])");
  if (table) {
    table.open = true;
    target.scrollIntoView();
  }
};

const isLong = (note) => {
  const reason = note.querySelector(".reason");
  return reason.offsetHeight > (LONG + 0.5) * parseFloat(getComputedStyle(reason).lineHeight);
};

if (narrow.matches) {
  const long = [...document.querySelectorAll(".note")].filter(isLong);
  for (const note of long) fold(note, true);
}
aim();

// What is taller than the window must not stick: its end would be out of reach.
const sides = document.querySelectorAll(".column, .said-words, .sheet > .to-ask");
const stick = () => {
  const room = window.innerHeight - 32;
  const fits = [...sides].map((side) => side.offsetHeight < room);
  sides.forEach((side, number) => side.classList.toggle("sticks", fits[number]));
};
if (sides.length) {
  stick();
  window.addEventListener("resize", stick);
}

window.addEventListener("hashchange", aim);
document.addEventListener("click", (event) => {
  const note = event.target.closest(".unfold")?.closest(".note");
  if (!note) return;
  fold(note, false);
  note.querySelector(".reason").focus();
});
