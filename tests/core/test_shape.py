"""An event or question to its dictionary and back: nothing is lost on the way, and nothing wrong gets in."""

from copy import deepcopy

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.fields import number_text
from sources.models import Quote, Text
from tests.builders import (
    canonical_order,
    cited,
    event_dict,
    figured,
    leaning_on,
    make_event,
    make_quote,
    make_source,
    make_text,
    make_theme,
    measured,
    noted,
    question_dict,
    rich_event_dict,
    save,
)
from timeline import dictionary, shape
from timeline.models import (
    Citation,
    Event,
    Figure,
    Measure,
    Note,
    Order,
    Position,
    Question,
    Reference,
    Relation,
    Revision,
)

pytestmark = pytest.mark.django_db

EVENT, QUESTION = Event.KIND, Question.KIND
TABLES = (Event, Question, Citation, Measure, Figure, Relation, Order, Note, Position, Reference, Quote, Text)


def rich_question_dict(**keys) -> dict:
    """The dictionary of a question that has some of everything."""
    said = make_quote("Zij regeren.", make_text(make_source(), "Zij regeren. Of zij worden geregeerd."))
    theirs = make_quote("Wie leidt wie?", make_text(make_source(lane=2), "Wie leidt wie?"), speaker="Lenin")
    book = make_source(kind="literature")
    note = noted(quote=said.code, ready=True, reviewer="Jan", references=leaning_on(book, "ch. 10"))
    parts = {
        "settles_nl": "De notulen van die dag.",
        "settles_en": "The minutes of that day.",
        "stands": "narrowed",
        "state_reason_nl": "Wie er zat, staat nu vast.",
        "state_reason_en": "Who sat there is now certain.",
        "reviewer": "Jan",
        "events": sorted(make_event().code for _ in range(2)),
        "references": leaning_on(book),
        "quotes": [dictionary.dump(shape.quote_shape(quote)) for quote in (theirs, said)],
        "notes": [note],
    }
    return canonical_order(question_dict(**(parts | keys)), QUESTION)


def counts() -> dict:
    """How many rows each table of the desk has."""
    return {model.__name__: model.objects.count() for model in TABLES}


def refused(data, kind=EVENT) -> list[str]:
    """The key paths at which a dictionary is refused; nothing may have been stored."""
    before = counts()
    with pytest.raises(dictionary.ShapeError) as error:
        shape.from_dict(data, kind)
    assert counts() == before
    assert all(str(problem).strip() for _path, problem in error.value.problems)
    assert all(path in str(error.value) for path, _problem in error.value.problems)
    return list(dict.fromkeys(path for path, _problem in error.value.problems))


def changed(data: dict, path: str, value) -> dict:
    """A copy of a dictionary in which the value at a key path is another."""
    data = deepcopy(data)
    *way, last = [int(key) if key.isdigit() else key for key in path.replace("[", ".").replace("]", "").split(".")]
    place = data
    for key in way:
        place = place[key]
    if value is GONE:
        del place[last]
    else:
        place[last] = value
    return data


GONE = object()


# --- there and back ---------------------------------------------------------------------------------------------------


def test_an_event_with_everything_comes_back_as_it_went_in():
    data = rich_event_dict()
    event = shape.from_dict(data, EVENT)
    assert shape.to_dict(event) == data
    assert set(data) == {"schema", *dictionary.EventShape.model_fields} - {"schema_"}


def test_a_question_with_everything_comes_back_as_it_went_in():
    data = rich_question_dict()
    question = shape.from_dict(data, QUESTION)
    assert shape.to_dict(question) == data
    assert set(data) == {"schema", *dictionary.QuestionShape.model_fields} - {"schema_"}


ROW = {"id", "position", "event", "question", "note", "term"}


@pytest.mark.parametrize(
    ("model", "shapes", "aside"),
    [
        (Event, (dictionary.EventShape, dictionary.DateShape), {"revision", "earliest", "latest", "merged_into"}),
        (Question, (dictionary.QuestionShape,), {"revision", "state"}),
        (Citation, (dictionary.CitationShape,), {"earliest", "latest"}),
        (Quote, (dictionary.QuoteShape,), {"start", "end", "prefix", "suffix"}),
        (Measure, (dictionary.MeasureShape,), set()),
        (Figure, (dictionary.FigureShape, dictionary.ReferenceShape), set()),
        (Relation, (dictionary.RelationShape,), set()),
        (Order, (dictionary.OrderShape,), {"other"}),
        (Note, (dictionary.NoteShape,), set()),
        (Reference, (dictionary.ReferenceShape,), set()),
    ],
)
def test_every_column_has_a_key(model, shapes, aside):
    """So that a column that is added and not carried is found out; ``aside`` is what follows from the rest."""
    columns = {field.name for field in model._meta.get_fields() if field.concrete}
    keys = {key for table in shapes for key in table.model_fields}
    assert columns - keys <= aside | ROW


def test_keys_come_in_one_order_however_they_were_given():
    data = rich_event_dict()
    event = shape.from_dict(backwards(data), EVENT)
    assert text_of(shape.to_dict(event)) == text_of(data)


def backwards(value):
    """The same data with the keys of every table in the opposite order."""
    if isinstance(value, dict):
        return {key: backwards(value[key]) for key in reversed(value)}
    return [backwards(item) for item in value] if isinstance(value, list) else value


def text_of(data) -> str:
    return repr(data)


def test_a_revision_keeps_the_order_of_its_keys_in_the_database():
    data = rich_event_dict()
    event = save(shape.from_dict(backwards(data), EVENT))
    with connection.cursor() as cursor:
        cursor.execute("SELECT snapshot FROM timeline_revision WHERE code = %s", [event.code])
        (stored,) = cursor.fetchone()
    assert stored.startswith('{"schema":1,"code":"')
    assert text_of(Revision.objects.get(code=event.code).snapshot) == text_of(data)


def test_keys_that_hold_their_default_are_left_out():
    said = make_quote("In 1917")
    data = event_dict(
        standing="attested",
        importance=2,
        themes=[],
        notes=[],
        date={"edtf": "1917", "calendar": "gregorian", "references": []},
        citations=[{"origin": "undated", "words": "", "quote": cited(said)["quote"] | {"text": 1, "speaker": ""}}],
    )
    assert shape.to_dict(shape.from_dict(data, EVENT)) == {
        "schema": 1,
        **{key: data[key] for key in ("code", "slug", "title_nl", "title_en", "summary_nl", "summary_en")},
        "date": {"edtf": "1917"},
        "citations": [{"quote": {"code": said.code, "source": said.text.source.slug, "exact": "In 1917"}}],
    }


def test_what_a_dictionary_does_not_mention_is_removed():
    data = rich_event_dict()
    shape.from_dict(data, EVENT)
    bare = {key: data[key] for key in data if key not in dictionary.EventShape.model_fields or key in BARE}
    event = shape.from_dict(bare, EVENT)
    assert shape.to_dict(event) == bare | {"date": data["date"]}
    assert not event.citations.exists()
    assert not event.themes.exists()
    assert Quote.objects.count() == 3  # quotes stay: another event may cite them


BARE = {"code", "slug", "title_nl", "title_en", "summary_nl", "summary_en", "date"}


def test_numbers_are_written_in_one_way():
    book = make_source(kind="literature")
    figure = figured("votes", "veel", "0.50", "2/4", value="5e-1", reference={"source": book.slug})
    event = shape.from_dict(event_dict(measures=[measured("votes")], figures=[figure]), EVENT)
    (kept,) = shape.to_dict(event)["figures"]
    assert (kept["low"], kept["value"], kept["high"]) == ("0.5", "0.5", "0.5")


def test_an_open_bound_stays_open():
    book = make_source(kind="literature")
    figure = figured("votes", "meer dan 3", "3", "", reference={"source": book.slug})
    event = shape.from_dict(event_dict(measures=[measured("votes")], figures=[figure]), EVENT)
    (kept,) = shape.to_dict(event)["figures"]
    assert kept["low"] == "3"
    assert "high" not in kept
    assert "value" not in kept
    assert event.figures.get().high is None


def test_line_ends_are_of_one_kind_because_a_corpus_file_keeps_no_other():
    event = shape.from_dict(event_dict(summary_nl="Een.\r\nTwee."), EVENT)
    assert shape.to_dict(event)["summary_nl"] == "Een.\nTwee."
    Event.objects.filter(pk=event.pk).update(summary_nl="Drie.\r\nVier.")
    event.refresh_from_db()
    assert shape.to_dict(event)["summary_nl"] == "Drie.\nVier."


def test_a_quote_keeps_the_words_of_the_text_where_the_dictionary_has_other_white_space():
    text = make_text(body="Dat was\nin 1917.")
    quote = {"code": "abcdef", "source": text.source.slug, "exact": "Dat  was in 1917."}
    event = shape.from_dict(event_dict(citations=[{"quote": quote}]), EVENT)
    assert shape.to_dict(event)["citations"][0]["quote"]["exact"] == "Dat was\nin 1917."


def test_words_that_stand_twice_keep_their_occurrence():
    text = make_text(body="In 1917 en weer in 1917 of 1917.")
    quote = {"code": "abcdef", "source": text.source.slug, "exact": "1917", "occurrence": 3}
    event = shape.from_dict(event_dict(citations=[{"quote": quote}]), EVENT)
    assert event.citations.get().quote.start == text.body.rindex("1917")
    assert shape.to_dict(event)["citations"][0]["quote"] == quote


def test_a_reading_may_rest_on_a_quote_that_comes_after_it():
    text = make_text(body="Een jaar later. In 1917.")
    first, second = (
        {"code": code, "source": text.source.slug, "exact": exact}
        for code, exact in (("aaaaaa", "Een jaar later."), ("bbbbbb", "In 1917."))
    )
    chained = {"origin": "inferred", "edtf": "1918", "reasoning_nl": "zo", "reasoning_en": "so", "basis": "bbbbbb"}
    event = shape.from_dict(event_dict(citations=[chained | {"quote": first}, {"quote": second}]), EVENT)
    assert event.citations.first().basis.exact == "In 1917."


# --- in place ---------------------------------------------------------------------------------------------------------


def test_rows_are_changed_in_place_so_that_what_points_at_them_keeps_pointing():
    data = rich_event_dict()
    event = shape.from_dict(data, EVENT)
    before = {model: dict(model.objects.filter(event=event).values_list(key, "pk")) for model, key in KEYED}
    elsewhere = shape.from_dict(event_dict(pointers=[data["notes"][0]["code"]]), EVENT)

    shape.from_dict(
        changed(data, "notes[0].reason_nl", "Anders")
        | {"citations": data["citations"][::-1], "figures": data["figures"][::-1], "measures": data["measures"][::-1]},
        EVENT,
    )

    assert {model: dict(model.objects.filter(event=event).values_list(key, "pk")) for model, key in KEYED} == before
    assert elsewhere.pointers.get().reason_nl == "Anders"
    assert event.notes.get(code=data["notes"][1]["code"]).figure.code == data["figures"][0]["code"]
    assert [row.words for row in event.figures.all()] == ["a third", "bijna 93 miljoen"]


KEYED = [(Citation, "quote_id"), (Measure, "key"), (Figure, "code"), (Relation, "formula"), (Note, "code")]


def test_a_figure_and_its_note_survive_the_new_key_of_their_measure():
    data = rich_event_dict()
    shape.from_dict(data, EVENT)
    data["measures"][0]["key"] = data["figures"][0]["measure"] = "voters"
    data["relations"][0]["formula"] = "share * voters <= voters / 2"

    assert shape.to_dict(shape.from_dict(data, EVENT)) == data


def test_a_note_that_is_left_out_takes_the_pointers_to_it_along():
    data = rich_event_dict()
    shape.from_dict(data, EVENT)
    elsewhere = shape.from_dict(event_dict(pointers=[data["notes"][0]["code"]]), EVENT)
    shape.from_dict(data | {"notes": data["notes"][1:]}, EVENT)
    assert not elsewhere.pointers.exists()


def test_the_same_dictionary_twice_is_one_event():
    data = rich_event_dict()
    assert shape.from_dict(data, EVENT) == shape.from_dict(data, EVENT)
    assert Event.objects.filter(slug=data["slug"]).count() == 1


def test_an_event_is_known_by_its_code_and_may_have_a_new_slug():
    event = make_event("old-name")
    renamed = shape.from_dict(shape.to_dict(event) | {"slug": "new-name"}, EVENT)
    assert renamed == event
    assert renamed.slug == "new-name"


def test_a_question_keeps_to_its_event_when_that_takes_another_slug_and_a_third_takes_the_old_one():
    event = make_event("old-name")
    question = shape.from_dict(question_dict(events=[event.code]), QUESTION)
    save(shape.from_dict(shape.to_dict(event) | {"slug": "new-name"}, EVENT))
    make_event("old-name")
    assert list(question.events.all()) == [event]
    assert shape.to_dict(question)["events"] == [event.code]


# --- refusals ---------------------------------------------------------------------------------------------------------

WRONG = [
    ("schema", 2),
    ("schema", GONE),
    ("schema", "1"),
    ("schema", True),
    ("code", GONE),
    ("code", "UPPER"),
    ("slug", "no slug"),
    ("slug", "é"),
    ("title_nl", GONE),
    ("title_nl", ""),
    ("title_nl", 7),
    ("title_nl", None),
    ("title_nl", "x" * 121),
    ("title_nl", "a\0b"),
    ("summary_en", ""),
    ("colour", "red"),
    ("standing", "true"),
    ("importance", 4),
    ("importance", "3"),
    ("importance", 2.0),
    ("importance", True),
    ("themes", "party"),
    ("themes[1]", "no-such-theme"),
    ("themes[0]", 3),
    ("pointers[0]", "zzzzzz"),
    ("date", "1917"),
    ("date.edtf", GONE),
    ("date.edtf", ""),
    ("date.edtf", "1917-10-40"),
    ("date.edtf", "../.."),
    ("date.references[0].source", "no-such-book"),
    ("date.references[0].page", "12"),
    ("date.references[0].locator", "x" * 121),
    ("citations[0].quote", GONE),
    ("citations[0].quote", "In 1936"),
    ("citations[0].quote.exact", "In 1937 stemden zij."),
    ("citations[0].quote.exact", "jaar later"),
    ("citations[0].quote.exact", ""),
    ("citations[0].quote.source", "no-such-source"),
    ("citations[0].quote.text", 2),
    ("citations[0].quote.text", 10**30),
    ("citations[0].quote.occurrence", "1"),
    ("citations[0].origin", "guessed"),
    ("citations[0].words", "in 1936"),
    ("citations[0].edtf", "soon"),
    ("citations[1].basis", "zzzzzz"),
    ("citations[1].offset", "a year later"),
    ("citations[1].offset", "P1Y\n"),
    ("citations[2].witness", "no-such-book"),
    ("measures[0].nature", "guess"),
    ("measures[0].period", "soon"),
    ("measures[0].what_nl", ""),
    ("figures[0].measure", "no_such_measure"),
    ("figures[0].quote", "zzzzzz"),
    ("figures[0].words", "bijna 94 miljoen"),
    ("figures[0].value", "bijna"),
    ("figures[0].low", "1/0"),
    ("figures[0].low", 92500000),
    ("figures[0].hedge", "perhaps"),
    ("figures[1].reference.source", "no-such-book"),
    ("figures[1].reference.locator", "x" * 121),
    ("relations[0].formula", "share = no_such_measure"),
    ("relations[0].reading_nl", ""),
    ("figures[0].witness", "no-such-book"),
    ("local_calendar", "mayan"),
    ("orders[0].relation", "near"),
    ("orders[0].event", "zzzzzz"),
    ("orders[0].event", GONE),
    ("orders[0].quote", "zzzzzz"),
    ("orders[0].reading_en", ""),
    ("orders[1].why", "so"),
    ("themes", ["a\0b"]),
    ("notes[0].quote", "zzzzzz"),
    ("notes[1].figure", "zzzzzz"),
    ("notes[0].words", "in 1936"),
    ("notes[0].references", []),
    ("notes[0].verdict", "wrong"),
    ("notes[0].ready", "yes"),
    ("notes[0].ready", 1),
    ("notes[0].author", ""),
    ("notes[0].reason_nl", "a\0b"),
    ("notes[0].references[0].source", "no-such-book"),
]
# What a row breaks as a whole is said of the row.
OF_THE_ROW = [
    ("citations[0].words", "", "citations[0]"),
    ("citations[0].edtf", "", "citations[0]"),
    ("citations[0].basis", "zzzzzz", "citations[0].basis"),
    ("citations[1].reasoning_nl", "", "citations[1]"),
    ("citations[0].quote.occurrence", 2, "citations[0].quote.exact"),
    ("figures[0].quote", "", "figures[0]"),
    ("figures[0].high", "1", "figures[0]"),
    ("figures[0].reference", {"source": "SOURCE"}, "figures[0]"),
    ("notes[0].reviewer", "Els", "notes[0]"),
]


@pytest.mark.parametrize(("path", "value"), WRONG, ids=[f"{path}={value!r:.20}" for path, value in WRONG])
def test_what_is_wrong_is_refused_with_its_key_path_and_nothing_is_stored(path, value):
    assert refused(changed(rich_event_dict(), path, value)) == [path]


@pytest.mark.parametrize(("path", "value", "said"), OF_THE_ROW, ids=[row[0] for row in OF_THE_ROW])
def test_what_a_row_breaks_as_a_whole_is_refused_at_that_row(path, value, said):
    data = rich_event_dict()
    if isinstance(value, dict):
        value = {"source": data["figures"][1]["reference"]["source"]}
    assert refused(changed(data, path, value)) == [said]


@pytest.mark.parametrize(("path", "value"), WRONG[:12], ids=[f"{path}={value!r:.20}" for path, value in WRONG[:12]])
def test_a_stored_event_is_left_as_it_was_by_what_is_refused(path, value):
    data = rich_event_dict()
    event = save(shape.from_dict(data, EVENT))
    refused(changed(data | {"summary_nl": "Nieuw."}, path, value))
    event.refresh_from_db()
    assert shape.to_dict(event) == data


@pytest.mark.parametrize("data", [None, [], "event", 3, {}, {"schema": 1}])
def test_what_is_no_event_at_all_is_refused(data):
    assert refused(data)


@pytest.mark.parametrize(
    "name", ["citations", "measures", "figures", "relations", "orders", "notes", "themes", "pointers"]
)
def test_what_stands_in_a_dictionary_twice_is_refused_because_one_would_be_lost(name):
    data = rich_event_dict()
    again = changed(data, name, [*data[name], data[name][0]])
    assert refused(again) == [{"citations": "quotes"}.get(name, name)]


def test_an_event_is_not_said_to_have_come_before_and_after_another_in_one_quote():
    """The findings on both would have one code."""
    data = rich_event_dict()
    twice = [data["orders"][0], data["orders"][0] | {"relation": "before"}]
    assert refused(changed(data, "orders", twice)) == ["orders"]
    by_the_editor = [data["orders"][1], data["orders"][1] | {"relation": "after"}]
    assert refused(changed(data, "orders", by_the_editor)) == ["orders"]


def test_an_event_is_not_said_to_have_come_before_itself():
    data = rich_event_dict()
    assert refused(changed(data, "orders[0].event", data["code"])) == ["orders[0].event"]


@pytest.mark.parametrize("name", ["quotes", "notes", "events"])
def test_what_stands_in_a_question_twice_is_refused(name):
    data = rich_question_dict()
    assert refused(changed(data, name, [*data[name], data[name][0]]), QUESTION) == [name]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("events[0]", "no-such-event"),
        ("quotes[0].exact", "Wie leidt wie niet?"),
        ("quotes[1].source", "no-such-source"),
        ("notes[0].quote", "zzzzzz"),
        ("notes[0].figure", "zzzzzz"),
        ("notes[0].references", []),
        ("references[0].source", "no-such-book"),
        ("contrast_nl", ""),
        ("author", GONE),
        ("date", {"edtf": "1917"}),
    ],
)
def test_what_is_wrong_with_a_question_is_refused_with_its_key_path(path, value):
    assert refused(changed(rich_question_dict(), path, value), QUESTION) == [path]


def test_everything_that_is_wrong_is_said_at_once():
    data = changed(changed(changed(rich_event_dict(), "title_nl", 7), "notes[0].verdit", "x"), "date.edtf", GONE)
    assert refused(data) == ["title_nl", "date.edtf", "notes[0].verdit"]


def test_a_figure_without_a_bound_says_nothing():
    data = rich_event_dict()
    for name in ("value", "low", "high"):
        del data["figures"][0][name]
    assert refused(data) == ["figures[0]"]


def test_a_code_that_belongs_to_other_words_is_refused():
    data = rich_event_dict()
    shape.from_dict(data, EVENT)
    text = make_text(body="Iets anders.")
    first = data["citations"][0]["quote"]
    elsewhere = {"code": first["code"], "source": text.source.slug, "exact": "Iets anders."}
    assert refused(event_dict(citations=[{"quote": elsewhere}])) == ["citations[0].quote"]
    beside = {"code": first["code"], "source": first["source"], "exact": "Dat was een jaar later."}
    assert refused(event_dict(citations=[{"quote": beside}])) == ["citations[0].quote"]
    assert Quote.objects.get(code=first["code"]).exact == first["exact"]


def test_a_note_or_figure_on_a_quote_that_is_not_cited_here_is_refused_though_it_exists():
    other = make_quote("Elders gezegd door 12 mensen.")
    data = rich_event_dict()
    assert refused(changed(changed(data, "notes[0].quote", other.code), "notes[0].words", "")) == ["notes[0].quote"]
    figure = data["figures"][0] | {"quote": other.code, "words": "12 mensen"}
    assert refused(changed(data, "figures[0]", figure)) == ["figures[0].quote"]
    question = question_dict(notes=[noted(quote=other.code)])
    assert refused(question, QUESTION) == ["notes[0].quote"]


def test_a_note_on_a_figure_of_another_event_is_refused_though_it_exists():
    elsewhere = shape.from_dict(rich_event_dict(), EVENT).figures.first()
    assert refused(event_dict(notes=[noted(figure=elsewhere.code)])) == ["notes[0].figure"]


def test_words_that_are_a_quote_already_are_refused_under_another_code():
    data = rich_event_dict()
    quote = data["citations"][0]["quote"] | {"code": "aaaaaa"}
    assert refused(event_dict(citations=[{"quote": quote}])) == ["citations[0].quote"]


@pytest.mark.parametrize("name", ["figures", "notes"])
def test_a_figure_or_note_of_another_event_is_not_taken_over(name):
    data = rich_event_dict()
    shape.from_dict(data, EVENT)
    other = rich_event_dict()
    number = 1 if name == "figures" else 0
    other[name][number]["code"] = data[name][number]["code"]
    assert refused(other) == [f"{name}[{number}].code"]


@pytest.mark.parametrize(
    "formula",
    [
        "a", "", " = ", "a =", "= b", "a == b", "a < b", "a = b = a", "a = b; b", "a = b b", "a = (b", "a = b)", "a = ()",
        "a = * b", "a = b +", "a = b ** 2", "a = b // 2", "a = b % 2", "a = 2b", "a = b.5", "a = 1.", "a = b(2)", "a = +b",
        "a => b", "a = b\n", "a = é", "a != b", "a = 1,5 * b", "a = " + "(" * 100 + "b" + ")" * 100,
    ],
)  # fmt: skip
def test_what_is_no_formula_is_refused(formula):
    relation = {"formula": formula, "reading_nl": "zo", "reading_en": "so"}
    paths = refused(event_dict(measures=[measured("a"), measured("b")], relations=[relation]))
    assert set(paths) == {"relations[0].formula"}


@pytest.mark.parametrize(
    "formula",
    ["a = b", "a=b", "a <= b", "a >= b/2", "a = -b", "a = (b + 1) * 2.5 - -b", "100 * a / b = 96.8", "a = ((b))"],
)
def test_a_formula_is_kept_as_it_was_typed(formula):
    relation = {"formula": formula, "reading_nl": "zo", "reading_en": "so"}
    event = shape.from_dict(event_dict(measures=[measured("a"), measured("b")], relations=[relation]), EVENT)
    assert shape.to_dict(event)["relations"] == [relation]


def test_a_measure_is_named_by_a_key_and_nothing_else():
    assert refused(event_dict(measures=[measured("Votes")])) == ["measures[0].key"]


def test_a_calendar_that_is_none_is_refused():
    assert "date.calendar" in refused(event_dict(date={"edtf": "1917", "calendar": "mayan"}))


def test_a_slug_of_another_event_is_refused():
    make_event("taken")
    assert refused(event_dict("taken")) == ["slug"]


def test_the_nearest_passage_and_the_places_are_named():
    data = rich_event_dict()
    near = changed(data, "citations[0].quote.exact", "In 1936 stemden bijna 94 miljoen mensen.")
    with pytest.raises(dictionary.ShapeError, match="In 1936 stemden bijna 93 miljoen mensen"):
        shape.from_dict(near, EVENT)
    with pytest.raises(dictionary.ShapeError, match=r"2 times.*1\. .*2\. "):
        shape.from_dict(changed(data, "citations[0].quote.exact", "aar later"), EVENT)


def test_a_percent_sign_in_what_is_refused_is_no_format():
    with pytest.raises(dictionary.ShapeError, match="100 %s"):
        shape.from_dict(event_dict(themes=["100 %s"]), EVENT)


# --- generated --------------------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1, max_size=30).filter(
    lambda words: words.strip() == words
)
CODES = st.text("0123456789abcdefghjkmnpqrstvwxyz", min_size=6, max_size=12)
SLUGS = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,3}", fullmatch=True).filter(lambda slug: len(slug) <= 80)
DATES = st.sampled_from(
    ["1917", "1917-10-25", "193X", "1930~", "1938-21", "../1917", "[1922-04-03,1922-04-04]", "-0043"]
)
CALENDARS = st.sampled_from(["gregorian", "julian"])
NUMBERS = st.fractions(-1000, 1000, max_denominator=12)
BODY = "één twee drie vier één vijf\nzes zeven acht negen tien twee"


@st.composite
def events(draw, sources: list[str], themes: list[str], pointers: list[str]):
    """The dictionary of any event that these sources (each with the text BODY) can carry."""
    fresh = iter(draw(st.lists(CODES, min_size=30, max_size=30, unique=True)))
    references = st.lists(
        st.fixed_dictionaries({"source": st.sampled_from(sources)}, optional={"locator": WORDS}), max_size=2
    )
    data = {"schema": 1, "code": next(fresh), "slug": draw(SLUGS)}
    data |= {name: draw(WORDS) for name in ("title_nl", "title_en", "summary_nl", "summary_en")}
    data |= {
        "standing": draw(st.sampled_from(["attested", "alleged", "planned"])),
        "importance": draw(st.integers(1, 3)),
    }
    data["themes"] = sorted(draw(st.sets(st.sampled_from(themes))))
    data["pointers"] = sorted(draw(st.sets(st.sampled_from(pointers))))
    data["date"] = {"edtf": draw(DATES), "calendar": draw(CALENDARS), "references": draw(references)}
    quotes = draw(quoted(sources, fresh))
    data["citations"] = [draw(citations(quote, quotes)) for quote in quotes]
    keys = draw(st.lists(st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True), max_size=3, unique=True))
    data["measures"] = [draw(measures(key)) for key in keys]
    data["figures"] = [
        draw(figures(next(fresh), draw(st.sampled_from(keys)), quotes, sources))
        for _ in range(draw(st.integers(0, 3 if keys else 0)))
    ]
    formulas = st.sampled_from(keys or ["x"]).map(lambda key: f"{key} * 2 >= ({key} + 1) / 3")
    data["relations"] = [
        {"formula": formula, "reading_nl": draw(WORDS), "reading_en": draw(WORDS)}
        for formula in (draw(st.lists(formulas, max_size=2, unique=True)) if keys else [])
    ]
    data["notes"] = [draw(notes(next(fresh), data, references)) for _ in range(draw(st.integers(0, 3)))]
    return data


@st.composite
def quoted(draw, sources, fresh):
    """Quotes of different words."""
    words = [("drie vier", None), ("twee", 1), ("twee", 2), ("vijf\nzes", None), ("één", 2)]
    chosen = draw(st.lists(st.tuples(st.sampled_from(sources), st.sampled_from(words)), max_size=4, unique=True))
    said = st.just("") | WORDS
    return [
        {"code": next(fresh), "source": source, "exact": exact}
        | ({"occurrence": occurrence} if occurrence else {})
        | {name: draw(said) for name in ("speaker", "translation_nl", "translation_en")}
        for source, (exact, occurrence) in chosen
    ]


@st.composite
def citations(draw, quote, quotes):
    """A stated, inferred or undated reading of a quote."""
    origin = draw(st.sampled_from(["stated", "inferred", "undated"]))
    reading = {"origin": origin, "calendar": draw(CALENDARS), "quote": quote}
    if origin != "undated":
        reading |= {"edtf": draw(DATES), "words": quote["exact"] if origin == "stated" else ""}
    if origin == "inferred":
        others = [other["code"] for other in quotes if other is not quote]
        reading |= {"reasoning_nl": draw(WORDS), "reasoning_en": draw(WORDS)}
        reading["basis"] = draw(st.sampled_from(["", *others]))
    return reading


@st.composite
def measures(draw, key):
    """A question of number."""
    names = ("what_nl", "what_en", "unit_nl", "unit_en", "place_nl", "place_en")
    data = {"key": key, "nature": draw(st.sampled_from(["stock", "flow", "ratio"]))}
    return data | {name: draw(WORDS) for name in names} | {"period": draw(st.just("") | DATES)}


@st.composite
def figures(draw, code, measure, quotes, sources):
    """An answer, in a quote or in literature, with any of its numbers."""
    numbers = [number_text(number) for number in sorted(draw(st.lists(NUMBERS, min_size=3, max_size=3)))]
    given = draw(st.sampled_from([(1, 1, 1), (1, 0, 0), (0, 0, 1), (1, 0, 1), (1, 1, 0)]))
    data = {"code": code, "measure": measure, "hedge": draw(st.sampled_from(["", "about", "nearly", "at_most"]))}
    data |= {name: number if use else "" for name, number, use in zip(("low", "value", "high"), numbers, given)}
    if quotes and draw(st.booleans()):
        quote = draw(st.sampled_from(quotes))
        return data | {"quote": quote["code"], "words": quote["exact"]}
    return data | {
        "words": draw(WORDS),
        "reference": {"source": draw(st.sampled_from(sources)), "locator": draw(WORDS)},
    }


@st.composite
def notes(draw, code, event, references):
    """A judgement on a quote, a figure or the whole."""
    verdicts = st.sampled_from(["supported", "contested", "misdated", "context"])
    data = {"code": code, "verdict": draw(verdicts), "author": "Els", "reviewer": draw(st.sampled_from(["", "Jan"]))}
    data |= {"reason_nl": draw(WORDS), "reason_en": draw(WORDS), "references": draw(references)}
    about = draw(st.sampled_from(["quote", "figure", ""]))
    if about == "quote" and event["citations"]:
        quote = draw(st.sampled_from(event["citations"]))["quote"]
        data |= {"quote": quote["code"], "words": draw(st.sampled_from(["", quote["exact"]]))}
    if about == "figure" and event["figures"]:
        data["figure"] = draw(st.sampled_from(event["figures"]))["code"]
    return data | {"ready": bool(data["references"]) and draw(st.booleans())}


def test_any_event_comes_back_as_it_went_in():
    sources = [make_text(make_source(lane=lane), BODY).source.slug for lane in (1, 2)]
    themes = [make_theme().slug for _ in range(3)]
    pointers = [make_event(notes=[noted()]).notes.get().code for _ in range(2)]

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(events(sources, themes, pointers), events(sources, themes, pointers))
    def comes_back(data, other):
        with transaction.atomic():
            first = shape.from_dict(data, EVENT)
            assert shape.to_dict(first) == canonical_order(data, EVENT)
            # Whatever the event was before, it becomes what the dictionary says.
            other = other | {"code": data["code"], "citations": [], "figures": [], "relations": []}
            other["notes"] = [note | {"quote": "", "figure": "", "words": ""} for note in other["notes"]]
            shape.from_dict(other, EVENT)
            assert shape.to_dict(shape.from_dict(data, EVENT)) == canonical_order(data, EVENT)
            transaction.set_rollback(True)

    comes_back()
