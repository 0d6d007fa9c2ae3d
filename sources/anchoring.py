"""Describe and locate a quote: the W3C Web Annotation TextQuoteSelector and TextPositionSelector in one.

A quote is a verbatim slice of a text, or it is nothing: what is found here is always ``body[start:end]``, never
something like it. Near matches appear in the words of a refusal only, for an editor to look at (a passage and its
negation are 99 % alike). All offsets and lengths are code points.
"""

import heapq
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from sources.refusal import Refusal, gettext_noop

CONTEXT = 32  # code points of prefix and of suffix
MAX_PLACES = 100
MAX_QUOTE = 10_000  # code points: longer is not a quote but a text, and in repetitive text takes seconds to count


@dataclass(frozen=True)
class Anchor:
    """``body[start:end] == exact``, with up to CONTEXT code points of the body before and after it."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


class AnchorError(Refusal):
    """Words or offsets that are no quote from the text."""


class NotFound(AnchorError):
    """Words that do not stand in the text. ``nearest`` is the passage most like them, verbatim, if any is."""

    nearest: str | None = None


class Ambiguous(AnchorError):
    """Words that stand more than once. ``places`` is (start, words in context) for the first MAX_PLACES, in the
    order of the text; ``params["count"]`` is how many there are."""

    places: list[tuple[int, str]]


# Describe


def describe(body: str, start: int, end: int) -> Anchor:
    """The anchor of ``body[start:end]``.

    Raises AnchorError if that is empty, out of range, too long, or has white space around it.
    """
    if not 0 <= start < end <= len(body):
        raise AnchorError(
            gettext_noop("A quote from %(start)s to %(end)s is not in a text of %(length)d characters; select again."),
            start=start,
            end=end,
            length=len(body),
        )
    exact = body[start:end]
    if exact != exact.strip():
        raise AnchorError(
            gettext_noop("The quote “%(exact)s” has white space around it; select from its first word to its last."),
            exact=_shortened(exact),
        )
    _refuse_long(exact)
    return _anchor(body, start, end)


def _anchor(body: str, start: int, end: int) -> Anchor:
    return Anchor(start, end, body[start:end], body[max(0, start - CONTEXT) : start], body[end : end + CONTEXT])


def _refuse_long(exact: str) -> None:
    if len(exact) > MAX_QUOTE:
        raise AnchorError(
            gettext_noop("The quote is %(length)d characters and may be %(limit)d; quote the words that matter."),
            length=len(exact),
            limit=MAX_QUOTE,
        )


def holds(body: str, anchor: Anchor) -> bool:
    """Whether the anchor describes its slice of this very text, context included."""
    return 0 <= anchor.start < anchor.end and _anchor(body, anchor.start, anchor.end) == anchor


# Locate


def locate(body: str, exact: str, occurrence: int | None = None) -> Anchor:
    """The anchor of these words, or of the occurrence that is named, from 1; overlapping occurrences count.

    What an editor pastes may have other white space than the text; quotation marks, capitals and spelling may not
    differ. Raises NotFound, Ambiguous for words that stand twice with no occurrence named, or AnchorError.
    """
    spans = _spans(body, exact)
    if not spans:
        raise _not_found(body, exact)
    if occurrence is None:
        if len(spans) > 1:
            raise _ambiguous(body, exact, spans)
        occurrence = 1
    if not 1 <= occurrence <= len(spans):
        raise AnchorError(
            gettext_noop("“%(exact)s” has no occurrence %(occurrence)d in the text; name one from 1 to %(count)d."),
            exact=_shortened(exact),
            occurrence=occurrence,
            count=len(spans),
        )
    return _anchor(body, *spans[occurrence - 1])


def occurrence_of(body: str, anchor: Anchor) -> int | None:
    """Which occurrence of its words the anchor is, from 1; None when they stand once and need no number.

    Raises AnchorError if the anchor does not hold in this text.
    """
    if not holds(body, anchor):
        raise AnchorError(
            gettext_noop("The quote “%(exact)s” does not stand at %(start)d in this text; locate it again."),
            exact=_shortened(anchor.exact),
            start=anchor.start,
        )
    starts = list(_starts(body, anchor.exact))
    return starts.index(anchor.start) + 1 if len(starts) > 1 else None


def _spans(body: str, exact: str) -> list[tuple[int, int]]:
    """Where the words stand, as (start, end): to the letter or, if nowhere, with other white space between them."""
    exact = exact.strip()
    if not exact:
        raise AnchorError(gettext_noop("The quote is empty; give its words as they stand in the text."))
    _refuse_long(exact)
    verbatim = [(start, start + len(exact)) for start in _starts(body, exact)]
    # Bodies are NFC; what is pasted from macOS often is not.
    return verbatim or _folded_spans(body, exact) or _folded_spans(body, unicodedata.normalize("NFC", exact))


def _starts(body: str, words: str) -> Iterator[int]:
    start = body.find(words)
    while start >= 0:
        yield start
        start = body.find(words, start + 1)


def _folded_spans(body: str, exact: str) -> list[tuple[int, int]]:
    words = " ".join(exact.split())
    # Offsets in the folded text fall behind by what each run of white space lost.
    ends, lost, total = [0], [0], 0
    for run in re.finditer(r"\s{2,}", body):
        total += len(run[0]) - 1
        ends.append(run.end() - total)
        lost.append(total)

    def unfold(offset: int) -> int:
        return offset + lost[bisect_right(ends, offset) - 1]

    folded = re.sub(r"\s+", " ", body)
    return [(unfold(start), unfold(start + len(words) - 1) + 1) for start in _starts(folded, words)]


# Relocate

_WEIGHED = 5_000  # occurrences, the nearest ones: a word that stands more often is no quote that can be followed
_ENOUGH = 8  # code points of the surroundings that short words must still have around them


def relocate(old: Anchor, body: str) -> Anchor | None:
    """The same words in a new text: those whose surroundings are most like the old ones, and of equals the nearest to
    the old place.

    None if the words are gone (a near match is never taken), or if they are short and stand in other surroundings:
    "30 man" in another sentence is another claim.
    """
    starts = heapq.nsmallest(_WEIGHED, _starts(body, old.exact), key=lambda start: abs(start - old.start))
    candidates = [_anchor(body, start, start + len(old.exact)) for start in starts]
    best = max(candidates, key=lambda new: (_shared(old, new), -abs(new.start - old.start)), default=None)
    if best is None or len(old.exact) >= CONTEXT:
        return best
    return best if _shared(old, best) >= min(_ENOUGH, _shared(old, old)) else None


def _shared(old: Anchor, new: Anchor) -> int:
    """How many code points outward from the words, on both sides, are the same but for white space."""
    before = _common(_fold(old.prefix)[::-1], _fold(new.prefix)[::-1])
    return before + _common(_fold(old.suffix), _fold(new.suffix))


def _common(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _fold(context: str) -> str:
    return re.sub(r"\s+", " ", context)


# What refusals show

_NEEDLE = 300  # code points: the matcher's time grows with the square of the needle
_WINDOW = 2_000  # code points: lines longer than this are searched in overlapping parts
_CANDIDATES = 200  # passages that are compared letter by letter, those that share most words with the needle
_ALIKE = 60  # per cent: what is less like the words than this helps nobody
_SHOWN = 10  # places in a message
_CLOSING = "”’»›)]…"


def nearest(body: str, exact: str, divisions: Sequence | None = None) -> str | None:
    """The passage most like these words, verbatim, for a message only; None if nothing is like them.

    Searched within each division (anything with ``start`` and ``end``) or, without divisions, within each line.
    """
    # Imported here, because only a refusal needs it.
    from rapidfuzz import fuzz

    needle = " ".join(exact.split())[:_NEEDLE]
    if not needle:
        return None
    best, passage = float(_ALIKE), None
    for start, end in _likely(body, needle, divisions):
        if end - start <= len(needle):
            score, found = fuzz.ratio(needle, body[start:end]), (start, end)
        else:
            match = fuzz.partial_ratio_alignment(needle, body[start:end])
            score, found = match.score, (start + match.dest_start, start + match.dest_end)
        if score > best:
            best, passage = score, found
    return _whole_words(body, *passage) if passage else None


def _likely(body: str, needle: str, divisions: Sequence | None) -> list[tuple[int, int]]:
    """The stretches of the body that share most words with the needle, as (start, end)."""
    if divisions:
        stretches = [(division.start, division.end) for division in divisions]
    else:
        stretches = [line.span() for line in re.finditer(r"[^\n]+", body)]
    windows = [
        (at, min(at + _WINDOW, end)) for start, end in stretches for at in range(start, end, _WINDOW - 2 * _NEEDLE)
    ]
    wanted = set(re.findall(r"\w+", needle))

    def shared(window: tuple[int, int]) -> int:
        return len(wanted.intersection(re.findall(r"\w+", body[slice(*window)])))

    return heapq.nlargest(_CANDIDATES, windows, key=shared)


def _whole_words(body: str, start: int, end: int) -> str:
    """The slice with its first and last word made whole, and the quotation marks and brackets that close it.

    For the matcher cuts a passage to the needle's length.
    """
    while start > 0 and body[start - 1].isalnum() and body[start].isalnum():
        start -= 1
    while end < len(body) and body[end - 1].isalnum() and body[end].isalnum():
        end += 1
    while end < len(body) and body[end] in _CLOSING:
        end += 1
    return body[start:end].strip()


def _not_found(body: str, exact: str) -> NotFound:
    passage = nearest(body, exact)
    if passage is None:
        refusal = NotFound(
            gettext_noop("“%(exact)s” is not in the text, nor anything like it; copy the words from the text itself."),
            exact=_shortened(exact),
        )
    else:
        refusal = NotFound(
            gettext_noop(
                "“%(exact)s” is not in the text; the nearest passage is “%(nearest)s”: quote it as it stands."
            ),
            exact=_shortened(exact),
            nearest=passage,
        )
    refusal.nearest = passage
    return refusal


def _ambiguous(body: str, exact: str, spans: list[tuple[int, int]]) -> Ambiguous:
    places = [(start, _in_context(_anchor(body, start, end))) for start, end in spans[:MAX_PLACES]]
    shown = [f"{number}. {context}" for number, (_, context) in enumerate(places[:_SHOWN], 1)]
    if len(spans) > _SHOWN:
        shown.append("…")
    refusal = Ambiguous(
        gettext_noop("“%(exact)s” stands %(count)d times in the text; name the occurrence: %(places)s"),
        exact=_shortened(exact),
        count=len(spans),
        places="; ".join(shown),
    )
    refusal.places = places
    return refusal


def _in_context(anchor: Anchor) -> str:
    """ "…words before [the quote] words after…", on one line."""
    return _fold(f"…{anchor.prefix}[{_shortened(anchor.exact)}]{anchor.suffix}…")


def _shortened(words: str) -> str:
    return words if len(words) <= 80 else f"{words[:79].rstrip()}…"
