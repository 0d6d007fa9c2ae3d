"""The stretch of time that a list of events and its drawing show, in words, and what lies before and after it."""

from dataclasses import dataclass

from django.utils.translation import get_language

from timeline import axis
from timeline.views.asked import Asked, typed_day
from timeline.views.facets import Facets, count_outside
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
            earlier=beyond(asked, before, "", typed_day(first - 1, "to")) if facets.complete and before else None,
            later=beyond(asked, after, typed_day(last + 1, "from"), "") if facets.complete and after else None,
        )

    def hold(self, rows):
        """Those of the events that touch the period."""
        return rows.between(*self.days)


def beyond(asked: Asked, count: int, first: str, last: str) -> dict:
    """The events before or after the period, as a link."""
    return {"count": count, "url": asked.between(first, last)}
