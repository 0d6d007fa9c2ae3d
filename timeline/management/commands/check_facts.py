"""``manage.py check_facts``: compute every finding anew, and compare with what readers see."""

import json
import sys

from django.core.management.base import BaseCommand, CommandError

from timeline import index, publishing
from timeline.models import Event, Publication, PublicEvent

BAR = 30  # characters of the progress bar
STATES = {"agree": "agree", "compatible": "are compatible", "contradict": "contradict", "": "nothing to compare"}


class Command(BaseCommand):
    """Exits with 1 where what is stored is not what follows from what was published."""

    help = "Compute all findings and states anew and compare them with what is stored."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="every finding and difference, as one JSON object")
        parser.add_argument(
            "--recompute", action="store_true", help="publish what differs anew, and make the index anew"
        )

    def handle(self, *args, recompute, **options):
        self.show_progress = sys.stderr.isatty()
        if recompute:
            self.recompute()
        facts, differences = self.compute()
        if options["json"]:
            self.stdout.write(json.dumps(facts | {"differences": differences}, ensure_ascii=False, indent=1))
        else:
            self.tell(facts, differences)
        if differences:
            raise CommandError(f"{len(differences)} differences; check_facts --recompute publishes what follows today.")

    def recompute(self):
        """Make the index anew, on which the orders in time rest; then publish what differs anew, touching no draft."""
        index.rebuild()
        for last in self.counted(index.latest_publications()):
            publishing.recompute(last)

    def compute(self) -> tuple[dict, list[dict]]:
        """Every finding with its event, the states of the events, and what differs from what is stored."""
        findings, differences = [], []
        for last in self.counted(index.latest_publications()):
            document, found = publishing.computed(last)
            name = f"{last.kind}s/{last.slug}"
            if last.action != Publication.WITHDRAWN and last.kind == Event.KIND:
                findings += [told(last.slug, document, row) for row in found]
            differences += [{"where": name} | row for row in differing(last.findings, found)]
            if document != last.document:
                keys = sorted(key for key in document | last.document if document.get(key) != last.document.get(key))
                differences.append({"where": name, "keys": keys})
        differences += [{"where": "index", "keys": [name]} for name in index.stale_rows()]
        rows = PublicEvent.objects.order_by("slug").values("slug", "voices", "state", "literature", "contested")
        return {"events": list(rows), "findings": findings}, differences

    def counted(self, rows):
        """The rows one by one, telling a person at a terminal how far it is."""
        for number, row in enumerate(rows, 1):
            if self.show_progress:
                done = "█" * (BAR * number // len(rows))
                self.stderr.write(f"\r{done:░<{BAR}} {number}/{len(rows)} {row.slug:.40}\033[K", ending="")
            yield row
        if self.show_progress and rows:
            self.stderr.write("")

    def tell(self, facts: dict, differences: list[dict]):
        """What was found, in words."""
        events = facts["events"]
        self.stdout.write(f"{len(events)} events, {len(facts['findings'])} findings.")
        for column, who in (("state", "accounts"), ("literature", "accounts and the record")):
            counts = {words: sum(row[column] == state for row in events) for state, words in STATES.items()}
            self.stdout.write(f"{who}: " + ", ".join(f"{count} {words}" for words, count in counts.items()))
        self.stdout.write(f"no account speaks of {sum(not row['voices'] for row in events)}.")
        for row in facts["findings"]:
            for number, words in enumerate(row.get("sets", [])):
                self.stdout.write(f"{row['event']}: of {', '.join(words)} at least one must be wrong.")
                for one in row.get("forced", []):
                    if one["set"] == number:
                        span = f"from {one.get('low', '…')} to {one.get('high', '…')}"
                        self.stdout.write(f"  {one['claim']}: {span}, if the others are right")
        for row in differences:
            said = ", ".join(f"{key} {value}" for key, value in row.items() if key != "where")
            self.stdout.write(self.style.ERROR(f"{row['where']}: {said}"))


def told(slug: str, document: dict, finding: dict) -> dict:
    """A finding with its event and with the words of its claims; what cannot all be true, and where a claim would have
    to lie if the others are right, is told in these words too."""
    words = index.words_claimed(document)
    row = {"event": slug} | finding | {"words": [words.get(code, code) for code in finding.get("claims", [])]}
    if "sets" in finding:
        row["sets"] = [[words[code] for code in codes] for codes in finding["sets"]]
        row["forced"] = [
            one | {"claim": words[one["claim"]], "code": one["claim"]} for one in finding.get("forced", [])
        ]
    return row


def differing(stored: list[dict], found: list[dict]) -> list[dict]:
    """The findings that were not stored, are no longer found, or have another state."""
    before, after = ({row["code"]: row for row in rows} for rows in (stored, found))
    return [
        {"code": code, "kind": row["kind"], "stored": state_in(before, code), "computed": state_in(after, code)}
        for code, row in (before | after).items()
        if before.get(code) != after.get(code)
    ]


def state_in(findings: dict[str, dict], code: str) -> str | None:
    return findings[code]["state"] if code in findings else None
