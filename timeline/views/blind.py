"""Blind corroboration: the quotes with their sources hidden, to be sorted and weighed before anything is revealed.

A sequence of pages with plain links between them. What is ticked and written is never sent: there is no form, and
``blind.js`` keeps it in the reader's own browser.
"""

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from timeline.views import lesson_reading, reading
from timeline.views.blindfold import NUMBERS, READ, REVEAL, SHEET, TRUST, Exercise
from timeline.views.presenting import EventPage
from timeline.views.public import Head, card_path, head_of, page, render

TITLES = {
    READ: gettext_lazy("Blind exercise: %(title)s"),
    NUMBERS: gettext_lazy("Blind exercise, the numbers: %(title)s"),
    TRUST: gettext_lazy("Blind exercise, trust: %(title)s"),
    REVEAL: gettext_lazy("Blind exercise, who said what: %(title)s"),
    SHEET: gettext_lazy("Blind exercise, on paper: %(title)s"),
}
WHOSE = gettext_lazy("Blind exercise, who said it: %(title)s")  # the last step, where one source speaks
DESCRIBED = gettext_lazy("Quotes without their sources: compare them, weigh them, and only then see who said what.")
WEIGHED = gettext_lazy("The words of one source without its name: weigh them, and only then see who said it.")


# --- an event ---------------------------------------------------------------------------------------------------------


@page()
def event(request, slug: str):
    """What the exercise is, and where it begins."""
    newest = reading.history("event", slug)[0]
    if newest.slug != slug:
        return HttpResponsePermanentRedirect(reverse("event-blind", args=[newest.slug]))
    exercise = exercise_of(newest)
    return render(
        "blind/start.html",
        head_for(request, exercise, READ),
        {"exercise": exercise, "way": EventWay(newest.slug, exercise)},
    )


@page()
def event_step(request, slug: str, step: str):
    """One step of the exercise."""
    newest = reading.history("event", slug)[0]
    if newest.slug != slug:
        return HttpResponsePermanentRedirect(reverse("event-blind-step", args=[newest.slug, step]))
    exercise = exercise_of(newest)
    return step_page(request, exercise, step, EventWay(newest.slug, exercise))


def exercise_of(publication) -> Exercise:
    """The exercise on a published event."""
    document = publication.shown
    around = reading.around(lesson_reading.sources_of([document]), terms=document.get("terms", ()))
    shown = EventPage(document, publication.shown_findings, around, get_language())
    return Exercise(shown, publication.number)


# --- a lesson ---------------------------------------------------------------------------------------------------------


@page()
def lesson(request, code: str):
    """What the exercise is, and which parts of the lesson it has."""
    way = LessonWay(lesson_reading.lesson_of(code, get_language()))
    card = card_path(way.lesson["code"], way.lesson["version"])
    head = head_of(request, TITLES[READ] % {"title": way.lesson["title"]}, str(DESCRIBED), card=card, indexed=False)
    return render("blind/lesson.html", head, {"way": way})


@page()
def lesson_step(request, code: str, number: int, step: str):
    """One step of the exercise on one part of a lesson."""
    way = LessonWay(lesson_reading.lesson_of(code, get_language()), number)
    if number not in way.exercises:
        raise Http404(_("This part of the lesson has no quotes to read blind."))
    return step_page(request, way.exercises[number], step, way)


# --- a step of either -------------------------------------------------------------------------------------------------


def step_page(request, exercise: Exercise, step: str, way: "Way"):
    """A step with the ways back and on; Http404 where the exercise has no such step."""
    if step not in exercise.steps and not (step == SHEET and exercise.steps):
        raise Http404(_("This exercise has no such step."))
    head = head_for(request, exercise, step)
    context = {"exercise": exercise, "way": way, "step": step}
    if step == SHEET:
        return render("blind/sheet.html", head, context)
    place = exercise.steps.index(step)
    context |= {"number": place + 1, "back": way.before(place), "on": way.after(place)}
    return render(f"blind/{'reveal' if step == REVEAL else 'step'}.html", head, context)


def head_for(request, exercise: Exercise, step: str) -> Head:
    """The head of a step: its picture says no more than its title. No permanent link: that leads to the sources."""
    named = WHOSE if step == REVEAL and exercise.alone else TITLES[step]
    title = named % {"title": exercise.document["title"]}
    card = card_path(exercise.document["code"], exercise.version, blind=True)
    described = WEIGHED if exercise.steps and exercise.alone else DESCRIBED
    return head_of(request, title, str(described), card=card, indexed=False)


class Way:
    """The addresses of the steps of an exercise, one after another."""

    steps: list[str]
    lesson: dict | None = None

    def step(self, name: str) -> str:
        raise NotImplementedError

    @property
    def first(self) -> str:
        return self.step(self.steps[0])

    @property
    def sheet(self) -> str:
        return self.step(SHEET)

    @property
    def key(self) -> str:
        return self.step(REVEAL)

    @property
    def papers(self) -> list[dict]:
        """The sheets to print, with their keys and titles."""
        return [{"title": "", "sheet": self.sheet, "key": self.key}]

    def before(self, place: int) -> str:
        """Where one goes back to from the step at this place."""
        return self.step(self.steps[place - 1]) if place else self.start

    def after(self, place: int) -> str:
        """The next step; empty after the last one."""
        return self.step(self.steps[place + 1]) if place + 1 < len(self.steps) else ""


class EventWay(Way):
    """The way through the exercise on an event."""

    def __init__(self, slug: str, exercise: Exercise):
        self.slug, self.steps = slug, exercise.steps
        self.start, self.home = reverse("event-blind", args=[slug]), reverse("event", args=[slug])
        self.qr = reverse("blind-qr", args=[slug])

    def step(self, name: str) -> str:
        return reverse("event-blind-step", args=[self.slug, name])


class LessonWay(Way):
    """The way through a lesson: ``exercises`` by their number in it (from 1), and what is left out. A quote is read
    blind once: after an exercise the reader knows whose it is."""

    def __init__(self, read: lesson_reading.ReadLesson, number: int = 0):
        self.lesson, self.number = read.told, number
        self.start = reverse("lesson-blind", args=[self.lesson["code"]])
        self.home = reverse("lesson", args=[self.lesson["code"]])
        self.qr = reverse("lesson-blind-qr", args=[self.lesson["code"]])
        self.exercises, self.left_out, seen = {}, [], set()
        for place, item in enumerate(read.items, 1):
            exercise = Exercise(item.page, item.publication["number"], frozenset(seen)) if item.page else None
            if exercise and exercise.steps:
                self.exercises[place] = exercise
                seen.update(exercise.codes)
            else:
                self.left_out.append({"page": item.page, "seen": bool(exercise and exercise.left_out)})
        self.steps = self.exercises[number].steps if number in self.exercises else []
        self.parts = [self.part(place, exercise) for place, exercise in self.exercises.items()]
        self.keys = " ".join(exercise.key for exercise in self.exercises.values())

    def part(self, number: int, exercise: Exercise) -> dict:
        """A part of the lesson, with where it begins and where its sheet and key are."""
        first, sheet, key = (self.step(name, number) for name in (exercise.steps[0], SHEET, REVEAL))
        return {"number": number, "exercise": exercise, "first": first, "sheet": sheet, "key": key}

    def step(self, name: str, number: int = 0) -> str:
        return reverse("lesson-blind-step", args=[self.lesson["code"], number or self.number, name])

    @property
    def papers(self) -> list[dict]:
        return [part | {"title": part["exercise"].document["title"]} for part in self.parts]

    @property
    def first(self) -> str:
        return self.parts[0]["first"] if self.parts else ""

    @property
    def alone(self) -> bool:
        """Whether in every exercise one source speaks, so that there is nothing to compare."""
        return all(exercise.alone for exercise in self.exercises.values())

    @property
    def place(self) -> int:
        """Which of the exercises this is, from 1."""
        return list(self.exercises).index(self.number) + 1

    @property
    def next(self) -> dict | None:
        """The part after this one."""
        return next((part for part in self.parts if part["number"] > self.number), None)
