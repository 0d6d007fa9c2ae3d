"""The corpus that is shipped: that it loads, is canonical, and says what it is to say.

That it travels to PostgreSQL and back is part of an editor's day in ``tests/browser/test_editor.py``.
"""

from django.db.models import Q

from sources import anchoring
from sources.calendars import gregorian_to_jdn, julian_to_jdn
from sources.models import Quote, Source
from tests.core.test_corpus import contents, counts
from timeline import corpus, index
from timeline.management.commands.start import FIRST_CORPUS
from timeline.models import Address, Event, Figure, Note, Publication, PublicEvent, PublicQuestion, Question, Theme


def test_the_shipped_corpus_loads_and_is_public(shipped):
    assert not shipped.kept
    assert not shipped.replaced
    assert Event.objects.count() == PublicEvent.objects.count() == 90
    assert Question.objects.count() == PublicQuestion.objects.count() == 11
    assert index.stale_rows() == []


def test_the_shipped_corpus_is_in_the_canonical_form(shipped, tmp_path):
    corpus.export(tmp_path / "out")
    written, ours = contents(tmp_path / "out"), contents(FIRST_CORPUS)
    assert sorted(written) == sorted(ours)
    assert [name for name in ours if ours[name] != written[name]] == []


def test_export_load_and_export_give_the_same_bytes(shipped, tmp_path):
    corpus.export(tmp_path / "out")
    assert sorted(corpus.load(tmp_path / "out").unchanged) == sorted(shipped.added)
    corpus.export(tmp_path / "again")
    assert contents(tmp_path / "again") == contents(tmp_path / "out")


def test_loading_the_shipped_corpus_again_changes_nothing(shipped):
    before, rows = counts(), index.index_rows()
    again = corpus.load(FIRST_CORPUS)
    assert sorted(again.unchanged) == sorted(shipped.added)
    assert (again.added, again.kept, again.replaced) == ([], [], [])
    assert counts() == before
    assert index.index_rows() == rows


def test_loading_it_again_to_replace_changes_nothing_either(shipped):
    before = counts()
    again = corpus.load(FIRST_CORPUS, replace=True)
    assert (again.added, again.kept, again.replaced) == ([], [], [])
    assert counts() == before


def test_every_shipped_quote_stands_verbatim_in_its_text(shipped):
    quotes = Quote.objects.select_related("text")
    assert quotes
    for quote in quotes:
        assert anchoring.holds(quote.text.body, quote.anchor)
        quote.full_clean()


def test_every_shipped_code_is_of_one_thing(shipped):
    used = Quote.objects.filter(Q(citations__isnull=False) | Q(positions__isnull=False)).distinct()
    rows = [Event.objects.all(), Question.objects.all(), Figure.objects.all(), Note.objects.all(), used]
    codes = [code for each in rows for code in each.values_list("code", flat=True)]
    assert len(codes) == len(set(codes))
    assert set(codes) <= set(Address.objects.filter(space=Address.CODE).values_list("name", flat=True))


# Why a question is no longer open: those that are have no such reason.
MAY_BE_EMPTY = {"state_reason_nl", "state_reason_en"}


def test_every_shipped_word_of_ours_is_there_in_both_languages(shipped):
    for row in [*Event.objects.all(), *Question.objects.all(), *Note.objects.all(), *Theme.objects.all()]:
        names = [field.name for field in row._meta.fields if field.name.endswith(("_nl", "_en"))]
        assert names
        empty = {name for name in names if not getattr(row, name).strip()}
        assert empty <= MAY_BE_EMPTY
        assert {name[:-3] for name in empty if name.endswith("_nl")} == {
            name[:-3] for name in empty if name.endswith("_en")
        }
    for quote in Quote.objects.filter(text__source__language="nl"):
        assert quote.translation_en


def test_every_ready_note_and_every_date_that_is_shipped_has_a_reference(shipped):
    assert all(note.references.exists() for note in Note.objects.filter(ready=True))
    assert all(event.references.exists() for event in Event.objects.all())


def test_october_1917_lies_on_the_seventh_of_november(shipped):
    october = Event.objects.get(slug="october-revolution-1917")
    day = gregorian_to_jdn(1917, 11, 7)
    assert julian_to_jdn(1917, 10, 25) == day
    assert (october.earliest, october.latest) == (day, day)
    stated = october.citations.get(words="25 oktober 1917, volgens de Russische kalender")
    assert (stated.origin, stated.calendar, stated.earliest, stated.latest) == ("stated", "julian", day, day)
    assert (stated.edtf, october.edtf, october.calendar) == ("1917-10-25", "1917-10-25", "julian")


def finding(slug: str, *claims: str) -> dict:
    """The finding on an event that is about exactly these claims."""
    findings = Publication.objects.get(slug=slug).findings
    (found,) = [found for found in findings if set(found.get("claims", ())) == set(claims)]
    return found


def test_4_april_1922_contradicts_3_april(shipped):
    event = Event.objects.get(slug="stalin-general-secretary-1922")
    assert (event.edtf, event.earliest) == ("1922-04-03", gregorian_to_jdn(1922, 4, 3))
    fourth = event.citations.filter(edtf="1922-04-04")
    assert {(row.earliest, row.latest) for row in fourth} == {(event.latest + 1, event.latest + 1)}
    assert "stated" in {row.origin for row in fourth}
    said = finding(event.slug, "date", *(row.quote.code for row in fourth))
    assert (said["kind"], said["state"], said["sources"]) == ("dates_literature", "contradict", ["lenins-struggle"])


def test_the_eleventh_congress_of_1923_is_cited_on_both_congresses(shipped):
    words = "Elfde Partijcongres van 1923"
    quote = Quote.objects.get(exact__contains=words)
    assert {row.event.slug for row in quote.citations.all()} == {
        "eleventh-party-congress-1922",
        "twelfth-party-congress-1923",
    }
    eleventh = quote.citations.get(event__slug="eleventh-party-congress-1922")
    assert (eleventh.origin, eleventh.edtf, eleventh.words) == ("stated", "1923", words)
    twelfth = quote.citations.get(event__slug="twelfth-party-congress-1923")
    assert (twelfth.origin, twelfth.edtf) == ("inferred", "1923")
    assert twelfth.reasoning_nl

    # On the Eleventh its 1923 contradicts the 1922 of the same text, and the record.
    findings = Publication.objects.get(slug="eleventh-party-congress-1922").findings
    (within,) = [found for found in findings if found["kind"] == "dates_within"]
    first = Quote.objects.get(exact__contains="vond plaats in maart-april 1922")
    assert within["state"] == "contradict"
    assert {quote.code, first.code} <= set(within["claims"])
    assert finding("eleventh-party-congress-1922", quote.code, "date")["state"] == "contradict"
    # On the Twelfth it does not lean: its year holds the recorded days.
    congress = twelfth.event
    assert twelfth.earliest <= congress.earliest <= congress.latest <= twelfth.latest
    findings = Publication.objects.get(slug=congress.slug).findings
    assert "contradict" not in {found["state"] for found in findings}


def test_the_question_of_the_speech_has_quotes_of_both_accounts(shipped):
    question = Question.objects.get(slug="lenin-report-27-march-1922")
    accounts = {row.quote.text.source.slug for row in question.positions.all()}
    assert accounts == set(Source.objects.accounts().values_list("slug", flat=True))
    assert question.references.exists()


def test_the_election_has_figures_of_an_account_and_of_literature_for_one_measure(shipped):
    event = Event.objects.get(slug="supreme-soviet-election-1937")
    assert event.figures.filter(quote__isnull=False, measure__figures__source__isnull=False).exists()
    assert event.relations.exists()
