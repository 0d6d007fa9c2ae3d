"""The three styles that schools ask for, against examples in the form that the manuals give them."""

import pytest

from sources.bibliography import check
from sources.styles import STYLES, cite
from tests.sources.test_bibliography import (
    DAVIES,
    GOLDEN,
    HARRISON,
    KOTKIN,
    MEER,
    USSR,
    WHEATCROFT,
    work,
    year,
)  # fmt: skip

EDITORS = {"literal": "Editors of Wederhoor"}
PAGE = {
    "version": "3",
    "container_title": "Wederhoor",
    "URL": "https://x.nl/en/events/a/versions/3/",
    "author": [EDITORS],
}
CHAPTER = {"author": [KOTKIN], "editor": [DAVIES, HARRISON], "container_title": "Economy", "publisher": "CUP"}
JOURNAL = {"author": [DAVIES, WHEATCROFT], "container_title": "Slavic Review", "volume": "50", "issue": "1"}
SPEECH = {"author": [KOTKIN], "issued": year(1922, 3, 27), "event_title": "Congress", "container_title": "Works"}

# Per work, its citation in APA, Chicago and MLA, in English.
ENGLISH = {
    "a book": (
        work(author=[KOTKIN], publisher="Penguin", publisher_place="New York"),
        "Kotkin, S. (2014). Stalin. Penguin.",
        "Kotkin, Stephen. Stalin. New York: Penguin, 2014.",
        "Kotkin, Stephen. Stalin. Penguin, 2014.",
    ),
    "one volume of a later edition, translated": (
        work(
            author=[KOTKIN],
            volume=1,
            volume_title="Paradoxes",
            edition=2,
            translator=[DAVIES],
            publisher="Penguin",
        ),
        "Kotkin, S. (2014). Stalin: Vol. 1. Paradoxes (R. W. Davies, Trans.; 2nd ed.). Penguin.",
        "Kotkin, Stephen. Stalin. Translated by R. W. Davies. 2nd ed. Vol. 1, Paradoxes. Penguin, 2014.",
        "Kotkin, Stephen. Stalin. Translated by R. W. Davies, 2nd ed., vol. 1, Paradoxes, Penguin, 2014.",
    ),
    "a book with an editor beside its author": (
        work(author=[KOTKIN], editor=[DAVIES, HARRISON], edition=11, publisher="X"),
        "Kotkin, S. (2014). Stalin (R. W. Davies & M. Harrison, Eds.; 11th ed.). X.",
        "Kotkin, Stephen. Stalin. Edited by R. W. Davies and Mark Harrison. 11th ed. X, 2014.",
        "Kotkin, Stephen. Stalin. Edited by R. W. Davies and Mark Harrison, 11th ed., X, 2014.",
    ),
    "a book of three editors": (
        work(editor=[DAVIES, HARRISON, WHEATCROFT]),
        "Davies, R. W., Harrison, M., & Wheatcroft, S. G. (Eds.). (2014). Stalin.",
        "Davies, R. W., Mark Harrison, and S. G. Wheatcroft, eds. Stalin. 2014.",
        "Davies, R. W., et al., editors. Stalin. 2014.",
    ),
    "a book of an unknown author and year": (
        work(issued=None, publisher="X"),
        "Stalin. (n.d.). X.",
        "Stalin. X, n.d.",
        "Stalin. X.",
    ),
    "a particle": (
        work(author=[MEER]),
        "van der Meer, J. (2014). Stalin.",
        "Meer, Jan van der. Stalin. 2014.",
        "van der Meer, Jan. Stalin. 2014.",
    ),
    "a surname of two words, and a Cyrillic one": (
        work(author=[{"family": "van Ree", "given": "Erik"}, {"family": "Земсков", "given": "Виктор Николаевич"}]),
        "van Ree, E., & Земсков, В. Н. (2014). Stalin.",
        "van Ree, Erik, and Виктор Николаевич Земсков. Stalin. 2014.",
        "van Ree, Erik, and Виктор Николаевич Земсков. Stalin. 2014.",
    ),
    "initials": (
        work(
            author=[{"family": "Vatlin", "given": "Jean-Paul Ju."}, {"family": "King", "given": "M.L", "suffix": "Jr."}]
        ),
        "Vatlin, J.-P. Ju., & King, M. L., Jr. (2014). Stalin.",
        "Vatlin, Jean-Paul Ju., and M.L King Jr. Stalin. 2014.",
        "Vatlin, Jean-Paul Ju., and M.L King Jr. Stalin. 2014.",
    ),
    "an institution that is its own publisher": (
        work(author=[USSR], publisher="USSR"),
        "USSR. (2014). Stalin.",
        "USSR. Stalin. 2014.",
        "USSR. Stalin. 2014.",
    ),
    "a chapter": (
        work("chapter", "The “Great” Famine", **CHAPTER, page="12-34"),
        "Kotkin, S. (2014). The “Great” Famine. In R. W. Davies & M. Harrison (Eds.), Economy (pp. 12–34). CUP.",
        "Kotkin, Stephen. “The ‘Great’ Famine.” In Economy, edited by R. W. Davies and Mark Harrison, 12–34. CUP, 2014.",
        "Kotkin, Stephen. “The ‘Great’ Famine.” Economy, edited by R. W. Davies and Mark Harrison, CUP, 2014, pp. 12–34.",
    ),
    "an article in a journal": (
        work("article-journal", "Who Killed More?", **JOURNAL, page="18-35", DOI="10.1/x"),
        "Davies, R. W., & Wheatcroft, S. G. (2014). Who Killed More? Slavic Review, 50(1), 18–35. https://doi.org/10.1/x",
        "Davies, R. W., and S. G. Wheatcroft. “Who Killed More?” Slavic Review 50, no. 1 (2014): 18–35."
        " https://doi.org/10.1/x.",
        "Davies, R. W., and S. G. Wheatcroft. “Who Killed More?” Slavic Review, vol. 50, no. 1, 2014, pp. 18–35,"
        " https://doi.org/10.1/x.",
    ),
    "a newspaper, unsigned": (
        work("article-newspaper", "Victory", issued=year(1937, 12, 27), container_title="Pravda", page=1),
        "Victory. (1937, December 27). Pravda, 1.",
        "“Victory.” Pravda, December 27, 1937, 1.",
        "“Victory.” Pravda, 27 Dec. 1937, p. 1.",
    ),
    "a magazine of one month": (
        work("article-magazine", "Purpose", issued=year(1938, 1), author=[KOTKIN], container_title="Standard"),
        "Kotkin, S. (1938, January). Purpose. Standard.",
        "Kotkin, Stephen. “Purpose.” Standard, January 1938.",
        "Kotkin, Stephen. “Purpose.” Standard, Jan. 1938.",
    ),
    "a report with a number": (
        work("report", "Deaths", author=[KOTKIN], genre="Working paper", number=7, publisher="Institute"),
        "Kotkin, S. (2014). Deaths (Working paper No. 7). Institute.",
        "Kotkin, Stephen. Deaths. Working paper 7. Institute, 2014.",
        "Kotkin, Stephen. Deaths. Working paper no. 7, Institute, 2014.",
    ),
    "a thesis": (
        work("thesis", author=[KOTKIN], publisher="Leiden University"),
        "Kotkin, S. (2014). Stalin [Thesis, Leiden University].",
        "Kotkin, Stephen. “Stalin.” Thesis, Leiden University, 2014.",
        "Kotkin, Stephen. Stalin. 2014. Leiden University, thesis.",
    ),
    "a law": (
        work("legislation", "Constitution", issued=year(1936, 12, 5), authority="Congress of Soviets"),
        "Congress of Soviets. (1936, December 5). Constitution.",
        "Congress of Soviets. Constitution. December 5, 1936.",
        "Congress of Soviets. Constitution. 5 Dec. 1936.",
    ),
    "a speech, printed in a book": (
        work("speech", "Report", **SPEECH, volume=33, page=415, publisher="Progress", publisher_place="Moscow"),
        "Kotkin, S. (1922, March 27). Report [Speech]. Congress. In Works (Vol. 33, p. 415). Progress.",
        "Kotkin, Stephen. “Report.” Speech, Congress, March 27, 1922. In Works, vol. 33, 415. Moscow: Progress.",
        "Kotkin, Stephen. “Report.” Congress, 27 Mar. 1922. Works, vol. 33, Progress, p. 415. Speech.",
    ),
    "a letter of some days": (
        work(
            "personal_communication",
            "To all",
            author=[KOTKIN],
            recipient=[DAVIES],
            issued={"date-parts": [[1922, 12, 23], [1923, 1, 4]]},
        ),
        "Kotkin, S. (1922, December 23–1923, January 4). To all [Letter to R. W. Davies].",
        "Kotkin, Stephen. “To all.” Letter to R. W. Davies, December 23, 1922–January 4, 1923.",
        "Kotkin, Stephen. “To all.” 23 Dec. 1922–4 Jan. 1923. Letter to R. W. Davies.",
    ),
    "a page of this site": (
        work("webpage", "Election", **PAGE, issued=year(2026, 11, 22)),
        "Editors of Wederhoor. (2026, November 22). Election (Version 3). Wederhoor. https://x.nl/en/events/a/versions/3/",
        "Editors of Wederhoor. “Election.” Wederhoor. Version 3, November 22, 2026. https://x.nl/en/events/a/versions/3/.",
        "Editors of Wederhoor. “Election.” Wederhoor, version 3, 22 Nov. 2026, https://x.nl/en/events/a/versions/3/.",
    ),
    "a page that changes, of a site that wrote it": (
        work("webpage", "A?", issued=None, accessed=year(2020, 5, 3), URL="https://x.nl/", author=[{"literal": "X"}])
        | {"container-title": "X"},
        "X. (n.d.). A? Retrieved May 3, 2020, from https://x.nl/",
        "X. “A?” Accessed May 3, 2020. https://x.nl/.",
        "X. “A?” X, https://x.nl/. Accessed 3 May 2020.",
    ),
}
DUTCH = {
    "three editors": (
        work(editor=[DAVIES, HARRISON, WHEATCROFT]),
        "Davies, R. W., Harrison, M., & Wheatcroft, S. G. (Red.). (2014). Stalin.",
        "Davies, R. W., Mark Harrison en S. G. Wheatcroft, red. Stalin. 2014.",
        "Davies, R. W. e.a., redacteuren. Stalin. 2014.",
    ),
    "no date, an edition": (
        work(issued=None, author=[KOTKIN], edition=2, publisher="X"),
        "Kotkin, S. (z.d.). Stalin (2e druk). X.",
        "Kotkin, Stephen. Stalin. 2e druk. X, z.j.",
        "Kotkin, Stephen. Stalin. 2e druk, X.",
    ),
    "a chapter": (
        work("chapter", "Honger", **CHAPTER, page="12-34"),
        "Kotkin, S. (2014). Honger. In R. W. Davies & M. Harrison (Red.), Economy (pp. 12–34). CUP.",
        "Kotkin, Stephen. “Honger”. In Economy, onder redactie van R. W. Davies en Mark Harrison, 12–34. CUP, 2014.",
        "Kotkin, Stephen. “Honger”. Economy, onder redactie van R. W. Davies en Mark Harrison, CUP, 2014, pp. 12–34.",
    ),
    "a page of this site": (
        work("webpage", "Verkiezing", **(PAGE | {"author": [{"literal": "Redactie"}]}), issued=year(2026, 11, 22)),
        "Redactie. (2026, 22 november). Verkiezing (Versie 3). Wederhoor. https://x.nl/en/events/a/versions/3/",
        "Redactie. “Verkiezing”. Wederhoor. Versie 3, 22 november 2026. https://x.nl/en/events/a/versions/3/.",
        "Redactie. “Verkiezing”. Wederhoor, versie 3, 22 november 2026, https://x.nl/en/events/a/versions/3/.",
    ),
}
# Per date, what stands in its place in English APA, Chicago and MLA, and in Dutch Chicago.
DATES = [
    ({"date-parts": [[1922, 3, 27], [1922, 3, 29]]}, "1922, March 27–29", "March 27–29, 1922", "27–29 Mar. 1922",
     "27–29 maart 1922"),
    ({"date-parts": [[1922, 3, 27], [1922, 4, 2]]}, "1922, March 27–April 2", "March 27–April 2, 1922",
     "27 Mar.–2 Apr. 1922", "27 maart–2 april 1922"),
    ({"date-parts": [[1922], [1924]]}, "1922–1924", "1922–1924", "1922–1924", "1922–1924"),
    ({"date-parts": [["1930"]], "circa": True}, "ca. 1930", "ca. 1930", "ca. 1930", "ca. 1930"),
    ({"date-parts": [[1938]], "season": 1}, "1938, Spring", "Spring 1938", "Spring 1938", "voorjaar 1938"),
    ({"date-parts": [[-44]]}, "44 BCE", "44 BCE", "44 BCE", "44 v.Chr."),
    ({"literal": "after 1924"}, "after 1924", "after 1924", "after 1924", "after 1924"),
]  # fmt: skip


def in_style(csl: dict, style: str, language: str) -> str:
    """The citation as plain text, without its italics."""
    return "".join(piece for piece, _italic in cite(csl, style, language))


def cases(golden: dict) -> list:
    return [pytest.param(csl, told, id=name) for name, (csl, *told) in golden.items()]


@pytest.mark.parametrize(("csl", "told"), cases(ENGLISH))
def test_a_work_is_cited_in_english(csl, told):
    check(csl)
    assert [in_style(csl, style, "en") for style in STYLES] == told


@pytest.mark.parametrize(("csl", "told"), cases(DUTCH))
def test_a_work_is_cited_in_dutch(csl, told):
    check(csl)
    assert [in_style(csl, style, "nl") for style in STYLES] == told


@pytest.mark.parametrize(("issued", "apa", "chicago", "mla", "dutch"), DATES)
def test_a_date_stands_as_the_style_has_it(issued, apa, chicago, mla, dutch):
    csl = work("document", issued=issued, author=[KOTKIN])
    assert in_style(csl, "apa", "en") == f"Kotkin, S. ({apa}). Stalin."
    assert in_style(csl, "chicago", "en") == f"Kotkin, Stephen. Stalin. {chicago[0].upper()}{chicago[1:]}."
    assert in_style(csl, "mla", "en") == f"Kotkin, Stephen. Stalin. {mla[0].upper()}{mla[1:]}."
    if dutch != issued.get("literal"):
        assert dutch.lower() in in_style(csl, "chicago", "nl").lower()


def test_a_book_is_dated_by_its_year_whatever_more_is_known():
    csl = work(author=[KOTKIN], issued={"date-parts": [[1922, 3], [1924, 1]]})
    assert in_style(csl, "apa", "en") == "Kotkin, S. (1922–1924). Stalin."


def test_each_style_has_its_own_number_of_names_before_it_cuts_them():
    many = [{"family": f"N{number:02}", "given": "A."} for number in range(1, 23)]
    apa, chicago, mla = (in_style(work(author=many), style, "en") for style in STYLES)
    assert apa.endswith("N19, A., . . . N22, A. (2014). Stalin.")
    assert chicago.endswith("A. N07, et al. Stalin. 2014.")
    assert mla == "N01, A., et al. Stalin. 2014."
    assert "& N20, A. (2014)" in in_style(work(author=many[:20]), "apa", "en")
    assert ", and A. N10. Stalin" in in_style(work(author=many[:10]), "chicago", "en")


def test_italics_are_pieces_of_their_own():
    csl = work("article-journal", "Title", **JOURNAL, page="1-2")
    assert [piece for piece, italic in cite(csl, "apa", "en") if italic] == ["Slavic Review", "50"]
    assert [piece for piece, italic in cite(csl, "chicago", "en") if italic] == ["Slavic Review"]
    assert [piece for piece, italic in cite(work(author=[KOTKIN]), "mla", "en") if italic] == ["Stalin"]


def test_control_characters_and_line_ends_of_a_work_do_not_reach_the_citation():
    csl = work(title="Sta\x0elin\nin\x0f  two\u2028lines", author=[KOTKIN])
    assert in_style(csl, "mla", "en") == "Kotkin, Stephen. Sta lin in two lines. 2014."
    assert cite(csl, "mla", "en")[1] == ("Sta lin in two lines", True)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_work_gets_a_point_too_many(style, language):
    for csl, _nl, _en in GOLDEN:
        told = in_style(csl, style, language).replace(". . .", "")
        assert csl["title"].split("“")[0].split('"')[0] in told
        for wrong in ("..", "  ", ",,", " .", "?.", " ,", "()", "[]", ".,”", "None"):
            assert wrong not in told
