"""An editor adds sources, texts and quotes in the admin."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sources.models import Quote, Source, Text
from tests.builders import make_quote, make_source, make_text
from tests.desk.forms import errors_in, typed

pytestmark = pytest.mark.django_db
ADD = "/admin/sources/source/add/"
ADD_QUOTE = "/admin/sources/quote/add/"
CHRONICLE = {
    "slug": "chronicle",
    "kind": "account",
    "lane": 1,
    "name_nl": "Kroniek",
    "name_en": "Chronicle",
    "csl": '{"type": "book", "title": "Kroniek"}',
}


def file_of(raw: bytes, name: str = "chronicle.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw)


def test_a_source_comes_with_its_text_from_a_file(editor):
    response = editor.post(ADD, typed(editor.get(ADD), **CHRONICLE, file=file_of("Kop\n\nEén zin.\n".encode())))

    assert response.status_code == 302, errors_in(response)
    text = Text.objects.get()
    assert (text.source.slug, text.number, text.body) == ("chronicle", 1, "Kop\n\nEén zin.")
    assert bytes(text.raw) == "Kop\n\nEén zin.\n".encode()


@pytest.mark.parametrize(
    "raw",
    [b"%PDF-1.7 ...", b"", b"\x00\x01\x02", b"PK\x03\x04 zip", b"x" * 5_000_001],
    ids=["pdf", "empty", "binary", "zip", "large"],
)
def test_a_file_that_is_no_text_is_refused_at_its_field_and_nothing_is_stored(editor, raw):
    response = editor.post(ADD, typed(editor.get(ADD), **CHRONICLE, file=file_of(raw)))

    assert response.status_code == 200
    assert response.context["adminform"].form.errors["file"]
    assert not Source.objects.exists()


@pytest.mark.parametrize("csl", ["{", "[]", '{"type": "book"}', '{"type": "scroll", "title": "x"}',
                                 '{"type": "book", "title": "\\ud800"}', '{"type": "book", "title": "x", "note": null}'])  # fmt: skip
def test_a_bibliography_that_cannot_be_is_refused(editor, csl):
    response = editor.post(ADD, typed(editor.get(ADD), **(CHRONICLE | {"csl": csl})))

    assert response.context["adminform"].form.errors["csl"]


def test_the_same_words_twice_are_no_second_text(editor):
    text = make_text(make_source("chronicle"), "Eén zin.")
    address = reverse("admin:sources_source_change", args=[text.source.pk])

    response = editor.post(address, typed(editor.get(address), pasted="Eén zin."))

    assert response.status_code == 200
    assert Text.objects.count() == 1


def test_two_editors_of_one_source_do_not_overwrite_each_other_unseen(editor):
    source = make_source("chronicle", stance_nl="Eerst.")
    address = reverse("admin:sources_source_change", args=[source.pk])
    opened = editor.get(address)
    source.stance_nl = "Van een ander."
    source.save()

    refused = editor.post(address, typed(opened, name_nl="Van mij"))

    assert refused.status_code == 200
    assert 'value="Van mij"' in refused.content.decode()
    source.refresh_from_db()
    assert (source.stance_nl, source.name_nl) == ("Van een ander.", "chronicle")
    assert editor.post(address, typed(refused)).status_code == 302, "knowingly, it can be saved"


def test_what_readers_could_open_is_neither_deleted_nor_unpublished(editor):
    source = make_source("kotkin-2014", kind="literature")

    address = reverse("admin:sources_source_delete", args=[source.pk])
    assert editor.post(address, {"post": "yes"}).status_code == 403
    address = reverse("admin:sources_source_change", args=[source.pk])
    data = typed(editor.get(address))
    data.pop("published", None)
    editor.post(address, data)

    source.refresh_from_db()
    assert source.published


def add_quote(editor, text: Text, exact: str, **fields):
    return editor.post(ADD_QUOTE, typed(editor.get(ADD_QUOTE), text=text.pk, exact=exact, **fields))


def test_a_quote_finds_its_place_by_its_words_whatever_the_line_breaks(editor):
    text = make_text(body="Wie leidt wie? Dat is de vraag.")

    assert add_quote(editor, text, "Dat  is\nde vraag.").status_code == 302

    quote = Quote.objects.get()
    assert (quote.start, quote.exact) == (15, "Dat is de vraag.")


@pytest.mark.parametrize(
    ("exact", "told"),
    [
        ("Wie leidt ons?", "“Wie leidt ons”"),
        ("leidt", "2"),
    ],
)
def test_words_that_are_not_there_or_stand_twice_are_refused_with_the_place(editor, exact, told):
    text = make_text(body="Wie leidt wie? Wie leidt ons allen?")

    response = add_quote(editor, text, exact)

    assert response.status_code == 200
    assert told in errors_in(response)
    assert not Quote.objects.exists()


def test_words_that_stand_twice_are_taken_when_the_occurrence_is_named(editor):
    text = make_text(body="Wie leidt wie? Wie leidt ons allen?")

    assert add_quote(editor, text, "leidt", occurrence=2).status_code == 302
    assert Quote.objects.get().start == 19


def test_the_same_quote_twice_is_refused_with_the_code_of_the_first(editor):
    quote = make_quote("Wie leidt wie?")

    assert quote.code in errors_in(add_quote(editor, quote.text, "Wie leidt wie?"))
