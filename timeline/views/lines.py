"""The words of a quote in lines, so that a class can say “line 7”. Pure.

The lines are broken here and not by the browser: then line 7 is line 7 on every sheet, whatever its paper and fonts.
"""

import re

MOST = 60  # characters to a line: with its number it takes two thirds of a sheet, and leaves room to write beside it
BLANK = " \t\n"
PIECES = r"\n|[ \t]+|[^ \t\n]{1,%d}"  # a no-break space keeps two words together


def lines_of(words: str, most: int = MOST) -> list[str]:
    """The words in lines of at most this many characters, not counting the space at their end.

    Joined they are the words to the letter. A line ends where the words have a line break, else between two words; a
    word that is longer than a line is cut.
    """
    lines = [""]
    for piece in re.findall(PIECES % most, words):
        begins = lines[-1].endswith("\n") or (piece.strip(BLANK) and len(lines[-1]) + len(piece) > most)
        if begins and lines[-1]:
            lines.append("")
        lines[-1] += piece
    return lines if words else []


def in_lines(segments: list[dict]) -> list[list[dict]]:
    """The segments of a quote (each with its ``text``), line by line; one that goes on is cut in two."""
    lines, rest = [], [dict(segment) for segment in segments]
    for line in lines_of("".join(segment["text"] for segment in segments)):
        lines.append([])
        room = len(line)
        while room:
            cut = rest[0]["text"][:room]
            if cut:
                lines[-1].append(rest[0] | {"text": cut})
            room -= len(cut)
            rest[0]["text"] = rest[0]["text"][len(cut) :]
            if not rest[0]["text"]:
                rest.pop(0)
    return lines
