"""How wide words are before anybody has set them (never less than they turn out), and numbers for a template."""

import unicodedata
from functools import lru_cache

# Widths in hundredths of an em, of DejaVu Sans: the widest of the fonts that readers are likely to have.
WIDTHS = {
    28: "ijl", 30: "IJ", 32: " .,'", 34: ":;/", 35: "f", 36: "-", 39: "t()[]", 41: "r", 50: "–", 52: "s’‘“”", 53: "z",
    55: "c", 56: "L", 58: "EFk", 60: "vxyP", 62: "abdeghnopquTSYX", 64: "0123456789?!", 66: "K", 70: "ABCRZ",
    74: "UVN", 78: "DGHOQ", 82: "w", 87: "M", 98: "m", 99: "W", 100: "—…%&",
}  # fmt: skip
EM = {character: hundredths / 100 for hundredths, characters in WIDTHS.items() for character in characters}
SAFE = 1.04  # for a font that is wider still, and for bold digits


@lru_cache(maxsize=4096)  # the same titles and years come back on every page
def width_of(words: str, size: float) -> float:
    """The px that words in the sans of the page take at a font size, at most."""
    return SAFE * size * sum(em(character) for character in unicodedata.normalize("NFD", words))


def em(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    wide = unicodedata.east_asian_width(character) in "WF" or ord(character) > 0xFFFF
    return EM.get(character) or (1.4 if wide else 0.85)


def cut(words: str, most: int) -> str:
    """The words as they are, or cut at a word so that they fit in ``most`` characters, with an ellipsis.

    Small words at the end go too: "Eleventh congress…", not "Eleventh congress of the…".
    """
    if len(words) <= most:
        return words
    kept = words[:most].split(" ")[:-1]
    if len(" ".join(kept)) < most // 2:  # one long word: better half of it than none
        kept = [words[: most - 1]]
    while len(kept) > 2 and len(kept[-1]) <= 3 and kept[-1].islower():
        kept.pop()
    return " ".join(kept).rstrip(" ,;:–-(“‘") + "…"


def percent(value: float) -> str:
    """For a template, which would write a float with the comma of the language."""
    return f"{round(value, 3) + 0:.10g}%"


def px(value: float) -> str:
    return f"{round(value, 2) + 0:.10g}"
