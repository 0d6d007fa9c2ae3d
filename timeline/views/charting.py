"""The chart of a question of number: every answer, and what the others force on it, in rows on one scale."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from django.utils.translation import gettext as _

from sources.fields import exact_or_none, number_text
from timeline import charts
from timeline.views import explaining, wording
from timeline.views.localise import number_in

ACCOUNT, LITERATURE, WORKED = "account", "literature", "worked"  # the kinds of rows, in their order
STRAINED = "strained"


def answer(row: dict, value: str = "value") -> charts.Answer:
    """The interval of a figure, or of what was worked out."""
    return charts.Answer(*(exact_or_none(row.get(end)) for end in ("low", "high", value)))


def chart_of(measure: dict, figures: list[dict], worked: list[dict], language: str) -> dict | None:
    """What a template draws of one measure; None where there is nothing to compare: nothing worked out, and no two
    answers that differ."""
    rows = [*rows_of(figures), *worked]
    different = {(row["answer"].low, row["answer"].high) for row in rows}
    if not figures or len(different) < 2:
        return None
    whole = measure["nature"] != "ratio"
    drawn = charts.draw([row["answer"] for row in rows], lambda number, unit: tick(number, unit, language), whole=whole)
    rows = [row | {"bar": bar} for row, bar in zip(rows, drawn.bars, strict=True)]
    return {
        "rows": rows,
        "ticks": drawn.ticks,
        "remarks": list(remarks(measure, drawn.scale, language)),
        "said": "; ".join(said(row) for row in rows),
    }


def rows_of(figures: list[dict]) -> list[dict]:
    """The answers, those of the accounts first. Where one source, or the literature, says the same twice, it is one row
    with several ``sayers``."""
    rows = {}
    for figure in sorted(figures, key=lambda figure: lane_of(figure) or 99):
        lane = lane_of(figure)
        row = {"kind": ACCOUNT if lane else LITERATURE, "lane": lane, "answer": figure["answer"], "sayers": []}
        if figure["answer"].numbers:
            rows.setdefault((lane, figure["answer"]), row)["sayers"].append(figure)
    return list(rows.values())


def lane_of(figure: dict) -> int:
    """The lane of the account that gives a figure; 0 for the literature."""
    return (figure["source"] or {}).get("lane", 0) if not figure["reference"] else 0


def worked_out(
    findings: Iterable[dict], figures: Iterable[dict], measures: Iterable[dict], language: str
) -> dict[str, list[dict]]:
    """Per measure the intervals that follow if other figures are right, each a row with those as ``others``, once."""
    by_code, found = {figure["code"]: figure for figure in figures}, {}
    percent, after = {}, {}
    for row in measures:
        percent[row["key"]] = explaining.is_percent(row["unit"], row["nature"])
        after[row["key"]] = "" if percent[row["key"]] else wording.unit_after(row["unit"], row["nature"], language)
    for row, codes, measure, apart in forced(findings, by_code):
        reached, others = answer(row, "nominal"), [by_code[code] for code in codes if code in by_code]
        if reached.numbers and others and measure in percent and not below_nothing(reached, apart):
            ends = reached.low, reached.high
            said = explaining.span(*ends, language, percent=percent[measure], apart=apart) + after[measure]
            row = {"kind": WORKED, "lane": 0, "answer": reached, "others": others, "interval": said}
            found.setdefault(measure, {}).setdefault((reached, frozenset(codes)), row)
    return {measure: list(rows.values()) for measure, rows in found.items()}


def below_nothing(reached: charts.Answer, apart: list[tuple]) -> bool:
    """Whether no number could be so small: the answers that it stands against are not."""
    floor = min((low for low, _high in apart if low is not None), default=None)
    return reached.high is not None and reached.high < 0 and floor is not None and floor >= 0


def forced(findings: Iterable[dict], figures: dict[str, dict]) -> Iterator[tuple[dict, list[str], str, list]]:
    """The intervals that arithmetic gives: each with the figures that it is worked out from, its measure, and the
    intervals that it must be seen to miss.

    Where not all can be right, a figure is worked out from the others of its set; where only rounding helps, a measure
    is worked out from those on the other side of the formula.
    """
    for finding in findings:
        for row in finding.get("forced", []):
            if claim := figures.get(row["claim"]):
                others = [code for code in finding["sets"][row["set"]] if code != row["claim"]]
                yield row, others, claim["measure"], [(claim["answer"].low, claim["answer"].high)]
        if finding["state"] == STRAINED and (row := finding.get("ranges")):
            codes = [code for code in finding["claims"] if code in figures]
            yield row, [code for code in codes if figures[code]["measure"] != row["measure"]], row["measure"], []


# --- in words ---------------------------------------------------------------------------------------------------------


def tick(number: Fraction, unit: int, language: str) -> str:
    """A number under the scale, in its unit; where that is one, round millions are said in words."""
    scales = explaining.SCALES[language]
    named = 1 if unit > 1 else next((large for large in scales if number >= large and number % large == 0), 1)
    words = number_in(number_text(number / unit / named), language)
    return f"{words} {scales[named]}" if named > 1 else words


def remarks(measure: dict, scale: charts.Scale, language: str) -> Iterator[str]:
    """What a reader of the scale must know: what it counts, and what is unusual about it."""
    units = {1: "%(unit)s", 10**3: _("%(unit)s, in thousands"), 10**6: _("%(unit)s, in millions")}
    units[10**9] = _("%(unit)s, in billions")
    yield units[scale.unit] % {"unit": measure["unit"]}
    if scale.log and scale.step == 10:
        yield _("Each step is ten times as much.")
    elif scale.log:
        yield _("Each step is %(times)s times as much.") % {"times": tick(scale.step, 1, language)}
    elif not scale.from_zero:
        yield _("The scale does not begin at 0.")


def said(row: dict) -> str:
    """A row in words alone."""
    if row["kind"] == WORKED:
        return _("worked out: %(interval)s") % {"interval": row["interval"]}
    return "; ".join(f"{figure['name']}: {figure['words']}" for figure in row["sayers"])
