"""What the tables of the desk refuse: the database itself, and in words before it comes to that."""

from fractions import Fraction

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from sources import codes
from sources.models import Quote, Source, Text, checksum
from tests.builders import (
    BOOK,
    cited,
    event_dict,
    leaning_on,
    make_event,
    make_published_event,
    make_question,
    make_quote,
    make_source,
    make_text,
    measured,
    noted,
    rich_event_dict,
)
from timeline import index, shape
from timeline.models import (
    Address,
    Citation,
    Event,
    Figure,
    Lesson,
    LessonItem,
    Measure,
    Note,
    Order,
    Position,
    Publication,
    PublicEvent,
    PublicText,
    PublicTheme,
    Question,
    Reference,
    Relation,
    Revision,
    Term,
    Theme,
)

pytestmark = pytest.mark.django_db

# --- plain rows, not yet stored ---------------------------------------------------------------------------------------


def source(**fields):
    plain = {"slug": codes.mint(), "kind": "account", "lane": 1, "name_nl": "naam", "name_en": "name", "csl": BOOK}
    return Source(**(plain | fields))


def text(**fields):
    body = fields.pop("body", "Een tekst.")
    plain = {"source": make_source(), "number": 1, "divisions": ["paragraph 1 0 10"], "importer": "prose"}
    return Text(body=body, sha256=checksum(body), raw=body.encode(), raw_name="a.txt", **(plain | fields))


def quote(**fields):
    plain = {"start": 0, "end": 3, "exact": "Een", "suffix": " tekst."}
    return Quote(**({"text": fields.pop("text", None) or make_text(body="Een tekst.")} | plain | fields))


def event(**fields):
    named = {
        "slug": codes.mint(),
        "title_nl": "titel",
        "title_en": "title",
        "summary_nl": "kort",
        "summary_en": "short",
    }
    return Event(**(named | {"edtf": "1917", "earliest": 1, "latest": 2} | fields))


def question(**fields):
    names = ("title", "summary", "contrast")
    words = {f"{name}_{language}": "woorden" for name in names for language in ("nl", "en")}
    return Question(**({"slug": codes.mint(), "author": "Els"} | words | fields))


def citation(**fields):
    return Citation(**({"event": make_event(), "quote": make_quote("In 1917 begon het.")} | fields))


def measure(**fields):
    plain = {"key": "voters", "what_nl": "wie?", "what_en": "who?", "unit_nl": "mensen", "unit_en": "people"}
    return Measure(**({"event": make_event(), "nature": "stock"} | plain | fields))


def figure(**fields):
    of = make_event(measures=[measured("voters")])
    plain = {"quote": make_quote("bijna 2 miljoen mensen"), "words": "bijna 2 miljoen", "high": Fraction(2_000_000)}
    return Figure(**({"event": of, "measure": of.measures.get()} | plain | fields))


def relation(**fields):
    return Relation(**({"event": make_event(), "formula": "a = b", "reading_nl": "zo", "reading_en": "so"} | fields))


def order(**fields):
    readings = {"reading_nl": "zo", "reading_en": "so"}
    return Order(**({"event": make_event(), "relation": "after", "other": make_event()} | readings | fields))


def term(**fields):
    names = {f"{name}_{language}": "woorden" for name in ("name", "text") for language in ("nl", "en")}
    return Term(**({"slug": codes.mint()} | names | fields))


def lesson(**fields):
    return Lesson(**({"title_nl": "De verkiezing"} | fields))


def lesson_that_is_stored():
    stored = lesson()
    stored.save()
    return stored


def lesson_item(**fields):
    return LessonItem(**({"lesson": lesson_that_is_stored(), "kind": "event", "code": codes.mint()} | fields))


def position(**fields):
    return Position(**({"question": make_question(), "quote": make_quote("Zij regeren.")} | fields))


def note(**fields):
    plain = {"verdict": "contested", "reason_nl": "omdat", "reason_en": "because", "author": "Els"}
    return Note(**({"event": make_event()} | plain | fields))


def reference(**fields):
    return Reference(**({"event": make_event(), "source": make_source()} | fields))


def revision(**fields):
    return Revision(
        **({"kind": "event", "code": codes.mint(), "number": 1, "author_name": "Els", "snapshot": {"a": 1}} | fields)
    )


def publication(**fields):
    of = revision()
    of.save()
    plain = {"kind": "event", "code": of.code, "number": 1, "revision": of, "action": "edited", "slug": "een"}
    return Publication(**(plain | {"approver_name": "Els", "document": {"a": 1}, "findings": [1]} | fields))


def address(**fields):
    return Address(**({"space": "code", "name": codes.mint(), "kind": "event", "code": "abcd"} | fields))


def public_theme(**fields):
    return PublicTheme(**({"event": public_event(), "slug": "war", "name_nl": "oorlog", "name_en": "war"} | fields))


def public_text(**fields):
    return PublicText(**({"event": public_event(), "language": "nl", "parts": [1], "folded": "woorden"} | fields))


def public_event():
    """The row of a published event without texts, so that there is room for one."""
    row = PublicEvent.objects.get(code=make_published_event().code)
    row.texts.all().delete()
    return row


PLAIN = [source, text, quote, event, question, citation, measure, figure, relation, position, note, reference]
PLAIN += [order, term, lesson, lesson_item, revision, publication, address, public_theme, public_text]


def twice(make, *same):
    """A second row that has these columns in common with one that is stored."""
    first = make()
    insert(first)
    return make(**{name: getattr(first, name) for name in same})


def insert(row: models.Model):
    """Past ``save`` and ``full_clean``, so that only the database can refuse it."""
    with transaction.atomic():
        type(row).objects.bulk_create([row])


def on_a_quote_and_a_figure():
    number = figure()
    number.save()
    return note(quote=number.quote, figure=number)


def to_itself():
    event = make_event()
    return order(event=event, other=event)


def term_that_is_stored():
    stored = term()
    stored.save()
    return stored


BECAUSE = {"reasoning_nl": "zo", "reasoning_en": "so"}

# What each constraint is there for. Several rows may break one, and a row may break a second one with it.
BROKEN = [
    ("source_kind_known", lambda: source(kind="rumour", lane=0)),
    ("source_showing_known", lambda: source(showing="nothing")),
    ("source_account_has_lane", lambda: source(lane=0)),
    ("source_account_has_lane", lambda: source(kind="literature", lane=1)),
    ("text_number_once", lambda: twice(lambda **same: text(body=codes.mint(), **same), "source", "number")),
    ("text_once", lambda: twice(lambda **same: text(number=2 if same else 1, **same), "source")),
    ("quote_once", lambda: twice(quote, "text")),
    ("quote_has_length", lambda: quote(start=3, end=3, exact="", prefix="Een", suffix=" tekst.")),
    ("quote_has_length", lambda: quote(start=3, end=2)),
    ("public_theme_once", lambda: twice(public_theme, "event", "slug")),
    ("public_text_once", lambda: twice(public_text, "event", "language")),
    ("event_standing_known", lambda: event(standing="true")),
    ("event_calendar_known", lambda: event(calendar="mayan")),
    ("event_local_calendar_known", lambda: event(local_calendar="mayan")),
    ("event_importance_1_to_3", lambda: event(importance=0)),
    ("event_importance_1_to_3", lambda: event(importance=4)),
    ("event_days_in_order", lambda: event(earliest=2, latest=1)),
    ("event_has_a_day", lambda: event(earliest=None, latest=None)),
    ("citation_once", lambda: twice(citation, "event", "quote")),
    ("citation_origin_known", lambda: citation(origin="guessed", edtf="1917")),
    ("citation_calendar_known", lambda: citation(calendar="mayan")),
    ("citation_dated_or_not", lambda: citation(edtf="1917")),
    ("citation_dated_or_not", lambda: citation(words="In 1917")),
    ("citation_dated_or_not", lambda: citation(origin="stated", words="In 1917")),
    ("citation_dated_or_not", lambda: citation(origin="inferred", reasoning_nl="zo", reasoning_en="so")),
    ("citation_stated_has_words", lambda: citation(origin="stated", edtf="1917")),
    ("citation_inferred_has_reasoning", lambda: citation(origin="inferred", edtf="1917", reasoning_nl="zo")),
    ("citation_inferred_has_reasoning", lambda: citation(origin="inferred", edtf="1917", reasoning_en="so")),
    ("citation_basis_only_inferred", lambda: citation(basis=make_quote("In 1905"))),
    (
        "citation_basis_only_inferred",
        lambda: citation(origin="stated", edtf="1917", words="In 1917", basis=make_quote("In 1905")),
    ),
    ("citation_offset_has_basis", lambda: citation(origin="inferred", edtf="1917", offset="P1Y", **BECAUSE)),
    ("measure_key_once", lambda: twice(measure, "event")),
    ("measure_nature_known", lambda: measure(nature="guess")),
    ("figure_in_quote_or_literature", lambda: figure(quote=None)),
    ("figure_in_quote_or_literature", lambda: figure(source=make_source())),
    ("figure_in_quote_or_literature", lambda: figure(locator="p. 3")),
    ("figure_says_something", lambda: figure(high=None, value=Fraction(2_000_000))),
    ("figure_hedge_known", lambda: figure(hedge="perhaps")),
    ("relation_once", lambda: twice(relation, "event")),
    ("order_relation_known", lambda: order(relation="near")),
    ("order_with_another", to_itself),
    ("position_once", lambda: twice(position, "question", "quote")),
    ("note_on_event_or_question", lambda: note(event=None)),
    ("note_on_event_or_question", lambda: note(question=make_question())),
    ("note_on_quote_or_figure", on_a_quote_and_a_figure),
    ("note_reviewer_is_another", lambda: note(reviewer="Els")),
    ("question_reviewer_is_another", lambda: question(reviewer="Els")),
    ("note_verdict_known", lambda: note(verdict="wrong")),
    ("note_dismisses_a_finding", lambda: note(dismisses=True)),
    ("question_state_known", lambda: question(state="closed", state_reason_nl="zo", state_reason_en="so")),
    ("question_not_open_has_reason", lambda: question(state="settled", state_reason_nl="zo")),
    ("question_not_open_has_reason", lambda: question(state="narrowed", state_reason_en="so")),
    ("reference_of_one_thing", lambda: reference(event=None)),
    ("reference_of_one_thing", lambda: reference(question=make_question())),
    ("reference_of_one_thing", lambda: reference(term=term_that_is_stored())),
    ("term_kind_known", lambda: term(kind="place")),
    ("lesson_slug_once", lambda: twice(lambda **same: lesson(**({"slug": "october"} | same)), "slug")),
    ("lesson_has_title", lambda: lesson(title_nl="")),
    ("lesson_published_has_slug", lambda: lesson(published=True)),
    ("lesson_item_once", lambda: twice(lesson_item, "lesson", "code")),
    ("lesson_item_kind_known", lambda: lesson_item(kind="term")),
    ("lesson_item_ready_known", lambda: lesson_item(ready="guessing")),
    ("revision_number_once", lambda: twice(revision, "code")),
    ("publication_number_once", lambda: twice(publication, "code")),
    ("publication_withdrawal_has_reason", lambda: publication(action="withdrawn")),
    ("address_once", lambda: twice(address, "name")),
]
# Derived columns: a form cannot break these, since validation derives them anew.
DERIVED = {"event_days_in_order", "event_has_a_day"}
# Who breaks the first breaks the second too, and a database says which one it saw first.
IMPLIED = {"source_kind_known": "source_account_has_lane", "citation_origin_known": "citation_dated_or_not"}
IMPLIED |= {"source_account_has_lane": "", "citation_dated_or_not": "citation_basis_only_inferred"}
OURS = [*apps.get_app_config("sources").get_models(), *apps.get_app_config("timeline").get_models()]


@pytest.mark.parametrize("make", PLAIN, ids=lambda make: make.__name__)
def test_a_plain_row_of_every_table_is_taken(make):
    row = make()
    row.full_clean()
    insert(row)


@pytest.mark.parametrize(("name", "make"), BROKEN, ids=[name for name, _make in BROKEN])
def test_the_database_itself_refuses_what_breaks_a_constraint(name, make):
    row = make()

    with pytest.raises(IntegrityError) as refused:
        insert(row)

    assert {name, IMPLIED.get(name, name)} & said_by_database(str(refused.value), type(row))


def said_by_database(words: str, model: type[models.Model]) -> set[str]:
    """The names of the constraints in an error; SQLite says of a unique one only which columns it has."""
    table = model._meta.db_table
    names = {constraint.name for constraint in model._meta.constraints if constraint.name in words}
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            columns = [model._meta.get_field(field).column for field in constraint.fields]
            if words.endswith("failed: " + ", ".join(f"{table}.{column}" for column in columns)):
                names.add(constraint.name)
    return names


@pytest.mark.parametrize(
    ("name", "make"),
    [row for row in BROKEN if row[0] not in DERIVED],
    ids=[name for name, _make in BROKEN if name not in DERIVED],
)
def test_a_form_is_told_in_words_what_breaks_a_constraint(name, make):
    row = make()
    (constraint,) = [constraint for constraint in row._meta.constraints if constraint.name == name]

    with pytest.raises(ValidationError) as refused:
        row.full_clean()

    if name.endswith(("_known", "_1_to_3")):
        assert any(f"_{field}_" in name for field in refused.value.message_dict)  # the column speaks first
    elif constraint.violation_error_message != models.BaseConstraint.default_violation_error_message:
        assert str(constraint.violation_error_message) in refused.value.messages
    assert all(name not in message for message in refused.value.messages)


def test_every_constraint_is_broken_by_some_row_above():
    assert {constraint.name for model in OURS for constraint in model._meta.constraints} == {name for name, _ in BROKEN}


# --- days -------------------------------------------------------------------------------------------------------------

OCTOBER = 2_421_540  # 7 November 1917


def test_the_days_of_an_event_are_derived_from_its_date_when_it_is_saved():
    row = event(edtf="1917-10-25", calendar="julian", earliest=5, latest=5)
    row.save()
    row.refresh_from_db()
    assert (row.earliest, row.latest) == (OCTOBER, OCTOBER)

    row.edtf, row.calendar = "../1917-11-07", "gregorian"
    row.save()
    row.refresh_from_db()
    assert (row.earliest, row.latest) == (None, OCTOBER)


def test_the_days_of_a_citation_are_derived_from_its_reading_when_it_is_saved():
    row = citation(origin="stated", words="In 1917", edtf="1917-11-07", earliest=5, latest=5)
    row.save()
    row.refresh_from_db()
    assert (row.earliest, row.latest) == (OCTOBER, OCTOBER)

    row.origin, row.words, row.edtf = "undated", "", ""
    row.save()
    row.refresh_from_db()
    assert (row.earliest, row.latest) == (None, None)


def test_validation_derives_the_days_too_so_that_a_form_is_checked_as_it_will_be_stored():
    row = event(edtf="1917-11-07", earliest=9, latest=1)
    row.full_clean()
    assert (row.earliest, row.latest) == (OCTOBER, OCTOBER)


@pytest.mark.parametrize("edtf", ["", "1917-10-40", "soon", "../..", "-10000", "1922/1917", "1917\0"])
def test_an_event_without_a_date_that_can_be_read_is_refused_on_that_field(edtf):
    row = event(edtf=edtf)
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert list(refused.value.message_dict) == ["edtf"]

    with pytest.raises(ValidationError):
        row.save()
    assert not Event.objects.exists()


def test_a_period_that_cannot_be_read_is_refused_on_that_field():
    with pytest.raises(ValidationError) as refused:
        measure(period="soon").full_clean()
    assert list(refused.value.message_dict) == ["period"]


# --- words that must stand in a quote ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: citation(origin="stated", edtf="1917", words="in 1917"), "words"),
        (lambda: figure(words="bijna 3 miljoen"), "words"),
        (lambda: note(quote=make_quote("In 1917"), words="in 1917"), "words"),
        (lambda: note(words="In 1917"), "words"),
        (lambda: measure(key="Voters"), "key"),
        (lambda: measure(key="voters\n"), "key"),
        (lambda: event(code="ABCDEF"), "code"),
        (lambda: event(code="abc"), "code"),
        (lambda: event(code="abcdef\n"), "code"),
        (lambda: quote(code="illoul"), "code"),
    ],
)
def test_a_form_is_told_which_field_is_wrong(make, field):
    with pytest.raises(ValidationError) as refused:
        make().full_clean()
    assert list(refused.value.message_dict) == [field]


def test_a_reading_cannot_rest_on_the_quote_that_it_is_a_reading_of():
    row = citation(origin="inferred", edtf="1917", reasoning_nl="zo", reasoning_en="so")
    row.basis = row.quote
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert list(refused.value.message_dict) == ["basis"]


@pytest.mark.parametrize(("low", "value", "high"), [(2, None, 1), (2, 1, 3), (1, 4, 3), (None, 4, 3), (2, 1, None)])
def test_the_bounds_of_a_figure_and_its_value_are_in_order(low, value, high):
    numbers = {
        name: None if n is None else Fraction(n) for name, n in zip(("low", "value", "high"), (low, value, high))
    }
    with pytest.raises(ValidationError, match="order"):
        figure(**numbers).full_clean()


def test_the_bounds_of_a_figure_are_compared_as_numbers_and_not_as_text():
    figure(low=Fraction(9), value=Fraction(10), high=Fraction(100)).full_clean()


@pytest.mark.parametrize("csl", [{}, [], {"type": "book"}, {"type": "book", "title": "A", "autor": []}, "A Book"])
def test_a_bibliography_that_cannot_be_shown_is_refused_on_that_field(csl):
    with pytest.raises(ValidationError) as refused:
        source(csl=csl).full_clean()
    assert list(refused.value.message_dict) == ["csl"]


# --- texts and quotes -------------------------------------------------------------------------------------------------


def test_a_stored_text_never_changes_and_never_goes():
    stored = make_text(body="Een tekst.")
    stored.body = "Een andere tekst."

    with pytest.raises(ValidationError):
        stored.save()
    for change in (
        stored.delete,
        Text.objects.all().delete,
        stored.source.texts.all().delete,
        lambda: Text.objects.update(body="x"),
        lambda: Text.objects.bulk_update([stored], ["body"]),
    ):
        with pytest.raises(TypeError), transaction.atomic():
            change()

    assert Text.objects.get().body == "Een tekst."


def test_the_checksum_of_a_text_is_its_own():
    stored = make_text(body="Één tekst.")
    assert stored.sha256 == "93bdf318fcbe6a5470089f12fa25eef540d07613f919ddd4a058fc1f5ae9c979"


def test_the_newest_text_of_a_source_is_its_text():
    book = make_source()
    assert book.text is None
    make_text(book, "Een tekst.")
    newer = make_text(book, "Een betere tekst.")
    assert book.text == newer


def test_a_source_with_quotes_cannot_be_deleted():
    said = make_quote("In 1917 begon het.")
    with pytest.raises(ProtectedError):
        said.text.source.delete()
    with pytest.raises(ProtectedError):
        Source.objects.all().delete()
    assert Quote.objects.get() == said


@pytest.mark.parametrize("used", ["cited", "basis", "figure", "note", "position", "published"])
def test_a_quote_that_is_used_cannot_be_deleted(used):
    said = make_quote("In 1917 stemden 12 mensen.")
    other = make_quote("Een jaar later.")
    match used:
        case "cited":
            make_event(citations=[cited(said)])
        case "basis":
            make_event(citations=[cited(other, "1918", basis=said.code)])
        case "figure":
            figure(quote=said, words="12").save()
        case "note":
            note(quote=said).save()
        case "position":
            position(quote=said).save()
        case "published":
            published = make_published_event(citations=[cited(said)])
            published.citations.all().delete()

    with pytest.raises(ProtectedError):
        said.delete()


@pytest.mark.parametrize("used", ["date", "note", "figure"])
def test_a_source_that_is_leaned_on_cannot_be_deleted(used):
    book = make_source(kind="literature")
    match used:
        case "date":
            make_event(date={"edtf": "1917", "references": leaning_on(book)})
        case "note":
            make_event(notes=[noted(references=leaning_on(book))])
        case "figure":
            figure(quote=None, source=book).save()

    with pytest.raises(ProtectedError):
        book.delete()


def test_a_quote_is_a_slice_of_its_text_in_code_points():
    body = "😀 In 1917, é, begon het.\nToen kwam 1918."
    for exact in ("😀", "1917, é", "begon het.\nToen"):
        said = make_quote(exact, make_text(body=body))
        said.refresh_from_db()
        assert said.text.body[said.start : said.end] == said.exact == exact
        said.full_clean()


@pytest.mark.parametrize(
    "moved",
    [
        {"start": 1, "end": 4},
        {"exact": "een"},
        {"end": 400},
        {"suffix": " tekst!"},
        {"prefix": "x"},
    ],
)
def test_words_that_do_not_stand_at_their_place_are_no_quote(moved):
    with pytest.raises(ValidationError):
        quote(**moved).full_clean()


def test_the_same_words_are_one_quote_with_one_code():
    said = make_quote("In 1917", make_text(body="In 1917 begon het."))
    again = Quote(text=said.text)
    again.place(said.anchor)
    with pytest.raises(ValidationError, match="these|These"):
        again.full_clean()

    other = Quote(text=said.text, code=said.code, start=0, end=2, exact="In", suffix=" 1917 begon het.")
    with pytest.raises(ValidationError) as refused:
        other.full_clean()
    assert "code" in refused.value.message_dict


def test_all_rows_of_an_event_go_with_it_and_its_quotes_and_sources_stay():
    row = shape.from_dict(rich_event_dict(), Event.KIND)
    shape.from_dict(event_dict(notes=[noted()]), Event.KIND)
    sources, quotes, themes = Source.objects.count(), Quote.objects.count(), Theme.objects.count()

    row.delete()

    assert not Citation.objects.exists()
    assert not Figure.objects.exists()
    assert not Reference.objects.filter(note__event=None, event__slug=row.slug).exists()
    assert Note.objects.count() == 2  # of the event that this one points at, and of the other
    assert (Source.objects.count(), Quote.objects.count(), Theme.objects.count()) == (sources, quotes, themes)


def test_the_index_holds_no_table_that_no_publication_fills():
    """A reminder: who adds a table to the public side also adds it to ``index.index_rows``."""

    public = {model.__name__ for model in OURS if model.__name__.startswith("Public") and model is not Publication}
    known = {"PublicEvent", "PublicClaim", "PublicFinding", "PublicQuestion", "PublicText", "PublicTheme"}
    assert public == set(index.index_rows()) == known
