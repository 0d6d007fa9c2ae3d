"""The answers to one question of number on one scale, without Django. Pure.

``scale`` chooses which stretch of numbers is shown, finds places on it and names round numbers; ``rows`` places the
answers.
"""

from timeline.charts.rows import Answer, Bar, Chart, draw
from timeline.charts.scale import Scale, Tick, scale_of

__all__ = ["Answer", "Bar", "Chart", "Scale", "Tick", "draw", "scale_of"]
