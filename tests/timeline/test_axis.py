from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.calendars import JULIAN, gregorian_to_jdn
from sources.dates import parse
from timeline.axis import (
    AFTER,
    BEFORE,
    DIGIT,
    MOST_LEVELS,
    NARROW,
    RING,
    SHAPES,
    TARGET,
    WIDE,
    Window,
    badge_half,
    draw,
    fullest,
    label_width,
    window_of,
    year_words,
)

ACCOUNTS = ["slides", "struggle", "third", "fourth", "fifth"]
THE_TWENTIES = Window(gregorian_to_jdn(1917, 1, 1), gregorian_to_jdn(1938, 12, 31))


def days(edtf, calendar="gregorian"):
    date = parse(edtf, calendar)
    return {"earliest": date.earliest, "latest": date.latest}


def make_row(edtf, code="aaaa", contested=0, calendar="gregorian", **readings):
    """A row recorded at a date; per account the dates it gives, and an account that is left out is silent."""
    date = parse(edtf, calendar)
    known = [day for day in (date.earliest, date.latest) if day is not None]
    return {
        "code": code,
        "earliest": known[0],
        "latest": known[-1],
        "open_start": date.earliest is None,
        "open_end": date.latest is None,
        "contested": contested,
        "readings": {name: [days(*given.split()) for given in dates] for name, dates in readings.items()},
    }


def draw_one(row, accounts=("slides", "struggle"), window=THE_TWENTIES):
    (event,) = draw([row], accounts, window).events
    return event


def number(words):
    return float(words.rstrip("%"))


def place(it, width=NARROW):
    """Where a mark or a label lies, in px, on a drawing of this width."""
    return number(it.x) / 100 * width + number(it.nudge)


def lean(mark, width=NARROW):
    """How far a stem goes to the right on its way to its mark, in px."""
    return number(mark.nudge) - number(mark.foot) / 100 * width


def marks_of(event, lane):
    return [mark for mark in event.marks if mark.lane == lane]


# --- where an account puts an event


def test_the_25th_of_october_in_russia_lies_on_the_7th_of_november():
    russian = draw_one(make_row("1917-10-25", calendar=JULIAN))
    western = draw_one(make_row("1917-11-07"))

    assert russian.x == western.x


def test_a_russian_date_does_not_lean_from_the_same_day_in_the_western_calendar():
    (mark,) = marks_of(draw_one(make_row("1917-11-07", struggle=["1917-10-25 julian"])), lane=2)

    assert not mark.leans
    assert (mark.foot, mark.nudge) == ("0%", "0")


@pytest.mark.parametrize(("given", "side"), [("1922-04-04", 1), ("1922-04-02", -1)])
def test_a_stem_leans_to_the_side_of_another_day(given, side):
    (mark,) = marks_of(draw_one(make_row("1922-04-03", struggle=[given])), lane=2)

    assert mark.leans
    assert lean(mark, width=320) * side >= 6


@pytest.mark.parametrize(
    "given", ["1917", "1917-11", "1917-11-07", "1917-10 julian", "1917-11-07/..", "../1918", "191X"]
)
def test_a_date_that_leaves_room_for_the_recorded_one_does_not_lean(given):
    (mark,) = marks_of(draw_one(make_row("1917-11-07", slides=[given])), lane=1)

    assert not mark.leans


def test_a_leaning_stem_ends_at_the_nearest_day_of_what_the_account_gives():
    event = draw_one(make_row("1937-06-11", slides=["1938-21"]))
    spring = draw_one(make_row("1938-03-01"))

    assert marks_of(event, lane=1)[0].x == spring.x


def test_a_stem_leans_from_the_nearest_end_of_a_span():
    event = draw_one(make_row("1918/1921", slides=["1922-01-01"]))
    (mark,) = marks_of(event, lane=1)

    assert number(mark.x) + number(mark.foot) == pytest.approx(number(event.end), abs=0.01)


def test_an_open_end_reaches_every_later_date():
    row = make_row("1917/..", slides=["1935"], struggle=["1916"])
    slides, struggle = draw_one(row).marks

    assert not slides.leans
    assert struggle.leans


def test_an_account_without_a_date_speaks_at_the_recorded_one():
    event = draw_one(make_row("1922-04-03", slides=[]))
    (mark,) = marks_of(event, lane=1)

    assert (mark.x, mark.foot, mark.silent) == (event.x, "0%", False)


def test_an_account_that_gives_two_dates_has_a_mark_for_each():
    upright, leaning = marks_of(draw_one(make_row("1922-03-27/1922-04-02", struggle=["1922-03", "1923"])), lane=2)

    assert not upright.leans
    assert leaning.leans


def test_marks_of_one_account_stand_apart_however_near_their_dates():
    upright, leaning = marks_of(draw_one(make_row("1922-04-03", struggle=["1922-04-03", "1922-04-04"])), lane=2)

    assert place(leaning) - place(upright) >= 2 * 7  # the widest mark is 15 px across, with its halo


def test_readings_that_fall_in_one_place_share_a_mark():
    assert len(marks_of(draw_one(make_row("1922-04-03", slides=["1925-01-01", "1925-01-02", "1925"])), lane=1)) == 1


def test_silence_ends_in_a_hollow_ring():
    told, silent = draw_one(make_row("1934-12-01", slides=["1934-12"])).marks

    assert (told.shape, told.silent) == (SHAPES[0], False)
    assert (silent.shape, silent.silent, silent.leans) == (RING, True, False)


@pytest.mark.parametrize(("given", "shape"), [("1905", BEFORE), ("1991", AFTER)])
def test_a_date_beyond_the_edge_ends_in_an_arrow_at_the_edge(given, shape):
    (mark,) = marks_of(draw_one(make_row("1922-04-03", slides=[given])), lane=1)

    assert mark.shape == shape
    assert number(mark.x) in (0, 100)


# --- the axis


def test_a_span_is_as_long_as_it_lasted():
    year = draw_one(make_row("1918"), window=Window(gregorian_to_jdn(1918, 1, 1), gregorian_to_jdn(1919, 12, 31)))

    assert (year.start, year.end) == ("0%", "50%")


def test_what_sticks_out_of_the_window_is_clipped_at_its_edge():
    event = draw_one(make_row("1905/1920"))

    assert event.start == "0%"
    assert 0 < number(event.x) < number(event.end) < 100


def test_open_ends_fade_away_from_what_is_known():
    assert [fade.reach for fade in draw_one(make_row("1922/..")).fades] == [36]
    assert [fade.reach for fade in draw_one(make_row("../1922")).fades] == [-36]
    assert not draw_one(make_row("1922")).fades


def test_a_fade_is_not_drawn_where_the_edge_hides_the_end():
    (event,) = draw([make_row("1905/1925") | {"open_start": True}], ACCOUNTS[:2], THE_TWENTIES).events

    assert not event.fades


def test_a_contested_event_carries_the_number_of_its_notes():
    assert draw_one(make_row("1936-12-05", contested=17)).badge.notes == 17
    assert draw_one(make_row("1936-12-05")).badge is None


def test_events_outside_the_window_are_left_out_and_the_rest_keep_their_numbers():
    rows = [make_row("1905", "aaaa"), make_row("1922", "bbbb"), make_row("1956", "cccc")]

    assert [(event.number, event.code) for event in draw(rows, ACCOUNTS[:2], THE_TWENTIES).events] == [(2, "bbbb")]


def test_events_of_a_later_page_have_the_numbers_of_their_list():
    rows = [make_row("1922", "aaaa") | {"number": 51}, make_row("1923", "bbbb") | {"number": 52}]

    assert [event.number for event in draw(rows, ACCOUNTS[:2], THE_TWENTIES).events] == [51, 52]


def test_two_events_of_one_week_stand_on_two_levels():
    rows = [make_row("1922-03-27/1922-04-02", "aaaa"), make_row("1922-04-03", "bbbb")]

    assert [event.level for event in draw(rows, ACCOUNTS[:2], THE_TWENTIES).events] == [0, 1]


def test_events_far_apart_share_a_level():
    rows = [make_row("1922", "aaaa"), make_row("1934", "bbbb")]

    assert [event.level for event in draw(rows, ACCOUNTS[:2], THE_TWENTIES).events] == [0, 0]


def test_what_finds_no_room_keeps_its_place_on_the_axis():
    rows = [make_row("1922-04-03", f"{index:04}", contested=1) for index in range(MOST_LEVELS + 5)]
    drawing = draw(rows, ACCOUNTS[:2], THE_TWENTIES)

    assert drawing.crowded == 5
    assert [bool(event.marks) for event in drawing.events] == [True] * MOST_LEVELS + [False] * 5
    assert len({event.x for event in drawing.events}) == 1


def test_the_drawing_opens_on_the_years_in_which_most_happens():
    rows = [make_row(edtf) for edtf in ("1789", "1917", "1918-03", "1922-04-03", "1936", "1937-12-12", "1938", "2019")]
    window = fullest(rows)

    assert window == window_of(rows[1:7])
    assert draw(rows, ACCOUNTS[:2], window).outside == 2


@pytest.mark.parametrize("dates", [(), ("1917",), ("1917", "1938"), ("1900", "1905", "1910", "1915", "1920")])
def test_where_that_would_not_spare_half_of_the_axis_all_of_it_is_drawn(dates):
    rows = [make_row(edtf) for edtf in dates]

    assert fullest(rows) == window_of(rows)
    assert draw(rows, ACCOUNTS[:2], fullest(rows)).outside == 0


def test_the_view_may_pass_links_labels_and_names():
    row = make_row("1922") | {"href": "/nl/events/x/", "label": "Elfde congres"}
    drawing = draw([row, make_row("1923", "bbbb")], ["slides"], THE_TWENTIES, {"slides": "De dia’s"})

    assert [(event.href, event.label) for event in drawing.events] == [
        ("/nl/events/x/", "Elfde congres"),
        ("#event-bbbb", "2"),
    ]
    assert drawing.lanes[0].name == "De dia’s"


# --- lanes


def test_two_accounts_face_each_other_across_the_axis():
    event = draw_one(make_row("1922"))
    above, below = event.marks
    drawing = draw([make_row("1922")], ACCOUNTS[:2], THE_TWENTIES)

    assert drawing.axis - above.y == below.y - drawing.axis > 0


@pytest.mark.parametrize("accounts", [ACCOUNTS[:count] for count in range(6)])
def test_any_number_of_accounts_stays_inside_the_drawing(accounts):
    rows = [make_row("1922-04-03", f"{index:04}", contested=1) for index in range(4)]
    drawing = draw(rows, accounts, THE_TWENTIES)
    heights = [mark.y for event in drawing.events for mark in event.marks] + [lane.y for lane in drawing.lanes]

    assert all(12 <= y <= drawing.ground - 12 for y in [*heights, drawing.axis])
    assert all(0 < event.badge.y < drawing.ground for event in drawing.events)
    assert drawing.ground < drawing.years < drawing.height


def test_further_accounts_stack_outwards_and_no_two_share_a_shape():
    drawing = draw([make_row("1922")], ACCOUNTS, THE_TWENTIES)
    first, second, third, fourth, fifth = (lane.y - drawing.axis for lane in drawing.lanes)

    assert fifth < third < first < 0 < second < fourth
    assert len({lane.shape for lane in drawing.lanes}) == 5


# --- years


def test_years_before_year_one_are_named_as_readers_do():
    assert (year_words(-43, "nl"), year_words(-43, "en")) == ("44 v.Chr.", "44 BC")
    assert year_words(1917, "nl") == "1917"
    assert year_words(-19_999, "en") == "20,000 BC"


def test_round_years_are_round_on_both_sides_of_the_era():
    window = Window(gregorian_to_jdn(-250, 1, 1), gregorian_to_jdn(250, 12, 31))
    named = [tick.en for tick in draw([], [], window).ticks if not tick.fine]

    assert named == ["200 BC", "1 AD", "200"]


def test_a_label_is_in_the_language_of_the_page():
    (tick,) = draw([], [], Window(gregorian_to_jdn(-43, 3, 15), gregorian_to_jdn(-43, 3, 15))).ticks

    assert (tick.nl, tick.en, tick.label("nl")) == ("44 v.Chr.", "44 BC", "44 v.Chr.")


def test_a_window_of_one_day_names_its_year_and_draws():
    day = gregorian_to_jdn(1922, 4, 3)
    drawing = draw([make_row("1922-04-03", struggle=["1922-04-04"])], ACCOUNTS[:2], Window(day, day))

    assert [(tick.x, tick.nl) for tick in drawing.ticks] == [("0%", "1922")]
    assert (drawing.events[0].start, drawing.events[0].end) == ("0%", "100%")


def test_a_window_narrower_than_a_day_divides_nothing_by_zero():
    day = gregorian_to_jdn(1922, 4, 3)

    assert draw([make_row("1922")], ACCOUNTS, Window(day, day - 1)).height
    assert draw([make_row("1922")], ACCOUNTS, Window(day, day - 400)).height


def test_a_window_holds_every_event_and_every_date_it_was_given():
    window = window_of([make_row("1922-04-03", slides=["1905"], struggle=["1922/.."])])

    assert window.first < gregorian_to_jdn(1905, 12, 31) < gregorian_to_jdn(1922, 4, 3) < window.last


def test_a_single_day_and_an_empty_timeline_get_years_around_them():
    assert len(draw([], [], window_of([])).ticks) > 2
    window = window_of([make_row("1922-04-03")])
    assert window.last - window.first >= 3652


# --- whatever comes

DAYS = st.integers(gregorian_to_jdn(1900, 1, 1), gregorian_to_jdn(1960, 1, 1))
FAR_DAYS = st.integers(gregorian_to_jdn(-9999, 1, 1), gregorian_to_jdn(9999, 12, 31))


def intervals(day):
    ends = st.tuples(day, day).map(sorted)
    return st.one_of(
        day.map(lambda day: (day, day)),
        ends,
        day.map(lambda day: (day, None)),
        day.map(lambda day: (None, day)),
        st.just((None, None)),
    ).map(lambda ends: {"earliest": ends[0], "latest": ends[1]})


@st.composite
def row_lists(draw_from, day=DAYS, most=30):
    rows = []
    for index in range(draw_from(st.integers(0, most))):
        earliest, latest = draw_from(st.one_of(day.map(lambda day: [day, day]), st.tuples(day, day).map(sorted)))
        rows.append(
            {
                "code": f"{index:04}",
                "earliest": earliest,
                "latest": latest,
                "open_start": draw_from(st.booleans()),
                "open_end": draw_from(st.booleans()),
                "contested": draw_from(st.sampled_from([0, 0, 1, 17, 100])),
                "readings": draw_from(
                    st.dictionaries(st.sampled_from(ACCOUNTS), st.lists(intervals(day), max_size=3), max_size=3)
                ),
            }
        )
    return rows


def windows(day=DAYS):
    return st.tuples(day, day).map(sorted).map(lambda ends: Window(*ends))


thorough = settings(deadline=None, max_examples=60)


@thorough
@given(row_lists(FAR_DAYS, most=8), windows(FAR_DAYS))
def test_everything_lies_within_the_width(rows, window):
    drawing = draw(rows, ACCOUNTS, window)
    places = [tick.x for tick in drawing.ticks]
    for event in drawing.events:
        places += [event.x, event.start, event.end, *(it.x for it in (*event.marks, *event.labels, *event.fades))]
        places += [f"{number(mark.x) + number(mark.foot)}%" for mark in event.marks]

    assert all(-0.001 <= number(x) <= 100.001 for x in places)


@thorough
@given(row_lists(FAR_DAYS, most=8))
def test_the_window_of_rows_leaves_nothing_out(rows):
    window = window_of(rows)
    drawing = draw(rows, ACCOUNTS, window)

    assert len(drawing.events) == len(rows)
    assert not {BEFORE, AFTER}.intersection(mark.shape for event in drawing.events for mark in event.marks)


@thorough
@given(row_lists(), windows(), st.sampled_from([NARROW, 320, 343, 800, 1600]))
def test_marks_and_numbers_of_a_lane_keep_out_of_each_others_way(rows, window, width):
    levels = {}
    for event in draw(rows, ACCOUNTS[:3], window).events:
        for lane in (1, 2, 3) if event.marks else ():
            marks = [place(mark, width) for mark in marks_of(event, lane)]
            end = min(place(label, width) for label in event.labels if label.lane == lane)
            left = min(end - DIGIT * len(str(event.number)), min(marks) - TARGET)
            levels.setdefault((lane, event.level), []).append((left, max(marks) + TARGET))
    for extents in levels.values():
        extents.sort()
        assert all(one[1] <= other[0] + 0.1 for one, other in pairwise(extents))


@thorough
@given(row_lists(), windows())
def test_longer_stems_of_earlier_events_do_not_run_through_a_number(rows, window):
    drawn = [event for event in draw(rows, ACCOUNTS[:2], window).events if event.marks]
    for one, other in product(drawn, drawn):
        if (number(one.x), one.number) < (number(other.x), other.number) and one.level > other.level:
            begin = min(place(label) for label in other.labels) - DIGIT * len(str(other.number))
            assert all(max(place(mark), place(mark) - lean(mark)) < begin + 0.1 for mark in one.marks)


@thorough
@given(row_lists(), windows(), st.sampled_from([NARROW, 320, 343, 800, 1600]))
def test_contested_marks_do_not_lie_on_each_other(rows, window, width):
    lines = {}
    for event in draw(rows, ACCOUNTS[:2], window).events:
        if event.badge:
            middle, half = number(event.badge.x) / 100 * width, badge_half(event.badge.notes)
            lines.setdefault(event.badge.y, []).append((middle - half, middle + half))
    for extents in lines.values():
        extents.sort()
        assert all(one[1] <= other[0] + 0.1 for one, other in pairwise(extents))


@thorough
@given(row_lists(most=1), windows(), st.sampled_from([NARROW, 320, 1600]))
def test_a_stem_leans_exactly_where_a_reading_excludes_the_recorded_date(rows, window, width):
    for row, event in zip(rows, draw(rows, ACCOUNTS, window).events, strict=False):
        for lane, account in enumerate(ACCOUNTS, 1):
            sides = {sign(lean(mark, width)) for mark in marks_of(event, lane) if mark.leans}
            assert sides == excluding_sides(row, row["readings"].get(account, []))
            assert all(abs(lean(mark, width)) >= 6 for mark in marks_of(event, lane) if mark.leans)
            assert all(lean(mark, width) == 0 for mark in marks_of(event, lane) if not mark.leans)


def sign(value):
    return (value > 0) - (value < 0)


def excluding_sides(row, readings):
    """Said in another way than axis.py does: by days that the two have in common."""
    low = float("-inf") if row["open_start"] else row["earliest"]
    high = float("inf") if row["open_end"] else row["latest"]
    sides = set()
    for reading in readings:
        first = float("-inf") if reading["earliest"] is None else reading["earliest"]
        last = float("inf") if reading["latest"] is None else reading["latest"]
        if max(first, low) > min(last, high):
            sides.add(1 if first > high else -1)
    return sides


@thorough
@given(row_lists(), windows())
def test_who_is_silent_gets_a_ring_and_who_speaks_a_mark(rows, window):
    for event in draw(rows, ACCOUNTS, window).events:
        readings = rows[event.number - 1]["readings"]
        for lane, account in enumerate(ACCOUNTS, 1) if event.marks else ():
            assert all(mark.silent != (account in readings) for mark in marks_of(event, lane))
            assert marks_of(event, lane)


@thorough
@given(windows(FAR_DAYS), st.sampled_from([NARROW, WIDE]))
def test_year_labels_do_not_touch(window, width):
    shown = [tick for tick in draw([], [], window).ticks if width == WIDE or not tick.fine]
    extents = []
    for tick in shown:
        x, wide = number(tick.x) / 100 * width, label_width(tick.year)
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[tick.anchor]
        extents.append((left, left + wide))

    assert shown
    assert all(one[1] <= other[0] for one, other in pairwise(extents))


def test_thousands_of_rows_are_drawn_with_a_bounded_number_of_stems():
    rows = [
        make_row("1922", f"{index:04}") | {"earliest": 2421000 + index, "latest": 2421000 + index}
        for index in range(5000)
    ]
    drawing = draw(rows, ACCOUNTS[:2], window_of(rows))

    assert len(drawing.events) == 5000
    assert len(drawing.events) - drawing.crowded <= MOST_LEVELS * NARROW / TARGET
