"""The log of corrections."""

import re

import pytest

from tests.builders import make_event, make_published_event, make_published_question, make_source
from tests.views.conftest import text_of
from timeline import publishing
from timeline.models import Publication
from timeline.views import corrections

pytestmark = pytest.mark.django_db
LOG = "/en/corrections/"


def entries(response) -> list[str]:
    """The entries of the log as text, newest first."""
    assert response.status_code == 200
    found = re.findall(r'<li class="correction".*?</li>', response.content.decode(), flags=re.S)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", entry)).strip() for entry in found]


def test_what_is_published_for_the_first_time_is_no_correction(client, october):
    response = client.get(LOG)
    assert entries(response) == []
    assert "Nothing that was published here has been changed or withdrawn yet." in text_of(response)


def test_a_second_publication_is_listed_with_its_reason_and_both_versions(client, october):
    publishing.publish(october, reason="The day was wrong.")
    (entry,) = entries(client.get(LOG))
    assert "The day was wrong." in entry
    assert october.title_en in entry
    page = client.get(LOG).content.decode()
    for number in (1, 2):
        assert f'href="/en/events/october-1917/versions/{number}/"' in page
        assert client.get(f"/en/events/october-1917/versions/{number}/").status_code == 200


def test_a_question_is_listed_too(client, accounts):
    question = make_published_question("who")
    publishing.publish(question, reason="Sharper.")
    (entry,) = entries(client.get(LOG))
    assert "Question" in entry
    assert "Sharper." in entry
    assert 'href="/en/questions/who/"' in client.get(LOG).content.decode()


def test_a_withdrawal_is_listed_with_its_reason_and_no_version_that_is_gone(client, october):
    publishing.publish(october, reason="Again.")
    publishing.withdraw(october, reason="It never happened.")
    newest, before = entries(client.get(LOG))
    assert newest.count("Withdrawn:") == 1
    assert "It never happened." in newest
    assert "Again." in before
    assert "/versions/" not in client.get(LOG).content.decode()


def test_what_came_back_after_a_withdrawal_is_linked_by_the_versions_that_can_be_read(client, october):
    publishing.withdraw(october, reason="It never happened.")
    publishing.publish(october, reason="It did.")
    back, gone = entries(client.get(LOG))
    assert "what it said from then on (version 3)" in back
    assert "(version 2)" not in back + gone
    assert "what it said before (version 1)" in gone
    for address in re.findall(r'href="(/en/events/[^"]*)"', client.get(LOG).content.decode()):
        assert client.get(address).status_code == 200


def test_what_only_the_checks_did_stays_out(client, october):
    make_source("third", lane=3)
    publishing.recompute(Publication.objects.get())
    assert Publication.objects.filter(action=Publication.RECOMPUTED).count() == 1
    assert entries(client.get(LOG)) == []


def test_without_a_reason_it_says_so(client, october):
    with publishing.editing(october, reason=""):
        october.save()
    publishing.publish(october)
    assert "No reason was given." in entries(client.get(LOG))[0]


def test_a_page_that_got_another_name_is_linked_by_the_new_one(client, october):
    publishing.publish(october, reason="First.")
    with publishing.editing(october):
        october.slug = "october"
        october.save()
    publishing.publish(october, reason="Renamed.")
    page = client.get(LOG).content.decode()
    assert 'href="/en/events/october/"' in page
    assert "/events/october-1917/" not in page


def test_drafts_never_stand_in_it(client, october):
    with publishing.editing(october, reason="secret reason"):
        october.title_en = "Secret title"
        october.save()
    make_event("draft", title_en="Secret draft")
    assert "ecret" not in client.get(LOG).content.decode()


def test_the_pages_together_hold_every_entry_once_newest_first(client, october, monkeypatch):
    for number in range(5):
        publishing.publish(october, reason=f"Number {number}.")
    monkeypatch.setattr(corrections, "PAGE", 2)
    url, seen = LOG, []
    while url:
        response = client.get(url)
        seen += [re.search(r"Number (\d)", entry)[1] for entry in entries(response)]
        found = re.search(r'<a href="([^"]+)" rel="next"', response.content.decode())
        url = found[1] if found else ""
    assert seen == ["4", "3", "2", "1", "0"]


def test_after_the_oldest_there_is_nothing_and_a_way_back(client, october):
    response = client.get(LOG + "?before=1")
    assert "There is nothing older." in text_of(response)
    assert f'href="{LOG}"' in response.content.decode()


@pytest.mark.parametrize(
    "address", ["?before=x", "?before=0", "?before=-1", "?before=1" + "0" * 30, "?after=1", "?before=²"]
)
def test_what_no_link_of_ours_asks_for_is_refused(client, october, address):
    assert client.get(LOG + address).status_code == 400


def test_it_asks_as_often_for_many_entries_as_for_one(client, october, queries):
    for number in range(12):
        publishing.publish(make_published_event(f"e{number}"), reason="Again.")
    with queries():
        assert len(entries(client.get(LOG))) == 12
