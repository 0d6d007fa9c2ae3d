"""What a list of events is about, in one query: the accounts, the themes, the ways in, and lean rows to count by."""

from dataclasses import dataclass

from timeline import search
from timeline.models import PublicEvent
from timeline.views import openings, reading

MOST = 1000  # lean rows that are counted in; beyond that nothing is said in numbers
LEAN = (
    "code", "earliest", "latest", "importance", "standing", "contested", "state", "literature", "voices", "tellers",
    "themes",
)  # fmt: skip


@dataclass(frozen=True)
class Overview:
    """``events`` are lean rows of the events in which the typed words occur, the most important where there are more
    than ``MOST``; ``complete`` says that there are not. ``themes`` are those of all events."""

    accounts: list[dict]
    openings: list[dict]
    themes: list[dict]
    events: list[dict]
    complete: bool


def overview(typed: str, language: str) -> Overview:
    """What can be chosen from, and what the words that were typed leave."""
    matching = search.among(PublicEvent.objects.all(), typed, language)
    found = reading.together(
        reading.sources_named(set()),
        columns("opening", openings.standing(), openings.FIELDS),
        reading.themes(),
        columns("event", matching.foremost(MOST + 1), LEAN),
    )
    events = found.get("event", [])
    return Overview(
        accounts=reading.in_lanes(found.get("source", [])),
        openings=found.get("opening", []),
        themes=reading.each_theme(found.get("theme", [])),
        events=sorted(events[:MOST], key=lambda row: (row["earliest"], row["code"])),
        complete=len(events) <= MOST,
    )


def columns(what: str, rows, names: tuple[str, ...]):
    return reading.as_json(what, rows, **{name: name for name in names})
