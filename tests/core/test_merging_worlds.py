"""Small worlds of events that share quotes and point at each other: merged, taken out, edited, published and withdrawn
in any order that is allowed. Nothing of any of them is ever lost, and in the end each has its own again."""

from random import Random

import pytest

from tests.builders import (
    cited,
    figured,
    leaning_on,
    make_event,
    make_quote,
    make_source,
    make_text,
    make_theme,
    measured,
    noted,
    ordered,
    save,
)
from timeline import merging, publishing, shape
from timeline.models import Address, Event, PublicClaim, PublicEvent
from timeline.publishing import NotMergeable

pytestmark = pytest.mark.django_db
FREE = ("citations", "figures", "notes", "relations", "themes")  # what two events that are merged both keep


class World:
    """Four events; ``own``: what each holds itself, ``inside``: those that are merged into each, straight away."""

    def __init__(self, seed: int):
        self.choose = Random(seed)
        book = make_source(kind="literature")
        self.references = leaning_on(book)
        names = "abcd"
        shared = [make_quote(words, make_text(make_source(), words)) for words in ("In 1936.", "In 1937.", "In 1938.")]
        themes = [make_theme().slug for _ in range(2)]
        theirs = {"a": (0, 1), "b": (0, 2), "c": (1, 2), "d": (2,)}
        for number, name in enumerate(names):
            key = "votes" if name != "b" else "voters"
            asked = measured(key, unit_en="people" if name in "ac" else f"people of {name}")
            make_event(
                name,
                citations=[cited(quote, "1936") for quote in (*(shared[n] for n in theirs[name]), make_quote("Toen."))],
                themes=sorted(themes[: number % 3]),
                measures=[asked],
                figures=[figured(key, "10", "10", "10", reference=self.references[0])],
                relations=[{"formula": f"{key} <= {number + 20}", "reading_nl": "Zo.", "reading_en": "So."}],
                notes=[noted(ready=True, references=self.references)],
            )
        notes = {name: self.event(name).notes.get().code for name in names}
        for name, at, other in (("a", "b", "c"), ("b", "a", "d"), ("d", "a", "b"), ("c", "b", "a")):
            more = {"pointers": [notes[at]], "orders": [ordered(self.event(other).code)]}
            self.store(name, **more)
        self.own = {name: merging.rows_of(shape.to_dict(self.event(name))) for name in names}
        self.added = {name: set() for name in names}
        self.inside = {name: [] for name in names}
        for name in names:
            publishing.publish(self.event(name))

    def event(self, name: str) -> Event:
        return Event.objects.get(slug=name)

    def store(self, name: str, **more):
        save(shape.from_dict(shape.to_dict(self.event(name)) | more, Event.KIND))

    @property
    def roots(self) -> list[str]:
        merged = {inner for names in self.inside.values() for inner in names}
        return [name for name in self.inside if name not in merged]

    def all_in(self, name: str) -> list[str]:
        return [name, *(part for inner in self.inside[name] for part in self.all_in(inner))]

    # --- what editors do

    def merge(self):
        if len(self.roots) > 1:
            loser, winner = self.choose.sample(self.roots, 2)
            merging.merge(self.event(loser), self.event(winner))
            self.inside[winner].append(loser)

    def undo(self):
        for winner in self.roots:
            for loser in self.all_in(winner)[1:]:
                if loser not in self.inside[winner]:
                    with pytest.raises(NotMergeable, match="came along"):
                        merging.undo(self.event(loser))
            direct = {event.slug for event in merging.merged_directly(self.event(winner))}
            assert direct == set(self.inside[winner])
        if winners := [name for name in self.roots if self.inside[name]]:
            self.take_out(winner := self.choose.choice(winners), self.choose.choice(self.inside[winner]))

    def take_out(self, winner: str, loser: str):
        merging.undo(self.event(loser))
        self.inside[winner].remove(loser)

    def edit(self):
        name = self.choose.choice(self.roots)
        data = shape.to_dict(self.event(name))
        quote = self.choose.choice(data["citations"])["quote"]["code"]
        note = noted(ready=True, quote=quote, references=self.references)
        self.store(name, notes=[*data["notes"], note])
        self.added[name] |= {("notes", note["code"]), ("citations", quote)}

    def publish(self):
        publishing.publish(self.event(self.choose.choice(self.roots)))

    def withdraw(self):
        seen = PublicEvent.objects.order_by("slug").values_list("slug", flat=True)
        if names := [name for name in seen if name in self.roots]:
            publishing.withdraw(self.event(self.choose.choice(names)), reason="Even niet.")

    # --- what must hold

    def look(self):
        """Every event that stands by itself holds its own and that of those merged into it, and nothing of others."""
        for name in self.inside:
            now = merging.rows_of(shape.to_dict(self.event(name)))
            if name not in self.roots:
                assert {place[0] for place in now} <= {"themes"}, f"{name} is merged: it holds nothing"
                continue
            parts = self.all_in(name)
            self.look_at(name, now, parts)

    def look_at(self, name: str, now: dict, parts: list[str]):
        held = {place: row for part in parts for place, row in self.own[part].items()}
        added = set().union(*(self.added[part] for part in parts))
        for kind in FREE:
            ought = {place for place in {*held, *added} if place[0] == kind}
            have = {place for place in now if place[0] == kind}
            if kind == "relations":  # their keys may be called otherwise
                assert len(have) == len(ought), name
            else:
                assert have == ought, (name, kind)
        codes = {self.event(part).code for part in parts}
        inner = codes | {place[1] for place in held if place[0] == "notes"}
        for kind in ("pointers", "orders"):
            ought = {place for place, row in held.items() if place[0] == kind and aim(row) not in inner}
            assert {place for place in now if place[0] == kind} == ought, (name, kind)

    def answer(self, client):
        """Every address that was ever given leads to its page, in one step, or says why there is none."""
        shown = dict(PublicEvent.objects.values_list("code", "slug"))
        for row in Address.objects.leading():
            if row.space == Event.KIND and row.code in shown:
                assert row.target == row.code, "what readers see has its own address"
        for name in self.inside:
            at = self.event(name).code
            target = Address.objects.leading().get(space=Event.KIND, name=name).target
            path = f"/en/events/{shown.get(target, name)}/"
            assert client.get(f"/en/events/{name}/").status_code == (
                410 if target not in shown else 200 if target == at else 301
            )
            if target in shown:
                assert client.get(f"/en/e/{at}/").url == path

    def end(self):
        """Take everything apart, and publish it."""
        while winners := [name for name in self.roots if self.inside[name]]:
            self.take_out(winners[0], self.inside[winners[0]][-1])
            self.look()
        for name in self.inside:
            now = merging.rows_of(shape.to_dict(self.event(name)))
            assert {place: now[place] for place in self.own[name]} == self.own[name], "as it was, word for word"
            assert set(now) == set(self.own[name]) | self.added[name]
        for name in self.inside:
            publishing.publish(self.event(name))
        assert {row.slug for row in PublicEvent.objects.all()} == set(self.inside)
        assert not Address.objects.exclude(into="").exists()
        for name in self.inside:
            for kind, claimed in (("notes", PublicClaim.NOTE), ("figures", PublicClaim.FIGURE)):
                codes = {code for of, code in {*self.own[name], *self.added[name]} if of == kind}
                found = PublicClaim.objects.filter(kind=claimed, event__slug=name)
                assert set(found.values_list("code", flat=True)) == codes


def aim(row) -> str:
    return row if isinstance(row, str) else row["event"]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_editors_do_in_between_nothing_is_lost_and_each_gets_its_own_back(seed, client):
    world = World(seed)
    steps = [world.merge, world.merge, world.undo, world.edit, world.publish, world.publish, world.withdraw]
    for _number in range(16):
        world.choose.choice(steps)()
        world.look()
    world.answer(client)
    world.end()
