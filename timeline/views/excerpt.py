"""The first sentences of an editor's Markdown as plain text, for lists that lead to the whole. Pure."""

import re

from markdown_it import MarkdownIt

LEAST, MOST = 140, 300  # characters that a list shows of a reason
parser = MarkdownIt("commonmark", {"html": False})
# A sentence ends at a stop (and what closes after it) before a blank and what can begin another one.
END = re.compile(r"[.!?…][”’\"'»)\]]*(?=\s+[“‘\"'«(\[]*[A-ZÀ-ÞЀ-Я0-9])")
# What ends in a stop without ending a sentence: an initial, an ordinal, an abbreviation of ours in Dutch or English.
SHORT = {"p", "pp", "nr", "nrs", "no", "vol", "dl", "ed", "vgl", "cf", "ca", "c", "dr", "prof", "mr", "mrs", "st"}
SHORT |= {"bijv", "bv", "resp", "zgn", "o.a", "o.m", "d.w.z", "m.a.w", "t/m", "i.e", "e.g", "v.chr", "n.chr", "vs"}
SHORT |= {"ongev", "afd", "hfst", "jan", "feb", "aug", "sept", "okt", "oct", "nov", "dec"}
LAST_WORD = re.compile(r"(\S+)\.\Z")


def first_sentences(markdown: str, least: int = LEAST, most: int = MOST) -> str:
    """The first sentences of a text in Markdown, without its marks: whole ones, until ``least`` characters are said.

    A first sentence often only names what is judged; the reason is in the next. Cut at a word after ``most``.
    """
    text = first_paragraph(markdown)
    ends = [found.end() for found in END.finditer(text) if ends_sentence(text[: found.end()])] + [len(text)]
    fitting = [end for end in ends if end <= most] or ends[:1]
    return cut(text[: next((end for end in fitting if end >= least), fitting[-1])], most)


def first_paragraph(markdown: str) -> str:
    """The words of the first paragraph (or heading, or item), with single spaces."""
    for token in parser.parse(markdown):
        if token.type == "inline" and (words := " ".join(plain(token).split())):
            return words
    return ""


def plain(token) -> str:
    """The text of an inline token: what is emphasised or linked, but not where it leads."""
    pieces = (" " if part.type in ("softbreak", "hardbreak") else part.content for part in token.children or ())
    return "".join(pieces)


def ends_sentence(text: str) -> bool:
    """Whether a text that ends at a stop ends there: not after an initial or an abbreviation."""
    word = LAST_WORD.search(text)
    if word is None:
        return True
    last = word[1].lstrip("“‘\"'«([")
    return not (last.lower() in SHORT or (len(last) == 1 and last.isupper()))


def cut(text: str, most: int = MOST) -> str:
    """The text, or its first words and an ellipsis."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
