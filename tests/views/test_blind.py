"""Blind corroboration: nothing tells whose a quote is before the reader wants to know, and nothing is ever sent."""

import re
from html import unescape
from itertools import pairwise

import pytest

from sources.models import Source
from tests.builders import (
    cited,
    figured,
    make_lesson,
    make_published_event,
    make_published_question,
    make_quote,
    make_source,
    make_term,
    make_text,
    measured,
    noted,
)
from tests.views.conftest import text_of
from timeline import publishing
from timeline.views import blindfold

pytestmark = pytest.mark.django_db
HIDING = ("", "read/", "numbers/", "trust/", "sheet/")
SAID = "In het land stemden 92 miljoen van de 93 miljoen mensen, dat is 96,8 %."
OTHERS = "Alle stemmen waren voor, schreef de krant in 1937."
TURNOUT = {
    "formula": "share = voters / electorate",
    "reading_nl": "Zo telt de dia.",
    "reading_en": "The slide counts so.",
}


@pytest.fixture
def election(accounts):
    """Two accounts, three quotes, numbers that cannot all be true, and notes that would give everything away."""
    slides, dossier = (make_text(one.source, body) for one, body in zip(accounts, (SAID, OTHERS), strict=True))
    book = make_source("kotkin", kind="literature", name_nl="Kotkin", name_en="Kotkin")
    turnout = make_quote(SAID, slides, translation_en="92 of the 93 million voted.", speaker="Molotov")
    later = make_quote("Alle stemmen waren voor", dossier)
    dated = make_quote("in 1937", dossier)
    figures = [
        figured("voters", "92 miljoen", "91500000", "92500000", value="92000000", quote=turnout.code),
        figured("electorate", "93 miljoen", "92500000", "93500000", value="93000000", quote=turnout.code),
        figured("share", "96,8 %", "96.75", "96.85", value="96.8", quote=turnout.code),
        figured("voters", "91.1 million", "91100000", "91100000", reference={"source": book.slug}),
    ]
    judged = noted("Dat zegt Kotkin niet.", ready=True, quote=turnout.code, references=[{"source": book.slug}])
    whole = noted("Over het geheel.", ready=True, references=[{"source": book.slug}])
    return make_published_event(
        "election",
        date="1937-12-12",
        citations=[cited(turnout), cited(later), cited(dated, "1937", "1937")],
        measures=[
            measured("voters"),
            measured("electorate"),
            measured("share", nature="ratio", unit_nl="%", unit_en="%"),
        ],
        figures=figures,
        relations=[TURNOUT],
        notes=[judged, whole],
    )


def page_at(client, path: str, language: str = "en") -> str:
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 200, path
    return response.content.decode()


def letters_of(page: str) -> dict[str, str]:
    """The words of every quote by its letter."""
    found = re.findall(r"<h3>Quote ([A-Z]).*?</h3>.*?<blockquote[^>]*><p>(.*?)</p>", page, flags=re.S)
    return {letter: unescape(re.sub("<[^>]*>", "", words)) for letter, words in found}


# --- what is hidden -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_step_before_the_last_holds_a_byte_that_tells_or_leads_to_a_source(client, election, language):
    document = publishing.publications(election).last().document
    telling = {quote["quote"]["code"] for quote in document["citations"]} | {row["code"] for row in document["figures"]}
    telling |= {"account-", "/sources/slides", "Zo telt de dia", "The slide counts", "Kotkin", "kotkin", "Het geheel"}
    telling |= {"Over het geheel", f"/e/{election.code}", "schema.org", "citation", "cannot all be true"}
    for source in Source.objects.filter(slug__in=("slides", "dossier")):
        telling |= {source.slug, source.name_nl, source.name_en, source.csl["title"]}
    shown = page_at(client, "events/election/blind/reveal/", language)
    assert "account-1" in shown
    assert "Kotkin" in shown
    for step in HIDING:
        page = unescape(page_at(client, f"events/election/blind/{step}", language))
        assert [word for word in telling if word in page] == [], step


def test_nothing_is_sent_or_kept_by_us_and_the_page_says_so(client, election):
    for step in (*HIDING, "reveal/"):
        response = client.get(f"/en/events/election/blind/{step}")
        page = response.content.decode()
        assert "<form" not in page
        assert not response.cookies
        assert '<meta name="robots" content="noindex">' in page
    assert "It is never sent: not to us, and not to your teacher." in text_of(client.get("/en/events/election/blind/"))


# --- the way through it -------------------------------------------------------------------------------------------------


def test_plain_links_lead_from_step_to_step_and_back(client, election):
    path, seen = "/en/events/election/blind/", []
    while path:
        page = client.get(path).content.decode()
        seen.append(path.removeprefix("/en/events/election/blind/"))
        on = re.search(r'class="button forward"[^>]*href="([^"]*)"', page)
        path = on and on[1]
    assert seen == ["", "read/", "numbers/", "trust/", "reveal/"]
    assert "Step 2 of 4" in text_of(client.get("/en/events/election/blind/numbers/"))
    assert 'rel="prev" href="/en/events/election/blind/read/"' in page_at(client, "events/election/blind/numbers/")
    assert 'href="/en/events/election/"' in page_at(client, "events/election/blind/reveal/")


def test_every_step_asks_at_most_three_queries(client, election, queries):
    question = make_published_question("who", quotes=[cited(make_quote("namen zij de macht over"))["quote"]])
    lesson = make_lesson(election, question)
    for path in ("events/election/blind/", "events/election/blind/reveal/", "events/election/blind/sheet/"):
        with queries():
            client.get(f"/nl/{path}")
    for path in ("", "1/reveal/", "2/read/"):
        with queries():
            client.get(f"/nl/lessons/{lesson.code}/blind/{path}")


def test_the_letters_are_the_same_on_every_step_in_both_languages_and_on_the_key(client, election):
    sheet = letters_of(page_at(client, "events/election/blind/sheet/"))
    assert sorted(sheet) == ["A", "B", "C"]
    assert sorted(sheet.values()) == sorted([SAID, "Alle stemmen waren voor", "in 1937"])
    assert letters_of(page_at(client, "events/election/blind/reveal/")) == sheet
    dutch = page_at(client, "events/election/blind/sheet/", "nl")
    places = [dutch.index(f'<p><span class="quote-line">{words[:20]}') for _letter, words in sorted(sheet.items())]
    assert places == sorted(places)


def test_each_quote_can_be_sorted_and_the_trusted_one_named(client, election):
    page = page_at(client, "events/election/blind/read/")
    assert [len(re.findall(f'name="sort-{name}" value=', page)) for name in "abc"] == [3, 3, 3]
    assert page.count("<legend") == 3
    assert "92 of the 93 million voted." in page
    assert "Quoted in it: Molotov" in page
    page = page_at(client, "events/election/blind/trust/")
    assert re.findall('name="trust" value="([a-z]+)"', page) == ["a", "b", "c", "none"]
    assert 'name="why"' in page
    assert 'name="words"' in page


def test_the_numbers_are_those_that_stand_in_the_quotes_and_their_sum_is_the_assumption(client, election):
    page = client.get("/en/events/election/blind/numbers/")
    said = text_of(page)
    assert re.findall(r'<input type="checkbox" name="([^"]*)"', page.content.decode()) == [
        "number-1", "number-2", "number-3", "numbers-fit",
    ]  # fmt: skip
    for words in ("92 miljoen", "93 miljoen", "96,8 %", "How many share = How many voters ÷ How many electorate"):
        assert words in said
    assert "91.1 million" not in said
    assert "92 miljoen (92,000,000)" in said
    assert "96,8 % (96.8%)" in said
    assert "(92" not in text_of(client.get("/nl/events/election/blind/numbers/"))


def test_the_last_step_says_who_said_what_and_what_was_found(client, election):
    page = page_at(client, "events/election/blind/reveal/")
    said = text_of(client.get("/en/events/election/blind/reveal/"))
    assert re.search(r"Quote [ABC]: +The slides", said)
    assert re.search(r"Quote [ABC]: +The dossier", said)
    assert "Dat zegt Kotkin niet." in said
    assert "Over het geheel." in said
    assert "The date of The dossier leaves room for that of the literature and documents." in said
    assert "These cannot all be true:" in said
    assert "The slide counts so." in said
    assert 'data-all="number-1 number-2 number-3 "' in page
    assert "Whether two quotes mean the same, nobody computes" in said
    assert 'class="paper key-head">Key<' in page


def test_what_is_found_twice_is_said_once_and_names_its_numbers(client, accounts):
    text = make_text(accounts[0].source, "In 1937 stemden 92 miljoen van de 93 miljoen. Dat was in 1937.")
    quote, again = make_quote("In 1937 stemden 92 miljoen van de 93 miljoen.", text), make_quote("in 1937", text)
    book = {"source": make_source("kotkin", kind="literature").slug}
    figures = [
        figured(key, words, value, value, value=value, **given)
        for key, words, value in (("voters", "92 miljoen", "92000000"), ("electorate", "93 miljoen", "93000000"))
        for given in ({"quote": quote.code}, {"reference": book})
    ]
    make_published_event(
        "votes",
        date="1937",
        citations=[cited(quote, "1937", "In 1937"), cited(again, "1937", "in 1937")],
        measures=[measured("voters"), measured("electorate")],
        figures=figures,
    )
    said = text_of(client.get("/en/events/votes/blind/reveal/"))
    assert said.count("gives the figure that the literature and documents give.") == 1
    assert re.search("documents give. +92 miljoen +step by step +; +93 miljoen +step by step", said)
    assert said.count("The same date") == 1


def test_numbers_that_fit_together_are_said_to_be_able_to_be_true(client, accounts):
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    other = make_quote("In 1936 kwam er een grondwet", accounts[1])
    figures = [figured("laws", "1918", "1", "3", quote=quote.code), figured("laws", "1936", "2", "4", quote=other.code)]
    make_published_event("laws", citations=[cited(quote), cited(other)], measures=[measured("laws")], figures=figures)
    said = text_of(client.get("/en/events/laws/blind/reveal/"))
    assert "They can all be true." in said
    assert "These cannot all be true" not in said


# --- where less applies -------------------------------------------------------------------------------------------------


def test_one_quote_is_weighed_but_not_sorted(client, october):
    page = client.get("/en/events/october-1917/blind/read/")
    assert "sort-a" not in page.content.decode()
    assert "Step 1 of 3" in text_of(page)
    assert client.get("/en/events/october-1917/blind/numbers/").status_code == 404
    page = page_at(client, "events/october-1917/blind/trust/")
    assert re.findall('name="trust" value="([a-z]+)"', page) == ["yes", "part", "no"]


def test_where_one_source_speaks_nothing_is_compared_and_nobody_promises_it(client, accounts):
    quotes = [make_quote(words, accounts[0]) for words in ("Dat was in maart 1918.", "namen zij de macht over")]
    make_published_event("coup", citations=[cited(quote) for quote in quotes])
    pages = {step: client.get(f"/en/events/coup/blind/{step}") for step in ("", "read/", "trust/", "sheet/", "reveal/")}
    for step, page in pages.items():
        said = page.content.decode()
        assert [word for word in ("ompare them", "who said what", "Who said what", "sort-") if word in said] == [], step
    assert "These are the words of one source." in text_of(pages["read/"])
    assert re.findall('name="trust" value="([a-z]+)"', pages["trust/"].content.decode()) == ["yes", "part", "no"]
    assert "Who said it?" in text_of(pages["trust/"])
    assert re.search(r"Who said it +The slides +Below each quote", text_of(pages["reveal/"]))
    for place in ("", "think/"):
        assert "/blind/" not in client.get(f"/en/events/coup/{place}").content.decode()


def test_where_several_sources_speak_the_event_leads_to_the_exercise(client, election):
    for place in ("", "think/"):
        assert 'href="/en/events/election/blind/"' in client.get(f"/en/events/election/{place}").content.decode()


def test_context_has_nothing_to_read_blind_and_says_so(client, accounts):
    make_published_event("elsewhere")
    assert "No account speaks of this event" in text_of(client.get("/en/events/elsewhere/blind/"))
    for step in ("read", "reveal", "sheet"):
        assert client.get(f"/en/events/elsewhere/blind/{step}/").status_code == 404


def test_unknown_steps_old_names_and_what_was_withdrawn_answer_as_they_should(client, election, october):
    assert client.get("/en/events/election/blind/peek/").status_code == 404
    assert client.get("/en/events/nothing/blind/").status_code == 404
    assert client.get("/en/events/election/blind/?answer=a").status_code == 400
    assert client.post("/en/events/election/blind/read/", {"trust": "a"}).status_code == 405
    publishing.withdraw(october, reason="Te vroeg.")
    assert client.get("/en/events/october-1917/blind/read/").status_code == 410


def test_words_that_the_quotes_take_for_granted_are_explained(client, october):
    make_term("coup", name_nl="macht", name_en="power", text_en="Who holds it rules.")
    publishing.publish(october, reason="again")
    assert "Who holds it rules." in text_of(client.get("/en/events/october-1917/blind/read/"))


# --- a lesson -----------------------------------------------------------------------------------------------------------


def test_a_lesson_goes_from_part_to_part_leaves_context_out_and_leads_back(client, election, accounts):
    context = make_published_event("elsewhere", title_en="Elsewhere")
    quotes = [
        cited(make_quote(words, text))["quote"] for words, text in zip(("namen zij", "In 1936"), accounts, strict=True)
    ]
    question = make_published_question("who-ruled", quotes=quotes)
    lesson = make_lesson(election, context, question)
    start = client.get(f"/en/lessons/{lesson.code}/blind/")
    assert "Elsewhere no account speaks of it" in text_of(start)
    path, seen = f"/en/lessons/{lesson.code}/blind/", []
    while path and "/blind/" in path:
        page = client.get(path).content.decode()
        seen.append(path.partition("/blind/")[2])
        on = re.search(r'class="button forward"[^>]*href="([^"]*)"', page)
        path = on and on[1]
    assert seen == ["", "1/read/", "1/numbers/", "1/trust/", "1/reveal/", "3/read/", "3/trust/", "3/reveal/"]
    assert path == f"/en/lessons/{lesson.code}/"
    assert client.get(f"/en/lessons/{lesson.code}/blind/2/read/").status_code == 404
    assert client.get(f"/en/lessons/{lesson.code}/blind/9/read/").status_code == 404
    assert "exercise 2 of 2" in text_of(client.get(f"/en/lessons/{lesson.code}/blind/3/read/"))


def test_a_lesson_hides_the_sources_of_its_events_and_questions_too(client, election, accounts):
    quotes = [
        cited(make_quote(words, text))["quote"] for words, text in zip(("namen zij", "In 1936"), accounts, strict=True)
    ]
    question = make_published_question(
        "who-ruled", quotes=quotes, contrast_en="The slides praise, the dossier does not."
    )
    lesson = make_lesson(election, question)
    for path in ("", "1/read/", "1/numbers/", "1/trust/", "1/sheet/", "2/read/", "2/trust/", "2/sheet/"):
        page = page_at(client, f"lessons/{lesson.code}/blind/{path}")
        for word in (
            "slides",
            "dossier",
            "The slides",
            "The dossier",
            "account-",
            *(quote["code"] for quote in quotes),
        ):
            assert word not in page, (path, word)
    shown = page_at(client, f"lessons/{lesson.code}/blind/2/reveal/")
    assert "The slides praise, the dossier does not." in shown


def test_a_lesson_of_context_alone_says_so_and_a_withdrawn_part_is_passed_over(client, october, accounts):
    context = make_published_event("elsewhere")
    assert "no quotes to read blind" in text_of(client.get(f"/en/lessons/{make_lesson(context).code}/blind/"))
    lesson = make_lesson(october, context)
    publishing.withdraw(october, reason="Te vroeg.")
    assert "a part of the lesson that was withdrawn" not in text_of(client.get(f"/en/lessons/{lesson.code}/blind/"))
    assert client.get(f"/en/lessons/{lesson.code}/blind/1/read/").status_code == 404
    assert client.get("/en/lessons/zzzzzz/blind/").status_code == 404


def test_a_quote_is_read_blind_once_in_a_lesson(client, accounts):
    taken, later, other = (
        make_quote(words, text)
        for words, text in (("namen zij", accounts[0]), ("In 1936", accounts[1]), ("maart 1918", accounts[0]))
    )
    judged = noted("Over de eerste.", ready=True, quote=taken.code, references=[{"source": "slides"}])
    first = make_published_event("first", citations=[cited(taken)])
    second = make_published_event("second", citations=[cited(taken), cited(later), cited(other)], notes=[judged])
    third = make_published_event("third", title_en="Third", citations=[cited(other)])
    lesson = make_lesson(first, second, third)
    path = f"/en/lessons/{lesson.code}/blind/"
    read = client.get(f"{path}2/read/")
    assert sorted(letters_of(read.content.decode()).values()) == ["In 1936", "maart 1918"]
    assert "1 quote is left out: an earlier exercise of this lesson has it" in text_of(read)
    shown = client.get(f"{path}2/reveal/")
    assert sorted(letters_of(shown.content.decode()).values()) == ["In 1936", "maart 1918"]
    assert "Over de eerste." not in text_of(shown)
    start = text_of(client.get(path))
    assert "2 quotes , and 1 that an earlier exercise has" in start.replace("quotes,", "quotes ,")
    assert "Third its quotes are in an earlier exercise" in start
    assert client.get(f"{path}3/read/").status_code == 404
    keys = [re.search('data-blind="([^"]*)"', page_at(client, place))[1] for place in (
        f"lessons/{lesson.code}/blind/2/read/", "events/second/blind/read/",
    )]  # fmt: skip
    assert keys[0] != keys[1]  # other letters, so other answers


def test_the_keys_are_folded_away_from_the_class(client, election):
    lesson = make_lesson(election)
    for path in ("events/election/blind/", f"lessons/{lesson.code}/blind/", f"lessons/{lesson.code}/"):
        page = page_at(client, path)
        teachers = re.search('<details class="for-teacher.*?</details>', page, flags=re.S)[0]
        pupils = page.replace(teachers, "")
        for place in ("/reveal/", "/key/"):
            assert place not in pupils, path
        assert "/reveal/" in teachers or "/key/" in teachers
    assert "/reveal/" not in page_at(client, "events/election/blind/sheet/")


# --- the order ----------------------------------------------------------------------------------------------------------


def test_the_order_is_that_of_the_event_and_follows_neither_accounts_nor_codes():
    codes = [f"q{number:05}" for number in range(40)]
    order = sorted(codes, key=lambda code: blindfold.shuffled("0ct917", code))
    assert order != sorted(codes, key=lambda code: blindfold.shuffled("maart8", code))
    lanes = [code < "q00020" for code in order]
    assert sum(one != other for one, other in pairwise(lanes)) > 8


def row_at(source: str, start: int, end: int) -> dict:
    return {"source": {"slug": source}, "quote": {"code": f"{source}{start}", "start": start, "end": end}}


def test_quotes_that_follow_each_other_in_a_text_stay_together_in_its_order():
    rows = [row_at(source, start, start + 9) for source in ("slides", "dossier") for start in (40, 10, 20, 30, 90, 200)]
    for code in ("0ct917", "maart8", "zzzzzz"):
        order = [row["quote"]["code"] for row in blindfold.in_groups(rows, code)]
        assert sorted(order) == sorted(row["quote"]["code"] for row in rows)
        for source in ("slides", "dossier"):
            first = order.index(f"{source}10")
            assert order[first : first + 4] == [f"{source}{start}" for start in (10, 20, 30, 40)]
    orders = {tuple(row["quote"]["code"] for row in blindfold.in_groups(rows, f"code{turn}")) for turn in range(9)}
    assert len(orders) > 5


def test_the_words_of_one_source_stand_in_the_order_of_its_text():
    rows = [row_at("slides", start, start + 5) for start in (300, 10, 150, 90)]
    for code in ("0ct917", "maart8", "zzzzzz"):
        assert [row["quote"]["start"] for row in blindfold.in_groups(rows, code)] == [10, 90, 150, 300]


def test_letters_go_on_after_z():
    assert [blindfold.names_of_place(place)["letter"] for place in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]
