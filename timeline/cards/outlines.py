"""The marks of the drawing as points: an outline that the drawing gives in the words of SVG."""

import re
from math import cos, pi, sin

STEPS = 48  # of a circle


def points_of(path: str, scale: float = 1) -> list[tuple[float, float]]:
    """The corners of one closed outline. Reads what the marks are made of: M, L, H, h, V, v, and arcs of a half circle.

    Raises ValueError for anything else.
    """
    points: list[tuple[float, float]] = []
    for letter, given in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", given)]
        x, y = points[-1] if points else (0.0, 0.0)
        match letter:
            case "M" | "L":
                points += zip(numbers[0::2], numbers[1::2], strict=True)
            case "H":
                points.append((numbers[0], y))
            case "h":
                points.append((x + numbers[0], y))
            case "V":
                points.append((x, numbers[0]))
            case "v":
                points.append((x, y + numbers[0]))
            case "a":
                points += arcs(x, y, numbers)
            case "Z":
                pass
            case _:
                raise ValueError(f"No mark has {letter!r} in its outline: {path}")
    return [(x * scale, y * scale) for x, y in points]


def arcs(x: float, y: float, numbers: list[float]) -> list[tuple[float, float]]:
    """Half circles, one after another, from (x, y): each to a point straight beside it, on the same side."""
    points = []
    for start in range(0, len(numbers), 7):
        radius, _radius, _turn, _large, _sweep, across, down = numbers[start : start + 7]
        if down or abs(across) != 2 * radius:
            raise ValueError("An arc that is no half circle.")
        begin = pi if across > 0 else 0
        middle = x + across / 2
        for step in range(1, STEPS // 2 + 1):
            angle = begin + (-1 if numbers[start + 4] == 0 else 1) * 2 * pi * step / STEPS
            points.append((middle + radius * cos(angle), y + radius * sin(angle)))
        x += across
    return points
