"""The questions on which the accounts part, and the page of each."""

from django.http import HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from timeline import dictionary
from timeline.models import Publication
from timeline.views import changes, linked, reading, sharing, versions, wording
from timeline.views.localise import localised
from timeline.views.presenting import QuestionPage
from timeline.views.public import card_path, head_of, page, render

# What a question's document says of how far it is settled.
STATE = ("stands", "state_reason_nl", "state_reason_en")


@page()
def questions(request):
    """Every published question, with the first words of each side."""
    rows = [question_row(row, get_language()) for row in reading.questions()]
    described = _("Where the accounts disagree about meaning rather than about dates or numbers.")
    return render("questions/index.html", head_of(request, _("Questions"), described), {"questions": rows})


def question_row(row: dict, language: str) -> dict:
    """A question in one language, with what each account says of it first."""
    said = [(localised(source, language), row["words"].get(source["slug"])) for source in row["accounts"]]
    sides = [{"source": source if quote else reading.ringed(source), "quote": quote} for source, quote in said]
    told = localised(row["row"], language)
    state = wording.QUESTION_STATES[told.get("stands", "open")]
    return told | {"slug": row["slug"], "events": row["events"], "sides": sides, "state": state}


@page()
def question(request, slug: str):
    """What each account says on one question, with the contrast that an editor draws."""
    history = reading.history("question", slug, keys=STATE)
    newest = history[0]
    if newest.slug != slug:
        return HttpResponsePermanentRedirect(reverse("question", args=[newest.slug]))
    shown = question_page(newest.shown, newest.shown_findings)
    times = {"published": history[-1].at, "modified": newest.at}
    more = {"card": card_path(newest.code, newest.number), "embeds": True}
    head = head_of(request, *shown.described, code=newest.code, kind="article", **more, **times)
    data = linked.of_question(shown, head, newest.at)
    context = {"page": shown, "version": newest, "versions": history, "linked": data}
    context["share"] = sharing.of_subject(head, "question", shown.document, newest, slug)
    return render("questions/question.html", head, context | {"stages": stages(history, get_language())})


@page()
def version(request, slug: str, number: int):
    """The question as it was published at one time, and what changed since."""
    history = reading.history("question", slug, number, keys=STATE)
    newest = history[0]
    if newest.slug != slug:
        return HttpResponsePermanentRedirect(reverse("question-version", args=[newest.slug, number]))
    pinned = reading.pinned(history, number)
    until = [one for one in history if one.number <= number]
    shown = question_page(pinned.shown, pinned.shown_findings)
    title, summary = shown.described
    title = _("%(title)s (version %(number)d)") % {"title": title, "number": number}
    paths = {"path": reverse("question", args=[slug]), "own": request.path}
    more = {"card": card_path(pinned.code, number), "embeds": True, "indexed": False}
    head = head_of(request, title, summary, **paths, code=pinned.code, kind="article", **more)
    since = changes.in_short(versions.between(pinned, newest, get_language(), shown.names))
    context = {"page": shown, "version": pinned, "pinned": True, "newest": newest, "since": since}
    context["share"] = sharing.of_subject(head, "question", shown.document, pinned, slug)
    return render("questions/question.html", head, context | {"stages": stages(until, get_language())})


def stages(history: list[Publication], language: str) -> list[dict]:
    """The states that a question went through, the newest first: since when, and the reason as it was last given.

    ``history`` is newest first; what a withdrawal said is no state of the question.
    """
    told: list[dict] = []
    for version in reversed(history):
        state = version.stands or "open"
        if version.action == Publication.WITHDRAWN:
            continue
        if not told or told[-1]["state"] != state:
            told.append({"state": state, "words": wording.QUESTION_STATES[state], "since": version.at})
        texts = {name: getattr(version, name) or "" for name in STATE if name != "stands"}
        told[-1]["reason"] = localised(texts, language)["state_reason"]
    return told[::-1]


@page(parameters=("before",))
def question_versions(request, slug: str):
    """Every version of a question, and what it changed."""
    return versions.listed(request, "question", slug)


def preview(request, document: dict, findings: list[dict]):
    """What readers would see of a document that is not published. For the desk: no address of the site leads here."""
    shown = question_page(document, findings)
    path = reverse("question", args=[document["slug"]])
    head = head_of(request, *shown.described, path=path, code=document["code"], indexed=False)
    return render("questions/question.html", head, {"page": shown, "preview": True})


def question_page(document: dict, findings: list[dict]) -> QuestionPage:
    """A document with what stands around it today."""
    around = reading.around(
        dictionary.sources_in(document), events=document.get("events", ()), terms=document.get("terms", ())
    )
    return QuestionPage(document, findings, around, get_language())
