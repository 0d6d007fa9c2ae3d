"""A date counted from another one: what follows, and what nothing can be counted from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources import calendars, dates, offsets
from sources.dates import DAY, MONTH, YEAR
from sources.offsets import Offset
from sources.refusal import Refusal

CALENDARS = st.sampled_from(calendars.CALENDARS)
DOUBTS = st.sampled_from(["", "?", "~", "%"])
PRECISIONS = st.sampled_from([YEAR, MONTH, DAY])
YEARS = st.integers(-9990, 9990)  # so that a few years more or less still have a place on the axis


def written(*parts: int) -> str:
    """Year, month and day as EDTF writes them."""
    year, *others = parts
    return "-".join([f"{'-' if year < 0 else ''}{abs(year):04}", *(f"{part:02}" for part in others)])


@st.composite
def moments(draw, precision=PRECISIONS):
    """A date as precise as a year, a month or a day, in either calendar, certain or not."""
    calendar, year, month = draw(CALENDARS), draw(YEARS), draw(st.integers(1, 12))
    day = draw(st.integers(1, calendars.days_in_month(year, month, calendar)))
    edtf = written(*(year, month, day)[: draw(precision)]) + draw(DOUBTS)
    return dates.parse_event_date(edtf, calendar)


@st.composite
def durations(draw):
    """How far, in any units, and the same way back."""
    amounts = draw(st.lists(st.integers(0, 40), min_size=3, max_size=3))
    units = draw(st.sets(st.sampled_from("YMD"), min_size=1))
    far = "P" + "".join(f"{amount}{unit}" for amount, unit in zip(amounts, "YMD") if unit in units)
    return far, f"-{far}"


def counted(edtf: str, offset: str, calendar: str = "gregorian") -> str:
    return offsets.count_from(dates.parse_event_date(edtf, calendar), offset)


@pytest.mark.parametrize(
    ("offset", "read"),
    [
        ("P3Y", Offset(3, 0, 0, YEAR)),
        ("P0M", Offset(0, 0, 0, MONTH)),
        ("-P1D", Offset(0, 0, -1, DAY)),
        ("P4Y6M", Offset(4, 6, 0, MONTH)),
        ("-P1Y2M3D", Offset(-1, -2, -3, DAY)),
        ("P1Y0D", Offset(1, 0, 0, DAY)),
        ("P9999Y", Offset(9999, 0, 0, YEAR)),
        ("P003M", Offset(0, 3, 0, MONTH)),
    ],
)
def test_a_duration_says_how_far_and_how_precisely(offset, read):
    assert offsets.parse(offset) == read


@pytest.mark.parametrize(
    "offset",
    ["", "P", "-P", "3Y", "P3", "P3y", "p3Y", "P-3Y", "+P3Y", "P3Y ", " P3Y", "P3Y\n", "P3D2Y", "P1M1Y", "P1.5Y", "P1W",
     "PT5H", "P1YT1H", "P٣Y", "P10000Y", "P100000M", "P1000000D", "--P3Y", "−P3Y", "drie jaar later"],
)  # fmt: skip
def test_what_says_not_how_far_is_refused_with_examples(offset):
    with pytest.raises(Refusal, match="P3Y for three years later"):
        offsets.parse(offset)


@pytest.mark.parametrize(
    ("edtf", "offset", "follows"),
    [
        ("1922-03-27", "P3Y", "1925"),
        ("1922-03", "P3Y", "1925"),
        ("1922", "P3Y", "1925"),
        ("1922", "P0Y", "1922"),
        ("1922", "-P5Y", "1917"),
        ("1922-03-27", "P0M", "1922-03"),
        ("1922-12-31", "P1M", "1923-01"),
        ("1922-01", "-P1M", "1921-12"),
        ("1922-03-27", "P4Y6M", "1926-09"),
        ("1922-03-27", "P14M", "1923-05"),
        ("1922-03-27", "-P1D", "1922-03-26"),
        ("1922-12-31", "P1D", "1923-01-01"),
        ("1920-02-29", "P1Y0D", "1921-02-28"),
        ("1922-01-31", "P1M0D", "1922-02-28"),
        ("1920-01-31", "P1M1D", "1920-03-01"),
        ("1922-03-31", "-P1M1D", "1922-02-27"),
        ("0001-01-01", "-P1D", "0000-12-31"),
        ("0002", "-P3Y", "-0001"),
        ("-0043", "P44Y", "0001"),
        ("-0043-03-15", "-P0M", "-0043-03"),
        ("1917-11-07T12:00:00", "P1D", "1917-11-08"),
        ("1938-21", "P1Y", "1939"),
        ("193X-12-01", "P0D", ""),
        ("1917-XX-07", "P1Y", "1918"),
        ("[1922-04-03,1922-04-04]", "P0M", "1922-04"),
        ("1922-03-27/1922-04-02", "P1Y", "1923"),
    ],
)
def test_what_follows_is_as_precise_as_the_smallest_unit(edtf, offset, follows):
    if follows:
        assert counted(edtf, offset) == follows
    else:
        with pytest.raises(Refusal):
            counted(edtf, offset)


def test_days_and_months_are_counted_in_the_calendar_of_the_basis():
    assert counted("1917-10-25", "P1D", "julian") == "1917-10-26"
    assert counted("1900-02-28", "P1D", "julian") == "1900-02-29"
    assert counted("1900-02-28", "P1D", "gregorian") == "1900-03-01"
    assert counted("1900-01-31", "P1M0D", "julian") == "1900-02-29"


@pytest.mark.parametrize(
    ("edtf", "follows"),
    [("1922?", "1925?"), ("1922~", "1925~"), ("1922%", "1925%"), ("?1922-03-27", "1925?"), ("1922-03-~27", "1925~"),
     ("?1922-~03", "1925%"), ("[1922-03?,1922-04]", "1925?")],
)  # fmt: skip
def test_doubt_goes_along(edtf, follows):
    assert counted(edtf, "P3Y") == follows


@pytest.mark.parametrize(
    ("edtf", "offset", "said"),
    [
        ("1922", "P1M", "in more than one month"),
        ("1922", "P1D", "not one day"),
        ("1922-03", "P1D", "not one day"),
        ("1922/1923", "P1Y", "in more than one year"),
        ("192X", "P1Y", "in more than one year"),
        ("1922-24", "P1Y", "in more than one year"),
        ("1922-03-XX", "P1D", "not one day"),
        ("1922-21", "P1M", "in more than one month"),
        ("1922/..", "P1Y", "in more than one year"),
        ("../1922", "P1Y", "in more than one year"),
        ("1922-03-27/", "P1D", "not one day"),
        ("[1922-04-03,1922-04-04]", "P1D", "not one day"),
        ("[1922,1924]", "P1Y", "in more than one year"),
        ("9998", "P2Y", "out of range|not a date"),
        ("-9999", "-P1Y", "out of range|not a date"),
        ("9999-12-31", "P1D", "out of range|not a date"),
    ],
)
def test_nothing_is_counted_from_what_is_less_precise_or_to_where_there_is_no_axis(edtf, offset, said):
    with pytest.raises(Refusal, match=said) as refused:
        counted(edtf, offset)
    assert "%(" in refused.value.template, "kept apart for translation"


@given(st.text() | st.from_regex(r"-?P(\d{0,7}[YMDWH]?){1,4}"))
def test_whatever_is_typed_is_read_or_refused(offset):
    try:
        read = offsets.parse(offset)
    except Refusal:
        return
    assert read.precision in (YEAR, MONTH, DAY)
    assert len({amount > 0 for amount in (read.years, read.months, read.days) if amount}) < 2, "of one sign"


@given(st.text(min_size=200))
def test_a_refusal_repeats_little_of_what_was_typed(offset):
    with pytest.raises(Refusal) as refused:
        offsets.parse(offset)
    assert len(str(refused.value)) < 200


@given(
    moments() | st.sampled_from(["1922/..", "../1922", "1922/1924", "[1917,1922-03]", "192X", "-9999", "9999-12-31"]),
    st.from_regex(offsets.DURATION.pattern, fullmatch=True),
)
def test_what_is_counted_is_a_date_that_an_event_can_have_or_is_refused(basis, offset):
    basis = dates.parse_event_date(basis) if isinstance(basis, str) else basis
    try:
        follows = offsets.count_from(basis, offset)
    except Refusal:
        return
    date = dates.parse_event_date(follows, basis.calendar)
    assert (date.uncertain, date.approximate) == (basis.uncertain, basis.approximate)
    assert date.form.precision == offsets.parse(offset).precision


@given(moments())
def test_the_same_year_is_the_year_that_it_lies_in(basis):
    year = dates.parse_event_date(offsets.count_from(basis, "P0Y"), basis.calendar)
    assert year.earliest <= basis.earliest <= basis.latest <= year.latest
    assert year.form.precision == YEAR


@given(moments(st.just(DAY)))
def test_the_same_day_is_that_very_day(basis):
    assert offsets.count_from(basis, "P0D") == basis.edtf


@given(moments(), durations())
def test_so_far_and_so_far_back_is_where_it_began(basis, there_and_back):
    there, back = there_and_back
    precision = offsets.parse(there).precision
    try:
        follows = dates.parse_event_date(offsets.count_from(basis, there), basis.calendar)
        again = dates.parse_event_date(offsets.count_from(follows, back), basis.calendar)
    except Refusal:
        assert precision > basis.form.precision or abs(int(basis.form.year)) > 9_940
        return
    if precision < DAY:
        assert again.earliest <= basis.earliest <= basis.latest <= again.latest
        assert again.form.precision == precision
    elif int(basis.form.day) <= 28 and "M" not in there and "Y" not in there:
        assert again == basis


@given(moments(st.just(DAY)), st.integers(-400, 400))
def test_so_many_days_later_lies_so_many_days_later(basis, days):
    follows = offsets.count_from(basis, f"{'-' if days < 0 else ''}P{abs(days)}D")
    assert dates.parse_event_date(follows, basis.calendar).earliest == basis.earliest + days


@given(moments(st.just(DAY)), st.integers(1, 30))
def test_years_later_is_the_same_day_or_the_last_that_february_has(basis, years):
    try:
        follows = dates.parse_event_date(offsets.count_from(basis, f"P{years}Y0D"), basis.calendar)
    except Refusal:
        assert int(basis.form.year) + years > 9999
        return
    assert int(follows.form.year) == int(basis.form.year) + years
    same = (follows.form.month, follows.form.day) == (basis.form.month, basis.form.day)
    leap = (basis.form.month, basis.form.day, follows.form.day) == ("02", "29", "28")
    assert same or leap
