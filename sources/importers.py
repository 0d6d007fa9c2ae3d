"""A file ─▶ normalised text with divisions.

Only white space and glyphs change: every word, capital and mark of punctuation of the file stands in the body, in the
same order, so that a quote from the body is a quote from the work. What the file does not say (slide numbers, where a
slide ends, whether a hyphen at a line's end belongs to the word) is not made up.

In the body each division stands on a line of its own: items directly under what they belong to, headings and
paragraphs after a blank line. Bullets are not in the body; ``Division.kind`` and ``level`` say what they said.
All offsets are code points.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sources.refusal import Refusal, gettext_noop

MAX_BYTES = 5_000_000


class Unreadable(Refusal):
    """A file that cannot be taken as a text."""


@dataclass(frozen=True)
class Division:
    """A stretch of the body, ``body[start:end]``: one line, without white space around it."""

    kind: str  # "heading" | "item" | "paragraph"
    start: int
    end: int
    level: int = 1  # nesting depth of a heading or an item, from 1; paragraphs are always 1


@dataclass(frozen=True)
class Imported:
    body: str
    divisions: tuple[Division, ...]  # in the order of the text, covering all of it but the line ends
    importer: str  # the key in IMPORTERS that was used


def read(raw: bytes, importer: str = "auto") -> Imported:
    """The text of a file, by the importer that is named or by the one its bullets call for.

    Raises Unreadable.
    """
    if importer != "auto" and importer not in IMPORTERS:
        raise Unreadable(
            gettext_noop("There is no importer “%(importer)s”; choose one of: %(known)s."),
            importer=importer,
            known=", ".join(["auto", *IMPORTERS]),
        )
    text = _normalise(decode(raw))
    chosen = _choose(text) if importer == "auto" else importer
    body, divisions = _compose(IMPORTERS[chosen](text))
    if not divisions:
        raise Unreadable(gettext_noop("The file holds no words; choose a file with text in it."))
    return Imported(body, divisions, chosen)


# From bytes to characters

# What people upload by mistake, by its first bytes. The remedy is the same for all: save it as plain text.
_BINARY_FORMATS = {
    b"%PDF-": "PDF",
    b"PK\x03\x04": "ZIP, DOCX or ODT",
    b"\xd0\xcf\x11\xe0": "DOC",
    b"{\\rtf": "RTF",
}


def decode(raw: bytes) -> str:
    """The characters of a text file: UTF-8 with or without BOM, UTF-16 with BOM, else cp1252.

    Raises Unreadable for a file that is empty, larger than MAX_BYTES, or no text.
    """
    if not raw.strip():
        raise Unreadable(gettext_noop("The file is empty; choose a file with text in it."))
    if len(raw) > MAX_BYTES:
        raise Unreadable(
            gettext_noop("The file is %(size)d bytes and a text may be %(limit)d; split it into several files."),
            size=len(raw),
            limit=MAX_BYTES,
        )
    for magic, name in _BINARY_FORMATS.items():
        if raw.startswith(magic):
            raise Unreadable(
                gettext_noop("The file is %(format)s, not plain text; save it as plain text (UTF-8) and choose that."),
                format=name,
            )
    text = _characters(raw)
    if "\0" in text:
        raise Unreadable(
            gettext_noop("Character %(place)d of the file is NUL, so it is not plain text; save it as UTF-8 text."),
            place=text.index("\0") + 1,
        )
    return text


def _characters(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        # cp1252 takes nearly any byte, so it comes last; UTF-8 hardly ever fits a file by accident.
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as error:
            place = error.start
    raise Unreadable(
        gettext_noop("Byte %(place)d of the file fits no encoding that is known here; save it as UTF-8 text."),
        place=place + 1,
    )


# From characters to clean lines

# Symbol fonts (Wingdings) put their glyphs in the private use area as U+F000 + code; code 32 is their space.
_SYMBOL_SPACE = "\uf020"
_PRIVATE_USE = "\ue000-\uf8ff\U000f0000-\U0010fffd"
_LINE_ENDS = re.compile("\r\n|[\r\v\x85\u2028\u2029]")
_SOFT_HYPHEN = re.compile("\u00ad(?:[^\\S\n]*\n[^\\S\n]*(?=\\w))?")
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# Joiners are spelling in Persian and the scripts of India, and residue of typesetting in Latin.
_JOINERS = re.compile("(?<=[\0-\u02ff])[\u200c\u200d]|[\u200c\u200d](?=[\0-\u02ff]|$)", re.MULTILINE)
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


def _normalise(text: str) -> str:
    """NFC with "\\n" for every line end and single spaces; form feeds and private-use glyphs are still there,
    for they are the evidence of pages and bullets."""
    text = _LINE_ENDS.sub("\n", text)
    # A soft hyphen says that its word is one, also where the line was broken on it. Only that break is undone:
    # a plain hyphen at a line's end may belong to the word ("Sovjet-" / "Unie"), so it stays, with its space.
    text = _SOFT_HYPHEN.sub("", text)
    text = _JOINERS.sub("", _INVISIBLE.sub("", text))
    text = _CONTROLS.sub(" ", text).replace(_SYMBOL_SPACE, " ")
    text = re.sub(r"[^\S\n\f]+", " ", text)
    return unicodedata.normalize("NFC", text)


def _fold(text: str) -> str:
    return " ".join(text.split())


# From lines to divisions: an importer takes the normalised text and yields one Piece for each division.


@dataclass(frozen=True)
class Piece:
    kind: str
    text: str
    level: int = 1


def _compose(pieces: Iterable[Piece]) -> tuple[str, tuple[Division, ...]]:
    """The body and its divisions, one line for each piece."""
    parts: list[str] = []
    divisions: list[Division] = []
    start = 0
    for piece in pieces:
        text = _fold(re.sub(f"[{_PRIVATE_USE}]", " ", piece.text))
        if not text:
            continue
        gap = "" if not parts else "\n" if piece.kind == "item" else "\n\n"
        start += len(gap)
        parts += gap, text
        divisions.append(Division(piece.kind, start, start + len(text), piece.level))
        start += len(text)
    return "".join(parts), tuple(divisions)


_BULLETS = "•‣⁃◦∙●○■□▪▫▶►◆◇❖➢✓"
_SLIDE_BULLET = re.compile(rf"^\s*([{_PRIVATE_USE}]|[{_BULLETS}](?=\s))\s*")
_SLIDES_SHARE = 1 / 3  # of the lines begin with a bullet: a text that has a list or two is still prose


def _choose(text: str) -> str:
    lines = [line for line in text.split("\n") if line.strip()]
    bulleted = [line for line in lines if _SLIDE_BULLET.match(line)]
    from_symbol_font = any(re.match(rf"\s*[{_PRIVATE_USE}]", line) for line in bulleted)
    return "slides" if from_symbol_font or len(bulleted) > _SLIDES_SHARE * len(lines) else "prose"


# Prose

_LIST_MARK = re.compile(rf"^[-*{_BULLETS}] ")
_HEADING_LENGTH = 80  # code points
_WRAPPED_WIDTH = 100  # code points: a file whose longest line is no longer was broken by an editor or a mailer
_CLOSING = "\"'”’»)]"
_ENDS_SENTENCE = tuple(".!?:;…")


def _prose(text: str) -> Iterator[Piece]:
    """A paragraph for each line (or, in a file that was wrapped, for each run of lines), a heading where one is short
    and ends without punctuation, an item where one begins with a list mark."""
    for paragraph in _paragraphs(text):
        if mark := _LIST_MARK.match(paragraph):
            yield Piece("item", paragraph[mark.end() :])
        elif _looks_like_heading(paragraph):
            yield Piece("heading", paragraph)
        else:
            yield Piece("paragraph", paragraph)


def _paragraphs(text: str) -> Iterator[str]:
    lines = [line.strip() for line in text.replace("\f", "\n").strip().split("\n")]
    wrapped = "" in lines and max(map(len, lines)) <= _WRAPPED_WIDTH
    gathered: list[str] = []
    for line in lines:
        if gathered and (not wrapped or not line or _LIST_MARK.match(line)):
            yield " ".join(gathered)
            gathered = []
        if line:
            gathered.append(line)
    if gathered:
        yield " ".join(gathered)


def _looks_like_heading(text: str) -> bool:
    return len(text) <= _HEADING_LENGTH and not _is_closed(text) and not text.endswith(",")


def _is_closed(text: str) -> bool:
    """Whether the text ends as a sentence does, also inside quotation marks or brackets."""
    return text.rstrip(_CLOSING).rstrip().endswith(_ENDS_SENTENCE)


# Slides: a deck that was extracted from a PDF. Every line of a slide is a line of the file, whether a paragraph ends
# there or the box was full; pages are runs of blank lines and may hold several slides, or cut one in two. What is left
# to go by is bullets, the shape of the lines, and repetition.

_PAGE_BREAK = re.compile(r"\f|\n(?:[^\S\n]*\n){3,}")
_TITLE_WORDS = 20
_SHORT_WORD = 3  # letters


@dataclass
class _Block:
    """Lines that belong together: one heading, item or paragraph."""

    glyph: str  # "" where there is no bullet
    lines: list[str]
    opens_page: bool = False
    is_title: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.lines)


def _slides(text: str) -> Iterator[Piece]:
    """A deck as headings, paragraphs, and items by the nesting of their bullets."""
    blocks = list(_split_titles(_join(list(_rows(text)))))
    _lend_bullets(blocks)
    ranks = _ranks(blocks)
    _mark_titles(blocks, ranks)
    above: list[int] = []  # the ranks of the items that the next one can stand under
    for block in blocks:
        if block.is_title:
            above = []
            yield Piece("heading", block.text, 1 if block.glyph or block.opens_page else 2)
        elif block.glyph:
            rank = ranks[block.glyph]
            above = [*(other for other in above if other < rank), rank]
            yield Piece("item", block.text, len(above))
        else:
            yield Piece("paragraph", block.text)


def _rows(text: str) -> Iterator[_Block]:
    """The lines of the deck that are not blank, each as a block with its bullet."""
    bullets = {match[1] for line in text.split("\n") if (match := _SLIDE_BULLET.match(line))}
    for page in _PAGE_BREAK.split(text):
        opens_page = True
        for line in page.split("\n"):
            for part in _split_at_bullets(line, bullets):
                mark = _SLIDE_BULLET.match(part)
                words = _fold(part[mark.end() :] if mark else part)
                if words:
                    yield _Block(mark[1] if mark else "", [words], opens_page)
                    opens_page = False


def _split_at_bullets(line: str, bullets: set[str]) -> list[str]:
    """Cut a line where two items ran together. Only a private-use glyph that begins other lines is sure to be a
    bullet there."""
    glyphs = "".join(bullets.difference(_BULLETS))
    return re.split(f"(?=[{glyphs}])", line) if glyphs else [line]


def _join(rows: list[_Block]) -> list[_Block]:
    """Put lines together that the width of the slide, or the end of a page, broke."""
    widths = _widths(rows)
    whole = _recurring(rows)
    blocks: list[_Block] = []
    for row in rows:
        if blocks and not row.glyph and _goes_on(blocks[-1], row, widths, whole):
            blocks[-1].lines.append(row.text)
        else:
            blocks.append(row)
    return blocks


def _widths(rows: list[_Block]) -> dict[str, int]:
    """The longest line by bullet (each level has its size of letters), of those that were certainly broken: a small
    letter follows. Boxes without a bullet have letters of every size, so theirs is the longest of all."""
    widths: dict[str, int] = {}
    for row, following in pairwise(rows):
        if not following.glyph and following.text[0].islower():
            widths[row.glyph] = max(widths.get(row.glyph, 0), len(row.text))
    return widths | {"": max(widths.values(), default=MAX_BYTES)}


def _goes_on(block: _Block, row: _Block, widths: dict[str, int], whole: set[str]) -> bool:
    """Whether a row without a bullet is the rest of the block before it.

    ``widths`` are those of _widths(), ``whole`` the lines that stand in the deck more than once.
    """
    line, last = row.text, block.lines[-1]
    first = re.search(r"\w", line)
    if first is None or first[0].islower() or last.endswith(","):
        return True
    # The first word of the row would not have fitted on the line above it.
    broken = not row.opens_page and len(f"{last} {line.split()[0]}") > widths.get(block.glyph, MAX_BYTES)
    if _is_closed(last):
        return broken  # the next sentence of the same item
    if first[0].isdigit():
        return bool(block.glyph)
    # A capital: a new line of the slide, or a name in the middle of a sentence.
    return _dangles(last) or (broken and last not in whole)


def _dangles(line: str) -> bool:
    """Whether the line ends with an article, preposition or conjunction: a short word that is no abbreviation. That
    much holds in Dutch, English, French, German; no list of words to keep."""
    word = line.split()[-1]
    return len(word) <= _SHORT_WORD and word.isalpha() and not word.isupper()


def _recurring(blocks: Iterable[_Block]) -> set[str]:
    times = Counter(block.text for block in blocks)
    return {text for text, count in times.items() if count > 1}


def _title_words(text: str) -> list[str]:
    """The words a title can be made of, and the rest of the text as the last of them."""
    return text.split(" ", _TITLE_WORDS)


def _split_titles(blocks: list[_Block]) -> Iterator[_Block]:
    """Cut a title from what ran into it on its line: the deck repeats the one, and has the other by itself too."""
    alone = {block.text for block in blocks}
    repeated = _recurring(blocks)
    for block in blocks:
        words = _title_words(block.text)
        halves = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
        cuts = ((title, rest) for title, rest in halves if title in repeated and rest in alone)
        title, rest = next(cuts, (block.text, ""))
        yield _Block(block.glyph, [title] if rest else block.lines, block.opens_page)
        if rest:
            yield _Block("", [rest])


def _lend_bullets(blocks: list[_Block]) -> None:
    """Give a line that lost its bullet the one that the same words have elsewhere."""
    bullets = {block.text: block.glyph for block in blocks if block.glyph}
    for block in blocks:
        block.glyph = block.glyph or bullets.get(block.text, "")


def _ranks(blocks: list[_Block]) -> dict[str, int]:
    """The bullets from the outermost in, 0, 1, 2 …: a deck shows a level before it shows the one below it."""
    glyphs = dict.fromkeys(block.glyph for block in blocks if block.glyph)
    return {glyph: rank for rank, glyph in enumerate(glyphs)}


def _mark_titles(blocks: list[_Block], ranks: dict[str, int]) -> None:
    """Tell headings from items and paragraphs. Only what has the outermost bullet, or none, can be one.

    A deck repeats the title of a slide on the next, sometimes shortened. Any other title is a single line without a
    bullet at the top of a page, and something stands under it.
    """
    outer = [block for block in blocks if ranks.get(block.glyph, 0) == 0]
    repeated = _recurring(outer)
    beginnings = {" ".join(words[:cut]) for words in map(_title_words, repeated) for cut in range(1, len(words))}
    for block in outer:
        block.is_title = block.text in repeated or (bool(block.glyph) and block.text in beginnings)
    for block, below in reversed(list(pairwise(blocks))):
        tops_page = block.opens_page and not block.glyph and len(block.lines) == 1
        block.is_title |= tops_page and not below.is_title and _looks_like_heading(block.text)


IMPORTERS = {"slides": _slides, "prose": _prose}


# Where a quote stands


def locator(divisions: Sequence[Division], body: str, start: int, end: int) -> dict:
    """Where ``body[start:end]`` stands, by the division that it begins in::

        {"heading": text or None, "heading_occurrence": n or None, "kind": kind, "number": n or None}

    ``heading`` is the nearest one above, or the one that is quoted; its occurrence, from 1, is given where the same
    heading stands in the text more than once. ``number`` counts the items, or the paragraphs, under that heading from
    1; a heading has none.
    """
    at = max(bisect_right(divisions, start, key=lambda division: division.start) - 1, 0)
    kind = divisions[at].kind
    headings = [index for index, division in enumerate(divisions) if division.kind == "heading"]
    above = bisect_right(headings, at)
    under = divisions[headings[above - 1] + 1 if above else 0 : at + 1]
    titles = [body[divisions[index].start : divisions[index].end] for index in headings]
    title = titles[above - 1] if above else None
    return {
        "heading": title,
        "heading_occurrence": titles[:above].count(title) if titles.count(title) > 1 else None,
        "kind": kind,
        "number": None if kind == "heading" else sum(division.kind == kind for division in under),
    }
