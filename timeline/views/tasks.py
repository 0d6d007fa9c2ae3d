"""The ready source-criticism tasks in words, for pupils of about sixteen; each fits any event or question."""

from django.utils.translation import gettext as _


def task_in_words(ready: str) -> dict | None:
    """The title of a ready task and its ``questions``, in ``task`` numbered and one a line; None where there is no
    such task."""
    if ready not in TASKS:
        return None
    title, questions = TASKS[ready]()
    task = "\n".join(f"{number}. {text}" for number, text in enumerate(questions, start=1))
    return {"title": title, "questions": questions, "task": task}


def sourcing() -> tuple[str, list[str]]:
    """Who speaks, to whom, and for what the source is good."""
    return _("Sourcing: who is speaking?"), [
        _("Open the page of each source. Who wrote it, when, and for whom? What remains unknown?"),
        _("What does the writer want to achieve? Which words in the quotes show it?"),
        _("What can you use this source for, and what not?"),
    ]


def contextualisation() -> tuple[str, list[str]]:
    """What was going on at the time."""
    return _("Context: what was going on?"), [
        _("Look at the timeline. What happened shortly before this, and what shortly after?"),
        _("What in these quotes can you only understand if you know that?"),
        _("Does the source speak from that time, or does it look back later? Which words show it?"),
    ]


def corroboration() -> tuple[str, list[str]]:
    """What more than one source says."""
    return _("Corroboration: who confirms it?"), [
        _("Put the quotes side by side. On what do they agree, on what do they differ, and what does only one say?"),
        _("Take one difference. Can both be right? Explain."),
        _("If two sources say the same, can they have it from the same place? What would you want to see besides?"),
        _("Now read the notes and their references. Do you still think the same?"),
    ]


def close_reading() -> tuple[str, list[str]]:
    """How the words work."""
    return _("Close reading: what do the words do?"), [
        _("Choose one quote. Which words pass a judgement? Write the sentence again without it. What is lost?"),
        _("What does the sentence leave out: who, when, how many, according to whom?"),
        _("How does the writer try to convince you: with a fact, a number, a comparison, a feeling?"),
    ]


TASKS = {
    "sourcing": sourcing,
    "contextualisation": contextualisation,
    "corroboration": corroboration,
    "close_reading": close_reading,
}
