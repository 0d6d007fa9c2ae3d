"""Saving, publishing and the index: what readers get, and that nobody overwrites anybody."""

import threading

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources import codes
from sources.models import Source
from tests.builders import (
    cited,
    event_dict,
    leaning_on,
    make_editor,
    make_event,
    make_published_event,
    make_published_question,
    make_question,
    make_quote,
    make_source,
    make_text,
    make_theme,
    noted,
    question_dict,
    rich_event_dict,
    save,
)
from timeline import dictionary, index, publishing, search, shape
from timeline.models import (
    Address,
    Event,
    Note,
    Publication,
    PublicClaim,
    PublicEvent,
    PublicQuestion,
    PublicText,
    PublicTheme,
    Question,
    Revision,
)
from timeline.publishing import Conflict, NotPublishable

pytestmark = pytest.mark.django_db


def rename(subject, slug: str, title: str = ""):
    """Save a working copy under another slug, as an editor would."""
    with publishing.editing(subject, author_name="Els", reason="renamed"):
        subject.slug, subject.title_nl = slug, title or subject.title_nl
        subject.save()
    return subject


def everything_public() -> str:
    """All that the index and the publications hold, as one text to search in."""
    rows = [repr(rows) for rows in index.index_rows().values()]
    rows += [repr(row) for row in Publication.objects.values_list("slug", "document", "findings")]
    return "\n".join(rows)


def where(name: str, space: str = "event") -> tuple[str, bool]:
    """What an address leads to, and whether it is the current one."""
    address = Address.objects.get(space=space, name=name)
    return address.code, address.current


# --- saving -----------------------------------------------------------------------------------------------------------


def test_every_save_is_a_revision_with_its_author_and_reason():
    els, event = make_editor("els"), make_event()
    with publishing.editing(event, author=els, reason="a better title"):
        event.title_nl = "Nieuwe titel"
        event.save()

    first, second = publishing.revisions(event)
    assert (first.number, second.number) == (1, 2)
    assert (second.author, second.author_name, second.reason) == (els, "els", "a better title")
    assert second.snapshot == shape.to_dict(event)
    assert first.snapshot["title_nl"] != "Nieuwe titel"
    event.refresh_from_db()
    assert event.revision == 2


def test_a_revision_is_signed_with_the_full_name_as_far_as_it_fits():
    user = get_user_model().objects.create_user("els", first_name="E" * 100, last_name="Jansen")
    event = make_event()
    with publishing.editing(event, author=user):
        pass
    assert publishing.revisions(event).last().author_name == "E" * 80


def test_the_revisions_of_an_event_are_its_own():
    event, question = make_event(), make_question()
    Question.objects.filter(pk=question.pk).update(code=event.code)
    question.refresh_from_db()
    save(question)
    assert [revision.kind for revision in publishing.revisions(event)] == ["event"]
    assert [revision.kind for revision in publishing.revisions(question)] == ["question"]


def test_of_two_editors_on_one_revision_the_second_is_told_whose_is_newer():
    event = make_event()
    mine, hers = Event.objects.get(pk=event.pk), Event.objects.get(pk=event.pk)
    with publishing.editing(hers, author_name="Jan"):
        hers.title_nl = "Van Jan"
        hers.save()

    with pytest.raises(Conflict, match="Jan saved revision 2") as conflict, publishing.editing(mine, author_name="Els"):
        mine.title_nl = "Van Els"
        mine.save()

    assert conflict.value.newer == publishing.revisions(event).get(number=2)
    assert conflict.value.newer.snapshot["title_nl"] == "Van Jan"
    event.refresh_from_db()
    assert (event.revision, event.title_nl) == (2, "Van Jan")
    assert Revision.objects.count() == 2


def test_the_lock_is_taken_before_anything_else_is_written():
    event = make_event()
    stale = Event.objects.get(pk=event.pk)
    save(event)
    written = []
    with pytest.raises(Conflict), publishing.editing(stale):
        written.append("the body of the block")
    assert written == []


def test_what_goes_wrong_while_saving_leaves_no_trace():
    event = make_event()
    before = shape.to_dict(event)
    with pytest.raises(RuntimeError), publishing.editing(event):
        event.title_nl = "Half"
        event.save()
        raise RuntimeError
    event.refresh_from_db()
    assert shape.to_dict(event) == before
    assert Revision.objects.count() == event.revision == 1


def test_after_a_save_that_failed_the_same_working_copy_can_be_saved():
    event = make_event()
    with pytest.raises(RuntimeError), publishing.editing(event):
        raise RuntimeError
    with publishing.editing(event, reason="again"):
        pass
    assert publishing.revisions(event).last().reason == "again"


def test_parts_that_do_not_fit_together_are_not_saved():
    event = make_event(notes=[noted()])
    with pytest.raises(dictionary.ShapeError, match=r"notes\[0\]\.references"), publishing.editing(event):
        event.notes.update(ready=True)
    assert not event.notes.get().ready
    assert Revision.objects.count() == 1


def test_restoring_makes_a_new_revision_that_says_what_the_old_one_said():
    data = rich_event_dict()
    event = save(shape.from_dict(data, "event"))
    with publishing.editing(event):
        event.notes.all().delete()
        event.themes.clear()

    restored = publishing.restore(event, 1, author=make_editor("els"), reason="the notes are right")

    assert restored.revision == 3
    assert shape.to_dict(restored) == data
    last = publishing.revisions(event).last()
    assert (last.number, last.author_name, last.reason, last.snapshot) == (3, "els", "the notes are right", data)


def test_nothing_is_restored_over_a_newer_revision():
    event = make_event()
    stale = Event.objects.get(pk=event.pk)
    save(event)
    with pytest.raises(Conflict):
        publishing.restore(stale, 1, author=None, reason="old is better")


# --- several at once, each with a connection of its own ---------------------------------------------------------------


@pytest.fixture
def at_once(transactional_db, tmp_path):
    """Run a function in several threads at the same moment, each connected to the same real database.

    SQLite's database for tests lives in memory, where locks work otherwise: there it is copied to a file first.
    """
    file = tmp_path / "wederhoor.sqlite3"

    def connect():
        if connection.vendor == "sqlite":
            own = connections.create_connection("default")
            own.settings_dict = connections["default"].settings_dict | {"NAME": str(file)}
            connections["default"] = own

    def run(job, count: int) -> list:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(file)])
        results, start = [], threading.Barrier(count)

        def work(number):
            connect()
            try:
                start.wait(20)
                results.append(job(number))
            except Exception as error:
                results.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    def look(question):
        """The answer of the database that the threads worked on."""
        answers = []

        def ask():
            connect()
            answers.append(question())
            connection.close()

        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
        return answers[0]

    run.look = look
    return run


def test_of_several_who_save_one_revision_at_once_exactly_one_wins(at_once):
    event = make_event()

    def edit(number):
        mine = Event.objects.get(pk=event.pk)
        mine.revision = 1  # the revision that the form was opened on
        with publishing.editing(mine, author_name=f"editor {number}"):
            mine.title_nl = f"Van {number}"
            mine.save()
        return number

    results = at_once(edit, 6)

    (winner,) = [result for result in results if isinstance(result, int)]
    losers = [result for result in results if not isinstance(result, int)]
    assert [type(result) for result in losers] == [Conflict] * 5
    assert {loser.newer.author_name for loser in losers} == {f"editor {winner}"}
    row = at_once.look(lambda: Event.objects.values_list("revision", "title_nl").get(pk=event.pk))
    assert row == (2, f"Van {winner}")
    assert at_once.look(lambda: list(Revision.objects.values_list("number", flat=True))) == [1, 2]


def test_publishing_at_once_gives_numbers_in_a_row_and_one_index_row(at_once):
    event = make_event(citations=[cited(make_quote("In 1917"))])
    results = at_once(lambda number: publishing.publish(event, reason=str(number)).number, 4)
    assert sorted(results) == [1, 2, 3, 4]
    assert at_once.look(lambda: (PublicEvent.objects.count(), PublicClaim.objects.count())) == (1, 2)
    assert at_once.look(index.stale_rows) == []


def test_of_several_who_take_one_slug_at_once_exactly_one_gets_it(at_once):
    events = [make_published_event() for _ in range(3)]

    def take(number):
        rename(Event.objects.get(pk=events[number].pk), "wanted")
        return publishing.publish(Event.objects.get(pk=events[number].pk)).slug

    results = at_once(take, 3)
    assert [result for result in results if result == "wanted"] == ["wanted"]
    assert at_once.look(lambda: Event.objects.filter(slug="wanted").count()) == 1
    assert at_once.look(index.stale_rows) == []


# --- publishing -------------------------------------------------------------------------------------------------------


def test_what_is_not_saved_is_not_published():
    event = shape.from_dict(event_dict(), "event")
    with pytest.raises(NotPublishable, match="Save"):
        publishing.publish(event)
    assert not PublicEvent.objects.exists()


def test_readers_get_the_newest_revision_and_not_what_was_typed_since():
    event = make_event()
    Event.objects.filter(pk=event.pk).update(title_nl="Nog niet bewaard")
    event.refresh_from_db()
    publication = publishing.publish(event)
    assert publication.document["title_nl"] != "Nog niet bewaard"
    assert publication.revision.number == 1


def test_a_publication_says_who_approved_what_and_why():
    els, event = make_editor("els"), make_event()
    publication = publishing.publish(event, by=els, reason="first")
    assert (publication.number, publication.action, publication.slug) == (1, "edited", event.slug)
    assert (publication.approver, publication.approver_name, publication.reason) == (els, "els", "first")
    assert publication.revision == publishing.revisions(event).last()
    assert publishing.publish(event, by=els).reason == "made"  # of the revision, if none is given


def test_a_document_has_what_a_page_needs():
    said = make_quote(
        "In 1917", make_text(make_source("one", language="nl"), "Het was zo.\nIn 1917 dus."), speaker="Lenin"
    )
    basis = make_quote("zo", said.text)
    theme = make_theme("party")
    event = make_published_event(
        date={"edtf": "1917-10-25", "calendar": "julian"},
        themes=["party"],
        citations=[cited(said, "1917", basis=basis.code)],
    )
    document = publishing.publications(event).get().document
    days = {"earliest": 2421540, "latest": 2421540}
    leaning = {"references": [{"source": "record"}]}
    assert document["date"] == {"edtf": "1917-10-25", "calendar": "julian"} | leaning | days
    assert document["themes"] == [{"slug": theme.slug, "name_nl": "party", "name_en": "party"}]
    (row,) = document["citations"]
    assert (row["earliest"], row["latest"]) == (2421230, 2421594)
    assert row["basis"] == {"code": basis.code, "source": "one", "exact": "zo", "language": "nl"}
    assert row["quote"] == {
        "code": said.code,
        "source": "one",
        "exact": "In 1917",
        "speaker": "Lenin",
        "start": 12,
        "end": 19,
        "prefix": "Het was zo.\n",
        "suffix": " dus.",
        "language": "nl",
        "locator": document["citations"][0]["quote"]["locator"],
    }


def test_only_ready_notes_go_out():
    book = make_source(kind="literature")
    said = make_quote("In 1917")
    event = make_event(
        citations=[cited(said)],
        notes=[
            noted("geheim-oordeel", quote=said.code, author="Geheim Persoon"),
            noted("open oordeel", quote=said.code, ready=True, references=leaning_on(book)),
        ],
    )
    publishing.publish(event)
    assert "open oordeel" in everything_public()
    assert "geheim-oordeel" not in everything_public()
    assert "Geheim Persoon" not in everything_public()
    assert PublicEvent.objects.get().contested == 1
    assert PublicEvent.objects.get().row["verdicts"] == {"contested": 1}


@pytest.mark.parametrize(
    ("verdict", "contested"),
    [("supported", 0), ("context", 0), ("contested", 1), ("contradicted", 1), ("miscalculated", 1), ("misdated", 1),
     ("unsupported", 1)],
)  # fmt: skip
def test_an_event_is_contested_by_its_critical_notes(verdict, contested):
    book = make_source(kind="literature")
    make_published_event(notes=[noted(verdict=verdict, ready=True, references=leaning_on(book))])
    assert PublicEvent.objects.get().contested == contested


def test_a_draft_never_leaks_into_any_table_that_readers_get():
    said = make_quote("geheime-woorden")
    shown = make_quote("open woorden")
    published = make_published_event("open-event", citations=[cited(shown)], title_nl="Open titel")
    make_published_question("open-question", events=[published.code], quotes=[cited(shown)["quote"]])
    assert "Open titel" in everything_public()
    assert "open woorden" in everything_public()

    # New drafts, and a draft of what is public already: all with something that could leak.
    secret = {"title_nl": "geheime-titel", "summary_en": "geheime-summary", "importance": 3}
    notes = [noted("geheime-reden", ready=True, references=leaning_on(make_source("geheime-bron", kind="literature")))]
    make_event("geheime-slug", **secret, citations=[cited(said, "1917", "geheime-woorden")], notes=notes)
    make_question("geheime-vraag", quotes=[cited(said)["quote"]], notes=[noted("geheime-noot")])
    before = index.index_rows()
    with publishing.editing(published, author_name="geheime-naam", reason="geheime-reden"):
        shape.from_dict(shape.to_dict(published) | secret | {"slug": "geheime-nieuwe-slug"}, "event")
        published.refresh_from_db()
    call_command("rebuild_index")

    assert Revision.objects.filter(snapshot__contains="geheime").count() == 3
    assert "geheime" not in everything_public()
    assert index.index_rows() == before
    assert not Address.objects.filter(name__contains="geheime").exists()
    assert not Address.objects.filter(code=said.code).exists()


def test_an_unpublished_source_is_named_and_nothing_is_published():
    hidden = [make_source(slug, published=False) for slug in ("hidden-b", "hidden-a")]
    books = make_source("hidden-book", kind="literature", published=False)
    event = make_event(
        citations=[cited(make_quote(f"In 191{n}", make_text(source, f"In 191{n}"))) for n, source in enumerate(hidden)],
        date={"edtf": "1917", "references": leaning_on(books)},
    )
    with pytest.raises(NotPublishable, match="hidden-a, hidden-b, hidden-book"):
        publishing.publish(event)
    assert not Publication.objects.exists()
    assert not PublicEvent.objects.exists()
    assert not Address.objects.exists()

    Source.objects.update(published=True)
    assert publishing.publish(event).number == 1


@pytest.mark.parametrize("place", ["note", "figure", "basis", "question", "position"])
def test_every_place_that_names_a_source_is_looked_at(place):
    hidden = make_source("hidden", published=False)
    said = make_quote("In 1917 waren er 12.", make_text(hidden, "In 1917 waren er 12."))
    open_words = make_quote("Een jaar later.")
    ready = noted(ready=True, references=leaning_on(hidden))
    match place:
        case "note":
            subject = make_event(notes=[ready])
        case "figure":
            data = rich_event_dict()
            data["figures"][1]["reference"]["source"] = "hidden"
            subject = save(shape.from_dict(data, "event"))
        case "basis":
            subject = make_event(citations=[cited(open_words, "1918", basis=said.code)])
        case "question":
            subject = make_question(references=leaning_on(hidden))
        case "position":
            subject = make_question(quotes=[cited(said)["quote"]])
    with pytest.raises(NotPublishable, match="hidden"):
        publishing.publish(subject)
    assert "In 1917 waren er 12." not in everything_public()


def test_a_note_that_is_not_ready_may_lean_on_a_source_that_is_not_published():
    event = make_event(notes=[noted(references=leaning_on(make_source("hidden", kind="literature", published=False)))])
    publishing.publish(event)
    assert "hidden" not in everything_public()


# --- the second person ------------------------------------------------------------------------------------------------


def saved_by(user) -> Event:
    event = make_event()
    with publishing.editing(event, author=user):
        pass
    return event


def test_the_only_editor_publishes_her_own_work_and_it_says_so():
    els = make_editor("els")
    get_user_model().objects.create_user("reader")
    get_user_model().objects.create_user("gone", is_staff=True, is_active=False)
    assert publishing.publish(saved_by(els), by=els).reviewed is False


def test_with_two_editors_the_author_cannot_approve_her_own_revision():
    els, jan = make_editor("els"), make_editor("jan")
    event = saved_by(els)
    with pytest.raises(NotPublishable, match="a colleague"):
        publishing.publish(event, by=els)
    assert not PublicEvent.objects.exists()

    publication = publishing.publish(event, by=jan)
    assert publication.reviewed is True
    assert publication.approver == jan


def test_it_is_the_newest_revision_whose_author_counts():
    els, jan = make_editor("els"), make_editor("jan")
    event = saved_by(els)
    with publishing.editing(event, author=jan):
        pass
    with pytest.raises(NotPublishable):
        publishing.publish(event, by=jan)
    assert publishing.publish(event, by=els).reviewed is True


def test_what_came_from_a_corpus_may_be_approved_by_any_editor():
    els, _jan = make_editor("els"), make_editor("jan")
    event = make_event()  # its author has no account here, so she is another
    assert publishing.publish(event, by=els).reviewed is True


# --- withdrawing and renaming -----------------------------------------------------------------------------------------


def test_what_is_withdrawn_is_gone_from_the_index_with_its_reason_and_can_come_back():
    said = make_quote("In 1917")
    event = make_published_event("event", citations=[cited(said)])
    other = make_published_event("other", citations=[cited(said)])

    withdrawn = publishing.withdraw(event, by=make_editor("els"), reason="The source was forged.")

    assert (withdrawn.number, withdrawn.action, withdrawn.reason) == (2, "withdrawn", "The source was forged.")
    assert withdrawn.approver_name == "els"
    assert [row.slug for row in PublicEvent.objects.all()] == [other.slug]
    assert {claim.event_id for claim in PublicClaim.objects.all()} == {other.code}
    assert where("event") == (event.code, True)
    assert Event.objects.filter(pk=event.pk).exists()

    publishing.publish(event, reason="It was not.")
    assert {row.slug for row in PublicEvent.objects.all()} == {"event", "other"}
    assert [row.action for row in publishing.publications(event)] == ["edited", "withdrawn", "edited"]


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_who_withdraws_says_why(reason):
    event = make_published_event()
    with pytest.raises(NotPublishable, match="why"):
        publishing.withdraw(event, reason=reason)
    assert PublicEvent.objects.exists()


def test_what_is_not_on_the_site_cannot_be_withdrawn():
    event = make_event()
    with pytest.raises(NotPublishable, match="not on the site"):
        publishing.withdraw(event, reason="why not")
    publishing.publish(event)
    publishing.withdraw(event, reason="wrong")
    with pytest.raises(NotPublishable, match="not on the site"):
        publishing.withdraw(event, reason="wrong again")


def test_a_withdrawal_is_of_what_was_published_and_not_of_the_draft():
    event = make_published_event("event")
    rename(event, "draft-name")
    assert publishing.withdraw(event, reason="wrong").slug == "event"
    assert not Address.objects.filter(name="draft-name").exists()


def test_a_name_that_is_left_behind_leads_to_the_new_one_for_ever():
    event = make_published_event("first")
    rename(event, "second")
    assert where("first") == (event.code, True)  # until it is published

    publishing.publish(event)
    assert where("first") == (event.code, False)
    assert where("second") == (event.code, True)
    assert PublicEvent.objects.get().slug == "second"

    rename(event, "third")
    publishing.publish(event)
    assert [where(name) for name in ("first", "second", "third")] == [
        (event.code, False),
        (event.code, False),
        (event.code, True),
    ]


def test_an_event_may_go_back_to_a_name_of_its_own():
    event = make_published_event("first")
    for name in ("second", "first"):
        rename(event, name)
        publishing.publish(event)
    assert where("first") == (event.code, True)
    assert where("second") == (event.code, False)
    assert PublicEvent.objects.get().slug == "first"


def test_a_name_that_once_led_to_something_else_is_refused():
    event = make_published_event("first")
    rename(event, "second")
    publishing.publish(event)
    publishing.withdraw(event, reason="gone")

    other = make_event("other")
    with pytest.raises(dictionary.ShapeError, match="slug: “first” once led to something else"):
        rename(other, "first")
    other.refresh_from_db()
    assert (other.slug, other.revision) == ("other", 1)


def test_a_swap_is_refused():
    one, two = make_published_event("one"), make_published_event("two")
    rename(one, "three")
    publishing.publish(one)
    with pytest.raises(dictionary.ShapeError, match="once led to something else"):
        rename(two, "one")
    two.refresh_from_db()
    with publishing.editing(two):
        pass
    publishing.publish(two)
    assert where("one") == (one.code, False)
    assert where("two") == (two.code, True)


def test_a_name_that_was_never_public_is_free():
    event = make_event("first")
    rename(event, "second")
    other = make_published_event("first")
    assert where("first") == (other.code, True)


def test_an_event_and_a_question_may_have_the_same_slug():
    event, question = make_published_event("same"), make_published_question("same")
    assert where("same") == (event.code, True)
    assert where("same", "question") == (question.code, True)


def test_an_older_name_can_be_given_along_and_redirects():
    event = make_published_event("new")
    publishing.leave_behind(event, "old")
    assert where("old") == (event.code, False)
    other = make_published_event("other")
    with pytest.raises(NotPublishable, match="never reused"):
        publishing.leave_behind(other, "new")


# --- codes ------------------------------------------------------------------------------------------------------------


def test_everything_that_is_published_has_its_code_as_an_address():
    data = rich_event_dict()
    event = save(shape.from_dict(data, "event"))
    assert not Address.objects.exists()
    publishing.publish(event)
    found = set(Address.objects.filter(space=Address.CODE).values_list("name", "kind", "code"))
    expected = {(event.code, "event", event.code)}
    expected |= {(row["quote"]["code"], "quote", row["quote"]["code"]) for row in data["citations"]}
    expected |= {(row["code"], "figure", event.code) for row in data["figures"]}
    expected |= {(row["code"], "note", event.code) for row in data["notes"]}
    expected |= {(row["code"], "finding", event.code) for row in Publication.objects.get(code=event.code).findings}
    assert found == expected
    assert "finding" in {kind for _name, kind, _code in found}


@pytest.mark.parametrize("kind", ["event", "question", "quote", "note"])
def test_a_code_leads_to_one_thing_only(kind):
    data = rich_event_dict()
    publishing.publish(save(shape.from_dict(data, "event")))
    taken = data["figures"][0]["code"]
    match kind:
        case "event":
            subject = make_event(code=taken)
        case "question":
            subject = make_question(code=taken)
        case "quote":
            subject = make_event(citations=[cited(make_quote("In 1917", code=taken))])
        case "note":
            subject = make_event(notes=[noted(code=taken)])
    with pytest.raises(NotPublishable, match=f"{taken}.*never reused"):
        publishing.publish(subject)
    assert not publishing.publications(subject).exists()
    assert Address.objects.get(space=Address.CODE, name=taken).kind == "figure"


def test_the_same_code_twice_in_one_event_is_refused_too():
    code = codes.mint()
    event = make_event(code=code, notes=[noted(code=code)])
    with pytest.raises(NotPublishable, match=code):
        publishing.publish(event)


# --- the record -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [Revision, Publication])
def test_a_record_is_never_changed_and_never_removed(model):
    make_published_event()
    row = model.objects.get()
    row.reason = "rewritten"
    for change in (
        row.save,
        row.delete,
        lambda: row.save(update_fields=["reason"]),
        lambda: model.objects.update(reason="rewritten"),
        lambda: model.objects.filter(pk=row.pk).delete(),
        lambda: model.objects.bulk_update([row], ["reason"]),
        lambda: model.objects.update_or_create(pk=row.pk, defaults={"reason": "rewritten"}),
    ):
        with pytest.raises(TypeError, match="record"), transaction.atomic():
            change()
    assert model.objects.get().reason == "made"


def test_an_address_is_never_removed():
    make_published_event("event")
    for change in (Address.objects.get(name="event").delete, Address.objects.filter(name="event").delete):
        with pytest.raises(TypeError, match="never removed"), transaction.atomic():
            change()
    assert Address.objects.filter(name="event").exists()


def test_who_wrote_or_approved_something_cannot_be_deleted():
    els = make_editor("els")
    event = saved_by(els)
    publishing.publish(event, by=els)
    with pytest.raises(Exception, match="protected"):
        els.delete()


# --- findings and recomputing -----------------------------------------------------------------------------------------


def test_the_findings_are_computed_when_publishing():
    one, other = make_source(), make_source(lane=2)
    early, late = (make_quote(f"Op {day} april 1922", make_text(source, f"Op {day} april 1922"))
                   for day, source in ((3, one), (4, other)))  # fmt: skip
    event = make_published_event(
        date="1922-04-03",
        citations=[cited(early, "1922-04-03", "3 april 1922"), cited(late, "1922-04-04", "4 april 1922")],
    )
    findings = publishing.publications(event).get().findings
    assert {(found["kind"], found["state"], tuple(found["sources"])) for found in findings} == {
        ("dates_between", "contradict", (one.slug, other.slug)),
        ("dates_literature", "agree", (one.slug,)),
        ("dates_literature", "contradict", (other.slug,)),
    }
    assert PublicEvent.objects.get().row["states"] == {"dates_between": "contradict", "dates_literature": "contradict"}


def test_figures_of_one_measure_are_compared_and_those_of_two_never():
    event = save(shape.from_dict(rich_event_dict(), "event"))
    findings = publishing.publish(event).findings
    assert not [found for found in findings if found["kind"].startswith("figures")]

    data = rich_event_dict()
    data["figures"][1]["measure"] = "votes"
    findings = publishing.publish(save(shape.from_dict(data, "event"))).findings
    (found,) = [found for found in findings if found["kind"].startswith("figures")]
    assert (found["kind"], found["state"], found["measure"]) == ("figures_literature", "contradict", "votes")
    assert found["claims"] == [data["figures"][0]["code"], data["figures"][1]["code"]]


def test_recomputing_appends_only_what_is_different():
    theme = make_theme("party")
    els = make_editor("els")
    event = make_event(themes=["party"])
    first = publishing.publish(event, by=els)
    assert publishing.recompute(first) == first
    assert Publication.objects.count() == 1

    theme.name_nl = "De partij"
    theme.save()
    second = publishing.recompute(first)
    assert (second.number, second.action, second.revision) == (2, "recomputed", first.revision)
    assert second.document["themes"][0]["name_nl"] == "De partij"
    assert PublicEvent.objects.get().row["themes"][0]["name_nl"] == "De partij"
    assert publishing.recompute(second) == second
    assert Publication.objects.count() == 2


def test_recomputing_touches_no_draft_and_no_edit_lock():
    make_theme("party")
    event = make_event(themes=["party"])
    first = publishing.publish(event)
    rename(event, "draft-name", "Concept")
    event.themes.get().delete()

    second = publishing.recompute(first)

    assert second.slug == first.slug
    event.refresh_from_db()
    assert (event.slug, event.revision) == ("draft-name", 2)
    with publishing.editing(event):
        pass


def test_what_is_withdrawn_is_not_recomputed():
    make_theme("party")
    event = make_published_event(themes=["party"])
    withdrawn = publishing.withdraw(event, reason="wrong")
    event.themes.get().delete()
    assert publishing.recompute(withdrawn) == withdrawn
    assert not PublicEvent.objects.exists()


# --- the index --------------------------------------------------------------------------------------------------------


def test_the_index_row_of_an_event_has_what_axis_and_list_need():
    book = make_source("book", kind="literature")
    one, other = make_source("one"), make_source("two", lane=2)
    dated = make_quote("In 1917", make_text(one, "In 1917"))
    silent = make_quote("Toen", make_text(other, "Toen"))
    event = make_published_event(
        "october",
        date={"edtf": "1917-11-07", "references": leaning_on(book)},
        citations=[cited(dated, "1917", "1917"), cited(silent)],
        notes=[noted(quote=dated.code, ready=True, references=leaning_on(book, "p. 1"))],
        importance=3,
        standing="alleged",
    )
    row = PublicEvent.objects.get()
    assert (row.code, row.slug, row.earliest, row.latest) == (event.code, "october", 2421540, 2421540)
    assert (row.importance, row.standing, row.contested) == (3, "alleged", 1)
    assert row.row["readings"] == {
        "one": [
            {"origin": "stated", "words": "1917", "edtf": "1917", "earliest": 2421230, "latest": 2421594,
             "quote": dated.code},
        ],
        "two": [],
    }  # fmt: skip
    claims = set(PublicClaim.objects.values_list("kind", "source", "quote", "verdict"))
    assert claims == {
        ("citation", "one", dated.code, ""),
        ("citation", "two", silent.code, ""),
        ("note", "one", dated.code, "contested"),
        ("reference", "book", None, ""),
    }
    assert [row.slug for row in PublicEvent.objects.told_by("one")] == ["october"]
    assert not PublicEvent.objects.told_by("book")


@pytest.mark.parametrize(
    ("edtf", "ends"), [("1917-11-07/..", (2421540, 2421540)), ("../1917-11-07", (2421540, 2421540))]
)
def test_an_open_end_is_stood_in_for_by_the_known_one(edtf, ends):
    make_published_event(date=edtf)
    row = PublicEvent.objects.get()
    assert (row.earliest, row.latest) == ends
    assert None in (row.row["date"]["earliest"], row.row["date"]["latest"])


def test_events_are_found_by_the_days_they_touch_and_page_by_page():
    for slug, date in (("a", "1917-01-01/1917-01-31"), ("b", "1917-01-31"), ("c", "1918"), ("d", "1918")):
        make_published_event(slug, date=date)
    rows = PublicEvent.objects
    day = rows.get(slug="b").earliest
    assert {row.slug for row in rows.between(day, day)} == {"a", "b"}
    assert {row.slug for row in rows.between(day + 1, None)} == {"c", "d"}
    assert {row.slug for row in rows.between(None, day - 1)} == {"a"}
    assert rows.between(None, None).count() == 4
    walked, last = [], rows.first()
    while last:
        walked.append(last)
        last = rows.after(last.earliest, last.code).first()
    assert walked == list(rows.all())


def test_a_stale_index_is_detected_and_the_check_changes_nothing():
    said = make_quote("In 1917")
    make_published_event("event", citations=[cited(said)], themes=[make_theme("war").slug])
    make_published_question("question", quotes=[cited(said)["quote"]])
    call_command("rebuild_index", check=True)

    def spoil_row():
        row = PublicEvent.objects.get()
        row.row["title_nl"] = "Vervalst"
        row.save()

    def lose_what_is_searched():
        """On SQLite words are found in a table of their own, which Django does not know."""
        search.execute(f"DELETE FROM {search.TABLE}")
        if connection.vendor != "sqlite":
            PublicText.objects.update(folded="")

    for name, spoil in (
        ("PublicEvent", spoil_row),
        ("PublicEvent", lambda: PublicEvent.objects.update(earliest=0)),
        ("PublicQuestion", lambda: PublicQuestion.objects.update(slug="other")),
        ("PublicClaim", lambda: PublicClaim.objects.filter(kind="citation").delete()),
        ("PublicClaim", lambda: PublicClaim.objects.filter(kind="position").update(verdict="contested")),
        ("PublicTheme", lambda: PublicTheme.objects.update(name_nl="Vrede")),
        ("PublicTheme", lambda: PublicTheme.objects.all().delete()),
        ("PublicText", lambda: PublicText.objects.filter(language="nl").update(folded="vervalst")),
        ("PublicText", lambda: PublicText.objects.all().delete()),
        ("PublicText", lose_what_is_searched),
        ("PublicEvent", lambda: PublicEvent.objects.all().delete()),
    ):
        spoil()
        before = index.index_rows()
        with pytest.raises(CommandError, match=f"stale.*{name}"):
            call_command("rebuild_index", check=True)
        assert index.index_rows() == before
        call_command("rebuild_index")
        call_command("rebuild_index", check=True)
    assert PublicEvent.objects.get().row["title_nl"] != "Vervalst"


def test_a_row_that_no_publication_made_is_stale():
    event = make_published_event()
    publication = publishing.publications(event).get()
    PublicEvent.objects.create(
        code="zzzzzz", slug="made-up", publication=publication, earliest=1, latest=1, importance=1, contested=0, row={}
    )
    assert index.stale_rows() == ["PublicEvent"]
    index.rebuild()
    assert [row.code for row in PublicEvent.objects.all()] == [event.code]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["save", "publish", "publish", "rename", "withdraw", "ready", "drop", "theme", "recompute"]),
        st.integers(0, 3),
        st.sampled_from(["one", "two", "three", "four", "five", "six"]),
    ),
    max_size=25,
)


def test_the_index_that_is_kept_is_the_index_that_is_rebuilt_whatever_happens():
    book, said, theme = make_source(kind="literature"), make_quote("In 1917"), make_theme()
    note = {"ready": True, "references": leaning_on(book), "quote": said.code}

    def act(subject, step, name):
        """One thing that an editor does; what is refused changes nothing."""
        match step:
            case "save":
                with publishing.editing(subject):
                    subject.title_nl = name
                    subject.save()
            case "publish":
                publishing.publish(subject)
            case "rename":
                rename(subject, name)
            case "withdraw":
                publishing.withdraw(subject, reason=name)
            case "ready":
                with publishing.editing(subject):
                    Note.objects.filter(pk__in=subject.notes.values("pk")).update(ready=name < "s")
            case "drop":
                with publishing.editing(subject):
                    (subject.citations if subject.KIND == "event" else subject.positions).all().delete()
                    subject.notes.update(quote=None)
            case "theme":
                theme.name_nl = name
                theme.save()
            case "recompute":
                if last := publishing.publications(subject).last():
                    publishing.recompute(last)

    @settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(STEPS)
    def stays_the_same(steps):
        with transaction.atomic():
            subjects = [
                make_event(citations=[cited(said)], notes=[noted(**note)], themes=[theme.slug]) for _ in range(3)
            ]
            subjects.append(make_question(quotes=[cited(said)["quote"]], notes=[noted(**note)]))
            for step, number, name in steps:
                subject = subjects[number]
                try:
                    with transaction.atomic():
                        act(subject, step, name)
                except (NotPublishable, dictionary.ShapeError):
                    pass
                except Exception as error:
                    if "unique" not in str(error).lower():
                        raise
                subject.refresh_from_db()
            assert index.stale_rows() == []
            on_site = {last.code for last in index.latest_publications() if last.action != "withdrawn"}
            assert on_site == {*PublicEvent.objects.values_list("code", flat=True)} | {
                *PublicQuestion.objects.values_list("code", flat=True)
            }
            for row in [*PublicEvent.objects.all(), *PublicQuestion.objects.all()]:
                kind = "event" if isinstance(row, PublicEvent) else "question"
                assert where(row.slug, kind) == (row.code, True)
            for subject in subjects:
                numbers = list(publishing.publications(subject).values_list("number", flat=True))
                assert numbers == list(range(1, len(numbers) + 1))
                assert publishing.revisions(subject).count() == subject.revision
            transaction.set_rollback(True)

    stays_the_same()


def test_a_question_goes_the_same_way():
    said = make_quote("Wie leidt wie?")
    question = save(shape.from_dict(question_dict("question", quotes=[cited(said)["quote"]]), "question"))
    publishing.publish(question)
    row = PublicQuestion.objects.get()
    assert (row.slug, row.row["title_en"]) == ("question", question.title_en)
    assert [claim.kind for claim in PublicClaim.objects.all()] == ["position", "reference"]
    publishing.withdraw(question, reason="too narrow")
    assert not PublicQuestion.objects.exists()
    assert not PublicClaim.objects.exists()


@pytest.mark.parametrize("make", [make_event, make_question])
def test_nothing_goes_out_that_leans_on_nothing(make):
    bare = make(date={"edtf": "1917", "references": []}) if make is make_event else make(references=[])
    with pytest.raises(NotPublishable, match="leans on"):
        publishing.publish(bare)
    assert bare.title_nl not in everything_public()
