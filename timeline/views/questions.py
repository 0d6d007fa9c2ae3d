"""The questions on which the accounts part, and the page of each."""

from django.http import HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from timeline import dictionary
from timeline.models import PublicQuestion
from timeline.views import reading
from timeline.views.localise import localised
from timeline.views.presenting import QuestionPage
from timeline.views.public import head_of, page, render


@page()
def questions(request):
    """Every published question."""
    rows = [{"slug": row.slug, **localised(row.row, get_language())} for row in PublicQuestion.objects.all()]
    described = _("Where the accounts disagree about meaning rather than about dates or numbers.")
    return render("questions/index.html", head_of(request, _("Questions"), described), {"questions": rows})


@page()
def question(request, slug: str):
    """What each account says on one question, with the contrast that an editor draws."""
    versions = reading.history("question", slug)
    newest = versions[0]
    if newest.slug != slug:
        return HttpResponsePermanentRedirect(reverse("question", args=[newest.slug]))
    shown = question_page(newest.shown, newest.shown_findings)
    head = head_of(request, *shown.described, code=newest.code, kind="article")
    return render("questions/question.html", head, {"page": shown, "version": newest, "versions": versions})


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
