"""The blind exercise on the first corpus: on all that can be printed of it, nothing names a source or leads to one."""

from html import unescape

from sources.models import Source
from tests.builders import make_lesson
from timeline import dictionary
from timeline.models import Publication, Question
from timeline.views import reading


def test_no_sheet_names_an_account_or_holds_the_code_of_a_quote(client, shipped):
    newest = Publication.objects.filter(reading.is_newest()).exclude(action=Publication.WITHDRAWN)
    lesson = make_lesson(*Question.objects.filter(code__in=newest.values("code")))
    places = {item.code: f"lessons/{lesson.code}/blind/{item.position + 1}/" for item in lesson.items.all()}
    accounts = Source.objects.published().accounts()
    told = {word for one in accounts for word in (one.slug, one.name_nl, one.name_en)} | {"account-"}
    seen = 0
    for row in newest:
        place = places.get(row.code, f"events/{row.slug}/blind/")
        quotes = dictionary.quotes_in(row.document)
        response = client.get(f"/nl/{place}sheet/")
        assert response.status_code == (200 if quotes else 404), place
        codes = {quote["code"] for quote in quotes} | {figure["code"] for figure in row.document.get("figures", [])}
        page = unescape(response.content.decode()) if quotes else ""
        assert [word for word in told | codes if word in page] == [], place
        seen += bool(quotes)
    assert seen > 80
