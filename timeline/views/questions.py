"""The questions on which the accounts part, and the page of each."""

from django.http import HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from timeline import dictionary
from timeline.views import reading, versions
from timeline.views.localise import localised
from timeline.views.presenting import QuestionPage
from timeline.views.public import head_of, page, render


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
    return localised(row["row"], language) | {"slug": row["slug"], "events": row["events"], "sides": sides}


@page()
def question(request, slug: str):
    """What each account says on one question, with the contrast that an editor draws."""
    history = reading.history("question", slug)
    newest = history[0]
    if newest.slug != slug:
        return HttpResponsePermanentRedirect(reverse("question", args=[newest.slug]))
    shown = question_page(newest.shown, newest.shown_findings)
    times = {"published": history[-1].at, "modified": newest.at}
    head = head_of(request, *shown.described, code=newest.code, kind="article", **times)
    return render("questions/question.html", head, {"page": shown, "version": newest, "versions": history})


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
