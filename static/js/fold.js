// On a narrow screen long notes begin folded: the verdict and the first lines stay. What a link leads to is opened, and
// paper shows everything (the styles fold screens only).
const LONG = 60; // words
const narrow = window.matchMedia("(max-width: 48rem)");

const fold = (note, folded) => {
  const button = note.querySelector(".unfold");
  note.classList.toggle("folded", folded);
  button.setAttribute("aria-expanded", String(!folded));
  button.hidden = !folded;
};

const aim = () => {
  const note = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest(".note.folded");
  if (note) fold(note, false);
};

if (narrow.matches) {
  for (const note of document.querySelectorAll(".note")) {
    if (note.querySelector(".reason").textContent.trim().split(/\s+/).length > LONG) fold(note, true);
  }
  aim();
}

window.addEventListener("hashchange", aim);
document.addEventListener("click", (event) => {
  const note = event.target.closest(".unfold")?.closest(".note");
  if (!note) return;
  fold(note, false);
  note.querySelector(".reason").focus();
});
