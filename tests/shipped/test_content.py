"""What the first corpus holds: every event, quote, reading and claim of ``content.toml``, and what follows.

That list was made from the editorial research, before and apart from the corpus: what stands in it an editor has to
find on a page.
"""

import re
import tomllib
from pathlib import Path

import pytest

from sources import numbers
from sources.fields import number_text
from sources.models import Quote
from timeline import dictionary, index, publishing, shape
from timeline.models import Event, Figure, Note, Publication, PublicEvent, PublicQuestion, Question, Term

LIST = tomllib.loads((Path(__file__).parent / "content.toml").read_text())
SLIDES, DOSSIER = "socialist-democracy-slides", "lenins-struggle"


def letters(text: str) -> str:
    """The letters and digits alone: an item of a slide loses its bullet and its broken lines when it is imported."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def citations(slugs: list[str], account: str):
    """What an account says on these events, in the order of its text."""
    rows = Event.objects.filter(slug__in=slugs).values_list("citations__quote", flat=True)
    return Quote.objects.filter(pk__in=rows, text__source__slug=account).order_by("start")


# --- the list ---------------------------------------------------------------------------------------------------------


def test_the_list_is_the_whole_research():
    assert [row["research"] for row in LIST["events"]] == [f"E{number:02}" for number in range(1, 72)]
    assert sum(len(row["quotes"]) for row in LIST["events"]) == 172
    assert [row["research"] for row in LIST["claims"]] == [f"C{number:03}" for number in range(1, 111)]


@pytest.mark.parametrize("wanted", LIST["events"], ids=lambda row: row["research"])
def test_every_event_of_the_list_is_published_with_its_quotes(shipped, wanted):
    assert PublicEvent.objects.filter(slug__in=wanted["slugs"]).count() == len(wanted["slugs"])
    for quote in wanted["quotes"]:
        said = [letters(row.exact) for row in citations(wanted["slugs"], quote["account"])]
        words = letters(quote["words"])
        assert words in "".join(said) or any(words in one for one in said), quote["words"]


@pytest.mark.parametrize("wanted", LIST["events"], ids=lambda row: row["research"])
def test_every_account_states_infers_or_leaves_open_its_date_as_listed(shipped, wanted):
    for reading in wanted["readings"]:
        of = Event.objects.filter(slug__in=wanted["slugs"], citations__quote__text__source__slug=reading["account"])
        origins = set(of.values_list("citations__origin", flat=True))
        assert next(name for name in ("stated", "inferred", "undated") if name in origins) == reading["origin"]


@pytest.mark.parametrize("wanted", LIST["claims"], ids=lambda row: row["research"])
def test_every_claim_of_the_list_has_its_note(shipped, wanted):
    note = Note.objects.get(code=wanted["note"])
    assert (note.event or note.question).slug == wanted["subject"]
    assert note.ready == wanted["ready"]
    published = Publication.objects.get(slug=wanted["subject"], kind=(note.event or note.question).KIND).document
    assert (note.code in {row["code"] for row in published["notes"]}) == wanted["ready"]
    assert note.references.exists() or not note.ready


def test_what_could_not_be_verified_is_not_published(shipped):
    unsure = {row["research"] for row in LIST["claims"] if not row["ready"]}
    assert unsure == {
        *("C026", "C045", "C048", "C049", "C056", "C071", "C073", "C076", "C080", "C094", "C101", "C110"),
    }


# --- its quotes and readings ------------------------------------------------------------------------------------------


def test_no_quote_is_there_in_name_only(shipped):
    """A quote is a whole item or heading of the slides, or whole sentences of the dossier."""
    for quote in Quote.objects.select_related("text__source"):
        body, parts = quote.text.body, quote.text.parts
        starts, ends = {part.start for part in parts}, {part.end for part in parts}
        whole_item = quote.start in starts and quote.end in ends
        opens = quote.start in starts or re.search(
            r"[.!?:…][”’»\")]*\s+\Z", body[max(0, quote.start - 9) : quote.start]
        )
        closes = quote.end in ends or re.search(r"[.!?:;…][”’»\")]*\Z", quote.exact)
        assert whole_item or (opens and closes), f"{quote.code}: {quote.exact}"
        assert whole_item or len(quote.exact.split()) >= 5, f"{quote.code}: {quote.exact}"


def test_a_date_that_is_stated_stands_in_the_words_and_one_that_is_inferred_says_how(shipped):
    for event in Event.objects.all():
        for citation in event.citations.select_related("quote"):
            if citation.origin == "stated":
                assert citation.words in citation.quote.exact
            if citation.origin == "inferred":
                assert len(citation.reasoning_nl.split()) >= 6
                assert len(citation.reasoning_en.split()) >= 6


def test_quotes_within_quotes_say_who_is_speaking(shipped):
    speakers = set(Quote.objects.exclude(speaker="").values_list("speaker", flat=True))
    assert speakers == {"Lenin", "Bukharin", "Staffan Skott", "E. H. Carr"}


# --- its figures ------------------------------------------------------------------------------------------------------

# Words that say how many without a number: an editor filled in the bounds.
NOT_IN_NUMBERS = {"jaarlijks": ("1", "1")}


def test_every_figure_has_the_interval_that_follows_from_its_words(shipped):
    figures = Figure.objects.select_related("quote__text__source", "source")
    assert len(figures) > 100
    for figure in figures:
        language = (figure.source or figure.quote.text.source).language
        if figure.words in NOT_IN_NUMBERS:
            assert (number_text(figure.low), number_text(figure.high)) == NOT_IN_NUMBERS[figure.words]
            continue
        read = numbers.read(figure.words, language)
        said = (read.value, read.low, read.high, read.hedge)
        assert said == (figure.value, figure.low, figure.high, figure.hedge), figure.words


def test_the_votes_of_1937_are_read_as_at_most_the_voters(shipped):
    formulas = Event.objects.get(slug="supreme-soviet-election-1937").relations.values_list("formula", flat=True)
    assert "votes_for + votes_against <= voters" in formulas


# --- what neither speaks of, and what is only said --------------------------------------------------------------------


def test_ten_or_so_events_stand_on_the_literature_alone(shipped):
    context = Event.objects.filter(slug__in=PublicEvent.objects.told_by_none().values("slug"))
    assert 8 <= len(context) <= 12
    for event in context:
        assert not event.citations.exists()
        assert all(reference.source.kind == "literature" for reference in event.references.all())
        assert event.notes.filter(ready=True, verdict="context").exists()


def test_a_date_on_record_leans_on_literature_and_not_on_an_account(shipped):
    """But for what only an account says, or plans; and then the page says so."""
    for event in Event.objects.all():
        kinds = {reference.source.kind for reference in event.references.all()}
        assert "literature" in kinds or event.standing != "attested", event.slug


@pytest.mark.parametrize(
    ("slug", "standing"),
    [
        ("opposition-1930-1933", "alleged"),
        ("skott-on-lenin-1992", "alleged"),
        ("state-and-revolution-edition-2019", "planned"),
    ],
)
def test_what_is_not_on_record_says_so(shipped, slug, standing):
    assert PublicEvent.objects.get(slug=slug).standing == standing


# Words that take a side in a title; they may stand in a quote.
LOADED = re.compile(
    r"\b(fall|wins?|victory|halted|betray(al|ed)?|glorious|putsch|coup|tyranny|regime|val|wint|overwinning|verraad|verraden|"
    r"staatsgreep|terreur|tirannie|roemrijk)\b",
    re.IGNORECASE,
)
# The name of a book that is itself the event, and questions that name both sides' words.
NAMES = {"trotsky-revolution-betrayed-1936", "purges-of-the-1930s-defence-or-terror", "red-terror-decree-1918"}


def test_no_title_and_no_slug_takes_a_side(shipped):
    for row in [*Event.objects.all(), *Question.objects.all()]:
        if row.slug not in NAMES:
            assert not LOADED.search(f"{row.title_nl} {row.title_en} {row.slug.replace('-', ' ')}"), row.slug


# --- questions and glossary -------------------------------------------------------------------------------------------


def test_every_question_lets_an_account_speak_and_leans_on_literature(shipped):
    assert PublicQuestion.objects.count() >= 8
    for question in Question.objects.all():
        quoted = {row.quote.text.source.slug for row in question.positions.select_related("quote__text__source")}
        assert quoted == {SLIDES, DOSSIER}, question.slug
        assert question.references.count() >= 1
        assert question.events.exists()


def test_every_term_has_a_reference_and_every_person_is_named_somewhere(shipped):
    named = {slug for publication in Publication.objects.all() for slug in publication.document["terms"]}
    for term in Term.objects.prefetch_related("references"):
        assert term.published
        assert term.references.all()
        assert term.text_nl.rstrip().endswith(".")
        assert term.text_en.rstrip().endswith(".")
    assert set(Term.objects.filter(kind="person").values_list("slug", flat=True)) <= named


def test_every_dictionary_of_the_corpus_is_read_back_as_it_was_written(shipped):
    for row in [*Event.objects.all(), *Question.objects.all()]:
        data = shape.to_dict(row)
        assert dictionary.dump(dictionary.read(data, row.KIND)) == data


# --- the states of its events, worked out by hand ---------------------------------------------------------------------

# Slug; how many accounts speak; how they stand to each other and to themselves; how they stand to the record; and why.
STATES = [
    ("revolution-of-1905-first-soviets", 2, "agree", "agree", "both say 1905, and the record has 1905"),
    (
        "october-revolution-1917",
        2,
        "compatible",
        "compatible",
        "the slides name the month in which the dossier's day lies",
    ),
    (
        "eleventh-party-congress-1922",
        2,
        "contradict",
        "contradict",
        "the dossier dates it to March-April 1922 and to 1923",
    ),
    (
        "constitution-1936",
        1,
        "contradict",
        "contradict",
        "one deputy per nationality, and 25 per republic; 16 is not 17",
    ),
    ("stalin-general-secretary-1922", 1, "", "contradict", "one voice; 4 April is the day after 3 April"),
    ("tukhachevsky-affair-1937", 1, "", "contradict", "the spring of 1938 begins on 1 March, after 11 June 1937"),
    ("enrich-yourselves-1925", 1, "", "contradict", "early 1920 is over five years before 17 April 1925"),
    (
        "supreme-soviet-election-1937",
        1,
        "contradict",
        "contradict",
        "93 million, 96.8 %, 89,844,000 and 98.6 % cannot all hold; 93 million ends at 93.5, the record has 94.138",
    ),
    ("volkogonov-on-lenin-1995", 1, "", "contradict", "1996 begins after 6 December 1995"),
    ("kirov-murder-1934", 1, "", "compatible", "December 1934 holds its first day, and thirty others"),
    ("constitution-1924", 1, "", "compatible", "1924 holds 31 January"),
    ("opposition-1930-1933", 1, "", "", "alleged: there is no record of it to compare with"),
    ("kronstadt-1921", 0, "", "", "neither speaks of it"),
]


@pytest.mark.parametrize(("slug", "voices", "state", "literature", "why"), STATES, ids=[row[0] for row in STATES])
def test_the_computed_states_are_those_worked_out_by_hand(shipped, slug, voices, state, literature, why):
    row = PublicEvent.objects.get(slug=slug)
    assert (row.voices, row.state, row.literature) == (voices, state, literature), why


def test_nothing_that_is_stored_differs_from_what_follows_today(shipped):
    for last in index.latest_publications():
        assert publishing.computed(last) == (last.document, last.findings), last.slug
    assert index.stale_rows() == []
