"""What templates cannot say themselves."""

import re

import nh3
from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from markdown_it import MarkdownIt

from timeline.models import Publication
from timeline.views import wording
from timeline.views.lines import in_lines, lines_of

register = template.Library()
TAGS = {"p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "br"}
parser = MarkdownIt("commonmark", {"html": False})


@register.filter
def markdown(text: str, terms=None) -> str:
    """An editor's Markdown as safe HTML: no raw HTML, no attributes but the address of a link.

    ``terms`` (views/terms.py) lead to the list at the end of the page, where they are mentioned first.
    """
    html = nh3.clean(
        parser.render(text, {"terms": terms}),
        tags=TAGS,
        attributes={"a": {"href", "class", "id"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noreferrer",
    )
    return mark_safe(html)


@register.filter
def with_terms(text: str, terms) -> str:
    """Plain text, in which the first mention of a term leads to the list at the end of the page."""
    return format_html_join("", "{}", ((leading_to(slug, words),) for words, slug in terms.pieces(unbroken(text))))


@register.filter
def unbroken(text: str) -> str:
    """Our own words, in which no line ends between a number and its percent sign. Never the words of a source."""
    return re.sub(r"(?<=\d) (?=%)", "\N{NO-BREAK SPACE}", text)


@register.filter
def without_scheme(address: str) -> str:
    """An address as one types it over."""
    return address.partition("://")[2] or address


@register.filter
def typed(text: str) -> str:
    """What somebody typed, as plain text: paragraphs, lines, and lists where lines count on from 1. No markup."""
    blocks, count = [], 0
    for line in unbroken(text).replace("\r\n", "\n").strip().split("\n"):
        numbered = line.startswith(f"{count + 1}. ")
        count += numbered
        kind = "ol" if numbered else "p" if line.strip() else ""
        if not blocks or blocks[-1][0] != kind:
            blocks.append((kind, count, []))
        blocks[-1][2].append(line.split(". ", 1)[1] if numbered else line)
    return format_html_join("", "{}", ((block_of(*block),) for block in blocks if block[0]))


def block_of(kind: str, start: int, lines: list[str]) -> str:
    """Lines that belong together: a list from this number, or a paragraph."""
    rows = [(line,) for line in lines]
    if kind == "ol":
        return format_html('<ol start="{}">{}</ol>', start, format_html_join("", "<li>{}</li>", rows))
    return format_html("<p>{}</p>", format_html_join(mark_safe("<br>"), "{}", rows))


def leading_to(slug: str, words: str) -> str:
    return format_html('<a class="term" id="mention-{0}" href="#term-{0}">{1}</a>', slug, words) if slug else words


def text_rule(renderer, tokens, index, options, env) -> str:
    """The words of Markdown with their terms; but no link within a link."""
    words, terms = tokens[index].content, env.get("terms")
    before = [token.type for token in tokens[:index]]
    linked = before.count("link_open") > before.count("link_close")
    return with_terms(words, terms) if terms and not linked else format_html("{}", unbroken(words))


parser.add_render_rule("text", text_rule)


@register.simple_tag
def verbatim_words(segments: list[dict]) -> str:
    """The words of a quote to the letter, those that are judged or give a date marked. A template would add spaces.

    Each line (``views/lines.py``) is an element of its own: on a screen they run on, on paper they are numbered.
    """
    lines = (format_html_join("", "{}", ((marked_words(one),) for one in line)) for line in in_lines(segments))
    return format_html_join("", '<span class="quote-line">{}</span>', ((line,) for line in lines))


@register.filter
def numbered_lines(words: str) -> str:
    """The same of words in which nothing is marked."""
    return format_html_join("", '<span class="quote-line">{}</span>', ((line,) for line in lines_of(words)))


def marked_words(segment: dict) -> str:
    if segment["note"]:
        return format_html('<mark class="judged{}">{}</mark>', " dated" if segment["date"] else "", segment["text"])
    return format_html('<span class="dated">{}</span>', segment["text"]) if segment["date"] else segment["text"]


@register.filter
def item(mapping: dict, key: str):
    """The value of a key that is itself a variable."""
    return mapping[key]


@register.filter
def action_words(version) -> str:
    """Why a version was published, in a word; the first of them was not edited but made."""
    return wording.FIRST if version.number == 1 else wording.ACTIONS.get(version.action, version.action)


@register.filter
def translated(text: str) -> str:
    """A reason that the machine gave (``gettext_noop``) in the reader's language; an editor's own stays as it is."""
    return gettext(text) if text else ""


@register.filter
def reason_words(version) -> str:
    """Why a version was published, if a reader learns anything from it: not that a machine read it from a folder."""
    return "" if version.reason == Publication.LOADED else translated(version.reason)
