import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.importers import MAX_BYTES, Unreadable, decode, locator, read

SHIPPED = Path(__file__).parents[2] / "timeline" / "corpora" / "soviet-history" / "sources"
SLIDES = SHIPPED / "socialist-democracy-slides.raw.txt"
PROSE = SHIPPED / "lenins-struggle.raw.txt"

# The glyphs of the deck, from the outermost bullet in, as Wingdings puts them in the private use area.
A, B, C, D = "\uf0a8", "\uf0a1", "\uf0fa", "\uf0ad"
PAGE = "\n\n\n\n \n\n \n\n"


def words(text):
    return re.findall(r"\w+", unicodedata.normalize("NFC", text))


def slides(*lines):
    return read("\n\n".join(lines).encode(), "slides")


def outline(imported):
    return [(d.kind, d.level, imported.body[d.start : d.end]) for d in imported.divisions]


def place(imported, quote, nth=1):
    """The locator of a quote's nth occurrence."""
    start = -1
    for _ in range(nth):
        start = imported.body.index(quote, start + 1)
    return locator(imported.divisions, imported.body, start, start + len(quote))


# The two files of the first corpus


@pytest.mark.parametrize("path", [SLIDES, PROSE], ids=lambda path: path.stem)
def test_the_stored_text_has_the_words_of_the_file_in_the_same_order(path):
    raw = path.read_bytes()
    assert words(read(raw).body) == words(raw.decode())


@pytest.mark.parametrize("path", [SLIDES, PROSE], ids=lambda path: path.stem)
def test_the_stored_text_keeps_every_mark_and_capital_and_loses_glyphs_and_white_space(path):
    raw = path.read_bytes().decode()
    kept = re.sub(r"[\ue000-\uf8ff]|^- |\s", "", raw, flags=re.MULTILINE)
    assert re.sub(r"\s", "", read(path.read_bytes()).body) == kept


@pytest.mark.parametrize("path", [SLIDES, PROSE], ids=lambda path: path.stem)
def test_the_divisions_are_the_lines_of_the_body(path):
    imported = read(path.read_bytes())
    lines = [line for line in imported.body.split("\n") if line]
    assert [text for _, _, text in outline(imported)] == lines
    assert all(line == " ".join(line.split()) for line in lines)


def test_each_file_finds_its_own_importer():
    assert read(SLIDES.read_bytes()).importer == "slides"
    assert read(PROSE.read_bytes()).importer == "prose"


def test_the_heading_that_stands_on_seventeen_slides_is_a_heading_every_time():
    headings = [text for kind, _, text in outline(read(SLIDES.read_bytes())) if kind == "heading"]
    assert headings.count("De Sovjet grondwet van 1936") == 17


def test_a_sentence_that_a_page_cut_in_two_is_one_item():
    items = [text for kind, _, text in outline(read(SLIDES.read_bytes())) if kind == "item"]
    assert (
        "De middelen om tot een staatsgreep te kunnen overgaan zijn niet alleen laster en leugens, morele "
        "ondermijning, maar ook – en steeds meer moord en sabotage." in items
    )


def test_the_deck_nests_as_its_slides_do():
    imported = read(SLIDES.read_bytes())
    start = imported.body.index("Oude Sovjet grondwet van 1924")
    after = [division for division in imported.divisions if division.start >= start]
    assert [(d.level, imported.body[d.start : d.end]) for d in after[:5]] == [
        (1, "Oude Sovjet grondwet van 1924"),
        (2, "Periode:"),
        (3, "NEP periode, kapitalisme stond nog sterk"),
        (3, "Strijd tussen de twee systemen was nog hevig"),
        (2, "Daarom zijn politieke garanties nodig"),
    ]


def test_the_dossier_has_its_title_its_sections_and_one_list():
    imported = read(PROSE.read_bytes())
    assert [text for kind, _, text in outline(imported) if kind == "heading"] == [
        "Lenins strijd tegen het stalinisme",
        "Het begin van een internationale revolutie",
        "De burgeroorlog",
        "NEP en bureaucratisering",
        "De laatste strijd van Lenin",
    ]
    items = [text for kind, _, text in outline(imported) if kind == "item"]
    assert len(items) == 5
    assert items[1] == "De grootgrondbezitters bleven gewoon hun zitten."


# Slides


def test_lines_that_the_slide_broke_are_joined_before_a_small_letter_a_figure_or_a_mark():
    imported = slides(f"{A} De mens", "heeft rechten", "(en plichten)", "98 %", "»", f"{A} Slot")
    assert outline(imported) == [("item", 1, "De mens heeft rechten (en plichten) 98 % »"), ("item", 1, "Slot")]


def test_a_capital_goes_on_after_a_word_that_ends_no_line():
    assert slides(f"{A} De rol van de", "Partij").body == "De rol van de Partij"


def test_a_capital_begins_anew_after_an_abbreviation_or_a_number():
    imported = slides(f"{A} De leiding van de SU", "Verkiezingen", f"{A} Volgens artikel 15", "Stemrecht")
    assert [text for *_, text in outline(imported)][1::2] == ["Verkiezingen", "Stemrecht"]


def test_a_capital_goes_on_after_a_line_as_long_as_those_that_were_broken():
    broken = (f"{A} Zij bouwen voort op een lange reeks van", "voorbeelden")
    imported = slides(*broken, f"{A} Het stelsel ontstond tijdens de mislukte", "Russische revolutie")
    assert outline(imported)[1] == ("item", 1, "Het stelsel ontstond tijdens de mislukte Russische revolutie")

    imported = slides(*broken, f"{A} Revoluties mislukten", "Russische revolutie")
    assert outline(imported)[1:] == [("item", 1, "Revoluties mislukten"), ("paragraph", 1, "Russische revolutie")]


def test_a_sentence_after_a_full_line_stays_in_its_item():
    imported = slides(
        f"{A} De burgerij brengt een groep aan", "de macht", f"{A} De burgerij brengt strijd mee.", "Altijd."
    )
    assert outline(imported)[1] == ("item", 1, "De burgerij brengt strijd mee. Altijd.")


def test_a_full_line_at_the_end_of_a_page_says_nothing_of_the_next_page():
    broken = (f"{A} Zij bouwen voort op een lange", "reeks")
    imported = slides(*broken, f"{A} Is het de dictatuur van de Partij?{PAGE}Organisatieleer")
    assert [text for *_, text in outline(imported)][1:] == ["Is het de dictatuur van de Partij?", "Organisatieleer"]


def test_two_items_that_ran_together_on_a_line_are_two():
    imported = slides(f"{A} De bonden {A}\uf020De Partij", f"{A} De raden")
    assert outline(imported) == [("item", 1, "De bonden"), ("item", 1, "De Partij"), ("item", 1, "De raden")]


def test_a_glyph_that_begins_no_line_is_only_white_space():
    assert slides(f"{A} Oorzaak \uf0e0 gevolg").body == "Oorzaak gevolg"


def test_a_title_that_returns_is_a_heading_with_and_without_its_bullet_and_shortened():
    imported = slides(
        f"{A} De raad van 1936", f"{B} Vrede", "De raad van 1936", f"{B} Twee", f"{A} De raad", f"{B} Drie", f"{A} Iets"
    )
    assert outline(imported) == [
        ("heading", 1, "De raad van 1936"),
        ("item", 1, "Vrede"),
        ("heading", 1, "De raad van 1936"),
        ("item", 1, "Twee"),
        ("heading", 1, "De raad"),
        ("item", 1, "Drie"),
        ("item", 1, "Iets"),
    ]


def test_a_title_and_the_line_below_it_that_ran_together_are_cut_where_both_stand_alone_elsewhere():
    imported = slides(
        f"{A} Het stelsel",
        "De Partij",
        f"{B} Leiding",
        f"{A} Het stelsel",
        f"{B} Leden",
        f"{A} Het stelsel De",
        "Partij",
    )
    assert outline(imported) == [
        ("heading", 1, "Het stelsel"),
        ("heading", 2, "De Partij"),
        ("item", 1, "Leiding"),
        ("heading", 1, "Het stelsel"),
        ("item", 1, "Leden"),
        ("heading", 1, "Het stelsel"),
        ("heading", 2, "De Partij"),
    ]


def test_an_item_whose_words_stand_alone_elsewhere_stays_whole():
    imported = slides(f"{A} Oorlog", f"{A} Vrede", f"{A} Oorlog Vrede")
    assert [text for *_, text in outline(imported)] == ["Oorlog", "Vrede", "Oorlog Vrede"]


def test_a_line_that_lost_its_bullet_gets_the_one_it_has_elsewhere():
    imported = slides(f"{A} Taak", f"{B} Nodig zijn", f"{C} Geld", f"{A} Taak", "Nodig zijn", f"{C} Tijd")
    assert outline(imported)[4:] == [("item", 1, "Nodig zijn"), ("item", 2, "Tijd")]


def test_a_level_that_is_skipped_is_no_deeper_than_it_nests():
    imported = slides(f"{A} Een", f"{B} Twee", f"{C} Drie", f"{D} Vier", f"{A} Vijf", f"{D} Zes")
    assert [level for _, level, _ in outline(imported)] == [1, 2, 3, 4, 1, 2]


def test_a_single_line_at_the_top_of_a_page_is_a_heading_if_something_stands_under_it():
    imported = slides(f"Vragen{PAGE}Leiden, 1926{PAGE}Antwoorden", f"{A} Een")
    assert outline(imported) == [
        ("heading", 1, "Vragen"),
        ("paragraph", 1, "Leiden, 1926"),
        ("heading", 1, "Antwoorden"),
        ("item", 1, "Een"),
    ]


def test_plain_bullets_make_slides_too_and_a_list_in_prose_does_not():
    deck = "Vragen\n• Wie?\n• Wat?\n• Waar?"
    assert read(deck.encode()).importer == "slides"
    prose = "Een zin.\n" * 9
    assert read(f"{prose}{deck}".encode()).importer == "prose"


# Prose


def test_a_file_that_was_wrapped_has_a_paragraph_for_each_run_of_lines():
    imported = read(b"A title\n\nThe first line\nand the second.\n- one\n- two\nand more\n\nLast.", "prose")
    assert outline(imported) == [
        ("heading", 1, "A title"),
        ("paragraph", 1, "The first line and the second."),
        ("item", 1, "one"),
        ("item", 1, "two and more"),
        ("paragraph", 1, "Last."),
    ]
    assert imported.body == "A title\n\nThe first line and the second.\none\ntwo and more\n\nLast."


def test_a_short_line_that_ends_as_a_sentence_is_no_heading():
    assert [kind for kind, *_ in outline(read("Titel\n“Neen.”\nEinde:".encode(), "prose"))] == [
        "heading",
        "paragraph",
        "paragraph",
    ]


# Characters


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_the_same_in_every_encoding(encoding):
    assert decode("Georgië – “één”".encode(encoding)) == "Georgië – “één”"


@pytest.mark.parametrize(
    ("raw", "body"),
    [
        ("arbei\u00adders", "arbeiders"),
        ("arbei\u00ad\n  ders", "arbeiders"),
        ("arbei\u00ad ders", "arbei ders"),
        ("massa-\norganisatie van 1936", "massa- organisatie van 1936"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("of\u200cfice", "office"),
        ("96,8\u00a0%\t van", "96,8 % van"),
        ("cafe\u0301", "café"),
        ("bel\x07len", "bel len"),
        ("one\r\ntwo\u2028three", "one two three"),
        ("glyph \ue001 gone", "glyph gone"),
    ],
)
def test_only_white_space_and_glyphs_change(raw, body):
    # The blank line before "Slot." makes the file a wrapped one, in which lines are joined.
    assert read(f"{raw}\n\nSlot.".encode(), "prose").body == f"{body}\n\nSlot."


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cf"], exclude_characters="\0")),
    st.sampled_from(["slides", "prose"]),
)
def test_no_text_loses_a_word_or_gains_one(text, importer):
    try:
        imported = read(text.encode(), importer)
    except Unreadable:
        assert not words(text)
    else:
        assert words(imported.body) == words(text)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        ("\u200b\ue000".encode(), "no words"),
        (b"%PDF-1.7 ...", "is PDF, not plain text"),
        (b"PK\x03\x04....", "is ZIP, DOCX or ODT, not plain text"),
        (b"one\0two", "Character 4 of the file is NUL"),
        (b"caf\xe9 \x81", "Byte 6 of the file fits no encoding"),
        (b"\xff\xfea", "fits no encoding"),
        (b"a" * (MAX_BYTES + 1), "split it into several files"),
    ],
)
def test_what_is_no_text_is_refused_with_a_remedy(raw, said):
    with pytest.raises(Unreadable, match=said):
        read(raw)


def test_an_importer_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(Unreadable, match="choose one of: auto, slides, prose"):
        read(b"text", "docx")


# Locators


def test_a_locator_is_heading_and_item():
    imported = read(SLIDES.read_bytes())
    assert place(imported, "98,6 %") == {
        "heading": "De Sovjet grondwet van 1936",
        "heading_occurrence": 17,
        "kind": "item",
        "number": 3,
    }


def test_a_heading_that_stands_once_has_no_occurrence():
    assert place(read(PROSE.read_bytes()), "politieke bom") == {
        "heading": "De laatste strijd van Lenin",
        "heading_occurrence": None,
        "kind": "paragraph",
        "number": 8,
    }


def test_a_heading_locates_itself():
    assert place(read(SLIDES.read_bytes()), "De Sovjet grondwet van 1936", nth=2) == {
        "heading": "De Sovjet grondwet van 1936",
        "heading_occurrence": 2,
        "kind": "heading",
        "number": None,
    }


def test_what_stands_above_every_heading_has_none():
    assert place(read(b"One sentence. \nAnother.", "prose"), "Another") == {
        "heading": None,
        "heading_occurrence": None,
        "kind": "paragraph",
        "number": 2,
    }
