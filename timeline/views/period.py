"""The stretch of time that a list of events and its drawing show, in words, and what lies before and after it."""

from dataclasses import dataclass

from django.utils.translation import get_language

from timeline import axis
from timeline.views.asked import Asked, typed_day
from timeline.views.facets import Facets, count_outside, outside_of
from timeline.views.listing import years_in_words


@dataclass(frozen=True)
class Period:
    """The ``days`` that the reader asked for, or where nothing is asked the years in which most happens.

    ``shown`` counts the events of the period and ``whole`` all there are; None where that is not known.
    """

    days: tuple[int | None, int | None]
    words: str
    shown: int | None
    whole: int | None
    earlier: dict | None
    later: dict | None

    @classmethod
    def of(cls, asked: Asked, facets: Facets) -> "Period":
        """The period of a page."""
        days, words = asked.days, f"{asked.first}–{asked.last}" if asked.first and asked.last else ""
        before, after = facets.earlier, facets.later
        if not asked.filtered and facets.fitting:
            window = axis.fullest(facets.fitting)
            days, words = (window.first, window.last), years_in_words(window.first, window.last, get_language())
            before, after = count_outside(facets.fitting, days)
        first, last = days
        return cls(
            days=days,
            words=words,
            shown=len(facets.fitting) - before - after if facets.complete else None,
            whole=facets.whole if facets.complete and not asked.q else None,
            earlier=beyond(asked, facets, None, first - 1) if facets.complete and before else None,
            later=beyond(asked, facets, last + 1, None) if facets.complete and after else None,
        )

    def hold(self, rows):
        """Those of the events that touch the period."""
        return rows.between(*self.days)


def beyond(asked: Asked, facets: Facets, first: int | None, last: int | None) -> dict:
    """The events of the days before or after the period, as a link; what reaches into the period is among them."""
    count = sum(not outside_of(row, (first, last)) for row in facets.fitting)
    since = "" if first is None else typed_day(first, "from")
    until = "" if last is None else typed_day(last, "to")
    return {"count": count, "url": asked.between(since, until)}
