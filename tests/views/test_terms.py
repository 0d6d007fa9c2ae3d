"""The glossary: its page, and the words of other pages that lead to it."""

import re

import pytest
from django.db import connection

from sources.fields import canonical
from tests.builders import (
    cited,
    counted,
    figured,
    leaning_on,
    make_event,
    make_published_event,
    make_published_question,
    make_quote,
    make_source,
    make_term,
    make_text,
    measured,
    noted,
    ordered,
)
from tests.views.conftest import text_of
from timeline import publishing
from timeline.models import Publication

pytestmark = pytest.mark.django_db


@pytest.fixture
def soviet(db):
    return make_term(
        "soviet", name_nl="sovjet", forms_nl="sovjets", text_nl="Een raad van arbeiders.",
        name_en="soviet", forms_en="soviets", text_en="A council of workers.",
    )  # fmt: skip


def main_of(response) -> str:
    """The page between its header and its footer."""
    return re.search(r"<main.*?</main>", response.content.decode(), flags=re.S)[0]


def links_to(response, slug: str) -> list[str]:
    """The words of a page that lead to a term in its list."""
    found = re.findall(r"<a ([^>]*)>(.*?)</a>", main_of(response))
    return [words for attributes, words in found if f'href="#term-{slug}"' in attributes]


# --- its page ---------------------------------------------------------------------------------------------------------


def test_words_and_people_stand_in_the_order_of_their_names_each_with_a_reference(client, soviet):
    make_term("bolshevik", name_nl="Bolsjewiek", name_en="Bolshevik")
    make_term("axis", name_nl="zuil", name_en="pillar")
    make_term("lenin", kind="person", name_nl="Lenin", name_en="Lenin")
    english, dutch = client.get("/en/glossary/"), client.get("/nl/glossary/")
    assert re.findall(r"<dt>(.*?)</dt>", main_of(english)) == ["Bolshevik", "pillar", "soviet", "Lenin"]
    assert re.findall(r"<dt>(.*?)</dt>", main_of(dutch)) == ["Bolsjewiek", "sovjet", "zuil", "Lenin"]
    assert "soviet A council of workers. A. Writer, A Book (n.d.), p. 7." in text_of(english)
    assert "sovjet Een raad van arbeiders." in text_of(dutch)
    assert "A council of workers." not in text_of(dutch)


def test_an_empty_glossary_says_so(client, db):
    make_term("secret", published=False, text_en="Nobody knows yet.")
    response = client.get("/en/glossary/")
    assert response.status_code == 200
    assert "Nothing has been published yet." in text_of(response)
    assert "Nobody knows yet." not in text_of(response)


def test_a_glossary_of_people_alone_has_no_empty_list_of_words(client, db):
    make_term("lenin", kind="person")
    page = main_of(client.get("/en/glossary/"))
    assert 'id="people"' in page
    assert 'id="words"' not in page


def test_a_long_glossary_is_divided_by_letter_people_by_their_surname(client, db):
    for number in range(30):
        make_term(f"w-{number}", name_en=f"kulak {number}")
        make_term(f"p-{number}", kind="person", name_en=f"Anna Zinoviev {number}" if number else "Åsa Östberg")
    page = main_of(client.get("/en/glossary/"))
    assert re.findall(r'<h3 id="words-(\w+)">', page) == ["k"]
    assert 'href="#words-k"' not in page
    assert re.findall(r'href="#people-([^"]+)"', page) == re.findall(r'<h3 id="people-([^"]+)">', page)
    assert 'id="people-o"' in page


def test_a_term_leads_to_where_the_timeline_tells_of_it(client, db):
    make_term("vanguard", name_en="vanguard & party (a band)", forms_en="vanguard")
    make_term("guard", name_en="guard")  # which is part of the other's slug
    make_published_event("event", title_en="The vanguard")
    page = main_of(client.get("/en/glossary/"))
    assert re.findall(r'href="(/en/\?q=[^"]*)"', page) == ["/en/?q=vanguard%20%26%20party"]
    assert 'aria-label="Look for it on the timeline: vanguard &amp; party (a band)"' in page
    assert "The vanguard" in text_of(client.get("/en/?q=vanguard%20%26%20party"))


def test_a_term_can_be_linked_to(client, soviet):
    assert 'id="term-soviet"' in main_of(client.get("/en/glossary/"))


def test_words_of_a_term_are_no_markup(client, db):
    make_term("odd", name_en="<b>odd</b>", text_en="<script>alert(1)</script> & so on")
    page = client.get("/en/glossary/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;odd&lt;/b&gt;" in page


@pytest.mark.parametrize("terms", [0, 1, 3, 12])
def test_it_asks_at_most_three_queries_however_many_terms_there_are(client, queries, terms):
    for _each in range(terms):
        term = make_term()
        term.references.create(source=make_source(kind="literature"), locator="ch. 1")
    with queries():
        assert client.get("/en/glossary/").status_code == 200


def test_three_terms_are_asked_for_as_often_as_one(client, django_assert_num_queries):
    make_term()
    with django_assert_num_queries(3):
        client.get("/en/glossary/")
    make_term()
    make_term(kind="person")
    with django_assert_num_queries(3):
        client.get("/en/glossary/")


def test_it_stands_in_the_header_of_every_page(client, db):
    for language in ("nl", "en"):
        assert f'href="/{language}/glossary/"' in client.get(f"/{language}/").content.decode()


# --- 304 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/en/glossary/", "/en/events/event/", "/en/"])
def test_a_term_that_changes_makes_every_page_new(client, soviet, address):
    make_published_event("event", title_en="The soviets")
    etag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    soviet.text_en = "A council of soldiers."
    soviet.save()
    response = client.get(address, headers={"If-None-Match": etag})
    assert response.status_code == 200


def test_a_term_in_the_place_of_one_that_was_deleted_makes_the_page_new(client, db):
    draft = make_term("draft", published=False)
    etag = client.get("/en/glossary/").headers["ETag"]
    draft.delete()
    make_term("public", text_en="For all to read.")
    response = client.get("/en/glossary/", headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert "For all to read." in text_of(response)


def test_a_source_in_the_place_of_one_that_was_deleted_makes_the_page_new(client, db):
    draft = make_source("draft", published=False)
    etag = client.get("/en/sources/").headers["ETag"]
    draft.delete()
    make_source("public")
    assert client.get("/en/sources/", headers={"If-None-Match": etag}).status_code == 200


# --- on other pages ---------------------------------------------------------------------------------------------------


def test_the_first_mention_in_our_words_leads_to_the_list_of_the_page_and_that_to_the_glossary(client, soviet):
    references = leaning_on(make_source("kotkin", kind="literature"))
    note = noted(ready=True, references=references) | {"reason_en": "All **soviets**, every soviet."}
    make_published_event("event", summary_en="The soviets, and one soviet more.", notes=[note])
    response = client.get("/en/events/event/")
    assert links_to(response, "soviet") == ["soviets"]
    assert (
        '<p class="lead">The <a class="term" id="mention-soviet" href="#term-soviet">soviets</a>, and one'
        in main_of(response)
    )
    assert '<dt><a href="/en/glossary/#term-soviet">soviet</a></dt>' in main_of(response)
    assert "Words and people on this page soviet A council of workers." in text_of(response)


def test_the_list_of_a_page_leads_back_to_the_first_mention_where_there_is_one(client, soviet):
    make_term("lenin", kind="person", name_en="Lenin", name_nl="Lenin")
    quote = make_quote("Lenin sprak.", make_text(make_source("account"), "Lenin sprak."))
    make_published_event("event", summary_en="The soviets.", citations=[cited(quote)])
    page = main_of(client.get("/en/events/event/"))
    assert 'id="term-lenin"' in page
    assert re.findall(r'href="#mention-(\w+)"', page) == ["soviet"]
    assert re.findall(r' id="mention-(\w+)"', page) == ["soviet"]


def test_an_editor_cannot_give_words_an_anchor_of_their_own(client, soviet):
    references = leaning_on(make_source("kotkin", kind="literature"))
    words = '[a](https://example.org "b"){#mine} <a id="mine">c</a>'
    make_published_event("event", notes=[noted(ready=True, references=references) | {"reason_en": words}])
    assert '<a id="mine"' not in main_of(client.get("/en/events/event/"))


def test_a_term_that_stands_in_a_note_only_is_linked_there(client, soviet):
    references = leaning_on(make_source("kotkin", kind="literature"))
    note = noted(ready=True, references=references) | {"reason_en": "All power to *soviets*."}
    make_published_event("event", notes=[note])
    response = client.get("/en/events/event/")
    assert re.search(
        r'<em><a (?=[^>]*href="#term-soviet")(?=[^>]*id="mention-soviet")[^>]*>soviets</a></em>', main_of(response)
    )


def test_a_link_of_an_editor_holds_no_second_link(client, soviet):
    references = leaning_on(make_source("kotkin", kind="literature"))
    words = "[the **soviets** there](https://example.org), then soviets here, `soviets`"
    note = noted(ready=True, references=references) | {"reason_en": words}
    make_published_event("event", notes=[note])
    page = main_of(client.get("/en/events/event/"))
    assert '<a href="https://example.org" rel="noreferrer">the <strong>soviets</strong> there</a>' in page
    assert re.search(r'then <a [^>]*href="#term-soviet"[^>]*>soviets</a> here, <code>soviets</code>', page)


def test_words_beside_a_term_are_no_markup(client, soviet):
    make_published_event("event", summary_en="<i>soviets</i> & more")
    page = main_of(client.get("/en/events/event/"))
    assert '&lt;i&gt;<a class="term" id="mention-soviet" href="#term-soviet">soviets</a>&lt;/i&gt; &amp; more' in page


def test_the_words_of_a_source_are_left_as_they_are_but_the_term_is_explained(client, soviet):
    quote = make_quote("De sovjets grepen de macht.", make_text(make_source("account"), "De sovjets grepen de macht."))
    make_published_event("event", citations=[cited(quote)])
    response = client.get("/nl/events/event/")
    assert "De sovjets grepen de macht.</span></p></blockquote>" in main_of(response)
    assert links_to(response, "soviet") == []
    assert "Een raad van arbeiders." in text_of(response)


def test_a_page_without_terms_has_no_list_of_them(client, soviet):
    make_published_event("event")
    assert 'id="terms"' not in client.get("/en/events/event/").content.decode()


def test_the_contrast_of_a_question_leads_to_the_terms_too(client, soviet):
    make_published_question("who", contrast_en="One says: the *soviets*.", summary_en="On soviets.")
    response = client.get("/en/questions/who/")
    assert links_to(response, "soviet") == ["soviets"]
    assert "A council of workers." in text_of(response)


def test_every_term_of_a_page_is_linked_once_however_they_stand_together(client, soviet):
    make_term("lenin", kind="person", name_en="Lenin", name_nl="Lenin")
    make_published_event("event", summary_en="Soviets, Lenin, soviet Lenin.")
    response = client.get("/en/events/event/")
    assert (links_to(response, "soviet"), links_to(response, "lenin")) == (["Soviets"], ["Lenin"])
    ids = re.findall(r' id="([^"]+)"', response.content.decode())
    assert sorted(ids) == sorted(set(ids))


def test_a_version_of_before_there_were_terms_is_still_there(client, soviet):
    make_published_event("event", summary_en="The soviets.")
    publication = Publication.objects.get()
    # Behind the back of every rule: publications of before the glossary have neither key.
    old = {key: value for key, value in publication.document.items() if key not in ("terms", "orders")}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE timeline_publication SET document = %s", [canonical(old)])
    response = client.get("/en/events/event/versions/1/")
    assert response.status_code == 200
    assert links_to(response, "soviet") == []


# --- orders, witnesses, counted readings ------------------------------------------------------------------------------


@pytest.fixture
def rich(accounts, soviet):
    """An event with three of everything that leads elsewhere."""
    slides, dossier = accounts
    books = [make_source(f"book-{number}", kind="literature", name_en=f"Book {number}") for number in range(3)]
    others = [
        make_published_event(f"other-{number}", date=f"191{number}", title_en=f"Other {number}") for number in range(3)
    ]
    first = make_quote("Op 25 oktober 1917 namen zij de macht over.", slides)
    later = make_quote("Dat was in maart 1918.", slides)
    theirs = make_quote("In 1936 kwam er een grondwet, zegt men.", dossier)
    for number in range(3):
        make_term(f"term-{number}", name_en=f"word{number}", name_nl=f"woord{number}")
    return make_published_event(
        "rich",
        date={"edtf": "1917-10-25", "calendar": "julian", "references": leaning_on(books[2])},
        summary_en="A soviet: word0, word1 and word2.",
        citations=[
            cited(first, "1917-10-25", "25 oktober 1917", calendar="julian", witness="book-0"),
            counted(later, first, "P1Y", witness="book-0"),
            cited(theirs, "1936", "1936", witness="book-1"),
        ],
        measures=[measured("laws")],
        figures=[
            figured("laws", "1936", "1936", "1936", quote=theirs.code, witness="book-1"),
            figured("laws", "1936", "1936", "1936", reference={"source": "book-1"}),
        ],
        orders=[
            ordered(others[0].code, "after", quote=first.code, reading_en="It says so."),
            ordered(others[1].code, "before"),
            ordered(others[2].code, "during"),
        ],
    )


def test_an_event_and_a_question_with_all_of_that_ask_at_most_three_queries(client, rich, queries):
    make_published_question("who", contrast_en="A soviet, word0 and word1.", events=[rich.code])
    for address in ("/en/events/rich/", "/en/events/rich/versions/1/", "/en/questions/who/", "/nl/events/rich/"):
        with queries():
            assert client.get(address).status_code == 200


def test_orders_stand_on_the_page_with_who_says_so_and_what_the_record_says(client, rich):
    response = client.get("/en/events/rich/")
    words = text_of(response)
    assert (
        "According to this quote : this came after “ Other 0 ”. It says so. The recorded dates bear this order out."
        in words
    )
    assert (
        "According to the editor: this came before “ Other 1 ”. so The recorded dates contradict this order." in words
    )
    assert (
        "According to the editor: this came during “ Other 2 ”. so The recorded dates contradict this order." in words
    )
    page = response.content.decode()
    anchors = set(re.findall(r'href="#([^"]+)"', page))
    assert anchors <= set(re.findall(r' id="([^"]+)"', page))


def test_an_order_leads_to_the_other_event(client, rich):
    found = re.findall(r'href="(/en/e/\w+/)">Other \d', client.get("/en/events/rich/").content.decode())
    assert [client.get(link, follow=True).redirect_chain[-1][0] for link in found] == [
        f"/en/events/other-{number}/" for number in range(3)
    ]


def test_an_order_with_an_event_that_readers_do_not_see_is_not_there(client, accounts):
    hidden = make_event("hidden", title_en="Still secret")
    make_published_event("event", orders=[ordered(hidden.code)])
    page = client.get("/en/events/event/").content.decode()
    assert "Still secret" not in page
    assert hidden.code not in page
    assert 'id="orders"' not in page


def test_of_two_orders_each_has_its_own_finding(client, rich):
    page = client.get("/en/events/rich/").content.decode()
    orders = re.search(r'<ul class="orders">.*?</section>', page, flags=re.S)[0]
    assert orders.count('class="finding ') == 3


def test_a_witness_is_named_beside_the_words_and_the_figure(client, rich):
    page = client.get("/en/events/rich/").content.decode()
    assert page.count('<a href="/en/sources/book-0/">Book 0</a>') >= 2
    words = text_of(client.get("/en/events/rich/"))
    assert "from Book 1" in words
    assert (
        "The dossier gives the figure that the literature and documents give. All of this comes from Book 1: one witness"
        in words
    )


def test_a_counted_reading_says_on_what_it_rests_and_that_it_follows(client, rich):
    words = text_of(client.get("/en/events/rich/"))
    assert "Date, inferred 1918 (Julian)" in words
    assert "It rests on: “Op 25 oktober 1917 namen zij de macht over.”" in words
    assert "It is counted from that date, and changes with it." in words


def test_a_day_without_a_calendar_is_warned_of_among_the_dates(client, accounts):
    quote = make_quote("Op 25 oktober 1917 namen zij de macht over.", accounts[0])
    told = cited(quote, "1917-10-25", "25 oktober 1917", calendar="julian")
    make_published_event("october", local_calendar="julian", citations=[told])
    assert "The slides names a day but no calendar." in text_of(client.get("/en/events/october/"))


def test_an_event_whose_other_event_was_withdrawn_still_opens(client, rich):
    other = publishing.KINDS["event"].objects.get(slug="other-0")
    publishing.withdraw(other, reason="Fout.")
    assert client.get("/en/events/rich/").status_code == 200


def test_a_term_that_stands_in_the_other_language_only_is_not_explained_here(client, soviet):
    make_published_event("event", summary_en="The soviets.", summary_nl="De raden.")
    assert "A council of workers." in text_of(client.get("/en/events/event/"))
    assert 'id="terms"' not in client.get("/nl/events/event/").content.decode()


def test_who_speaks_within_a_quote_is_named_as_the_reader_calls_them(client, db):
    make_term("trotsky", kind="person", name_nl="Leon Trotski", name_en="Leon Trotsky")
    text = make_text(make_source("account"), "Wie leidt wie? Dat is de vraag.")
    known = make_quote("Wie leidt wie?", text, speaker="Leon Trotski")
    unknown = make_quote("Dat is de vraag.", text, speaker="Een boer")
    make_published_event("event", citations=[cited(known), cited(unknown)])
    english, dutch = (text_of(client.get(f"/{language}/events/event/")) for language in ("en", "nl"))
    assert "Leon Trotsky" in english
    assert "Leon Trotski " not in english
    assert "Leon Trotski" in dutch
    assert "Een boer" in english


def test_people_stand_by_their_surnames(client, db):
    for slug, name in [("a", "Vladimir Lenin"), ("b", "Anna Zinovjeva"), ("c", "Nicolaas II"), ("d", "Karl Marx")]:
        make_term(slug, kind="person", name_nl=name)
    make_term("e", name_nl="raad van state")
    page = main_of(client.get("/nl/glossary/"))
    assert re.findall(r"<dt>(.*?)</dt>", page) == [
        "raad van state", "Vladimir Lenin", "Karl Marx", "Nicolaas II", "Anna Zinovjeva",
    ]  # fmt: skip


def test_a_surname_that_comes_first_is_the_name_that_stands_alone(client, db):
    make_term("mao", kind="person", name_en="Mao Zedong", forms_en="Mao")
    make_term("marx", kind="person", name_en="Karl Marx", forms_en="Marx")
    make_term("lenin", kind="person", name_en="Lenin", forms_en="Vladimir Lenin")
    page = main_of(client.get("/en/glossary/"))
    assert re.findall(r"<dt>(.*?)</dt>", page) == ["Lenin", "Mao Zedong", "Karl Marx"]


def test_an_article_before_a_word_does_not_sort_it(client, db):
    for slug, name in [("a", "de presentatie"), ("b", "het dossier"), ("c", "NEP"), ("d", "de"), ("e", "deelstaat")]:
        make_term(slug, name_nl=name)
    page = main_of(client.get("/nl/glossary/"))
    assert re.findall(r"<dt>(.*?)</dt>", page) == ["de", "deelstaat", "het dossier", "NEP", "de presentatie"]
