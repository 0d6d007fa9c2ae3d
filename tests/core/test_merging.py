"""Two events that are one: what goes over, what leads where, and how it is undone."""

import pytest
from django.db import transaction

from tests.builders import (
    cited,
    figured,
    leaning_on,
    make_editor,
    make_event,
    make_published_event,
    make_quote,
    make_source,
    make_text,
    measured,
    noted,
    ordered,
    rich_event_dict,
    save,
)
from tests.core.test_corpus import empty_everything
from timeline import corpus, index, merging, publishing, shape
from timeline.dictionary import ShapeError
from timeline.models import Address, Event, Publication, PublicEvent
from timeline.publishing import Conflict, NotMergeable, NotPublishable

pytestmark = pytest.mark.django_db


def fresh(event: Event) -> Event:
    return Event.objects.get(pk=event.pk)


def last_of(event: Event) -> tuple[str, str]:
    """What the last publication of an event did, and why."""
    last = publishing.publications(event).last()
    return last.action, last.reason


def leads_to(name: str) -> str:
    """The code of the event that an address leads to today."""
    return Address.objects.leading().get(name=name).target


def merged(loser: Event, winner: Event, **signed) -> Event:
    return merging.merge(fresh(loser), fresh(winner), **signed)


def published(event: Event, **signed) -> Event:
    publishing.publish(fresh(event), **signed)
    return event


def undone(loser: Event, **signed) -> Event:
    return merging.undo(fresh(loser), **signed)


@pytest.fixture
def pair(db):
    """Two events that readers see: the one that is to stay, and one with some of everything."""
    winner = make_published_event("stays")
    publishing.publish(loser := save(shape.from_dict(rich_event_dict("goes", merged=[]), Event.KIND)))
    return winner, loser


def test_all_that_the_other_held_goes_over_under_the_same_codes(pair):
    winner, loser = pair
    before, held = shape.to_dict(winner), shape.to_dict(loser)
    pointing = make_event(pointers=[held["notes"][0]["code"]])

    merged(loser, winner, by=make_editor("els"), reason="twee keer hetzelfde")

    now, left = shape.to_dict(fresh(winner)), shape.to_dict(fresh(loser))
    assert now["merged"] == [loser.code]
    for name in ("citations", "measures", "figures", "relations", "orders", "themes", "pointers"):
        assert now[name] == held[name], name
    assert [note["code"] for note in now["notes"]] == [note["code"] for note in held["notes"]]
    assert {name: now[name] for name in before} == before, "what it was called and when it was stay as they were"
    assert not set(left) & {*publishing.EVIDENCE, "merged"}
    assert shape.to_dict(fresh(pointing))["pointers"] == [held["notes"][0]["code"]], "pointers go on pointing"
    for event, number in ((winner, 2), (loser, 2)):
        last = publishing.revisions(event).last()
        assert (last.number, last.author_name, last.reason) == (number, "els", "twee keer hetzelfde")
    assert PublicEvent.objects.filter(slug="goes").exists(), "readers see nothing of it yet"
    assert leads_to(loser.code) == loser.code


def test_published_the_other_is_withdrawn_and_every_name_of_it_leads_here(pair):
    winner, loser = pair
    names = list(Address.objects.filter(code=loser.code).values_list("name", flat=True))
    published(merged(loser, winner))
    assert last_of(loser) == (Publication.WITHDRAWN, "merged into another event")
    assert not PublicEvent.objects.filter(slug="goes").exists()
    assert len(names) > 5, "slug, code, figures, notes, findings"
    assert {leads_to(name) for name in names} == {winner.code}
    assert index.stale_rows() == []


def test_undone_both_are_what_they_were(pair):
    winner, loser = pair
    before, held = shape.to_dict(winner), shape.to_dict(loser)
    names = set(Address.objects.filter(code=loser.code).values_list("name", flat=True))
    published(merged(loser, winner))

    undone(loser, by=make_editor("els"))
    assert shape.to_dict(fresh(winner)) == before
    assert shape.to_dict(fresh(loser)) == held
    assert leads_to(loser.code) == winner.code, "readers see nothing of that yet"
    with pytest.raises(NotMergeable, match="not merged"):
        undone(loser)

    published(winner)
    assert last_of(loser) == (Publication.EDITED, publishing.UNMERGED)
    assert {leads_to(name) for name in names} == {loser.code}
    assert index.stale_rows() == []


def test_undone_before_it_was_published_nothing_happened_for_readers(pair):
    winner, loser = pair
    undone_at = Publication.objects.count()
    merged(loser, winner)
    undone(loser)
    published(winner)
    assert Publication.objects.count() == undone_at + 1
    assert last_of(loser)[0] == Publication.EDITED


def test_what_was_added_after_the_merge_stays_with_what_it_rests_on(pair):
    winner, loser = pair
    published(merged(loser, winner))
    own = noted("Van ons", quote=shape.to_dict(fresh(winner))["citations"][0]["quote"]["code"])
    data = shape.to_dict(fresh(winner))
    save(shape.from_dict(data | {"notes": [*data["notes"], own]}, Event.KIND))

    undone(loser)

    now = shape.to_dict(fresh(winner))
    assert [note["code"] for note in now["notes"]] == [own["code"]]
    assert [row["quote"]["code"] for row in now["citations"]] == [own["quote"]]
    published(winner)
    assert leads_to(own["code"]) == winner.code


def test_what_both_have_stands_once_and_stays_where_it_was():
    quote = make_quote("In 1936 kwam er een grondwet.")
    winner = make_event(citations=[cited(quote, "1936", "In 1936")])
    loser = make_event(citations=[cited(quote)], importance=3)
    merged(loser, winner)
    rows = shape.to_dict(fresh(winner))["citations"]
    assert [row.get("edtf") for row in rows] == ["1936"]
    undone(loser)
    assert shape.to_dict(fresh(winner))["citations"] == rows
    assert len(shape.to_dict(fresh(loser))["citations"]) == 1


def test_a_key_that_stands_for_something_else_gets_another_and_formulas_follow():
    book = make_source(kind="literature")

    def counting(*keys, **more):
        figures = [figured(key, "10", "10", "10", reference={"source": book.slug}) for key in keys]
        return {"measures": [measured(key, **more) for key in keys], "figures": figures}

    relation = {"formula": "votes <= voters", "reading_nl": "Zo.", "reading_en": "So."}
    winner = make_event(**counting("votes", unit_en="persons"))
    note = noted(numbers=[{"value": "20", "formula": "votes + voters"}])
    loser = make_event(**counting("votes", "voters"), relations=[relation], notes=[note])
    held = shape.to_dict(loser)

    merged(loser, winner)
    now = shape.to_dict(fresh(winner))
    assert [row["key"] for row in now["measures"]] == ["votes", "votes_2", "voters"]
    assert [row["measure"] for row in now["figures"]] == ["votes", "votes_2", "voters"]
    assert now["relations"][0]["formula"] == "votes_2 <= voters"
    assert now["notes"][0]["numbers"] == [{"value": "20", "formula": "votes_2 + voters"}]

    undone(loser)
    assert shape.to_dict(fresh(loser)) == held
    assert [row["key"] for row in shape.to_dict(fresh(winner))["measures"]] == ["votes"]


def test_the_same_question_of_number_is_asked_once_so_that_its_answers_are_compared():
    book = make_source(kind="literature")
    asked, more = measured("votes"), {"reference": {"source": book.slug}}
    winner = make_event(measures=[asked], figures=[figured("votes", "10", "10", "10", **more)])
    loser = make_event(measures=[asked | {"key": "ballots"}], figures=[figured("ballots", "12", "12", "12", **more)])
    merged(loser, winner)
    assert [row["measure"] for row in shape.to_dict(fresh(winner))["figures"]] == ["votes", "votes"]
    undone(loser)
    assert [row["measure"] for row in shape.to_dict(fresh(loser))["figures"]] == ["ballots"]
    assert [row["key"] for row in shape.to_dict(fresh(winner))["measures"]] == ["votes"]


def test_orders_and_pointers_between_the_two_fall_away_and_come_back():
    loser = make_event(notes=[noted()])
    note = loser.notes.get().code
    winner = make_event(orders=[ordered(loser.code)], pointers=[note])
    merged(loser, winner)
    now = shape.to_dict(fresh(winner))
    assert "orders" not in now
    assert "pointers" not in now
    undone(loser)
    assert shape.to_dict(fresh(winner))["orders"][0]["event"] == loser.code
    assert shape.to_dict(fresh(winner))["pointers"] == [note]


def test_a_note_that_answers_a_finding_answers_the_same_finding_of_the_other():
    one, other = make_source(), make_source(lane=2)
    first = make_quote("In 1936.", make_text(one, "In 1936."))
    second = make_quote("In 1937.", make_text(other, "In 1937."))
    loser = make_published_event(citations=[cited(first, "1936", "1936"), cited(second, "1937", "1937")])
    found = publishing.publications(loser).last().findings
    against = next(row["code"] for row in found if row["kind"] == "dates_between")
    data = shape.to_dict(loser) | {"notes": [noted(finding=against, ready=True, references=leaning_on(one))]}
    save(shape.from_dict(data, Event.KIND))
    winner = make_event()
    published(merged(loser, winner))
    answered = shape.to_dict(fresh(winner))["notes"][0]["finding"]
    assert answered in {row["code"] for row in publishing.publications(winner).last().findings}
    assert leads_to(against) == winner.code


def test_what_another_had_absorbed_comes_along_and_everything_leads_straight_on():
    first, second, third = (make_published_event(slug, notes=[noted()]) for slug in ("first", "second", "third"))
    published(merged(first, second))
    published(merged(second, third))
    assert shape.to_dict(fresh(third))["merged"] == sorted([first.code, second.code])
    assert {leads_to(name) for name in ("first", "second", "third")} == {third.code}

    with pytest.raises(NotMergeable, match="came along"):
        undone(first)
    undone(second)
    published(third)
    assert leads_to("first") == leads_to("second") == second.code
    assert shape.to_dict(fresh(second))["merged"] == [first.code]
    undone(first)
    published(second)
    assert leads_to("first") == first.code
    assert [last_of(event)[0] for event in (first, second, third)] == [Publication.EDITED] * 3


def test_what_cannot_be_one_is_refused_with_the_way_out(pair):
    winner, loser = pair
    with pytest.raises(NotMergeable, match="into itself"):
        merged(winner, winner)
    merged(loser, winner)
    other = make_event()
    for one, two in ((loser, other), (other, loser), (winner, loser)):
        with pytest.raises(NotMergeable, match="merged into .* already"):
            merged(one, two)
    with pytest.raises(NotPublishable, match="merged into"):
        published(loser)
    with pytest.raises(ShapeError, match="notes: This is merged into"):
        save(shape.from_dict(shape.to_dict(fresh(loser)) | {"notes": [noted()]}, Event.KIND))
    with pytest.raises(NotMergeable, match="merge or take out"):
        publishing.restore(fresh(winner), 1, author=make_editor(), reason="")


def test_two_who_merge_at_once_do_not_overwrite_each_other(pair):
    winner, loser = (fresh(event) for event in pair)
    with publishing.editing(fresh(loser), author_name="Jan", reason="meanwhile"):
        pass
    with pytest.raises(Conflict):
        merging.merge(loser, winner)
    assert not fresh(winner).merged.exists()
    assert publishing.revisions(winner).count() == 1, "all or nothing"


def test_an_event_that_an_editor_withdrew_before_stays_withdrawn_after_an_undo(pair):
    winner, loser = pair
    publishing.withdraw(fresh(loser), reason="Klopt niet.")
    published(merged(loser, winner))
    assert last_of(loser)[1] == "Klopt niet."
    undone(loser)
    published(winner)
    assert last_of(loser)[1] == "Klopt niet."


def test_parts_of_a_draft_that_went_public_with_another_go_back_with_it():
    winner, loser = make_published_event(), make_event(notes=[noted(ready=True, references=leaning_on(make_source()))])
    note = loser.notes.get().code
    published(merged(loser, winner))
    assert leads_to(note) == winner.code
    undone(loser)
    published(winner)
    published(loser)
    assert leads_to(note) == loser.code


def test_a_second_person_approves_a_merge_as_anything_else(pair):
    winner, loser = pair
    els, _jan = make_editor("els"), make_editor("jan")
    merged(loser, winner, by=els)
    with pytest.raises(NotPublishable, match="colleague"):
        published(winner, by=els)
    assert last_of(loser)[0] == Publication.EDITED


def test_what_was_changed_in_it_since_the_undo_waits_for_its_own_publication(pair):
    winner, loser = pair
    els, jan = make_editor("els"), make_editor("jan")
    merged(loser, winner, by=els)
    published(winner, by=jan)
    undone(loser, by=els)
    with publishing.editing(fresh(loser), author=jan, reason="klad") as draft:
        Event.objects.filter(pk=draft.pk).update(title_nl="Ongelezen")
        draft.refresh_from_db()
    published(winner, by=jan)
    assert last_of(loser) == (Publication.EDITED, publishing.UNMERGED)
    assert PublicEvent.objects.get(slug="goes").row["title_nl"] == loser.title_nl
    published(loser, by=els)
    assert PublicEvent.objects.get(slug="goes").row["title_nl"] == "Ongelezen"


@pytest.mark.parametrize("withdrawn", [True, False])
def test_published_before_the_one_it_was_taken_out_of_it_has_its_own_links_again(pair, withdrawn):
    winner, loser = pair
    names = set(Address.objects.filter(code=loser.code).values_list("name", flat=True))
    published(merged(loser, winner))
    if withdrawn:
        publishing.withdraw(fresh(winner), reason="Klopt niet.")
    undone(loser)
    published(loser)
    assert {leads_to(name) for name in names} == {loser.code}
    published(winner)
    assert {leads_to(name) for name in names} == {loser.code}
    assert publishing.publications(loser).count() == 3, "published, withdrawn, published: and not once more"
    assert index.stale_rows() == []


def test_the_parts_of_a_draft_in_a_draft_stay_its_own_when_both_go_public_with_a_third():
    first, second, third = make_event(notes=[noted()]), make_event(notes=[noted()]), make_published_event()
    note = first.notes.get().code
    merged(first, second)
    published(merged(second, third))
    undone(second)
    published(third)
    published(second)
    undone(first)
    published(second)
    published(first)
    assert leads_to(note) == first.code


def test_one_that_held_nothing_but_another_brings_that_back(pair):
    _winner, loser = pair
    middle, last = make_event(), make_event()
    merged(loser, middle)
    left = shape.to_dict(fresh(middle))
    merged(middle, last)
    undone(middle)
    assert shape.to_dict(fresh(middle)) == left
    undone(loser)
    assert "merged" not in shape.to_dict(fresh(middle))


def test_what_was_emptied_by_hand_before_a_merge_comes_back_empty():
    winner, loser = make_event(notes=[noted()]), make_event(notes=[noted()])
    data = shape.to_dict(fresh(loser))
    save(shape.from_dict({name: value for name, value in data.items() if name != "notes"}, Event.KIND))
    merged(loser, winner)
    undone(loser)
    assert "notes" not in shape.to_dict(fresh(loser))
    assert len(shape.to_dict(fresh(winner))["notes"]) == 1


def test_a_pointer_to_a_note_that_was_removed_meanwhile_stands_in_no_way():
    elsewhere = make_event(notes=[noted()])
    loser, winner = make_event(pointers=[elsewhere.notes.get().code]), make_event()
    merged(loser, winner)
    data = shape.to_dict(fresh(elsewhere))
    save(shape.from_dict({name: value for name, value in data.items() if name != "notes"}, Event.KIND))
    undone(loser)
    assert "pointers" not in shape.to_dict(fresh(loser))


def test_a_note_on_a_figure_that_goes_back_is_to_be_moved_first():
    book = make_source(kind="literature")
    figure = figured("votes", "10", "10", "10", reference={"source": book.slug})
    winner, loser = make_event(), make_event(measures=[measured("votes")], figures=[figure])
    merged(loser, winner)
    data = shape.to_dict(fresh(winner))
    save(shape.from_dict(data | {"notes": [noted(figure=figure["code"])]}, Event.KIND))
    with pytest.raises(NotMergeable, match="Take the figure off that note first"):
        undone(loser)


def test_another_event_may_not_take_the_slug_of_one_that_was_merged(pair):
    winner, loser = pair
    published(merged(loser, winner))
    Event.objects.filter(pk=loser.pk).update(slug="moved")
    for event in (winner, make_event()):
        with pytest.raises(ShapeError, match="never reused"), transaction.atomic():
            save(shape.from_dict(shape.to_dict(fresh(event)) | {"slug": "goes"}, Event.KIND))


def test_an_order_with_a_merged_event_is_held_against_the_one_that_stays(pair):
    winner, loser = pair
    later = make_published_event(date="1940", orders=[ordered(loser.code)])
    published(merged(loser, winner))
    publishing.recompute(publishing.publications(later).last())
    order = publishing.publications(later).last().document["orders"][0]
    assert order["other"]["title_en"] == winner.title_en


# --- in a corpus folder -----------------------------------------------------------------------------------------------


def exported(folder) -> dict[str, bytes]:
    corpus.export(folder)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_merge_goes_along_in_a_corpus_folder_and_can_be_undone_where_it_is_loaded(pair, tmp_path):
    winner, loser = pair
    note = next(iter(shape.to_dict(loser)["notes"]))["code"]
    held = shape.to_dict(loser)
    published(merged(loser, winner))
    files = exported(tmp_path / "one")
    assert f'merged = [\n    "{loser.code}",\n]'.encode() in files["events/stays.toml"]

    empty_everything()
    corpus.load(tmp_path / "one")
    assert exported(tmp_path / "two") == files
    assert leads_to("goes") == leads_to(note) == leads_to(loser.code) == winner.code
    assert corpus.load(tmp_path / "one").added == []

    loser = Event.objects.get(slug="goes")
    undone(loser)
    published(Event.objects.get(slug="stays"))
    assert leads_to("goes") == leads_to(note) == loser.code
    assert shape.to_dict(fresh(loser))["notes"] == held["notes"]


def test_a_file_that_merges_what_still_has_evidence_is_refused(pair, tmp_path):
    _winner, loser = pair
    corpus.export(tmp_path)
    empty_everything()
    path = tmp_path / "events" / "stays.toml"
    path.write_text(path.read_text().replace("\n[date]", f'\nmerged = ["{loser.code}"]\n\n[date]', 1))
    with pytest.raises(corpus.CorpusError, match="still has evidence"):
        corpus.load(tmp_path)


@pytest.mark.parametrize("code", ["itself", "zzzzzz"])
def test_a_merge_with_nothing_or_itself_is_refused_by_its_key(code):
    event = make_event()
    data = shape.to_dict(event) | {"merged": [event.code if code == "itself" else code]}
    with pytest.raises(ShapeError, match=r"merged\[0\]"):
        shape.from_dict(data, Event.KIND)


def test_a_swap_of_two_slugs_in_a_folder_is_refused_with_the_reason(tmp_path):
    for slug in ("one", "other"):
        make_published_event(slug)
    corpus.export(tmp_path)
    one, other = (tmp_path / "events" / f"{slug}.toml" for slug in ("one", "other"))
    texts = one.read_text(), other.read_text()
    one.write_text(texts[1].replace('slug = "other"', 'slug = "one"'))
    other.write_text(texts[0].replace('slug = "one"', 'slug = "other"'))
    for replace in (False, True):
        with pytest.raises(corpus.CorpusError, match="one.toml: slug: “one” once led to something else"):
            corpus.load(tmp_path, replace=replace)
