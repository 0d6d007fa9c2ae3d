"""Words on a card: how wide they are, where their lines break, and how large they can be."""

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from PIL import ImageFont

PLAIN, BOLD = "DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf"
SMALLEST = 40  # px: on a card that is shown 300 px wide, ten
LEADING = 1.2
ELLIPSIS = "…"


@lru_cache(maxsize=64)
def font(face: str, size: int) -> ImageFont.FreeTypeFont:
    with resources.files("timeline.cards").joinpath("fonts", face).open("rb") as file:
        return ImageFont.truetype(file, size)


@lru_cache(maxsize=4096)
def width_of(words: str, face: str, size: int) -> int:
    """The px that words take on one line."""
    return -int(-font(face, size).getlength(words) // 1)


@dataclass(frozen=True)
class Block:
    """Lines of one size; ``height`` is that of the block."""

    lines: tuple[str, ...]
    face: str
    size: int

    @property
    def height(self) -> int:
        return round(len(self.lines) * self.size * LEADING)


def fit(words: str, face: str, width: int, height: int, largest: int) -> Block:
    """The words as large as they fit in a space. Only where they do not even at the smallest size, a word is broken,
    and only where that does not help, the end is left out."""
    for size in range(largest, SMALLEST - 1, -2):
        lines = broken(words, face, size, width)
        block = Block(tuple(lines), face, size)
        if block.height <= height and all(width_of(line, face, size) <= width for line in lines):
            return Block(tuple(balanced(words, face, size, width, len(lines))), face, size)
    lines = broken(halved(words, face, width), face, SMALLEST, width)
    room = max(int(height / (SMALLEST * LEADING)), 1)
    if len(lines) > room:
        lines = [*lines[: room - 1], cut(" ".join(lines[room - 1 :]), face, SMALLEST, width)]
    return Block(tuple(lines), face, SMALLEST)


def broken(words: str, face: str, size: int, width: int) -> list[str]:
    """The words in lines; one word that is wider than a line has a line to itself."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, face, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def balanced(words: str, face: str, size: int, width: int, lines: int) -> list[str]:
    """As many lines, as equal in length as they can be: no word stands alone on the last one."""
    narrow, wide = width // 2, width
    while wide - narrow > 8:
        middle = (narrow + wide) // 2
        tried = broken(words, face, size, middle)
        if len(tried) <= lines and all(width_of(line, face, size) <= width for line in tried):
            wide = middle
        else:
            narrow = middle
    return broken(words, face, size, wide)


def halved(words: str, face: str, width: int) -> str:
    """The words, with a space in each that is wider than a line at the smallest size."""
    pieces = []
    for word in words.split():
        rest = word
        while width_of(rest, face, SMALLEST) > width:
            most = max(fitting(rest, face, SMALLEST, width), 1)
            pieces.append(rest[:most])
            rest = rest[most:]
        pieces.append(rest)
    return " ".join(piece for piece in pieces if piece)


def cut(words: str, face: str, size: int, width: int) -> str:
    """The words on one line: as they are, or with an ellipsis, at a word where one fits."""
    if width_of(words, face, size) <= width:
        return words
    kept = words[: fitting(words, face, size, width - width_of(ELLIPSIS, face, size))]
    whole = kept.rpartition(" ")[0]
    return (whole if len(whole) > 0.7 * len(kept) else kept).rstrip(" ,;:–-(“‘") + ELLIPSIS


def fitting(words: str, face: str, size: int, width: int) -> int:
    """How many characters from the beginning fit."""
    few, many = 0, len(words)
    while few < many:
        middle = (few + many + 1) // 2
        few, many = (middle, many) if width_of(words[:middle], face, size) <= width else (few, middle - 1)
    return few
