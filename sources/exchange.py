"""CSL-JSON ─▶ files that reference managers take: BibTeX, RIS, and CSL-JSON itself.

BibTeX after biblatex 3.20 (``@online``, ``date``), with ``year`` and ``month`` beside it for what is older; RIS after
the specification of 2011 (two letters, two spaces, a hyphen, a space; lines end in CR LF). Takes what
``bibliography.check`` lets through; ``key`` is the name of the entry, of which only letters, digits and ``-:_.`` stay.
"""

import json
import re

from sources.bibliography import issued_edtf
from sources.styles import one_line

# --- BibTeX -----------------------------------------------------------------------------------------------------------

_ENTRIES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "report": "techreport",
    "thesis": "phdthesis",
    "webpage": "online",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# What LaTeX would obey. Braces as commands: BibTeX counts them even after a backslash.
_COMMANDS = {
    "\\": r"\textbackslash{}",
    "{": r"\lbrace{}",
    "}": r"\rbrace{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
}
_IN_ADDRESS = str.maketrans({"\\": "%5C", "{": "%7B", "}": "%7D"})  # the rest of an address is taken as it stands


def bibtex(csl: dict, key: str) -> str:
    """One entry, in UTF-8. Titles keep their capitals: they stand in two pairs of braces."""
    fields = [f"  {name} = {value}," for name, value in _bibtex_fields(csl) if value]
    entry = _ENTRIES.get(csl["type"], "misc")
    return "\n".join([f"@{entry}{{{_key(key)},", *fields, "}", ""])


def _bibtex_fields(csl: dict):
    kind = csl["type"]
    periodical = _ENTRIES.get(kind) == "article"
    yield "author", _bibtex_names(csl.get("author") or _authority(csl))
    yield "title", f"{{{_braced(csl['title'])}}}"
    yield "editor", _bibtex_names(csl.get("editor"))
    yield "translator", _bibtex_names(csl.get("translator"))
    container = {"webpage": "organization"}.get(kind, "journal" if periodical else "booktitle")
    yield container, _braced(csl.get("container-title"))
    yield "volume", _braced(csl.get("volume"))
    yield "number", _braced(csl.get("issue", csl.get("number")))
    yield "edition", _braced(csl.get("edition"))
    yield "version", _braced(csl.get("version"))
    yield "pages", re.sub(r"(?<=\d)[-–]+(?=\d)", "--", _braced(csl.get("page")))
    house = {"thesis": "school", "report": "institution"}.get(kind, "publisher")
    yield house, _braced(csl.get("publisher"))
    yield "address", _braced(csl.get("publisher-place"))
    yield "howpublished", _braced(csl.get("genre") or csl.get("event-title"))
    yield from _bibtex_dates(csl)
    yield "doi", _verbatim(csl.get("DOI"))
    yield "url", _verbatim(csl.get("URL"))
    yield "urldate", _braced(_edtf(csl, "accessed"))
    yield "langid", {"nl": "{dutch}", "en": "{english}"}.get(csl.get("language", ""), "")
    yield "note", _braced(csl.get("note"))


def _bibtex_dates(csl: dict):
    """``date`` in EDTF, which biblatex reads; ``year`` and ``month`` only of one that began in such a month."""
    edtf, first = issued_edtf(csl), _first(csl, "issued")
    yield "date", _braced(edtf)
    yield "year", _braced(first[0] if first else _in_words(csl))
    yield "month", _MONTHS[first[1] - 1] if len(first) > 1 else ""


def _bibtex_names(names: list[dict] | None) -> str:
    told = [_bibtex_name(name) for name in names or []]
    return f"{{{' and '.join(told)}}}" if told else ""


def _bibtex_name(name: dict) -> str:
    """ "van Ree, Erik", "King, Jr., Martin Luther"; an institution in braces of its own, so that it is not cut up."""
    if "literal" in name:
        return _braced(name["literal"])
    family = " ".join(
        [*filter(None, [_escaped(name.get("non-dropping-particle", ""))]), _whole(_escaped(name["family"]))]
    )
    given = " ".join(filter(None, [name.get("given"), name.get("dropping-particle")]))
    return ", ".join(filter(None, [family, _whole(_escaped(name.get("suffix", ""))), _whole(_escaped(given))]))


def _whole(part: str) -> str:
    """A part of a name in braces where BibTeX would cut it: at a comma or an "and"."""
    return f"{{{part}}}" if "," in part or re.search(r"\band\b", part, re.I) else part


def _braced(value: object) -> str:
    words = "" if value is None else _escaped(value)
    return f"{{{words}}}" if words else ""


def _escaped(value: object) -> str:
    return "".join(_COMMANDS.get(sign, sign) for sign in one_line(value))


def _verbatim(value: str | None) -> str:
    return f"{{{one_line(value).translate(_IN_ADDRESS)}}}" if value else ""


def _key(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9:_.-]+", "-", key).strip("-") or "source"


# --- RIS --------------------------------------------------------------------------------------------------------------

_RIS_TYPES = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "chapter": "CHAP",
    "legislation": "STAT",
    "personal_communication": "PCOMM",
    "report": "RPRT",
    "thesis": "THES",
    "webpage": "ELEC",
}


def ris(csl: dict, key: str) -> str:
    """One record, in UTF-8."""
    lines = [(tag, one_line(value)) for tag, value in _ris_lines(csl, key) if value is not None]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value or tag == "ER")


def _ris_lines(csl: dict, key: str):
    yield "TY", _RIS_TYPES.get(csl["type"], "GEN")
    yield "ID", _key(key)
    yield from (("AU", _ris_name(name)) for name in csl.get("author") or _authority(csl))
    yield "TI", csl["title"]
    yield from (("A2", _ris_name(name)) for name in csl.get("editor", []))
    yield from (("A4", _ris_name(name)) for name in csl.get("translator", []))
    yield "T2", csl.get("container-title", csl.get("event-title"))
    yield from _ris_dates(csl)
    yield "VL", csl.get("volume")
    yield "IS", csl.get("issue", csl.get("number"))
    yield "ET", csl.get("edition", csl.get("version"))
    first, _, last = re.sub("[-–]+", "-", str(csl.get("page", ""))).partition("-")
    yield "SP", first
    yield "EP", last
    yield "PB", csl.get("publisher")
    yield "CY", csl.get("publisher-place")
    yield "M3", csl.get("genre")
    yield "SN", csl.get("ISBN", csl.get("ISSN"))
    yield "DO", csl.get("DOI")
    yield "UR", csl.get("URL")
    yield "Y2", _slashed(_first(csl, "accessed"))
    yield "LA", csl.get("language")
    yield "N1", csl.get("note")
    yield "ER", ""


def _ris_dates(csl: dict):
    """The year in four digits, and the day as year/month/day/ (empty what is not known). There is no form for BC."""
    first = _first(csl, "issued")
    if first and first[0] > 0:
        yield "PY", f"{first[0]:04d}"
        yield "DA", _slashed(first)
    elif words := _in_words(csl):
        yield "DA", f"///{words}"


def _slashed(parts: tuple[int, ...]) -> str:
    if not parts or parts[0] < 0:
        return ""
    year, *rest = parts
    month, day = [*(f"{number:02d}" for number in rest), "", ""][:2]
    return f"{year:04d}/{month}/{day}/"


def _ris_name(name: dict) -> str:
    """ "van Ree, Erik" or "King, Martin Luther, Jr."."""
    if "literal" in name:
        return name["literal"]
    name = {part: one_line(words) for part, words in name.items()}
    family = " ".join(filter(None, [name.get("non-dropping-particle"), name["family"]]))
    given = " ".join(filter(None, [name.get("given"), name.get("dropping-particle")]))
    suffix = name.get("suffix")
    return f"{family}, {given}, {suffix}" if suffix else ", ".join(filter(None, [family, given]))


# --- CSL-JSON ---------------------------------------------------------------------------------------------------------


def csl_json(csl: dict, key: str) -> str:
    """A list of one item, as every reader of CSL-JSON wants it."""
    return json.dumps([{"id": _key(key), **csl}], ensure_ascii=False, indent=2) + "\n"


# --- what they share --------------------------------------------------------------------------------------------------


def _authority(csl: dict) -> list[dict]:
    """A law has the body that made it for an author."""
    return [{"literal": csl["authority"]}] if csl["type"] == "legislation" and "authority" in csl else []


def _first(csl: dict, key: str) -> tuple[int, ...]:
    """The first moment of a date as (year, month, day), as far as it is known; empty without one."""
    parts = csl.get(key, {}).get("date-parts", [])
    return tuple(int(str(number)) for number in parts[0]) if parts else ()


def _in_words(csl: dict) -> str:
    issued = csl.get("issued", {})
    return issued.get("literal") or issued.get("raw") or ""


def _edtf(csl: dict, key: str) -> str:
    return issued_edtf({"issued": csl[key]}) if key in csl else ""
