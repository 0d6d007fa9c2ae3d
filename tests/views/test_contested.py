"""The board of claims: every published note, filtered and counted."""

import itertools
import re
from html import unescape
from random import Random

import pytest

from tests.builders import (
    cited,
    figured,
    leaning_on,
    make_event,
    make_published_event,
    make_published_question,
    make_quote,
    make_source,
    make_text,
    measured,
    noted,
)
from tests.views.conftest import text_of
from timeline import publishing
from timeline.models.evidence import CRITICAL, VERDICTS
from timeline.views import faceted

pytestmark = pytest.mark.django_db
BOARD = "/en/contested/"
VALUES = {
    "verdict": ["", *(name for name, _words in VERDICTS), "all"],
    "account": ["", "slides", "dossier", "none"],
    "kind": ["", "words", "figure", "event", "question"],
    "reviewed": ["", "yes", "no"],
}


def judged(reason: str, **keys) -> dict:
    """A note that is ready."""
    book = make_source(kind="literature")
    return noted(reason, ready=True, references=leaning_on(book), **keys)


@pytest.fixture
def notes(accounts):
    """Notes of every kind by their reasons: what each is, as the filters call it."""
    slides, dossier = accounts
    book = make_text(make_source("book", kind="literature"), "In een boek staat 12.")
    one, other, third = (
        make_quote("In 1936 kwam er een grondwet.", slides),
        make_quote("zegt men", dossier),
        make_quote("12", book),
    )
    figure = figured("people", "zegt", "1936", "1936", quote=other.code)
    citations = [cited(one), cited(other), cited(third)]
    on_figure = judged("On figure.", verdict="miscalculated", figure=figure["code"])
    make_published_event(
        "late",
        date="1936",
        citations=citations,
        measures=[measured("people")],
        figures=[figure],
        notes=[
            judged("On words.", quote=one.code, words="grondwet", verdict="contested"),
            judged("On all.", quote=one.code, verdict="supported", reviewer="Bo"),
            on_figure,
            judged("On book.", quote=third.code, verdict="unsupported"),
            judged("On event.", verdict="context"),
        ],
    )
    make_published_event("early", date="1917", notes=[judged("Early event.", verdict="misdated", reviewer="Bo")])
    said = cited(make_quote("In 1936", dossier))["quote"]
    make_published_question("who", quotes=[said], notes=[judged("Asked.", quote=said["code"], verdict="contradicted")])
    return {
        "Early event.": ("misdated", "none", "event", "yes"),
        "On words.": ("contested", "slides", "words", "no"),
        "On all.": ("supported", "slides", "words", "yes"),
        "On figure.": ("miscalculated", "dossier", "figure", "no"),
        "On book.": ("unsupported", "none", "words", "no"),
        "On event.": ("context", "none", "event", "no"),
        "Asked.": ("contradicted", "dossier", "question", "no"),
    }


def reasons(response) -> list[str]:
    """The reasons on the board, in order."""
    assert response.status_code == 200
    return re.findall(r"<p>([^<]+) <a class=\"whole\"", response.content.decode())


def expected(notes: dict, wanted: dict) -> list[str]:
    """What the filters mean, by brute force."""
    return [
        reason
        for reason, kept in notes.items()
        if all(
            value in ("", "all", own) and (name != "verdict" or value or own in CRITICAL)
            for (name, value), own in zip(wanted.items(), kept)
        )
    ]


def test_without_filters_it_shows_what_is_critical_in_the_order_of_the_events(client, notes):
    assert reasons(client.get(BOARD)) == ["Early event.", "On words.", "On figure.", "On book.", "Asked."]


def combinations() -> list[dict[str, str]]:
    """Every two choices together, and sixty of what all filters say at once: all that there are take minutes."""
    pairs = itertools.combinations(VALUES, 2)
    two = [dict(zip(pair, values)) for pair in pairs for values in itertools.product(*map(VALUES.get, pair))]
    whole = [dict(zip(VALUES, values)) for values in itertools.product(*VALUES.values()) if all(values)]
    asked = [dict.fromkeys(VALUES, "") | wanted for wanted in (*two, *Random(1917).sample(whole, 60))]
    return list({tuple(wanted.values()): wanted for wanted in asked}.values())


def test_filters_together_leave_what_they_say_and_count_it(client, notes):
    for wanted in combinations():
        response = client.get(BOARD, {name: value for name, value in wanted.items() if value})
        kept = expected(notes, wanted)
        assert reasons(response) == kept, wanted
        found = re.search(r'role="status">(\d+) note', response.content.decode())
        assert int(found[1]) == len(kept), wanted


def test_every_option_leads_to_as_many_notes_as_it_says(client, notes):
    page = client.get(BOARD, {"account": "dossier", "verdict": "all"}).content.decode()
    options = re.findall(r'<li><a href="([^"#]+)#notes"[^>]*>.*?<span class="count">(\d+)</span>', page, flags=re.S)
    assert len(options) > 8
    for url, count in options:
        assert len(reasons(client.get(unescape(url)))) == int(count), url


def test_the_table_counts_every_note_once_and_leads_to_it(client, notes):
    page = client.get(BOARD).content.decode()
    table = re.search(r"<table.*?</table>", page, flags=re.S)[0]
    cells = re.findall(r'<a class="count" href="([^"#]+)#notes"[^>]*>(\d+)<', table)
    assert sum(int(count) for _url, count in cells) == len(notes)
    for url, count in cells:
        assert len(reasons(client.get(unescape(url)))) == int(count)
    assert "All 7 notes that have been published" in table


@pytest.mark.parametrize(
    "address",
    [
        "?verdict=nonsense",
        "?account=nobody",
        "?account=book",
        "?kind=date",
        "?reviewed=maybe",
        "?after=1",
        "?after=1.abcd.",
        "?after=99999999999.abcd.abcd",
        "?page=2",
        "?kind=words&kind=event",
    ],
)
def test_what_no_link_of_ours_asks_for_is_refused_with_what_there_is(client, notes, address):
    assert client.get(BOARD + address).status_code == 400


def test_a_refusal_names_the_choices(client, notes):
    said = text_of(client.get(BOARD + "?kind=date"))
    assert "words, figure, finding, event, question" in said


def test_it_shows_the_words_whose_they_are_and_a_link_to_the_note(client, notes):
    page = client.get(BOARD + "?verdict=contested").content.decode()
    assert '<q lang="nl">grondwet</q>' in page
    assert re.search(r'href="/en/events/late/#note-\w+"', page)
    assert "not reviewed by a second person" in page
    claim = re.search(r'<li class="claim.*?</li>', page, flags=re.S)[0]
    assert "The slides" in claim


def test_it_says_who_reviewed_a_note(client, notes):
    assert "reviewed by Bo" in text_of(client.get(BOARD + "?reviewed=yes"))


def test_a_note_on_a_question_leads_there(client, notes):
    assert re.search(r'href="/en/questions/who/#note-\w+"', client.get(BOARD + "?kind=question").content.decode())


def test_the_pages_together_hold_every_note_once(client, notes, monkeypatch):
    monkeypatch.setattr(faceted, "PAGE", 2)
    url, seen = BOARD + "?verdict=all", []
    while url:
        response = client.get(url)
        seen += reasons(response)
        found = re.search(r'<a href="([^"#]+)#notes" rel="next"', response.content.decode())
        url = unescape(found[1]) if found else ""
    assert seen == list(notes)


def test_a_page_that_begins_after_a_note_that_is_gone_begins_its_event_anew(client, notes, monkeypatch):
    monkeypatch.setattr(faceted, "PAGE", 2)
    url = unescape(re.search(r'<a href="([^"#]+)#notes" rel="next"', client.get(BOARD).content.decode())[1])
    gone = re.sub(r"\.\w+$", ".zzzz", url)
    assert reasons(client.get(gone))[0] == "On words."


def test_on_paper_it_says_what_was_filtered_and_where_the_list_goes_on(client, notes, monkeypatch, settings):
    settings.SITE_URL = "https://example.org"
    said = text_of(client.get(BOARD + "?kind=words&account=slides"))
    assert "Filters in use: About: The slides; Kind: on the words of a quote" in said
    assert "On the web: https://example.org/en/contested/?account=slides&kind=words" in said
    assert "goes on" not in said
    monkeypatch.setattr(faceted, "PAGE", 2)
    pattern = r"2 of 5; the list goes on at https://example.org/en/contested/\?after=\S+"
    assert re.search(pattern, text_of(client.get(BOARD)))


def test_a_place_that_nothing_comes_after_says_so(client, notes):
    text = text_of(client.get("/en/contested/?after=9999999999.zzzz.zzzz"))
    assert "Nothing comes after this place in the list." in text
    assert "No critical note has been published." not in text


def test_drafts_and_what_is_not_ready_never_stand_on_it(client, accounts):
    make_event("draft", notes=[judged("Draft.")])
    make_published_event("public", notes=[noted("Not ready.")])
    response = client.get(BOARD + "?verdict=all")
    assert reasons(response) == []
    assert "No note fits this." in text_of(response)


def test_what_is_withdrawn_leaves_it(client, accounts):
    event = make_published_event("gone", notes=[judged("Gone.")])
    assert reasons(client.get(BOARD)) == ["Gone."]
    publishing.withdraw(event, reason="Fout.")
    response = client.get(BOARD)
    assert reasons(response) == []
    assert "No critical note has been published." in text_of(response)


def test_the_name_of_a_source_that_is_not_published_is_not_shown(client, notes):
    book = make_quote("12", make_text(make_source("secret", kind="literature", name_en="Secret book"), "12"))
    make_published_event("s", citations=[cited(book)], notes=[judged("Secret.", quote=book.code)])
    assert "Secret book" in text_of(client.get(BOARD))
    type(book.text.source).objects.filter(slug="secret").update(published=False)
    assert "Secret book" not in text_of(client.get(BOARD))


def test_a_reason_that_speaks_of_reviewers_is_not_reviewed(client, accounts):
    make_published_event("tricky", notes=[judged('See {"reviewer":"Bo"} and "figure":"x" here.')])
    assert reasons(client.get(BOARD + "?reviewed=yes")) == []
    assert len(reasons(client.get(BOARD + "?reviewed=no&kind=event"))) == 1


def test_beside_the_verdicts_it_counts_what_was_computed_by_kind_and_account_and_leads_to_it(client, accounts):
    slides, dossier = (make_quote("1936", text) for text in accounts)
    make_published_event("c", date="1936", citations=[cited(slides, "1936", "1936"), cited(dossier, "1937")])
    page = client.get(BOARD).content.decode()
    said = text_of(client.get(BOARD))
    assert "2 findings of what cannot be right" in said
    assert "2 of them have no answer from an editor yet" in said
    row = re.search(r'<tr><th scope="row"><a href="/en/findings/\?kind=dates">dates</a>.*?</tr>', page, flags=re.S)[0]
    assert re.findall(r'href="/en/findings/\?kind=dates&amp;account=(\w+)"[^>]*>(\d)<', row) == [
        ("slides", "1"),  # between the two
        ("dossier", "2"),  # and against the record
    ]
    assert row.endswith('<td class="number">2</td></tr>')


def test_a_filtered_board_is_not_for_search_engines(client, notes):
    assert "noindex" not in client.get(BOARD).content.decode()
    assert "noindex" in client.get(BOARD + "?kind=event").content.decode()


def test_it_asks_as_often_for_many_notes_as_for_one(client, accounts, queries):
    for number in range(12):
        make_published_event(f"e{number}", date=f"19{number + 10}", notes=[judged("A."), judged("B.")])
    with queries():
        client.get(BOARD + "?verdict=all&account=none&reviewed=no")
