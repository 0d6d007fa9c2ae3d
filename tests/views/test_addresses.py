"""Links that never break: whatever becomes of an event, every address of it answers, in one step."""

import re
from contextlib import suppress

import pytest
from django.db import transaction
from django.http import HttpResponse
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from sources.refusal import Refusal
from tests.builders import (
    cited,
    leaning_on,
    make_event,
    make_lesson,
    make_published_event,
    make_published_question,
    make_quote,
    make_source,
    make_text,
    noted,
    save,
)
from tests.views.conftest import text_of
from timeline import merging, publishing, shape
from timeline.dictionary import ShapeError
from timeline.models import Address, Event, Publication, Question
from timeline.views import events, finding, versions

pytestmark = pytest.mark.django_db
OLD, NEW = "/en/events/goes/", "/en/events/stays/"


def changed(subject, **keys):
    """Save and publish with these keys changed."""
    data = shape.to_dict(type(subject).objects.get(pk=subject.pk)) | keys
    publishing.publish(save(shape.from_dict(data, subject.KIND)))


def merged(loser: Event, winner: Event):
    """Merge and publish."""
    loser, winner = (Event.objects.get(pk=event.pk) for event in (loser, winner))
    publishing.publish(merging.merge(loser, winner))


def undone(loser: Event):
    publishing.publish(merging.undo(Event.objects.get(pk=loser.pk)))


def leads_to(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 301, (address, response.status_code)
    assert client.get(response.url).status_code == 200, response.url
    return response.url


@pytest.fixture
def pair(accounts):
    """An event that stays, and one of two versions that goes, with a quote and a note."""
    quote = make_quote("In 1936 kwam er een grondwet.", accounts[0])
    note = noted(ready=True, quote=quote.code, references=leaning_on(accounts[0].source))
    loser = make_published_event("goes", title_en="The one that goes", citations=[cited(quote, "1936", "In 1936")])
    changed(loser, notes=[note])
    return make_published_event("stays", title_en="The one that stays"), loser


# --- merged -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["", "think/", "versions/"])
def test_pages_of_a_merged_event_lead_to_the_one_that_stays(client, pair, part):
    winner, loser = pair
    changed(loser, slug="goes-too")
    merged(loser, winner)
    for slug in ("goes", "goes-too"):
        assert leads_to(client, f"/en/events/{slug}/{part}") == NEW + part


def test_links_to_its_parts_live_on(client, pair, queries):
    winner, loser = pair
    data = shape.to_dict(Event.objects.get(pk=loser.pk))
    quote, note = data["citations"][0]["quote"]["code"], data["notes"][0]["code"]
    found = publishing.publications(loser).last().findings[0]["code"]
    merged(loser, winner)
    places = {loser.code: "", quote: f"#q-{quote}", note: f"#note-{note}", found: ""}
    for code, anchor in places.items():
        for address in (f"/en/e/{code}/", f"/e/{code}/"):
            with queries():
                response = client.get(address, headers={"Accept-Language": "en"})
            assert (response.status_code, response.url) == (301, NEW + anchor)
    assert leads_to(client, f"/en/findings/{found}/") == NEW
    with queries():
        client.get(f"/en/findings/{found}/")
    assert client.get(f"/e/{loser.code}/qr.svg").status_code == 200


def test_a_pinned_version_shows_what_the_class_saw_and_says_where_it_went(client, pair, queries):
    winner, loser = pair
    changed(loser, slug="goes-too")
    merged(loser, winner)
    with queries():
        response = client.get("/en/events/goes-too/versions/1/")
    words = text_of(response)
    assert "This is version 1" in words
    assert "<title>The one that goes (1917) (version 1)" in response.content.decode()
    assert "This event has since been merged into “The one that stays”. To the page as it is now" in words
    assert f'href="{NEW}"' in response.content.decode()
    assert f'rel="canonical" href="http://testserver{NEW}"' in response.content.decode()
    assert leads_to(client, "/en/events/goes/versions/1/") == "/en/events/goes-too/versions/1/"
    gone = client.get("/en/events/goes-too/versions/4/")
    assert gone.status_code == 410, "the withdrawal itself"
    assert "merged into another event" in text_of(gone)
    assert client.get("/en/events/goes-too/versions/9/").status_code == 404
    assert client.get("/en/events/stays/versions/1/").status_code == 200


def test_a_question_and_an_order_go_on_naming_it(client, pair, queries):
    winner, loser = pair
    make_published_question("who-ruled", events=[loser.code, winner.code])
    merged(loser, winner)
    with queries():
        page = client.get("/en/questions/who-ruled/").content.decode()
    assert page.count(f'href="{NEW}"') == 1
    assert "Bears on 1 event" in text_of(client.get("/en/questions/"))
    assert "/en/questions/who-ruled/" in client.get(NEW).content.decode()


def test_undone_everything_answers_as_before(client, pair):
    winner, loser = pair
    merged(loser, winner)
    undone(loser)
    assert client.get(OLD).status_code == 200
    assert leads_to(client, f"/en/e/{loser.code}/") == OLD
    words = text_of(client.get(f"{OLD}versions/"))
    assert "Withdrawn: merged into another event" in words
    assert "taken out of the event that it was merged into" in words
    assert client.get(f"{OLD}versions/2/").status_code == 200


def test_a_merge_stands_among_the_versions_of_the_one_that_stays(client, pair):
    winner, loser = pair
    merged(loser, winner)
    assert "events merged into it" in text_of(client.get(f"{NEW}versions/"))
    page = client.get("/en/corrections/")
    assert f"merged into {winner.title_en}" in text_of(page)
    assert "merged into another event" in client.get("/en/feed.atom").content.decode()
    for link in set(re.findall(r'href="(/en/(?:events|e)/[^"#]+)', page.content.decode())):
        assert client.get(link, follow=True).status_code == 200, link


def test_what_was_merged_into_something_withdrawn_says_why_that_is_gone(client, pair):
    winner, loser = pair
    merged(loser, winner)
    publishing.withdraw(Event.objects.get(pk=winner.pk), reason="Te vroeg.")
    for address in (OLD, f"/en/e/{loser.code}/", f"{OLD}think/"):
        response = client.get(address)
        assert response.status_code == 410
        assert "Te vroeg." in text_of(response)


def test_a_note_that_only_another_event_has_shown_is_gone_with_a_word(client):
    loser = make_event(notes=[noted(ready=True, references=leaning_on(make_source()))])
    winner = make_published_event()
    merged(loser, winner)
    undone(loser)
    response = client.get(f"/en/e/{loser.notes.get().code}/")
    assert response.status_code == 410
    assert "No page shows this any longer." in text_of(response)


# --- questions, findings and lessons ----------------------------------------------------------------------------------


def test_a_version_of_a_question_is_pinned_too(client, accounts, queries):
    question = make_published_question("who-ruled", title_en="Who ruled?", contrast_en="Old words")
    state = {"stands": "narrowed", "state_reason_nl": "Ten dele.", "state_reason_en": "In part."}
    changed(question, contrast_en="New words", **state)
    with queries():
        response = client.get("/en/questions/who-ruled/versions/1/")
    words = text_of(response)
    assert "This is version 1" in words
    assert "Old words" in words
    assert "In part." not in words, "what became of it later is told by the page of today"
    assert "Changed since: contrast, where it stands" in words
    assert '<meta name="robots" content="noindex' in response.content.decode()
    assert "/en/questions/who-ruled/versions/1/" in client.get("/en/questions/who-ruled/versions/").content.decode()
    assert "No newer one" in text_of(client.get("/en/questions/who-ruled/versions/2/"))
    assert client.get("/en/questions/who-ruled/versions/3/").status_code == 404
    changed(question, slug="who-had-power")
    assert leads_to(client, "/en/questions/who-ruled/versions/1/") == "/en/questions/who-had-power/versions/1/"
    publishing.withdraw(Question.objects.get(), reason="Te vroeg.")
    assert client.get("/en/questions/who-had-power/versions/1/").status_code == 410


def test_the_code_of_what_is_found_no_longer_says_so_at_once(client, october):
    found = next(
        row["code"] for row in publishing.publications(october).last().findings if row["kind"] == "dates_literature"
    )
    changed(october, citations=[])
    response = client.get(f"/en/e/{found}/")
    assert response.status_code == 410
    assert "The checks find this no longer." in text_of(response)
    assert f'href="/en/findings/{found}/"' in response.content.decode()


def test_the_code_of_a_lesson_leads_there_or_says_why_it_is_gone(client, october):
    lesson = make_lesson(october)
    for address in (f"/en/e/{lesson.code}/", f"/e/{lesson.code}/"):
        response = client.get(address, headers={"Accept-Language": "en"})
        assert (response.status_code, response.url) == (301, f"/en/lessons/{lesson.code}/")
    lesson.withdrawn = "Spam."
    lesson.save()
    response = client.get(f"/en/e/{lesson.code}/")
    assert response.status_code == 410
    assert "Spam." in text_of(response)


# --- whatever happens -------------------------------------------------------------------------------------------------

WHICH = st.integers(0, 2)
SLUGS = [f"slug-{letter}" for letter in "abcdef"]


class Desk(RuleBasedStateMachine):
    """Editors at work. After everything they do, every address that was ever public answers with a page, one step to a
    page, or the reason why there is none."""

    client = None

    def __init__(self):
        super().__init__()
        self.before = transaction.savepoint()
        self.ever, self.published = set(), 0
        for slug in SLUGS[:3]:
            self.add(slug)

    def teardown(self):
        transaction.savepoint_rollback(self.before)

    def add(self, slug):
        source = make_source()
        quote = make_quote("In 1936 kwam er een grondwet.", make_text(source, "In 1936 kwam er een grondwet."))
        note = noted(ready=True, quote=quote.code, references=leaning_on(source))
        make_published_event(slug, citations=[cited(quote, "1936", "In 1936")], notes=[note])

    def one(self, number):
        return Event.objects.order_by("pk")[number]

    def attempt(self, verb, *args, **more):
        """Do it, or be refused with a reason: both happen to editors."""
        with suppress(Refusal), transaction.atomic():
            verb(*args, **more)

    @rule(which=WHICH, slug=st.sampled_from(SLUGS))
    def rename(self, which, slug):
        self.attempt(changed, self.one(which), slug=slug)

    @rule(which=WHICH, into=WHICH)
    def merge(self, which, into):
        self.attempt(merged, self.one(which), self.one(into))

    @rule(which=WHICH)
    def undo(self, which):
        self.attempt(undone, self.one(which))

    @rule(which=WHICH)
    def withdraw(self, which):
        self.attempt(publishing.withdraw, self.one(which), reason="Om een reden.")

    @rule(which=WHICH)
    def publish(self, which):
        self.attempt(publishing.publish, self.one(which))

    @invariant()
    def every_address_answers(self):
        if self.published != (published := Publication.objects.count()):
            self.published = published
            self.ever |= set(addresses())
            answers(self.client, self.ever)


def addresses():
    """Every address of events that is public now."""
    for address in Address.objects.all():
        if address.space == Address.CODE:
            yield f"/en/e/{address.name}/"
            if address.kind == Address.FINDING:
                yield f"/en/findings/{address.name}/"
        else:
            yield from (f"/en/events/{address.name}/{page}" for page in ("", "think/", "versions/"))
    for publication in Publication.objects.all():
        yield f"/en/events/{publication.slug}/versions/{publication.number}/"


def answers(client, urls):
    """Whether each of these answers 200, one 301 to that, or an explained 410."""
    for url in sorted(urls):
        response, way = client.get(url), url
        if response.status_code == 301:
            way, response = f"{url} → {response.url}", client.get(response.url)
        assert response.status_code in (200, 410), (way, response.status_code)
        if response.status_code == 410:
            assert "Om een reden." in (words := text_of(response)) or re.search(
                "merged into|no longer|any longer", words
            )


def test_whatever_editors_do_every_address_that_ever_was_answers(client, monkeypatch):
    for module in (events, finding, versions):  # what stands on a page is no matter here, only whether there is one
        monkeypatch.setattr(module, "render", lambda *args, **more: HttpResponse("a page"))
    Desk.client = client
    few = settings(max_examples=3, stateful_step_count=8, deadline=None, derandomize=True, database=None)
    run_state_machine_as_test(Desk, settings=few)


@pytest.mark.parametrize("kind", ["event", "question"])
def test_a_swap_of_two_slugs_is_refused_with_the_reason(kind):
    make = make_published_event if kind == "event" else make_published_question
    one, other = make("one"), make("other")
    changed(one, slug="elsewhere")
    with pytest.raises(ShapeError, match="“one” once led to something else and is never reused"):
        changed(other, slug="one")
