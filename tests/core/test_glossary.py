"""Where the terms of the glossary stand: whole words, in every form, and on which pages they are named."""

import re

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import (
    cited,
    leaning_on,
    make_published_event,
    make_published_question,
    make_quote,
    make_source,
    make_term,
    make_text,
    noted,
)
from timeline.glossary import Finder
from timeline.models import Publication, Term


def term(slug: str, name: str = "", *forms: str, **english) -> dict:
    """A term as the finder gets it: called so in Dutch, and perhaps otherwise in English."""
    return {
        "slug": slug,
        "name_nl": name or slug,
        "forms_nl": "\n".join(forms),
        "name_en": "-",
        "forms_en": "",
    } | english


def found(text: str, *rows: dict, language: str = "nl") -> list[tuple[str, str]]:
    """The words that are found in a text, each with its slug."""
    return [(text[start:end], slug) for start, end, slug in Finder(rows, language).find(text)]


SOVIET = term("soviet", "sovjet", "sovjets", "arbeidersraad")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("De sovjets en een sovjet.", ["sovjets", "sovjet"]),
        ("Sovjets, overal sovjets!", ["Sovjets", "sovjets"]),
        ("(sovjet)", ["sovjet"]),
        ("sovjet-unie", ["sovjet"]),
        ("“Sovjet”", ["Sovjet"]),
        ("sovjet’s", ["sovjet"]),
        ("sovjet\nsovjet", ["sovjet", "sovjet"]),
        ("arbeidersraad", ["arbeidersraad"]),
        ("sovjetstaat", []),
        ("antisovjet", []),
        ("sovjet1", []),
        ("sovjet_", []),
        ("sovjeté", []),
        ("SOVJET", []),
        ("sOVJET", []),
        ("", []),
    ],
)
def test_a_term_stands_where_it_stands_as_a_whole_word(text, words):
    assert found(text, SOVIET) == [(word, "soviet") for word in words]


def test_a_capital_counts_except_at_the_beginning():
    assert found("Wit en wit.", term("white", "Wit")) == [("Wit", "white")]
    assert found("Wit en wit.", term("white", "wit")) == [("Wit", "white"), ("wit", "white")]
    assert found("nep", term("nep", "NEP")) == []
    assert found("De Nep", term("nep", "NEP")) == []


def test_of_two_terms_that_begin_together_the_longer_is_found():
    rows = [term("council", "raad"), term("council-of", "raad van volkscommissarissen", "raad van")]
    text = "de raad van volkscommissarissen, de raad van state, de raad"
    assert [slug for _words, slug in found(text, *rows)] == ["council-of", "council-of", "council"]
    assert found("raad van volk", *rows) == [("raad van", "council-of")]
    assert found("raad vanaf", *rows) == [("raad", "council")]


def test_of_two_terms_with_one_form_the_first_is_found():
    assert found("raad", term("a", "raad"), term("b", "raad")) == [("raad", "a")]


@pytest.mark.parametrize("name", ["N.E.P.", "a|b", "c++", "(x)", "\\d", "[raad]", "raad?", "'t"])
def test_signs_in_a_name_are_signs_and_no_pattern(name):
    assert found(f"zo {name} dus", term("odd", name)) == [(name, "odd")]
    assert found("zo raa 5 dus", term("odd", name)) == []


def test_a_term_is_found_by_its_words_in_the_language_of_the_text():
    row = term("council", "raad", name_en="council", forms_en="councils\r\nworkers' council\r\n")
    assert found("de raad of council", row) == [("raad", "council")]
    assert found("workers' council, councils, raad", row, language="en") == [
        ("workers' council", "council"),
        ("councils", "council"),
    ]


def test_empty_lines_are_no_form():
    assert found("a  b", term("x", "y", "", "  ", "\r")) == []
    assert found("a b") == []


WORDS = st.text("aAbBé .-1", min_size=1, max_size=5)
ROWS = st.lists(st.tuples(WORDS.filter(str.strip), st.lists(WORDS, max_size=2)), max_size=4)


def stands_as_a_word(text: str, start: int, end: int) -> bool:
    """Whether no letter or digit touches these words."""
    return not (re.match(r"\w", text[start - 1 : start]) or re.match(r"\w", text[end : end + 1]))


@given(ROWS, st.text("aAbBé .-1", max_size=30))
def test_what_is_found_are_exactly_the_whole_words_of_known_forms(rows, text):
    known: dict[str, str] = {}
    for number, (name, forms) in enumerate(rows):
        for form in filter(None, map(str.strip, [name, *forms])):
            known.setdefault(form, f"term-{number}")
    finder = Finder([term(f"term-{number}", name, *forms) for number, (name, forms) in enumerate(rows)], "nl")

    spans = list(finder.find(text))

    ends = 0
    for start, end, slug in spans:
        assert start >= ends, "in order, never overlapping"
        ends = end
        words = text[start:end]
        own = {form for number, (name, forms) in enumerate(rows) if f"term-{number}" == slug for form in [name, *forms]}
        assert any(words in (form.strip(), form.strip()[:1].upper() + form.strip()[1:]) for form in own)
        assert stands_as_a_word(text, start, end)
    covered = {place for start, end, _slug in spans for place in range(start, end)}
    for form in {*known, *(form[0].upper() + form[1:] for form in known)}:
        for place in range(len(text) - len(form) + 1):
            if text.startswith(form, place) and stands_as_a_word(text, place, place + len(form)):
                assert covered & set(range(place, place + len(form))), f"“{form}” was passed by"


@given(ROWS, st.text("aAbBé .-1", max_size=30))
def test_of_what_begins_together_the_longest_is_found(rows, text):
    rows = [term(f"term-{number}", name, *forms) for number, (name, forms) in enumerate(rows)]
    finder = Finder(rows, "nl")
    for start, end, _slug in finder.find(text):
        longer = [form for form in finder.slugs if len(form) > end - start and text.startswith(form, start)]
        assert not any(stands_as_a_word(text, start, start + len(form)) for form in longer)


# --- on which pages ---------------------------------------------------------------------------------------------------


def terms_of(subject) -> list[str]:
    """The terms that the last publication names."""
    return Publication.objects.filter(code=subject.code).order_by("number").last().document["terms"]


@pytest.fixture
def soviet(db) -> Term:
    return make_term("soviet", name_nl="sovjet", forms_nl="sovjets", name_en="soviet", forms_en="soviets")


@pytest.mark.parametrize(
    "keys",
    [
        {"title_nl": "De sovjets"},
        {"title_en": "The soviets"},
        {"summary_nl": "Sovjets overal."},
        {"summary_en": "Soviets everywhere."},
    ],
)
def test_an_event_names_the_terms_in_its_words_in_either_language(soviet, keys):
    assert terms_of(make_published_event(**keys)) == ["soviet"]


def test_the_words_of_one_language_are_not_looked_for_in_the_other(soviet):
    assert terms_of(make_published_event(title_nl="The soviets", title_en="De sovjets")) == []


@pytest.mark.parametrize("words", ["De sovjets grepen de macht.", "The soviets took power."])
def test_terms_in_the_words_of_a_source_are_named_whatever_its_language(soviet, words):
    quote = make_quote(words, make_text(make_source("account"), words))
    assert terms_of(make_published_event(citations=[cited(quote)])) == ["soviet"]
    assert terms_of(make_published_question(quotes=[cited(quote)["quote"]])) == ["soviet"]


def test_who_speaks_within_a_quote_is_looked_for_too(db):
    make_term("lenin", kind="person", name_nl="Lenin", name_en="Lenin")
    quote = make_quote("Wie leidt wie?", make_text(make_source("account"), "Wie leidt wie?"), speaker="V.I. Lenin")
    assert terms_of(make_published_event(citations=[cited(quote)])) == ["lenin"]


@pytest.mark.parametrize("ready", [True, False])
def test_only_notes_that_readers_see_are_looked_through(soviet, ready):
    note = noted("De sovjets.", ready=ready, references=leaning_on(make_source("book", kind="literature")))
    assert terms_of(make_published_event(notes=[note])) == (["soviet"] if ready else [])


def test_a_question_names_the_terms_of_its_contrast(soviet):
    assert terms_of(make_published_question(contrast_nl="De *sovjets* of de partij.")) == ["soviet"]


def test_a_term_that_is_not_published_is_named_nowhere(db):
    make_term("soviet", published=False)
    assert terms_of(make_published_event(title_en="A soviet", title_nl="Een soviet")) == []


def test_every_term_is_named_once_in_the_order_of_slugs(soviet):
    make_term("bolshevik", name_nl="bolsjewiek", name_en="Bolshevik")
    event = make_published_event(title_nl="sovjet sovjets", summary_nl="bolsjewiek sovjet", summary_en="Bolshevik")
    assert terms_of(event) == ["bolshevik", "soviet"]


# --- the rows ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["slug", "name_nl", "name_en", "text_nl", "text_en"])
def test_a_term_has_a_name_and_a_sentence_in_both_languages(db, field):
    row = Term(slug="soviet", name_nl="sovjet", name_en="soviet", text_nl="Een raad.", text_en="A council.")
    row.full_clean()
    setattr(row, field, "")
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert list(refused.value.message_dict) == [field]


def test_a_term_counts_its_saves(db):
    row = make_term()
    assert row.version == 1
    row.save()
    row.refresh_from_db()
    assert row.version == 2
