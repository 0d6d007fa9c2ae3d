"""A text with quoted passages, cut at their boundaries, so that passages may overlap and nest. Pure."""

import re
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import quote


@dataclass(frozen=True)
class Passage:
    """A stretch ``[start, end)`` of a text (code points) with the name it goes by."""

    start: int
    end: int
    name: str


@dataclass(frozen=True)
class Segment:
    """A stretch that the same passages cover throughout. ``begins`` and ``ends`` name those that do so with it."""

    text: str
    names: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


def segments(body: str, passages: Iterable[Passage], start: int = 0, end: int | None = None) -> list[Segment]:
    """``body[start:end]`` in pieces that lose no character, each with the passages that cover it, in their order.

    A passage that begins before ``start`` or ends after ``end`` covers what lies between; it begins and ends once.
    """
    end = len(body) if end is None else end
    inside = [passage for passage in passages if passage.start < end and passage.end > start]
    opening, closing = defaultdict(list), defaultdict(list)
    for number, passage in enumerate(inside):
        opening[passage.start].append(number)
        closing[passage.end].append(number)
    covering = [number for number, passage in enumerate(inside) if passage.start < start]
    edges = sorted({start, end}.union(cut for cut in [*opening, *closing] if start < cut < end))
    found = []
    for left, right in pairwise(edges):
        for number in opening[left]:
            insort(covering, number)
        names = tuple(inside[number].name for number in covering)
        begins = tuple(inside[number].name for number in opening[left])
        ends = tuple(inside[number].name for number in closing[right])
        found.append(Segment(body[left:right], names, begins, ends))
        for number in closing[right]:
            covering.remove(number)
    return found


# --- a text in blocks -------------------------------------------------------------------------------------------------


@dataclass
class Marked:
    """A passage, or a piece of one that had to be cut where another one or a block ends; in it words and others.

    ``begins`` and ``ends`` say whether the passage does so with this piece; ``over``, that it goes on in another block.
    """

    name: str
    begins: bool
    ends: bool = False
    inside: list["str | Marked"] = field(default_factory=list)
    over: bool = False


def nested(pieces: Iterable[Segment]) -> list[str | Marked]:
    """Segments as words with passages around them, each in as few pieces as nesting allows.

    The names of a segment must stand in the order in which their passages begin, of two that begin together the longer
    first.
    """
    root: list[str | Marked] = []
    open_ones: list[Marked] = []
    for piece in pieces:
        kept = 0
        while open_ones[kept : kept + 1] and [open_ones[kept].name] == list(piece.names[kept : kept + 1]):
            kept += 1
        del open_ones[kept:]
        for name in piece.names[kept:]:
            mark = Marked(name, name in piece.begins)
            (open_ones[-1].inside if open_ones else root).append(mark)
            open_ones.append(mark)
        (open_ones[-1].inside if open_ones else root).append(piece.text)
        for mark in open_ones:
            mark.ends = mark.name in piece.ends
    for mark in open_ones:
        mark.over = not mark.ends
    return root


@dataclass
class Block:
    """A heading, a paragraph, or an item with the items under it (``list`` holds items that stand together).

    ``names`` are the passages that begin in it, ``quoted`` says whether any covers some of it. ``rank`` is how deep a
    heading lies, never more than one below the last; ``number`` counts the headings. ``stop`` counts the places where
    words that nobody quotes begin.
    """

    kind: str
    level: int = 1
    text: str = ""
    words: list[str | Marked] = field(default_factory=list)
    names: tuple[str, ...] = ()
    quoted: bool = False
    children: list["Block"] = field(default_factory=list)
    rank: int = 0
    number: int = 0
    stop: int = 0

    @property
    def within(self) -> tuple[str, ...]:
        """The passages that begin in it or in what stands under it, in the order of the text."""
        return sum((child.within for child in self.children), self.names)

    @property
    def unquoted(self) -> bool:
        """Whether it holds words of the text that nobody quotes; a heading only says what follows."""
        return self.kind in ("paragraph", "item") and not self.quoted


def blocks(body: str, parts: Sequence, passages: Iterable[Passage]) -> list[Block]:
    """The divisions of a text, in its order, with their words. Items stand under what they belong to, in a ``list``."""
    made: list[Block] = []
    open_items: list[Block] = []
    for block in leaves(body, parts, passages):
        if block.kind != "item":
            open_items = []
            made.append(block)
            continue
        while open_items and open_items[-1].level >= block.level:
            open_items.pop()
        if open_items:
            open_items[-1].children.append(block)
        elif made and made[-1].kind == "list":
            made[-1].children.append(block)
        else:
            made.append(Block("list", children=[block]))
        open_items.append(block)
    return made


def leaves(body: str, parts: Sequence, passages: Iterable[Passage]) -> Iterator[Block]:
    """Every division by itself. Passages are looked at only where they stand: a text may be long, and much quoted."""
    waiting = sorted(passages, key=lambda passage: (passage.start, -passage.end), reverse=True)
    near: list[Passage] = []
    rank = number = stop = 0
    walking = False
    for part in parts:
        near = [passage for passage in near if passage.end > part.start]
        while waiting and waiting[-1].start < part.end:
            near.append(waiting.pop())
        pieces = segments(body, near, part.start, part.end)
        names = tuple(passage.name for passage in near if part.start <= passage.start)
        quoted = any(piece.names for piece in pieces)
        block = Block(part.kind, part.level, body[part.start : part.end], nested(pieces), names, quoted)
        if part.kind == "heading":
            block.rank = rank = min(part.level, rank + 1)
            block.number = number = number + 1
        elif block.unquoted and not walking:
            block.stop = stop = stop + 1
        walking = block.unquoted
        yield block


def in_order(made: Iterable[Block]) -> Iterator[Block]:
    """Every heading, paragraph and item, in the order of the text."""
    for block in made:
        if block.kind != "list":
            yield block
        yield from in_order(block.children)


def share(parts: Iterable, passages: Iterable[Passage]) -> int:
    """How much of the divisions the passages cover, in percent of the characters; what is not nothing is at least 1."""
    reach, covered = 0, 0
    for passage in sorted(passages, key=lambda passage: passage.start):
        covered += max(0, passage.end - max(reach, passage.start))
        reach = max(reach, passage.end)
    whole = sum(part.end - part.start for part in parts)
    return min(100, max(1, round(100 * covered / whole))) if covered and whole else 0


# --- a link to words --------------------------------------------------------------------------------------------------

LONG = 100  # code points: longer words are named by their first and last ones
ENDS = 5  # how many of these


def text_fragment(exact: str, prefix: str = "", suffix: str = "") -> str:
    """What makes a link lead to these words in a page: ``:~:text=[before-,]first[,last][,-after]`` (URL Fragment Text
    Directives, W3C). It stands behind ``#anchor``, which is where a browser goes that does not find or know them.

    Context is taken from the same line only: in the page, other words may stand between two lines. Words that are whole
    lines get no directive (an empty string): nothing on their lines tells them from the same line elsewhere, but the
    anchor does.
    """
    opens, closes = prefix.endswith("\n") or not prefix, suffix.startswith("\n") or not suffix
    if not exact or (opens and closes and (prefix or suffix)):
        return ""
    before, after = encoded(words_before(prefix)), encoded(words_after(suffix))
    words = [encoded(words) for words in first_and_last(exact)]
    return ":~:text=" + ",".join([*([f"{before}-"] if before else []), *words, *([f"-{after}"] if after else [])])


def encoded(words: str) -> str:
    """Words as a part of a directive, in which ``-``, ``,`` and ``&`` have a meaning of their own."""
    return quote(words, safe="").replace("-", "%2D")


def words_before(prefix: str) -> str:
    """The whole words of a context that stand on the line of what follows it; its first word may have been cut."""
    _head, cut, line = prefix.rpartition("\n")
    return (line if cut else re.sub(r"\A\S*(\s+|\Z)", "", line)).strip()


def words_after(suffix: str) -> str:
    """The whole words of a context that stand on the line of what precedes it; its last word may have been cut."""
    line, cut, _tail = suffix.partition("\n")
    return (line if cut else re.sub(r"(\s+|\A)\S*\Z", "", line)).strip()


def first_and_last(exact: str) -> list[str]:
    """The words as they stand; or, where they are many or run over lines, the first and the last of them."""
    lines = [line.span() for line in re.finditer(r"[^\n]+", exact)]
    if len(lines) == 1 and len(exact) <= LONG:
        return [exact]
    opening, closing = (list(re.finditer(r"\S+", exact[slice(*span)])) for span in (lines[0], lines[-1]))
    first = exact[lines[0][0] :][: opening[:ENDS][-1].end()]
    rest = exact[lines[0][0] + len(first) :]
    for count in range(ENDS, len(closing) + ENDS):
        last = exact[lines[-1][0] + closing[-count:][0].start() :]
        if len(last) > len(rest):
            return [exact]
        # A browser takes the last words where it meets them first: they must not stand among the words before.
        if rest.casefold().find(last.casefold()) == len(rest.casefold()) - len(last.casefold()):
            return [first, last]
    return [first, last]
