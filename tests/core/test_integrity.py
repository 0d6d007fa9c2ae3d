"""Numbers in notes: found in prose, accounted for one by one, and a reason to stop publishing where they are not."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.fields import number_text
from sources.models import Quote, Source
from tests.builders import (
    cited,
    figured,
    leaning_on,
    make_event,
    make_published_event,
    make_question,
    make_quote,
    make_source,
    make_text,
    measured,
    noted,
)
from timeline import corpus, dictionary, publishing, shape
from timeline.checks import integrity
from timeline.checks.stated import dates_in, numbers_in
from timeline.models import Event, Publication
from timeline.views.localise import number_in

MILLION = 10**6
SAID = "91 miljoen mensen gaan stemmen van de 93 miljoen kiesgerechtigden (96,8 %)"


def values(text: str, language: str = "nl") -> list:
    """What the numbers in a text say, with a shared scale where there is one."""
    return [number.readings[0].value for number in numbers_in(text, language)]


# --- what is a number -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Het waren 89.844.000 stemmen.", "nl", [89_844_000]),
        ("There were 89,844,000 votes.", "en", [89_844_000]),
        ("Dat is 97,8 %, of 97,8 procent.", "nl", [Fraction("97.8")] * 2),
        ("That is 97.8% or 97.8 per cent or 97.8 percent.", "en", [Fraction("97.8")] * 3),
        ("Ongeveer 1,5 miljoen mensen (1,5 mln.).", "nl", [1_500_000, 1_500_000]),
        ("Four and a half years, half a million men.", "en", [Fraction(9, 2), 500_000]),
        ("Een miljoen, tweehonderdduizend, zestien en vierenvijftig.", "nl", [MILLION, 200_000, 16, 54]),
        ("A million, two hundred thousand, sixteen and fifty-four.", "en", [MILLION, 200_000, 16, 54]),
        ("Twee derde van hen, een kwart van de rest.", "nl", [Fraction(2, 3), Fraction(1, 4)]),
        (
            "Two thirds of them, a quarter of the rest, 2/5 of all.",
            "en",
            [Fraction(2, 3), Fraction(1, 4), Fraction(2, 5)],
        ),
        ("Van de 707 zetels kreeg hij er 4.", "nl", [707, 4]),
        ("Tussen 29 en 33 %, 5,5 tot 6,5 miljoen.", "nl", [29, 33, 5_500_000, 6_500_000]),
        ("Of 91 of the 93 million, 7, 8 or 9 thousand.", "en", [91 * MILLION, 93 * MILLION, 7000, 8000, 9000]),
        ("Samen 1 000 000 en 25\u00a0000.", "nl", [MILLION, 25_000]),
        ("Het verschil is −5 en 0,05.", "nl", [-5, Fraction("0.05")]),
        ("Er stonden 1917 % en 2.000 mensen.", "nl", [1917, 2000]),
    ],
)
def test_a_number_is_found_with_its_value(text, language, found):
    assert values(text, language) == found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Van 2 tot en met 13 maart 1938, op 3 april en in de nacht van 11 op 12 juni.", "nl"),
        ("From 2 to 13 March 1938, on the 3rd of April, on May 2, 1937, on 11–12 June.", "en"),
        ("In 1936–1938, in 1920–21, van 1600 tot 1930, in de jaren dertig en de jaren ’20.", "nl"),
        ("In the 1920s, in 1937, from 44 BC, in the ’30s.", "en"),
        ("Op 12-12-1937 of 1937-12-12, het 11e congres, de 18e eeuw, de 3de.", "nl"),
        ("The 11th congress, the 18th century, the 22nd.", "en"),
        ("Zie art. 58 en 141, artikel 126, p. 12–14, hoofdstuk 3, deel 8, nr. 4.", "nl"),
        ("See arts. 34, 35 and 141, p. 12, chapter XII, vol. 45, number 9, § 3.", "en"),
        ("Bevel 00447, een T-34, hoofdstuk XII.", "nl"),
        ("[De bron](https://example.org/1234) en https://example.org/5.", "nl"),
        ("1. Ten eerste.\n2. Ten tweede.", "nl"),
        ("Elf landen, twee of twaalf, half februari, de tweede helft, een derde reden.", "nl"),
        ("Eleven countries, two or twelve, the first half, a third reason.", "en"),
        ("Tienduizenden doden, een paar duizend, miljoenen, afgerond op duizend.", "nl"),
        ("Tens of thousands, a few thousand, millions, the nearest thousand.", "en"),
    ],
)
def test_what_only_looks_like_a_number_is_none(text, language):
    assert values(text, language) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("In 1917 werd dat anders, na 1921 ook; het congres van 1923 wist het.", "nl"),
        ("De jaren 1921 en 1922, begin 1933, maart-april 1918, het kalenderjaar 1919.", "nl"),
        ("Conquest (1968) noemt 1937; zo ook de uitgave 1990 ervan.", "nl"),
        ("Dat in 1937–1938 anderen werden opgepakt, en in 1929 boeren, weet men sinds 1991.", "nl"),
        ("Op 2 maart 1917 soldaten, in mei 1918 arbeiders; de oorlog 1941–1945 trof allen.", "nl"),
        ("Minder dan in 1913, tussen 1936 en 1938, rond 1900, voor 1914 gold dat.", "nl"),
        ("In 1917 workers struck, and early in 1933 peasants starved.", "en"),
        ("The revolution of 1917 shakes them; the years 1921 and 1922 did not, nor the 1918 text.", "en"),
        ("From 1929 peasants left. By 1921 members had left too.", "en"),
        ("That fits 1920–21, 1939, 1940 and nearly 1945 (Conquest 1968).", "en"),
        ("Bevel 447 en artikel 126 noemen dat, hoofdstuk 3 niet; kamer 12, nr. 4.", "nl"),
        ("In May 1917 soldiers, in the spring of 1917 Bolsheviks, in March of 1917 workers.", "en"),
        ("In 1941, 1942, and 1943, from 1944 on, during 1945, and in 1946 Germans too.", "en"),
        ("Order 447 and chapters 3, 4 and 12 say so; no. 12, room 5.", "en"),
    ],
)
def test_a_year_by_its_context_and_a_place_in_a_work_are_no_numbers(text, language):
    assert values(text, language) == []


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Er vielen 1500 doden.", "nl", [1500]),
        ("Van 1500 doden en 1200 gewonde soldaten.", "nl", [1500, 1200]),
        ("In 1500 dorpen, 1800 dagen lang.", "nl", [1500, 1800]),
        ("Tussen 1500 en 2000 gevangenen, 1100–1300 vluchtelingen.", "nl", [1500, 2000, 1100, 1300]),
        ("Het waren er ruim 1500, meer dan 1437.", "nl", [1500, 1437]),
        ("Daarvan raakten 1437 gewond; 1200 werden gearresteerd.", "nl", [1437, 1200]),
        ("Lenin en 1500 anderen (1500 arbeiders).", "nl", [1500, 1500]),
        ("De kamer 300 zetels, de commissie 20.", "nl", [300, 20]),
        ("Zij delen 1500 hectare; op bevel 250 000 mensen.", "nl", [1500, 250_000]),
        ("Nummer 300 leden meer.", "nl", [300]),
        ("They killed 1500 people and 1200 men.", "en", [1500, 1200]),
        ("Of 1500 delegates and 2000 other members.", "en", [1500, 2000]),
        ("In 1500 villages there were 1800.", "en", [1500, 1800]),
        ("He orders 5000 men to go; a room 300 seats wide; no 5000 men.", "en", [5000, 300, 5000]),
        ("In 1942, 1500 people died, of 1800 Bolsheviks; they may 1500 times.", "en", [1500, 1800, 1500]),
        ("Vorig jaar in 1500 dorpen, van 1500 Polen.", "nl", [1500, 1500]),
        ("At least 1500 of 2000 prisoners; 1437 fell ill.", "en", [1500, 2000, 1437]),
    ],
)
def test_a_count_that_could_be_a_year_or_a_place_is_a_number(text, language, found):
    assert values(text, language) == found


@pytest.mark.parametrize("days", [5, 5000])
def test_a_list_of_days_is_looked_at_no_further_than_a_month_goes(days):
    assert len(values("3, " * days + "4 maart")) == max(0, days - 31)


def test_more_digits_than_anybody_counts_have_no_value():
    assert [number.value for number in numbers_in("Het zijn " + ".".join(["100"] * 2000), "nl")] == [None]


def test_a_number_with_the_signs_of_the_other_language_has_no_value():
    assert [number.value for number in numbers_in("Dat is 96.8 % van 1,500.000.", "nl")] == [None, None]
    assert [number.value for number in numbers_in("That is 96,8 % of 89.844.000.", "en")] == [None, None]


def test_a_number_by_nothing_has_no_value():
    assert [number.value for number in numbers_in("Dat is 1/0.", "nl")] == [None]


def test_a_number_has_the_interval_that_its_words_state():
    (plain,) = numbers_in("Het was 96,8 %.", "nl")
    nearly, about = numbers_in("Bijna 2 miljoen, later ongeveer 100.", "nl")
    assert (plain.low, plain.high) == (Fraction("96.75"), Fraction("96.85"))
    assert (nearly.low, nearly.high) == (1_800_000, 2 * MILLION)
    assert (about.low, about.high) == (90, 110)


def test_the_first_end_of_a_range_of_percentages_is_rounded_as_one():
    (low, _) = numbers_in("Tussen 29 en 33 %.", "nl")
    assert (low.low, low.high) == (Fraction("28.5"), Fraction("29.5"))


@pytest.mark.parametrize(
    ("words", "near", "far"),
    [
        ("ongeveer 270.000", 268_000, 248_877),
        ("bijna 86.000", 85_847, 86_100),
        ("ruim 82 %", Fraction("82.4"), 84),
        ("nog geen 50", 49, 51),
    ],
)
def test_a_hedge_reaches_a_unit_of_the_last_digit_on_the_side_that_it_names(words, near, far):
    (number,) = numbers_in(words, "nl")
    assert number.reaches(near)
    assert not number.reaches(far)


def test_a_source_may_use_small_words_where_our_own_prose_does_not_count():
    assert numbers_in("elf landen", "nl") == []
    assert [number.value for number in numbers_in("elf landen", "nl", every=True)] == [11]


def test_the_years_and_days_of_dates_are_found_apart():
    assert dates_in("Van 25 oktober 1917 tot 7 november, in 1936–1938.") >= {25, 1917, 7, 1936}


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12), st.data())
def test_a_number_as_the_site_writes_it_is_found_again(decimal, data):
    value = Fraction(decimal)
    language = data.draw(st.sampled_from(["nl", "en"]))
    written = number_in(number_text(value), language)
    sentence = {"nl": f"Het waren er {written} in totaal.", "en": f"There were {written} in all."}[language]
    assert values(sentence, language) == [value]


# --- where it comes from ----------------------------------------------------------------------------------------------


def note(reason_nl: str, reason_en: str = "", **keys) -> dict:
    """A ready note with one reference."""
    keys = {"ready": True, "references": [{"source": "book"}]} | keys
    return noted(reason_nl, **keys) | {"reason_en": reason_en or "Why."}


def told(*notes: dict, **keys) -> list[tuple[str, str]]:
    """The problems of an event that quotes SAID."""
    quote = {"code": "q", "source": "slides", "exact": SAID, "language": "nl"}
    data = {"citations": [{"quote": quote}], "notes": list(notes)} | keys
    return [(path, str(problem)) for path, problem in integrity.problems(data)]


def electorate(words: str, **keys) -> dict:
    """A figure of the literature for one measure."""
    return figured("electorate", words, keys.pop("low"), keys.pop("high"), reference={"source": "book"}, **keys)


@pytest.mark.parametrize(
    ("dutch", "english"),
    [
        ("Van de 93 miljoen ging 96,8 % stemmen.", "Of the 93 million 96.8 per cent voted."),
        ("91 van de 93 miljoen gingen stemmen.", "91 of the 93 million voted."),
        ("Bijna 97 % en ruim 90 miljoen.", "Almost 97 per cent, and over 90 million."),
        ("93 miljoen is 92,5 tot 93,5 miljoen.", "93 million is 92.5 to 93.5 million."),
        ("Van de 93 miljoen; die 93 is afgerond.", "Of the 93 million; the 93 is rounded."),
        ("De dia zegt “93 miljoen … (96,8 %)”.", "It says “91 miljoen mensen … kiesgerechtigden (96,8 %)”."),
        ("Op 12 december 1937, art. 34.", "On 12 December 1937, art. 34."),
    ],
)
def test_what_stands_in_a_quote_here_needs_no_origin(dutch, english):
    assert told(note(dutch, english)) == []


def test_what_is_a_figure_here_needs_no_origin():
    figure = electorate("94,138,000", value="94138000", low="94137500", high="94138500")
    ranged = electorate("5 to 7", low="5000000", high="7000000")
    said = note("*Time* geeft 94.138.000 (94.137.500 tot 94.138.500), anderen tussen 5 en 7 miljoen.")
    assert told(said, figures=[figure, ranged]) == []


def test_the_quotes_of_a_question_count_for_its_notes():
    quote = {"code": "q", "source": "slides", "exact": "elf landen", "language": "nl"}
    data = {"quotes": [quote], "notes": [note("Er waren 11 landen."), note("Er waren 12 landen.")]}
    assert [path for path, _ in integrity.problems(data)] == ["notes[1].reason_nl"]


def test_a_quote_in_another_language_is_read_in_both_of_ours():
    quote = {"code": "q", "source": "x", "exact": "89.844.000 Stimmen", "language": "de"}
    assert list(integrity.problems({"quotes": [quote], "notes": [note("89.844.000 stemmen.")]})) == []


def test_a_number_from_nowhere_is_named_with_the_remedy():
    first, second = told(note("Waarom."), note("Dat is 97,8 %.", "That is 97.8 per cent."))
    assert first == (
        "notes[1].reason_nl",
        "“97,8 %” (Dutch) stands in no quote or figure here. Say where it comes from: “97.8 = 91 / 93 * 100” if it is "
        "computed, or “97.8 : book” if it stands in a reference of the note.",
    )
    assert second[0] == "notes[1].reason_en"
    assert "“97.8 per cent” (English)" in second[1]


@given(
    st.one_of(
        st.decimals(allow_nan=False, allow_infinity=False, places=5, min_value=-(10**9), max_value=10**9).map(
            lambda decimal: f"{decimal:f}".replace("-", "−")
        ),
        st.builds("{}/{}".format, st.integers(1, 10**6), st.integers(1, 10**6)),
        st.sampled_from(["two thirds", "a quarter", "half a million", "sixteen", "1.5 million", "97.8 per cent"]),
    )
)
def test_the_remedy_that_is_offered_is_accepted_with_a_reference_or_a_true_formula(words):
    ((_, message),) = told(note("Waarom.", f"That is {words}."))
    computed, cited_from = re.fullmatch(r".*: “(\S+) = .*, or “(\S+) : book”.*", message).groups()
    value = Fraction(computed)
    twofold = electorate("twofold", value=str(2 * value), low=str(2 * value), high=str(2 * value))
    formula = {"value": computed, "formula": "electorate / 2"}
    assert not told(note("Waarom.", f"That is {words}.", numbers=[{"value": cited_from, "source": "book"}]))
    assert value == 0 or not told(note("Waarom.", f"That is {words}.", numbers=[formula]), figures=[twofold])


def test_who_wrote_a_year_that_is_read_as_a_number_is_told_how_to_write_it():
    (_, dutch), (_, english) = told(note("Wie dat zegt, kan 1923 verdedigen.", "They killed 1500 people."))
    assert "“1923” (Dutch) is read as a number" in dutch
    assert "If it is a year, write “het jaar 1923”." in dutch
    assert "(English)" in english
    assert "“the year 1500”" in english
    assert not told(note("Wie dat zegt, kan het jaar 1923 verdedigen.", "They killed in the year 1500 people."))


def test_every_number_from_nowhere_is_named_once():
    problems = told(note("Eerst 17, dan 18 en nog eens 17.", "First 17, then 19."))
    assert [message.split("”")[0].lstrip("“") for _, message in problems] == ["17", "18", "17", "19"]


def test_a_rounding_without_a_hedge_is_another_number():
    figure = electorate("94,138,000", value="94138000", low="94137500", high="94138500")
    assert told(note("Dat zijn 94,1 miljoen mensen."), figures=[figure])
    assert not told(note("Dat zijn ongeveer 94,1 miljoen mensen."), figures=[figure])


def test_a_short_number_is_short_for_one_that_the_same_note_gives_in_full():
    figure = electorate("94,000,000", value="94000000", low="93500000", high="94500000")
    assert told(note("Het is 94."), figures=[figure])
    assert not told(note("Het is 94, dus 94.000.000."), figures=[figure])


def test_words_between_quotation_marks_are_free_only_if_a_quote_here_has_them():
    assert told(note("Zij schrijven “95 miljoen”."))
    assert told(note("Zij schrijven “3 miljoen”."))  # part of a number is not the number


def test_notes_that_are_not_ready_may_hold_anything():
    assert told(note("Dat is 97,8 %.", ready=False)) == []


def test_a_number_that_cannot_be_read_is_named():
    ((path, message),) = told(note("Waarom.", "That is 96,8 %."))
    assert path == "notes[0].reason_en"
    assert message == "“96,8 %” is no number in English; write it as “89,844,000” or “96.8”."
    ((_, dutch),) = told(note("Dat is 96.8 %."))
    assert dutch == "“96.8 %” is no number in Dutch; write it as “89.844.000” or “96,8”."


# --- what a note says of its numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "marks",
    [
        [{"value": "97.8", "formula": "91 / 93 * 100"}],
        [{"value": "97.8", "formula": "91000000 / 93000000 * 100"}],
        [{"value": "97.8", "source": "book"}],
        [{"value": "489/5", "source": "book"}],
    ],
)
def test_one_mark_accounts_for_a_number_in_both_languages(marks):
    assert told(note("Dat is 97,8 %.", "That is 97.8 per cent.", numbers=marks)) == []


def test_a_formula_may_lean_on_figures_dates_intervals_and_other_marks():
    figure = electorate("94 million", value="94000000", low="93500000", high="94500000")
    measures = {"measures": [measured("electorate")], "figures": [figure]}
    marks = [
        {"value": "50", "formula": "47000000 / electorate * 100"},
        {"value": "47000000", "formula": "94000000 / 2"},
        {"value": "98.9", "formula": "91.5 / 92.5 * 100"},
        {"value": "82", "formula": "1871 - 1789"},
        {"value": "600", "source": "book"},
        {"value": "18", "formula": "600 * 3 / 100"},
    ]
    said = "Van 1789 tot 1871 is 82 jaar; 47 miljoen is 50 %; 98,9 %; 600 en 18."
    assert told(note(said, numbers=marks), **measures) == []


def test_a_formula_may_lean_on_the_rounding_of_what_another_one_comes_to():
    figure = electorate("94,000,000", value="94000000", low="94000000", high="94000000")
    half = {"value": "47000000", "formula": "94000000 / 2"}
    share = {"value": "50", "formula": "46.5 / 93 * 100"}
    assert not told(note("De helft, 47 miljoen, is 50 % van 93 miljoen.", numbers=[share, half]), figures=[figure])


def test_what_a_formula_comes_to_may_be_rounded_as_far_as_the_words_are():
    half = [{"value": "31", "formula": "91 / 3"}]
    assert told(note("Dat is 31 %.", numbers=half))  # 30.33
    assert not told(note("Dat is ongeveer 31 %.", numbers=half))


@pytest.mark.parametrize(
    ("mark", "path", "message"),
    [
        (
            {"value": "97.8", "formula": "90 / 93 * 100"},
            "numbers[0]",
            "“90” in the formula “90 / 93 * 100” stands in no quote or figure here; say first where that comes from.",
        ),
        (
            {"value": "97.8", "formula": "91 / 96.8 * 100"},
            "numbers[0]",
            "“91 / 96.8 * 100” comes to 94.0083, which is not “97,8 %”; mend one of them.",
        ),
        ({"value": "97.8", "formula": "91 / 0"}, "numbers[0]", "“91 / 0” divides by zero; mend it."),
        (
            {"value": "97.8", "formula": "91 / voters"},
            "numbers[0]",
            "“voters” has no figure here; write a number, or a measure that has one.",
        ),
        ({"value": "97.8", "formula": "91 / "}, "numbers[0]", "the formula breaks off after “/”; finish it."),
        (
            {"value": "97.8", "source": "other"},
            "numbers[0]",
            "“other” is no reference of this note; add it there, or name one of: book.",
        ),
        (
            {"value": "97.8"},
            "numbers[0]",
            "“97.8” is either computed or stands in a source; give a formula or a source.",
        ),
        (
            {"value": "97.8", "formula": "91 / 93 * 100", "source": "book"},
            "numbers[0]",
            "“97.8” is either computed or stands in a source; give a formula or a source.",
        ),
        (
            {"value": "97,8", "source": "book"},
            "numbers[0]",
            "“97,8” is not an exact number; write digits with a point, or a fraction: 96.75, 1/3.",
        ),
        (
            {"value": "1/0", "source": "book"},
            "numbers[0]",
            "“1/0” is not an exact number; write digits with a point, or a fraction: 96.75, 1/3.",
        ),
    ],
)
def test_a_mark_that_does_not_hold_is_named_and_accounts_for_nothing(mark, path, message):
    problems = told(note("Dat is 97,8 %.", numbers=[mark]))
    assert problems[0] == (f"notes[0].{path}", message)
    assert problems[1][0] == "notes[0].reason_nl"


def test_a_mark_that_no_number_uses_is_to_be_removed():
    unused = "No number in the reason of this note is 97.8; remove it here, or mend the reason."
    for mark in ({"value": "97.8", "source": "book"}, {"value": "97.8", "formula": "91 / 93 * 100"}):
        assert told(note("Dat is waar.", numbers=[mark])) == [("notes[0].numbers[0]", unused)]


def test_the_origin_of_a_number_is_said_once():
    marks = [{"value": "97.8", "source": "book"}, {"value": "97.80", "formula": "91 / 93 * 100"}]
    assert told(note("Dat is 97,8 %.", numbers=marks)) == [
        ("notes[0].numbers[1]", "“97.80” stands here twice; remove one.")
    ]


def test_two_formulas_that_lean_on_each_other_prove_nothing():
    marks = [{"value": "50", "formula": "25 * 2"}, {"value": "25", "formula": "50 / 2"}]
    assert [path for path, _ in told(note("Van de 50 zijn er 25.", numbers=marks))] == [
        "notes[0].numbers[0]",
        "notes[0].numbers[1]",
        "notes[0].reason_nl",
        "notes[0].reason_nl",
    ]


# --- publishing -------------------------------------------------------------------------------------------------------


@pytest.fixture
def quote(db) -> Quote:
    """A quote of a published account."""
    return make_quote(SAID, make_text(make_source(), f"Inleiding. {SAID}."))


@pytest.fixture
def book(db) -> Source:
    """A work that notes lean on."""
    return make_source("book", kind=Source.LITERATURE)


def ready(book: Source, reason_nl: str, reason_en: str, **keys) -> dict:
    """A ready note that leans on a book."""
    return noted(reason_nl, ready=True, references=leaning_on(book), **keys) | {"reason_en": reason_en}


def test_publishing_names_every_number_from_nowhere_and_stores_nothing(quote, book):
    draft, bad = noted("Nog 17."), ready(book, "Dat is 97,8 %.", "That is 97.8 per cent.")
    event = make_event(citations=[cited(quote)], notes=[draft, bad])

    with pytest.raises(publishing.NotPublishable) as refused:
        publishing.publish(event)

    assert [path for path, _ in refused.value.problems] == ["notes[1].reason_nl", "notes[1].reason_en"]
    assert "“97,8 %” (Dutch)" in str(refused.value)
    assert not Publication.objects.exists()


def test_a_note_whose_numbers_are_accounted_for_is_published_with_their_origin(quote, book):
    marks = [{"value": "97.8", "formula": "91 / 93 * 100"}]
    good = ready(book, "Dat is 97,8 %.", "That is 97.8 per cent.", numbers=marks)
    event = make_published_event(citations=[cited(quote)], notes=[good])

    assert publishing.publications(event).get().document["notes"][0]["numbers"] == marks


def test_a_number_from_nowhere_stops_a_question_too(book):
    question = make_question(notes=[ready(book, "Dat is 97,8 %.", "Why.")])
    with pytest.raises(publishing.NotPublishable, match="97,8 %"):
        publishing.publish(question)


@pytest.mark.parametrize("of_question", [False, True])
def test_a_quote_that_was_tampered_with_stops_publishing(quote, of_question):
    said = dictionary.dump(shape.quote_shape(quote))
    subject = make_question(quotes=[said]) if of_question else make_event(citations=[cited(quote)])
    Quote.objects.filter(pk=quote.pk).update(start=quote.start + 1, end=quote.end + 1)

    with pytest.raises(publishing.NotPublishable) as refused:
        publishing.publish(subject)

    ((path, message),) = refused.value.problems
    assert path == ("quotes[0].exact" if of_question else "citations[0].quote.exact")
    assert str(message) == f"“{SAID}” (quote {quote.code}) is not what stands there in the text; correct the quote."
    assert not Publication.objects.exists()


def test_a_corpus_with_a_number_from_nowhere_is_refused_with_its_file_and_its_note(quote, book, tmp_path):
    event = make_published_event("wrong", citations=[cited(quote)], notes=[ready(book, "Dat is 93 miljoen.", "Why.")])
    corpus.export(tmp_path)
    file = tmp_path / "events" / "wrong.toml"
    file.write_text(file.read_text().replace("Dat is 93 miljoen.", "Dat is 97 miljoen."))

    with pytest.raises(corpus.CorpusError) as refused:
        corpus.load(tmp_path, replace=True)

    ((name, path, message),) = refused.value.problems
    assert (name, path) == ("events/wrong.toml", "notes[0].reason_nl")
    assert message.startswith("“97 miljoen” (Dutch)")
    assert Event.objects.get(pk=event.pk).notes.get().reason_nl == "Dat is 93 miljoen."
