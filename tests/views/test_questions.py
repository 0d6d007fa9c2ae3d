import pytest
from django.db import connection

from tests.builders import cited, make_published_question, make_question, make_quote, make_source, save
from tests.views.conftest import text_of
from timeline import publishing, shape

pytestmark = pytest.mark.django_db


def test_each_side_stands_with_its_own_words(client, accounts):
    quotes = [cited(make_quote("Dat was in maart 1918.", accounts[0]))["quote"]]
    make_source("kotkin", kind="literature")
    make_published_question("who-ruled", quotes=quotes, contrast_en="They *differ*.", references=[{"source": "kotkin"}])
    response = client.get("/en/questions/who-ruled/")
    words = text_of(response)
    assert "The slides Dat was in maart 1918." in words
    assert "The dossier Says nothing on this question." in words
    assert "They <em>differ</em>." in response.content.decode()
    assert "A. Writer, A Book (n.d.)." in words
    assert "Els · not reviewed by a second person" in words


def test_it_leads_to_the_events_it_bears_on(client, october):
    make_published_question("who-ruled", events=[october.code])
    assert 'href="/nl/events/october-1917/"' in client.get("/nl/questions/who-ruled/").content.decode()


def test_an_event_that_was_withdrawn_is_no_longer_named(client, october):
    make_published_question("who-ruled", events=[october.code])
    publishing.withdraw(october, reason="Fout.")
    assert "october-1917" not in client.get("/nl/questions/who-ruled/").content.decode()


def test_a_draft_is_404_and_a_withdrawn_one_410(client, accounts):
    make_question("draft")
    assert client.get("/nl/questions/draft/").status_code == 404
    question = make_published_question("gone")
    publishing.withdraw(question, reason="Geen vraag.")
    response = client.get("/nl/questions/gone/")
    assert response.status_code == 410
    assert "Geen vraag." in text_of(response)


def test_an_old_slug_leads_to_the_new_one(client, accounts):
    question = make_published_question("who-ruled")
    publishing.publish(save(shape.from_dict(shape.to_dict(question) | {"slug": "who-reigned"}, "question")))
    response = client.get("/en/questions/who-ruled/")
    assert (response.status_code, response.url) == (301, "/en/questions/who-reigned/")


def test_the_index_gives_the_first_words_of_each_side(client, accounts, october, queries):
    first = cited(make_quote("Dat was in maart 1918.", accounts[0]))["quote"]
    second = cited(make_quote("Op 25 oktober 1917", accounts[0]))["quote"]
    make_published_question("who-ruled", title_en="Who ruled?", quotes=[first, second], events=[october.code])
    with queries():
        words = text_of(client.get("/en/questions/"))
    said = "The slides Dat was in maart 1918. The dossier says nothing on this Open · Bears on 1 event"
    assert said in words
    assert "Op 25 oktober 1917" not in words


def test_the_index_counts_only_events_that_readers_see(client, october):
    make_published_question("who-ruled", events=[october.code])
    publishing.withdraw(october, reason="Fout.")
    assert "Bears on" not in text_of(client.get("/en/questions/"))


# --- the dossier ------------------------------------------------------------------------------------------------------

NARROWED = {
    "stands": "narrowed",
    "state_reason_nl": "Wie er zat, staat *vast*.",
    "state_reason_en": "The *list* is out.",
}


def republish(question, **keys):
    """The next version of a question, with these keys."""
    publishing.publish(save(shape.from_dict(shape.to_dict(question) | keys, "question")))


def dated(slug: str, *days: str):
    """Give the versions of a question these dates; a record is never changed, so past its own manager."""
    for number, day in enumerate(days, 1):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE timeline_publication SET at = %s WHERE slug = %s AND number = %s", [day, slug, number]
            )


def dossier(client, slug: str, language: str = "en") -> str:
    """What the page says from “What would settle it” on."""
    words = text_of(client.get(f"/{language}/questions/{slug}/"))
    return words[words.index("Where it stands" if language == "en" else "Hoe het ervoor staat") :]


def test_it_says_what_would_settle_it(client, accounts):
    make_published_question("who-ruled", settles_nl="De *notulen*.", settles_en="The *minutes* of 1918.")
    response = client.get("/en/questions/who-ruled/")
    assert "The <em>minutes</em> of 1918." in response.content.decode()
    assert "What would settle it The minutes of 1918. Where it stands" in text_of(response)


def test_a_question_of_which_nobody_wrote_that_has_no_empty_heading(client, accounts):
    make_published_question("who-ruled")
    assert "What would settle it" not in text_of(client.get("/en/questions/who-ruled/"))


def test_a_question_is_open_since_it_was_first_published(client, accounts):
    question = make_published_question("who-ruled")
    republish(question, title_en="Who ruled, then?")
    dated("who-ruled", "2025-05-03 12:00:00+00:00", "2025-06-04 12:00:00+00:00")
    told = dossier(client, "who-ruled")
    meaning = "The sources and studies named here do not settle it."
    assert told.startswith(f"Where it stands Open since 3 May 2025 . {meaning}")
    assert told.count("since 3 May 2025") == 1
    assert "June 2025" not in told.partition("Share")[0]


def test_every_change_of_state_has_its_date_and_its_reason(client, accounts, queries):
    question = make_published_question("who-ruled")
    republish(question, **NARROWED)
    republish(question, stands="settled", state_reason_nl="De notulen.", state_reason_en="The minutes turned up.")
    dated("who-ruled", "2025-05-03 12:00:00+00:00", "2025-06-04 12:00:00+00:00", "2025-07-05 12:00:00+00:00")
    with queries():
        told = dossier(client, "who-ruled")
    assert told.startswith(
        "Where it stands Settled since 5 July 2025 The minutes turned up."
        " Narrowed down: part of it is settled since 4 June 2025 The list is out. Open since 3 May 2025"
    )


def test_a_reason_that_is_put_better_is_no_change_of_state(client, accounts):
    question = make_published_question("who-ruled", **NARROWED)
    republish(question, **(NARROWED | {"state_reason_en": "Who sat there is certain."}))
    dated("who-ruled", "2025-05-03 12:00:00+00:00", "2025-06-04 12:00:00+00:00")
    told = dossier(client, "who-ruled")
    assert told.startswith(
        "Where it stands Narrowed down: part of it is settled since 3 May 2025 Who sat there is certain."
    )
    assert "The list is out." not in told


def test_a_state_that_was_withdrawn_in_between_is_not_told_twice(client, accounts):
    question = make_published_question("who-ruled")
    publishing.withdraw(question, reason="Even weg.")
    publishing.publish(question)
    assert dossier(client, "who-ruled").count("since") == 1


def test_the_list_says_where_each_question_stands(client, accounts):
    make_published_question("who-ruled", **NARROWED)
    make_published_question("why-then")
    words = text_of(client.get("/en/questions/"))
    assert "Narrowed down: part of it is settled" in words
    assert " Open " in words


def test_what_changed_in_the_state_stands_with_the_version(client, accounts):
    question = make_published_question("who-ruled")
    republish(question, **NARROWED, settles_en="The minutes.", settles_nl="De notulen.")
    words = text_of(client.get("/en/questions/who-ruled/versions/"))
    assert "where it stands : open → narrowed down: part of it is settled" in words
    assert "The minutes." in words
