"""Arithmetic between measures as readers see it: signs as print has them, and a name for every key."""

from fractions import Fraction

from django.utils.translation import get_language

from timeline.checks import integrity
from timeline.checks.formulas import TOKEN, keys_in, parse_term
from timeline.views.explaining import SIGNS
from timeline.views.localise import number_in


def formula_lines(formula: str, names: dict[str, str]) -> list[dict]:
    """A formula or one side of it in pieces that no line should break: a measure (``key``, and ``what`` it is called in
    ``names``) between the ``signs`` before it, with their space, and ``after`` it. A last piece may be signs alone.
    """
    lines, signs = [], []
    for token in TOKEN.findall(formula):
        if token in names:
            lines.append({"signs": typeset(signs, before=True), "key": token, "what": names[token], "after": ""})
            signs = []
        elif token == ")" and lines and not signs:
            lines[-1]["after"] += token
        else:
            signs.append(token)
    return lines + ([{"signs": typeset(signs), "key": "", "what": "", "after": ""}] if signs else [])


def worked_out(marks: list[dict], names: dict[str, str]) -> list[str]:
    """Those of the numbers of a note that are computed, each with how: ``97.8 ≈ 91 ÷ 93 × 100``."""
    computed = [mark for mark in marks if mark.get("formula")]
    return [f"{number(mark['value'])} {sign_of(mark)} {printed(mark['formula'], names)}" for mark in computed]


def sign_of(mark: dict) -> str:
    """Whether the formula comes to the very number, or to one that is rounded to it."""
    term = parse_term(mark["formula"])
    exact = not list(keys_in(term)) and integrity.result_of(term, {}) == Fraction(mark["value"])
    return "=" if exact else "≈"


def printed(formula: str, names: dict[str, str]) -> str:
    """A formula in one line, with a name for every key."""
    return typeset([names.get(token, token) for token in TOKEN.findall(formula)])


def typeset(tokens: list[str], *, before: bool = False) -> str:
    """Signs and numbers as print has them, with a space behind where something follows that is not in brackets."""
    words = " ".join(SIGNS.get(token) or number(token) for token in tokens).replace("( ", "(").replace(" )", ")")
    return words + " " if before and words and not words.endswith("(") else words


def number(token: str) -> str:
    """A number as the reader's language writes it; anything else as it is."""
    return number_in(token, get_language() or "nl") if token[0].isdigit() else token


def names_of(measures: list[dict]) -> dict[str, str]:
    """What the measures of an event, in one language, are called in a formula: by their short name if they have one."""
    return {row["key"]: row.get("name") or row["what"].rstrip("?") for row in measures}
