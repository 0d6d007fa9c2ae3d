"""``make bench``: how long the checks take, and how much a page asks of the database, on a site of its own.

Each function measures one thing and gives a ``Result``; what misses its goal makes the exit code 1.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
SECONDS, QUERIES = "s", "queries"
ONE_EVENT, ONE_PAGE = 2, 3  # the goals: seconds and queries


class Result(NamedTuple):
    """What was measured, as a median; ``goal`` is the most it may be, None if there is none."""

    name: str
    amount: float
    unit: str
    goal: float | None = None

    @property
    def missed(self) -> bool:
        return self.goal is not None and self.amount > self.goal

    def __str__(self):
        amount = f"{self.amount:.3f}" if self.unit == SECONDS else f"{self.amount:g}"
        goal = "" if self.goal is None else f"  at most {self.goal:g}{'  MISSED' if self.missed else ''}"
        return f"{self.name:<60}{amount:>8} {self.unit:<8}{goal}"


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="wederhoor-bench-") as folder:
        prepare(folder)
        print("Events have 30 figures and 10 relations; seconds are medians.")
        missed = 0
        for result in results():
            print(result, flush=True)
            missed += result.missed
    return 1 if missed else 0


def prepare(folder: str):
    """A site with the first corpus in this folder."""
    for name in ("PRODUCTION", "DATABASE_URL", "SITE_URL", "ALLOWED_HOSTS", "DEBUG"):
        os.environ.pop(name, None)
    os.environ |= {"VAR": folder, "DJANGO_SETTINGS_MODULE": "timeline.settings"}
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    # Static files where they stand: collecting them takes long and is not measured.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    print("Making a site with the first corpus …", file=sys.stderr)
    call_command("migrate", verbosity=0)
    call_command("load_corpus", ROOT / "timeline" / "corpora" / "soviet-history", verbosity=0, stdout=sys.stderr)


def results() -> Iterator[Result]:
    for made in (economy(), economy(wrong=True), election()):
        yield findings_of_an_event(made, ONE_EVENT)
        yield arithmetic_of_an_event(made, ONE_EVENT)
    # Here each number follows from others in many ways, so that one wrong number makes hundreds of sets.
    yield findings_of_an_event(election(wrong=True), ONE_EVENT)
    yield findings_of_the_corpus()
    for name, path in pages().items():
        yield from a_page(name, path)


def timed(job: Callable, rounds: int = ROUNDS) -> float:
    """The median of so many rounds, in seconds."""
    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        job()
        took.append(time.perf_counter() - start)
    return median(took)


# Events with 30 figures and 10 relations, told by two accounts and the literature


class Event(NamedTuple):
    """A public document, and what it is called here."""

    name: str
    document: dict


SHARES = ("turnout", "share", "growth")
SHIFTS = {
    "electorate": Fraction(300_000),
    "growth_steel": Fraction(20),
    "share_east": Fraction(5),
    "all_west": Fraction(90_000),
}


def economy(*, wrong: bool = False) -> Event:
    """Ten sums by themselves; three of them do not work out if it is wrong."""
    values, formulas = {}, []
    for number, name in enumerate(("coal", "steel", "grain", "cloth"), start=3):
        before, after = Fraction(41_000 * number), Fraction(59_300 * number + 7_000)
        values |= {f"before_{name}": before, f"after_{name}": after, f"growth_{name}": 100 * (after - before) / before}
        formulas.append(f"growth_{name} = (after_{name} - before_{name}) / before_{name}")
    for number, name in enumerate(("east", "west"), start=2):
        town, land = Fraction(311_000 * number), Fraction(830_000 * number)
        values |= {f"town_{name}": town, f"land_{name}": land, f"all_{name}": town + land}
        values[f"share_{name}"] = 100 * town / (town + land)
        formulas += [f"all_{name} = town_{name} + land_{name}", f"share_{name} = town_{name} / all_{name}"]
    formulas += ["before_coal <= before_steel", "town_east <= land_east"]
    others = {"other": list(values)[:5], "": list(values)[8:13]}
    return Event("loose", document(values, formulas, others, wrong=wrong))


REGIONS = {"north": (1_203_000, 1_140_500), "east": (845_000, 801_200), "south": (2_330_000, 2_250_000), "west": (622_000, 600_100)}  # fmt: skip
FOR, AGAINST = 4_650_000, 100_000


def election(*, wrong: bool = False) -> Event:
    """One knot: four regions, their turnout, and the same of the whole."""
    electorate, voters = (Fraction(sum(numbers)) for numbers in zip(*REGIONS.values(), strict=True))
    values, formulas = {}, []
    for region, (could, did) in REGIONS.items():
        turnout = Fraction(100 * did, could)
        values |= {
            f"electorate_{region}": Fraction(could),
            f"voters_{region}": Fraction(did),
            f"turnout_{region}": turnout,
        }
        formulas.append(f"turnout_{region} = voters_{region} / electorate_{region}")
    values |= {"electorate": electorate, "voters": voters, "turnout": 100 * voters / electorate}
    values |= {"votes_for": Fraction(FOR), "votes_against": Fraction(AGAINST), "share_for": 100 * FOR / voters}
    values["invalid"] = voters - FOR - AGAINST
    formulas += [
        f"{total} = " + " + ".join(f"{total}_{region}" for region in REGIONS) for total in ("electorate", "voters")
    ]
    formulas += [
        "turnout = voters / electorate",
        "votes_for + votes_against <= voters",
        "share_for = votes_for / voters",
    ]
    formulas.append("invalid = voters - votes_for - votes_against")
    others = {
        "other": ["electorate", "voters", "turnout", "votes_for", "votes_against", "share_for"],
        "": ["electorate", "voters", "turnout", "invalid", "electorate_north"],
    }
    return Event("one knot", document(values, formulas, others, wrong=wrong))


def document(values: dict[str, Fraction], formulas: list[str], others: dict[str, list[str]], *, wrong: bool) -> dict:
    """The account "one" answers every measure, another and the literature some of them too."""
    said = {key: value + SHIFTS.get(key, 0) if wrong else value for key, value in values.items()}
    figures = [figure("one", key, value) for key, value in said.items()]
    figures += [figure(source, key, values[key]) for source, keys in others.items() for key in keys]
    made = {
        "code": "bench1",
        "accounts": ["one", "other"],
        "standing": "alleged",
        "citations": [{"quote": {"code": f"quote-{slug}", "source": slug}} for slug in ("one", "other")],
        "measures": [{"key": key, "nature": "stock", "unit_en": "people"} | share(key) for key in values],
        "figures": figures,
        "relations": [{"formula": formula} for formula in formulas],
        "orders": [],
    }
    assert (len(made["figures"]), len(made["relations"])) == (30, 10)
    return made


def share(key: str) -> dict:
    return {"nature": "ratio", "unit_en": "%"} if key.startswith(SHARES) else {}


def figure(source: str, key: str, true: Fraction) -> dict:
    """Rounded to a tenth of a per cent, or to a thousand people."""
    unit = Fraction(1, 10) if share(key) else Fraction(1000)
    value = round(true / unit) * unit
    numbers = {"value": str(value), "low": str(value - unit / 2), "high": str(value + unit / 2)}
    said = {"quote": f"quote-{source}"} if source else {"reference": {"source": "book"}}
    return {"code": f"{source or 'book'}-{key}", "measure": key} | numbers | said


def findings_of_an_event(made: Event, goal: float) -> Result:
    from timeline import documents

    found = documents.findings_of(made.document)
    sets = sum(len(row.get("sets", [])) for row in found)
    late = any(row["state"] == "undecided" or row.get("partial") for row in found)
    seconds = timed(lambda: documents.findings_of(made.document))
    return Result(f"findings, {made.name}: {sets} sets{', not all in time' if late else ''}", seconds, SECONDS, goal)


def arithmetic_of_an_event(made: Event, goal: float) -> Result:
    """All figures in one system, whoever states them."""
    from timeline.checks import arithmetic

    rows = made.document["figures"]
    answers = [
        arithmetic.Answer(row["code"], row["measure"], *(Fraction(row[key]) for key in ("low", "high", "value")))
        for row in rows
    ]
    formulas = [row["formula"] for row in made.document["relations"]]
    scales = {row["measure"]: Fraction(1, 100) for row in rows if share(row["measure"])}
    outcome = arithmetic.solve(answers, formulas, scales)
    seconds = timed(lambda: arithmetic.solve(answers, formulas, scales))
    return Result(f"solved as one, {made.name}: {outcome.state}, {len(outcome.sets)} sets", seconds, SECONDS, goal)


# The first corpus


def findings_of_the_corpus() -> Result:
    from timeline import documents
    from timeline.models import Publication, PublicEvent

    shown = PublicEvent.objects.values_list("publication", flat=True)
    rows = [row.document for row in Publication.objects.filter(pk__in=shown)]
    seconds = timed(lambda: [documents.findings_of(document) for document in rows], rounds=1)
    return Result(f"findings of the first corpus, {len(rows)} events", seconds, SECONDS)


def pages() -> dict[str, str]:
    """Pages that show what the checks found."""
    from timeline.models import PublicFinding

    election = "supreme-soviet-election-1937"
    impossible = PublicFinding.objects.filter(state="impossible").first()
    return {
        "event": f"/en/events/{election}/",
        "board": "/en/contested/",
        "findings": "/en/findings/",
        "finding": f"/en/findings/{impossible.code}/",
    }


def a_page(name: str, path: str) -> Iterator[Result]:
    """What a page asks when it is shown for the first time, and how long it takes after that."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="localhost")
    with CaptureQueriesContext(connection) as asked:
        response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    yield Result(f"page: {name}, cold", len(asked), QUERIES, ONE_PAGE)
    yield Result(f"page: {name}", timed(lambda: client.get(path)), SECONDS)


if __name__ == "__main__":
    sys.exit(main())
