"""Two events that are one: what the one holds goes over to the other, and comes back when that was a mistake.

Nothing of it is public before the event that stays is published: then ``publishing`` withdraws the other, whose links
lead here from then on, and publishes it again when the event that stays is published after an ``undo``. Codes stay the
same throughout, so that links to quotes, figures and notes live on.
"""

import re

from django.db import transaction

from sources.refusal import gettext_noop
from timeline import documents, publishing, shape
from timeline.models import Event, Figure, Note
from timeline.publishing import EVIDENCE, NotMergeable

# What the rows of each list are known by; orders by two keys, and the other lists by themselves.
KEYS = {"citations": "quote", "measures": "key", "figures": "code", "relations": "formula", "notes": "code"}
LISTS = ("themes", "pointers", "merged", *KEYS, "orders")
NAME = re.compile(r"[a-z][a-z0-9_]*")

# --- what comes over, and what goes back: dictionaries in, dictionaries out -------------------------------------------


def key_of(name: str, row) -> str | tuple:
    """What a row of one of the LISTS is known by in its event."""
    if isinstance(row, str):
        return row
    if name == "citations":
        return row["quote"]["code"]
    return (row["event"], row.get("quote", "")) if name == "orders" else row[KEYS[name]]


def joined(winner: dict, loser: dict, answers: dict[str, str]) -> dict:
    """The winner with what it lacks of the loser. ``answers``: the codes of the loser's findings as the winner's."""
    loser = translated(loser, names_in(winner, loser), answers)
    whole = dict(winner)
    for name in LISTS:
        held = {key_of(name, row) for row in winner.get(name, [])}
        rows = [row for row in loser.get(name, []) if key_of(name, row) not in held]
        whole[name] = winner.get(name, []) + rows
    own = {note["code"] for note in whole["notes"]}
    whole["merged"] = sorted({*whole["merged"], loser["code"]})
    whole["pointers"] = [code for code in whole["pointers"] if code not in own]
    both = {winner["code"], *whole["merged"]}
    whole["orders"] = [row for row in whole["orders"] if row["event"] not in both]
    return whole


def names_in(winner: dict, loser: dict) -> dict[str, str]:
    """What the loser's measures are called in the winner: a key that stands for something else there gets a number.

    Where the winner holds the very same measure, under whatever key, its answers are compared with those.
    """
    asked = {said(row): row["key"] for row in reversed(winner.get("measures", []))}
    taken = {row["key"] for row in winner.get("measures", [])}
    names = {}
    for row in loser.get("measures", []):
        key = row["key"]
        if (key, said(row)) in {(one["key"], said(one)) for one in winner.get("measures", [])}:
            names[key] = key
            continue
        if said(row) in asked:
            names[key] = asked[said(row)]
            continue
        tries = (key if number == 1 else f"{key[:36]}_{number}" for number in range(1, 1000))
        names[key] = next(name for name in tries if name not in taken)
        taken.add(names[key])
    return names


def said(measure: dict) -> str:
    """What a measure asks, apart from its key."""
    return repr(sorted((name, value) for name, value in measure.items() if name != "key"))


def translated(event: dict, names: dict[str, str], answers: dict[str, str]) -> dict:
    """The event with its measures called by other keys, and its findings by other codes."""

    def spelt(formula: str) -> str:
        return NAME.sub(lambda found: names.get(found[0], found[0]), formula)

    notes = []
    for note in event.get("notes", []):
        numbers = [
            row | ({"formula": spelt(row["formula"])} if "formula" in row else {}) for row in note.get("numbers", [])
        ]
        finding = note.get("finding", "")
        changed = ({"numbers": numbers} if numbers else {}) | (
            {"finding": answers.get(finding, finding)} if finding else {}
        )
        notes.append(note | changed)
    return event | {
        "measures": [row | {"key": names[row["key"]]} for row in event.get("measures", [])],
        "figures": [row | {"measure": names[row["measure"]]} for row in event.get("figures", [])],
        "relations": [row | {"formula": spelt(row["formula"])} for row in event.get("relations", [])],
        "notes": notes,
    }


def bare(event: dict) -> dict:
    """The event without its evidence: what it was called, when it was, and what that leans on."""
    return {name: value for name, value in event.items() if name not in (*EVIDENCE, "merged")}


def parted(winner: dict, former: dict, before: dict | None, then: dict) -> dict:
    """The winner without what came from an event whose ``former`` dictionary this is; ``then`` is the winner as it was
    merged, and ``before`` as it was just before that (None where that is not known). What the winner's own evidence
    rests on stays."""
    came = translated(former, names_in(then, former), {})
    came["merged"] = [*former.get("merged", []), former["code"]]
    left = {}
    for name in LISTS:
        gone = {key_of(name, row) for row in came.get(name, [])}
        gone -= {key_of(name, row) for row in (before or {}).get(name, [])}
        left[name] = [row for row in winner.get(name, []) if key_of(name, row) not in gone]
    for name in ("pointers", "orders"):  # what pointed from the one to the other fell away with the merge
        held = {key_of(name, row) for row in left[name]}
        fell = [row for row in (before or {}).get(name, []) if points_at(row, former)]
        left[name] += [row for row in fell if key_of(name, row) not in held]
    return winner | left | rested_on(winner, left)


def points_at(row, event: dict) -> bool:
    """Whether a pointer or an order leads to this event."""
    codes = [event["code"], *event.get("merged", []), *(note["code"] for note in event.get("notes", []))]
    return (row if isinstance(row, str) else row["event"]) in codes


def rested_on(winner: dict, left: dict) -> dict:
    """The winner's citations and measures, with those that something which is ``left`` names."""
    quotes = {row.get("quote") for name in ("figures", "notes", "orders") for row in left[name]}
    measures = {row["measure"] for row in left["figures"]}
    measures |= {key for row in left["relations"] for key in NAME.findall(row["formula"])}
    cited = {key_of("citations", row) for row in left["citations"]} | quotes
    asked = {row["key"] for row in left["measures"]} | measures
    return {
        "citations": [row for row in winner.get("citations", []) if key_of("citations", row) in cited],
        "measures": [row for row in winner.get("measures", []) if row["key"] in asked],
    }


# --- the verbs --------------------------------------------------------------------------------------------------------


@transaction.atomic
def merge(loser: Event, into: Event, *, by=None, by_name: str = "", reason: str = "") -> Event:
    """Let one event take in another: a new revision of both, and nothing public yet.

    What the one that stays lacks of the other's evidence goes over to it; the other is left empty. Raises NotMergeable,
    Conflict, or ShapeError where the two do not fit together.
    """
    refuse(loser, into)
    data = shape.to_dict(loser)
    whole = joined(shape.to_dict(into), data, answers_of(loser, into))
    publishing.begin(into, into.revision)
    publishing.begin(loser, loser.revision)
    Event.objects.filter(merged_into=loser).update(merged_into=into)
    hand_over(data, into)
    shape.from_dict(whole, Event.KIND, mend=False)
    shape.from_dict(bare(data), Event.KIND, mend=False)
    sign(loser, by, by_name, reason or gettext_noop("merged into another event"))
    sign(into, by, by_name, reason or gettext_noop("another event was merged into this one"))
    return into


@transaction.atomic
def undo(loser: Event, *, by=None, by_name: str = "", reason: str = "") -> Event:
    """Take an event out again of the one that it was merged into: a new revision of both, and nothing public yet.

    Its working copy is what it was before it was merged; what was changed in it since stands in the history of the
    other. Raises NotMergeable, Conflict or ShapeError.
    """
    winner = publishing.merged_into(loser)
    if winner is None:
        raise NotMergeable(gettext_noop("“%(title)s” is not merged into another event."), title=str(loser))
    refuse_brought_along(loser, winner)
    former = publishing.former_of(loser.code).snapshot
    now = shape.to_dict(winner)
    before, then = around_merge(winner, loser)
    left = parted(now, former, before, then or now)
    back = bare(shape.to_dict(loser)) | {name: former[name] for name in EVIDENCE if name in former}
    back["merged"] = [code for code in former.get("merged", []) if code in now["merged"]]
    publishing.begin(winner, winner.revision)
    publishing.begin(loser, loser.revision)
    Event.objects.filter(code__in=[loser.code, *back["merged"]]).update(merged_into=None)
    hand_over(former, loser)
    shape.from_dict(back, Event.KIND, mend=False)
    shape.from_dict(left, Event.KIND, mend=False)
    sign(winner, by, by_name, reason or gettext_noop("an event was taken out again that was merged into this one"))
    sign(loser, by, by_name, reason or publishing.UNMERGED)
    return winner


def sign(event: Event, by, by_name: str, reason: str):
    """Store the working copy as the revision that was begun."""
    event.refresh_from_db()
    publishing.record(event, author=by, author_name=by_name, reason=reason)


def hand_over(data: dict, event: Event):
    """Let the figures and notes of a dictionary belong to this event, as the rows that they are: what points at them
    goes on doing so."""
    for model, name in ((Figure, "figures"), (Note, "notes")):
        codes = [row["code"] for row in data.get(name, [])]
        model.objects.filter(code__in=codes, event__isnull=False).update(event=event)


def refuse(loser: Event, winner: Event):
    """Raise NotMergeable for what cannot be one."""
    if loser.pk == winner.pk:
        raise NotMergeable(gettext_noop("An event cannot be merged into itself; choose another."))
    for event in (loser, winner):
        if into := publishing.merged_into(event):
            told = {"title": str(event), "into": str(into)}
            raise NotMergeable(
                gettext_noop("“%(title)s” is merged into “%(into)s” already; take it out of that one first."), **told
            )
        last = publishing.revisions(event).last()
        if last is None:
            raise NotMergeable(gettext_noop("“%(title)s” was never saved; save it first."), title=str(event))


def refuse_brought_along(loser: Event, winner: Event):
    """What came with another event goes with that one first."""
    for other in winner.merged.exclude(pk=loser.pk):
        if loser.code in publishing.former_of(other.code).snapshot.get("merged", []):
            message = gettext_noop("“%(title)s” came along with “%(other)s”; take that one out first.")
            raise NotMergeable(message, title=str(loser), other=str(other))


def around_merge(winner: Event, loser: Event) -> tuple[dict | None, dict | None]:
    """The winner just before and just after the loser was merged into it, the last time; None where that is not
    known, as after a load."""
    before = then = None
    for revision in publishing.revisions(winner).reverse():
        if loser.code not in revision.snapshot.get("merged", []):
            before = revision.snapshot
            break
        then = revision.snapshot
    return before, then


def answers_of(loser: Event, winner: Event) -> dict[str, str]:
    """The codes of the loser's findings that its notes answer, and what the same findings are called in the winner."""
    if not loser.notes.exclude(finding="").exists():
        return {}
    document = documents.public_document(shape.to_dict(loser), Event.KIND)
    own, theirs = (documents.findings_of(document | {"code": event.code}) for event in (loser, winner))
    return {mine["code"]: other["code"] for mine, other in zip(own, theirs, strict=True)}
