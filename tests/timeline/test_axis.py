import json
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.calendars import JULIAN, gregorian_to_jdn
from sources.dates import parse, parse_event_date
from tests.timeline.drawn import at, collisions, seen, shown
from timeline.axis import SHAPES, Window, draw, fullest, moves, strip, window_of
from timeline.axis.drawing import MOST
from timeline.axis.placing import BADGE_REACH, BADGE_STEP, NEAREST, NECK, RADIUS, WIDTHS
from timeline.axis.stems import NARROW
from timeline.axis.ticks import MARGIN, PAD, SIZE, ticks, year_words
from timeline.axis.type import cut, width_of

ACCOUNTS = ["slides", "struggle", "third", "fourth", "fifth"]
THE_TWENTIES = Window.of_years(1917, 1938)
DAYS = st.integers(gregorian_to_jdn(1900, 1, 1), gregorian_to_jdn(1960, 1, 1))
FAR_DAYS = st.integers(gregorian_to_jdn(-9999, 1, 1), gregorian_to_jdn(9999, 12, 31))
ALL_WIDTHS = [NARROW, 320, 343, 500, 640, 800, 1000, 1136, 1600]


def days(edtf, calendar="gregorian"):
    date = parse(edtf, calendar)
    return {"earliest": date.earliest, "latest": date.latest}


def make_row(edtf, code="aaaa", contested=0, calendar="gregorian", importance=3, title="", context=False, **readings):
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
        "importance": importance,
        "title": title,
        "context": context,
        "readings": {name: [days(*given.split()) for given in dates] for name, dates in readings.items()},
    }


def windows(day=DAYS):
    return st.tuples(day, day).map(sorted).map(lambda ends: Window(*ends))


def draw_one(row, accounts=("slides", "struggle"), window=THE_TWENTIES):
    (event,) = draw([row], accounts, window).events
    return event


def number(words):
    return float(words.rstrip("%"))


def ends_of(event, lane):
    """The px at NARROW where the stems into a lane end: upright ones first."""
    upright = [at(event.x, NARROW) + number(mark.x) for mark in event.marks if mark.lane == lane]
    leaning = [at(event.x, NARROW) + at(it.x, NARROW) + number(it.nudge) for it in event.leans if it.lane == lane]
    return upright + leaning


def lean_of(event, lane, width=NARROW):
    """How far the one leaning stem of a lane goes to the right, in px; None where none leans."""
    leans = [it for it in event.leans if it.lane == lane]
    return number(leans[0].nudge) - at(leans[0].foot, width) if leans else None


# --- where an account puts an event


def test_the_25th_of_october_in_russia_lies_on_the_7th_of_november():
    russian = draw_one(make_row("1917-10-25", calendar=JULIAN))
    western = draw_one(make_row("1917-11-07"))

    assert russian.x == western.x


def test_a_russian_date_does_not_lean_from_the_same_day_in_the_western_calendar():
    assert not draw_one(make_row("1917-11-07", struggle=["1917-10-25 julian"])).leans


@pytest.mark.parametrize(("given", "side"), [("1922-04-04", 1), ("1922-04-02", -1)])
def test_a_stem_leans_to_the_side_of_another_day_by_six_px_at_least(given, side):
    event = draw_one(make_row("1922-04-03", struggle=[given]))

    assert lean_of(event, lane=2, width=NARROW) * side >= 6
    assert lean_of(event, lane=2, width=320) * side >= 6


@pytest.mark.parametrize(
    "given", ["1917", "1917-11", "1917-11-07", "1917-10 julian", "1917-11-07/..", "../1918", "191X"]
)
def test_a_date_that_leaves_room_for_the_recorded_one_does_not_lean(given):
    event = draw_one(make_row("1917-11-07", slides=[given]))

    assert not event.leans
    assert [mark.silent for mark in event.marks] == [False, True]


def test_a_leaning_stem_ends_at_the_nearest_day_of_what_the_account_gives():
    event = draw_one(make_row("1937-06-11", slides=["1938-21"]))
    spring = draw_one(make_row("1938-03-01"))

    assert ends_of(event, lane=1) == pytest.approx([at(spring.x, NARROW)], abs=0.1)


def test_a_stem_leans_from_the_nearest_end_of_a_span():
    event = draw_one(make_row("1918/1921", slides=["1922-01-01"]))
    (lean,) = event.leans
    end = THE_TWENTIES.percent(gregorian_to_jdn(1922, 1, 1))

    assert number(event.x) + number(lean.x) + number(lean.foot) == pytest.approx(end, abs=0.01)


def test_an_open_end_reaches_every_later_date():
    event = draw_one(make_row("1917/..", slides=["1935"], struggle=["1916"]))

    assert [lean.lane for lean in event.leans] == [2]


def test_an_account_without_a_date_speaks_at_the_recorded_one():
    mark = draw_one(make_row("1922-04-03", slides=[])).marks[0]

    assert (mark.x, mark.silent) == ("0", False)


def test_an_account_that_gives_two_dates_has_a_mark_for_each():
    event = draw_one(make_row("1922-03-27/1922-04-02", struggle=["1922-03", "1923"]))

    assert [mark.lane for mark in event.marks if not mark.silent] == [2]
    assert [lean.lane for lean in event.leans] == [2]


def test_marks_of_one_account_stand_apart_however_near_their_dates():
    upright, leaning = ends_of(draw_one(make_row("1922-04-03", struggle=["1922-04-03", "1922-04-04"])), lane=2)

    assert leaning - upright >= 2 * RADIUS[3]


def test_readings_that_fall_in_one_place_share_a_mark():
    event = draw_one(make_row("1922-04-03", slides=["1925-01-01", "1925-01-02", "1925"]))

    assert len(ends_of(event, lane=1)) == 1


def test_silence_ends_in_a_hollow_ring():
    told, silent = draw_one(make_row("1934-12-01", slides=["1934-12"])).marks

    assert (told.symbol, told.silent) == ("1-3", False)
    assert (silent.symbol, silent.silent) == ("ring-3", True)


@pytest.mark.parametrize(("given", "shape"), [("1905", "earlier-3"), ("1991", "later-3")])
def test_a_date_beyond_the_edge_ends_in_an_arrow_at_the_edge(given, shape):
    event = draw_one(make_row("1922-04-03", slides=[given]))
    (lean,) = event.leans

    assert lean.symbol == shape
    assert round(number(event.x) + number(lean.x), 2) in (0, 100)


def test_what_no_account_tells_is_a_diamond_on_the_axis_without_stems():
    event = draw_one(make_row("1932/1933", context=True, title="Famine"))

    assert [(mark.symbol, mark.y) for mark in event.marks] == [("context", "0")]
    assert not event.stems
    assert event.flag


def test_what_matters_more_has_the_longer_stems_and_the_larger_marks():
    rows = [make_row(f"19{year}", f"{year}xx", importance=year % 3 + 1) for year in range(18, 38, 2)]
    events = {row["importance"]: event for row, event in zip(rows, draw(rows, ACCOUNTS[:2], THE_TWENTIES).events)}

    assert number(events[3].marks[0].y) < number(events[2].marks[0].y) < number(events[1].marks[0].y) < 0
    assert RADIUS[3] > RADIUS[2] > RADIUS[1]


# --- the axis


def test_a_span_is_as_long_as_it_lasted():
    (span,) = draw([make_row("1918")], ACCOUNTS[:2], Window.of_years(1918, 1919)).spans

    assert (span.x, span.width) == ("0%", "50%")


def test_what_sticks_out_of_the_window_is_clipped_at_its_edge():
    drawing = draw([make_row("1905/1920")], ACCOUNTS[:2], THE_TWENTIES)

    assert drawing.spans[0].x == "0%"
    assert 0 < number(drawing.events[0].x) < number(drawing.spans[0].width) < 100


@pytest.mark.parametrize(
    ("edtf", "fades"), [("1922/..", (False, True)), ("../1922", (True, False)), ("1922", (False, False))]
)
def test_open_ends_fade_away_from_what_is_known(edtf, fades):
    (span,) = draw([make_row(edtf)], ACCOUNTS[:2], THE_TWENTIES).spans

    assert (span.before, span.after) == fades


def test_a_fade_is_not_drawn_where_the_edge_hides_the_end():
    (span,) = draw([make_row("1905/1925") | {"open_start": True}], ACCOUNTS[:2], THE_TWENTIES).spans

    assert not span.before


def test_a_contested_event_carries_the_number_of_its_notes():
    assert draw_one(make_row("1936-12-05", contested=17)).badge.notes == 17
    assert draw_one(make_row("1936-12-05")).badge is None


def test_events_outside_the_window_are_left_out_and_the_rest_keep_the_order_of_the_list():
    rows = [make_row(edtf, code) for edtf, code in (("1905", "a"), ("1934", "b"), ("1922", "c"), ("1956", "d"))]

    assert [event.code for event in draw(rows, ACCOUNTS[:2], THE_TWENTIES).events] == ["b", "c"]


def test_two_events_of_one_day_stand_side_by_side_on_two_levels_with_their_feet_at_their_date():
    one, other = draw([make_row("1922-04-03", code) for code in "ab"], ACCOUNTS[:2], THE_TWENTIES).events

    assert one.x == other.x
    assert one.marks[0].y != other.marks[0].y
    assert one.marks[0].x != other.marks[0].x
    assert all(stem.path.startswith("M0 0") for event in (one, other) for stem in event.stems)


def test_what_finds_no_room_is_a_tick_and_counted_at_each_width():
    rows = [make_row("1922-04-03", f"{index:04}", contested=1) for index in range(30)]
    drawing = draw(rows, ACCOUNTS[:2], THE_TWENTIES)

    assert len(drawing.events) == 30
    assert drawing.ticked["n"] == drawing.ticked["l"] > 20
    assert all(bool(event.marks) == bool(event.size) for event in drawing.events)


def test_a_wider_drawing_shows_all_that_a_narrow_one_shows_and_more():
    rows = [make_row(f"{1917 + index // 12}-{index % 12 + 1:02}", f"{index:04}", title="Words") for index in range(72)]
    drawing = draw(rows, ACCOUNTS[:2], THE_TWENTIES)
    narrow, middle, wide = (len(seen(drawing, width)) for width in WIDTHS.values())

    assert narrow < middle < wide <= len(rows)
    assert [len(rows) - count for count in (narrow, middle, wide)] == list(drawing.ticked.values())


def test_the_important_are_placed_first():
    rows = [make_row("1922-04-03", f"{index:04}", importance=1) for index in range(20)]
    rows.append(make_row("1922-04-03", "main", importance=3))

    assert draw(rows, ACCOUNTS[:2], THE_TWENTIES).events[-1].size == "n"


def test_a_title_stands_on_the_side_of_who_tells_of_the_event():
    above = draw_one(make_row("1922", title="Congress", slides=[]))
    below = draw_one(make_row("1922", title="Congress", struggle=[]))

    assert number(above.flag.end) < number(above.flag.start) < number(below.flag.start) < number(below.flag.end)


def test_a_long_title_is_cut_and_says_more_on_a_wide_screen():
    title = "Eleventh congress of the Communist Party (bolsheviks)"
    flag = draw_one(make_row("1922-03", title=title)).flag

    assert flag.texts[0].words == "Eleventh congress…"
    assert flag.texts[0].until == flag.texts[1].size
    assert title.startswith(flag.texts[1].words.rstrip("…"))
    assert len(flag.texts[1].words) > len(flag.texts[0].words)


@pytest.mark.parametrize(
    ("words", "short"),
    [
        ("October Revolution", "October Revolution"),
        ("Lenin’s letter to the communists of Georgia", "Lenin’s letter…"),
        ("Donaudampfschifffahrtsgesellschaftskapitän", "Donaudampfschifffahrtsgesells…"),
        ("Linkse sociaal-revolutionairen treden toe", "Linkse sociaal-revolutionaire…"),
    ],
)
def test_titles_are_cut_at_a_word(words, short):
    assert cut(words, 30) == short


def test_what_is_not_drawn_is_a_quiet_band_along_the_axis():
    crowds = draw([], ACCOUNTS[:2], THE_TWENTIES, density=[0, 4, 2, 0]).crowds

    assert [(crowd.x, crowd.width) for crowd in crowds] == [("25%", "25%"), ("50%", "25%")]
    assert number(crowds[0].height) == 2 * number(crowds[1].height)


def test_the_view_may_pass_links_labels_and_names():
    row = make_row("1922") | {"href": "/nl/events/x/", "label": "1922: Elfde congres"}
    drawing = draw([row, make_row("1923", "bbbb", title="Plan")], ["slides"], THE_TWENTIES, {"slides": "De dia’s"})

    assert [(event.href, event.label) for event in drawing.events] == [
        ("/nl/events/x/", "1922: Elfde congres"),
        ("#event-bbbb", "Plan"),
    ]
    assert drawing.above[0].name == "De dia’s"


# --- lanes


def test_two_accounts_face_each_other_across_the_axis():
    above, below = draw_one(make_row("1922")).marks

    assert number(above.y) == -number(below.y) < 0


@pytest.mark.parametrize("accounts", [ACCOUNTS[:count] for count in range(6)])
def test_any_number_of_accounts_stays_inside_the_drawing(accounts):
    rows = [make_row("1922-04-03", f"{index:04}", contested=1, title="Congress") for index in range(4)]
    drawing = draw(rows, accounts, THE_TWENTIES)
    boxes = [box for each in seen(drawing, 1000) for box in (*each.marks, each.badge, each.title) if box]

    assert boxes
    assert all(0 <= top <= bottom <= drawing.ground for _left, top, _right, bottom in boxes)
    assert drawing.ground < drawing.years < drawing.height


def test_further_accounts_stack_outwards_joined_by_one_line_and_no_two_share_a_shape():
    drawing = draw([make_row("1922")], ACCOUNTS, THE_TWENTIES)
    marks = {mark.lane: number(mark.y) for mark in drawing.events[0].marks}
    stems = {stem.lane: stem.path for stem in drawing.events[0].stems}

    assert marks[5] < marks[3] < marks[1] < 0 < marks[2] < marks[4]
    assert stems[3] == f"M0 {marks[1]:.0f}V{marks[3]:.0f}"
    assert [lane.number for lane in drawing.above] == [5, 3, 1]
    assert [lane.number for lane in drawing.below] == [2, 4]
    assert len({lane.shape for lane in drawing.above + drawing.below}) == len(SHAPES) == 5


def test_a_drawing_of_the_size_of_the_first_corpus_is_small():
    rows = [
        make_row(f"{1917 + index // 4}-{index % 4 * 3 + 1:02}", f"{index:04}", index % 2, importance=index % 3 + 1,
                 title="Congress of the party", slides=[])
        for index in range(72)
    ]  # fmt: skip
    drawing = draw(rows, ACCOUNTS[:2], THE_TWENTIES)

    assert 300 <= drawing.height <= 440


# --- the window


def test_the_drawing_opens_on_the_years_in_which_most_happens():
    rows = [make_row(edtf) for edtf in ("1789", "1917", "1918-03", "1922-04-03", "1936", "1937-12-12", "1938", "1938")]

    assert fullest([*rows, make_row("1923"), make_row("2019")]) == THE_TWENTIES


def test_the_first_corpus_opens_on_1917_to_1938():
    beginnings = Counter({1917: 10, 1918: 11, 1921: 16, 1923: 10, 1928: 5, 1932: 5, 1936: 8, 1938: 7})
    rows = [make_row(str(year)) for year, count in beginnings.items() for _ in range(count)]
    rows += [make_row(str(year)) for year in (1789, 1871, 1905, 1913, 1914, 1939, 1940, 1949, 1956, 1980, 1991, 2019)]

    assert fullest(rows) == THE_TWENTIES


@pytest.mark.parametrize("dates", [(), ("1917",), ("1917", "1938"), ("1900", "1905", "1910", "1915", "1920")])
def test_where_that_would_not_spare_half_of_the_axis_all_of_it_is_drawn(dates):
    rows = [make_row(edtf) for edtf in dates]

    assert fullest(rows) == window_of(rows)


def test_a_window_needs_no_more_of_a_row_than_its_days():
    bare = [{"earliest": gregorian_to_jdn(1922, 1, 1), "latest": gregorian_to_jdn(1935, 1, 1)}]

    assert window_of(bare) == Window.of_years(1922, 1935)
    assert fullest(bare)


def test_a_window_holds_every_event_and_every_date_it_was_given():
    window = window_of([make_row("1922-04-03", slides=["1905"], struggle=["1922/.."])])

    assert window.first < gregorian_to_jdn(1905, 12, 31) < gregorian_to_jdn(1922, 4, 3) < window.last


def test_a_single_day_and_an_empty_timeline_get_years_around_them():
    assert len(draw([], [], window_of([])).ticks) > 2
    assert window_of([make_row("1922-04-03")]).days >= 3652


# --- where to go from here


def test_zooming_and_moving_go_by_whole_years():
    go = moves(THE_TWENTIES, Window.of_years(1784, 2024))

    assert {name: move[:2] for name, move in go.items()} == {
        "in": ("1923", "1932"),
        "out": ("1906", "1949"),
        "earlier": ("1906", "1927"),
        "later": ("1928", "1949"),
        "all": ("1784", "2024"),
    }


def test_below_three_years_they_go_by_months_and_below_two_months_by_days():
    whole = Window.of_years(1900, 1950)
    two_years = Window.of_years(1917, 1918)
    weeks = Window(gregorian_to_jdn(1917, 11, 1), gregorian_to_jdn(1917, 11, 30))

    assert moves(two_years, whole)["in"][:2] == ("1917-07", "1918-06")
    assert moves(two_years, whole)["earlier"][:2] == ("1916", "1917")
    assert moves(weeks, whole)["in"][:2] == ("1917-11-08", "1917-11-22")
    assert moves(weeks, whole)["later"][:2] == ("1917-11-16", "1917-12-15")


def test_where_there_is_nothing_more_that_way_there_is_no_move():
    whole = Window.of_years(1784, 2024)
    day = Window(whole.first, whole.first)

    assert [name for name, move in moves(whole, whole).items() if move] == ["in"]
    assert [name for name, move in moves(day, whole).items() if move] == ["out", "later", "all"]


def test_links_are_made_by_the_view():
    assert moves(THE_TWENTIES, Window.of_years(1784, 2024), "{}..{}".format)["in"].href == "1923..1932"


def test_years_before_year_one_can_be_asked_for_in_the_address():
    go = moves(Window.of_years(-99, 100), Window.of_years(-499, 500))

    assert go["earlier"][:2] == ("-0199", "0000")
    assert parse_event_date(go["earlier"].first).earliest == gregorian_to_jdn(-199, 1, 1)


@settings(deadline=None, max_examples=200)
@given(windows(), st.integers(0, 50_000), st.integers(0, 50_000))
def test_every_move_leads_to_another_window_that_the_address_can_say(window, before, after):
    whole = Window(window.first - before, window.last + after)
    for name, move in moves(window, whole).items():
        if move:
            target = Window(parse_event_date(move.first).earliest, parse_event_date(move.last).latest)
            assert target != window
            assert target.first <= target.last
            assert {"in": target.days < window.days, "out": target.days > window.days}.get(name, True)
            assert {"earlier": target.first < window.first, "later": target.last > window.last}.get(name, True)


def test_a_stem_bends_beyond_the_badges_and_short_of_every_mark():
    assert BADGE_STEP + BADGE_REACH < NECK < NEAREST - RADIUS[3]


# --- the strip


def on_a_day(day):
    return day, day


def test_the_strip_counts_by_round_years_and_frames_what_is_shown():
    whole = Window.of_years(1784, 2024)
    spans = [on_a_day(gregorian_to_jdn(year, 6, 1)) for year in (1784, 1917, 1918, 1918, 2024)]
    drawn = strip(spans, whole, THE_TWENTIES)

    assert [(bar.nl, bar.count) for bar in drawn.bars if bar.count] == [
        ("1784–1789", 1),
        ("1910–1919", 3),
        ("2020–2024", 1),
    ]
    assert [bar.en for bar in drawn.bars if bar.shown] == ["1910–1919", "1920–1929", "1930–1939"]
    assert number(drawn.x) == pytest.approx(whole.percent(THE_TWENTIES.first), abs=0.01)
    assert number(drawn.width) == pytest.approx(100 * THE_TWENTIES.days / whole.days, abs=0.01)


def test_what_lasts_long_counts_in_every_bar_that_it_touches():
    whole = Window.of_years(1784, 2024)
    spans = [
        (gregorian_to_jdn(1909, 12, 31), gregorian_to_jdn(1920, 1, 1)),
        (gregorian_to_jdn(1700, 1, 1), whole.first),
    ]
    drawn = strip(spans, whole, THE_TWENTIES)

    counted = [bar.nl for bar in drawn.bars if bar.count]
    assert counted == ["1784–1789", "1900–1909", "1910–1919", "1920–1929"]


def test_every_bar_leads_to_its_own_years():
    whole = Window.of_years(1900, 1999)
    drawn = strip([on_a_day(gregorian_to_jdn(1917, 6, 1))], whole, whole, "{}..{}".format)

    assert [bar.href for bar in drawn.bars if bar.href] == ["1915..1919"]


@settings(deadline=None, max_examples=60)
@given(windows(FAR_DAYS), st.lists(st.floats(0, 1), max_size=20))
def test_the_strip_has_few_bars_and_loses_nothing(whole, places):
    given_days = [whole.first + int(place * (whole.days - 1)) for place in places]
    drawn = strip(map(on_a_day, given_days), whole, whole)

    assert 1 <= len(drawn.bars) <= 41
    assert sum(bar.count for bar in drawn.bars) == len(given_days)
    assert all(bar.height > 0 for bar in drawn.bars if bar.count)


def test_a_window_outside_the_whole_axis_frames_nothing():
    assert strip([], THE_TWENTIES, Window.of_years(1789, 1799)).width == "0%"


# --- years, months and days


def test_years_before_year_one_are_named_as_readers_do():
    assert (year_words(-43, "nl"), year_words(-43, "en")) == ("44 v.Chr.", "44 BC")
    assert year_words(1917, "nl") == "1917"
    assert year_words(-19_999, "en") == "20,000 BC"


def test_round_years_are_round_on_both_sides_of_the_era():
    named = [tick.en for tick in draw([], [], Window.of_years(-250, 250)).ticks if not tick.fine]

    assert named == ["200 BC", "1 AD", "200"]


def test_a_label_is_in_the_language_of_the_page():
    (tick,) = draw([], [], Window(gregorian_to_jdn(-43, 3, 15), gregorian_to_jdn(-43, 3, 15))).ticks

    assert (tick.nl, tick.en) == ("15 maart 44 v.Chr.", "15 March 44 BC")


def test_every_year_is_named_where_there_is_room():
    named = [tick.nl for tick in draw([], [], THE_TWENTIES).ticks]

    assert named == [str(year) for year in range(1917, 1939)]
    assert [tick.nl for tick in draw([], [], THE_TWENTIES).ticks if not tick.fine] == ["1920", "1925", "1930", "1935"]


def test_within_a_few_years_months_are_named_and_the_year_once():
    months = Window(gregorian_to_jdn(1917, 10, 1), gregorian_to_jdn(1918, 3, 31))

    assert [tick.nl for tick in draw([], [], months).ticks] == [
        "oktober 1917", "november", "december", "1918", "februari", "maart"
    ]  # fmt: skip


def test_within_a_month_days_are_named():
    weeks = Window(gregorian_to_jdn(1917, 11, 1), gregorian_to_jdn(1917, 11, 20))

    assert [tick.en for tick in draw([], [], weeks).ticks] == [
        "November 1917", "6 November", "11 November", "16 November"
    ]  # fmt: skip


def test_a_window_narrower_than_a_day_divides_nothing_by_zero():
    day = gregorian_to_jdn(1922, 4, 3)

    assert draw([make_row("1922")], ACCOUNTS, Window(day, day - 1)).height
    assert draw([make_row("1922")], ACCOUNTS, Window(day, day - 400)).height


# --- whatever comes

TITLES = st.sampled_from(
    ["", "NEP", "Oktoberrevolutie", "Elfde congres van de Communistische Partij", "W" * 60, "十月革命"]
)


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
        told = st.dictionaries(st.sampled_from(ACCOUNTS), st.lists(intervals(day), max_size=3), max_size=3)
        rows.append(
            {
                "code": f"{index:04}",
                "earliest": earliest,
                "latest": latest,
                "open_start": draw_from(st.booleans()),
                "open_end": draw_from(st.booleans()),
                "contested": draw_from(st.sampled_from([0, 0, 1, 17, 100])),
                "importance": draw_from(st.integers(1, 3)),
                "context": draw_from(st.sampled_from([False, False, False, True])),
                "title": draw_from(TITLES),
                "readings": draw_from(told),
            }
        )
    return rows


thorough = settings(deadline=None, max_examples=60)


@thorough
@given(row_lists(), windows(), st.sampled_from([2, 2, 1, 3, 5]), st.sampled_from(ALL_WIDTHS))
def test_nothing_of_one_event_is_in_the_way_of_another_at_any_width(rows, window, accounts, width):
    assert list(collisions(draw(rows, ACCOUNTS[:accounts], window), width)) == []


@thorough
@given(row_lists(), windows())
def test_where_something_happens_something_has_a_title_at_every_width(rows, window):
    rows = [row | {"title": row["title"] or "Nameless"} for row in rows]
    drawing = draw(rows, ACCOUNTS[:2], window)
    for width in ALL_WIDTHS if drawing.events else ():
        assert any(each.title for each in seen(drawing, width))


@thorough
@given(row_lists(FAR_DAYS, most=8), windows(FAR_DAYS))
def test_everything_lies_within_the_width(rows, window):
    drawing = draw(rows, ACCOUNTS, window)
    places = [number(it.x) for it in (*drawing.ticks, *drawing.events, *drawing.spans)]
    places += [number(span.x) + number(span.width) for span in drawing.spans]
    for event in drawing.events:
        tops = [number(event.x) + number(lean.x) for lean in event.leans]
        places += tops + [top + number(lean.foot) for top, lean in zip(tops, event.leans)]

    assert all(-0.01 <= place <= 100.01 for place in places)


@thorough
@given(row_lists(FAR_DAYS, most=8))
def test_the_window_of_rows_leaves_nothing_out(rows):
    drawing = draw(rows, ACCOUNTS, window_of(rows))

    assert len(drawing.events) == len(rows)
    assert not [lean for event in drawing.events for lean in event.leans if lean.symbol[0] in "el"]


@thorough
@given(row_lists(most=1), windows(), st.sampled_from(ALL_WIDTHS))
def test_a_stem_leans_exactly_where_a_reading_excludes_the_recorded_date(rows, window, width):
    told = [row | {"context": False} for row in rows if window.touches(row)]
    for row, event in zip(told, draw(told, ACCOUNTS, window).events, strict=True):
        for lane, account in enumerate(ACCOUNTS, 1):
            leans = [number(it.nudge) - at(it.foot, width) for it in event.leans if it.lane == lane]
            assert {(lean > 0) - (lean < 0) for lean in leans} == excluding_sides(row, row["readings"].get(account, []))
            assert all(abs(lean) >= 6 for lean in leans)


def excluding_sides(row, readings):
    """Said in another way than the drawing does: by days that the two have in common."""
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
    by_code = {row["code"]: row for row in rows}
    for event in draw(rows, ACCOUNTS, window).events:
        readings = by_code[event.code]["readings"]
        for lane, account in enumerate(ACCOUNTS, 1) if event.size and not event.context else ():
            silent = {mark.silent for mark in event.marks if mark.lane == lane}
            silent |= {False for lean in event.leans if lean.lane == lane}
            assert silent == {account not in readings}


@thorough
@given(row_lists(), windows())
def test_who_is_shown_on_a_narrow_screen_is_shown_on_every_wider_one_at_the_same_heights(rows, window):
    drawing = draw(rows, ACCOUNTS[:2], window)
    for narrow, wide in pairwise(ALL_WIDTHS):
        before = {each.code: [mark[1] for mark in each.marks] for each in seen(drawing, narrow)}
        after = {each.code: [mark[1] for mark in each.marks] for each in seen(drawing, wide)}
        assert before.items() <= after.items()


@thorough
@given(windows(FAR_DAYS), st.sampled_from([NARROW, WIDTHS["l"]]))
def test_labels_of_the_axis_do_not_touch_and_stay_inside(window, width):
    extents = []
    for tick in ticks(window, NARROW, WIDTHS["l"]):
        if width > NARROW or not tick.fine:
            wide = max(width_of(tick.nl, SIZE), width_of(tick.en, SIZE))
            extents.append((tick.place * width / 100, tick.place * width / 100 + wide))

    assert all(one[1] <= other[0] for one, other in pairwise(extents))
    assert all(right + PAD <= width + MARGIN for _left, right in extents)


def test_thousands_of_rows_are_drawn_with_bounded_work_and_none_is_lost():
    rows = [
        make_row("1922", f"{index:04}", importance=index % 3 + 1)
        | {"earliest": 2421000 + index, "latest": 2421000 + index}
        for index in range(5000)
    ]
    drawing = draw(rows, ACCOUNTS[:2], window_of(rows))

    assert len(drawing.events) == MOST
    assert not list(collisions(drawing, 1000))
    assert drawing.crowds


def test_a_drawing_is_all_words_that_a_template_can_write():
    drawing = draw([make_row("1922", contested=2, title="NEP", slides=["1923"])], ACCOUNTS[:3], THE_TWENTIES)

    assert json.dumps([vars(event.badge) for event in drawing.events])
    assert all(isinstance(value, str | int) for value in vars(drawing.events[0].leans[0]).values())


def test_an_event_without_room_is_shown_at_no_width():
    assert not shown("", 5000)
