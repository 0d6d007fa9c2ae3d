"""CSL-JSON (citationstyles.org, 1.0.2) ─▶ a reference in words, Dutch ("nl") and English ("en").

What the document does not say is said to be unknown ("onbekende auteur", "z.j."), not guessed. All words are plain
text: escaping is the template's work. ``check()`` comes first; the other functions take what it lets through.
"""

import re
from difflib import get_close_matches

from sources.date_words import words
from sources.dates import DateError, parse
from sources.refusal import Refusal, gettext_noop


class BibliographyError(Refusal):
    """CSL-JSON that cannot be taken; ``params["path"]`` is the key path, such as ``author[0].family``."""


# What CSL-JSON may hold

# The types that are known, and whether the title stands in quotation marks: it is not a book's or a law's own.
_QUOTED = {
    "article-journal": True,
    "article-magazine": True,
    "article-newspaper": True,
    "book": False,
    "chapter": True,
    "document": False,
    "legislation": False,
    "personal_communication": True,
    "report": False,
    "speech": True,
    "thesis": False,
    "webpage": True,
}
_NAMES = set(
    """
    author chair collection-editor compiler composer container-author contributor curator director editor
    editorial-director executive-producer guest host illustrator interviewer narrator organizer original-author
    performer producer recipient reviewed-author script-writer series-creator translator
    """.split()  # noqa: SIM905 (a list of ninety strings is not read, here and below)
)
_NAME_WORDS = {"family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle"}
_NAME_FLAGS = {"comma-suffix", "static-ordering", "parse-names"}
_DATES = {"accessed", "available-date", "event-date", "issued", "original-date", "submitted"}
_NUMBERS = set(
    """
    id chapter-number citation-number collection-number edition first-reference-note-number issue number
    number-of-pages number-of-volumes page page-first part printing section supplement version volume
    """.split()  # noqa: SIM905
)
_TEXTS = set(
    """
    type citation-key language journalAbbreviation shortTitle abstract annote archive archive_collection
    archive_location archive-place authority call-number citation-label collection-title container-title
    container-title-short dimensions division DOI event event-title event-place genre ISBN ISSN jurisdiction keyword
    locator medium note original-publisher original-publisher-place original-title part-title PMCID PMID publisher
    publisher-place references reviewed-genre reviewed-title scale source status title title-short URL volume-title
    year-suffix
    """.split()  # noqa: SIM905
)
_KNOWN = _NAMES | _DATES | _NUMBERS | _TEXTS


def check(csl: object) -> None:
    """Raises BibliographyError, with the key path and the remedy, for the first thing that is wrong."""
    if not isinstance(csl, dict):
        raise BibliographyError(gettext_noop("%(path)s is not an object; give {“type”: …, “title”: …}."), path="csl")
    _check_plain(csl, "")
    _check_type(csl)
    if not _is_words(csl.get("title")):
        raise BibliographyError(gettext_noop("%(path)s is missing; give the title as the work has it."), path="title")
    for key, value in csl.items():
        if key not in _KNOWN:
            raise _unknown(key, _KNOWN, key)
        if key in _NAMES:
            _check_names(value, key)
        elif key in _DATES:
            _check_date(value, key)
        elif not (_is_words(value) or (key in _NUMBERS and type(value) is int)):
            raise _no_words(key)


def _check_plain(value: object, path: str) -> None:
    """Nothing empty (TOML has no null), and no half of a character, anywhere in it."""
    if value is None:
        raise BibliographyError(gettext_noop("%(path)s is empty; give it a value or leave it out."), path=path)
    if isinstance(value, str) and not value.isascii() and any("\ud800" <= sign <= "\udfff" for sign in value):
        raise BibliographyError(gettext_noop("%(path)s holds half of a character; type it again."), path=path)
    if isinstance(value, dict):
        for key, part in value.items():
            _check_plain(part, f"{path}.{key}".lstrip("."))
    if isinstance(value, list):
        for index, part in enumerate(value):
            _check_plain(part, f"{path}[{index}]")


def _check_type(csl: dict) -> None:
    if csl.get("type") not in _QUOTED:
        raise BibliographyError(
            gettext_noop("%(path)s is “%(value)s”, which is no type that is known here; choose one of: %(known)s."),
            path="type",
            value=csl.get("type", ""),
            known=", ".join(_QUOTED),
        )


def _check_names(names: object, path: str) -> None:
    if not isinstance(names, list) or not names:
        raise BibliographyError(
            gettext_noop("%(path)s is not a list of names; give [{“family”: …, “given”: …}] or leave it out."),
            path=path,
        )
    for index, name in enumerate(names):
        _check_name(name, f"{path}[{index}]")


def _check_name(name: object, path: str) -> None:
    if not isinstance(name, dict) or not (_is_words(name.get("family")) or _is_words(name.get("literal"))):
        raise BibliographyError(
            gettext_noop("%(path)s is not a name; give “family” and “given”, or “literal” for an organisation."),
            path=path,
        )
    for key, value in name.items():
        if key not in _NAME_WORDS | _NAME_FLAGS:
            raise _unknown(key, _NAME_WORDS | _NAME_FLAGS, f"{path}.{key}")
        if key in _NAME_WORDS and not _is_words(value):
            raise _no_words(f"{path}.{key}")


def _check_date(date: object, path: str) -> None:
    if isinstance(date, dict) and any(_is_words(date.get(key)) for key in ("literal", "raw")):
        return
    try:
        parse(_edtf(date))
    except (DateError, AttributeError, IndexError, KeyError, TypeError, ValueError):
        raise BibliographyError(
            gettext_noop(
                "%(path)s is not a date that exists; give {“date-parts”: [[year, month, day]]} (month and day may be "
                "left out, a second list is the end, -44 is 44 BC) or {“literal”: …}."
            ),
            path=path,
        ) from None


def _no_words(path: str) -> BibliographyError:
    return BibliographyError(
        gettext_noop("%(path)s is not text; write it in quotation marks or leave it out."), path=path
    )


def _unknown(key: str, known: set[str], path: str) -> BibliographyError:
    meant = get_close_matches(str(key), known, 1)
    if meant:
        template = gettext_noop("%(path)s is no key of CSL-JSON; did you mean “%(meant)s”?")
        return BibliographyError(template, path=path, meant=meant[0])
    return BibliographyError(
        gettext_noop("%(path)s is no key of CSL-JSON; take it out, or put it in “note”."), path=path
    )


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


# In words

# Dutch in the first column, English in the second.
_COLUMN = {"nl": 0, "en": 1}
_PHRASES = {
    "unknown author": ("Onbekende auteur", "Unknown author"),
    "no date": ("z.j.", "n.d."),
    "and": ("{} en {}", "{} and {}"),
    "et al": ("{} e.a.", "{} et al."),
    "editor": ("{} (red.)", "{} (ed.)"),
    "editors": ("{} (red.)", "{} (eds)"),
    "edited by": ("red. {}", "ed. {}"),
    "translated by": ("vert. {}", "transl. {}"),
    "to": ("aan {}", "to {}"),
    "in": ("in {}", "in {}"),
    "volume": ("deel {}", "vol. {}"),
    "number": ("nr. {}", "no. {}"),
    "edition": ("{}e druk", "edition {}"),
    "page": ("p. {}", "p. {}"),
    "pages": ("p. {}", "pp. {}"),
    "accessed": ("geraadpleegd {}", "accessed {}"),
    # what the reader is told that a work is, where it does not say so itself
    "thesis": ("proefschrift", "thesis"),
    "speech": ("toespraak", "speech"),
    "personal_communication": ("brief", "letter"),
}
_MANY = 4  # names: from here on the first one stands for all
_PERIODICALS = {"article-journal", "article-magazine", "article-newspaper"}
_SPOKEN = {"personal_communication", "speech"}  # their date is not that of the book they are printed in
_BY_YEAR = {"article-journal", "book", "chapter", "report", "thesis"}  # the others are dated to the day


def in_words(csl: dict, language: str, locator: str = "") -> str:
    """One sentence of plain text: "Stephen Kotkin, Stalin, vol. 1 (Penguin, 2014), ch. 11."

    ``language`` is "nl" or "en".
    """
    sentence = _commas("".join(parts(csl, language)), locator_in_words(locator, language))
    return sentence if sentence.endswith(".") else f"{sentence}."


# Editors write a place with the English abbreviations; those that are the same in Dutch (p., art.) are not here.
_PLACES = {"nl": {"ch.": "h.", "chs.": "h.", "pp.": "p.", "vol.": "dl.", "sec.": "par."}}


def locator_in_words(locator: str, language: str) -> str:
    """A place in a work with its abbreviation in the reader's language: "ch. 11" is "h. 11" in Dutch."""
    known = _PLACES.get(language, {})
    return " ".join(known.get(word, word) for word in locator.split())


def parts(csl: dict, language: str) -> tuple[str, str, str]:
    """The reference as (before, title, after), which joined are the whole of it, without locator and full stop.

    ``title`` is what print sets in italics: the title of the work or, for what is part of one, of the book or the
    periodical that it is in.
    """
    who, title, rest = _who(csl, language), csl["title"], _rest(csl, language)
    if not _QUOTED[csl["type"]]:
        return _lead(who), title, _tail(_circumstances(csl, language)) + rest
    opening, closing = _marks(title)
    container = csl.get("container-title", "")
    if not container:
        return _lead(who) + opening, title, closing + _tail(_circumstances(csl, language)) + rest
    part = opening + title + closing
    if csl["type"] in _PERIODICALS:
        return _lead(who, part), container, rest
    editors = _say("in", language, _lead(_editors(csl, language)))
    return _lead(who, part, _circumstances(csl, language)) + editors, container, rest


def short(csl: dict, language: str) -> str:
    """A label for a list or a chip: "Kotkin 2014", "Davies & Wheatcroft 2004", "Grondwet 1936"."""
    names = csl.get("author") or csl.get("editor") or []
    if csl["type"] == "legislation" or not names:
        label = (
            csl.get("title-short") or re.split(r"\s*[:(,;?!]|\.\s", csl["title"].strip(), maxsplit=1)[0] or csl["title"]
        )
    elif len(names) > 2:
        label = _say("et al", language, _family(names[0]))
    else:
        label = " & ".join(map(_family, names))
    return f"{label} {_year(csl, language)}"


def makers(csl: dict, language: str) -> str:
    """Who wrote or edited it, or the authority that did; empty where the document does not say."""
    if "author" in csl:
        return _listed(csl["author"], language)
    return csl.get("authority") or _editors(csl, language) or ""


def issued(csl: dict, language: str) -> str:
    """When it came out, in words; empty where the document does not say."""
    return _date_words(csl["issued"], language) if "issued" in csl else ""


def issued_edtf(csl: dict) -> str:
    """When it came out, in EDTF; empty where the document does not say, or says it in words."""
    date = csl.get("issued", {})
    return _edtf(date) if date and not {"literal", "raw"} & set(date) else ""


def _say(phrase: str, language: str, *filled: object) -> str:
    return _PHRASES[phrase][_COLUMN[language]].format(*filled)


def _commas(*pieces: str) -> str:
    return ", ".join(piece for piece in pieces if piece)


def _lead(*pieces: str) -> str:
    """The pieces, each with a comma after it, for what follows."""
    return "".join(f"{piece}, " for piece in pieces if piece)


def _tail(*pieces: str) -> str:
    """The pieces, each with a comma before it, after what went before."""
    return "".join(f", {piece}" for piece in pieces if piece)


def _marks(title: str) -> tuple[str, str]:
    """Quotation marks to set around a title: single ones where it has double ones itself."""
    return ("‘", "’") if re.search('["“”„]', title) else ("“", "”")


# Names


def _who(csl: dict, language: str) -> str:
    if "author" in csl:
        return _listed(csl["author"], language)
    if csl["type"] == "legislation":
        return csl.get("authority", "")  # laws have no author: nothing is unknown
    # The editors of a part are named with the whole that it is in.
    editors = "" if _in_container(csl) else _editors(csl, language)
    return editors or _say("unknown author", language)


def _in_container(csl: dict) -> bool:
    return _QUOTED[csl["type"]] and "container-title" in csl


def _editors(csl: dict, language: str) -> str:
    editors = csl.get("editor", [])
    return editors and _say("editor" if len(editors) == 1 else "editors", language, _listed(editors, language))


def _listed(names: list[dict], language: str) -> str:
    full = [full_name(name) for name in names]
    if len(full) >= _MANY:
        return _say("et al", language, full[0])
    if len(full) == 1:
        return full[0]
    return _say("and", language, ", ".join(full[:-1]), full[-1])


def full_name(name: dict) -> str:
    """A name as it is said."""
    order = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return name.get("literal") or " ".join(name[part] for part in order if name.get(part))


def _family(name: dict) -> str:
    return name.get("literal") or " ".join(filter(None, [name.get("non-dropping-particle"), name["family"]]))


# What stands after a title


def _circumstances(csl: dict, language: str) -> str:
    """What kind of work it is, for whom and when it was spoken or written, and who else had a hand in it."""
    spoken = csl["type"] in _SPOKEN
    return _commas(
        csl.get("genre") or (_say(csl["type"], language) if csl["type"] in _PHRASES else ""),
        _filled("number", csl, language),
        _say("to", language, _listed(csl["recipient"], language)) if "recipient" in csl else "",
        csl.get("event-title", ""),
        _date(csl, language) if spoken else "",
    )


def _filled(key: str, csl: dict, language: str) -> str:
    return _say(key, language, csl[key]) if key in csl else ""


def _rest(csl: dict, language: str) -> str:
    """Everything after the italic title but the circumstances: volume, hands, imprint, pages."""
    if csl["type"] in _PERIODICALS:
        return _issue(csl, language) + _tail(_pages(csl, language))
    return (
        _tail(_volume(csl, language), *_hands(csl, language)) + _imprint(csl, language) + _tail(_pages(csl, language))
    )


def _issue(csl: dict, language: str) -> str:
    """ " 50/1 (1991)" of a journal, ", 27 December 1937" of a newspaper."""
    number = "/".join(str(csl[key]) for key in ("volume", "issue") if key in csl)
    date = _date(csl, language)
    return (f" {number}" if number else "") + (f" ({date})" if csl["type"] in _BY_YEAR else f", {date}")


def _volume(csl: dict, language: str) -> str:
    volume = _filled("volume", csl, language)
    return ": ".join(filter(None, [volume, csl.get("volume-title")]))


def _hands(csl: dict, language: str) -> list[str]:
    """Edition, editors (unless they stand in front) and translators."""
    edition = str(csl.get("edition", ""))
    editors = csl.get("editor") if "author" in csl and not _in_container(csl) else None
    return [
        _say("edition", language, edition) if edition.isdigit() else edition,
        _say("edited by", language, _listed(editors, language)) if editors else "",
        _say("translated by", language, _listed(csl["translator"], language)) if "translator" in csl else "",
    ]


def _imprint(csl: dict, language: str) -> str:
    """ " (New York: Penguin, 2014)", and for a web page its address, inside the brackets to keep full stops off it."""
    publisher = ": ".join(str(csl[key]) for key in ("publisher-place", "publisher") if key in csl)
    date = "" if csl["type"] in _SPOKEN else _date(csl, language)
    web = ""
    if csl["type"] == "webpage":
        accessed = _say("accessed", language, _date_words(csl["accessed"], language)) if "accessed" in csl else ""
        web = _commas(csl.get("URL", ""), accessed)
    imprint = _commas(publisher, date, web)
    return f" ({imprint})" if imprint else ""


def _pages(csl: dict, language: str) -> str:
    pages = re.sub(r"(?<=\d)-+(?=\d)", "–", str(csl.get("page", "")))
    return pages and _say("page" if pages.isdigit() else "pages", language, pages)


# Dates


def _date(csl: dict, language: str) -> str:
    if csl["type"] in _BY_YEAR:
        return _year(csl, language)
    return _date_words(csl["issued"], language) if "issued" in csl else _say("no date", language)


def _year(csl: dict, language: str) -> str:
    issued = csl.get("issued")
    if issued is None:
        return _say("no date", language)
    if "date-parts" not in issued:
        return _date_words(issued, language)
    years = [part[:1] for part in issued["date-parts"]]
    within_one = years[0] == years[-1]
    return _date_words({"date-parts": years[:1] if within_one else years, "circa": issued.get("circa")}, language)


def _date_words(date: dict, language: str) -> str:
    return date.get("literal") or date.get("raw") or words(parse(_edtf(date)), language)


_EDTF_SEASONS = {season: 20 + season for season in (1, 2, 3, 4)}


def _edtf(date: dict) -> str:
    """A CSL date as EDTF. Raises ValueError or another error of its shape; DateError comes from parsing the result."""
    if set(date) - {"date-parts", "circa", "season"} or len(date["date-parts"]) not in (1, 2):
        raise ValueError(date)
    ends = [_edtf_day([int(str(number)) for number in part]) for part in date["date-parts"]]
    if "season" in date:
        [[_]] = date["date-parts"]  # a season is of one year, and takes the place of the month
        ends = [f"{ends[0]}-{_EDTF_SEASONS[date['season']]}"]
    doubt = "~" if date.get("circa") else ""
    return "/".join(end + doubt for end in ends)


def _edtf_day(numbers: list[int]) -> str:
    year, *rest = numbers
    if year == 0:
        raise ValueError(numbers)
    # CSL counts the years before Christ from -1; EDTF has a year 0.
    year = year + 1 if year < 0 else year
    return "-".join([f"{'-' if year < 0 else ''}{abs(year):04d}", *(f"{number:02d}" for number in rest)])
