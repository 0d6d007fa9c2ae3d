import pytest

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
    assert "The slides Dat was in maart 1918. The dossier says nothing on this Bears on 1 event" in words
    assert "Op 25 oktober 1917" not in words


def test_the_index_counts_only_events_that_readers_see(client, october):
    make_published_question("who-ruled", events=[october.code])
    publishing.withdraw(october, reason="Fout.")
    assert "Bears on" not in text_of(client.get("/en/questions/"))
