import pytest
from hypothesis import assume, given

from sources.calendars import GREGORIAN, JULIAN
from sources.date_words import words, words_both
from sources.dates import SEASONS, parse
from tests.sources.test_dates import SPECIFICATION, calendars, dates_in_edtf, is_read, unhurried

YEARS = [
    ("1917", "1917", "1917"),
    ("-0043", "44 v.Chr.", "44 BC"),
    ("0000", "1 v.Chr.", "1 BC"),
    ("0033", "33 n.Chr.", "33 AD"),
    ("0476", "476", "476"),
    ("Y170000002", "170.000.002", "170,000,002"),
    ("Y-17E7", "170.000.001 v.Chr.", "170,000,001 BC"),
    ("1950S2", "een jaar van 1900 tot en met 1999, geschat op 1950", "a year from 1900 to 1999, estimated at 1950"),
    ("1950S4", "1950", "1950"),
    ("198X", "de jaren 1980", "the 1980s"),
    ("18XX", "de jaren 1800–1899", "the years 1800–1899"),
    ("009X", "de jaren 90–99 n.Chr.", "the years 90–99 AD"),
    ("00XX", "de jaren 1 v.Chr. – 99 n.Chr.", "the years 1 BC – 99 AD"),
    ("-004X", "de jaren 50–41 v.Chr.", "the years 50–41 BC"),
    ("19X5", "een jaar als 19X5 (X is onbekend)", "a year like 19X5 (X is unknown)"),
    ("XXXX", "jaar onbekend", "year unknown"),
]
MONTHS = [
    ("1917-10", "oktober 1917", "October 1917"),
    ("-0043-03", "maart 44 v.Chr.", "March 44 BC"),
    ("156X-12", "december in de jaren 1560", "December in the 1560s"),
    ("XXXX-12", "december, jaar onbekend", "December, year unknown"),
    ("2004-XX", "een maand in 2004", "a month in 2004"),
    ("1984-1X", "oktober, november of december 1984", "October, November or December 1984"),
    ("1984-0X", "een maand van januari tot en met september 1984", "a month from January to September 1984"),
    ("1XXX-XX", "een maand in de jaren 1000–1999", "a month in the years 1000–1999"),
    ("1938-21", "voorjaar 1938", "spring 1938"),
    ("1938-22", "zomer 1938", "summer 1938"),
    ("1938-23", "najaar 1938", "autumn 1938"),
    ("1938-24", "winter 1938–1939", "winter 1938–1939"),
    ("-0043-24", "winter 44–43 v.Chr.", "winter 44–43 BC"),
    ("193X-24", "winter in de jaren 1930", "winter in the 1930s"),
    ("1938-25", "voorjaar 1938 (noordelijk halfrond)", "spring 1938 (northern hemisphere)"),
    ("1938-30", "zomer 1938–1939 (zuidelijk halfrond)", "summer 1938–1939 (southern hemisphere)"),
    ("1938-34", "tweede kwartaal van 1938", "second quarter of 1938"),
    ("1938-38", "mei–augustus 1938", "May–August 1938"),
    ("1938-41", "tweede helft van 1938", "second half of 1938"),
]
DAYS = [
    ("1917-10-25", "25 oktober 1917", "25 October 1917"),
    ("1985-04-12T23:20:30", "12 april 1985 om 23:20:30", "12 April 1985 at 23:20:30"),
    ("1985-04-12T23:20:30Z", "12 april 1985 om 23:20:30 (UTC)", "12 April 1985 at 23:20:30 (UTC)"),
    ("1985-04-12T23:20:30+04:30", "12 april 1985 om 23:20:30 (UTC+04:30)", "12 April 1985 at 23:20:30 (UTC+04:30)"),
    ("1922-04-XX", "een dag in april 1922", "a day in April 1922"),
    ("1922-XX-XX", "een dag in 1922", "a day in 1922"),
    ("1922-04-1X", "een dag van 10 tot en met 19 april 1922", "a day from 10 to 19 April 1922"),
    ("1922-04-X1", "1, 11 of 21 april 1922", "1, 11 or 21 April 1922"),
    ("1900-02-2X", "een dag van 20 tot en met 28 februari 1900", "a day from 20 to 28 February 1900"),
    (
        "19XX-02-2X",
        "een dag van 20 tot en met 29 februari in de jaren 1900–1999",
        "a day from 20 to 29 February in the years 1900–1999",
    ),
    ("1985-XX-31", "de 31e van een maand in 1985", "the 31st of a month in 1985"),
    ("1985-1X-12", "de 12e van oktober, november of december 1985", "the 12th of October, November or December 1985"),
    ("1985-XX-1X", "een dag (XX-1X, X is onbekend) in 1985", "a day (XX-1X, X is unknown) in 1985"),
    ("156X-12-25", "25 december in de jaren 1560", "25 December in the 1560s"),
    ("XXXX-12-XX", "een dag in december, jaar onbekend", "a day in December, year unknown"),
]
DOUBTS = [
    ("1930~", "circa 1930", "about 1930"),
    ("1984?", "mogelijk 1984", "possibly 1984"),
    ("1984%", "mogelijk circa 1984", "possibly about 1984"),
    ("1922-04-03~", "circa 3 april 1922", "about 3 April 1922"),
    ("2004-06~-11", "11 juni 2004 (jaar en maand bij benadering)", "11 June 2004 (year and month approximate)"),
    (
        "?2004-06-~11",
        "11 juni 2004 (jaar onzeker, dag bij benadering)",
        "11 June 2004 (year uncertain, day approximate)",
    ),
    ("2004-%06-11", "11 juni 2004 (maand onzeker en bij benadering)", "11 June 2004 (month uncertain and approximate)"),
    ("2001-~21", "voorjaar 2001 (periode bij benadering)", "spring 2001 (period approximate)"),
]
INTERVALS = [
    ("1905/1907", "1905–1907", "1905–1907"),
    ("1917/1917", "1917", "1917"),
    ("-0048/-0043", "49–44 v.Chr.", "49–44 BC"),
    ("-0026/0014", "27 v.Chr. – 14 n.Chr.", "27 BC – 14 AD"),
    ("1922-03/1922-04", "maart–april 1922", "March–April 1922"),
    ("1921-12/1922-03", "december 1921 – maart 1922", "December 1921 – March 1922"),
    ("1923-04-17/1923-04-25", "17–25 april 1923", "17–25 April 1923"),
    ("1922-03-27/1922-04-02", "27 maart – 2 april 1922", "27 March – 2 April 1922"),
    ("1917-12-31/1918-01-02", "31 december 1917 – 2 januari 1918", "31 December 1917 – 2 January 1918"),
    ("1917/1918-03-03", "1917 – 3 maart 1918", "1917 – 3 March 1918"),
    ("1930~/1940", "circa 1930 – 1940", "about 1930 – 1940"),
    ("1937-21/1938-22", "voorjaar 1937 – zomer 1938", "spring 1937 – summer 1938"),
    ("2004-06-XX/2004-07-03", "een dag in juni 2004 – 3 juli 2004", "a day in June 2004 – 3 July 2004"),
    ("1985/..", "vanaf 1985", "from 1985 onwards"),
    ("1917/", "vanaf 1917, einde onbekend", "from 1917, end unknown"),
    ("../1930", "tot en met 1930", "up to and including 1930"),
    ("/1930", "tot en met 1930, begin onbekend", "up to and including 1930, start unknown"),
    ("../..", "zonder begin of einde", "without start or end"),
    ("/", "begin en einde onbekend", "start and end unknown"),
    ("../", "zonder begin, einde onbekend", "without start, end unknown"),
    ("/..", "begin onbekend, zonder einde", "start unknown, without end"),
]
SETS = [
    ("[1922-04-03,1922-04-04]", "3 of 4 april 1922", "3 or 4 April 1922"),
    ("{1922-04-03,1922-04-04}", "3 en 4 april 1922", "3 and 4 April 1922"),
    ("[1922-03-31,1922-04-01]", "31 maart of 1 april 1922", "31 March or 1 April 1922"),
    ("[1921-03,1922-03]", "maart 1921 of maart 1922", "March 1921 or March 1922"),
    ("[-0043,-0042]", "44 of 43 v.Chr.", "44 or 43 BC"),
    ("[1667]", "1667", "1667"),
    ("[1667,1668,1670..1672]", "1667, 1668 of 1670–1672", "1667, 1668 or 1670–1672"),
    ("[..1760-12-03]", "3 december 1760 of eerder", "3 December 1760 or earlier"),
    ("[1760-12..]", "december 1760 of later", "December 1760 or later"),
    ("{..1984}", "tot en met 1984", "up to and including 1984"),
    ("{1960,1961-12}", "1960 en december 1961", "1960 and December 1961"),
    ("[1667,1760-12~]", "1667 of circa december 1760", "1667 or about December 1760"),
]


@pytest.mark.parametrize(("edtf", "dutch", "english"), YEARS + MONTHS + DAYS + DOUBTS + INTERVALS + SETS)
def test_a_date_is_said_in_plain_dutch_and_english(edtf, dutch, english):
    assert words(parse(edtf), "nl") == dutch
    assert words(parse(edtf), "en") == english


@pytest.mark.parametrize(
    ("edtf", "dutch", "english"),
    [
        (
            "1917-10-25",
            "25 oktober 1917 (juliaans), 7 november 1917 (gregoriaans)",
            "25 October 1917 (Julian), 7 November 1917 (Gregorian)",
        ),
        (
            "1917-10",
            "oktober 1917 (juliaans), 14 oktober – 13 november 1917 (gregoriaans)",
            "October 1917 (Julian), 14 October – 13 November 1917 (Gregorian)",
        ),
        (
            "1917",
            "1917 (juliaans), 14 januari 1917 – 13 januari 1918 (gregoriaans)",
            "1917 (Julian), 14 January 1917 – 13 January 1918 (Gregorian)",
        ),
        (
            "[1917-10-24,1917-10-25]",
            "24 of 25 oktober 1917 (juliaans), 6 of 7 november 1917 (gregoriaans)",
            "24 or 25 October 1917 (Julian), 6 or 7 November 1917 (Gregorian)",
        ),
        (
            "1917-10-25~",
            "circa 25 oktober 1917 (juliaans), circa 7 november 1917 (gregoriaans)",
            "about 25 October 1917 (Julian), about 7 November 1917 (Gregorian)",
        ),
        (
            "1917-10-~25",
            "25 oktober 1917 (dag bij benadering) (juliaans), circa 7 november 1917 (gregoriaans)",
            "25 October 1917 (day approximate) (Julian), about 7 November 1917 (Gregorian)",
        ),
        (
            "../1917-10-25",
            "tot en met 25 oktober 1917 (juliaans), tot en met 7 november 1917 (gregoriaans)",
            "up to and including 25 October 1917 (Julian), up to and including 7 November 1917 (Gregorian)",
        ),
        (
            "0250-01-01",  # the calendars coincided in the third century
            "1 januari 250 (juliaans), 1 januari 250 (gregoriaans)",
            "1 January 250 (Julian), 1 January 250 (Gregorian)",
        ),
        ("../..", "zonder begin of einde", "without start or end"),
    ],
)
def test_a_julian_date_is_said_in_both_calendars(edtf, dutch, english):
    assert words_both(parse(edtf, JULIAN), "nl") == dutch
    assert words_both(parse(edtf, JULIAN), "en") == english


@pytest.mark.parametrize("edtf", [edtf for edtf, _, _ in SPECIFICATION])
def test_a_gregorian_date_is_said_in_its_own_calendar_only(edtf):
    assert words_both(parse(edtf, GREGORIAN), "nl") == words(parse(edtf, GREGORIAN), "nl")


def test_every_season_has_words_of_its_own_but_for_the_default_hemisphere():
    said = {words(parse(f"1938-{code}"), language) for code in SEASONS for language in ("nl", "en")}

    assert len(said) == 2 * len(SEASONS) - 1  # only "winter 1938–1939" is the same in both languages


def test_an_open_end_and_an_unknown_end_are_told_apart():
    assert words(parse("1917/.."), "nl") != words(parse("1917/"), "nl")


@unhurried
@given(dates_in_edtf, calendars)
def test_whatever_can_be_read_can_be_said(edtf, calendar):
    assume(is_read(edtf, calendar))
    date = parse(edtf, calendar)

    for language in ("nl", "en"):
        assert words(date, language).strip()
        assert words_both(date, language).startswith(words(date, language))


@unhurried
@given(dates_in_edtf)
def test_words_of_a_doubtful_date_speak_of_the_doubt(edtf):
    date = parse(edtf)
    said = words(date, "nl")

    assert date.approximate == ("circa" in said or "benadering" in said)
    assert date.uncertain == ("mogelijk" in said or "onzeker" in said)
