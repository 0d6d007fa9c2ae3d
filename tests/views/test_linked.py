"""What pages say to machines: schema.org as JSON-LD, and nothing that schema.org cannot say."""

import json
import re
from datetime import datetime

import pytest
from django.urls import reverse

from tests.builders import (
    cited,
    figured,
    leaning_on,
    make_published_event,
    make_published_question,
    make_quote,
    make_source,
    make_text,
    measured,
    noted,
    ordered,
)
from tests.views.vocabulary import complaints
from timeline import publishing
from timeline.models import Event, Publication
from timeline.views import linked

pytestmark = pytest.mark.django_db
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


def data_of(response) -> dict | None:
    """The JSON-LD of a page; there is one block, or none."""
    blocks = SCRIPT.findall(response.content.decode())
    assert len(blocks) <= 1
    return json.loads(blocks[0]) if blocks else None


def nodes_of(response, kind: str) -> list[dict]:
    data = data_of(response) or {}
    return [node for node in data.get("@graph", [data]) if node.get("@type") == kind]


def judged_event(accounts, **note) -> str:
    """The slug of an event with one quote and one ready note on it; the code of that note."""
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    about = noted(ready=True, quote=quote.code, references=leaning_on(accounts[0].source), **note)
    make_published_event("march", citations=[cited(quote)], notes=[about])
    return about["code"]


# --- an event ---------------------------------------------------------------------------------------------------------


def test_an_event_is_named_by_its_permanent_link_and_dated_in_our_calendar(client, october):
    [event] = nodes_of(client.get("/en/events/october-1917/"), "Event")
    assert event == {
        "@type": "Event",
        "@id": f"http://testserver/e/{october.code}/",
        "name": october.title_en,
        "description": october.summary_en,
        "url": "http://testserver/en/events/october-1917/",
        "startDate": "1917-11-07",
    }


def test_it_speaks_the_language_of_the_page(client, october):
    [event] = nodes_of(client.get("/nl/events/october-1917/"), "Event")
    assert (event["name"], event["url"]) == (october.title_nl, "http://testserver/nl/events/october-1917/")


@pytest.mark.parametrize(
    ("edtf", "calendar", "said"),
    [
        ("1917-11-07", "gregorian", {"startDate": "1917-11-07"}),
        ("1917-11", "gregorian", {"startDate": "1917-11"}),
        ("1917", "gregorian", {"startDate": "1917"}),
        ("1939/1947-02", "gregorian", {"startDate": "1939", "endDate": "1947-02"}),
        ("1917-10-25", "julian", {"startDate": "1917-11-07"}),
        ("1917-02-23/1917-03-02", "julian", {"startDate": "1917-03-08", "endDate": "1917-03-15"}),
        ("1917-10", "julian", {}),  # a Julian month is no month of ours
        ("1917", "julian", {}),
        ("1917?", "gregorian", {}),
        ("1917-11~", "gregorian", {}),
        ("1917-11-XX", "gregorian", {}),
        ("198X", "gregorian", {}),
        ("1950S2", "gregorian", {}),
        ("1938-21", "gregorian", {}),  # a season
        ("1917/..", "gregorian", {}),
        ("1917/", "gregorian", {}),
        ("1917/1918?", "gregorian", {}),
        ("[1917,1918]", "gregorian", {}),
        ("0001", "gregorian", {"startDate": "0001"}),
        ("0000", "gregorian", {}),  # 1 BC
        ("0001-01-01", "julian", {}),  # two days earlier in our calendar
        ("-0043-03-15", "gregorian", {}),
        ("-0100/0100", "gregorian", {}),
    ],
)
def test_a_date_is_said_only_where_schema_org_can_say_it(edtf, calendar, said):
    assert linked.when({"edtf": edtf, "calendar": calendar}) == said


@pytest.mark.parametrize("standing", ["alleged", "planned"])
def test_what_is_on_no_record_has_no_date_on_which_it_happened(client, accounts, standing):
    make_published_event("it", standing=standing, date="1917-11-07")
    [event] = nodes_of(client.get("/en/events/it/"), "Event")
    assert "startDate" not in event


# --- quotes, and the works they stand in ------------------------------------------------------------------------------


def test_a_quote_says_its_words_its_language_its_place_and_what_it_is_about(client, october):
    response = client.get("/en/events/october-1917/")
    code = re.search(r'id="q-(\w+)"', response.content.decode())[1]
    [quote] = nodes_of(response, "Quotation")
    assert quote == {
        "@type": "Quotation",
        "@id": f"http://testserver/e/{code}/",
        "text": "Op 25 oktober 1917 namen zij de macht over.",
        "inLanguage": "nl",
        "url": f"http://testserver/en/events/october-1917/#q-{code}",
        "isPartOf": {"@id": "http://testserver/en/sources/slides/"},
        "about": {"@id": f"http://testserver/e/{october.code}/"},
    }
    assert client.get(f"/e/{code}/", follow=True).redirect_chain[-1][0].endswith(f"/events/october-1917/#q-{code}")


def test_a_work_says_what_its_bibliography_says(client, db):
    csl = {
        "type": "article-journal",
        "title": "A Study",
        "author": [{"given": "Ludwig", "non-dropping-particle": "van", "family": "Writer"}, {"literal": "The League"}],
        "issued": {"date-parts": [[1984, 3]]},
    }
    quote = make_quote("Zo was het.", make_text(make_source("study", csl=csl), "Zo was het."))
    make_published_event("it", citations=[cited(quote)])
    wanted = {
        "@type": "ScholarlyArticle",
        "@id": "http://testserver/en/sources/study/",
        "url": "http://testserver/en/sources/study/",
        "name": "A Study",
        "inLanguage": "nl",
        "author": [
            {"@type": "Person", "name": "Ludwig van Writer"},
            {"@type": "Organization", "name": "The League"},
        ],
        "datePublished": "1984-03",
    }
    assert nodes_of(client.get("/en/events/it/"), "ScholarlyArticle") == [wanted]
    assert data_of(client.get("/en/sources/study/")) == {"@context": "https://schema.org"} | wanted


@pytest.mark.parametrize(
    ("issued", "said"),
    [
        ({"date-parts": [[1984]]}, "1984"),
        ({"date-parts": [["1984", "3", "9"]]}, "1984-03-09"),
        ({"date-parts": [[1984], [1986]]}, ""),
        ({"date-parts": [[1984]], "circa": True}, ""),
        ({"date-parts": [[-44]]}, ""),
        ({"literal": "spring 1984"}, ""),
        ({"literal": "spring", "date-parts": [["x"]]}, ""),
        ({"date-parts": [[1984]], "season": 1}, ""),
        ({}, ""),
    ],
)
def test_a_work_is_dated_only_where_its_date_is_sure(issued, said):
    assert linked.appeared({"type": "book", "title": "A Book"} | ({"issued": issued} if issued else {})) == said


def test_who_speaks_within_a_quote_is_not_the_author_of_the_work(client, accounts):
    quote = make_quote("Dat was in maart 1918.", accounts[0], speaker="Lenin")
    about = noted(ready=True, quote=quote.code, references=leaning_on(accounts[0].source))
    make_published_event("march", citations=[cited(quote)], notes=[about])
    response = client.get("/en/events/march/")
    lenin = {"@type": "Person", "name": "Lenin"}
    assert nodes_of(response, "Quotation")[0]["spokenByCharacter"] == lenin
    assert nodes_of(response, "Claim")[0]["author"] == [lenin]


# --- claims, and what is reviewed of them -----------------------------------------------------------------------------


def test_a_note_on_a_quote_says_which_words_are_claimed_where_and_by_whom(client, accounts):
    code = judged_event(accounts, words="maart 1918")
    response = client.get("/en/events/march/")
    [claim] = nodes_of(response, "Claim")
    assert claim == {
        "@type": "Claim",
        "@id": f"http://testserver/e/{code}/#claim",
        "text": "maart 1918",
        "appearance": {"@id": nodes_of(response, "Quotation")[0]["@id"]},
        "author": [{"@type": "Person", "name": "A. Writer"}],
    }


def test_a_note_on_no_words_in_particular_claims_the_whole_quote(client, accounts):
    judged_event(accounts)
    [claim] = nodes_of(client.get("/en/events/march/"), "Claim")
    assert claim["text"] == "Dat was in maart 1918."


def test_a_note_on_a_quoted_figure_is_about_the_quote_and_one_on_the_whole_is_no_claim(client, accounts):
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    book = leaning_on(accounts[0].source)
    figure = figured("laws", "1918", "1918", "1918", quote=quote.code)
    notes = [noted(ready=True, references=book, figure=figure["code"]), noted(ready=True, references=book)]
    parts = {"measures": [measured("laws")], "figures": [figure], "notes": notes}
    make_published_event("march", citations=[cited(quote)], **parts)
    [claim] = nodes_of(client.get("/en/events/march/"), "Claim")
    assert (claim["@id"], claim["text"]) == (f"http://testserver/e/{notes[0]['code']}/#claim", quote.exact)


def test_a_closed_verdict_that_a_second_person_reviewed_is_a_review(client, accounts):
    code = judged_event(accounts, words="maart 1918", verdict="misdated", reviewer="Jan")
    response = client.get("/en/events/march/")
    [review] = nodes_of(response, "ClaimReview")
    published = review.pop("datePublished")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", published)
    assert review == {
        "@type": "ClaimReview",
        "@id": f"http://testserver/e/{code}/",
        "url": f"http://testserver/en/events/march/#note-{code}",
        "claimReviewed": "maart 1918",
        "itemReviewed": {"@id": f"http://testserver/e/{code}/#claim"},
        "author": {"@type": "Organization", "name": "Wederhoor", "url": "http://testserver/"},
        "inLanguage": "en",
        "reviewRating": {"@type": "Rating", "alternateName": "misdated"},
    }
    assert f'id="note-{code}"' in response.content.decode()


@pytest.mark.parametrize(
    ("verdict", "reviewed"),
    [
        ("supported", True),
        ("contradicted", True),
        ("miscalculated", True),
        ("unsupported", True),
        ("contested", False),
        ("context", False),
    ],
)
def test_what_is_open_is_no_review_whoever_looked_at_it(client, accounts, verdict, reviewed):
    judged_event(accounts, verdict=verdict, reviewer="Jan")
    response = client.get("/en/events/march/")
    assert len(nodes_of(response, "ClaimReview")) == reviewed
    assert len(nodes_of(response, "Claim")) == 1


def test_what_nobody_else_reviewed_is_no_review(client, accounts):
    judged_event(accounts, verdict="misdated")
    response = client.get("/en/events/march/")
    assert "ClaimReview" not in response.content.decode()
    assert len(nodes_of(response, "Claim")) == 1


def test_a_review_is_dated_by_the_version_in_which_it_stands(client, accounts):
    judged_event(accounts, verdict="misdated", reviewer="Jan")
    publishing.publish(Event.objects.get(slug="march"), reason="again")
    [review] = nodes_of(client.get("/en/events/march/"), "ClaimReview")
    assert datetime.fromisoformat(review["datePublished"]) == Publication.objects.latest("number").at.replace(
        microsecond=0
    )


# --- other pages ------------------------------------------------------------------------------------------------------


def test_a_question_says_which_quotes_it_has_and_what_is_claimed_in_them(client, accounts):
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    about = noted(ready=True, quote=quote.code, references=leaning_on(accounts[0].source))
    quotes = [cited(quote)["quote"]]
    make_published_question("who", quotes=quotes, notes=[about])
    response = client.get("/en/questions/who/")
    assert nodes_of(response, "Quotation")[0]["url"] == f"http://testserver/en/questions/who/#q-{quote.code}"
    assert nodes_of(response, "Claim")[0]["text"] == quote.exact


def test_a_question_without_quotes_says_nothing(client, db):
    make_published_question("who")
    assert data_of(client.get("/en/questions/who/")) is None


def test_the_first_page_says_what_site_this_is(client, october):
    data = data_of(client.get("/en/"))
    assert (data["@type"], data["name"], data["url"]) == ("WebSite", "Wederhoor", "http://testserver/")
    assert data_of(client.get("/en/?q=macht")) is None


def test_a_version_of_long_ago_and_a_page_of_no_event_say_nothing(client, october):
    for path in ("/en/events/october-1917/versions/1/", "/en/events/october-1917/think/", "/en/contested/"):
        assert data_of(client.get(path)) is None


# --- safe, and in the words of schema.org -----------------------------------------------------------------------------

HOSTILE = "</script><script>alert(1)</script> <!-- & \u2028 \u2029 ]]>"


def test_no_title_can_end_the_block_that_it_stands_in(client, accounts):
    make_published_event("shout", title_en=HOSTILE, summary_en=HOSTILE)
    response = client.get("/en/events/shout/")
    assert nodes_of(response, "Event")[0]["name"] == HOSTILE
    [block] = SCRIPT.findall(response.content.decode())
    assert not re.search("[<>&\u2028\u2029]", block)
    assert "<script>alert" not in response.content.decode()


def test_no_page_has_a_script_in_it_but_this_block_of_data(client, october):
    paths = ["", "events/october-1917/", "sources/slides/", "sources/", "contested/", "about/", "components/"]
    for path in paths:
        page = client.get(f"/en/{path}").content.decode()
        for tag in re.findall(r"<script\b[^>]*>", page):
            assert "src=" in tag or tag == '<script type="application/ld+json">', (path, tag)


def test_every_word_is_one_of_schema_org_in_its_place(client, accounts):
    csl = {"type": "thesis", "title": "A Study", "issued": {"date-parts": [[1984]]}}
    study = make_text(make_source("study", csl=csl, lane=3), "Zo was het.")
    quotes = [make_quote("Dat was in maart 1918.", accounts[0], speaker="Lenin"), make_quote("Zo was het.", study)]
    notes = [
        noted(ready=True, quote=quote.code, references=leaning_on(study.source), verdict="supported", reviewer="Jan")
        for quote in quotes
    ]
    other = make_published_event("other")
    event = make_published_event(
        "rich",
        date="1918/1919",
        citations=[cited(quote) for quote in quotes],
        orders=[ordered(other.code)],
        notes=notes,
    )
    for path in ("", f"events/{event.slug}/", "sources/study/", "sources/slides/"):
        data = data_of(client.get(f"/en/{path}"))
        assert list(complaints(data)) == []
    kinds = {node["@type"] for node in data_of(client.get("/en/events/rich/"))["@graph"]}
    assert kinds == {"Event", "Book", "Thesis", "Quotation", "Claim", "ClaimReview"}


def test_the_table_of_the_vocabulary_finds_what_is_wrong():
    context = {"@context": "https://schema.org"}
    wrong = [
        {"@type": "Happening"},
        {"@type": "Event", "text": "so"},
        {"@type": "Event", "startDate": "in 1917"},
        {"@type": "Quotation", "isPartOf": {"@id": "http://testserver/gone/"}},
        {"@type": "Claim", "appearance": {"@type": "Person", "name": "A."}},
    ]
    assert [len(list(complaints(context | node))) for node in wrong] == [1] * len(wrong)


def test_it_costs_no_query(client, accounts, queries):
    judged_event(accounts, verdict="misdated", reviewer="Jan")
    for path in ("events/march/", "sources/slides/", ""):
        with queries():
            assert data_of(client.get(f"/en/{path}"))


def test_a_preview_at_the_desk_says_nothing_to_machines(admin_client, october):
    response = admin_client.get(reverse("admin:timeline_event_preview", args=[october.pk]))
    assert october.title_nl in response.content.decode()
    assert data_of(response) is None
