"""CSL-JSON ─▶ a citation in the styles that schools ask for (APA, Chicago, MLA), Dutch ("nl") and English ("en").

After the manuals: the *Publication Manual of the APA*, 7th ed. (chapters 9 and 10); *The Chicago Manual of Style*, 17th
ed. (chapter 14, bibliography); the *MLA Handbook*, 9th ed. (chapter 5). Two things are left as they are, because a
machine would get them wrong: titles keep their capitals (APA wants those of a sentence, which takes knowing the proper
names), and page ranges keep all their digits. The manuals are in English: in Dutch their words, dates and order of
punctuation and quotation mark are Dutch, and the rest is theirs. Takes what ``bibliography.check`` lets through.
"""

import re
from dataclasses import dataclass

from sources.bibliography import full_name

STYLES = {"apa": "APA 7", "chicago": "Chicago 17", "mla": "MLA 9"}

# Around what print sets in italics; control characters of a work itself are taken out before.
_ITALIC, _UPRIGHT = "\x0e", "\x0f"
_PERIODICALS = {"article-journal", "article-magazine", "article-newspaper"}
_PARTS = {*_PERIODICALS, "chapter"}  # titles of what only stands in something else
_BY_YEAR = {"article-journal", "book", "chapter", "report", "thesis"}  # the others are dated to the day
_SPOKEN = {"personal_communication", "speech"}  # dated by when they were said, not by the book they are printed in

# Dutch in the first column, English in the second.
_COLUMN = {"nl": 0, "en": 1}
_PHRASES = {
    "apa no date": ("z.d.", "n.d."),
    "chicago no date": ("z.j.", "n.d."),
    "BC": ("{} v.Chr.", "{} BCE"),
    "circa": ("ca. {}", "ca. {}"),
    "(editor)": ("{} (Red.)", "{} (Ed.)"),
    "(editors)": ("{} (Red.)", "{} (Eds.)"),
    "apa editor": ("{}, Red.", "{}, Ed."),
    "apa editors": ("{}, Red.", "{}, Eds."),
    "apa translator": ("{}, Vert.", "{}, Trans."),
    ", editor": ("{}, red.", "{}, ed."),
    ", editors": ("{}, red.", "{}, eds."),
    "mla editor": ("{}, redacteur", "{}, editor"),
    "mla editors": ("{}, redacteuren", "{}, editors"),
    "edited by": ("onder redactie van {}", "edited by {}"),
    "translated by": ("vertaald door {}", "translated by {}"),
    "volume": ("deel {}", "vol. {}"),
    "apa volume": ("Deel {}", "Vol. {}"),
    "number": ("nr. {}", "no. {}"),
    "apa number": ("{} Nr. {}", "{} No. {}"),
    "edition": ("{} druk", "{} ed."),
    "page": ("p. {}", "p. {}"),
    "pages": ("pp. {}", "pp. {}"),
    "version": ("versie {}", "version {}"),
    "in": ("In {}", "In {}"),
    "accessed": ("Geraadpleegd {}", "Accessed {}"),
    "retrieved": ("Geraadpleegd op {}, van {}", "Retrieved {}, from {}"),
    "report": ("Rapport", "Report"),
    "thesis": ("Proefschrift", "Thesis"),
    "speech": ("Toespraak", "Speech"),
    "personal_communication": ("Brief", "Letter"),
    "to": ("{} aan {}", "{} to {}"),
}
_MONTHS = {
    "nl": (
        "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
        "december",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
}  # fmt: skip
_MLA_MONTHS = ["Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]
_SEASONS = {"nl": ("voorjaar", "zomer", "najaar", "winter"), "en": ("Spring", "Summer", "Fall", "Winter")}


def cite(csl: dict, style: str, language: str) -> list[tuple[str, bool]]:
    """The citation as pieces of plain text, each with whether print sets it in italics. ``style`` is one of STYLES."""
    work = _cleaned(csl)
    whole = {"apa": _apa, "chicago": _chicago, "mla": _mla}[style](work, language)
    pieces = re.split(f"{_ITALIC}(.*?){_UPRIGHT}", whole)
    return [(piece, bool(at % 2)) for at, piece in enumerate(pieces) if piece]


# --- APA 7 ------------------------------------------------------------------------------------------------------------


def _apa(work: dict, language: str) -> str:
    """Who. (When). What. Where. (9.4). Without an author the title stands first (9.12)."""
    who, title = _apa_who(work, language), _stop(_apa_title(work, language))
    date = f"({_apa_date(work, language)})."
    return _spaced(
        *([_stop(who), date, title] if who else [title, date]),
        _apa_source(work, language),
        _apa_address(work, language),
    )


def _apa_who(work: dict, language: str) -> str:
    names = _authors(work)
    if names or _in_container(work) or "editor" not in work:
        return _apa_names(names)
    return _say(_plural("(editor)", work["editor"]), language, _apa_names(work["editor"]))


def _apa_names(names: list[dict]) -> str:
    """Up to twenty names; of more the first nineteen and the last (9.8)."""
    told = [_turned(name, initials=True) for name in names]
    if len(told) > 20:
        return ", ".join(told[:19]) + ", . . . " + told[-1]
    return f"{', '.join(told[:-1])}, & {told[-1]}" if len(told) > 1 else "".join(told)


def _apa_straight(names: list[dict]) -> str:
    """Names that are not sorted by: "A. Gleason, P. Kenez, & R. Stites"."""
    told = [name.get("literal") or _spaced(_initials(name), _family(name)) for name in names]
    comma = "," if len(told) > 2 else ""
    return f"{', '.join(told[:-1])}{comma} & {told[-1]}" if len(told) > 1 else "".join(told)


def _apa_title(work: dict, language: str) -> str:
    """The title, what tells editions apart in round brackets (9.19), and what kind of work it is in square (9.21)."""
    kind = work["type"]
    volume = work.get("volume") if not (_in_container(work) or kind in _PERIODICALS) else None
    title = work["title"]
    if volume and "volume-title" in work:
        title = f"{title}: {_say('apa volume', language, volume)}. {work['volume-title']}"
    apart = [
        _apa_version(work, language),
        _apa_number(work, language),
        _edition(work, language),
        _say("apa volume", language, volume) if volume and "volume-title" not in work else "",
    ]
    hands = [] if _in_container(work) else _apa_hands(work, language)
    apart = "; ".join(filter(None, [*hands, _commas(*apart)]))
    return _spaced(
        title if kind in _PARTS or _in_container(work) else _italic(title),
        f"({apart})" if apart else "",
        f"[{said}]" if (said := _apa_kind(work, language)) else "",
    )


def _apa_version(work: dict, language: str) -> str:
    return _upper(_say("version", language, work["version"])) if "version" in work else ""


def _apa_number(work: dict, language: str) -> str:
    if "number" not in work or work["type"] in _PERIODICALS:
        return ""
    return _say("apa number", language, work.get("genre") or _say("report", language), work["number"])


def _apa_hands(work: dict, language: str) -> list[str]:
    """Who edited or translated it, where another one stands in front."""
    editors = work.get("editor") if _authors(work) else None
    translators = work.get("translator")
    return [
        _say(_plural("apa editor", editors), language, _apa_straight(editors)) if editors else "",
        _say("apa translator", language, _apa_straight(translators)) if translators else "",
    ]


def _apa_kind(work: dict, language: str) -> str:
    if "number" in work and "genre" in work:
        return ""
    if work["type"] == "thesis":
        return _commas(_kind(work, language), work.get("publisher", ""))
    return _kind(work, language)


def _apa_source(work: dict, language: str) -> str:
    """The periodical, the book around it, the site, or who published it (9.23 to 9.33)."""
    kind, publisher = work["type"], _publisher(work)
    if kind in _PERIODICALS:
        issue = f"({work['issue']})" if "issue" in work else ""
        number = _italic(work["volume"]) + issue if "volume" in work else issue
        source = _commas(_italic(work["container-title"]) if "container-title" in work else "", number, _range(work))
        return _stop(source)
    if kind == "webpage":
        return "" if work.get("container-title") in _literals(work) else _stop(work.get("container-title", ""))
    event = _stop(work.get("event-title", ""))
    if not _in_container(work):
        return _spaced(event, "" if kind == "thesis" else _stop(publisher))
    editors = work.get("editor")
    by = _say(_plural("(editor)", editors), language, _apa_straight(editors)) if editors else ""
    volume = _say("apa volume", language, work["volume"]) if "volume" in work else ""
    places = _commas(volume, _pages(work, language))
    inside = _commas(by, _italic(work["container-title"])) + (f" ({places})" if places else "")
    return _spaced(event, _stop(_say("in", language, inside)), _stop(publisher))


def _apa_address(work: dict, language: str) -> str:
    """Without a full stop, so that it can be followed; with the day only where the page is meant to change (9.16)."""
    address = _address(work)
    if work["type"] != "webpage" or "accessed" not in work or "version" in work or not address:
        return address
    return _say("retrieved", language, _day_words(work["accessed"], language), address)


def _apa_date(work: dict, language: str) -> str:
    """The year, then month and day of what is dated to the day (9.14); n.d. where it is unknown (9.17)."""
    when = _issued(work)
    if when is None:
        return _say("apa no date", language)
    return when.literal or when.about(when.worded(language, year_first=True), language)


# --- Chicago 17, bibliography -----------------------------------------------------------------------------------------


def _chicago(work: dict, language: str) -> str:
    """Who. What. Where it stands. Place: publisher, when. (14.18, 14.100, 14.168, 14.207)"""
    who = _chicago_who(work, language)
    part = work["type"] in {*_PARTS, *_SPOKEN, "thesis", "webpage"} or _in_container(work)
    title = _quoted(work["title"], language) if part else _stop(_italic(work["title"]))
    return _spaced(_stop(who), title, _chicago_source(work, language), _stop(_address(work)))


def _chicago_who(work: dict, language: str) -> str:
    names = _authors(work)
    if names or _in_container(work) or "editor" not in work:
        return _chicago_names(names, language)
    return _say(_plural(", editor", work["editor"]), language, _chicago_names(work["editor"], language))


def _chicago_names(names: list[dict], language: str) -> str:
    """Up to ten names; of more the first seven (14.76). A particle stands with the given name, as the Dutch sort."""
    if not names:
        return ""
    most = names if len(names) <= 10 else names[:7]
    told = [_turned(most[0], particle_last=True), *(full_name(name) for name in most[1:])]
    if most is not names:
        return ", ".join(told) + _column(", e.a.", ", et al.", language=language)
    if len(told) == 1:
        return told[0]
    comma = "," if language == "en" or len(told) == 2 else ""
    return f"{', '.join(told[:-1])}{comma} {_and(language)} {told[-1]}"


def _chicago_source(work: dict, language: str) -> str:
    kind, date = work["type"], _chicago_date(work, language)
    if kind in _PERIODICALS:
        return _stop(_chicago_issue(work, date, language))
    if kind == "webpage":
        version = _upper(_say("version", language, work["version"])) if "version" in work else ""
        accessed = "" if "issued" in work else _accessed(work, language)
        dated = "" if "issued" not in work else date
        site = "" if work.get("container-title") in _literals(work) else work.get("container-title", "")
        return _spaced(*map(_stop, [site, _commas(version, dated), accessed]))
    if kind == "thesis":
        return _stop(_commas(_kind(work, language), work.get("publisher", ""), date))
    spoken = _commas(_kind(work, language), work.get("event-title", ""), date if kind in _SPOKEN else "")
    number = _spaced(work.get("genre") or _say("report", language), work["number"]) if "number" in work else ""
    about = [number or spoken, *(_upper(hand) for hand in _hands(work, language))]
    return _spaced(*map(_stop, [*about, *_chicago_whole(work, language), _imprint(work, date, language)]))


def _chicago_whole(work: dict, language: str) -> list[str]:
    """The book that it stands in, or which volume it is itself."""
    volume = _say("volume", language, work["volume"]) if "volume" in work else ""
    if not _in_container(work):
        named = _commas(_upper(volume), _italic(work["volume-title"]) if "volume-title" in work else "")
        return [_edition(work, language), named if volume else ""]
    editors = _say("edited by", language, _straight(work["editor"], language)) if "editor" in work else ""
    edition = _edition(work, language)
    whole = _commas(_italic(work["container-title"]), editors, edition, volume, _range(work))
    return [_say("in", language, whole)]


def _chicago_issue(work: dict, date: str, language: str) -> str:
    """ "Slavic Review 50, no. 1 (1991): 18–35" of a journal, "Pravda, December 27, 1937" of the press (14.171)."""
    name = _italic(work["container-title"]) if "container-title" in work else ""
    number = _say("number", language, work["issue"]) if "issue" in work else ""
    if work["type"] != "article-journal":
        return _commas(name, date, _range(work))
    volume = _spaced(name, str(work.get("volume", "")))
    told = f"{_commas(volume, number)} ({date})"
    return f"{told}: {_range(work)}" if _range(work) else told


def _imprint(work: dict, date: str, language: str) -> str:
    house = ": ".join(filter(None, [work.get("publisher-place", ""), _publisher(work)]))
    return _commas(house, "" if work["type"] in _SPOKEN else date if house else _upper(date))


def _chicago_date(work: dict, language: str) -> str:
    when = _issued(work)
    if when is None:
        return _say("chicago no date", language)
    return when.literal or when.about(when.worded(language), language)


# --- MLA 9 ------------------------------------------------------------------------------------------------------------


def _mla(work: dict, language: str) -> str:
    """Author. Title. Container, contributors, version, number, publisher, date, location. (5.3); n.d. is not said."""
    part = work["type"] in {*_PARTS, *_SPOKEN, "webpage"} or _in_container(work)
    title = _quoted(work["title"], language) if part else _stop(_italic(work["title"]))
    date = _mla_date(work, language)
    spoken = date if work["type"] in _SPOKEN | {"thesis"} else ""
    said = _commas(work.get("event-title", ""), spoken)
    accessed = _accessed(work, language, short=True) if "version" not in work else ""
    kind = _upper(_kind(work, language)) if work["type"] != "thesis" and "number" not in work else ""
    source = _mla_source(work, "" if spoken else date, language)
    return _spaced(*map(_stop, [_mla_who(work, language)]), title, *map(_stop, [said, _upper(source), kind, accessed]))


def _mla_who(work: dict, language: str) -> str:
    names = _authors(work)
    if names or _in_container(work) or "editor" not in work:
        return _mla_names(names, language)
    return _say(_plural("mla editor", work["editor"]), language, _mla_names(work["editor"], language))


def _mla_names(names: list[dict], language: str) -> str:
    """One name, two, or the first of more (5.6 to 5.8)."""
    if not names:
        return ""
    first = _turned(names[0])
    if len(names) > 2:
        return first + _column(" e.a.", ", et al.", language=language)
    return f"{first}, {_and(language)} {full_name(names[1])}" if len(names) == 2 else first


def _mla_source(work: dict, date: str, language: str) -> str:
    kind = work["type"]
    if kind == "thesis":
        return _commas(work.get("publisher", ""), _kind(work, language).lower())
    within = kind in _PERIODICALS or kind == "webpage" or _in_container(work)
    editors = _say("edited by", language, _straight(work["editor"], language)) if "editor" in work and within else ""
    number = _say("number", language, work["number"]) if "number" in work else ""
    issue = _say("number", language, work["issue"]) if "issue" in work else ""
    return _commas(
        _italic(work["container-title"]) if within and "container-title" in work else "",
        editors,
        *([] if within else _hands(work, language)),
        _say("version", language, work["version"]) if "version" in work else "",
        _edition(work, language),
        _spaced(work.get("genre") or _say("report", language), number) if number else "",
        _say("volume", language, work["volume"]) if "volume" in work else "",
        _italic(work["volume-title"]) if "volume-title" in work else "",
        issue,
        _publisher(work) if kind != "webpage" else "",
        date,
        _pages(work, language),
        _address(work),
    )


def _mla_date(work: dict, language: str) -> str:
    when = _issued(work)
    return (when.literal or when.about(when.worded(language, short=True), language)) if when else ""


# --- what the styles share --------------------------------------------------------------------------------------------


def _authors(work: dict) -> list[dict]:
    """Its authors; a law without one has the body that made it."""
    if work["type"] == "legislation" and "author" not in work and "authority" in work:
        return [{"literal": work["authority"]}]
    return work.get("author", [])


def _literals(work: dict) -> set[str]:
    return {name["literal"] for name in _authors(work) if "literal" in name}


def _turned(name: dict, *, initials: bool = False, particle_last: bool = False) -> str:
    """The surname first: "van Ree, Erik", "Ree, Erik van" or "van Ree, E."."""
    if "literal" in name:
        return name["literal"]
    particle = name.get("non-dropping-particle", "")
    given = _initials(name) if initials else name.get("given", "")
    given = _spaced(given, name.get("dropping-particle", ""), particle if particle_last else "")
    return _commas(name["family"] if particle_last else _family(name), given, name.get("suffix", ""))


def _family(name: dict) -> str:
    return _spaced(name.get("non-dropping-particle", ""), name["family"])


def _initials(name: dict) -> str:
    """ "J. Arch" is "J. A.", "Jean-Paul" is "J.-P."; what is short already ("Ju.") stays."""
    found = []
    for word in re.findall(r"[^\s.]+\.?", name.get("given", "")):
        halves = [half for half in word.rstrip(".").split("-") if half]
        shortened = "-".join(f"{half[0]}." for half in halves)
        found.append(word if word.endswith(".") and "-" not in word else shortened)
    return " ".join(filter(None, found))


def _straight(names: list[dict], language: str) -> str:
    told = [full_name(name) for name in names]
    if len(told) == 1:
        return told[0]
    comma = "," if language == "en" and len(told) > 2 else ""
    return f"{', '.join(told[:-1])}{comma} {_and(language)} {told[-1]}"


def _and(language: str) -> str:
    return _column("en", "and", language=language)


def _hands(work: dict, language: str) -> list[str]:
    """Who edited or translated a whole work that has an author as well."""
    editors = work.get("editor") if _authors(work) and not _in_container(work) else None
    return [
        _say("translated by", language, _straight(work["translator"], language)) if "translator" in work else "",
        _say("edited by", language, _straight(editors, language)) if editors else "",
    ]


def _in_container(work: dict) -> bool:
    """Whether it stands in a book; periodicals and sites have their own rules."""
    return "container-title" in work and work["type"] not in {*_PERIODICALS, "webpage"}


def _kind(work: dict, language: str) -> str:
    """What kind of work it is, where that does not follow from the rest."""
    kind = work["type"]
    told = _upper(work.get("genre") or (_say(kind, language) if kind in _SPOKEN | {"thesis"} else ""))
    return _say("to", language, told, _straight(work["recipient"], language)) if "recipient" in work else told


def _publisher(work: dict) -> str:
    """Who published it; not once more where that is its author."""
    publisher = work.get("publisher", "")
    return "" if publisher in _literals(work) else publisher


def _edition(work: dict, language: str) -> str:
    edition = str(work.get("edition", ""))
    if not edition.isdecimal():
        return edition
    ordinal = edition + (_ordinal(int(edition)) if language == "en" else "e")
    return _say("edition", language, ordinal)


def _ordinal(number: int) -> str:
    return "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _range(work: dict) -> str:
    return re.sub(r"(?<=\d)-+(?=\d)", "–", str(work.get("page", "")))


def _pages(work: dict, language: str) -> str:
    pages = _range(work)
    return pages and _say("page" if pages.isdecimal() else "pages", language, pages)


def _address(work: dict) -> str:
    return f"https://doi.org/{work['DOI']}" if "DOI" in work else work.get("URL", "")


def _accessed(work: dict, language: str, *, short: bool = False) -> str:
    if "accessed" not in work:
        return ""
    return _say("accessed", language, _day_words(work["accessed"], language, short=short))


def _day_words(date: dict, language: str, *, short: bool = False) -> str:
    when = _when(date)
    return when.literal or when.worded(language, short=short)


# --- dates ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _When:
    """One moment or two, each as (year, month, day) as far as it is known."""

    ends: tuple[tuple[int, ...], ...] = ()
    season: int = 0
    circa: bool = False
    literal: str = ""

    def about(self, words: str, language: str) -> str:
        return _say("circa", language, words) if self.circa else words

    def worded(self, language: str, *, year_first: bool = False, short: bool = False) -> str:
        """In words; ``year_first`` as APA has it, ``short`` with the months and the order of MLA."""
        write = _Writer(language, year_first, short and language == "en")
        first, last = self.ends[0], self.ends[-1]
        if self.season:
            return write.whole(_SEASONS[language][self.season - 1], first[0], day=False)
        if first[0] != last[0]:
            return f"{write.moment(first)}–{write.moment(last)}"
        if first == last or len(first) == 1 or len(last) == 1:
            return write.moment(min(self.ends, key=len))
        return write.whole(write.within(first, last), first[0], day=len(first) == 3)


@dataclass(frozen=True)
class _Writer:
    language: str
    year_first: bool
    short: bool

    def moment(self, parts: tuple[int, ...]) -> str:
        if len(parts) == 1:
            return self.year(parts[0])
        return self.whole(self.in_year(parts), parts[0], day=len(parts) == 3)

    def whole(self, within: str, year: int, *, day: bool) -> str:
        """The year with what stands in it: "1937, December 27", "December 27, 1937", "27 Dec. 1937"."""
        if self.year_first:
            return f"{self.year(year)}, {within}"
        return f"{within}{',' if day and self.month_first else ''} {self.year(year)}"

    @property
    def month_first(self) -> bool:
        return self.language == "en" and not self.short

    def in_year(self, parts: tuple[int, ...]) -> str:
        month = _MLA_MONTHS[parts[1] - 1] if self.short else _MONTHS[self.language][parts[1] - 1]
        if len(parts) == 2:
            return month
        return f"{month} {parts[2]}" if self.month_first else f"{parts[2]} {month}"

    def within(self, first: tuple[int, ...], last: tuple[int, ...]) -> str:
        """A stretch within one year; the month is said once where it is the same."""
        if first[1] != last[1] or len(first) != len(last):
            return f"{self.in_year(first)}–{self.in_year(last)}"
        one = self.in_year(first)
        return f"{one}–{last[2]}" if self.month_first else f"{first[2]}–{self.in_year(last)}"

    def year(self, year: int) -> str:
        return str(year) if year > 0 else _say("BC", self.language, -year)


def _issued(work: dict) -> _When | None:
    """When it came out, no more exactly than its kind is dated; None where that is unknown."""
    if "issued" not in work:
        return None
    when = _when(work["issued"])
    if work["type"] not in _BY_YEAR:
        return when
    return _When(tuple(end[:1] for end in when.ends), circa=when.circa, literal=when.literal)


def _when(date: dict) -> _When:
    literal = date.get("literal") or date.get("raw") or ""
    ends = tuple(tuple(int(str(number)) for number in part) for part in date.get("date-parts", []))
    return _When(ends, int(date.get("season", 0)), bool(date.get("circa")), literal if not ends else "")


# --- words and points -------------------------------------------------------------------------------------------------


def _say(phrase: str, language: str, *filled: object) -> str:
    return _PHRASES[phrase][_COLUMN[language]].format(*filled)


def _column(*words: str, language: str) -> str:
    return words[_COLUMN[language]]


def _plural(phrase: str, names: list[dict]) -> str:
    """The phrase for so many: "(editor)" or "(editors)"."""
    if len(names) == 1:
        return phrase
    return f"{phrase[:-1]}s)" if phrase.endswith(")") else f"{phrase}s"


def _italic(words: object) -> str:
    return f"{_ITALIC}{words}{_UPRIGHT}"


def _quoted(title: str, language: str) -> str:
    """A title in quotation marks with its full stop: in English within them. Marks of its own become single ones."""
    inner = title.translate(str.maketrans("“”„", "‘’‘"))
    inner = re.sub(r'"([^"]*)"', r"‘\1’", inner)
    if re.search("[.!?]’?$", inner):
        return f"“{inner}”"
    return f"“{inner}.”" if language == "en" else f"“{inner}”."


def _stop(words: str) -> str:
    """With a full stop, unless there is one, or another end of a sentence; an address as well."""
    bare = words.rstrip(_UPRIGHT + "”’")
    return words if not bare or bare.endswith((".", "!", "?")) else f"{words}."


def _upper(words: str) -> str:
    """With a capital at the start of a sentence; an address has none."""
    return words if words.startswith(("http:", "https:")) else words[:1].upper() + words[1:]


def _commas(*pieces: object) -> str:
    return ", ".join(str(piece) for piece in pieces if piece)


def _spaced(*pieces: object) -> str:
    return " ".join(str(piece) for piece in pieces if piece)


def _cleaned(value):
    """The work without control characters, and with single spaces."""
    if isinstance(value, dict):
        return {key: _cleaned(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_cleaned(part) for part in value]
    return one_line(value) if isinstance(value, str) else value


def one_line(text: object) -> str:
    """Any text on one line, without control characters."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", str(text)).split())
