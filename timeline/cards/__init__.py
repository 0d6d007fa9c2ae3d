"""Cards, without Django: what a page is about ─▶ the picture that goes with its link. Pure.

``layout`` finds room for the words and the marks, ``lettering`` measures and breaks lines, ``outlines`` reads the marks
of the drawing, ``painting`` makes the PNG.
"""

from timeline.cards.layout import HEIGHT, WIDTH, Card, Voice, lay_out
from timeline.cards.painting import draw

__all__ = ["HEIGHT", "WIDTH", "Card", "Voice", "draw", "lay_out"]
