"""Answers as bars on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from timeline.axis.type import percent
from timeline.charts.scale import Scale, Tick, Words, scale_of


@dataclass(frozen=True)
class Answer:
    """From ``low`` to ``high``, None where that end is open; ``value`` is the number that is stated, if one is."""

    low: Fraction | None
    high: Fraction | None
    value: Fraction | None = None

    @property
    def numbers(self) -> list[Fraction]:
        return [number for number in (self.low, self.high, self.value) if number is not None]


@dataclass(frozen=True)
class Bar:
    """An answer across the scale: ``x1`` and ``x2`` are its ends, at the edges where they are open; ``value`` is empty
    where no number is stated."""

    x1: str
    x2: str
    value: str
    open_low: bool
    open_high: bool


@dataclass(frozen=True)
class Chart:
    scale: Scale
    ticks: list[Tick]
    bars: list[Bar]


def draw(answers: Sequence[Answer], words: Words, *, whole: bool = False) -> Chart:
    """The answers, in this order, on the scale that shows them all. At least one of them names a number."""
    open_low, open_high = (any(getattr(each, end) is None for each in answers) for end in ("low", "high"))
    numbers = [number for each in answers for number in each.numbers]
    scale = scale_of(numbers, words, whole=whole, open_low=open_low, open_high=open_high)
    return Chart(scale, scale.ticks(words), [bar(each, scale) for each in answers])


def bar(answer: Answer, scale: Scale) -> Bar:
    low = 0.0 if answer.low is None else scale.place(answer.low)
    high = 100.0 if answer.high is None else scale.place(answer.high)
    value = "" if answer.value is None else percent(scale.place(answer.value))
    return Bar(percent(low), percent(high), value, answer.low is None, answer.high is None)
