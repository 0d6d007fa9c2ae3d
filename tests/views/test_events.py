import re
from html import unescape

import pytest

from tests.builders import (
    cited,
    figured,
    make_event,
    make_published_event,
    make_published_question,
    make_quote,
    make_source,
    make_text,
    measured,
    noted,
    save,
)
from tests.views.conftest import text_of
from timeline import axis, publishing, shape
from timeline.models import Publication

pytestmark = pytest.mark.django_db


def blockquotes(response) -> list[str]:
    """The words of every blockquote, to the letter."""
    found = re.findall(r"<blockquote[^>]*><p>(.*?)</p></blockquote>", response.content.decode(), flags=re.S)
    return [unescape(re.sub(r"<[^>]+>", "", words)) for words in found]


def test_words_are_shown_to_the_letter_even_where_parts_are_marked(client, accounts):
    quote = make_quote("Op 25 oktober 1917 namen zij de macht over.", accounts[0])
    told = cited(quote, "1917-10-25", "25 oktober 1917", calendar="julian")
    about = noted(ready=True, quote=quote.code, words="macht", references=[{"source": "slides"}])
    make_published_event("october", citations=[told], notes=[about])
    response = client.get("/nl/events/october/")
    assert blockquotes(response) == [quote.exact]
    page = response.content.decode()
    assert '<span class="dated">25 oktober 1917</span>' in page
    assert '<mark class="judged">macht</mark>' in page


def test_words_of_a_source_cannot_become_markup(client, db):
    quote = make_quote("Zij riepen: <script>alert(1)</script> & “weg ermee”.")
    make_published_event("shout", citations=[cited(quote)])
    response = client.get("/nl/events/shout/")
    assert blockquotes(response) == [quote.exact]
    assert "<script>alert" not in response.content.decode()


def test_a_quote_names_its_source_and_its_language(client, october):
    code = re.search(r'id="q-(\w+)"', client.get("/en/events/october-1917/").content.decode())[1]
    page = client.get("/en/events/october-1917/").content.decode()
    assert f'<blockquote cite="/en/sources/slides/#q-{code}" lang="nl">' in page


def test_a_translation_is_shown_only_to_who_needs_it(client, accounts):
    quote = make_quote("Dat was in maart 1918.", accounts[0], translation_en="That was in March 1918.")
    make_published_event("march", citations=[cited(quote)])
    assert "That was in March 1918." in text_of(client.get("/en/events/march/"))
    assert "That was in March 1918." not in text_of(client.get("/nl/events/march/"))


def test_an_account_that_does_not_speak_is_said_to_be_silent(client, october):
    words = text_of(client.get("/en/events/october-1917/"))
    assert "The dossier Says nothing of this event." in words


def test_the_date_is_given_in_both_calendars(client, october):
    words = text_of(client.get("/en/events/october-1917/"))
    assert "Date, stated 25 October 1917 (Julian), 7 November 1917 (Gregorian)" in words
    assert (
        "25 oktober 1917 stated 25 October 1917 EDTF 1917-10-25 , Julian calendar 7 November 1917 (Gregorian)" in words
    )


def test_an_inferred_date_says_what_it_rests_on(client, accounts):
    basis = make_quote("In 1936 kwam er een grondwet.", accounts[0])
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    told = [cited(basis, "1936", "1936"), cited(quote, "1936", basis=basis.code)]
    make_published_event("constitution", date="1936", citations=told)
    words = text_of(client.get("/en/events/constitution/"))
    assert "Date, inferred 1936 how we read it" in words
    assert "Inferred for Dat was in maart 1918. . From before. It rests on: “In 1936 kwam er een grondwet.”" in words


def test_only_ready_notes_are_shown_signed_and_with_references(client, accounts):
    make_source("kotkin", kind="literature")
    ready = noted("De *echte* reden.", ready=True, references=[{"source": "kotkin", "locator": "ch. 11"}])
    make_published_event("october", notes=[ready, noted("Nog niet af")])
    page = client.get("/nl/events/october/").content.decode()
    assert "<em>echte</em>" in page
    assert "Nog niet af" not in page
    assert f'id="note-{ready["code"]}"' in page
    words = text_of(client.get("/en/events/october/"))
    assert "A. Writer, A Book (n.d.), ch. 11." in words
    assert "Els · not reviewed by a second person" in words


def test_markdown_of_an_editor_cannot_carry_script_or_images(client, accounts):
    reason = '<script>x</script> <b hx-get="/">bold</b> [a](javascript:alert(1)) ![i](http://x/y.png) [ok](https://example.org)'
    make_published_event("october", notes=[noted(reason, ready=True, references=[{"source": "slides"}])])
    page = client.get("/nl/events/october/").content.decode()
    assert "<script>x" not in page
    assert "hx-get" not in re.sub(r"<p>.*?</p>", "", page)
    assert 'href="javascript' not in page
    assert "http://x/y.png" not in page
    assert '<a href="https://example.org" rel="noreferrer">ok</a>' in page


def test_figures_stand_in_a_table_with_what_they_mean(client, accounts):
    make_source("kotkin", kind="literature", name_en="Kotkin 2014")
    quote = make_quote("In 1936 kwam er een grondwet.", accounts[0])
    measure = {"key": "laws", "what_nl": "Hoeveel?", "what_en": "How many?", "unit_nl": "wetten", "unit_en": "laws"}
    figures = [
        {
            "code": "aaaa11",
            "measure": "laws",
            "words": "1936",
            "low": "1935500",
            "high": "1936500",
            "quote": quote.code,
        },
        {"code": "aaaa12", "measure": "laws", "words": "over 2m", "low": "2000000", "hedge": "over"}
        | {"reference": {"source": "kotkin", "locator": "p. 3"}},
    ]
    keys = {"measures": [measure | {"nature": "stock"}], "figures": figures}
    make_published_event("laws", citations=[cited(quote)], **keys)
    words = text_of(client.get("/en/events/laws/"))
    assert "How many? laws, as it stood at one moment" in words
    assert "The slides 1936 1,935,500 – 1,936,500" in words
    assert "Kotkin 2014 , p. 3 over 2m more than 2,000,000" in words
    assert "The figure of The slides contradicts that of the literature and documents." in words
    assert "1.935.500 – 1.936.500" in text_of(client.get("/nl/events/laws/"))


def test_relations_are_shown_as_assumptions(client, accounts):
    measure = {"key": "a", "what_nl": "A?", "what_en": "A?", "unit_nl": "x", "unit_en": "x", "nature": "ratio"}
    relation = {"formula": "a <= a * a", "reading_nl": "Zo lezen wij het.", "reading_en": "So we read it."}
    make_published_event("sum", measures=[measure], relations=[relation])
    words = text_of(client.get("/en/events/sum/"))
    assert "Assumptions of the editor, not words of a source. A ≤ A × A So we read it." in words
    page = client.get("/en/events/sum/").content.decode()
    assert page.count('<a href="#measure-a">A</a>') == 3
    assert ' id="measure-a">' in page


def test_it_says_that_nobody_else_has_reviewed_it(client, october):
    assert "nobody else has reviewed it" in text_of(client.get("/en/events/october-1917/"))


def test_it_says_who_approved_it(client, october, django_user_model):
    first, second = (django_user_model.objects.create_superuser(name) for name in ("els", "jan"))
    with publishing.editing(october, author=first, reason="mended"):
        pass
    publishing.publish(october, by=second)
    assert "Approved by jan" in text_of(client.get("/en/events/october-1917/"))


def test_it_points_at_notes_and_questions_elsewhere(client, october, accounts, queries):
    note = noted(ready=True, references=[{"source": "slides"}])
    make_published_event("elsewhere", notes=[note])
    pointing = make_published_event("pointing", pointers=[note["code"]])
    make_published_question("who-ruled", title_en="Who ruled?", events=[pointing.code])
    with queries():
        page = client.get("/en/events/pointing/").content.decode()
    assert f'href="/en/events/elsewhere/#note-{note["code"]}"' in page
    assert "Who ruled?" in page
    assert "Who ruled?" not in client.get("/en/events/elsewhere/").content.decode()


def test_a_question_keeps_to_its_event_when_that_is_renamed(client, october):
    make_published_question("who-ruled", events=[october.code])
    rename(october, "october-revolution")
    assert "/nl/questions/who-ruled/" in client.get("/nl/events/october-revolution/").content.decode()
    assert "/nl/events/october-revolution/" in client.get("/nl/questions/who-ruled/").content.decode()


def rename(event, slug: str):
    """Save and publish the event under another slug."""
    data = shape.to_dict(event) | {"slug": slug}
    publishing.publish(save(shape.from_dict(data, "event")))


def test_an_old_slug_leads_to_the_new_one_for_ever(client, october):
    rename(october, "october-revolution")
    rename(october, "revolution-of-october")
    for old in ("october-1917", "october-revolution"):
        response = client.get(f"/nl/events/{old}/")
        assert (response.status_code, response.url) == (301, "/nl/events/revolution-of-october/")
    response = client.get("/nl/events/october-1917/versions/1/")
    assert (response.status_code, response.url) == (301, "/nl/events/revolution-of-october/versions/1/")


def test_what_is_withdrawn_says_why_and_when(client, october):
    publishing.withdraw(october, reason="Het was een andere dag.")
    for address in ("/nl/events/october-1917/", "/nl/events/october-1917/versions/1/", f"/nl/e/{october.code}/"):
        response = client.get(address)
        assert response.status_code == 410
        assert "Het was een andere dag." in text_of(response)
        assert october.title_nl in text_of(response)
    assert "october-1917" not in client.get("/nl/").content.decode()


def test_a_draft_and_an_unknown_event_are_the_same_404(client, db):
    draft = make_event("secret")
    for address in ("/nl/events/secret/", f"/nl/e/{draft.code}/", "/nl/events/never-was/"):
        assert client.get(address).status_code == 404


def test_a_draft_change_does_not_show(client, october):
    data = shape.to_dict(october) | {"title_nl": "Nog geheim"}
    save(shape.from_dict(data, "event"))
    assert "Nog geheim" not in client.get("/nl/events/october-1917/").content.decode()


def test_a_version_shows_what_was_there_then(client, october):
    data = shape.to_dict(october) | {"title_nl": "Nieuwe titel"}
    publishing.publish(save(shape.from_dict(data, "event")), reason="Betere titel")
    then = client.get("/nl/events/october-1917/versions/1/")
    assert "Nieuwe titel" not in re.sub(r"<nav.*?</nav>", "", then.content.decode(), flags=re.S)
    assert '<meta name="robots" content="noindex">' in then.content.decode()
    assert "Nieuwe titel" in text_of(client.get("/nl/events/october-1917/versions/2/"))
    now = client.get("/nl/events/october-1917/")
    assert "Betere titel" in text_of(now)
    assert '/nl/events/october-1917/versions/1/"' in now.content.decode()
    assert 'class="bar urgent"' in then.content.decode()
    assert 'class="bar"' in client.get("/nl/events/october-1917/versions/2/").content.decode()


@pytest.mark.parametrize("number", [0, 3, 10**30])
def test_a_version_that_never_was_is_404(client, october, number):
    assert client.get(f"/nl/events/october-1917/versions/{number}/").status_code == 404


def test_a_withdrawal_is_no_version_to_look_at(client, october):
    publishing.withdraw(october, reason="Te vroeg.")
    publishing.publish(october)
    assert Publication.objects.count() == 3
    assert client.get("/nl/events/october-1917/versions/2/").status_code == 410
    assert client.get("/nl/events/october-1917/versions/1/").status_code == 200


@pytest.mark.parametrize("standing", ["alleged", "planned"])
def test_what_is_not_attested_says_so(client, accounts, standing):
    make_published_event("plan", standing=standing)
    assert standing in text_of(client.get("/en/events/plan/")).lower()


def test_only_the_documents_that_are_shown_are_read(client, october, django_assert_num_queries):
    for _again in range(5):
        publishing.publish(october, reason="again")
    with django_assert_num_queries(3):
        response = client.get("/nl/events/october-1917/")
    page = response.content.decode()
    assert [f"/versions/{number}/" in page for number in range(1, 7)] == [False, False, False, True, True, True]
    assert 'href="/nl/events/october-1917/versions/"' in page


def test_its_permanent_link_is_whole_on_screen_and_on_paper(client, october, settings):
    settings.SITE_URL = "https://example.org"
    link = f"https://example.org/e/{october.code}/"
    page = client.get("/en/events/october-1917/")
    assert f'value="https://example.org/en/e/{october.code}/" readonly' in page.content.decode()
    foot = rf"Permanent link: {link} · version 1, published on \d+ \w+ \d{{4}} Cite as: Editors of Wederhoor"
    assert re.search(foot, text_of_article(page))
    assert f'<img src="/e/{october.code}/qr.svg"' in page.content.decode().split('class="colophon"')[1]
    pinned = text_of_article(client.get("/en/events/october-1917/versions/1/"))
    assert pinned.endswith("https://example.org/en/events/october-1917/versions/1/")


def text_of_article(response) -> str:
    """What a reader sees of the article alone, on paper."""
    return text_of(response).split(" Agreement, contradiction and silence")[0]


def test_at_a_glance_it_says_who_speaks_which_date_and_how_it_stands(client, accounts):
    stated, other = make_quote("Dat was in maart 1918.", accounts[0]), make_quote("In 1936 kwam er", accounts[1])
    told = [cited(stated, "1918-03", "maart 1918"), cited(other, "1936")]
    make_published_event("treaty", date="1918-03-03", citations=told)
    glance = section(client.get("/en/events/treaty/"), "glance")
    assert "The slides gives: March 1918" in glance
    assert "The dossier gives: 1936 (inferred)" in glance
    assert "Dates between the accounts: contradict" in glance


def test_at_a_glance_silence_and_a_missing_date_are_told_apart(client, accounts):
    make_published_event("treaty", citations=[cited(make_quote("Dat was in maart 1918.", accounts[0]))])
    glance = section(client.get("/en/events/treaty/"), "glance")
    assert "The slides speaks, but gives no date" in glance
    assert "The dossier is silent" in glance


def test_what_no_account_tells_is_context_and_nothing_to_think_over(client, accounts):
    make_published_event("elsewhere")
    assert "no account speaks of this event" in section(client.get("/en/events/elsewhere/"), "glance")
    assert "/think/" not in client.get("/en/events/elsewhere/").content.decode()


def section(response, name: str) -> str:
    """What a reader sees of the section that is labelled by this heading."""
    found = re.search(rf'<section[^>]* aria-labelledby="{name}">(.*?)</section>', response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", found[1])))


def test_readings_that_are_made_alike_are_told_once(client, accounts):
    basis = make_quote("In 1936 kwam er een grondwet.", accounts[0])
    rows = [cited(make_quote(words, accounts[0]), "1936", basis=basis.code) for words in ("maart 1918", "de macht")]
    make_published_event("laws", date="1936", citations=[cited(basis, "1936", "1936"), *rows])
    page = client.get("/en/events/laws/")
    assert text_of(page).count("From before.") == 1
    for row in rows:
        assert f'id="reading-{row["quote"]["code"]}"' in page.content.decode()


def test_a_link_into_the_source_leads_to_the_very_words(client, accounts):
    quote = make_quote("25 oktober 1917", accounts[0])
    make_published_event("october", citations=[cited(quote)])
    assert f"/en/sources/slides/#q-{quote.code}:~:text=" in client.get("/en/events/october/").content.decode()


def test_it_leads_to_what_came_just_before_and_just_after(client, accounts, queries):
    for slug, date in [("first", "1917"), ("second", "1918-03"), ("third", "1918-11"), ("fourth", "1936")]:
        make_published_event(slug, date=date)
    with queries():
        page = client.get("/en/events/second/").content.decode()
    assert re.findall(r'href="/en/events/(\w+)/" rel="(\w+)"', page) == [("first", "prev"), ("third", "next")]
    assert 'rel="prev"' not in client.get("/en/events/first/").content.decode()
    assert 'rel="next"' not in client.get("/en/events/fourth/").content.decode()


def test_of_events_on_one_day_each_is_reached(client, accounts):
    slugs = {make_published_event(f"day-{number}", date="1917").slug for number in range(4)}
    seen, here = set(), Publication.objects.order_by("code").first().slug
    while here:
        seen.add(here)
        here = next(
            iter(re.findall(r'/events/([\w-]+)/" rel="next"', client.get(f"/nl/events/{here}/").content.decode())), ""
        )
    assert seen == slugs


def test_an_old_version_with_another_date_is_not_beside_itself(client, october):
    publishing.publish(save(shape.from_dict(shape.to_dict(october) | {"date": {"edtf": "1936"} | LEANING}, "event")))
    page = client.get("/nl/events/october-1917/versions/1/").content.decode()
    assert 'rel="next"' not in page


LEANING = {"references": [{"source": "record"}]}


def test_every_note_is_a_landmark_of_its_own(client, accounts):
    notes = [noted(ready=True, verdict="misdated", references=[{"source": "slides"}]) for _each in range(2)]
    make_published_event("october", notes=notes)
    page = client.get("/en/events/october/").content.decode()
    assert re.findall(r'aria-label="(Note [^"]*)"', page) == ["Note 1: misdated", "Note 2: misdated"]
    assert "2 misdated" in page


def test_a_season_is_said_in_words_and_its_code_is_named(client, accounts):
    quote = make_quote("Dat was in maart 1918.", accounts[0])
    make_published_event("treaty", citations=[cited(quote, "1918-21", "maart 1918")])
    assert "spring 1918 EDTF 1918-21 , Gregorian calendar" in text_of(client.get("/en/events/treaty/"))


def test_questions_of_number_with_one_answer_share_a_table_and_others_have_their_own(client, accounts):
    measures = [measured(key, what_en=f"How many {key}?") for key in ("laws", "votes", "cars", "bikes")]
    quote = make_quote("In 1936 kwam er een grondwet.", accounts[0])
    keys = ("laws", "votes", "cars", "cars", "bikes")
    figures = [figured(key, "1936", "1936", "1936", quote=quote.code) for key in keys]
    make_published_event("laws", citations=[cited(quote)], measures=measures, figures=figures)
    page = client.get("/en/events/laws/").content.decode()
    tables = re.findall(r'<table class="figures measures.*?</table>', page, re.S)
    assert [re.findall(r'<tr id="measure-(\w+)"', table) for table in tables] == [["laws", "votes"], [], ["bikes"]]
    assert [table.count("<thead>") for table in tables] == [1, 1, 1]
    assert re.findall(r'<h3 id="asked-(\w+)">(.*?)</h3>', page) == [("cars", "How many cars?")]
    assert "How many votes? people, " in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", tables[0]))


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("%", "%, a share 96.75 – 96.85%"),
        ("share of 1913", "share of 1913 96.75 – 96.85 of 1913"),
        ("years", "years, a ratio 96.75 – 96.85"),
    ],
)
def test_a_range_of_a_share_carries_its_unit_and_no_other_ratio_is_called_a_share(client, accounts, unit, said):
    quote = make_quote("In 1936 kwam er een grondwet.", accounts[0])
    measures = [measured("turnout", nature="ratio", unit_en=unit, unit_nl=unit)]
    figures = [figured("turnout", "1936", "96.75", "96.85", quote=quote.code)]
    make_published_event("laws", citations=[cited(quote)], measures=measures, figures=figures)
    page = client.get("/en/events/laws/").content.decode()
    found = re.search(r'<td class="number"[^>]*>([^<]*)<', page)[1]
    counts = re.search(r'<th scope="row">[^<]*<span class="quiet">([^<]*)<', page)[1]
    assert f"{counts.strip()} {found}" == said


def test_a_formula_says_what_is_counted_and_no_key(client, accounts):
    measures = [
        measured(key, what_en=f"How many {words}?", nature="ratio")
        for key, words in [("all", "could vote"), ("some", "voted")]
    ]
    relation = {"formula": "some / all >= (all - some) / 9", "reading_nl": "Zo.", "reading_en": "So."}
    make_published_event("sum", measures=measures, relations=[relation])
    formula = re.search(r'<p class="formula">(.*?)</p>', client.get("/en/events/sum/").content.decode(), re.S)[1]
    said = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", formula))).strip()
    assert said == "How many voted ÷ How many could vote ≥ (How many could vote − How many voted) ÷ 9"


def test_a_formula_calls_a_measure_by_its_short_name_and_keeps_the_question_at_hand(client, accounts):
    names = {"name_nl": "opkomst", "name_en": "turnout"}
    measures = [measured("share", what_en="What share did vote?", **names), measured("voters")]
    relation = {"formula": "share*1.5 <= voters", "reading_nl": "Zo.", "reading_en": "So."}
    make_published_event("sum", measures=measures, relations=[relation])
    english, dutch = (client.get(f"/{language}/events/sum/") for language in ("en", "nl"))
    assert "turnout × 1.5 ≤ How many voters" in text_of(english)
    assert '<a href="#measure-share" title="What share did vote?">turnout</a>' in english.content.decode()
    assert '<a href="#measure-voters">How many voters</a>' in english.content.decode()
    assert "opkomst × 1,5 ≤ Hoeveel voters" in text_of(dutch)


@pytest.mark.parametrize(
    ("title", "date", "named"),
    [
        ("An election", "1937-12-12", "An election (1937)"),
        ("A war", "1918/1921", "A war (1918–1921)"),
        ("A war, 1918–1921", "1918/1921", "A war, 1918–1921"),
        ("A war in 1920", "198X", "A war in 1920 (1980–1989)"),
        ("A war", "1918/..", "A war (1918)"),
    ],
)
def test_in_a_preview_the_title_says_when(client, accounts, title, date, named):
    make_published_event("it", title_en=title, date=date)
    page = client.get("/en/events/it/").content.decode()
    assert f"<title>{named} · Wederhoor</title>" in page
    assert f'<meta property="og:title" content="{named}">' in page
    assert f"<h1>{title}</h1>" in page


def test_the_mark_of_a_silent_account_is_a_ring(client, october):
    page = client.get("/en/events/october-1917/").content.decode()
    ring = rf'account-2"[^>]*><path d="{axis.RING}"/>'
    assert len(re.findall(ring, page)) == 2  # at a glance, and over the empty column
    assert not re.findall(ring.replace("account-2", "account-1"), page)


def test_a_percentage_is_not_broken_in_our_words_and_a_quote_is_left_as_it_is(client, accounts):
    quote = make_quote("Het was 96,8 % van allen.", make_text(accounts[0].source, "Het was 96,8 % van allen."))
    note = noted("Het was toen 96,8 %.", ready=True, quote=quote.code, references=[{"source": "slides"}])
    note |= {"reason_en": "It was 96.8 % then."}
    make_published_event("share", summary_en="Some 96.8 % voted.", citations=[cited(quote)], notes=[note])
    response = client.get("/en/events/share/")
    page = unescape(response.content.decode())
    assert "Some 96.8\N{NO-BREAK SPACE}% voted." in page
    assert "It was 96.8\N{NO-BREAK SPACE}% then." in page
    assert blockquotes(response) == [quote.exact]


def test_what_is_shared_stands_at_the_end_and_a_link_near_the_title_leads_there(client, october):
    page = client.get("/en/events/october-1917/").content.decode()
    assert page.index('href="#share"') < page.index("<h1>") < page.index('id="versions"') < page.index('id="share"')
