"""The page of a finding, kind by kind, and the list of all of them."""

import itertools
import re
from html import unescape

import pytest

from tests.builders import (
    cited,
    figured,
    make_event,
    make_published_event,
    make_quote,
    make_source,
    make_text,
    measured,
    noted,
    ordered,
    record,
)
from tests.views.conftest import OCTOBER, text_of
from timeline import documents, publishing, shape
from timeline.models import Event, PublicFinding
from timeline.views import faceted, wording
from timeline.views.sums import gap_of

LIST = "/en/findings/"
SAID = "91 miljoen van de 93 miljoen (96,8 %), 89.844.000 voor: 98,6 %."
RATIO = {"unit_nl": "%", "unit_en": "%", "nature": "ratio"}
MEASURES = [
    measured("electorate", name_nl="kiesgerechtigden", name_en="entitled to vote"),
    measured("voters", name_nl="stemmers", name_en="voters"),
    measured("turnout", name_nl="opkomst", name_en="turnout", **RATIO),
    measured("votes_for", name_nl="stemmen voor", name_en="votes for"),
    measured("share_for", name_nl="aandeel voor", name_en="share for", **RATIO),
]
TURNOUT, SHARE = "turnout = voters / electorate", "share_for = votes_for / voters"
FIGURES = [
    ("electorate", "93 miljoen", "92500000", "93500000", "93000000"),
    ("voters", "91 miljoen", "90500000", "91500000", "91000000"),
    ("turnout", "96,8 %", "96.75", "96.85", "96.8"),
    ("votes_for", "89.844.000", "89843500", "89844500", "89844000"),
    ("share_for", "98,6 %", "98.55", "98.65", "98.6"),
]
pytestmark = pytest.mark.django_db


def read_as(*formulas) -> list[dict]:
    return [{"formula": one, "reading_nl": f"Zo: {one}.", "reading_en": f"As we read {one}."} for one in formulas]


def election(slides, relations=(TURNOUT, SHARE), **keys) -> Event:
    """The election of 1937: five numbers in one sentence, of which four cannot all be true."""
    quote = make_quote(SAID, make_text(slides.source, SAID), translation_en="91 million of 93 million …")
    figures = [
        figured(key, words, low, high, value=value, quote=quote.code) for key, words, low, high, value in FIGURES
    ]
    parts = {"citations": [cited(quote)], "measures": MEASURES, "figures": figures, "relations": read_as(*relations)}
    return make_published_event("election", date="1937-12-12", **(parts | keys))


def found(kind: str, state: str = "") -> PublicFinding:
    """The finding of this kind, of which there is one."""
    rows = PublicFinding.objects.filter(kind=kind)
    return (rows.filter(state=state) if state else rows).get()


def said_on(client, finding: PublicFinding, language: str = "en") -> str:
    response = client.get(f"/{language}/findings/{finding.code}/")
    assert response.status_code == 200
    return text_of(response)


def in_this_order(text: str, *words: str):
    """Each of these stands on the page after the one before it."""
    at = 0
    for one in words:
        place = text.find(one, at)
        assert place >= 0, f"“{one}” does not stand in: {text[at:]}"
        at = place + len(one)


# --- what clashes -----------------------------------------------------------------------------------------------------


def test_the_page_walks_from_the_assumption_to_the_clash_and_to_what_would_make_it_fit(client, accounts):
    election(accounts[0])
    said = said_on(client, found("arithmetic_within", "impossible"))
    in_this_order(
        said,
        "Four numbers that cannot all be true",
        "If our reading is right, 93 million , 96.8% , 89,844,000 and 98.6% cannot all be true together.",
        "The sum does not say which one.",
        "Computed, from the words of the sources and the editor’s reading of them ·",
        "What we assume",
        "turnout = voters ÷ entitled to vote As we read turnout",
        "share for = votes for ÷ voters As we read share_for",
        "What each number says",
        SAID,
        "Our translation",
        "92.5 to 93.5 million",
        "It is rounded to 1 million, so it can be off by 500,000 either way.",
        "Also stated, but not needed for the clash: 91 million (voters: 90.5 to 91.5 million)",
        "Each sum looks fine by itself",
        "91 million ÷ 93 million ≈ 97.849% . But what is stated is 96.8%.",
        "So the sum can come out anywhere from 96.79 to 98.92%.",
        "The two ranges overlap, so this sum by itself is possible.",
        "Together they cannot all be true",
        "Suppose that these are right: 96.8% , 89,844,000 and 98.6% .",
        "share for = votes for ÷ voters , so: voters = votes for ÷ share for",
        "at least 89,843,500 ÷ 98.65% ≈ 91.073 million",
        "at most 89,844,500 ÷ 98.55% ≈ 91.166 million",
        "It follows: voters: 91.07 to 91.17 million",
        "at least 91.073 million ÷ 96.85% ≈ 94.035 million",
        "at most 91.1664 million ÷ 96.75% ≈ 94.229 million",
        "It follows: entitled to vote: 94.03 to 94.23 million",
        "But what is stated is 93 million , and that stands for 92.5 to 93.5 million. If the others are right, that is at "
        "least 500,000 too low.",
        "What would make them fit",
        "If the others in this set are right, this one would have to be",
        "How many electorate? 93 miljoen",
        "94.03 to 94.23 million",
        "What editors say",
        "No editor has answered this yet.",
        "All in one place",
        "What would settle it",
        "version 1",
    )


def test_in_dutch_it_speaks_dutch_and_gives_the_words_themselves(client, accounts):
    election(accounts[0])
    page = client.get(f"/nl/findings/{found('arithmetic_within').code}/").content.decode()
    assert '<q class="claimed" lang="nl">93 miljoen</q>' in page
    assert "94,03 tot 94,23 miljoen" in page
    assert "kiesgerechtigden = stemmers ÷ opkomst" in page


def test_each_sum_has_a_page_of_its_own_which_leads_to_the_clash(client, accounts):
    election(accounts[0])
    clash = found("arithmetic_within")
    rows = PublicFinding.objects.filter(kind="arithmetic_relation", state="strained")
    assert rows.count() == 2
    for row in rows:
        said = said_on(client, row)
        assert "A sum that works out only with rounding" in said
        assert "Taken together with other numbers it does go wrong" in said
        assert f"/en/findings/{clash.code}/" in client.get(f"/en/findings/{row.code}/").content.decode()


def test_several_sets_are_told_one_by_one(client, accounts):
    election(accounts[0], (TURNOUT, SHARE, "share_for <= votes_for / electorate"))
    row = found("arithmetic_within", "impossible")
    number = len(row.row["sets"])
    assert number > 1
    said = said_on(client, row)
    assert f"there are {number} sets of numbers, each as small as possible," in said
    page = client.get(f"/en/findings/{row.code}/").content.decode()
    for place in range(1, number + 1):
        assert f"Set {place}: together they cannot all be true" in said
        assert f'href="#set-{place}"' in page
        assert f'id="set-{place}"' in page


@pytest.fixture
def told_otherwise(monkeypatch):
    """Publishes the election with its arithmetic findings as a test would have them."""

    def publish(slides, change, **keys) -> None:
        computed = documents.findings_of

        def changed(document):
            rows = computed(document)
            for row in rows:
                if row["kind"] == "arithmetic_within":
                    change(row)
            return rows

        monkeypatch.setattr(documents, "findings_of", changed)
        election(slides, **keys)

    return publish


def test_where_no_steps_lead_to_it_the_page_says_that_a_program_tried_everything(client, accounts, told_otherwise):
    told_otherwise(accounts[0], lambda row: [one.pop("steps") for one in row["forced"]])
    said = said_on(client, found("arithmetic_within"))
    assert "Then entitled to vote must be 94.03 to 94.23 million." in said
    assert "a computer program went through all possibilities exactly" in said


def test_what_could_not_be_decided_is_said_to_be_so(client, accounts, told_otherwise):
    def undecide(row):
        row["state"] = "undecided"
        del row["sets"], row["forced"]

    told_otherwise(accounts[0], undecide)
    said = said_on(client, found("arithmetic_within", "undecided"))
    assert "A sum that could not be decided" in said
    assert "We do not guess" in said
    assert "What would make them fit" not in said


def test_where_there_was_no_time_for_all_sets_there_may_be_more(client, accounts, told_otherwise):
    told_otherwise(accounts[0], lambda row: row.update(partial=True))
    assert "there may be more such sets" in said_on(client, found("arithmetic_within"))


def test_what_the_others_force_on_a_claim_never_seems_to_touch_it(client, accounts):
    """Whatever is shown, the gap stays to be seen: read back from the page."""
    election(accounts[0])
    page = client.get(f"/en/findings/{found('arithmetic_within').code}/").content.decode()
    table = re.search(r'<table class="figures reasoned fitting.*?</table>', page, flags=re.S)[0]
    rows = re.findall(r'<span class="quiet">([^<]*)</span></td>\s*<td[^>]*><b>([^<]*)</b>', table)
    assert len(rows) == 4
    for stated, forced in rows:
        assert gap_of(ends_in(stated), ends_in(forced))


def ends_in(words: str) -> tuple:
    scale = 10**6 if "million" in words else 1
    return tuple(float(one.replace(",", "")) * scale for one in re.findall(r"[\d.,]+", words))


def test_a_set_across_an_account_and_the_literature_asks_after_the_account(client, accounts):
    book = make_source("nove", kind="literature", name_en="Nove")
    quote = make_quote("een tiende", make_text(accounts[0].source, "een tiende"))
    figures = [
        figured("share", "een tiende", "1/10", "1/10", value="0.1", quote=quote.code),
        figured("coal_1921", "9 million", "8500000", "9500000", value="9000000", reference={"source": book.slug}),
        figured("coal_1913", "29 million", "28500000", "29500000", value="29000000", reference={"source": book.slug}),
    ]
    measures = [measured("share", nature="ratio", unit_nl="deel", unit_en="share"), measured("coal_1921")]
    make_published_event(
        "coal",
        citations=[cited(quote)],
        measures=[*measures, measured("coal_1913")],
        figures=figures,
        relations=read_as("share = coal_1921 / coal_1913"),
    )
    said = said_on(client, found("arithmetic_literature", "impossible"))
    in_this_order(
        said, "Three numbers that cannot all be true", "Suppose that these are right: 9 million and 29 million"
    )
    assert "8.5 million ÷ 29.5 million ≈ 0.28814" in said
    assert "and that is taken as exact" in said


def test_a_calculator_confirms_every_line(client, accounts):
    election(accounts[0])
    said = said_on(client, found("arithmetic_within"))
    number = r"([\d.,]+)(%| million)?"
    lines = re.findall(rf"{number} ([÷×]) {number} ≈ {number}", said)
    assert len(lines) > 12
    for one, of_one, sign, other, of_other, result, of_result in lines:
        left, right = in_full(one, of_one), in_full(other, of_other)
        told = left / right if sign == "÷" else left * right
        shown = in_full(result, of_result)
        assert f"{told:.5g}" == f"{shown:.5g}", (one, sign, other, result)


def in_full(number: str, unit: str) -> float:
    return float(number.replace(",", "")) * {"%": 0.01, " million": 1e6, "": 1}[unit]


def test_what_no_value_would_mend_is_told_in_one_sentence(client, accounts):
    book = make_source("zemskov", kind="literature", name_en="Zemskov")
    quote = make_quote("50 doden", make_text(accounts[0].source, "Elk jaar 50 doden."))
    years = [
        figured(f"year_{one}", str(count), f"{count - 1}.5", f"{count}.5", value=str(count))
        | {"reference": {"source": book.slug}}
        for one, count in (("a", 300), ("b", 400))
    ]
    make_published_event(
        "deaths",
        citations=[cited(quote)],
        measures=[measured("yearly"), measured("year_a"), measured("year_b")],
        figures=[figured("yearly", "50 doden", "45", "55", value="50", quote=quote.code), *years],
        relations=read_as("yearly >= (year_a + year_b) / 2"),
    )
    said = said_on(client, found("arithmetic_literature", "impossible"))
    in_this_order(said, "300 Counted to the unit", "(300 + 400) ÷ 2 = 350", "What would make them fit", "at least 349")
    assert "For none of the other 2 numbers would any value do: it would have to be below 0." in said
    assert "299.5" not in said


def test_a_share_that_would_have_to_be_above_all_of_it_is_said_to_be_impossible(client, accounts):
    election(accounts[0])
    in_this_order(
        said_on(client, found("arithmetic_within")),
        "How many share_for? 98,6 %",
        "99.21 to 100.4%",
        "(a share cannot be more than 100%)",
    )


def test_the_event_is_named_with_its_date_once(client, accounts):
    quotes = [make_quote("1936", text) for text in accounts]
    given = [cited(quotes[0], "1936", "1936"), cited(quotes[1], "1937-03")]
    make_published_event("laws", date="1936", title_en="Laws of 1936", citations=given)
    page = client.get(f"/en/findings/{found('dates_between').code}/").content.decode()
    kicker = re.search(r'<p class="kicker">(.*?)</p>', page)[1]
    assert kicker.count("1936") == 1
    assert 'href="/en/events/laws/#dates"' in kicker
    assert "EDTF" not in page
    assert "1936 and March 1937 cannot both be right." in page


def test_where_no_note_answers_it_those_on_the_same_words_are_named(client, accounts):
    quotes = [make_quote("1936", text) for text in accounts]
    note = noted("Slip.", ready=True, references=[{"source": record()}], quote=quotes[0].code, verdict="misdated")
    given = [cited(quotes[0], "1936", "1936"), cited(quotes[1], "1937-03")]
    make_published_event("laws", date="1936", citations=given, notes=[note])
    between = found("dates_between")
    in_this_order(said_on(client, between), "No editor has answered this yet.", "Notes on these words:", "misdated")
    assert (
        f'href="/en/events/laws/#note-{note["code"]}"' in client.get(f"/en/findings/{between.code}/").content.decode()
    )
    agreeing = PublicFinding.objects.get(kind="dates_literature", sources="slides")
    assert "What editors say" not in said_on(client, agreeing)


def test_figures_that_agree_are_not_said_to_contradict(client, accounts):
    quotes = [make_quote("1936", text) for text in accounts]
    figures = [figured("dead", "1936", "1935.5", "1936.5", value="1936", quote=quote.code) for quote in quotes]
    given = [cited(quote) for quote in quotes]
    make_published_event("dead", citations=given, measures=[measured("dead")], figures=figures)
    said = said_on(client, found("figures_between", "agree"))
    assert "The count behind the numbers" in said
    assert "contradict each other sometimes" not in said
    assert "How many dead? 1936 · 1936" in text_of(client.get(LIST + "?state=agree"))


# --- dates, figures, order, silence, calendar -------------------------------------------------------------------------


def dated(accounts, one: str, other: str) -> Event:
    quotes = [make_quote("1936", text) for text in accounts]
    return make_published_event("laws", date="1936", citations=[cited(quotes[0], one, "1936"), cited(quotes[1], other)])


def test_dates_that_contradict_are_held_against_each_other_by_their_days(client, accounts):
    dated(accounts, "1936", "1937-03")
    said = said_on(client, found("dates_between"))
    in_this_order(
        said,
        "Dates that cannot all be right",
        "What each says",
        "The slides",
        "The dossier",
        "What follows",
        "the last day that is possible according to The slides",
        "31 December 1936",
        "the first day that is possible according to The dossier",
        "1 March 1937",
        "no day lies in both",
        "No editor has answered this yet.",
        "What would settle it",
    )


def test_dates_that_agree_or_leave_room_say_what_they_share(client, accounts):
    dated(accounts, "1936", "1936-05")
    in_this_order(
        said_on(client, found("dates_between")), "All of them leave room for:", "May 1936", "can all be right"
    )
    said = said_on(client, PublicFinding.objects.get(kind="dates_literature", sources="slides"))
    assert "They come to the same:" in said
    assert "No editor" not in said


def test_figures_that_contradict_are_held_against_each_other_by_their_ranges(client, accounts):
    book = make_source("book", kind="literature", name_en="Book")
    quote = make_quote("bijna 200 doden", make_text(accounts[1].source, "Er waren bijna 200 doden."))
    figures = [
        figured("dead", "bijna 200", "180", "200", value="200", hedge="nearly", quote=quote.code),
        figured("dead", "250", "249.5", "250.5", value="250", reference={"source": book.slug, "locator": "p. 9"}),
    ]
    make_published_event("dead", citations=[cited(quote)], measures=[measured("dead")], figures=figures)
    said = said_on(client, found("figures_literature", "contradict"))
    in_this_order(
        said,
        "Figures that cannot all be right",
        "How many dead?",
        "bijna 200",
        "180 to 200",
        "“Nearly” means a little less",
        "250 Counted to the unit, and so taken as exact.",
        "the most that is possible according to The dossier",
        "200",
        "the least that is possible according to Book",
        "250",
        "no number lies in both",
    )


def test_an_order_in_time_is_held_against_the_days_of_both_events(client, accounts):
    first = make_published_event("first", date="1940", title_en="The first thing")
    quote = make_quote("In 1936", accounts[1])
    order = ordered(first.code, "after", quote=quote.code)
    make_published_event("second", date="1936", citations=[cited(quote, "1936", "1936")], orders=[order])
    said = said_on(client, found("order_literature", "contradict"))
    in_this_order(
        said, "An order in time that the dates contradict", "this came after “ The first thing ”", "1936", "1940"
    )
    assert "the order does not hold" in said


def test_a_silence_says_who_speaks_and_that_silence_is_no_denial(client, october):
    said = said_on(client, found("silence"))
    in_this_order(said, "Who is silent", "The slides 1 passage", "The dossier is silent", "Silence is not denial")


def test_a_day_without_a_calendar_is_given_as_either(client, accounts):
    quote = make_quote("Op 25 oktober 1917", accounts[0])
    told = cited(quote, "1917-10-25", "25 oktober 1917", calendar="julian")
    make_published_event("coup", date="1917-11-07", local_calendar="julian", citations=[told])
    said = said_on(client, found("calendar"))
    in_this_order(
        said, "A day without a calendar", "Julian calendar 7 November 1917", "Gregorian calendar 25 October 1917"
    )


def test_every_finding_that_can_be_computed_has_a_headline_a_sentence_and_what_would_settle_it():
    subjects = {wording.subject_of(kind) for kind, _state in wording.FINDINGS}
    assert subjects == set(wording.SUBJECTS) == set(wording.SETTLES)
    for kind, state in wording.FINDINGS:
        assert (wording.subject_of(kind), state) in wording.HEADLINES
        assert state in wording.STATES_OF_FINDINGS


# --- answers, and what became of it -----------------------------------------------------------------------------------


def answered(accounts, **keys) -> PublicFinding:
    """The clash of the election, with a ready note that answers it, in its second version."""
    event = election(accounts[0])
    code = found("arithmetic_within").code
    note = noted("Because of a slip.", ready=True, references=[{"source": record()}], finding=code, **keys)
    data = shape.to_dict(event) | {"notes": [note]}
    changed = shape.from_dict(data, Event.KIND)
    publishing.begin(changed, event.revision)
    publishing.record(changed, author_name="Els", reason="answered")
    publishing.publish(changed, reason="answered")
    return found("arithmetic_within")


def test_an_answer_stands_on_the_page_with_its_reason(client, accounts):
    row = answered(accounts, verdict="miscalculated")
    said = said_on(client, row)
    in_this_order(
        said, "answered by an editor", "What editors say", "miscalculated", "Because of a slip.", "All in one place"
    )
    assert "No editor has answered this yet." not in said
    in_this_order(
        said, "How this stood", "version 1", "found: cannot all be true", "version 2", "answered by an editor"
    )


def test_what_an_editor_dismisses_stays_with_the_reason(client, accounts):
    row = answered(accounts, dismisses=True)
    said = said_on(client, row)
    in_this_order(said, "cannot all be true together", "An editor dismisses this finding", "Because of a slip.")


def test_a_finding_that_is_no_longer_found_says_until_when_and_where_to_go(client, accounts, queries):
    event = election(accounts[0])
    code = found("arithmetic_within").code
    data = shape.to_dict(event) | {"relations": read_as(TURNOUT)}
    changed = shape.from_dict(data, Event.KIND)
    publishing.begin(changed, event.revision)
    publishing.record(changed, author_name="Els", reason="one less")
    publishing.publish(changed, reason="one less")
    with queries():
        response = client.get(f"/en/findings/{code}/")
    assert response.status_code == 410
    said = text_of(response)
    assert "No longer found" in said
    assert "up to version 1" in said
    assert 'href="/en/events/election/"' in response.content.decode()


def test_a_finding_of_a_withdrawn_event_is_gone_and_says_why(client, accounts):
    event = election(accounts[0])
    code = found("arithmetic_within").code
    publishing.withdraw(event, reason="Fout.")
    response = client.get(f"/en/findings/{code}/")
    assert response.status_code == 410
    assert "Fout." in text_of(response)


@pytest.mark.parametrize("code", ["zzzzzzzz", OCTOBER, "a", "x" * 100, "drop-table"])
def test_a_code_that_is_no_finding_is_not_found(client, october, code):
    assert client.get(f"/en/findings/{code}/").status_code == 404


def test_its_permanent_link_leads_to_it_and_can_be_scanned(client, october):
    row = found("silence")
    response = client.get(f"/en/e/{row.code}/")
    assert (response.status_code, response.url) == (301, f"/en/findings/{row.code}/")
    assert client.get(f"/e/{row.code}/qr.svg").status_code == 200
    page = client.get(f"/en/findings/{row.code.upper()}/").content.decode()
    assert f"/e/{row.code}/qr.svg" in page
    assert f'<link rel="canonical" href="http://testserver/en/findings/{row.code}/">' in page


def test_a_draft_shows_no_findings(client, accounts):
    quote = make_quote("1936", accounts[0])
    make_event("draft", date="1937", citations=[cited(quote, "1936", "1936")])
    assert PublicFinding.objects.count() == 0
    assert "Nothing was found that cannot be right." in text_of(client.get(LIST))


def test_every_kind_of_page_asks_at_most_three_queries_and_answers_in_both_languages(client, accounts, queries):
    answered(accounts)
    dated(accounts, "1936", "1937-03")
    codes = list(PublicFinding.objects.values_list("code", flat=True))
    assert len(codes) > 6
    for code, language in itertools.product(codes, ("nl", "en")):
        with queries():
            response = client.get(f"/{language}/findings/{code}/")
        assert response.status_code == 200
        assert response.content.decode().count("<h1") == 1


def test_the_event_leads_to_the_page_of_each_of_its_findings(client, accounts):
    election(accounts[0])
    page = client.get("/en/events/election/").content.decode()
    rows = PublicFinding.objects.exclude(kind="silence")
    assert rows.count() >= 3
    for row in rows:
        assert f'id="finding-{row.code}"' in page
        assert f'href="/en/findings/{row.code}/"' in page
    assert "Numbers of The slides cannot all be true together" in text_of(client.get("/en/events/election/"))


# --- the list ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def many(accounts):
    """Findings of several kinds and states, one of them answered."""
    row = answered(accounts)
    dated(accounts, "1936", "1937-03")
    make_published_event("context", date="1930")
    return row


def listed(response) -> list[str]:
    """The codes in the list, in order."""
    assert response.status_code == 200
    return re.findall(r'class="whole" href="/en/findings/(\w+)/"', response.content.decode())


VALUES = {
    "kind": ["", *wording.SUBJECTS],
    "state": ["", "all", "contradict", "impossible", "strained"],
    "account": ["", "slides", "dossier"],
    "answer": ["", "open", "answered"],
}


def expected(wanted: dict) -> set[str]:
    """What the filters mean, by brute force."""
    return {
        row.code
        for row in PublicFinding.objects.all()
        if wanted["kind"] in ("", row.kind.split("_")[0])
        and (wanted["state"] in ("all", row.state) or (not wanted["state"] and row.state in wording.WRONG))
        and (not wanted["account"] or wanted["account"] in row.sources.split())
        and wanted["answer"] in ("", row.answer or ("open" if row.state in wording.WRONG else "needless"))
    }


def test_without_filters_the_list_holds_what_cannot_be_right_in_order_of_time(client, many):
    codes = listed(client.get(LIST))
    rows = {row.code: row for row in PublicFinding.objects.select_related("event")}
    assert set(codes) == {code for code, row in rows.items() if row.state in ("contradict", "impossible")}
    assert len(codes) >= 3
    days = [rows[code].event.earliest for code in codes]
    assert days == sorted(days)


def test_every_combination_of_filters_leaves_what_it_says_and_counts_it(client, many):
    for values in itertools.product(*VALUES.values()):
        wanted = dict(zip(VALUES, values, strict=True))
        response = client.get(LIST, {name: value for name, value in wanted.items() if value})
        assert set(listed(response)) == expected(wanted), wanted
        told = re.search(r'role="status">(\d+) finding', response.content.decode())
        assert int(told[1]) == len(expected(wanted)), wanted


def test_every_option_leads_to_as_many_findings_as_it_says(client, many):
    page = client.get(LIST, {"state": "all"}).content.decode()
    options = re.findall(r'<li><a href="([^"#]+)#findings"[^>]*>.*?<span class="count">(\d+)</span>', page, flags=re.S)
    assert len(options) > 8
    for url, count in options:
        assert len(listed(client.get(unescape(url)))) == int(count), url


def test_the_pages_of_the_list_together_hold_every_finding_once(client, many, monkeypatch):
    monkeypatch.setattr(faceted, "PAGE", 2)
    url, seen = LIST + "?state=all", []
    while url:
        response = client.get(url)
        seen += listed(response)
        onward = re.search(r'<a href="([^"#]+)#findings" rel="next"', response.content.decode())
        url = unescape(onward[1]) if onward else ""
    assert len(seen) == len(set(seen)) == PublicFinding.objects.count()


@pytest.mark.parametrize(
    "address",
    [
        "?kind=sums",
        "?state=bad",
        "?account=record",
        "?answer=no",
        "?after=1",
        "?after=1.abcd.x",
        "?page=2",
        "?kind=dates&kind=order",
    ],
)
def test_what_no_link_of_ours_asks_for_is_refused(client, many, address):
    assert client.get(LIST + address).status_code == 400


def test_the_list_says_what_is_answered_and_shows_the_words(client, many):
    page = text_of(client.get(LIST + "?kind=arithmetic"))
    assert "sums · answered" in page
    assert "93 miljoen" in page
    assert "not answered" in text_of(client.get(LIST + "?kind=dates&state=contradict"))


def test_a_list_of_many_asks_as_often_as_a_list_of_few(client, many, queries):
    with queries():
        client.get(LIST + "?state=all")


def test_a_filtered_list_is_not_for_search_engines(client, many):
    assert "noindex" not in client.get(LIST).content.decode()
    assert "noindex" in client.get(LIST + "?kind=dates").content.decode()
