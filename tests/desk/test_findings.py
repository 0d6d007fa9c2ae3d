"""What the checks found, at the desk: answered, dismissed, listed until it is; and where a note's numbers come from."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.builders import (
    cited,
    figured,
    leaning_on,
    make_event,
    make_published_event,
    make_question,
    make_quote,
    make_source,
    make_text,
    measured,
    noted,
    save,
)
from tests.desk.forms import errors_in, row_of, typed
from tests.views.conftest import text_of
from timeline import publishing, shape
from timeline.models import Event, Note, PublicFinding, Question

pytestmark = pytest.mark.django_db
LIST = "/admin/timeline/publicfinding/"
SAID = "Er waren 10 mannen en 5 vrouwen, samen 20 mensen."


def counts(together: str = "20", **keys) -> dict:
    """The parts of an event whose account counts 10 men, 5 women, and so many together."""
    said = make_quote(SAID.replace("20", together))
    figures = [("men", "10"), ("women", "5"), ("everyone", together)]
    return {
        "citations": [cited(said)],
        "measures": [measured(key) for key, _words in figures],
        "figures": [figured(key, words, words, words, value=words, quote=said.code) for key, words in figures],
        "relations": [{"formula": "everyone = men + women", "reading_nl": "Samen.", "reading_en": "Together."}],
    } | keys


def change(subject) -> str:
    return reverse(f"admin:timeline_{subject.KIND}_change", args=[subject.pk])


def impossible(event) -> str:
    """The code of what cannot be, as readers get it; the event is published for it."""
    publishing.publish(event)
    return PublicFinding.objects.get(event=event.code, state="impossible").code


def answering(code: str, **values) -> dict:
    """A ready note that answers a finding, as it is typed."""
    book = make_source("book", kind="literature")
    plain = {"verdict": "miscalculated", "reason_nl": "Nee.", "reason_en": "No.", "ready": "on", "position": 0}
    return row_of("notes", 0, finding=code, reference_lines=book.slug, **(plain | values))


def finding_choices(response) -> dict[str, list[str]]:
    """The labels of what a note can answer, by group."""
    (notes,) = [group.formset for group in response.context["inline_admin_formsets"] if group.opts.model is Note]
    groups = notes.empty_form.fields["finding"].choices[1:]
    return {str(group): [label for _code, label in rows] for group, rows in groups}


# --- answering --------------------------------------------------------------------------------------------------------


def test_a_note_can_answer_what_the_checks_find_the_worst_first_with_its_words(editor, settings):
    settings.LANGUAGE_CODE = "en"
    event = make_event(**counts())
    groups = finding_choices(editor.get(change(event)))
    assert next(iter(groups)) == "cannot all be true"
    (label,) = groups["cannot all be true"]
    assert label.startswith("10 | 5 | 20 · Numbers of ")


def test_a_new_event_has_nothing_to_answer_yet(editor):
    assert finding_choices(editor.get("/admin/timeline/event/add/")) == {}


def test_an_answer_is_saved_published_and_shown_beside_the_finding(editor, client):
    event = make_event("counted", **counts())
    code = impossible(event)
    editor.post(change(event), typed(editor.get(change(event)), _publish="1") | answering(code))
    assert PublicFinding.objects.get(code=code).answer == "answered"
    words = text_of(client.get("/en/events/counted/"))
    assert "Answered by an editor: miscalculated" in words
    assert "Answers what the checks found: Numbers of" in words


def test_a_dismissal_is_shown_beside_the_finding_which_stays(editor, client):
    event = make_event("counted", **counts())
    code = impossible(event)
    editor.post(change(event), typed(editor.get(change(event)), _publish="1") | answering(code, dismisses="on"))
    assert PublicFinding.objects.get(code=code).answer == "dismissed"
    words = text_of(client.get("/en/events/counted/"))
    assert "Numbers of" in words.partition("Dismissed by an editor: miscalculated")[0]
    assert "Dismissed by an editor: miscalculated" in words
    assert "Dismisses what the checks found: Numbers of" in words


def test_only_what_was_found_can_be_dismissed(editor):
    event = make_event(**counts())
    response = editor.post(change(event), typed(editor.get(change(event))) | answering("", dismisses="on"))
    assert response.status_code == 200
    assert not Note.objects.exists()


def test_a_finding_that_the_event_does_not_have_cannot_be_answered(editor):
    event = make_event(**counts())
    response = editor.post(change(event), typed(editor.get(change(event))) | answering("zzzzzzzz"))
    assert "zzzzzzzz" in errors_in(response)
    assert not Note.objects.exists()


def test_an_answer_to_what_is_no_longer_found_is_kept_and_says_so(editor, settings):
    settings.LANGUAGE_CODE = "en"
    event = make_event(**counts("15", notes=[noted(finding="zzzzzzzz", dismisses=True)]))
    response = editor.get(change(event))
    assert "zzzzzzzz: no longer found" in response.content.decode()
    assert editor.post(change(event), typed(response)).status_code == 302
    assert (Note.objects.get().finding, Note.objects.get().dismisses) == ("zzzzzzzz", True)


def test_a_note_on_a_question_has_no_finding(editor):
    response = editor.get(change(make_question(notes=[noted()])))
    assert 'name="notes-0-reason_nl"' in response.content.decode()
    assert 'name="notes-0-finding"' not in response.content.decode()


def test_the_findings_are_computed_once_for_any_number_of_notes(editor):
    one = make_event(**counts(notes=[noted()]))
    three = make_event(**counts(notes=[noted() for _ in range(3)]))
    assert asked(editor, change(one)) == asked(editor, change(three))


def asked(client, address: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


# --- what an editor hears after saving --------------------------------------------------------------------------------


def heard(editor, event) -> list[str]:
    """The messages after saving the form as it is."""
    response = editor.post(change(event), typed(editor.get(change(event))), follow=True)
    return [str(message) for message in response.context["messages"]]


def test_after_saving_an_editor_hears_what_is_impossible_together_with_a_link_to_the_preview(editor, settings):
    settings.LANGUAGE_CODE = "en"
    event = make_event(**counts())
    (told,) = [said for said in heard(editor, event) if "Impossible together" in said]
    assert "Impossible together: 10, 5, 20. At least one of them must be wrong." in told
    assert reverse("admin:timeline_event_preview", args=[event.pk]) in told


def test_a_preview_leads_to_no_page_of_a_finding_since_there_is_none_yet(editor):
    event = make_event(**counts())
    page = editor.get(reverse("admin:timeline_event_preview", args=[event.pk])).text
    assert "cannot all be true" in page or "kunnen niet allemaal" in page
    assert "/findings/" not in page.partition("</header>")[2].rpartition("<footer")[0]


def test_nothing_is_said_of_a_sum_that_works_out_or_that_a_note_answers(editor, settings):
    settings.LANGUAGE_CODE = "en"
    assert not any("mpossible" in said for said in heard(editor, make_event(**counts("15"))))
    event = make_event(**counts())
    code = impossible(event)
    save(shape.from_dict(shape.to_dict(event) | {"notes": [noted(finding=code)]}, "event"))
    assert not any("mpossible" in said for said in heard(editor, Event.objects.get(pk=event.pk)))


def test_a_formula_that_cannot_be_read_is_refused_in_its_own_row(editor):
    event = make_event(**counts())
    data = typed(editor.get(change(event)), **{"relations-0-formula": "everyone = men +"})
    response = editor.post(change(event), data)
    (rows,) = [
        group.formset for group in response.context["inline_admin_formsets"] if group.formset.prefix == "relations"
    ]
    assert "+" in str(rows.forms[0].errors["formula"])
    assert Event.objects.get().relations.get().formula == "everyone = men + women"


# --- where numbers come from ------------------------------------------------------------------------------------------


def numbers_of(editor, event, lines: str):
    """The form is saved with these lines on its first note."""
    return editor.post(change(event), typed(editor.get(change(event)), **{"notes-0-numbers": lines}))


def test_where_a_number_comes_from_is_typed_a_line_each_and_comes_back_as_it_was(editor):
    event = make_event(notes=[noted()])
    lines = "97.8 = 91 / 93 * 100\r\n\r\n 94138000 : time-1937 \r\n1/3 = men / (men + women)"
    assert numbers_of(editor, event, lines).status_code == 302
    rows = [
        {"value": "97.8", "formula": "91 / 93 * 100"},
        {"value": "94138000", "source": "time-1937"},
        {"value": "1/3", "formula": "men / (men + women)"},
    ]
    assert Note.objects.get().numbers == rows
    response = editor.get(change(event))
    assert "97.8 = 91 / 93 * 100\n94138000 : time-1937\n1/3 = men / (men + women)" in response.content.decode()
    editor.post(change(event), typed(response))
    assert Note.objects.get().numbers == rows


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("97.8", "2"),
        ("= 91 / 93", "2"),
        ("97.8 =", "2"),
        ("97,8 = 91 / 93", "97,8"),
        ("ninety : time-1937", "ninety"),
        ("97.8 = 91 / (93", "93"),
        ("97.8 = 91 $ 93", "$"),
    ],
)
def test_a_line_that_says_no_origin_is_refused_by_its_number_with_what_was_typed(editor, lines, told):
    event = make_event(notes=[noted()])
    response = numbers_of(editor, event, "1 = 1\n" + lines)
    assert response.status_code == 200
    said = errors_in(response)
    assert f" 2, “{lines}”" in said
    assert told in said
    assert lines in response.content.decode()
    assert Note.objects.get().numbers == []


def test_every_wrong_line_is_named(editor):
    response = numbers_of(editor, make_event(notes=[noted()]), "a = 1\n1 = 1\nb = 2")
    assert "“a = 1”" in errors_in(response)
    assert "“b = 2”" in errors_in(response)


# --- the list ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def found():
    """Three published events: a sum that cannot be, one that works out, and a date that the record contradicts."""
    late = make_quote(
        "In 1918.", make_text(make_source("slides", name_en="The slides", name_nl="De dia’s"), "In 1918.")
    )
    make_published_event("sum", title_en="A sum", title_nl="Een som", **counts())
    make_published_event("fine", title_en="Fine", **counts("15"))
    make_published_event("late", date="1917", title_en="Too late", citations=[cited(late, "1918", "1918")])
    return PublicFinding.objects


def listed(response) -> list[PublicFinding]:
    return list(response.context["cl"].result_list)


def test_the_list_begins_with_what_cannot_all_be_true_and_is_not_answered(editor, found):
    rows = listed(editor.get(LIST))
    assert {(row.event.slug, row.state) for row in rows} == {("sum", "impossible"), ("late", "contradict")}


def test_what_is_answered_or_dismissed_leaves_the_list_and_is_found_by_its_answer(editor, found):
    found.filter(state="impossible").update(answer="answered")
    found.filter(state="contradict").update(answer="dismissed")
    assert listed(editor.get(LIST)) == []
    assert [row.state for row in listed(editor.get(LIST + "?answer=answered"))] == ["impossible"]
    assert [row.state for row in listed(editor.get(LIST + "?answer=dismissed"))] == ["contradict"]
    assert len(listed(editor.get(LIST + "?answer=all"))) == found.count()
    assert len(listed(editor.get(LIST + "?answer=none"))) == found.count() - 2


def test_it_can_be_narrowed_by_kind_and_state(editor, found):
    sums = listed(editor.get(LIST + "?answer=all&kind=arithmetic"))
    assert {row.kind.partition("_")[0] for row in sums} == {"arithmetic"}
    fine = listed(editor.get(LIST + "?answer=all&kind=arithmetic&state=consistent"))
    assert {row.event.slug for row in fine} == {"fine"}


def test_it_is_searched_by_the_title_of_the_event_in_either_language(editor, found):
    assert [row.event.slug for row in listed(editor.get(LIST + "?q=too+late"))] == ["late"]
    assert [row.event.slug for row in listed(editor.get(LIST + "?q=een+SOM"))] == ["sum"]
    assert listed(editor.get(LIST + "?q=nothing")) == []


def test_each_line_says_what_clashes_and_leads_to_the_form_and_the_page(editor, found, settings):
    settings.LANGUAGE_CODE = "en"
    html = editor.get(LIST).content.decode()
    code = found.get(state="impossible").code
    assert f'href="/en/findings/{code}/"' in html
    assert "10 | 5 | 20" in html
    assert f'<a href="{change(Event.objects.get(slug="sum"))}">A sum</a>' in html
    assert "The slides" in html


def test_nothing_in_it_can_be_changed(editor, found):
    response = editor.post(f"{LIST}{found.first().code}/change/", {"state": "agree"})
    assert response.status_code == 403
    assert editor.get(LIST + "add/").status_code == 403


def test_the_list_asks_as_often_for_many_as_for_one(editor, found):
    few = asked(editor, LIST + "?answer=all&q=sum")
    assert asked(editor, LIST + "?answer=all&q=") <= few
    for _ in range(3):
        make_published_event(**counts())
    assert asked(editor, LIST + "?answer=all&q=") <= few


def test_the_start_page_says_how_much_waits_and_leads_there(editor, found, settings):
    settings.LANGUAGE_CODE = "en"
    page = editor.get("/admin/")
    assert "2 findings that something cannot all be true are not answered yet" in text_of(page)
    assert f'href="{LIST}"' in page.content.decode()
    found.all().update(answer="answered")
    assert "not answered yet" not in text_of(editor.get("/admin/"))


def test_notes_that_answer_what_readers_do_not_have_are_listed(editor, settings):
    settings.LANGUAGE_CODE = "en"
    book = make_source("book", kind="literature")
    lost = noted(finding="zzzzzzzz", ready=True, references=leaning_on(book))
    event = make_published_event("lost", title_en="Lost", notes=[lost])
    make_event("draft", title_en="Drafted", notes=[noted(finding="yyyyyyyy", ready=True, references=leaning_on(book))])
    page = editor.get(LIST)
    assert "Notes that answer a finding which readers do not have" in text_of(page)
    assert "zzzzzzzz" in text_of(page)
    assert change(event) in page.content.decode()
    assert "yyyyyyyy" not in text_of(page), "a draft has no readers"


def test_a_note_whose_finding_is_there_is_not_listed_as_lost(editor):
    event = make_event(**counts())
    code = impossible(event)
    book = make_source("book", kind="literature")
    note = noted(finding=code, ready=True, references=leaning_on(book))
    publishing.publish(save(shape.from_dict(shape.to_dict(event) | {"notes": [note]}, "event")))
    assert "zzzz" not in code
    assert not list(editor.get(LIST).context["lost"])


# --- the dossier of a question ----------------------------------------------------------------------------------------


def test_a_question_says_at_the_desk_what_would_settle_it_and_where_it_stands(editor):
    question = make_question()
    typing = {"settles_nl": "De notulen.", "settles_en": "The minutes.", "state": "narrowed"}
    reasons = {"state_reason_nl": "Gevonden.", "state_reason_en": "Found."}
    response = editor.post(change(question), typed(editor.get(change(question)), **typing, **reasons))
    assert response.status_code == 302, errors_in(response)
    assert shape.to_dict(Question.objects.get()).items() >= {"stands": "narrowed", "settles_en": "The minutes."}.items()


def test_a_question_is_not_narrowed_down_without_a_reason_in_both_languages(editor):
    question = make_question()
    typing = {"state": "settled", "state_reason_en": "Found."}
    response = editor.post(change(question), typed(editor.get(change(question)), **typing))
    assert response.status_code == 200
    assert Question.objects.get().state == "open"


def test_the_list_of_questions_shows_where_each_stands_and_what_readers_see(editor, settings):
    settings.LANGUAGE_CODE = "en"
    make_question(stands="settled", state_reason_nl="Ja.", state_reason_en="Yes.")
    words = text_of(editor.get("/admin/timeline/question/"))
    assert "settled" in words
    assert "nothing: a draft" in words
