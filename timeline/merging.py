"""Two events that are one: what the one holds goes over to the other, and comes back when that was a mistake.

Nothing of it is public before the event that stays is published: then ``publishing`` withdraws the other, whose links
lead here from then on, and lets readers see it again as they last saw it when the event that stays is published after
an ``undo``. Codes stay the same throughout, so that links to quotes, figures and notes live on.

What ``undo`` promises, whatever was merged, undone, edited or published in between: the event that comes back holds
what it held when it was merged; the other keeps what it held itself, what those hold that are still merged into it,
what its editors added since, and what that rests on; nothing else. Which row is whose follows from the revisions,
``replayed`` one by one: nothing is asked of what happens to stand there now.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain, count

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from sources.refusal import gettext_noop
from timeline import documents, publishing, shape
from timeline.checks import formulas
from timeline.models import Event, Figure, Note, Revision
from timeline.publishing import EVIDENCE, NotMergeable

# What the rows of each list are known by; orders by two keys, and the other lists by themselves.
KEYS = {"citations": "quote", "measures": "key", "figures": "code", "relations": "formula", "notes": "code"}
LISTS = ("themes", "pointers", "merged", *KEYS, "orders")
OWN = ""  # of what an event holds: its own, and not that of an event that was merged into it

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
    keys = defaultdict(list)  # by what is asked
    for row in winner.get("measures", []):
        keys[said(row)].append(row["key"])
    taken = {row["key"] for row in winner.get("measures", [])}
    names = {}
    for row in loser.get("measures", []):
        key, same = row["key"], keys.get(said(row), ())
        if same:
            names[key] = key if key in same else same[0]
            continue
        tries = chain([key], (f"{key[:36]}_{number}" for number in count(2)))
        names[key] = next(name for name in tries if name not in taken)
        taken.add(names[key])
    return names


def said(measure: dict) -> str:
    """What a measure asks, apart from its key."""
    return repr(sorted((name, value) for name, value in measure.items() if name != "key"))


def translated(event: dict, names: dict[str, str], answers: dict[str, str]) -> dict:
    """The event with its measures called by other keys, and its findings by other codes."""

    def spelt(row: dict) -> dict:
        return row | {"formula": formulas.renamed(row["formula"], names)} if "formula" in row else row

    def answering(note: dict) -> dict:
        changed = {}
        if "numbers" in note:
            changed["numbers"] = [spelt(row) for row in note["numbers"]]
        if "finding" in note:
            changed["finding"] = answers.get(note["finding"], note["finding"])
        return note | changed

    return event | {
        "measures": [row | {"key": names[row["key"]]} for row in event.get("measures", [])],
        "figures": [row | {"measure": names[row["measure"]]} for row in event.get("figures", [])],
        "relations": [spelt(row) for row in event.get("relations", [])],
        "notes": [answering(note) for note in event.get("notes", [])],
    }


def bare(event: dict) -> dict:
    """The event without its evidence: what it was called, when it was, and what that leans on."""
    return {name: value for name, value in event.items() if name not in (*EVIDENCE, "merged")}


def parted(winner: dict, former: dict, held: "Held", there: set[str]) -> dict:
    """The winner without what it ``held`` of nobody but the event whose ``former`` dictionary this is, and with what
    pointed from the others to that; ``there`` are the notes and events that can be pointed at. What is left rests on
    what it rested on."""
    out = {former["code"]}
    left = {
        name: [row for row in winner.get(name, []) if held.origins.get((name, key_of(name, row))) != out]
        for name in LISTS
    }
    left["merged"] = [code for code in left["merged"] if code not in (former["code"], *former.get("merged", []))]
    for (name, key), (row, whose) in held.fallen.items():
        if whose - out and points_at(row, former) and (row if name == "pointers" else row["event"]) in there:
            left[name] += [row] if key not in {key_of(name, one) for one in left[name]} else []
    return winner | left | rested_on(winner, left)


def points_at(row, event: dict) -> bool:
    """Whether a pointer or an order leads to this event."""
    codes = [event["code"], *event.get("merged", []), *(note["code"] for note in event.get("notes", []))]
    return (row if isinstance(row, str) else row["event"]) in codes


def rested_on(winner: dict, left: dict) -> dict:
    """The winner's citations and measures, with those that something which is ``left`` names."""
    quotes = {row.get("quote") for name in ("figures", "notes", "orders") for row in left[name]}
    measures = {row["measure"] for row in left["figures"]}
    measures |= {key for row in left["relations"] for key in formulas.parse(row["formula"]).keys}
    cited = {key_of("citations", row) for row in left["citations"]} | quotes
    asked = {row["key"] for row in left["measures"]} | measures
    return {
        "citations": [row for row in winner.get("citations", []) if key_of("citations", row) in cited],
        "measures": [row for row in winner.get("measures", []) if row["key"] in asked],
    }


# --- whose each row is: the revisions, one by one ---------------------------------------------------------------------


@dataclass(frozen=True)
class Held:
    """What an event held at one of its revisions.

    ``origins``: of each row, by list and key, the codes of the merged events that have it too, and OWN. ``fallen``:
    pointers and orders that fell away since they led from one part of the event to another, with theirs.
    """

    snapshot: dict
    origins: dict[tuple, frozenset]
    fallen: dict[tuple, tuple]


def replayed(event: Event) -> dict[str, Held]:
    """By code: what this event, and all that were ever merged into it, held when each was last an event by itself."""
    held, earlier = {}, {}
    for revision in revisions_around(event):
        code, snapshot = revision.code, revision.snapshot
        if not is_filled(snapshot) and any(code in merged_in(other) for other in held.values()):
            continue  # a change of what is merged into another event
        came = merged_in(revision) - merged_in(held.get(code)) - {code}
        before = {other: held[other] for other in came if other in held}
        for other in before:
            if other in earlier and not is_filled(held[other].snapshot):
                before[other] = earlier[other]  # it was emptied by this very merge
        along = {other for one in before.values() for other in merged_in(one)}
        before = {other: one for other, one in before.items() if other not in along}
        held.update(before)
        if code in held:
            earlier[code] = held[code]
        held[code] = followed(held.get(code), snapshot, {other: one.snapshot for other, one in before.items()})
    return held


def merged_in(of: Held | Revision | None) -> set[str]:
    """The codes of the events that are merged into one."""
    return set(of.snapshot.get("merged", ())) if of else set()


def revisions_around(event: Event) -> list[Revision]:
    """The revisions of this event and of all that ever took part in a merge, in the order of saving: an event is known
    to have been emptied by the one that it was merged into."""
    every = Revision.objects.filter(kind=Event.KIND).order_by("pk")
    merging = every.annotate(words=Cast("snapshot", TextField())).filter(words__contains='"merged"')
    codes = {event.code}
    for revision in merging:
        codes |= {revision.code} | merged_in(revision)
    return list(every.filter(code__in=codes))


def is_filled(snapshot: dict) -> bool:
    """Whether an event has something that a merge would have taken along."""
    return any(snapshot.get(name) for name in (*EVIDENCE, "merged"))


def followed(before: Held | None, snapshot: dict, came: dict[str, dict]) -> Held:
    """What an event holds at a revision, from what it held ``before``, and what each that ``came`` with it brought.

    Where nothing is known of before, as after a load, all that those have is theirs alone.
    """
    rows, old = rows_of(snapshot), rows_of(before.snapshot) if before else {}
    whose = {place: set(before.origins[place]) for place in old}
    fallen = {place: (row, set(of)) for place, (row, of) in before.fallen.items()} if before else {}
    for code, former in came.items():
        names = names_in(before.snapshot if before else snapshot, former)
        for place, row in rows_of(translated(former, names, {})).items():
            whose.setdefault(place, set()).add(code)
            old.setdefault(place, row)
    if came:
        for place in old.keys() - rows.keys():
            if place[0] in ("pointers", "orders"):
                row, of = fallen.get(place, (old[place], set()))
                fallen[place] = row, of | whose[place]
    stay = {OWN, *snapshot.get("merged", ())}
    for place, (_row, of) in fallen.items():
        if place in rows:
            whose.setdefault(place, set()).update(of)
    return Held(
        snapshot,
        {place: frozenset(whose.get(place, set()) & stay) or frozenset([OWN]) for place in rows},
        {place: (row, frozenset(of & stay)) for place, (row, of) in fallen.items() if place not in rows and of & stay},
    )


def rows_of(snapshot: dict) -> dict[tuple, dict | str]:
    """All rows of a snapshot, by list and key."""
    return {(name, key_of(name, row)): row for name in LISTS if name != "merged" for row in snapshot.get(name, [])}


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
    held = replayed(winner)
    refuse_brought_along(loser, winner, held)
    former, now = held[loser.code].snapshot, shape.to_dict(winner)
    there = set(Note.objects.values_list("code", flat=True)) | set(Event.objects.values_list("code", flat=True))
    there |= {note["code"] for note in former.get("notes", [])}
    left = parted(now, former, held[winner.code], there)
    refuse_notes_on(former, left, loser)
    back = bare(shape.to_dict(loser)) | {name: former[name] for name in EVIDENCE if name in former}
    back["pointers"] = [code for code in former.get("pointers", []) if code in there]
    back["orders"] = [row for row in former.get("orders", []) if row["event"] in there]
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


def refuse_brought_along(loser: Event, winner: Event, held: dict[str, Held]):
    """What came with another event goes with that one first."""
    if other := brought_along(winner, held).get(loser.code):
        message = gettext_noop("“%(title)s” came along with “%(other)s”; take that one out first.")
        raise NotMergeable(message, title=str(loser), other=str(other))


def brought_along(winner: Event, held: dict[str, Held]) -> dict[str, Event]:
    """The codes of the events that came with another one that was merged into this, and with which."""
    with_another = {}
    for other in winner.merged.all():
        for code in merged_in(held.get(other.code)):
            with_another.setdefault(code, other)
    return with_another


def merged_directly(winner: Event) -> list[Event]:
    """The events that can be taken out of this one: those that did not come along with another."""
    merged = list(winner.merged.all())
    along = brought_along(winner, replayed(winner)) if merged else {}
    return [event for event in merged if event.code not in along]


def refuse_notes_on(former: dict, left: dict, loser: Event):
    """A note that was written since, on a figure that goes back, would be about nothing."""
    figures = {row["code"] for row in former.get("figures", [])}
    if any(row.get("figure") in figures for row in left["notes"]):
        message = gettext_noop(
            "A note that was written since is about a figure that goes back with “%(title)s”. Take the figure off that "
            "note first, or remove the note."
        )
        raise NotMergeable(message, title=str(loser))


def answers_of(loser: Event, winner: Event) -> dict[str, str]:
    """The codes of the loser's findings that its notes answer, and what the same findings are called in the winner."""
    if not loser.notes.exclude(finding="").exists():
        return {}
    document = documents.public_document(shape.to_dict(loser), Event.KIND)
    own, theirs = (documents.findings_of(document | {"code": event.code}) for event in (loser, winner))
    return {mine["code"]: other["code"] for mine, other in zip(own, theirs, strict=True)}
