import pytest

from sources.calendars import gregorian_to_jdn
from timeline.views.localise import date_in_words, ends_in, localised, number_in, year_label


def test_pairs_become_one_value_in_the_language_asked_for():
    data = {"title_nl": "Titel", "title_en": "Title", "slug": "x", "notes": [{"reason_nl": "Om", "reason_en": "For"}]}
    assert localised(data, "nl") == {"title": "Titel", "slug": "x", "notes": [{"reason": "Om"}]}
    assert localised(data, "en") == {"title": "Title", "slug": "x", "notes": [{"reason": "For"}]}


def test_what_is_empty_in_one_language_is_shown_in_the_other():
    assert localised({"place_nl": "Rusland", "place_en": ""}, "en") == {"place": "Rusland"}
    assert localised({"place_en": "", "place_nl": "Rusland"}, "en") == {"place": "Rusland"}
    assert localised({"place_nl": "", "place_en": ""}, "nl") == {"place": ""}
    assert localised({"translation_en": "Words"}, "nl") == {"translation": "Words"}


@pytest.mark.parametrize(
    ("number", "nl", "en"),
    [
        ("89844000", "89.844.000", "89,844,000"),
        ("96.75", "96,75", "96.75"),
        ("0.5", "0,5", "0.5"),
        ("-1234.5", "−1.234,5", "−1,234.5"),
        ("1/3", "1/3", "1/3"),
        ("30", "30", "30"),
        ("", "", ""),
    ],
)
def test_numbers_are_written_as_the_language_does(number, nl, en):
    assert (number_in(number, "nl"), number_in(number, "en")) == (nl, en)


def test_the_ends_of_an_interval_are_written_as_the_language_does():
    assert ends_in("96.75", "96.85", "nl") == ("96,75", "96,85")
    assert ends_in("30", "30.0", "nl") == ("30", "30")
    assert ends_in("91000000", "", "en") == ("91,000,000", "")


@pytest.mark.parametrize(
    ("low", "high", "ends"),
    [
        ("1935.5", "1936.5", ("1,936", "1,936")),
        ("0.5", "2.5", ("1", "2")),
        ("90500000", "91500000", ("90,500,000", "91,500,000")),
        ("0.2", "0.8", ("0.2", "0.8")),
        ("2.5", "", ("2.5", "")),
    ],
)
def test_counts_are_whole(low, high, ends):
    assert ends_in(low, high, "en", whole=True) == ends


def test_a_julian_date_is_given_in_both_calendars():
    words = date_in_words("1917-10-25", "julian", "nl")
    assert words == "25 oktober 1917 (juliaans), 7 november 1917 (gregoriaans)"


def test_years_before_the_first_are_named_as_readers_count_them():
    assert year_label(gregorian_to_jdn(-43, 3, 15), "nl") == "44 v.Chr."
    assert year_label(gregorian_to_jdn(1917, 11, 7), "nl") == "1917"
