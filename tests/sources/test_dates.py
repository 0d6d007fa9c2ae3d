import jdcal
import pytest
from convertdate import gregorian as convertdate_gregorian
from convertdate import julian as convertdate_julian
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sources.calendars import (
    CALENDARS,
    GREGORIAN,
    JULIAN,
    gregorian_to_jdn,
    jdn_to_gregorian,
    jdn_to_julian,
    julian_to_jdn,
    year_of,
)
from sources.dates import EVENT_YEARS, LONGEST, SEASONS, DateError, parse, parse_event_date

unhurried = settings(deadline=None, max_examples=200)  # a loaded machine is no failure

# Every example of https://www.loc.gov/standards/datetime/ (4 February 2019), with its first and last Gregorian day.
LEVEL_0 = [
    ("1985-04-12", (1985, 4, 12), (1985, 4, 12)),
    ("1985-04", (1985, 4, 1), (1985, 4, 30)),
    ("1985", (1985, 1, 1), (1985, 12, 31)),
    ("1985-04-12T23:20:30", (1985, 4, 12), (1985, 4, 12)),
    ("1985-04-12T23:20:30Z", (1985, 4, 12), (1985, 4, 12)),
    ("1985-04-12T23:20:30-04", (1985, 4, 12), (1985, 4, 12)),
    ("1985-04-12T23:20:30+04:30", (1985, 4, 12), (1985, 4, 12)),
    ("1964/2008", (1964, 1, 1), (2008, 12, 31)),
    ("2004-06/2006-08", (2004, 6, 1), (2006, 8, 31)),
    ("2004-02-01/2005-02-08", (2004, 2, 1), (2005, 2, 8)),
    ("2004-02-01/2005-02", (2004, 2, 1), (2005, 2, 28)),
    ("2004-02-01/2005", (2004, 2, 1), (2005, 12, 31)),
    ("2005/2006-02", (2005, 1, 1), (2006, 2, 28)),
]
LEVEL_1 = [
    ("Y170000002", (170000002, 1, 1), (170000002, 12, 31)),
    ("Y-170000002", (-170000002, 1, 1), (-170000002, 12, 31)),
    ("2001-21", (2001, 3, 1), (2001, 5, 31)),
    ("2001-22", (2001, 6, 1), (2001, 8, 31)),
    ("2001-23", (2001, 9, 1), (2001, 11, 30)),
    ("2001-24", (2001, 12, 1), (2002, 2, 28)),
    ("1984?", (1984, 1, 1), (1984, 12, 31)),
    ("2004-06~", (2004, 6, 1), (2004, 6, 30)),
    ("2004-06-11%", (2004, 6, 11), (2004, 6, 11)),
    ("201X", (2010, 1, 1), (2019, 12, 31)),
    ("20XX", (2000, 1, 1), (2099, 12, 31)),
    ("2004-XX", (2004, 1, 1), (2004, 12, 31)),
    ("1985-04-XX", (1985, 4, 1), (1985, 4, 30)),
    ("1985-XX-XX", (1985, 1, 1), (1985, 12, 31)),
    ("1985-04-12/..", (1985, 4, 12), None),
    ("1985-04/..", (1985, 4, 1), None),
    ("1985/..", (1985, 1, 1), None),
    ("../1985-04-12", None, (1985, 4, 12)),
    ("../1985-04", None, (1985, 4, 30)),
    ("../1985", None, (1985, 12, 31)),
    ("1985-04-12/", (1985, 4, 12), None),
    ("1985-04/", (1985, 4, 1), None),
    ("1985/", (1985, 1, 1), None),
    ("/1985-04-12", None, (1985, 4, 12)),
    ("/1985-04", None, (1985, 4, 30)),
    ("/1985", None, (1985, 12, 31)),
    ("-1985", (-1985, 1, 1), (-1985, 12, 31)),
]
LEVEL_2 = [
    ("Y-17E7", (-170000000, 1, 1), (-170000000, 12, 31)),
    ("1950S2", (1900, 1, 1), (1999, 12, 31)),
    ("Y171010000S3", (171000000, 1, 1), (171999999, 12, 31)),
    ("Y3388E2S3", (338000, 1, 1), (338999, 12, 31)),
    ("2001-25", (2001, 3, 1), (2001, 5, 31)),
    ("2001-26", (2001, 6, 1), (2001, 8, 31)),
    ("2001-27", (2001, 9, 1), (2001, 11, 30)),
    ("2001-28", (2001, 12, 1), (2002, 2, 28)),
    ("2001-29", (2001, 9, 1), (2001, 11, 30)),
    ("2001-30", (2001, 12, 1), (2002, 2, 28)),
    ("2001-31", (2001, 3, 1), (2001, 5, 31)),
    ("2001-32", (2001, 6, 1), (2001, 8, 31)),
    ("2001-33", (2001, 1, 1), (2001, 3, 31)),
    ("2001-34", (2001, 4, 1), (2001, 6, 30)),
    ("2001-35", (2001, 7, 1), (2001, 9, 30)),
    ("2001-36", (2001, 10, 1), (2001, 12, 31)),
    ("2001-37", (2001, 1, 1), (2001, 4, 30)),
    ("2001-38", (2001, 5, 1), (2001, 8, 31)),
    ("2001-39", (2001, 9, 1), (2001, 12, 31)),
    ("2001-40", (2001, 1, 1), (2001, 6, 30)),
    ("2001-41", (2001, 7, 1), (2001, 12, 31)),
    ("[1667,1668,1670..1672]", (1667, 1, 1), (1672, 12, 31)),
    ("[..1760-12-03]", None, (1760, 12, 3)),
    ("[1760-12..]", (1760, 12, 1), None),
    ("[1760-01,1760-02,1760-12..]", (1760, 1, 1), None),
    ("[1667,1760-12]", (1667, 1, 1), (1760, 12, 31)),
    ("[..1984]", None, (1984, 12, 31)),
    ("{1667,1668,1670..1672}", (1667, 1, 1), (1672, 12, 31)),
    ("{1960,1961-12}", (1960, 1, 1), (1961, 12, 31)),
    ("{..1984}", None, (1984, 12, 31)),
    ("2004-06~-11", (2004, 6, 11), (2004, 6, 11)),
    ("2004?-06-11", (2004, 6, 11), (2004, 6, 11)),
    ("?2004-06-~11", (2004, 6, 11), (2004, 6, 11)),
    ("2004-%06-11", (2004, 6, 11), (2004, 6, 11)),
    ("156X-12-25", (1560, 12, 25), (1569, 12, 25)),
    ("15XX-12-25", (1500, 12, 25), (1599, 12, 25)),
    ("XXXX-12-XX", (0, 12, 1), (9999, 12, 31)),
    ("1XXX-XX", (1000, 1, 1), (1999, 12, 31)),
    ("1XXX-12", (1000, 12, 1), (1999, 12, 31)),
    ("1984-1X", (1984, 10, 1), (1984, 12, 31)),
    ("2004-06-~01/2004-06-~20", (2004, 6, 1), (2004, 6, 20)),
    ("2004-06-XX/2004-07-03", (2004, 6, 1), (2004, 7, 3)),
]
SPECIFICATION = LEVEL_0 + LEVEL_1 + LEVEL_2


def bounds(edtf, calendar=GREGORIAN):
    """First and last day of a date as Gregorian (year, month, day), None for an end without a date."""
    date = parse(edtf, calendar)
    return tuple(None if day is None else jdn_to_gregorian(day) for day in (date.earliest, date.latest))


def refusal(edtf, calendar=GREGORIAN, read=parse):
    with pytest.raises(DateError) as caught:
        read(edtf, calendar)
    return str(caught.value)


# Dates of every form, as hypothesis draws them


def is_read(edtf, calendar=GREGORIAN):
    try:
        return parse(edtf, calendar) is not None
    except DateError:
        return False


@st.composite
def masked(draw, digits):
    """Digits of which some are unspecified; half of the time none."""
    text = draw(digits)
    if draw(st.booleans()):
        return text
    return "".join("X" if sign != "-" and draw(st.booleans()) else sign for sign in text)


signs = st.sampled_from(["", "", "", "?", "~", "%"])
four_digits = st.integers(-2100, 2100).map(lambda year: f"-{-year:04}" if year < 0 else f"{year:04}")
long_years = st.one_of(
    st.integers(10_000, 10**12).map("Y{}".format),
    st.integers(10_000, 10**12).map("Y-{}".format),
    st.tuples(st.integers(1, 99), st.integers(1, 12)).map(lambda pair: "Y{}E{}".format(*pair)),
)
significant_years = st.tuples(st.one_of(four_digits, long_years), st.integers(1, 12)).map(
    lambda pair: "{}S{}".format(*pair)
)
months = st.integers(1, 12).map("{:02}".format)
days = st.integers(1, 31).map("{:02}".format)
seasons = st.sampled_from(sorted(SEASONS)).map(str)
times = st.sampled_from(["T00:00:00", "T23:59:59Z", "T12:30:00-04", "T06:05:04+04:30"])


@st.composite
def components(draw):
    """A year, month, season or day, with X and qualifiers wherever they may stand."""
    parts = [draw(masked(four_digits))]
    precision = draw(st.sampled_from(["year", "season", "month", "day"]))
    if precision == "season":
        parts.append(draw(seasons))
    if precision in ("month", "day"):
        parts.append(draw(masked(months)))
    if precision == "day":
        parts.append(draw(masked(days)))
    return "-".join(draw(signs) + part + draw(signs) for part in parts)


whole_days = st.tuples(four_digits, months, days).map("-".join)
moments = st.one_of(components(), whole_days, long_years, significant_years).filter(is_read)
datetimes = st.tuples(whole_days.filter(is_read), times).map("".join)
ends = st.one_of(moments, st.sampled_from(["", ".."]))
intervals = st.tuples(ends, ends).map("/".join).filter(is_read)
alike = st.one_of(
    *(st.tuples(part, part) for part in (four_digits, st.tuples(four_digits, months).map("-".join), whole_days))
)
ranges = alike.map("..".join).filter(lambda text: is_read(f"[{text}]"))
brackets = st.sampled_from(["[{}]", "{{{}}}"])


@st.composite
def sets(draw):
    members = draw(st.lists(st.one_of(moments, ranges), min_size=1, max_size=4))
    first = [".." + draw(moments)] if draw(st.booleans()) else []
    last = [draw(moments) + ".."] if draw(st.booleans()) else []
    return draw(brackets).format(",".join(first + members + last))


dates_in_edtf = st.one_of(moments, datetimes, intervals, sets().filter(is_read))
calendars = st.sampled_from(CALENDARS)


# The specification


@pytest.mark.parametrize(("edtf", "first", "last"), SPECIFICATION)
def test_every_example_of_the_specification_is_read(edtf, first, last):
    assert bounds(edtf) == (first, last)


@pytest.mark.parametrize(
    ("edtf", "uncertain", "approximate"),
    [
        ("1984", False, False),
        ("1984?", True, False),
        ("1984~", False, True),
        ("1984%", True, True),
        ("2004-06-~11", False, True),
        ("?2004-06-~11", True, True),
        ("1938-21?", True, False),
        ("1984/1985~", False, True),
        ("[1667,1668?]", True, False),
    ],
)
def test_doubt_about_any_part_is_kept_and_does_not_widen_the_date(edtf, uncertain, approximate):
    date = parse(edtf)

    assert (date.uncertain, date.approximate) == (uncertain, approximate)
    assert bounds(edtf) == bounds("".join(sign for sign in edtf if sign not in "?~%"))


@pytest.mark.parametrize(
    ("edtf", "doubts"),
    [
        ("2004-06-11%", ["?~", "?~", "?~"]),
        ("2004-06~-11", ["~", "~", ""]),
        ("2004?-06-11", ["?", "", ""]),
        ("?2004-06-~11", ["?", "", "~"]),
        ("2004-%06-11", ["", "?~", ""]),
        ("2004?-06~-11", ["?~", "~", ""]),
    ],
)
def test_a_sign_to_the_left_is_about_one_part_and_to_the_right_about_all_before_it(edtf, doubts):
    assert ["".join(sorted(doubt)) for doubt in parse(edtf).form.doubts] == doubts


@pytest.mark.parametrize(
    ("edtf", "hint"),
    [
        ("199u", "write “X”"),
        ("1999-uu", "write “X”"),
        ("196x", "write “X”"),
        ("1984?~", "write “%”"),
        ("1984-06-02~?", "write “%”"),
        ("1985/open", "write “..”"),
        ("unknown/2006", "leave it out, for example “1917/”"),
        ("1917/unknown", "leave it out, for example “1917/”"),
        ("y170000002", "write “Y”"),
        ("y-17e7", "write “Y”"),
        ("Y17e7", "write “E”"),
        ("1950p2", "write “S”"),
        ("2011-(06-04)~", "leave it out"),
        ("2001-21^southernHemisphere", "leave it out, for example “2001-29”"),
    ],
)
def test_signs_of_the_old_drafts_are_refused_with_the_new_ones(edtf, hint):
    assert hint in refusal(edtf)


@pytest.mark.parametrize(
    ("edtf", "remedy"),
    [
        ("1917-10-40", "that month has 31 days; write for example “1917-10-31”"),
        ("1917-10-00", "write for example “1917-10-31”"),
        ("1917-04-31", "“1917-04-30”"),
        ("1917-02-29", "“1917-02-28”"),
        ("1900-02-29", "exists in the Julian calendar only"),
        ("1917-13", "no month 13"),
        ("1917-00", "no month 00"),
        ("1917-20", "no month 20"),
        ("1917-42", "no month 42"),
        ("1917-21-01", "without a day"),
        ("1917-2X", "no month 2X"),
        ("1917-02-3X", "No day fits"),
        ("XXX1-02-29", "No day fits"),
        ("-0000", "write “0000” for 1 BC"),
        ("1922/1917", "ends before it begins"),
        ("[1672..1670]", "ends before it begins"),
        ("[1984..1985-03]", "both as years, months or days"),
        ("[1984..,1985]", "not a set"),
        ("{1984,..1985}", "not a set"),
        ("[1984}", "not a set"),
        ("[", "not a set"),
        ("[]", "not a set"),
        ("[..]", "not a set"),
        ("[1984,,1985]", "not a set"),
        ("1917 / 1922", "without spaces"),
        (" 1917", "without spaces"),
        ("1917-10-25T24:00:00", "from 00:00:00 to 23:59:59"),
        ("1917-10-25T12:00", "from 00:00:00 to 23:59:59"),
        ("1917-10T12:00:00", "from 00:00:00 to 23:59:59"),
        ("1917-10-25~T12:00:00", "from 00:00:00 to 23:59:59"),
        ("1917-10-25T12:00:00/1918", "not a date in EDTF"),
        ("Y1917", "A year of four digits has no Y"),
        ("Y017000", "five digits or more"),
        ("Y1E100", "from E1 to E99"),
        ("Y170000002-10", "stands alone"),
        ("1950S2-10", "stands alone"),
        ("195XS2", "both X and S"),
        ("1950S0", "not a date in EDTF"),
        ("17", "not a date in EDTF"),
        ("1917-1-1", "not a date in EDTF"),
        ("25-10-1917", "not a date in EDTF"),
        ("spring 1938", "without spaces"),
        ("spring", "not a date in EDTF"),
        ("١٩١٧", "not a date in EDTF"),
        ("1917\n", "without spaces"),
        ("1917\0", "not a date in EDTF"),
        ("", "The date is empty"),
        (None, "not a value of type NoneType"),
        (1917, "not a value of type int"),
        (b"1917", "not a value of type bytes"),
        ("1" * (LONGEST + 1), "has 201 characters"),
        ("9" * 3000, "has 3000 characters"),
    ],
)
def test_what_is_wrong_is_named_with_a_remedy(edtf, remedy):
    assert remedy in refusal(edtf)


def test_a_refusal_never_repeats_what_a_database_cannot_store():
    assert "\0" not in refusal("1917\0")
    assert refusal("19\ud800").encode("utf-8")


def test_a_refusal_keeps_its_template_apart_for_translation():
    with pytest.raises(DateError) as caught:
        parse("1917-13")

    assert caught.value.template % caught.value.params == str(caught.value)
    assert caught.value.params["month"] == "13"


def test_an_unknown_calendar_is_refused():
    assert "choose gregorian or julian" in refusal("1917", "maya")


@unhurried
@given(st.one_of(st.text(), st.text("0123456789-X?~%/.[]{},YSETZ:+upxe", max_size=30)), calendars)
def test_whatever_is_typed_is_read_or_refused(text, calendar):
    assert is_read(text, calendar) in (True, False)


@pytest.mark.parametrize(
    "edtf",
    [
        "{0000..9999}",
        "[" + ",".join(["XXXX-XX-XX"] * 18) + "]",
        "[" + ",".join(["XXX4-02-29"] * 17 + ["XXX1-02-29"]) + "]",
        "Y" + "9" * 190 + "E99",
        "?" * 200,
        "X" * 200,
        "-" * 200,
        "[" * 200,
        "1917/" * 40,
    ],
)
def test_no_short_text_takes_long(edtf):
    assert is_read(edtf) in (True, False)  # the whole table takes milliseconds; enumerating any of it would not end


# Days


@pytest.mark.parametrize(
    ("edtf", "calendar", "first", "last"),
    [
        ("1917-10-25", JULIAN, (1917, 11, 7), (1917, 11, 7)),
        ("1917-10", JULIAN, (1917, 10, 14), (1917, 11, 13)),
        ("1917", JULIAN, (1917, 1, 14), (1918, 1, 13)),
        ("1917-24", JULIAN, (1917, 12, 14), (1918, 3, 13)),
        ("1900-02-29", JULIAN, (1900, 3, 13), (1900, 3, 13)),
        ("-0043-03-15", JULIAN, (-43, 3, 13), (-43, 3, 13)),
        ("0000-02-29", GREGORIAN, (0, 2, 29), (0, 2, 29)),
        ("2000-02-29", GREGORIAN, (2000, 2, 29), (2000, 2, 29)),
        ("2003-24", GREGORIAN, (2003, 12, 1), (2004, 2, 29)),
        ("19XX-02-29", GREGORIAN, (1904, 2, 29), (1996, 2, 29)),
        ("19XX-02-29", JULIAN, (1900, 3, 13), (1996, 3, 13)),
        ("1900-02-2X", GREGORIAN, (1900, 2, 20), (1900, 2, 28)),
        ("1985-X2-30", GREGORIAN, (1985, 12, 30), (1985, 12, 30)),
        ("1999-XX-31", GREGORIAN, (1999, 1, 31), (1999, 12, 31)),
        ("-004X", GREGORIAN, (-49, 1, 1), (-40, 12, 31)),
        ("-XXXX", GREGORIAN, (-9999, 1, 1), (-1, 12, 31)),
        ("-1950S2", GREGORIAN, (-1999, 1, 1), (-1900, 12, 31)),
        ("1950S9", GREGORIAN, (1950, 1, 1), (1950, 12, 31)),
        ("0000/0000", GREGORIAN, (0, 1, 1), (0, 12, 31)),
        ("../..", GREGORIAN, None, None),
        ("/", GREGORIAN, None, None),
        ("[..1917,1922..]", GREGORIAN, None, None),
    ],
)
def test_a_date_lies_between_its_first_and_last_day(edtf, calendar, first, last):
    assert bounds(edtf, calendar) == (first, last)


def test_the_day_after_4_october_1582_julian_is_15_october_gregorian():
    assert parse("1582-10-04", JULIAN).latest + 1 == parse("1582-10-15").earliest


def test_the_day_numbers_start_at_noon_of_1_january_4713_bc():
    assert julian_to_jdn(-4712, 1, 1) == 0
    assert gregorian_to_jdn(-4713, 11, 24) == 0
    assert gregorian_to_jdn(2000, 1, 1) == 2451545


def test_44_bc_is_the_44th_year_before_year_1():
    assert year_of(parse("0001").earliest) - year_of(parse("-0043").earliest) == 44


def test_the_year_of_a_day_is_gregorian():
    assert year_of(parse("1917-12-31", JULIAN).earliest) == 1918


@unhurried
@given(st.integers(-(10**12), 10**12))
def test_every_day_has_one_date_in_each_calendar(jdn):
    assert gregorian_to_jdn(*jdn_to_gregorian(jdn)) == jdn
    assert julian_to_jdn(*jdn_to_julian(jdn)) == jdn


@unhurried
@given(st.integers(-(10**6), 10**6), st.integers(1, 12), st.integers(1, 28))
def test_every_date_has_one_day(year, month, day):
    assert jdn_to_gregorian(gregorian_to_jdn(year, month, day)) == (year, month, day)
    assert jdn_to_julian(julian_to_jdn(year, month, day)) == (year, month, day)


@unhurried
@given(st.integers(-(10**7), 10**7))
def test_the_next_day_has_the_next_date(jdn):
    assert jdn_to_gregorian(jdn) < jdn_to_gregorian(jdn + 1)
    assert jdn_to_julian(jdn) < jdn_to_julian(jdn + 1)


@unhurried
@given(st.integers(-4712, 9999), st.integers(1, 12), st.integers(1, 28))
def test_jdcal_agrees_on_every_day_from_4713_bc(year, month, day):
    # jdcal counts from midnight, half a day before our civil day. It rounds towards zero, and so errs in years long
    # before day 0.
    assert gregorian_to_jdn(year, month, day) == sum(jdcal.gcal2jd(year, month, day)) + 0.5
    assert julian_to_jdn(year, month, day) == sum(jdcal.jcal2jd(year, month, day)) + 0.5


@unhurried
@given(st.integers(-100_000, 100_000), st.integers(1, 12), st.integers(1, 28))
def test_convertdate_agrees_on_every_day_of_any_year(year, month, day):
    # convertdate 2.5 counts years as astronomers do; its midnight, too, is half a day before our civil day.
    assert gregorian_to_jdn(year, month, day) == convertdate_gregorian.to_jd(year, month, day) + 0.5
    assert julian_to_jdn(year, month, day) == convertdate_julian.to_jd(year, month, day) + 0.5


# Order and containment


@unhurried
@given(dates_in_edtf, calendars)
def test_the_first_day_is_never_after_the_last(edtf, calendar):
    assume(is_read(edtf, calendar))
    date = parse(edtf, calendar)

    assert date.earliest is None or date.latest is None or date.earliest <= date.latest


def contains(outer, inner):
    return outer.earliest <= inner.earliest and inner.latest <= outer.latest


@unhurried
@given(whole_days, calendars)
def test_a_day_lies_in_its_month_and_a_month_in_its_year(edtf, calendar):
    assume(is_read(edtf, calendar))
    day, month, year = (parse(part, calendar) for part in (edtf, edtf[:-3], edtf[:-6]))

    assert contains(month, day)
    assert contains(year, month)


@unhurried
@given(components().filter(is_read), st.data(), calendars)
def test_unspecified_digits_contain_each_of_their_fillings(edtf, data, calendar):
    assume(is_read(edtf, calendar))
    filling = "".join(data.draw(st.sampled_from("0123456789")) if sign == "X" else sign for sign in edtf)
    assume(is_read(filling, calendar))
    # A month of which a digit is unknown is a month: 2X never stands for a season.
    assume(parse(filling).form.season is None or "X" not in parse(edtf).form.month)

    assert contains(parse(edtf, calendar), parse(filling, calendar))


@unhurried
@given(st.lists(moments, min_size=1, max_size=4), calendars)
def test_a_set_reaches_from_its_first_member_to_its_last(members, calendar):
    assume(all(is_read(member, calendar) for member in members))
    one_of = parse(f"[{','.join(members)}]", calendar)

    assert one_of.earliest == min(parse(member, calendar).earliest for member in members)
    assert one_of.latest == max(parse(member, calendar).latest for member in members)


# Dates of events


@pytest.mark.parametrize("edtf", ["-9999", "9999", "0000-01-01", "1917/", "../1917", "[..1917,1922]"])
def test_an_event_may_have_any_date_that_four_digits_can_write(edtf):
    assert parse_event_date(edtf) == parse(edtf)


@pytest.mark.parametrize("edtf", ["Y10000", "Y-17E7", "9999-24", "1917/Y12345", "Y-10000/..", "Y3388E2S3"])
def test_the_date_of_an_event_outside_those_years_is_refused_with_the_limits(edtf):
    message = refusal(edtf, read=parse_event_date)

    assert all(str(year) in message for year in EVENT_YEARS)


def test_the_years_of_an_event_are_counted_in_its_own_calendar():
    assert parse_event_date("9999-12-31", JULIAN).latest > parse_event_date("9999-12-31").latest


@pytest.mark.parametrize("edtf", ["../..", "/", "../", "/..", "[..1917,1922..]"])
def test_an_event_without_start_and_end_is_refused(edtf):
    assert "neither a start nor an end" in refusal(edtf, read=parse_event_date)


# Days that a date names


@pytest.mark.parametrize(
    ("edtf", "day"),
    [
        ("1917-11-07", "1917-11-07"),
        ("1917-11-07?", "1917-11-07"),
        ("1917-11-07T20:00:00", "1917-11-07"),
        ("1917-11-07/1922", "1917-11-07"),
        ("1917-11-07/..", "1917-11-07"),
        ("../1917-11-07", "1917-11-07"),
        ("1917/1922-04-03", "1922-04-03"),
        ("[1922-04-04,1922-04-03]", "1922-04-03"),
        ("{1917,1922-04-03..1922-04-05}", "1922-04-03"),
        ("1917-11", None),
        ("1917", None),
        ("1938-21", None),
        ("1917-11-XX", None),
        ("1917-XX-07", None),
        ("1917-11-1X/1918", None),
        ("1917/..", None),
    ],
)
def test_the_first_day_that_a_date_names_is_a_single_one(edtf, day):
    assert parse(edtf).first_day_named == (parse(day).earliest if day else None)


@unhurried
@given(dates_in_edtf, calendars)
def test_the_day_that_a_date_names_lies_within_it(edtf, calendar):
    assume(is_read(edtf, calendar))
    date = parse(edtf, calendar)

    if date.first_day_named is not None:
        assert date.earliest is None or date.earliest <= date.first_day_named
        assert date.latest is None or date.first_day_named <= date.latest
