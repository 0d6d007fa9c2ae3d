import re
from html import unescape

import pytest

from sources.models import Text
from tests.builders import (
    cited,
    make_event,
    make_published_event,
    make_published_question,
    make_quote,
    make_source,
    make_text,
    noted,
)
from tests.views.conftest import text_of
from timeline.views.usage import in_runs

pytestmark = pytest.mark.django_db


def words_of(response) -> str:
    """The words of the text as it is shown, without what stands in its margin."""
    page = response.content.decode()
    text = page.split('<div class="text"')[1].split(">", 1)[1].split("</section>")[0]
    text = re.sub(r'<(ul|p) class="(?:margin|stop)".*?</\1>', "", text, flags=re.S)
    text = re.sub(r"</?(?:mark|a|span)\b[^>]*>", "", text)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


def marks_of(response) -> str:
    """The text with nothing but its marks, and the numbers at their ends."""
    text = response.content.decode().split('<div class="text"')[1].split("</section>")[0]
    text = re.sub(r'<a class="cite"[^>]*data-number="(\d+)"[^>]*></a>', r"(\1)", text)
    return re.sub(r"<(?!/?mark\b)[^>]*>", "", text)


def test_the_whole_text_is_shown_without_losing_a_word(client, accounts, october):
    assert words_of(client.get("/nl/sources/slides/")) == " ".join(accounts[0].body.split())


def test_a_quoted_passage_is_marked_and_linked_both_ways(client, accounts, october):
    page = client.get("/nl/sources/slides/").content.decode()
    code = re.search(r'id="q-(\w+)"', page)[1]
    assert f'<mark id="q-{code}">Op 25 oktober 1917 namen zij de macht over.</mark>' in page
    assert f'href="/nl/events/october-1917/#q-{code}"' in page
    assert f'href="/nl/sources/slides/#q-{code}"' in client.get("/nl/events/october-1917/").content.decode()


def test_quotes_that_overlap_keep_their_own_anchor_and_number(client, accounts):
    outer = make_quote("Dat was in maart 1918.", accounts[0])
    inner = make_quote("maart 1918", accounts[0])
    make_published_event("march", citations=[cited(outer), cited(inner)])
    response = client.get("/nl/sources/slides/")
    page = response.content.decode()
    assert f'id="q-{outer.code}"' in page
    assert f'id="q-{inner.code}"' in page
    assert words_of(response) == " ".join(accounts[0].body.split())
    marked = f'<mark id="q-{outer.code}">Dat was in <mark id="q-{inner.code}">maart 1918</mark>(2).</mark>(1)'
    assert marked in marks_of(response)


def test_quotes_that_cross_each_have_one_anchor_and_are_marked_to_their_ends(client, accounts):
    early = make_quote("25 oktober 1917 namen", accounts[0])
    late = make_quote("1917 namen zij", accounts[0])
    make_published_event("october", citations=[cited(early), cited(late)])
    response = client.get("/nl/sources/slides/")
    assert (
        f'Op <mark id="q-{early.code}">25 oktober <mark id="q-{late.code}" class="cut">1917 namen</mark></mark>(1)'
        '<mark class="continued"> zij</mark>(2) de macht over.'
    ) in marks_of(response)
    assert words_of(response) == " ".join(accounts[0].body.split())


def test_a_quote_over_two_paragraphs_is_marked_in_both(client, accounts):
    quote = make_quote("maart 1918.\nIn 1936", accounts[0])
    make_published_event("march", citations=[cited(quote)])
    marked = marks_of(client.get("/nl/sources/slides/"))
    assert f'Dat was in <mark id="q-{quote.code}" class="over">maart 1918.</mark>' in marked
    assert '<mark class="continued">In 1936</mark>(1) kwam er een grondwet.' in marked


def test_the_number_of_a_quote_is_no_part_of_the_words_but_has_a_name(client, accounts, october):
    page = client.get("/en/sources/slides/").content.decode()
    assert re.search(r'data-number="1" aria-label="Quote 1, on: Title \d+"></a>', page)


def test_what_is_not_quoted_is_counted_marked_and_can_be_walked_through(client, accounts):
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    make_published_event("march", citations=[cited(quote)])
    response = client.get("/en/sources/slides/")
    page, words = response.content.decode(), text_of(response)
    assert "1 quote, on 1 event and 0 questions." in words
    assert "Of its 3 passages: 1 quoted in whole or in part, 2 not at all." in words
    assert "The quotes make up 23% of the text." in words
    first, second = re.findall(r'<div class="passage unquoted" id="([^"]+)">\s*<p>(?:Op 25|In 1936)', page)
    assert page.index(f'href="#{first}"') < page.index(f'id="{first}"') < page.index(f'href="#{second}"')
    assert 'aria-label="Not quoted here; next unquoted passage (2 of 2)">↓</a>' in page
    assert page.index(f'id="{second}"') < page.index('href="#text"')


def test_where_most_is_quoted_the_rest_stands_out(client, accounts):
    text = accounts[0].body
    make_published_event("most", citations=[cited(make_quote(text[: text.index("wam er een")], accounts[0]))])
    response = client.get("/en/sources/slides/")
    page = response.content.decode()
    assert '<div class="text mostly-quoted"' in page
    assert "<span>wam er een grondwet.</span></p>" in page
    assert "Underlined words are quoted on this site" in text_of(response)
    assert "Tinted words are not quoted." in text_of(response)


def test_where_least_is_quoted_what_is_quoted_stands_out(client, accounts):
    make_published_event("march", citations=[cited(make_quote("Dat was in maart 1918.", accounts[0]))])
    response = client.get("/en/sources/slides/")
    assert "mostly-quoted" not in response.content.decode()
    assert "Marked words are quoted on this site" in text_of(response)


def test_pages_that_quote_the_same_words_share_a_row_and_their_verdicts_say_on_which(client, accounts):
    first, second = (make_quote(words, accounts[0]) for words in ("Dat was", "in maart 1918"))
    note = noted(ready=True, verdict="misdated", quote=second.code, references=[{"source": "slides"}])
    both = [cited(first), cited(second)]
    make_published_event("one", date="1917", title_en="One", citations=both, notes=[note])
    make_published_event("two", date="1918", title_en="Two", citations=both)
    make_published_event("three", date="1919", title_en="Three", citations=both[1:])
    page = client.get("/en/sources/slides/").content.decode()
    margin = re.search(r'<ul class="margin".*?</ul>', page, flags=re.S)[0]
    rows = [unescape(re.sub(r"<[^>]*>", "", row)) for row in re.findall(r"<li>(.*?)</li>", margin, flags=re.S)]
    assert rows == ["1, 2 One\N{NO-BREAK SPACE}· misdated (2); Two", "2 Three"]
    assert f'href="/en/events/two/#q-{first.code}"' in margin


def test_a_list_has_one_margin_after_it(client, db):
    divisions = ["item 1 0 3", "item 2 4 8", "paragraph 1 9 13"]
    text = Text.objects.create(
        source=make_source("listed"), number=1, body="een\ntwee\ndrie", divisions=divisions, raw=b""
    )
    quotes = [cited(make_quote(words, text)) for words in text.body.split()]
    make_published_event("one", title_en="One", citations=quotes)
    page = client.get("/en/sources/listed/").content.decode().split('<div class="text')[1]
    before, of_list, of_paragraph = page.split('<ul class="margin"')
    assert re.sub(r"\s", "", before).endswith("</li></ul></li></ul>")
    assert ">1, 2</span>" in of_list
    assert ">drie</mark>" in of_list
    assert ">3</span>" in of_paragraph


@pytest.mark.parametrize(
    ("numbers", "words"), [([1], "1"), ([1, 2], "1, 2"), ([1, 2, 3, 5, 7, 8, 9], "1–3, 5, 7–9"), ([4, 4], "4")]
)
def test_numbers_in_a_row_are_given_by_their_ends(numbers, words):
    assert in_runs(numbers) == words


def test_a_text_that_is_quoted_from_end_to_end_has_nothing_to_walk_through(client, accounts):
    make_published_event("all", citations=[cited(make_quote(accounts[0].body, accounts[0]))])
    words = text_of(client.get("/en/sources/slides/"))
    assert "3 quoted in whole or in part, 0 not at all. The quotes make up 100% of the text." in words
    assert "not quoted" not in words


def test_of_a_text_that_nobody_quotes_that_is_said(client, accounts):
    words = text_of(client.get("/en/sources/slides/"))
    assert "0 quotes, on 0 events and 0 questions." in words
    assert "The quotes make up 0% of the text." in words


@pytest.fixture
def sections(db):
    """A text with headings: two that are the same, one below, and a paragraph under each."""
    body = "Raad\neen\nRaad\ntwee\nPartij\ndrie"
    divisions = [
        "heading 1 0 4",
        "paragraph 1 5 8",
        "heading 1 9 13",
        "paragraph 1 14 18",
        "heading 3 19 25",
        "item 1 26 30",
    ]
    return Text.objects.create(source=make_source("parted"), number=1, body=body, divisions=divisions, raw=b"")


def test_headings_stand_in_a_table_of_contents_and_never_skip_a_rank(client, sections):
    page = client.get("/en/sources/parted/").content.decode()
    assert re.findall(r'<(h\d) id="(part-\d)">(\w+)<', page) == [
        ("h3", "part-1", "Raad"), ("h3", "part-2", "Raad"), ("h4", "part-3", "Partij"),
    ]  # fmt: skip
    contents = re.search(r'<details class="contents">.*?</details>', page, flags=re.S)[0]
    assert re.findall(r'href="#(part-\d)"[^>]*>(\w+)<', contents) == [
        ("part-1", "Raad"), ("part-2", "2"), ("part-3", "Partij"),
    ]  # fmt: skip


def test_a_text_without_headings_has_no_table_of_contents(client, accounts):
    assert "contents" not in client.get("/en/sources/slides/").content.decode()


def test_who_made_a_source_and_when_is_said_or_said_to_be_unknown(client, db):
    make_source("nameless", csl={"type": "document", "title": "Dia’s"}, language="nl")
    known = {"type": "book", "title": "Boek", "author": [{"family": "Carr", "given": "E. H."}]}
    make_source("book", csl=known, kind="literature", language="ru")
    make_source("known", csl=known | {"issued": {"date-parts": [[1950]]}}, language="ru")
    nameless, known = (text_of(client.get(f"/en/sources/{slug}/")) for slug in ("nameless", "known"))
    assert (
        "Made by unknown: the document does not say When unknown: the document does not say Language Dutch" in nameless
    )
    assert "Made by E. H. Carr When 1950 Language Russian" in known
    book = text_of(client.get("/en/sources/book/"))
    assert "Reference E. H. Carr, Boek (n.d.). Language Russian" in book  # which says both already


def test_a_language_that_we_have_no_name_for_is_given_by_its_code(client, db):
    make_source("odd", language="xx")
    assert "Language xx" in text_of(client.get("/en/sources/odd/"))


def test_a_quote_used_twice_leads_to_both_pages(client, accounts, october):
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    make_published_event("march", citations=[cited(quote)])
    make_published_question("who-ruled", quotes=[cited(quote)["quote"]])
    page = client.get("/nl/sources/slides/").content.decode()
    assert f'href="/nl/events/march/#q-{quote.code}"' in page
    assert f'href="/nl/questions/who-ruled/#q-{quote.code}"' in page


def test_a_verdict_stands_beside_the_quote_it_is_about(client, accounts):
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    note = noted(ready=True, verdict="misdated", quote=quote.code, references=[{"source": "slides"}])
    make_published_event("march", citations=[cited(quote)], notes=[note])
    assert "misdated" in text_of(client.get("/en/sources/slides/"))


def test_a_quote_of_a_draft_is_not_marked(client, accounts):
    make_event("secret", citations=[cited(make_quote("Dat was in maart 1918.", accounts[0]))])
    page = client.get("/nl/sources/slides/").content.decode()
    assert "<mark" not in page
    assert "secret" not in page


def test_a_quote_from_an_older_text_is_shown_apart(client, accounts, october):
    make_text(accounts[0].source, "Een heel andere tekst.")
    response = client.get("/en/sources/slides/")
    assert words_of(response) == "Een heel andere tekst."
    assert "Quoted from an older text" in text_of(response)
    assert "Op 25 oktober 1917 namen zij de macht over." in text_of(response)


def test_literature_says_where_it_is_leaned_on(client, accounts):
    make_source("kotkin", kind="literature")
    place = {"source": "kotkin", "locator": "ch. 11"}
    note = noted(ready=True, references=[place])
    measure = {"key": "n", "what_nl": "?", "what_en": "?", "unit_nl": "x", "unit_en": "x", "nature": "stock"}
    figure = {"code": "aaaa13", "measure": "n", "words": "two million", "low": "2", "high": "2"}
    keys = {"measures": [measure], "figures": [figure | {"reference": {"source": "kotkin", "locator": "p. 9"}}]}
    date = {"edtf": "1917", "references": [{"source": "kotkin"}]}
    make_published_event("october", date=date, notes=[note], **keys)
    response = client.get("/en/sources/kotkin/")
    words = text_of(response)
    assert "We do not hold the text of this source." in words
    assert "the figure “two million” , p. 9" in words
    assert "Events 1917 Title" in words
    assert "a note , ch. 11" in words
    assert "the date" in words
    assert f"/en/events/october/#note-{note['code']}" in response.content.decode()
    assert "/en/events/october/#figure-aaaa13" in response.content.decode()


def test_pages_that_use_a_source_stand_in_the_order_of_time_questions_after_them(client, accounts):
    quote = make_quote("In 1936 kwam er een grondwet.", accounts[0])
    make_published_question("who", title_en="Who?", quotes=[cited(quote)["quote"]])
    make_published_event("later", date="1936", title_en="Later", citations=[cited(quote)])
    make_published_event("sooner", date="1917", title_en="Sooner", citations=[cited(quote)])
    response = client.get("/en/sources/slides/")
    using = response.content.decode().split('id="using"')[1].split("</section>")[0]
    assert re.findall(r">(Sooner|Later|Who\?|Events|Questions)<", using) == [
        "Events", "Sooner", "Later", "Questions", "Who?",
    ]  # fmt: skip
    assert f'<a href="#q-{quote.code}">1</a>' in using
    margin = re.search(r'<ul class="margin".*?</ul>', response.content.decode(), flags=re.S)[0]
    assert re.findall(r">(Sooner|Later|Who\?)<", margin) == ["Sooner", "Later", "Who?"]


def test_the_list_says_how_much_the_site_uses_each_source(client, accounts, queries):
    quote = make_quote("In 1936 kwam er een grondwet.", accounts[0])
    make_source("kotkin", kind="literature", csl={"type": "book", "title": "Stalin"})
    make_source("unread", kind="literature", csl={"type": "book", "title": "Unread"})
    leaning = {"edtf": "1936", "references": [{"source": "kotkin"}, {"source": "kotkin", "locator": "p. 3"}]}
    for slug in ("one", "two"):
        make_published_event(slug, date=leaning, citations=[cited(quote)])
    make_published_question("who", quotes=[cited(quote)["quote"]], references=[{"source": "kotkin"}])
    with queries():
        words = text_of(client.get("/en/sources/"))
    assert "1 quote, on 2 events and 1 question." in words
    assert re.search(r"Stalin \(n\.d\.\)\. leaned on by 3 pages", words)
    assert "Unread (n.d.). leaned" not in words


def test_a_long_list_is_divided_by_the_surnames_first_letter_accents_or_not(client, db):
    for number in range(30):
        make_source(f"b-{number}", kind="literature", csl={"type": "book", "title": "B", "author": [{"family": "Bos"}]})
    for slug, name in {"a": "Åslund", "c": "’t Hoen", "n": "1917-comité"}.items():
        make_source(slug, kind="literature", csl={"type": "book", "title": "X", "editor": [{"family": name}]})
    page = client.get("/en/sources/").content.decode()
    assert re.findall(r'<h3 id="studies-([^"]+)">([^<]+)</h3>', page) == [
        ("0-9", "0-9"), ("a", "A"), ("b", "B"), ("t", "T"),
    ]  # fmt: skip
    assert re.findall(r'href="#studies-([^"]+)"', page) == ["0-9", "a", "b", "t"]
    assert "<b>Åslund</b>" in page
    assert "<b>Bos</b>, <cite>B</cite> (n.d.)." in page


def test_a_short_list_has_no_letters(client, db):
    make_source("a", kind="literature", csl={"type": "book", "title": "X", "author": [{"family": "Bos"}]})
    assert 'class="letters"' not in client.get("/en/sources/").content.decode()


def test_an_unpublished_source_is_404_and_not_listed(client, db):
    make_source("unseen", published=False)
    assert client.get("/nl/sources/unseen/").status_code == 404
    assert "unseen" not in client.get("/nl/sources/").content.decode()


def test_a_source_is_described_in_words(client, accounts):
    words = text_of(client.get("/nl/sources/slides/"))
    assert "Verdedigt de grondwet." in words
    assert "A. Writer, A Book (z.j.)." in words


def test_only_addresses_that_are_safe_to_open_are_linked(client, db):
    book = {"type": "book", "title": "A Book"}
    make_source("bad", csl=book | {"URL": "javascript:alert(1)"})
    make_source("good", csl=book | {"URL": "https://example.org/a"})
    assert "javascript:" not in client.get("/nl/sources/bad/").content.decode()
    assert 'href="https://example.org/a"' in client.get("/nl/sources/good/").content.decode()


def test_the_raw_file_is_never_read(client, accounts, django_assert_max_num_queries):
    with django_assert_max_num_queries(3) as asked:
        client.get("/nl/sources/slides/")
    assert not any('"raw"' in query["sql"] for query in asked.captured_queries)


def test_studies_stand_apart_from_documents_of_the_time_by_surname(client, db):
    for slug, csl in {
        "young": {"type": "book", "author": [{"family": "Aalders"}], "issued": {"date-parts": [[2003]]}},
        "other": {"type": "chapter", "author": [{"family": "Zwart"}], "issued": {"date-parts": [[1950]]}},
        "press": {"type": "article-magazine", "issued": {"date-parts": [[1937, 12]]}},
        "course": {"type": "book", "author": [{"literal": "Commissie"}], "issued": {"date-parts": [[1939]]}},
    }.items():
        make_source(slug, kind="literature", csl=csl | {"title": slug})
    page = client.get("/en/sources/").content.decode()
    studies, documents = page.split('id="documents"')
    assert re.findall(r"/sources/(\w+)/", studies.split('id="studies"')[1]) == ["young", "other"]
    assert re.findall(r"/sources/(\w+)/", documents) == ["course", "press"]
    assert "Document or press of the time" in text_of(client.get("/en/sources/course/"))
