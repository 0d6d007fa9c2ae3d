"""The words of a source with its quoted passages, to the letter: a template would add spaces."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from timeline.views import usage

register = template.Library()


@register.simple_tag
def quoted_words(words: list, quotes: dict[str, dict]) -> str:
    """Words and ``Marked`` passages as HTML, each passage with its anchor where it begins and its number where it ends.
    Words beside them that nobody quotes stand in a ``span``, spaces and stops do not.

    The number is no text but drawn by the stylesheet, so that a search, a copy or a link to words meets the words of
    the source alone.
    """
    if all(isinstance(one, str) for one in words):
        return format_html_join("", "{}", ((one,) for one in words))
    return format_html_join("", "{}", ((bare(one) if isinstance(one, str) else passage(one, quotes),) for one in words))


def bare(words: str) -> str:
    """Words that nobody quotes; the spaces around them are nobody's."""
    if not any(sign.isalnum() for sign in words):
        return words
    said = words.strip()
    before, _said, after = words.partition(said)
    return format_html("{}<span>{}</span>{}", before, said, after)


def all_of(words: list, quotes: dict[str, dict]) -> str:
    return format_html_join("", "{}", ((one if isinstance(one, str) else passage(one, quotes),) for one in words))


def passage(mark, quotes: dict[str, dict]) -> str:
    inside, quote = all_of(mark.inside, quotes), quotes[mark.name]
    anchor = format_html(' id="q-{}"', mark.name) if mark.begins else ""
    cut = [] if mark.ends else ["over" if mark.over else "cut"]
    pieces = [*([] if mark.begins else ["continued"]), *cut]
    pieces = format_html(' class="{}"', " ".join(pieces)) if pieces else ""
    shown = format_html("<mark{}{}>{}</mark>", anchor, pieces, inside)
    return shown + number(quote) if mark.ends else shown


def number(quote: dict) -> str:
    """The number of a quote, which leads to the first page that quotes it."""
    use = quote["uses"][0]
    label = _("Quote %(number)d, on: %(title)s") % {"number": quote["number"], "title": use["title"]}
    address = (use["url"], quote["number"], label)
    return format_html('<a class="cite" href="{}" data-number="{}" aria-label="{}"></a>', *address)


@register.simple_tag
def pages_beside(names: Iterable[str], quotes: dict[str, dict]) -> list[dict]:
    """What stands in the margin of a passage in which the quotes of these names begin."""
    return usage.pages_beside(quotes[name] for name in names)


@register.simple_tag
def rank_of(rank: int) -> str:
    """The element of a heading of the text, below the page's own."""
    return f"h{min(rank + 2, 6)}"
