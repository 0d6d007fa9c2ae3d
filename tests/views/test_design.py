"""The design system: what the stylesheet promises, and the page that shows it."""

import re
from html import unescape

import pytest
from django.conf import settings

from tests.views.conftest import text_of
from timeline.views.components import contrast, stylesheet, tokens

STYLES = sorted((settings.BASE_DIR / "static" / "css").glob("*.css"))
WORDS = ["ink", "muted", "link", "contested", "agree", *(f"account-{lane}" for lane in range(1, 6))]
GROUNDS = ["paper", "panel", "mark"]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#ffffff", "#000000", 21), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ff0000", 1)],
)
def test_contrast_is_what_the_guidelines_say(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("word", WORDS)
def test_words_can_be_read_on_every_ground(word, ground, dark):
    colours = tokens(stylesheet(), dark)
    assert contrast(colours[word], colours[ground]) >= 4.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["ink", "contested"])
def test_paper_can_be_read_on_what_is_filled(ground, dark):
    colours = tokens(stylesheet(), dark)
    assert contrast(colours["paper"], colours[ground]) >= 4.5


def test_dark_redefines_every_colour():
    light, dark = tokens(stylesheet()), tokens(stylesheet(), dark=True)
    assert set(WORDS + GROUNDS) <= set(light)
    assert {name for name in light if light[name] == dark[name]} == set()


def test_no_two_accounts_share_a_colour_or_a_rule():
    for dark in (False, True):
        colours = tokens(stylesheet(), dark)
        assert len({colours[f"account-{lane}"] for lane in range(1, 6)}) == 5
    assert len(set(re.findall(r"--rule: (\w+);", stylesheet()))) == 5


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_stylesheet_fetches_nothing_and_keeps_to_the_tokens(path):
    css = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    assert "url(" not in css
    assert "@import" not in css
    assert css.count("{") == css.count("}")
    used = set(re.findall(r"var\((--[\w-]+)\)", css))
    defined = set(re.findall(r"(--[\w-]+):", "".join(one.read_text() for one in STYLES)))
    assert used <= defined


def test_colours_are_named_once():
    """Elsewhere a colour is a token, so that dark, print and more contrast reach it."""
    for path in STYLES:
        css = path.read_text()
        if path.name == "site.css":
            css = css[css.index("/* --- the ground") : css.index("@media print {\n  :root")]
        css = re.sub(r"var\([^()]*\)|--[\w-]+: [^;]*;", "", css)
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", css), path.name


# --- the page of components -------------------------------------------------------------------------------------------


@pytest.fixture
def shown(client, db):
    return client.get("/en/components/").content.decode()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_components_are_shown_without_asking_for_anything(client, db, queries, language):
    with queries():
        response = client.get(f"/{language}/components/")
    assert response.status_code == 200
    assert not response.cookies
    assert " style=" not in response.content.decode()


def test_the_components_are_not_for_search_engines(client, shown):
    assert '<meta name="robots" content="noindex">' in shown
    assert "components" not in client.get("/sitemap.xml").content.decode()


def test_every_colour_is_shown_by_name_in_light_and_dark(shown):
    for dark in (False, True):
        for name, colour in tokens(stylesheet(), dark).items():
            assert f"<code>--{name}</code>" in shown
            assert f'fill="{colour}"' in shown


def test_every_include_that_is_named_exists(shown):
    named = re.findall(r'{% include "([^"]+)"', unescape(shown))
    assert "_account.html" in named
    for template in named:
        assert (settings.BASE_DIR / "templates" / template).exists(), template


def test_components_are_rendered_from_the_templates_of_the_pages(client, shown):
    text = text_of(client.get("/en/components/"))
    assert 'class="mark account-5"' in shown
    assert "reviewed by Jan" in text
    assert "not reviewed by a second person" in text
    assert "leaves room" not in text
    assert 'id="note-sample"' in shown


def test_every_anchor_of_the_components_is_there_once(shown):
    ids = re.findall(r' id="([^"]+)"', shown)
    assert sorted(ids) == sorted(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', shown)) <= set(ids)


# --- header and footer ------------------------------------------------------------------------------------------------


def test_the_header_marks_the_page_and_the_section(client, october, accounts):
    header = client.get("/en/sources/").content.decode().split("</header>")[0]
    assert re.findall(r'<a href="([^"]*)" aria-current="page">', header) == ["/en/sources/"]
    header = client.get("/en/sources/slides/").content.decode().split("</header>")[0]
    assert re.findall(r'<a href="([^"]*)" aria-current="true">', header) == ["/en/sources/"]
    header = client.get("/en/events/october-1917/").content.decode().split("</header>")[0]
    assert "aria-current" not in header


def test_whatever_the_phone_leaves_out_of_the_header_stands_in_the_footer(client, db):
    page = client.get("/en/").content.decode()
    header, footer = page.split("</header>")[0], page[page.index('class="site-footer"') :]
    links = set(re.findall(r'<li[^>]*><a href="([^"]+)"', header))
    assert 'href="#all-pages"' in header
    assert 'id="all-pages"' in footer
    assert links - {"#all-pages"} <= set(re.findall(r'href="([^"]+)"', footer))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_footer_leads_to_how_it_works_corrections_accessibility_and_the_feed(client, db, language):
    page = client.get(f"/{language}/questions/").content.decode()
    footer = page[page.index('class="site-footer"') :]
    for address in ("about/", "about/#accessibility", "about/#colophon", "corrections/", "feed.atom"):
        assert f'href="/{language}/{address}"' in footer
    other = {"nl": "en", "en": "nl"}[language]
    assert f'/{other}/questions/" hreflang="{other}"' in footer
