"""What arithmetic found, as a reader can work it out again: the numbers as stated, and how far rounding takes them."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from django.utils.translation import gettext as _

from sources.fields import exact_number, exact_or_none
from sources.refusal import Refusal
from timeline.checks import formulas
from timeline.checks.arithmetic import EXPLAINED
from timeline.views import explaining, wording
from timeline.views.explaining import HUNDREDTH, WORKING_FIGURES, Ends
from timeline.views.formulas import names_of

FOLLOWED = 6  # numbers that clash: of more, one chain of steps is enough to read
OPEN: Ends = (None, None)
MOST_FIGURES = 10


class Sums:
    """The measures and figures of an event in one language: the ``raw`` document has the exact numbers, ``measures``
    and ``figures`` are what its page shows."""

    def __init__(self, raw: dict, measures: list[dict], figures: list[dict], language: str):
        self.language = language
        self.names = names_of(measures)
        self.measures = {row["key"]: row | {"name": self.names[row["key"]]} for row in measures}
        self.scales = {row["key"]: formulas.scale_of(row["unit_en"], row["nature"]) for row in raw.get("measures", [])}
        shown = {row["code"]: row for row in figures}
        self.figures = {row["code"]: self.figure(row, shown[row["code"]]) for row in raw.get("figures", [])}

    # --- figures in words ---------------------------------------------------------------------------------------------

    def figure(self, raw: dict, shown: dict) -> dict:
        """A figure with its exact ends and value, its range in words, and why it has that range."""
        low, high, value = (exact_or_none(raw.get(name)) for name in ("low", "high", "value"))
        key, hedge = raw["measure"], raw.get("hedge", "")
        language = shown["quoted"]["language"] if shown["quoted"] else (shown["source"] or {}).get("language", "")
        foreign = language != self.language and value is not None and not hedge
        whole = self.whole(key)
        said = explaining.countable(low, high) if whole else (low, high)
        return shown | {
            "ends": (low, high),
            "said": said,
            "exact": None if hedge else value,
            "language": language,
            # In our own sentences for readers of another language; the words themselves stand in the quote.
            "reading": self.number(key, value) if foreign else "",
            "range": self.span(key, said, exact=True),
            "why": wording.why_range(hedge, low, high, value, self.language, whole=whole),
            "asks": self.measures[key],
        }

    def percent(self, key: str) -> bool:
        return self.scales[key] == HUNDREDTH

    def whole(self, key: str) -> bool:
        """Whether its answers are counts of whole things."""
        return self.measures[key]["nature"] != "ratio"

    def nearest(self, key: str, value: Fraction, **rounding) -> tuple[str, Fraction]:
        return explaining.nearest(value, self.language, percent=self.percent(key), **rounding)

    def number(self, key: str, value: Fraction, **rounding) -> str:
        return explaining.number(value, self.language, percent=self.percent(key), **rounding)

    def span(self, key: str, ends: Ends, **rounding) -> str:
        kind = {"percent": self.percent(key), "whole": self.whole(key)}
        return explaining.span(*ends, self.language, **kind, **rounding)

    def each_end(self, key: str, ends: Ends, **rounding) -> tuple[str, str]:
        return explaining.each_end(*ends, self.language, percent=self.percent(key), **rounding)

    def written(self, term: formulas.Term, words: Mapping[str, str]) -> str:
        return explaining.written(term, words, self.language)

    def relation(self, formula: str) -> dict:
        """A formula with the names of its measures, and what each of them asks."""
        try:
            read = formulas.parse(formula)
        except Refusal:  # stored before formulas were checked at entry
            return {"words": formula, "asked": []}
        left, right = (self.written(side, self.names) for side in (read.left, read.right))
        asked = [self.measures[key] for key in read.keys if key in self.measures]
        return {"words": f"{left} {explaining.SIGNS[read.sign]} {right}", "asked": asked}

    # --- one relation by itself ---------------------------------------------------------------------------------------

    def by_itself(self, found: dict) -> dict:
        """One relation held against the figures of one side: as stated, and as far as rounding can take it."""
        rows = [self.figures[code] for code in found["claims"] if code in self.figures]
        formula = next(iter(found.get("relations", [])), "")
        measured = {row["measure"]: row for row in rows}
        relation = self.relation(formula) if formula else {"words": "", "asked": []}
        told = {"relation": relation, "sum": None, "sides": None}
        if not relation["asked"]:
            return told
        ranges = found.get("ranges") or {}
        if len(measured) == len(rows):
            told["sum"] = self.equation(ranges, measured) if ranges else self.inequality(formula, measured)
        return told if told["sum"] else told | {"sides": self.both_ranges(formula, rows)}

    def both_ranges(self, formula: str, rows: list[dict]) -> dict | None:
        """As far as the numbers leave room, what either side of a relation can be."""
        read, entering = formulas.parse(formula), {}
        for row in rows:
            ends = explaining.scaled(row["said"], 1 / self.scales[row["measure"]])
            entering[row["measure"]] = meet(entering.get(row["measure"], OPEN), ends)
        told = []
        for side in (read.left, read.right):
            ends = [found and found[0] for found in (explaining.extreme(side, entering, end) for end in (0, 1))]
            key = side.key if isinstance(side, formulas.Name) else None
            percent = any(self.percent(name) for name in read.results) if key is None else self.percent(key)
            ends = explaining.scaled(ends, HUNDREDTH if percent else 1)
            if ends == OPEN:
                return None
            words = explaining.span(*ends, self.language, percent=percent, exact=key is not None)
            told.append({"words": self.written(side, self.names), "range": words})
        return {"both": told, "sign": read.sign}

    def equation(self, ranges: dict, measured: Mapping[str, dict]) -> dict | None:
        """What one side comes to, beside the number that is stated for it."""
        stated, term = measured.get(ranges["measure"]), formulas.parse_term(ranges["expression"])
        used = [measured[key] for key in dict.fromkeys(formulas.keys_in(term)) if key in measured]
        if (
            stated is None
            or stated["exact"] is None
            or "nominal" not in ranges
            or any(row["exact"] is None for row in used)
        ):
            return None
        key, ends = ranges["measure"], ends_of(ranges)
        nominal = exact_number(ranges["nominal"])
        half = half_width(stated["ends"]) or Fraction(0)
        claimed = self.number(key, stated["exact"])
        return {
            "sum": self.written(term, {row["measure"]: self.number(row["measure"], row["exact"]) for row in used}),
            "comes_to": self.nearest(key, nominal)[0],
            "claimed": claimed,
            "works_out": self.number(key, nominal, finest=half) == claimed,
            "exactly": nominal == stated["exact"],
            "stated": stated,
            "rounded": [row for row in used if row["said"][0] != row["said"][1]],
            "range": self.span(key, ends, apart=[stated["ends"]]),
        }

    def inequality(self, formula: str, measured: Mapping[str, dict]) -> dict | None:
        """Both sides of what is at most, or at least, something else; None where a number is missing, or one side would
        be divided by nothing as it is stated."""
        read = formulas.parse(formula)
        if any(key not in measured or measured[key]["exact"] is None for key in read.keys):
            return None
        values = {key: measured[key]["exact"] * self.scales[key] for key in read.keys}
        said = {key: self.number(key, measured[key]["exact"]) for key in read.keys}
        try:
            sides = [self.side(side, values, said) for side in (read.left, read.right)]
        except ZeroDivisionError:
            return None
        return {"sides": sides, "sign": explaining.SIGNS[read.sign]}

    def side(self, term: formulas.Term, values: Mapping[str, Fraction], said: Mapping[str, str]) -> dict:
        words = self.written(term, said)
        total = formulas.evaluated(term, values)
        comes_to, said = explaining.nearest(total, self.language)
        worked_out = isinstance(term, formulas.Operation)
        return {"sum": words, "comes_to": comes_to if worked_out else "", "exactly": said == total}

    # --- all of them together -----------------------------------------------------------------------------------------

    def sets(self, found: dict) -> list[dict]:
        """The smallest sets of numbers that clash, as many as are explained, with what the others force on each number.

        ``shown`` is the chain of steps that is easiest to follow.
        """
        told = []
        for place, codes in enumerate(found.get("sets", [])[:EXPLAINED]):
            rows = [self.figures[code] for code in codes]
            forced = [one for one in found.get("forced", []) if one["set"] == place]
            chains = [self.chain(one, rows) for one in forced]
            shown = min(chains, key=hard_to_follow, default=None)
            others = [chain for chain in chains if chain is not shown] if len(rows) <= FOLLOWED else []
            possible = [chain for chain in chains if not chain["never"]]
            never = len(chains) - len(possible)
            told.append(
                {"number": place + 1, "numbers": rows, "chains": possible, "never": never}
                | {"shown": shown, "others": others}
            )
        return told

    def chain(self, forced: dict, rows: list[dict]) -> dict:
        """What the other numbers of a set force on one of them, step by step."""
        claim = next(row for row in rows if row["code"] == forced["claim"])
        others, key = [row for row in rows if row is not claim], claim["measure"]
        ends = ends_of(forced)
        gap = gap_of(ends, claim["ends"])
        return {
            "claim": claim,
            "others": others,
            "range": self.span(key, ends, apart=[claim["ends"]]),
            "never": self.whole(key) and ends[1] is not None and ends[1] < 0,
            "over": self.percent(key) and (ends[1] is None or ends[1] > 100),
            "above": gap is not None and gap > 0,
            "gap": self.gap(key, abs(gap)) if gap else "",
            "relative": abs(gap) / max(map(abs, filter(None, claim["ends"]))) if gap and any(claim["ends"]) else 0,
            "steps": self.steps(forced.get("steps", []), others, claim),
        }

    def gap(self, key: str, gap: Fraction) -> str:
        """A difference in words, rounded down."""
        words = explaining.number(gap, self.language, finest=gap / 10, down=True)
        return _("%(number)s percentage points") % {"number": words} if self.percent(key) else words

    def steps(self, rows: list[dict], others: list[dict], claim: dict) -> list[dict]:
        """Each step with its sum in words, worked out at both ends where that is how it was found."""
        known: dict[str, Known] = {}
        for row in others:
            before = known[row["measure"]].ends if row["measure"] in known else OPEN
            known[row["measure"]] = Known(self, row["measure"], meet(before, row["ends"]), exact=True)
        told = []
        for row in rows:
            told.append(self.step(row, known, claim))
            known[row["measure"]] = Known(self, row["measure"], ends_of(row))
        return told

    def step(self, row: dict, known: Mapping[str, "Known"], claim: dict) -> dict:
        """That a measure is what a relation makes of others, and so lies in a range."""
        key, ends = row["measure"], ends_of(row)
        term = formulas.parse_term(row["expression"]) if row.get("expression") else None
        low, high = (self.worked(term, known, key, ends, end) for end in (0, 1))
        read = formulas.parse(row["relation"])
        used = formulas.keys_in(term) if term else (name for name in read.keys if name != key)
        return {
            "name": self.names[key],
            "relation": self.relation(row["relation"])["words"],
            "equation": f"{self.names[key]} {explaining.SIGNS[row['sign']]} {self.written(term, self.names)}"
            if term
            else "",
            "low": low,
            "high": high,
            "range": self.span(key, ends, apart=[claim["ends"]] if key == claim["measure"] else []),
            "known": [known[name] for name in dict.fromkeys(used) if name in known],
        }

    def worked(self, term, known: Mapping[str, "Known"], key: str, ends: Ends, end: int) -> dict | None:
        """The sum that gives this end of a range, in numbers, and what it comes to; None where no choice of ends gives
        it. The numbers have as many figures as it takes for a calculator to confirm the line."""
        if term is None or ends[end] is None:
            return None
        entering = {name: explaining.scaled(one.ends, 1 / self.scales[name]) for name, one in known.items()}
        chosen = explaining.ends_for(term, entering, ends[end] * self.scales[key], end)
        if chosen is None:
            return None
        for figures in range(WORKING_FIGURES, MOST_FIGURES):
            said = {name: known[name].working(at, figures) for name, at in chosen.items()}
            values = {name: value * self.scales[name] for name, (_words, value) in said.items()}
            total = formulas.evaluated(term, values) / self.scales[key]
            words, shown = self.nearest(key, total)
            if shown == self.nearest(key, ends[end])[1]:
                break
        sum_ = self.written(term, {name: words for name, (words, _value) in said.items()})
        return {"sum": sum_, "comes_to": words, "exactly": shown == total}


class Known:
    """What is known of a measure on the way: its range and the words for it; ``exact`` where sources state it."""

    def __init__(self, sums: Sums, key: str, ends: Ends, *, exact: bool = False):
        self.sums, self.key, self.exact, self.name = sums, key, exact, sums.names[key]
        self.ends = ends
        self.shown = explaining.countable(*ends) if exact and sums.whole(key) else ends
        self.range = sums.span(key, self.shown, exact=exact)

    def working(self, end: int, figures: int) -> tuple[str, Fraction]:
        """An end as a calculation has it: to the letter where a source states it, else with so many figures."""
        if self.exact:
            return self.sums.each_end(self.key, self.shown, exact=True)[end], self.shown[end]
        return self.sums.nearest(self.key, self.ends[end], figures=figures)


def ends_of(row: Mapping) -> Ends:
    """The ends of a range as a finding stores them."""
    return tuple(exact_or_none(row.get(name)) for name in ("low", "high"))


def meet(one: Ends, other: Ends) -> Ends:
    """What two ranges have in common."""
    lows, highs = ([end for end in pair if end is not None] for pair in zip(one, other, strict=True))
    return max(lows, default=None), min(highs, default=None)


def common(ranges: Iterable[Ends]) -> Ends:
    """What all of these have in common."""
    left = OPEN
    for one in ranges:
        left = meet(left, one)
    return left


def gap_of(ends: Ends, other: Ends) -> Fraction | None:
    """How far a range lies above another (or below: then it is negative); None where they touch."""
    if ends[0] is not None and other[1] is not None and ends[0] > other[1]:
        return ends[0] - other[1]
    if ends[1] is not None and other[0] is not None and ends[1] < other[0]:
        return ends[1] - other[0]
    return None


def half_width(ends: Ends) -> Fraction | None:
    return None if None in ends else (ends[1] - ends[0]) / 2


def hard_to_follow(chain: dict) -> tuple:
    """Few steps are easier than many, and steps than none; a number of an account is what readers ask after, rather
    than one of the literature; numbers are easier than shares. Then what lies furthest apart."""
    claim = chain["claim"]
    asked_after = claim["reference"] is not None, claim["asks"]["nature"] == "ratio"
    return not chain["steps"], *asked_after, len(chain["steps"]), -chain["relative"]
