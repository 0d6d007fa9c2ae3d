"""The drawing, without Django: a window of the index ─▶ what a template shows. Pure.

``windows`` says which days are drawn and where to go from there, ``ticks`` names years, months and days, ``strip``
shows the whole axis; ``stems`` finds where accounts part, ``placing`` and ``labels`` find room, ``drawing`` puts it
together.
"""

from timeline.axis.drawing import RING, SHAPES, Drawing, draw, shape_of
from timeline.axis.strip import Strip, strip
from timeline.axis.windows import Move, Window, fullest, moves, window_of

__all__ = [
    "RING",
    "SHAPES",
    "Drawing",
    "Move",
    "Strip",
    "Window",
    "draw",
    "fullest",
    "moves",
    "shape_of",
    "strip",
    "window_of",
]
