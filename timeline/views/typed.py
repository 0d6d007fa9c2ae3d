"""A date as a reader types it into the filter: ``1917``, ``1917-10-25``, ``maart 1922``, ``27 March 1922``."""

import re
from functools import lru_cache

from django.conf import settings
from django.utils.dates import MONTHS
from django.utils.translation import override

from sources import dates

YEAR = re.compile(r"(-?)(\d{1,4})")
NAMED = re.compile(r"(?:(\d{1,2})\s+)?([^\W\d]+)\s+(\d{1,4})")


def day_of(text: str, end: str) -> int | None:
    """The first (``earliest``) or last (``latest``) day of what was typed; None for nothing, or an open end.

    Raises Refusal where it cannot be read.
    """
    return getattr(dates.parse_event_date(as_edtf(text)), end) if text else None


def as_edtf(text: str) -> str:
    """The same in the notation that dates are kept in; what is neither a bare year nor named by a month stays."""
    if found := YEAR.fullmatch(text):
        return f"{found[1]}{found[2]:0>4}"
    found = NAMED.fullmatch(text)
    month = found and months().get(found[2].lower())
    if not month:
        return text
    return f"{found[3]:0>4}-{month:02}" + (f"-{found[1]:0>2}" if found[1] else "")


@lru_cache(maxsize=1)
def months() -> dict[str, int]:
    """The number of every month by its name, in all languages of the site."""
    named = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            named |= {str(name).lower(): number for number, name in MONTHS.items()}
    return named
