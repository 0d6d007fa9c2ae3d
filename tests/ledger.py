"""``make ledger``: every address that the first corpus ever gave to readers, in ``tests/shipped/ledger.txt``.

A line that begins with a slash is an address; any other is one in each language, without its prefix. Lines are only
ever added: what a class was given keeps on answering. Text that runs on from a question mark or a number sign is no
part of it: pages with filters and places on pages follow from the page.
"""

import hashlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench import prepare

LEDGER = Path(__file__).parent / "shipped" / "ledger.txt"
FORMS = ("bib", "ris", "json")
FIXED = ("", "lessons/", "lessons/new/", "questions/", "sources/", "glossary/", "contested/", "findings/", "compare/",
         "about/", "components/", "corrections/", "feed.atom")  # fmt: skip
ONCE = ("/", "/sitemap.xml", "/robots.txt", "/favicon.ico", "/healthz", "/lessons-offline.js", "/embed/timeline/")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="wederhoor-ledger-") as folder:
        prepare(folder)
        from django.test import Client

        known = entries()
        if LEDGER.read_text().splitlines()[0] != head_of(known):
            sys.exit("The lines are not those that its head counts: get back what was lost before adding to it.")
        client = Client(HTTP_HOST="localhost")
        new = {entry for entry in candidates() if entry not in known and answers(client, entry)}
    LEDGER.write_text("\n".join([head_of(known | new), *sorted(known | new)]) + "\n")
    print(f"{len(new)} new of {len(known | new)} addresses in {LEDGER.relative_to(Path.cwd())}.")
    return 0


def head_of(lines: set[str]) -> str:
    """The first line of the ledger: how many follow, and which, so that none is lost unseen."""
    digest = hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
    return f"# {len(lines)} addresses, none of which is ever taken out; sha256 {digest[:16]}"


def entries() -> set[str]:
    """The lines of the ledger."""
    return {line for line in LEDGER.read_text().splitlines() if not line.startswith("#")}


def answers(client, entry: str) -> bool:
    """Whether there is anything at this address today."""
    return client.get(path_of(entry)).status_code in (200, 301)


def path_of(entry: str, language: str = "nl") -> str:
    """The address of a line."""
    return entry if entry.startswith("/") else f"/{language}/{entry}"


def candidates() -> Iterator[str]:
    """Every address that today's site may have; of the pages of the blind exercise, those that every exercise has."""
    from sources.models import Source
    from timeline.models import Address, Publication

    yield from (entry for entry in FIXED if entry)
    yield from ONCE
    for address in Address.objects.order_by("space", "name"):
        if address.space == Address.CODE:
            yield f"/e/{address.name}/"
            yield f"e/{address.name}/"
            yield from OF_CODES.get(address.kind, lambda code: ())(address.name)
        else:
            yield from pages_of(address.space, address.name)
    for kind, slug, number in Publication.objects.values_list("kind", "slug", "number"):
        yield f"{kind}s/{slug}/versions/{number}/"
    for slug in Source.objects.published().values_list("slug", flat=True):
        yield f"sources/{slug}/"
        yield from (f"sources/{slug}/cite.{form}" for form in FORMS)


def pages_of(kind: str, slug: str) -> Iterator[str]:
    """The pages of an event or question."""
    yield f"{kind}s/{slug}/"
    yield f"{kind}s/{slug}/versions/"
    if kind == "event":
        for sheet in ("think", "blind"):
            yield from (f"events/{slug}/{sheet}/{part}" for part in ("", "qr.svg", "qr.png"))
        yield f"events/{slug}/blind/sheet/"
        yield f"events/{slug}/present/"


def of_subject(code: str) -> Iterator[str]:
    """What hangs on the code of an event or question."""
    yield from of_page(code)
    yield f"/embed/e/{code}/"
    yield from (f"/cards/{code}-1-{language}-blind.png" for language in ("nl", "en"))


def of_page(code: str) -> Iterator[str]:
    """What hangs on the code of anything that has a page of its own."""
    yield from (f"/e/{code}/qr.{form}" for form in ("svg", "png"))
    yield from (f"/cards/{code}-1-{language}.png" for language in ("nl", "en"))
    yield from (f"e/{code}/cite.{form}" for form in FORMS)


def of_finding(code: str) -> Iterator[str]:
    """The page of a finding, and what hangs on its code."""
    yield f"findings/{code}/"
    yield from of_page(code)


def of_lesson(code: str) -> Iterator[str]:
    """The pages of a lesson, and what hangs on its code."""
    for part in ("", "key/", "blind/", "blind/qr.svg", "blind/qr.png", "present/"):
        yield f"lessons/{code}/{part}"
    yield f"/embed/lessons/{code}/"
    yield from of_page(code)


OF_CODES = {"event": of_subject, "question": of_subject, "finding": of_finding, "lesson": of_lesson}


if __name__ == "__main__":
    sys.exit(main())
