"""What readers see is what follows from what was published; where it is not, the command says so and mends it."""

import json
import sqlite3

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from sources.calendars import gregorian_to_jdn
from sources.models import Quote
from tests.builders import (
    cited,
    figured,
    leaning_on,
    make_editor,
    make_event,
    make_published_event,
    make_published_question,
    make_quote,
    make_source,
    make_term,
    make_text,
    measured,
    ordered,
    rich_event_dict,
    save,
)
from tests.core.test_commands import manage
from tests.core.test_corpus import write
from timeline import index, publishing, shape
from timeline.management.commands.check_facts import STATES
from timeline.models import Event, Publication, PublicClaim, PublicEvent, Revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def said() -> list[Quote]:
    """A quote of each of two accounts."""
    texts = [make_text(make_source(slug, lane=lane), "In 1917.") for lane, slug in enumerate(("one", "two"), 1)]
    return [make_quote("In 1917.", text) for text in texts]


def facts(capsys, *arguments: str) -> dict:
    """What the command says in JSON, whether it ends well or not."""
    capsys.readouterr()
    try:
        call_command("check_facts", "--json", *arguments)
        failed = False
    except CommandError:
        failed = True
    found = json.loads(capsys.readouterr().out)
    assert failed == bool(found["differences"])
    return found


def differences(capsys) -> list[dict]:
    return facts(capsys)["differences"]


def tamper(table: str, column: str, value: str, pk: int):
    """Change a row behind the back of every rule."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, pk])


def last(slug: str) -> Publication:
    return Publication.objects.filter(slug=slug).order_by("number").last()


def of_kind(publication: Publication, kind: str) -> dict:
    """The one finding of a kind."""
    (found,) = [row for row in publication.findings if row["kind"] == kind]
    return found


# --- what it says -----------------------------------------------------------------------------------------------------


def test_what_follows_from_what_was_published_is_counted(said, capsys):
    make_published_event("agreeing", date="1917", citations=[cited(quote, "1917", "1917") for quote in said])
    make_published_event("parting", date="1916", citations=[cited(said[0], "1917", "1917"), cited(said[1], "1918")])
    make_published_event("context")
    make_event("draft")

    call_command("check_facts")

    assert capsys.readouterr().out.splitlines() == [
        # agreeing and parting: between, and each of two with the record; context: a silence
        "3 events, 7 findings.",
        "accounts: 1 agree, 0 are compatible, 1 contradict, 1 nothing to compare",
        "accounts and the record: 1 agree, 0 are compatible, 1 contradict, 1 nothing to compare",
        "no account speaks of 1.",
    ]


def test_an_empty_site_has_nothing_wrong(capsys):
    assert facts(capsys) == {"events": [], "findings": [], "differences": []}


def test_as_json_every_finding_has_its_event_and_the_words_of_its_claims(said, capsys):
    book = make_source("book", kind="literature")
    quote = make_quote("Er waren 12 mensen.", make_text(said[0].text.source, "Er waren 12 mensen."))
    figures = [
        figured("people", "12", "12", "12", quote=quote.code),
        figured("people", "a dozen", "12", "12", reference={"source": book.slug}),
    ]
    event = make_published_event(
        "event", date="1917", citations=[cited(said[0], "1917", "1917"), cited(quote)],
        measures=[measured("people")], figures=figures,
    )  # fmt: skip
    found = facts(capsys)
    assert found["events"] == [{"slug": "event", "voices": 1, "state": "", "literature": "agree", "contested": 0}]
    rows = {row["kind"]: row for row in found["findings"]}
    assert rows["dates_literature"]["words"] == ["1917", "1917"]
    assert rows["figures_literature"]["words"] == ["12", "a dozen"]
    assert rows["silence"] == {
        "event": "event", "code": rows["silence"]["code"], "kind": "silence", "state": "silent", "sources": ["two"],
        "words": [],
    }  # fmt: skip
    assert {row["code"] for row in found["findings"]} == {row["code"] for row in last(event.slug).findings}


def test_every_state_of_an_event_has_words(said):
    assert set(STATES) == {"agree", "compatible", "contradict", ""}


# --- what was tampered with -------------------------------------------------------------------------------------------


def test_findings_that_were_tampered_with_are_found(said, capsys):
    event = make_published_event("event", date="1917", citations=[cited(quote, "1917", "1917") for quote in said])
    publication = last("event")
    between = of_kind(publication, "dates_between")
    false = [row | {"state": "contradict"} if row == between else row for row in publication.findings]
    tamper("timeline_publication", "findings", json.dumps(false), publication.pk)

    with pytest.raises(CommandError, match="differences; check_facts --recompute"):
        call_command("check_facts")

    assert f"events/event: code {between['code']}, kind dates_between, stored contradict, computed agree" in (
        capsys.readouterr().out
    )
    assert differences(capsys) == [
        {"where": "events/event", "code": between["code"], "kind": "dates_between", "stored": "contradict",
         "computed": "agree"},
        {"where": "index", "keys": ["PublicEvent"]},
        {"where": "index", "keys": ["PublicFinding"]},
    ]  # fmt: skip
    assert event.code not in str(differences(capsys)), "it names an event by its slug"


def test_findings_that_were_taken_away_or_made_up_are_found(said, capsys):
    make_published_event("event", date="1917", citations=[cited(quote, "1917", "1917") for quote in said])
    publication = last("event")
    between, *others = publication.findings
    made_up = between | {"code": "zzzzzzzz"}
    tamper("timeline_publication", "findings", json.dumps([made_up, *others]), publication.pk)
    states = {row["code"]: (row["stored"], row["computed"]) for row in differences(capsys) if "code" in row}
    assert states == {"zzzzzzzz": ("agree", None), between["code"]: (None, "agree")}


def test_a_document_that_was_tampered_with_is_found_by_its_keys(said, capsys):
    make_published_event("event", title_nl="Waar")
    publication = last("event")
    tamper("timeline_publication", "document", json.dumps(publication.document | {"title_nl": "Vals"}), publication.pk)
    assert differences(capsys) == [
        {"where": "events/event", "keys": ["title_nl"]},
        {"where": "index", "keys": ["PublicEvent"]},
        {"where": "index", "keys": ["PublicText"]},
    ]


def test_a_question_that_was_tampered_with_is_found(capsys):
    make_published_question("who", contrast_en="They differ.")
    publication = last("who")
    tamper(
        "timeline_publication", "document", json.dumps(publication.document | {"contrast_en": "No."}), publication.pk
    )
    assert differences(capsys) == [{"where": "questions/who", "keys": ["contrast_en"]}]


@pytest.mark.parametrize(
    ("spoil", "table"),
    [
        (lambda: PublicEvent.objects.update(state="agree"), "PublicEvent"),
        (lambda: PublicEvent.objects.update(voices=0), "PublicEvent"),
        (lambda: PublicEvent.objects.update(literature="agree"), "PublicEvent"),
        (lambda: PublicClaim.objects.filter(kind="citation").delete(), "PublicClaim"),
    ],
)
def test_a_stale_index_is_found_and_mended_without_a_publication(said, capsys, spoil, table):
    citations = [cited(said[0], "1917", "1917"), cited(said[1], "1918")]
    make_published_event("event", date="1916", citations=citations)
    rows = index.index_rows()
    spoil()
    assert differences(capsys) == [{"where": "index", "keys": [table]}]
    assert index.index_rows() != rows, "to look changes nothing"

    assert facts(capsys, "--recompute")["differences"] == []

    assert index.index_rows() == rows
    assert Publication.objects.count() == 1


def test_an_index_that_was_lost_does_not_cost_an_event_its_orders(said, capsys):
    """What is recomputed rests on the index: it is made anew before, not after."""
    first = make_published_event("first", date="1917")
    make_published_event("second", date="1918", orders=[ordered(first.code)])
    rows = index.index_rows()
    PublicEvent.objects.all().delete()

    facts(capsys, "--recompute")

    assert index.index_rows() == rows
    assert Publication.objects.count() == 2


def test_looking_changes_nothing(said, capsys):
    make_published_event("event", citations=[cited(said[0], "1917", "1917")])
    make_source("three", lane=3)
    rows, publications = index.index_rows(), list(Publication.objects.values_list())
    assert differences(capsys)
    assert (index.index_rows(), list(Publication.objects.values_list())) == (rows, publications)


# --- what changed since it was published ------------------------------------------------------------------------------


def test_an_order_with_an_event_that_readers_do_not_see_shows_once_they_do(said, capsys):
    hidden = make_event("hidden", date="1918")
    make_published_event("event", date="1917", orders=[ordered(hidden.code, "after")])
    assert last("event").document["orders"] == []
    assert hidden.title_nl not in json.dumps(last("event").document)
    assert differences(capsys) == []

    publishing.publish(hidden)

    found = differences(capsys)
    assert {"where": "events/event", "keys": ["orders"]} in found
    assert [(row["stored"], row["computed"]) for row in found if "kind" in row] == [(None, "contradict")]
    assert PublicEvent.objects.get(slug="event").literature == ""

    assert facts(capsys, "--recompute")["differences"] == []

    publication = last("event")
    assert (publication.number, publication.action, publication.reason) == (2, "recomputed", "")
    assert [row["other"]["title_nl"] for row in publication.document["orders"]] == [hidden.title_nl]
    assert PublicEvent.objects.get(slug="event").literature == "contradict"
    assert Publication.objects.filter(slug="hidden").count() == 1
    assert facts(capsys, "--recompute")["differences"] == []
    assert Publication.objects.count() == 3, "what is right is not published again"


def test_of_several_orders_only_those_with_events_that_readers_see_are_shown(said):
    shown, hidden = make_published_event("shown", title_nl="Te zien"), make_event("hidden", title_nl="Verborgen")
    orders = [
        ordered(hidden.code, "before"),
        ordered(shown.code, "after"),
        ordered(hidden.code, "after", quote=said[0].code),
    ]
    make_published_event("event", citations=[cited(said[0])], orders=orders)
    assert [(row["relation"], row["other"]["title_nl"]) for row in last("event").document["orders"]] == [
        ("after", "Te zien")
    ]


def test_an_order_with_an_event_that_was_withdrawn_goes(said, capsys):
    other = make_published_event("other", date="1918")
    make_published_event("event", date="1917", orders=[ordered(other.code, "before")])
    assert of_kind(last("event"), "order_literature")["state"] == "agree"
    publishing.withdraw(other, reason="Fout.")
    assert {"where": "events/event", "keys": ["orders"]} in differences(capsys)
    facts(capsys, "--recompute")
    assert last("event").document["orders"] == []
    assert last("other").action == "withdrawn", "it does not come back"
    assert differences(capsys) == []


def test_a_document_holds_what_readers_see_of_the_other_event_and_nothing_of_its_draft(db):
    other = make_published_event("other", date="1918", title_nl="Openbaar")
    with publishing.editing(other):
        other.title_nl, other.edtf = "Nog niet", "1920"
        other.save()
    event = make_event(orders=[ordered(other.code, "before")])
    document = publishing.publish(event).document
    (order,) = document["orders"]
    assert order["other"]["title_nl"] == "Openbaar"
    assert (order["other"]["earliest"], order["other"]["latest"]) == (
        gregorian_to_jdn(1918, 1, 1),
        gregorian_to_jdn(1918, 12, 31),
    )
    assert order["other"]["readings"] == []


def test_an_order_is_held_against_the_new_date_of_the_other_event(said, capsys):
    other = make_published_event("other", date="1918")
    make_published_event("event", date="1917", orders=[ordered(other.code, "before", quote="")])
    publishing.publish(
        save(
            shape.from_dict(
                shape.to_dict(other) | {"date": {"edtf": "1916", "references": [{"source": "record"}]}}, "event"
            )
        )
    )
    assert ("agree", "contradict") in [(row.get("stored"), row.get("computed")) for row in differences(capsys)]


def test_an_account_of_later_is_silent_on_what_was_published_before(said, capsys):
    make_published_event("event", citations=[cited(quote, "1917", "1917") for quote in said])
    assert not [row for row in last("event").findings if row["kind"] == "silence"]
    make_source("three", lane=3)

    found = differences(capsys)

    assert [(row["kind"], row["stored"], row["computed"]) for row in found if "kind" in row] == [
        ("silence", None, "silent")
    ]
    assert {"where": "events/event", "keys": ["accounts"]} in found
    facts(capsys, "--recompute")
    assert of_kind(last("event"), "silence")["sources"] == ["three"]
    assert differences(capsys) == []


def test_an_account_that_is_not_published_is_not_called_silent(said, capsys):
    make_published_event("event", citations=[cited(quote, "1917", "1917") for quote in said])
    make_source("three", lane=3, published=False)
    assert differences(capsys) == []


def test_a_term_of_later_is_named_on_the_pages_where_it_stands(said, capsys):
    make_published_event("event", summary_nl="De sovjets grepen de macht.")
    make_published_question("who", contrast_en="The soviets differ.")
    make_published_event("other")
    make_term("soviet", name_nl="sovjet", forms_nl="sovjets", name_en="soviet", forms_en="soviets")
    assert differences(capsys) == [
        {"where": "events/event", "keys": ["terms"]},
        {"where": "questions/who", "keys": ["terms"]},
    ]
    facts(capsys, "--recompute")
    assert [last(slug).document["terms"] for slug in ("event", "who", "other")] == [["soviet"], ["soviet"], []]
    assert differences(capsys) == []


def test_recomputing_touches_no_draft_and_no_lock_and_says_who_approved_it(said, capsys):
    event = make_event("event", title_nl="Openbaar", citations=[cited(said[0], "1917", "1917")])
    publishing.publish(event, by=make_editor("jan"), reason="read twice")
    with publishing.editing(event, author_name="Els"):
        Event.objects.filter(pk=event.pk).update(title_nl="Nog niet")
        event.refresh_from_db()
    before = last("event")
    make_source("three", lane=3)

    facts(capsys, "--recompute")

    event.refresh_from_db()
    assert (event.title_nl, event.revision, Revision.objects.count()) == ("Nog niet", 2, 2)
    again = last("event")
    assert (before.approver_name, before.reviewed) == ("jan", True)
    assert (again.revision, again.approver_name, again.reviewed) == (
        before.revision,
        before.approver_name,
        before.reviewed,
    )
    assert again.document["title_nl"] == PublicEvent.objects.get().row["title_nl"] == "Openbaar"


def test_what_was_withdrawn_stays_as_it_was(said, capsys):
    event = make_published_event("event", citations=[cited(said[0], "1917", "1917")])
    publishing.withdraw(event, reason="Fout.")
    make_source("three", lane=3)
    assert facts(capsys) == {"events": [], "findings": [], "differences": []}
    facts(capsys, "--recompute")
    assert Publication.objects.count() == 2


def test_who_publishes_meanwhile_is_not_undone_by_what_is_recomputed(said):
    """The list of what to recompute may be old when its turn comes."""
    event = make_published_event("event", title_nl="Eerst")
    seen = last("event")
    publishing.publish(save(shape.from_dict(shape.to_dict(event) | {"title_nl": "Later"}, "event")))
    make_source("three", lane=3)

    publishing.recompute(seen)

    assert last("event").document["title_nl"] == PublicEvent.objects.get().row["title_nl"] == "Later"


def test_who_withdraws_meanwhile_is_not_undone_by_what_is_recomputed(said):
    event = make_published_event("event")
    seen = last("event")
    publishing.withdraw(event, reason="Fout.")
    make_source("three", lane=3)
    publishing.recompute(seen)
    assert not PublicEvent.objects.exists()


def test_an_event_with_some_of_everything_follows_from_itself(capsys):
    publishing.publish(save(shape.from_dict(rich_event_dict("rich"), "event")))
    assert differences(capsys) == []


# --- witnesses and states ---------------------------------------------------------------------------------------------


def event_with_figures(quote: Quote, number: str, **figure) -> PublicEvent:
    """The index row of an event on which an account counts this number, and a book says 12."""
    own = figured("people", quote.exact, number, number, quote=quote.code) | figure
    theirs = figured("people", "12", "12", "12", reference={"source": "book"})
    make_published_event("event", citations=[cited(quote)], measures=[measured("people")], figures=[own, theirs])
    return PublicEvent.objects.get(slug="event")


def test_a_figure_out_of_the_very_book_is_no_agreement_with_the_record(said):
    make_source("book", kind="literature")
    row = event_with_figures(said[0], "12", witness="book")
    assert of_kind(last("event"), "figures_literature")["witness"] == "book"
    assert (row.literature, row.row["states"]) == ("", {})


def test_a_figure_out_of_another_book_is_agreement_with_the_record(said):
    make_source("book", kind="literature")
    make_source("paper", kind="literature")
    row = event_with_figures(said[0], "12", witness="paper")
    assert (row.literature, row.row["states"]) == ("agree", {"figures_literature": "agree"})


def test_a_figure_that_misquotes_its_book_contradicts_the_record(said):
    make_source("book", kind="literature")
    row = event_with_figures(said[0], "13", witness="book")
    assert (row.literature, row.row["states"]) == ("contradict", {"figures_literature": "contradict"})


@pytest.mark.parametrize(
    ("books", "state"), [(["book"], ""), (["paper"], "agree"), (["book", "paper"], "agree")], ids="-".join
)
def test_a_date_out_of_the_only_book_on_record_is_no_agreement_with_it(said, books, state):
    sources = {slug: make_source(slug, kind="literature") for slug in ("book", "paper")}
    references = [leaning_on(sources[slug])[0] for slug in books]
    told = cited(said[0], "1917", "1917", witness="book")
    make_published_event("event", date={"edtf": "1917", "references": references}, citations=[told])
    assert PublicEvent.objects.get().literature == state


def test_two_accounts_that_lean_on_one_book_do_not_agree_by_that(said):
    make_source("book", kind="literature")
    told = [cited(quote, "1917", "1917", witness="book") for quote in said]
    make_published_event("event", date="1917", citations=told)
    row = PublicEvent.objects.get()
    assert of_kind(last("event"), "dates_between")["witness"] == "book"
    assert (row.state, row.literature, row.voices) == ("", "agree", 2)


def test_an_account_that_has_it_from_the_other_is_no_second_voice(said):
    told = [cited(said[0], "1917", "1917", witness="two"), cited(said[1], "1917", "1917")]
    make_published_event("event", date="1917", citations=told)
    assert PublicEvent.objects.get().state == ""


def test_an_account_that_contradicts_itself_makes_the_accounts_contradict(said):
    text = make_text(said[0].text.source, "In 1917. In 1918.")
    quotes = [make_quote("In 1917.", text), make_quote("In 1918.", text)]
    told = [cited(quotes[0], "1917", "1917"), cited(quotes[1], "1918", "1918")]
    make_published_event("event", date="1917/1918", citations=told)
    assert PublicEvent.objects.get().state == "contradict"


def test_an_account_that_agrees_with_itself_is_not_compared_with_anyone(said):
    text = make_text(said[0].text.source, "In 1917. Ja, 1917.")
    told = [cited(make_quote(words, text), "1917", "1917") for words in ("In 1917.", "Ja, 1917.")]
    make_published_event("event", date="1917", citations=told)
    row = PublicEvent.objects.get()
    assert (row.state, row.literature, row.voices) == ("", "agree", 1)


def test_an_account_whose_own_dates_contradict_its_order_contradicts_itself(said):
    other = make_published_event("other", date="1917", citations=[cited(said[0], "1917", "1917")])
    text = make_text(said[0].text.source, "Daarna, in 1916.")
    after = make_quote("Daarna, in 1916.", text)
    make_published_event(
        "event", date="1918", citations=[cited(after, "1916", "1916")], orders=[ordered(other.code, quote=after.code)]
    )
    row = PublicEvent.objects.get(slug="event")
    assert row.row["states"] == {
        "dates_literature": "contradict", "order_literature": "agree", "order_within": "contradict",
    }  # fmt: skip
    assert (row.state, row.literature) == ("contradict", "contradict")


@pytest.mark.parametrize("inferred", ["own", "other"])
def test_only_dates_that_a_source_states_are_held_against_its_order(said, inferred):
    theirs = cited(said[0], "1917", "" if inferred == "other" else "1917")
    other = make_published_event("other", date="1917", citations=[theirs])
    after = make_quote("Daarna, in 1916.", make_text(said[0].text.source, "Daarna, in 1916."))
    mine = cited(after, "1916", "" if inferred == "own" else "1916")
    make_published_event("event", date="1918", citations=[mine], orders=[ordered(other.code, quote=after.code)])
    kinds = {row["kind"] for row in last("event").findings}
    assert "order_literature" in kinds
    assert "order_within" not in kinds


@pytest.mark.parametrize("standing", ["alleged", "planned"])
def test_what_did_not_happen_is_on_no_record_to_be_held_against(said, standing):
    told = [cited(said[0], "1917", "1917"), cited(said[1], "1918")]
    make_published_event("event", date="1917", standing=standing, citations=told)
    row = PublicEvent.objects.get()
    assert "dates_literature" not in {found["kind"] for found in last("event").findings}
    assert (row.state, row.literature) == ("contradict", "")


def test_a_russian_day_without_a_calendar_is_a_warning_that_weighs_nothing(said):
    quote = make_quote("Op 25 oktober 1917.", make_text(said[0].text.source, "Op 25 oktober 1917."))
    told = cited(quote, "1917-10-25", "25 oktober 1917", calendar="julian")
    date = {"edtf": "1917-10-25", "calendar": "julian", "references": [{"source": "record"}]}
    make_source("record", kind="literature")
    make_published_event("event", date=date, local_calendar="julian", citations=[told])
    warning = of_kind(last("event"), "calendar")
    assert (warning["state"], warning["sources"], warning["claims"]) == ("undeclared", ["one"], [quote.code])
    row = PublicEvent.objects.get()
    assert (row.state, row.literature, row.row["states"]) == ("", "agree", {"dates_literature": "agree"})


def test_only_days_that_a_source_states_itself_are_warned_of(said):
    inferred = cited(said[0], "1917-10-25")
    make_published_event("event", local_calendar="julian", citations=[inferred])
    assert "calendar" not in {row["kind"] for row in last("event").findings}


# --- as a process -----------------------------------------------------------------------------------------------------


def test_it_ends_with_1_where_a_publication_was_tampered_with(tmp_path):
    folder, var = write(tmp_path / "corpus"), tmp_path / "var"
    var.mkdir()
    assert manage(var, "migrate", "--verbosity=0").returncode == 0
    assert manage(var, "load_corpus", str(folder)).returncode == 0
    right = manage(var, "check_facts", "--json")
    assert (right.returncode, right.stderr) == (0, "")
    assert json.loads(right.stdout)["differences"] == []

    with sqlite3.connect(var / "wederhoor.sqlite3") as database:
        database.execute("UPDATE timeline_publication SET findings = replace(findings, 'agree', 'contradict')")

    wrong = manage(var, "check_facts", "--json")
    assert wrong.returncode == 1
    assert json.loads(wrong.stdout)["differences"]
    assert wrong.stderr.startswith("CommandError: ")
    assert "Traceback" not in wrong.stderr
