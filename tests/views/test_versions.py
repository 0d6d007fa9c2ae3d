"""What changed from one published version to the next."""

import re

import pytest

from tests.builders import (
    cited,
    make_event,
    make_published_event,
    make_published_question,
    make_quote,
    noted,
    rich_event_dict,
    save,
)
from tests.views.conftest import text_of
from timeline import publishing, shape
from timeline.views import versions
from timeline.views.changes import word_diff

pytestmark = pytest.mark.django_db
PAGE = "/en/events/october-1917/versions/"


def publish(subject, reason: str = "mended", **keys):
    """Save and publish with these keys changed."""
    data = shape.to_dict(type(subject).objects.get(pk=subject.pk)) | keys
    publishing.publish(save(shape.from_dict(data, subject.KIND)), reason=reason)


def changes_on(response) -> str:
    """What the newest version is said to have changed."""
    found = re.search(r'<ul class="changes">(.*?)\n  </li>', response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", found[1])).replace(" :", ":") if found else ""


def test_each_version_says_when_why_and_by_whom(client, october):
    publish(october, "A better title", title_en="The new title")
    words = text_of(client.get(PAGE))
    assert "Edited: A better title. Published by its own author; nobody else has reviewed it." in words
    assert words.index("Version 2") < words.index("Version 1")
    assert "First published" in words


def test_a_short_field_stands_as_it_was_and_as_it_is(client, october):
    before = october.title_en
    publish(october, title_en="The new title")
    assert f"title: {before} → The new title" in changes_on(client.get(PAGE))
    assert "title:" not in changes_on(client.get(PAGE.replace("/en/", "/nl/")))


def test_a_change_in_the_other_language_says_so(client, october):
    publish(october, title_nl="Nieuwe titel")
    assert "title (Dutch):" in changes_on(client.get(PAGE))


def test_a_long_text_shows_the_words_that_changed(client, october):
    long = "It began in the night and nobody in the city slept before the morning came, as far as anyone remembers it."
    publish(october, summary_en=long)
    publish(october, summary_en=long.replace("nobody", "hardly anyone"))
    page = client.get(PAGE).content.decode()
    assert "<del>nobody </del>" in page
    assert "<ins>hardly anyone </ins>" in page


@pytest.mark.parametrize(
    ("old", "new"),
    [("a b c", "a x c"), ("", "a"), ("a", ""), ("a " * 40 + "b", "a " * 40 + "c"), ("b " + "a " * 40, "a " * 40)],
)
def test_the_pieces_of_a_difference_lose_nothing_that_changed(old, new):
    pieces = list(word_diff(old, new))
    gone = "".join(piece["text"] for piece in pieces if piece["sign"] == "old")
    come = "".join(piece["text"] for piece in pieces if piece["sign"] == "new")
    assert gone or come
    assert set(gone.split()) <= set(old.split())
    assert set(come.split()) <= set(new.split())
    assert sum(len(piece["text"]) for piece in pieces) < 60


def test_notes_that_came_changed_and_went_are_counted_and_named(client, october, accounts):
    leaning = {"references": [{"source": "slides"}]}
    one, two, three = (noted(ready=True, verdict=verdict) | leaning for verdict in ("contested", "misdated", "context"))
    publish(october, notes=[one, two])
    publish(october, notes=[one | {"reason_en": "Another reason"}, three])
    said = changes_on(client.get(PAGE))
    assert "1 note added context" in said
    assert "1 note changed contested reason: Waarom → Another reason" in said
    assert "1 note gone misdated" in said


def test_a_note_that_is_not_ready_changes_nothing_for_readers(client, october):
    publish(october, notes=[noted("Geheim")])
    response = client.get(PAGE)
    assert "Nothing changed in what readers see." in text_of(response)
    assert "Geheim" not in response.content.decode()


def test_a_quote_and_the_date_read_in_it(client, october, accounts):
    rows = shape.to_dict(october)["citations"]
    more = cited(make_quote("Dat was in maart 1918.", accounts[0]))
    publish(october, citations=[rows[0] | {"edtf": "1917-10-26"}, more])
    said = changes_on(client.get(PAGE))
    assert "1 quote added “Dat was in maart 1918.”" in said
    assert "date in these words: 25 October 1917" in said
    assert "→ 26 October 1917" in said


def test_what_the_checks_find_now_and_no_longer(client, october):
    publish(october, date={"edtf": "1936", "references": [{"source": "record"}]})
    said = changes_on(client.get(PAGE))
    assert "no longer: The slides gives the date that the literature and documents give." in said
    assert "now: The date of The slides contradicts that of the literature and documents." in said


def test_an_old_version_says_what_changed_since(client, october, queries):
    publish(october, title_en="The new title")
    publish(october, notes=[noted(ready=True, references=[{"source": "slides"}])])
    with queries():
        words = text_of(client.get(f"{PAGE}1/"))
    assert "Changed since: title, 1 note added. See what changed" in words
    assert "Changed since: 1 note added." in text_of(client.get(f"{PAGE}2/"))
    assert "No newer one has been published." in text_of(client.get(f"{PAGE}3/"))


def test_many_versions_are_shown_a_page_at_a_time(client, october, queries, monkeypatch):
    monkeypatch.setattr(versions, "MOST", 2)
    for number in range(4):
        publish(october, title_en=f"Title no. {number}")
    with queries():
        first = client.get(PAGE)
    with queries():
        second = client.get(PAGE, {"before": 4})
    assert re.findall(r"<li value=\"(\d)\"", first.content.decode()) == ["5", "4"]
    assert 'href="?before=4"' in first.content.decode()
    assert re.findall(r"<li value=\"(\d)\"", second.content.decode()) == ["3", "2"]
    assert "Title no. 0 → Title no. 1" in text_of(second)
    last = client.get(PAGE, {"before": 2})
    assert re.findall(r"<li value=\"(\d)\"", last.content.decode()) == ["1"]
    assert "There are no older versions." in text_of(client.get(PAGE, {"before": 1}))


@pytest.mark.parametrize("before", ["x", "-1", "²", "9" * 12])
def test_a_number_that_is_none_is_refused(client, october, before):
    response = client.get(PAGE, {"before": before})
    assert response.status_code == 400
    assert "before=3" in text_of(response)


def test_drafts_old_names_and_what_was_withdrawn_answer_as_the_event_does(client, october):
    make_event("draft")
    assert client.get("/en/events/draft/versions/").status_code == 404
    publish(october, slug="october-revolution")
    response = client.get(PAGE)
    assert (response.status_code, response.url) == (301, "/en/events/october-revolution/versions/")
    publishing.withdraw(october, reason="Te vroeg.")
    assert client.get("/en/events/october-revolution/versions/").status_code == 410


def test_a_withdrawal_in_between_says_why_and_has_no_page(client, october):
    publishing.withdraw(october, reason="Te vroeg.")
    publishing.publish(october, reason="Weer terug")
    page = client.get(PAGE)
    assert "Withdrawn: Te vroeg." in text_of(page)
    assert f"{PAGE}2/" not in page.content.decode()


def test_a_question_has_versions_too(client, accounts):
    question = make_published_question("who-ruled", contrast_en="Old")
    publish(question, contrast_en="New")
    assert "contrast: Old → New" in changes_on(client.get("/en/questions/who-ruled/versions/"))


def test_a_rich_event_can_be_compared_in_all_its_parts(client, accounts):
    event = make_published_event(
        "rich", **{key: value for key, value in rich_event_dict("rich").items() if key != "slug"}
    )
    publish(event, citations=[], measures=[], figures=[], relations=[], orders=[], notes=[], themes=[], pointers=[])
    said = changes_on(client.get("/en/events/rich/versions/"))
    for part in ("3 quotes gone", "2 measures gone", "2 figures gone", "1 assumption", "themes", "1 note gone"):
        assert part in said, part


def test_that_a_machine_read_it_from_a_folder_is_no_news_to_readers(client, accounts):
    event = make_published_event("october")
    publishing.publish(event, reason="loaded from a corpus folder")
    publishing.publish(event, reason="another source")
    for address in ("/en/events/october/", "/en/events/october/versions/"):
        words = text_of(client.get(address))
        assert "another source" in words
        assert "corpus folder" not in words
