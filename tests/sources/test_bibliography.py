import pytest

from sources.bibliography import BibliographyError, check, in_words, parts, short

KOTKIN = {"family": "Kotkin", "given": "Stephen"}
DAVIES = {"family": "Davies", "given": "R. W."}
HARRISON = {"family": "Harrison", "given": "Mark"}
WHEATCROFT = {"family": "Wheatcroft", "given": "S. G."}
MEER = {"family": "Meer", "given": "Jan", "non-dropping-particle": "van der"}
USSR = {"literal": "USSR"}


def year(*numbers):
    return {"date-parts": [list(numbers)]}


IN_2014 = year(2014)


def work(type="book", title="Stalin", issued=IN_2014, **rest):
    """A work as CSL-JSON; None leaves a key out, and an underscore in a key is a hyphen."""
    csl = {"type": type, "title": title, "issued": issued, **rest}
    return {key.replace("_", "-"): value for key, value in csl.items() if value is not None}


# A work, its reference in Dutch and in English.
GOLDEN = [
    (
        work(author=[KOTKIN], volume=1, volume_title="Paradoxes of Power", publisher="Penguin"),
        "Stephen Kotkin, Stalin, deel 1: Paradoxes of Power (Penguin, 2014).",
        "Stephen Kotkin, Stalin, vol. 1: Paradoxes of Power (Penguin, 2014).",
    ),
    (work(), "Onbekende auteur, Stalin (2014).", "Unknown author, Stalin (2014)."),
    (work(author=[KOTKIN], issued=None), "Stephen Kotkin, Stalin (z.j.).", "Stephen Kotkin, Stalin (n.d.)."),
    (work(author=[USSR]), "USSR, Stalin (2014).", "USSR, Stalin (2014)."),
    (work(author=[MEER]), "Jan van der Meer, Stalin (2014).", "Jan van der Meer, Stalin (2014)."),
    (
        work(author=[DAVIES, HARRISON]),
        "R. W. Davies en Mark Harrison, Stalin (2014).",
        "R. W. Davies and Mark Harrison, Stalin (2014).",
    ),
    (
        work(author=[DAVIES, HARRISON, KOTKIN]),
        "R. W. Davies, Mark Harrison en Stephen Kotkin, Stalin (2014).",
        "R. W. Davies, Mark Harrison and Stephen Kotkin, Stalin (2014).",
    ),
    (
        work(author=[DAVIES, HARRISON, KOTKIN, WHEATCROFT]),
        "R. W. Davies e.a., Stalin (2014).",
        "R. W. Davies et al., Stalin (2014).",
    ),
    (work(editor=[DAVIES]), "R. W. Davies (red.), Stalin (2014).", "R. W. Davies (ed.), Stalin (2014)."),
    (
        work(editor=[DAVIES, HARRISON]),
        "R. W. Davies en Mark Harrison (red.), Stalin (2014).",
        "R. W. Davies and Mark Harrison (eds), Stalin (2014).",
    ),
    (
        work(author=[KOTKIN], editor=[DAVIES], translator=[MEER], edition=2, publisher_place="London", publisher="X"),
        "Stephen Kotkin, Stalin, 2e druk, red. R. W. Davies, vert. Jan van der Meer (London: X, 2014).",
        "Stephen Kotkin, Stalin, edition 2, ed. R. W. Davies, transl. Jan van der Meer (London: X, 2014).",
    ),
    (
        work("chapter", "Famine", author=[KOTKIN], editor=[DAVIES], container_title="Economy", page="12-34"),
        "Stephen Kotkin, “Famine”, in R. W. Davies (red.), Economy (2014), p. 12–34.",
        "Stephen Kotkin, “Famine”, in R. W. Davies (ed.), Economy (2014), pp. 12–34.",
    ),
    (
        work("chapter", "Famine", author=[KOTKIN]),
        "Stephen Kotkin, “Famine” (2014).",
        "Stephen Kotkin, “Famine” (2014).",
    ),
    (
        work("article-journal", "Elections", author=[KOTKIN], container_title="Review", volume="50", issue=1, page=18),
        "Stephen Kotkin, “Elections”, Review 50/1 (2014), p. 18.",
        "Stephen Kotkin, “Elections”, Review 50/1 (2014), p. 18.",
    ),
    (
        work("article-newspaper", "Victory", issued=year(1937, 12, 27), container_title="Pravda"),
        "Onbekende auteur, “Victory”, Pravda, 27 december 1937.",
        "Unknown author, “Victory”, Pravda, 27 December 1937.",
    ),
    (
        work("article-magazine", "What is “purpose”?", issued=year(1938, 1), container_title="Standard"),
        "Onbekende auteur, ‘What is “purpose”?’, Standard, januari 1938.",
        "Unknown author, ‘What is “purpose”?’, Standard, January 1938.",
    ),
    (
        work("report", "Deaths", author=[USSR], genre="Working paper", number=7, publisher="Institute"),
        "USSR, Deaths, Working paper, nr. 7 (Institute, 2014).",
        "USSR, Deaths, Working paper, no. 7 (Institute, 2014).",
    ),
    (
        work("legislation", "Constitution", issued=year(1936, 12, 5)),
        "Constitution (5 december 1936).",
        "Constitution (5 December 1936).",
    ),
    (
        work("legislation", "Constitution", issued=year(1936), authority="Congress of Soviets"),
        "Congress of Soviets, Constitution (1936).",
        "Congress of Soviets, Constitution (1936).",
    ),
    (
        work(
            "speech",
            "Report",
            author=[KOTKIN],
            issued=year(1922, 3, 27),
            event_title="Congress",
            container_title="Collected Works",
            volume=33,
            publisher="Progress",
        ),
        "Stephen Kotkin, “Report”, toespraak, Congress, 27 maart 1922, in Collected Works, deel 33 (Progress).",
        "Stephen Kotkin, “Report”, speech, Congress, 27 March 1922, in Collected Works, vol. 33 (Progress).",
    ),
    (
        work("personal_communication", "On the line", author=[KOTKIN], recipient=[DAVIES], issued=year(1922, 3)),
        "Stephen Kotkin, “On the line”, brief, aan R. W. Davies, maart 1922.",
        "Stephen Kotkin, “On the line”, letter, to R. W. Davies, March 1922.",
    ),
    (
        work("webpage", "Page", container_title="Site", URL="https://x.nl/", accessed=year(2020, 5, 3)),
        "Onbekende auteur, “Page”, in Site (2014, https://x.nl/, geraadpleegd 3 mei 2020).",
        "Unknown author, “Page”, in Site (2014, https://x.nl/, accessed 3 May 2020).",
    ),
    (
        work("document", "De democratie", issued=None, genre="presentatie"),
        "Onbekende auteur, De democratie, presentatie (z.j.).",
        "Unknown author, De democratie, presentatie (n.d.).",
    ),
    (
        work("thesis", author=[KOTKIN], publisher="Leiden University"),
        "Stephen Kotkin, Stalin, proefschrift (Leiden University, 2014).",
        "Stephen Kotkin, Stalin, thesis (Leiden University, 2014).",
    ),
    (
        work(title='<b>Marx</b> & "co"', author=[KOTKIN]),
        'Stephen Kotkin, <b>Marx</b> & "co" (2014).',
        'Stephen Kotkin, <b>Marx</b> & "co" (2014).',
    ),
    (work(issued=year(-44)), "Onbekende auteur, Stalin (44 v.Chr.).", "Unknown author, Stalin (44 BC)."),
    (
        work("document", issued={"date-parts": [[1922, 3, 27], [1922, 4, 2]]}),
        "Onbekende auteur, Stalin (27 maart – 2 april 1922).",
        "Unknown author, Stalin (27 March – 2 April 1922).",
    ),
    (
        work(issued={"date-parts": [[1922, 3], [1924, 1]]}),
        "Onbekende auteur, Stalin (1922–1924).",
        "Unknown author, Stalin (1922–1924).",
    ),
    (
        work(issued={"date-parts": [["1930"]], "circa": True}),
        "Onbekende auteur, Stalin (circa 1930).",
        "Unknown author, Stalin (about 1930).",
    ),
    (
        work("document", issued={"date-parts": [[1938]], "season": 1}),
        "Onbekende auteur, Stalin (voorjaar 1938).",
        "Unknown author, Stalin (spring 1938).",
    ),
    (work(issued={"literal": "after 1924"}), "Onbekende auteur, Stalin (after 1924).", None),
]


@pytest.mark.parametrize(("csl", "nl", "en"), GOLDEN, ids=lambda value: value if isinstance(value, str) else "")
def test_a_reference_in_words(csl, nl, en):
    check(csl)
    assert in_words(csl, "nl") == nl
    assert in_words(csl, "en") == (en or nl.replace("Onbekende auteur", "Unknown author"))


@pytest.mark.parametrize(("csl", "nl", "en"), GOLDEN, ids=lambda value: value if isinstance(value, str) else "")
def test_the_parts_joined_are_the_reference(csl, nl, en):
    assert in_words(csl, "nl") == "".join(parts(csl, "nl")) + "."


@pytest.mark.parametrize(
    ("csl", "italic"),
    [
        (work(), "Stalin"),
        (work("webpage"), "Stalin"),
        (work("article-journal", container_title="Review"), "Review"),
        (work("chapter", container_title="Economy"), "Economy"),
        (work("legislation"), "Stalin"),
    ],
)
def test_italics_are_for_the_work_or_for_what_it_is_in(csl, italic):
    assert parts(csl, "en")[1] == italic


def test_a_locator_stands_last_as_it_was_written():
    assert in_words(work(author=[KOTKIN]), "en", " ch. 11 ") == "Stephen Kotkin, Stalin (2014), ch. 11."
    assert in_words(work(author=[KOTKIN]), "en", "p. 3 e.v.") == "Stephen Kotkin, Stalin (2014), p. 3 e.v."


@pytest.mark.parametrize(
    ("csl", "label"),
    [
        (work(author=[KOTKIN]), "Kotkin 2014"),
        (work(author=[MEER]), "van der Meer 2014"),
        (work(author=[DAVIES, HARRISON]), "Davies & Harrison 2014"),
        (work(author=[DAVIES, HARRISON, KOTKIN]), "Davies e.a. 2014"),
        (work(editor=[DAVIES]), "Davies 2014"),
        (work(author=[KOTKIN], issued=None), "Kotkin z.j."),
        (work(author=[KOTKIN], issued=year(-44)), "Kotkin 44 v.Chr."),
        (
            work("legislation", "Grondwet (Fundamentele Wet) van de USSR", year(1936, 12, 5), author=[USSR]),
            "Grondwet 1936",
        ),
        (work("document", "De democratie: een overzicht"), "De democratie 2014"),
        (work(title="A long title", title_short="Title"), "Title 2014"),
        (work(title="(Untitled)"), "(Untitled) 2014"),
    ],
)
def test_a_short_label(csl, label):
    assert short(csl, "nl") == label


@pytest.mark.parametrize(
    ("csl", "path", "said"),
    [
        ([], "csl", "is not an object"),
        ({"title": "X"}, "type", "choose one of: article-journal"),
        (work("bok"), "type", "is “bok”"),
        (work(title=None), "title", "is missing"),
        (work(title=" "), "title", "is missing"),
        (work(pubisher="X"), "pubisher", "did you mean “publisher”"),
        (work(qqqq="X"), "qqqq", "put it in “note”"),
        (work(publisher=["X"]), "publisher", "is not text"),
        (work(publisher=""), "publisher", "leave it out"),
        (work(container_title=3), "container-title", "is not text"),
        (work(volume=True), "volume", "is not text"),
        (work(author="Kotkin"), "author", "is not a list of names"),
        (work(author=[]), "author", "leave it out"),
        (work(author=[KOTKIN, "Davies"]), "author[1]", "is not a name"),
        (work(author=[{"given": "Stephen"}]), "author[0]", "give “family”"),
        (work(author=[{"family": "Kotkin", "given": 3}]), "author[0].given", "is not text"),
        (work(editor=[{"family": "Kotkin", "givn": "S."}]), "editor[0].givn", "did you mean “given”"),
        (work(issued="2014"), "issued", "is not a date that exists"),
        (work(issued={}), "issued", "is not a date"),
        (work(issued=year()), "issued", "is not a date"),
        (work(issued=year(0)), "issued", "-44 is 44 BC"),
        (work(issued=year(1917, 10, 40)), "issued", "is not a date"),
        (work(issued=year(1917, 13)), "issued", "is not a date"),
        (work(issued=year(1917, 1, 1, 1)), "issued", "is not a date"),
        (work(issued=year("nineteen")), "issued", "is not a date"),
        (work(issued={"date-parts": [[1], [2], [3]]}), "issued", "is not a date"),
        (work(issued={"date-parts": [[1917, 4]], "season": 1}), "issued", "is not a date"),
        (work(issued={"date-parts": [[1917]], "season": 9}), "issued", "is not a date"),
        (work(issued={"date-parts": [[1917]], "sesaon": 1}), "issued", "is not a date"),
    ],
)
def test_what_is_wrong_is_refused_with_its_path_and_the_remedy(csl, path, said):
    with pytest.raises(BibliographyError) as refusal:
        check(csl)
    assert refusal.value.params["path"] == path
    assert str(refusal.value).startswith(path)
    assert said in str(refusal.value)
