"""Free text: the same answers on SQLite and PostgreSQL, for whatever a reader types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import (
    cited,
    leaning_on,
    make_event,
    make_published_event,
    make_quote,
    make_source,
    make_term,
    make_text,
    noted,
)
from timeline import index, publishing, search
from timeline.models import PublicEvent, PublicText

NL, EN = "nl", "en"


@pytest.fixture
def events(db):
    """Three events with words in every place that is searched."""
    book = make_source("book", kind="literature")
    said = make_text(
        make_source("slides"), "De arbeidersraden kozen Café-houder Fëdor, 96,8 % van 1917–1938. Straße “naar huis”!"
    )
    quote = make_quote(
        said.body, said, speaker="Rosa Luxemburg", translation_en="The workers' councils elected an innkeeper."
    )
    reason = "Zie [Kotkin](https://example.org/verborgen) over *terreur*."
    note = noted(reason, ready=True, quote=quote.code, words="arbeidersraden", references=leaning_on(book))
    note |= {"reason_en": "See Kotkin on terror."}
    draft = noted("Nog geheimzinnig")
    make_published_event("councils", title_nl="Raden", citations=[cited(quote)], notes=[note, draft])
    make_published_event(
        "decree", title_nl="Decreet over het land", title_en="Decree on land", summary_nl="100_procent"
    )
    make_published_event("famine", title_nl="Hongersnood", title_en="Famine", summary_nl="In Oekraïne en Kazachstan.")
    make_event("draft", title_nl="Raden in de la")


def found(typed: str, language: str = NL) -> set[str]:
    return {event.slug for event in search.among(PublicEvent.objects.all(), typed, language)}


EVERY = {"councils", "decree", "famine"}


@pytest.mark.parametrize(
    ("typed", "language", "slugs"),
    [
        ("raden", NL, {"councils"}),
        ("RADEN", NL, {"councils"}),
        ("arbeid", NL, {"councils"}),
        ("raden kozen", NL, {"councils"}),
        ("kozen raden", NL, {"councils"}),
        ("raden land", NL, set()),
        ('"raden kozen"', NL, {"councils"}),
        ('"kozen raden"', NL, set()),
        ("“raden   kozen”", NL, {"councils"}),
        ("“naar huis”", NL, {"councils"}),
        ('""', NL, EVERY),
        ("cafe", NL, {"councils"}),
        ("cafë-houder", NL, {"councils"}),
        ("fedor", NL, {"councils"}),
        ("oekraine", NL, {"famine"}),
        ("oekrai\u0308ne", NL, {"famine"}),
        ("Straße", NL, {"councils"}),
        ("1917-1938", NL, {"councils"}),
        ("1917-", NL, {"councils"}),
        ("96,8 %", NL, {"councils"}),
        ("%", NL, {"councils"}),
        ("_", NL, {"decree"}),
        ("100_procent", NL, {"decree"}),
        ("100xprocent", NL, set()),
        ("luxemburg", NL, {"councils"}),
        ("innkeeper", NL, {"councils"}),
        ("innkeeper", EN, {"councils"}),
        ("arbeidersraden", EN, {"councils"}),
        ("kotkin", NL, {"councils"}),
        ("terreur", NL, {"councils"}),
        ("terreur", EN, set()),
        ("terror", EN, {"councils"}),
        ("verborgen", NL, set()),
        ("land", NL, {"decree"}),
        ("decree on", NL, set()),
        ("decree on", EN, {"decree"}),
        ("e", NL, EVERY),
        ("en", NL, EVERY),
        ("af", NL, {"councils"}),
        ("geheimzinnig", NL, set()),
        ("la", NL, {"decree"}),
        ("", NL, EVERY),
        ("   ", NL, EVERY),
    ],
)
def test_an_event_is_found_when_every_word_occurs(events, typed, language, slugs):
    assert found(typed, language) == slugs


def test_a_phrase_does_not_run_from_one_piece_into_the_next(events):
    assert found("hongersnood oekraine") == {"famine"}
    assert found('"hongersnood in oekraine"') == set()


@pytest.mark.parametrize(
    "typed",
    ['1917-', "AND", "OR NOT", 'stalin"', '"', "*", "raden*", "^raden", "NEAR(a b)", "folded:raden", "a\0b", "\0", "\\",
     "'; DROP TABLE timeline_search; --", "😀", "😀😀😀", "x" * 200, '"' * 200, "a b " * 50, "(", ")", "[a-z]+", "{", "-raden",
     "\u202eraden", "\ud7ff", "ﬁ", "İ", "½", "٣", "\u0301", "%s", "%(name)s", "?", ":1", "$1"],
)  # fmt: skip
def test_whatever_is_typed_finds_something_or_nothing_and_breaks_nothing(events, typed):
    for language in (NL, EN):
        assert found(typed, language) <= EVERY
    assert found("raden") == {"councils"}


@given(st.text(max_size=200))
def test_folding_keeps_every_place_and_folds_once(text):
    folded = search.fold(text)
    assert len(folded) == len(text)
    assert search.fold(folded) == folded
    assert "\n" not in folded


@given(st.text(max_size=60))
def test_what_was_typed_is_found_in_itself(text):
    assert all(word in " ".join(search.fold(text).split()) or " " in word for word in search.needles(text))


@given(st.text(max_size=400), st.text(min_size=1, max_size=4))
def test_the_pieces_of_a_snippet_are_the_words_to_the_letter(text, typed):
    snippet = search.snippet([{"place": "title", "text": text}], typed)
    if snippet is None:
        assert not any(word in search.fold(text) for word in search.needles(typed))
        return
    pieces = [piece for piece in snippet["pieces"] if piece not in ((" …", False), ("… ", False))]
    assert "".join(words for words, _marked in pieces) in text
    assert any(marked for _words, marked in pieces)
    for words, is_marked in pieces:
        assert not is_marked or search.fold(words) in search.needles(typed)


def test_a_snippet_is_the_piece_that_holds_most_and_is_cut_between_words():
    parts = [
        {"place": "title", "text": "Raden"},
        {"place": "note", "text": "woord " * 40 + "de raden kozen " + "einde " * 40},
    ]
    snippet = search.snippet(parts, "raden kozen")
    assert snippet["place"] == "note"
    words = "".join(text for text, _marked in snippet["pieces"])
    assert words.startswith("… woord")
    assert words.endswith("einde …")
    assert [text for text, marked in snippet["pieces"] if marked] == ["raden", "kozen"]
    assert search.snippet(parts, "raden")["place"] == "title"


def test_what_the_glossary_explains_is_found_by_all_its_names_in_both_languages(db):
    names = {"name_nl": "koelak (rijke boer)", "forms_nl": "koelakken", "name_en": "kulak", "forms_en": "kulaks"}
    make_term("kulak", **names)
    make_term("gulag", name_nl="Goelag", name_en="Gulag", published=False)
    make_published_event("farms", title_nl="Strijd tegen koelakken", title_en="Against the kulaks")
    make_published_event("camps", title_nl="De Goelag", title_en="The Gulag")
    for language in (NL, EN):
        assert all(found(typed, language) == {"farms"} for typed in ("Kulak", "koelak", "koelakken", "rijke boer"))
    assert found("gulag", NL) == set(), "a term that readers do not see has no names"
    parts = PublicText.objects.get(event__slug="farms", language=NL).parts
    assert search.snippet(parts, "kulaks")["place"] == "term"
    assert search.snippet(parts, "koelakken")["place"] == "title"


def test_a_rebuild_takes_up_the_new_names_of_a_term(db):
    term = make_term("kulak", name_nl="koelak", name_en="kulak")
    make_published_event("farms", title_nl="De koelak")
    term.forms_nl = "dorpswoekeraar"
    term.save()
    assert found("dorpswoekeraar") == set()
    assert index.stale_rows() == ["PublicText"]
    index.rebuild()
    assert found("dorpswoekeraar") == {"farms"}
    assert index.stale_rows() == []


def test_what_was_withdrawn_or_renamed_is_not_found_any_more(events):
    event = make_published_event("peace", title_nl="Vrede van Brest")
    assert found("brest") == {"peace"}
    with publishing.editing(event, author_name="Els", reason="renamed"):
        event.title_nl = "Vrede"
        event.save()
    assert found("brest") == {"peace"}, "a draft is not found"
    publishing.publish(event)
    assert found("brest") == set()
    assert found("vrede") == {"peace"}
    publishing.withdraw(event, reason="Fout.")
    assert found("vrede") == set()


def test_the_words_are_found_again_after_a_rebuild(events):
    before = {typed: found(typed) for typed in ("raden", "en", "land", "kotkin")}
    PublicText.objects.all().delete()
    search.execute(f"DROP TABLE {search.TABLE}")
    index.rebuild()
    assert {typed: found(typed) for typed in before} == before


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("Zie [Kotkin](https://x.y/z), *p. 3*.", "Zie Kotkin, p. 3."),
        ("> een citaat\n\nen `code` in snake_case", "een citaat en code in snake_case"),
        ("_nadruk_ en **vet**", "nadruk en vet"),
    ],
)
def test_markdown_is_searched_as_it_is_read(markdown, words):
    assert search.plain_words(markdown) == words
