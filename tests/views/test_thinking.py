"""Think first: the quotes alone, and three questions to ask of them."""

import re

import pytest

from tests.builders import cited, figured, make_event, make_published_event, make_quote, make_source, measured, noted
from tests.views.conftest import text_of
from timeline import publishing

pytestmark = pytest.mark.django_db


def think(client, slug: str = "treaty") -> str:
    """The page as it is read before the fold is opened."""
    page = client.get(f"/en/events/{slug}/think/").content.decode()
    return re.search(
        r"<article.*</article>", re.sub(r'<details class="found">.*?</details>', "", page, flags=re.S), re.S
    )[0]


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


@pytest.fixture
def treaty(accounts):
    """An event told by one account, with everything that could give an answer away."""
    quote = make_quote("Dat was in maart 1918.", accounts[0], translation_en="That was in March 1918.")
    judged = noted("Het was februari.", ready=True, verdict="misdated", quote=quote.code, words="maart 1918")
    return make_published_event(
        "treaty",
        date="1918-02",
        summary_en="It was signed in February.",
        citations=[cited(quote, "1918-03", "maart 1918")],
        notes=[judged | {"references": [{"source": "slides"}]}],
    )


def test_before_the_fold_stand_the_words_and_nothing_that_judges_them(client, treaty):
    page = think(client)
    words = words_of(page)
    assert "Dat was in maart 1918." in words
    assert "That was in March 1918." in words
    for giveaway in ("misdated", "Het was februari.", "February", "contradict", "It was signed"):
        assert giveaway not in words, giveaway
    assert "<mark" not in page
    assert 'class="dated"' not in page


def test_what_was_found_is_folded_away_at_the_end(client, treaty):
    page = client.get("/en/events/treaty/think/").content.decode()
    found = re.search(r'<details class="found">(.*)</details>', page, flags=re.S)[1]
    for part in ("misdated", "Het was februari.", "It was signed in February.", "contradicts that of the literature"):
        assert part in found
    assert "<details open" not in page


def test_it_names_who_made_the_source(client, treaty):
    assert "A. Writer, A Book (n.d.)." in words_of(think(client))


def test_where_an_account_is_silent_the_last_question_asks_why(client, treaty):
    words = words_of(think(client))
    assert "The dossier Says nothing of this event." in words
    assert "The dossier does not mention this event. Why might that be?" in words


def test_where_two_are_silent_both_are_named(client, treaty):
    make_source("letters", lane=3, name_en="The letters")
    publishing.publish(treaty, reason="again")
    assert "These accounts do not mention this event: The dossier, The letters." in words_of(think(client))


@pytest.mark.parametrize("other", ["1918-03", "1936"])
def test_where_all_speak_the_last_question_fits_how_their_dates_stand(client, accounts, other):
    one, two = make_quote("Dat was in maart 1918.", accounts[0]), make_quote("In 1936 kwam er", accounts[1])
    make_published_event("treaty", citations=[cited(one, "1918-03", "maart 1918"), cited(two, other, "In 1936")])
    words = words_of(think(client))
    assert ("Could they have it from the same place?" in words) == (other == "1918-03")
    assert ("a point on which they cannot all be right?" in words) == (other == "1936")


def test_where_a_quote_gives_a_figure_it_asks_what_was_counted(client, treaty, accounts):
    assert "what exactly was counted" not in words_of(think(client))
    quote = make_quote("In 1936 kwam er een grondwet.", accounts[0])
    figures = [figured("laws", "1936", "1936", "1936", quote=quote.code)]
    make_published_event("laws", citations=[cited(quote)], measures=[measured("laws")], figures=figures)
    assert "what exactly was counted" in words_of(think(client, "laws"))


def test_context_has_nothing_to_ask_and_leads_back(client, accounts):
    make_published_event("elsewhere")
    page = client.get("/en/events/elsewhere/think/")
    assert "No account speaks of this event" in text_of(page)
    assert "Three questions" not in text_of(page)
    assert 'href="/en/events/elsewhere/"' in page.content.decode()


def test_it_is_kept_out_of_search_engines_and_says_where_both_pages_are(client, treaty, settings):
    settings.SITE_URL = "https://example.org"
    page = client.get("/en/events/treaty/think/").content.decode()
    assert '<meta name="robots" content="noindex">' in page
    assert '<link rel="canonical" href="https://example.org/en/events/treaty/think/">' in page
    assert "https://example.org/en/events/treaty/think/" in words_of(page)
    assert f"https://example.org/e/{treaty.code}/" in words_of(page)


def test_the_page_of_the_event_leads_here_and_an_old_version_does_not(client, treaty):
    assert 'href="/en/events/treaty/think/"' in client.get("/en/events/treaty/").content.decode()
    assert "/think/" not in client.get("/en/events/treaty/versions/1/").content.decode()


def test_drafts_old_names_and_what_was_withdrawn_answer_as_the_event_does(client, treaty):
    make_event("draft")
    assert client.get("/en/events/draft/think/").status_code == 404
    publishing.withdraw(treaty, reason="Te vroeg.")
    assert client.get("/en/events/treaty/think/").status_code == 410
