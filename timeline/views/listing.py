"""Rows of the index as the list and the drawing show them, in one language. Plain data in, plain data out."""

from collections.abc import Iterable
from itertools import groupby

from django.urls import reverse

from sources import calendars
from timeline import search
from timeline.models import PublicEvent
from timeline.views import wording
from timeline.views.asked import Asked
from timeline.views.localise import dated_words, localised, year_label
from timeline.views.reading import ringed

# These are keyed by slugs of sources, or say in which language they are: no pairs of ours.
AS_IT_IS = ("readings", "words")
SPARSE = 1.5  # events a heading; where there are fewer, the list is headed by decades


def list_row(event: PublicEvent, accounts: list[dict], language: str) -> dict:
    """An event as the list and the drawing show it."""
    row = localised({key: value for key, value in event.row.items() if key not in AS_IT_IS}, language)
    standing, meaning = wording.STANDINGS.get(event.standing, ("", ""))
    states = wording.states_in_words(row["states"])
    date_words = dated_words(row["date"], language)
    return row | {
        "code": event.code,
        "slug": event.slug,
        "href": reverse("event", args=[event.slug]),
        "importance": event.importance,
        "earliest": event.earliest,
        "latest": event.latest,
        "open_start": event.row["date"]["earliest"] is None,
        "open_end": event.row["date"]["latest"] is None,
        "contested": event.contested,
        "context": bool(accounts) and not event.voices,
        "date_words": date_words,
        "label": f"{date_words}: {row['title']}",
        "standing": {"word": standing, "meaning": meaning} if standing else None,
        "readings": event.row["readings"],
        "told": [told_by(account, event.row, language) for account in accounts],
        "contradictions": [state for state in states if state["state"] == "contradict"],
        "quiet_words": wording.quiet_words(states),
        "verdicts": wording.verdicts_in_words(row.get("verdicts", {})),
    }


def told_by(account: dict, row: dict, language: str) -> dict:
    """What one account says of an event: a line of its words, the readings of its dates (none where it is undated), or
    silence."""
    given: dict[str, set] = {}
    for reading in row["readings"].get(account["slug"], []):
        given.setdefault(dated_words(reading, language), set()).add(reading["origin"])
    silent = account["slug"] not in row["readings"]
    line = next((line for line in row.get("words", ()) if line["source"] == account["slug"]), None)
    return {
        "account": ringed(account) if silent else account,
        "silent": silent,
        "line": line and in_reach(line, language),
        "readings": [
            {"words": words, "stated": "stated" in origins, "inferred": "inferred" in origins}
            for words, origins in given.items()
        ],
    }


def in_reach(line: dict, language: str) -> dict:
    """A line of an account's words, with our translation of it for who reads the page in another language."""
    foreign = line["language"] != language
    return line | {"translation": line.get(f"translation_{language}", "") if foreign else ""}


def with_snippets(rows: list[dict], events: Iterable[PublicEvent], asked: Asked) -> list[dict]:
    """The rows of these events, each with where the words that were typed stand in it."""
    names = {account["slug"]: account["name"] for account in asked.speaking}
    found = {event.code: search.snippet(event.parts, asked.q) for event in events if event.parts}
    return [row | {"snippet": in_place(found.get(row["code"]), names)} for row in rows]


def in_place(snippet: dict | None, names: dict[str, str]) -> dict | None:
    return snippet and snippet | {"place_words": wording.place_in_words(snippet, names)}


def grouped(rows: list[dict], language: str) -> list[dict]:
    """The rows under a heading for each year; or for each decade, where a year has hardly more than one."""
    years = {calendars.year_of(row["earliest"]) for row in rows}
    size = 10 if len(years) > 3 and len(rows) < SPARSE * len(years) else 1
    runs = (list(run) for _period, run in groupby(rows, lambda row: calendars.year_of(row["earliest"]) // size))
    return [{"heading": period_words(run, language), "events": run} for run in runs]


def period_words(rows: list[dict], language: str) -> str:
    """The years in which these events begin."""
    return years_in_words(rows[0]["earliest"], rows[-1]["earliest"], language)


def years_in_words(first: int, last: int, language: str) -> str:
    """The years of two days: "1917", "1917–1938"."""
    return "–".join(dict.fromkeys(year_label(day, language) for day in (first, last)))
