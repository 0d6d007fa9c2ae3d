"""A text with quoted passages, cut at their boundaries, so that passages may overlap and nest. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise


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


@dataclass
class Block:
    """A heading, a paragraph, or an item with the items under it; ``names`` are the passages that begin in it."""

    kind: str
    level: int
    segments: list[Segment]
    names: tuple[str, ...]
    children: list["Block"] = field(default_factory=list)

    @property
    def all_names(self) -> list[str]:
        """The passages that begin in it or in what lies under it."""
        return [*self.names, *(name for child in self.children for name in child.all_names)]


def segments(body: str, passages: Iterable[Passage], start: int = 0, end: int | None = None) -> list[Segment]:
    """``body[start:end]`` in pieces that lose no character, each with the passages that cover it, in their order.

    A passage that begins before ``start`` or ends after ``end`` covers what lies between; it begins and ends once.
    """
    end = len(body) if end is None else end
    inside = [passage for passage in passages if passage.start < end and passage.end > start]
    cuts = {start, end}.union(*({passage.start, passage.end} for passage in inside))
    edges = sorted(cut for cut in cuts if start <= cut <= end)
    return [
        Segment(
            body[left:right],
            tuple(passage.name for passage in inside if passage.start <= left and right <= passage.end),
            tuple(passage.name for passage in inside if passage.start == left),
            tuple(passage.name for passage in inside if passage.end == right),
        )
        for left, right in pairwise(edges)
    ]


def blocks(body: str, parts: Sequence, passages: Sequence[Passage]) -> list[Block]:
    """The divisions of a text with their segments. Items stand under what they belong to, in a ``list``."""
    made: list[Block] = []
    open_items: list[Block] = []
    for part in parts:
        names = tuple(passage.name for passage in passages if part.start <= passage.start < part.end)
        block = Block(part.kind, part.level, segments(body, passages, part.start, part.end), names)
        if part.kind != "item":
            open_items = []
            made.append(block)
            continue
        while open_items and open_items[-1].level >= part.level:
            open_items.pop()
        if open_items:
            open_items[-1].children.append(block)
        elif made and made[-1].kind == "list":
            made[-1].children.append(block)
        else:
            made.append(Block("list", 1, [], (), [block]))
        open_items.append(block)
    return made
