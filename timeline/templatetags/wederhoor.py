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
    """The words of a quote to the letter, those that are judged or give a date marked. A template would add spaces."""
    return format_html_join("", "{}", ((marked_words(segment),) for segment in segments))


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
