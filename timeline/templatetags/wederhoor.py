"""What templates cannot say themselves."""

import nh3
from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from markdown_it import MarkdownIt

from timeline.views import wording

register = template.Library()
TAGS = {"p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "br"}
parser = MarkdownIt("commonmark", {"html": False})


@register.filter
def markdown(text: str) -> str:
    """An editor's Markdown as safe HTML: no raw HTML, no attributes but the address of a link."""
    html = nh3.clean(
        parser.render(text),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noreferrer",
    )
    return mark_safe(html)


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
