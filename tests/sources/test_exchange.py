"""Files for reference managers, read by parsers that are not ours: bibtexparser, rispy and citeproc-py."""

import json

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import MonthIntMiddleware, SeparateCoAuthors, SplitNameParts
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text

from sources.bibliography import check
from sources.exchange import bibtex, csl_json, ris
from tests.sources.test_bibliography import DAVIES, GOLDEN, HARRISON, KOTKIN, MEER, USSR, work, year

MEAN = "Marx & Co: 100 % \\ {x} _y_ #1 $2 ^3 ~4 Жизнь “é” } {{"
PAGE = work(
    "webpage",
    MEAN,
    year(2026, 11, 22),
    author=[{"literal": "Redactie van Wederhoor"}],
    container_title="Wederhoor",
    version="3",
    URL="https://x.nl/nl/e/0ct917/?a=1&b=%20_~#q",
    accessed=year(2026, 11, 2),
    language="nl",
)
CHAPTER = work(
    "chapter",
    "Famine",
    author=[KOTKIN, MEER, USSR, {"family": "King", "given": "Martin Luther", "suffix": "Jr."}],
    editor=[DAVIES, HARRISON],
    container_title="Economy",
    publisher="CUP",
    publisher_place="Cambridge",
    volume=2,
    page="12-34",
    DOI="10.1/x_y",
)
# What LaTeX makes of itself is not asked here: dashes and quotation marks that it joins.
SIGNS = st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Co", "Cn"), exclude_characters="-`'?!<>ˆ")
WORDS = st.text(st.one_of(SIGNS, st.sampled_from("\\{}$&#%_^~ ab")), min_size=1, max_size=30).filter(str.strip)


def entry(csl: dict, key: str = "key"):
    """The entry as bibtexparser reads it, its names taken apart."""
    library = bibtexparser.parse_string(
        bibtex(csl, key), append_middleware=[MonthIntMiddleware(), SeparateCoAuthors(), SplitNameParts()]
    )
    assert not library.failed_blocks
    [found] = library.entries
    return found


def fields(csl: dict) -> dict:
    return {field.key: field.value for field in entry(csl).fields}


def plain(latex: str) -> str:
    """LaTeX as it is printed. (pylatexenc prints ``\\textasciicircum`` as the accent of that shape.)"""
    return LatexNodes2Text().latex_to_text(latex).replace("ˆ", "^")


def record(csl: dict, key: str = "key") -> dict:
    [found] = rispy.loads(ris(csl, key))
    return found


def test_a_page_becomes_an_online_entry():
    assert entry(PAGE, "wederhoor-0ct917-3").key == "wederhoor-0ct917-3"
    assert entry(PAGE).entry_type == "online"
    found = fields(PAGE)
    assert plain(found["title"]) == MEAN
    assert found["author"][0].last == ["{Redactie van Wederhoor}"]
    assert (found["date"], found["year"], found["month"], found["urldate"]) == ("2026-11-22", "2026", 11, "2026-11-02")
    assert (found["organization"], found["version"], found["langid"]) == ("Wederhoor", "3", "dutch")
    assert found["url"] == PAGE["URL"]


def test_a_chapter_keeps_its_names_apart():
    found = fields(CHAPTER)
    kotkin, meer, ussr, king = found["author"]
    assert (kotkin.first, kotkin.last) == (["Stephen"], ["Kotkin"])
    assert (meer.first, meer.von, meer.last) == (["Jan"], ["van", "der"], ["Meer"])
    assert (ussr.first, ussr.last) == ([], ["{USSR}"])
    assert (king.first, king.last, king.jr) == (["Martin", "Luther"], ["King"], ["Jr."])
    assert [name.last for name in found["editor"]] == [["Davies"], ["Harrison"]]
    assert (entry(CHAPTER).entry_type, found["booktitle"], found["pages"]) == ("incollection", "Economy", "12--34")
    assert (found["publisher"], found["address"], found["volume"]) == ("CUP", "Cambridge", "2")
    assert found["doi"] == "10.1/x_y"


def test_a_name_with_a_comma_or_an_and_in_it_is_not_cut():
    found = fields(work(author=[{"family": "Smith and Sons, Ltd", "given": "X"}, {"literal": "A, B and C"}]))
    assert [name.last for name in found["author"]] == [["{Smith and Sons, Ltd}"], ["{A, B and C}"]]
    assert found["author"][0].first == ["X"]


def test_braces_in_an_address_do_not_end_its_field():
    assert fields(PAGE | {"URL": "https://x.nl/}{\\"})["url"] == "https://x.nl/%7D%7B%5C"


@pytest.mark.parametrize(
    ("issued", "date", "year_"),
    [
        ({"date-parts": [[1922, 12, 23], [1923, 1, 4]]}, "1922-12-23/1923-01-04", "1922"),
        ({"date-parts": [[1930]], "circa": True}, "1930~", "1930"),
        ({"date-parts": [[-44]]}, "-0043", "-44"),
        ({"literal": "after 1924"}, None, "after 1924"),
        (None, None, None),
    ],
)
def test_a_doubtful_date_is_edtf_and_an_unknown_one_is_left_out(issued, date, year_):
    found = fields(work(issued=issued))
    assert (found.get("date"), found.get("year")) == (plain_or_none(date), year_)


def plain_or_none(date: str | None) -> str | None:
    return date and date.replace("~", r"\textasciitilde{}")


def test_a_page_becomes_an_electronic_record():
    text = ris(PAGE, "wederhoor-0ct917-3")
    lines = text.split("\r\n")
    assert (lines[0], lines[-2], lines[-1]) == ("TY  - ELEC", "ER  - ", "")
    assert "\n" not in text.replace("\r\n", "")
    assert record(PAGE) == {
        "type_of_reference": "ELEC",
        "id": "key",
        "authors": ["Redactie van Wederhoor"],
        "title": MEAN,
        "secondary_title": "Wederhoor",
        "year": "2026",
        "date": "2026/11/22/",
        "edition": "3",
        "urls": ["https://x.nl/nl/e/0ct917/?a=1&b=%20_~#q"],
        "access_date": "2026/11/02/",
        "language": "nl",
    }


def test_a_chapter_becomes_a_record_with_both_kinds_of_names():
    found = record(CHAPTER)
    assert found["authors"] == ["Kotkin, Stephen", "van der Meer, Jan", "USSR", "King, Martin Luther, Jr."]
    assert found["secondary_authors"] == ["Davies, R. W.", "Harrison, Mark"]
    assert (found["type_of_reference"], found["start_page"], found["end_page"]) == ("CHAP", "12", "34")
    assert (found["secondary_title"], found["publisher"], found["place_published"]) == ("Economy", "CUP", "Cambridge")


@pytest.mark.parametrize(
    ("issued", "year_", "date"),
    [
        (year(1938, 1), "1938", "1938/01//"),
        (year(2014), "2014", "2014///"),
        (year(-44), None, None),
        ({"literal": "after 1924"}, None, "///after 1924"),
        (None, None, None),
    ],
)
def test_a_date_in_ris_leaves_empty_what_is_not_known(issued, year_, date):
    found = record(work(issued=issued))
    assert (found.get("year"), found.get("date")) == (year_, date)


def test_csl_json_is_read_by_a_processor_of_it():
    items = json.loads(csl_json(PAGE, "key"))
    assert items == [{"id": "key", **PAGE}]
    check(items[0])
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    processed = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    processed.register(Citation([CitationItem("key")]))
    [told] = map(str, processed.bibliography())
    assert told.startswith(f"Redactie van Wederhoor (2026) {MEAN}, Wederhoor. Available at: {PAGE['URL']}")


@pytest.mark.parametrize("csl", [csl for csl, _nl, _en in GOLDEN])
def test_every_kind_of_work_is_read_back_by_both(csl):
    assert plain(fields(csl)["title"]) == csl["title"]
    assert record(csl)["title"] == csl["title"]


@pytest.mark.parametrize(("key", "told"), [("x y/é.z", "x-y-.z"), ("é", "source"), ("a:b_c", "a:b_c")])
def test_a_key_has_only_what_every_program_takes(key, told):
    assert entry(work(), key).key == told
    assert json.loads(csl_json(work(), key))[0]["id"] == told


@given(WORDS, WORDS, WORDS)
def test_whatever_is_written_comes_back_from_both(title, family, publisher):
    csl = work(title=title, author=[{"family": family, "given": "A."}], publisher=publisher)
    found = fields(csl)
    assert spaced(plain(found["title"])) == spaced(title)
    assert spaced(plain(found["publisher"])) == spaced(publisher)
    again = record(csl)
    assert (again["title"], again["publisher"]) == (spaced(title), spaced(publisher))
    assert again["authors"] == [f"{spaced(family)}, A."]


@given(st.text(max_size=60).filter(str.strip))
def test_no_line_of_a_file_can_be_smuggled_in(text):
    csl = work(title=text + "\r\nER  - \r\nTY  - BOOK\n}\n@misc{x,}", author=[{"literal": text}], note=text)
    assert len(rispy.loads(ris(csl, "key"))) == 1
    assert len(bibtexparser.parse_string(bibtex(csl, "key")).entries) == 1


def spaced(words: str) -> str:
    return " ".join(words.split())
