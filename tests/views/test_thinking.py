"""Think first: the quotes alone, and three questions to ask of them."""

import re

import pytest

from tests.builders import (
    cited,
    figured,
    make_event,
    make_published_event,
    make_quote,
    make_source,
    make_term,
    measured,
    noted,
)
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


@pytest.mark.parametrize("number", [1, 2])
def test_where_quotes_give_figures_it_asks_what_was_counted_and_whether_they_fit_together(
    client, treaty, accounts, number
):
    assert "what exactly was counted" not in words_of(think(client))
    quote = make_quote("In 1936 kwam er een grondwet.", accounts[0])
    figures = [figured("laws", "1936", "1936", "1936", quote=quote.code) for _each in range(number)]
    make_published_event("laws", citations=[cited(quote)], measures=[measured("laws")], figures=figures)
    words = words_of(think(client, "laws"))
    assert "what exactly was counted" in words
    assert ("can all of them be true together? Work it out." in words) == (number > 1)


def test_the_first_question_asks_one_source_or_each_who_is_speaking(client, treaty, accounts):
    assert "Who is speaking here, as far as you can tell? What does it want you to think?" in words_of(think(client))
    rows = [cited(make_quote(*told)) for told in [("namen zij de macht over", accounts[0]), ("In 1936", accounts[1])]]
    make_published_event("both", citations=rows)
    words = words_of(think(client, "both"))
    assert "Who is speaking in each source, as far as you can tell? What does each want you to think?" in words


@pytest.mark.parametrize("origin", ["stated", "inferred"])
def test_where_an_account_states_dates_that_cannot_all_be_right_it_asks_which(client, accounts, origin):
    first, second = make_quote("Dat was in maart 1918.", accounts[0]), make_quote("25 oktober 1917", accounts[0])
    other = cited(second, "1917-10-25", "25 oktober 1917") if origin == "stated" else cited(second, "1917-10-25")
    make_published_event("treaty", date="1918-03", citations=[cited(first, "1918-03", "maart 1918"), other])
    asked = "The slides gives more than one date for this event. Which one would you trust, and why?"
    assert (asked in words_of(think(client))) == (origin == "stated")


def test_the_terms_of_the_quotes_are_explained_before_the_fold_and_the_others_in_it(client, accounts):
    make_term("coup", name_nl="macht", name_en="power", text_en="Who holds it rules.")
    make_term("month", name_nl="februari", name_en="February", text_en="The second month.")
    quote = make_quote("25 oktober 1917 namen zij de macht over.", accounts[0])
    make_published_event("october", summary_en="It was in February.", citations=[cited(quote)])
    before, whole = words_of(think(client, "october")), client.get("/en/events/october/think/").content.decode()
    assert "Words and people in these quotes power Who holds it rules." in before
    assert "The second month." not in before
    assert "The second month." in whole
    assert len(re.findall('id="term-', whole)) == 2


def test_on_paper_there_is_a_line_for_the_name_and_lines_to_write_on(client, treaty):
    page = think(client)
    assert '<p class="whose paper">Name and class:</p>' in page
    assert page.count('<hr class="line" aria-hidden="true">') == 3 * 6


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
