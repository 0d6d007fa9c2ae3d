"""Which stretch of numbers is shown, where each number lies on it, and which ones are named beneath.

The scale begins and ends on a round number. It is linear, and lies where the answers are: it begins at nothing only
where that costs little. Answers that are many times apart, and all above nothing, lie on a logarithmic scale.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from math import log10

from timeline.axis.ticks import round_steps
from timeline.axis.type import percent, width_of

SIZE = 12  # px: the words under the scale (chart.css sets them)
GAP = 12  # px between two of them
NARROW, WIDE = 270, 600  # px: the least that a scale is wide, and from where on it shows its fine words
MOST = 6  # steps, so that the eye need not count
APART = 50  # times: what lies further apart cannot be read on a linear scale
AIR, OPEN_AIR = Fraction(4, 100), Fraction(15, 100)  # of the stretch, beyond the last end; beyond an open one
UNITS = {10**9: 10**9, 10**6: 10**6, 10**3: 10**5}  # in which numbers from so much on are written: words stay short
Words = Callable[[Fraction, int], str]  # a number written in a unit of so many


@dataclass(frozen=True)
class Tick:
    """A round number, ``place`` percent from the left; its words begin there, end there, or stand in the middle of it.
    Where they are ``fine`` they have room only on a wide scale."""

    number: Fraction
    place: float
    words: str
    anchor: str
    fine: bool

    @property
    def x(self) -> str:
        return percent(self.place)


@dataclass(frozen=True)
class Scale:
    """From ``first`` to ``last`` in steps of ``step``: so much is added at each, or, where ``log``, it is multiplied by
    so much. Ticks are written in units of ``unit``."""

    first: Fraction
    last: Fraction
    step: Fraction
    log: bool
    unit: int

    @property
    def from_zero(self) -> bool:
        return self.first <= 0 <= self.last

    def place(self, number: Fraction) -> float:
        """How far a number lies from the left, in percent; never beyond the edges."""
        if self.log and number <= 0:
            return 0.0
        first, last, at = (magnitude(each) if self.log else each for each in (self.first, self.last, number))
        return min(max(float((at - first) / (last - first) * 100), 0.0), 100.0)

    def numbers(self) -> list[Fraction]:
        """The round numbers, both ends among them."""
        found = [self.first]
        while found[-1] < self.last:
            found.append(found[-1] * self.step if self.log else found[-1] + self.step)
        return found

    def ticks(self, words: Words) -> list[Tick]:
        """The round numbers in words; where not all have room on a narrow scale, every second, third … of them has."""
        numbers = self.numbers()
        said = [words(number, self.unit) for number in numbers]
        every = next(few for few in count(1) if few > len(numbers) or self.fits(numbers[::few], said[::few], NARROW))
        if not self.fits(numbers, said, WIDE):
            said = [each if index % every == 0 else "" for index, each in enumerate(said)]
        return [
            Tick(number, at := self.place(number), each, anchor(at), index % every > 0)
            for index, (number, each) in enumerate(zip(numbers, said, strict=True))
        ]

    def fits(self, numbers: Sequence[Fraction], said: Sequence[str], wide: int) -> bool:
        """Whether the words of these numbers stand side by side in so many px."""
        taken = -GAP
        for number, each in zip(numbers, said, strict=True):
            at, width = self.place(number), width_of(each, SIZE)
            left = at / 100 * wide - width * {"start": 0, "middle": 0.5, "end": 1}[anchor(at)]
            if left < taken + GAP:
                return False
            taken = left + width
        return taken <= wide

    def has_room(self, words: Words) -> bool:
        return not any(tick.fine for tick in self.ticks(words))


def anchor(place: float) -> str:
    """Where words begin, end, or have their middle, so that none sticks out."""
    return "start" if place == 0 else "end" if place == 100 else "middle"


def scale_of(
    numbers: Sequence[Fraction], words: Words, *, whole: bool = False, open_low: bool = False, open_high: bool = False
) -> Scale:
    """The scale that shows all of these numbers, and room beyond them where an end is open.

    ``whole``: only whole numbers can be counted, so no others are named.
    """
    low, high = min(numbers), max(numbers)
    if low > 0 and high > APART * low:
        return logarithmic(low, high)
    low, high = stretch(low, high, whole)
    reach = high - low
    low, high = -outward(-low, reach, open_low), outward(high, reach, open_high)
    return linear(low, high, words, whole)


def stretch(low: Fraction, high: Fraction, whole: bool) -> tuple[Fraction, Fraction]:
    """The two ends, or, where they are one number, a little to either side of it."""
    if low < high:
        return low, high
    around = Fraction(1) if whole else abs(low) / 20 or Fraction(1)
    return (max(low - around, Fraction(0)) if low >= 0 else low - around), high + around


def outward(end: Fraction, reach: Fraction, is_open: bool) -> Fraction:
    """A little further up than an end; but no further than nothing, which is shown where that costs little."""
    if -2 * reach <= end <= 0:
        return Fraction(0)
    further = end + reach * (OPEN_AIR if is_open else AIR)
    return min(further, Fraction(0)) if end < 0 else further


def linear(low: Fraction, high: Fraction, words: Words, whole: bool) -> Scale:
    """In the smallest round steps whose words find room."""
    smallest = Fraction(10) ** (int(magnitude(high - low)) - 3)
    for step in round_steps(max(smallest, Fraction(1)) if whole else smallest):
        first, last = low // step * step, -(-high // step) * step
        scale = Scale(Fraction(first), Fraction(last), Fraction(step), False, unit_of(first, last))
        if (last - first) / step <= MOST and ((last - first) / step <= 1 or scale.has_room(words)):
            return scale
    raise AssertionError("the steps have no end")


def logarithmic(low: Fraction, high: Fraction) -> Scale:
    """In powers of ten; or of a hundred, a thousand … where those were too many."""
    bottom = power_below(low)
    tens = next(number for number in count(1) if Fraction(10) ** (bottom + number) >= high)
    stride = -(-tens // MOST)
    first, step = Fraction(10) ** bottom, Fraction(10) ** stride
    return Scale(first, first * step ** -(-tens // stride), step, True, 1)


def power_below(number: Fraction) -> int:
    """The largest power of ten that is not above a number, exactly."""
    power = int(magnitude(number)) - 2
    while Fraction(10) ** (power + 1) <= number:
        power += 1
    return power


def magnitude(number: Fraction) -> float:
    """The logarithm of a number that may be larger than any float."""
    return log10(number.numerator) - log10(number.denominator)


def unit_of(first: Fraction, last: Fraction) -> int:
    """The largest unit for the numbers of a scale."""
    return next((unit for unit, least in UNITS.items() if max(abs(first), abs(last)) >= least), 1)
