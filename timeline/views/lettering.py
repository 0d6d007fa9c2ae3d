"""A long list under the first letters of what it is sorted by. Pure."""

import unicodedata
from itertools import groupby

LETTERED = 30  # from so many rows on a list is divided


def folded(words: str) -> str:
    """Words as they are sorted: without capitals, accents, or marks before the first letter."""
    plain = "".join(sign for sign in unicodedata.normalize("NFD", words) if not unicodedata.combining(sign)).casefold()
    return plain.lstrip("".join({sign for sign in plain if not sign.isalnum()}))


def by_letter(name: str, rows: list[dict]) -> dict:
    """Rows with their key (``sorted_by``, folded) as sorted groups with a letter each; a short list in one piece.

    ``name`` begins the anchors.
    """
    rows = sorted(rows, key=lambda row: row["sorted_by"])
    if len(rows) < LETTERED:
        return {"count": len(rows), "groups": [{"letter": "", "rows": rows}] if rows else []}
    groups = [
        {"letter": letter, "anchor": f"{name}-{letter.casefold()}", "rows": list(found)}
        for letter, found in groupby(rows, key=lambda row: first_letter(row["sorted_by"]))
    ]
    return {"count": len(rows), "groups": groups}


def first_letter(words: str) -> str:
    """The letter under which words stand; all that begins with a number stands together."""
    return words[0].upper() if words[:1].isalpha() else "0-9"
