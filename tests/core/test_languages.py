"""The Dutch catalogue is whole: every message in Dutch, with the places of the English, and compiled as it stands."""

import re
from collections import Counter
from pathlib import Path

import polib
import pytest
from django.conf import settings

FOLDER = Path(settings.LOCALE_PATHS[0]) / "nl" / "LC_MESSAGES"
# What the program fills in, and the tags that a sentence holds. They may change places, not be lost or renamed.
PLACE = re.compile(r"%(?:\(\w+\))?[sdr%]|</?\w[^>]*>")


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(FOLDER / "django.po"), check_for_duplicates=True)


def forms(entry: polib.POEntry) -> list[str]:
    """The Dutch of a message, singular and plural."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def places(text: str) -> Counter:
    return Counter(PLACE.findall(text))


def key(entry: polib.POEntry) -> tuple:
    return entry.msgctxt, entry.msgid, entry.msgid_plural or ""


def test_the_catalogue_is_dutch_and_knows_two_numbers(catalogue):
    assert catalogue.metadata["Language"] == "nl"
    assert catalogue.metadata["Plural-Forms"] == "nplurals=2; plural=(n != 1);"
    assert not catalogue.metadata_is_fuzzy


def test_every_message_is_translated(catalogue):
    assert catalogue
    untold = [entry.msgid for entry in catalogue if not all(text.strip() for text in forms(entry))]
    assert untold == []


def test_no_message_is_fuzzy_or_left_behind(catalogue):
    assert [entry.msgid for entry in catalogue if entry.fuzzy or entry.obsolete] == []


def test_every_plural_has_a_singular_and_a_plural(catalogue):
    plurals = [entry for entry in catalogue if entry.msgid_plural]
    assert plurals
    assert [entry.msgid for entry in plurals if set(entry.msgstr_plural) != {0, 1}] == []


def test_every_translation_has_the_places_and_tags_of_its_message(catalogue):
    wrong = [
        (entry.msgid, text)
        for entry in catalogue
        for text in forms(entry)
        if places(text) != places(entry.msgid_plural or entry.msgid)
    ]
    assert wrong == []


def test_every_translation_begins_and_ends_a_line_where_its_message_does(catalogue):
    def edges(text):
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    wrong = [entry.msgid for entry in catalogue for text in forms(entry) if edges(text) != edges(entry.msgid)]
    assert wrong == []


def test_the_compiled_catalogue_says_exactly_what_the_written_one_says(catalogue):
    compiled = polib.mofile(str(FOLDER / "django.mo"))
    assert {key(entry): forms(entry) for entry in compiled} == {key(entry): forms(entry) for entry in catalogue}
    # Compiling leaves out when the messages were collected.
    assert compiled.metadata == {k: v for k, v in catalogue.metadata.items() if k != "POT-Creation-Date"}
