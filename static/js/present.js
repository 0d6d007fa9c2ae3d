// Keys for the front of a class. Without this file the slides are there all the same, below each other, with links.
{
  const slides = [...document.querySelectorAll(".slide")];
  const main = document.getElementById("main");
  const where = document.querySelector("[data-where]");
  let now = -1;

  const say = (number) => {
    where.textContent = main.dataset.words.replace("{number}", number + 1).replace("{of}", slides.length);
  };

  // The address names the slide, so that a reload and a shared link show it; Back leaves the slides at once.
  const arrive = (number) => {
    if (number === now) return;
    now = number;
    history.replaceState(null, "", `#${slides[now].id}`);
    say(now);
  };

  const go = (number) => {
    const slide = slides[Math.max(0, Math.min(slides.length - 1, number))];
    arrive(slides.indexOf(slide));
    slide.scrollIntoView({ behavior: "instant" });
    slide.focus({ preventScroll: true });
  };

  // A slide that is taller than the screen is read to its end first, in both directions.
  const read = (way) => {
    const box = slides[now].getBoundingClientRect();
    const left = way > 0 ? box.bottom - window.innerHeight : -box.top;
    if (left < 8) return false;
    window.scrollBy({ top: way * Math.min(left, window.innerHeight * 0.7), behavior: "instant" });
    return true;
  };

  // What was found is opened before the next slide comes.
  const step = (way) => {
    const folded = way > 0 && slides[now].querySelector("details:not([open])");
    if (read(way)) return;
    if (folded) {
      folded.open = true;
      folded.scrollIntoView({ block: "nearest" });
    } else go(now + way);
  };

  const KEYS = {
    ArrowRight: () => step(1),
    ArrowDown: () => step(1),
    PageDown: () => step(1),
    ArrowLeft: () => go(now - 1),
    ArrowUp: () => step(-1),
    PageUp: () => step(-1),
    Home: () => go(0),
    End: () => go(slides.length - 1),
    Escape: () => { if (!document.fullscreenElement) location.href = main.dataset.back; },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const space = event.key === " " && !event.target.closest("a, button, summary");
    const act = space ? () => step(event.shiftKey ? -1 : 1) : KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-go]");
    if (link) {
      event.preventDefault();
      if (link.dataset.go === "1") step(1);
      else go(now - 1);
    } else if (event.target.closest("[data-fills]")) {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen();
    }
  });

  // Who scrolls or swipes is told where he is as well.
  const seen = new IntersectionObserver((entries) => {
    const shown = entries.filter((entry) => entry.isIntersecting).at(-1);
    if (shown) arrive(slides.indexOf(shown.target));
  }, { rootMargin: "-50% 0px -50% 0px" });

  const asked = () => slides.indexOf(document.getElementById(location.hash.slice(1))?.closest(".slide"));
  const start = asked();
  now = Math.max(start, 0);
  if (start >= 0) go(start);
  for (const slide of slides) seen.observe(slide);
  window.addEventListener("hashchange", () => {
    if (asked() >= 0) go(asked());
  });
  if (document.fullscreenEnabled) for (const button of document.querySelectorAll("[data-fills]")) button.hidden = false;
}
