"""What changed from one published version to another, in words. Plain data in, plain data out."""

import re
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from operator import itemgetter
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from timeline import dictionary
from timeline.views import wording
from timeline.views.localise import LANGUAGES, dated_words, ends_in
from timeline.views.public import shortened as shortened_line

SHORT = 80  # characters: below it both texts stand whole, side by side
AROUND = 6  # words that stay around what changed in a longer one


class Reader(NamedTuple):
    """Who reads: in which language, and the names of the sources by slug."""

    language: str
    names: dict[str, str]


class Change(dict):
    """What is said of one change, with ``old`` and ``new`` if they are short, ``pieces`` if they are long, ``rows`` if
    it is about rows, and ``gone`` and ``found`` if it is about findings."""


def changes(before: dict, after: dict, language: str, names: dict[str, str]) -> list[Change]:
    """What a reader sees differently: ``before`` and ``after`` are documents, each with its ``findings``."""
    reader = Reader(language, names)
    found = [*fields_changed(before, after, reader, FIELDS), *lists_changed(before, after, reader)]
    for name, kind in ROWS.items():
        found += rows_changed(*(rows_of(name, document, kind.key) for document in (before, after)), kind, reader)
    return [*found, *findings_changed(before["findings"], after["findings"], names)]


def in_short(found: Iterable[Change]) -> str:
    """The changes in one line."""
    return ", ".join(str(change["said"]) for change in found)


# --- fields -----------------------------------------------------------------------------------------------------------


def plain(name: str):
    return lambda row, reader: str(row.get(name, ""))


def translated(name: str):
    return lambda row, reader: row.get(f"{name}_{reader.language}", "")


def date_of(row: dict, reader: Reader) -> str:
    return dated_words(row.get("date", {}), reader.language)


def standing_of(row: dict, _reader) -> str:
    word, _meaning = wording.STANDINGS.get(row.get("standing", ""), (_("attested"), ""))
    return str(word)


def state_of(row: dict, _reader) -> str:
    return str(wording.QUESTION_STATES[row.get("stands", "open")]) if "contrast_nl" in row else ""


FIELDS = [
    (gettext_lazy("title"), translated("title")),
    (gettext_lazy("summary"), translated("summary")),
    (gettext_lazy("date"), date_of),
    (gettext_lazy("standing"), standing_of),
    (gettext_lazy("contrast"), translated("contrast")),
    (gettext_lazy("what would settle it"), translated("settles")),
    (gettext_lazy("where it stands"), state_of),
    (gettext_lazy("why it stands there"), translated("state_reason")),
    (gettext_lazy("author"), plain("author")),
    (gettext_lazy("reviewer"), plain("reviewer")),
    (gettext_lazy("address"), plain("slug")),
]


def fields_changed(before: dict, after: dict, reader: Reader, fields: list) -> Iterator[Change]:
    """The fields that have other words now: in the reader's language, or else in the other one."""
    for said, read in fields:
        for language in sorted(LANGUAGES, key=lambda each: each != reader.language):
            old, new = (read(row, reader._replace(language=language)) for row in (before, after))
            if old != new:
                yield Change(said=said, language=language, **differing(old, new))
                break


def differing(old: str, new: str) -> dict:
    """Two texts that differ: both whole if they are short, or else in pieces."""
    if len(old) <= SHORT and len(new) <= SHORT:
        return {"old": old, "new": new}
    return {"pieces": list(word_diff(old, new))}


def word_diff(old: str, new: str) -> Iterator[dict]:
    """The new text in pieces (``same``, ``new``), with those of the old that fell away (``old``); what stayed the same
    is cut to a few words around a change."""
    left, right = (re.findall(r"\S+\s*", text) for text in (old, new))
    for what, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if what == "equal":
            yield {"sign": "same", "text": shortened(left[i:j], first=i == 0, last=j == len(left))}
            continue
        for sign, words in (("old", left[i:j]), ("new", right[k:m])):
            if words:
                yield {"sign": sign, "text": "".join(words)}


def shortened(words: list[str], *, first: bool, last: bool) -> str:
    """A stretch that did not change: the words next to a change, on each side that has one."""
    head = 0 if first else AROUND
    tail = 0 if last else AROUND
    if len(words) <= head + tail + 1:
        return "".join(words)
    return "".join([*words[:head], "… ", *(words[-tail:] if tail else [])])


# --- lists ------------------------------------------------------------------------------------------------------------


def lists_changed(before: dict, after: dict, reader: Reader) -> Iterator[Change]:
    """The short lists that hold something else now; those of codes without what they hold."""
    for said, read in LISTS:
        old, new = (", ".join(read(document, reader)) for document in (before, after))
        if old != new:
            yield Change(said=said, language=reader.language, old=old, new=new)
    for said, name in UNNAMED:
        if before.get(name, []) != after.get(name, []):
            yield Change(said=said)


def themes(document: dict, reader: Reader) -> list[str]:
    return [theme[f"name_{reader.language}"] for theme in document.get("themes", [])]


def accounts(document: dict, reader: Reader) -> list[str]:
    return [reader.names.get(slug, slug) for slug in document.get("accounts", [])]


def leaned_on(document: dict, reader: Reader) -> list[str]:
    rows = document.get("references", []) + document.get("date", {}).get("references", [])
    return [said_reference(row, reader) for row in rows]


def said_reference(row: dict, reader: Reader) -> str:
    locator = row.get("locator", "")
    return reader.names.get(row["source"], row["source"]) + (f" ({locator})" if locator else "")


LISTS = [
    (gettext_lazy("themes"), themes),
    (gettext_lazy("accounts compared"), accounts),
    (gettext_lazy("what it leans on"), leaned_on),
]
UNNAMED = [
    (gettext_lazy("links to notes elsewhere"), "pointers"),
    (gettext_lazy("events it bears on"), "events"),
    (gettext_lazy("events merged into it"), "merged"),
]


# --- rows -------------------------------------------------------------------------------------------------------------


def rows_of(name: str, document: dict, key) -> dict[str, dict]:
    """The rows of one kind by what they are known by."""
    rows = quotes_of(document) if name == "quotes" else document.get(name, [])
    return {key(row): row for row in rows}


def quotes_of(document: dict) -> list[dict]:
    """Every quote, with the date that is read in it."""
    cited = [row["quote"] | row | {"date": row} for row in document.get("citations", [])]
    return cited or dictionary.quotes_in(document)


def rows_changed(old: dict, new: dict, kind: "Kind", reader: Reader) -> Iterator[Change]:
    """The rows that were added, that say something else, and that are gone."""
    added = [{"words": kind.called(row, reader)} for code, row in new.items() if code not in old]
    removed = [{"words": kind.called(row, reader)} for code, row in old.items() if code not in new]
    pairs = [
        (row, list(fields_changed(old[code], row, reader, kind.fields))) for code, row in new.items() if code in old
    ]
    changed = [{"words": kind.called(row, reader), "fields": fields} for row, fields in pairs if fields]
    said = (_("%(rows)s added"), added), (_("%(rows)s changed"), changed), (_("%(rows)s gone"), removed)
    for template, rows in said:
        if rows:
            yield Change(said=template % {"rows": kind.count % len(rows)}, rows=rows)


def called_quote(row: dict, _reader) -> str:
    return "“" + shortened_line(row["exact"], 90) + "”"


def called_note(row: dict, reader: Reader) -> str:
    word = verdict_of(row, reader)
    return f"{word}: “{row['words']}”" if row.get("words") else word


def called_order(row: dict, reader: Reader) -> str:
    return f"{wording.ORDERS.get(row['relation'], row['relation'])} “{row['other'][f'title_{reader.language}']}”"


def called_figure(row: dict, _reader) -> str:
    return f"“{row['words']}”"


def interval_of(row: dict, reader: Reader) -> str:
    return wording.interval(*ends_in(row.get("low", ""), row.get("high", ""), reader.language), row.get("hedge", ""))


def verdict_of(row: dict, _reader) -> str:
    return str(wording.verdict(row["verdict"])["word"])


def answer_of(row: dict, _reader) -> str:
    return _("dismisses %(code)s") % {"code": row["finding"]} if row.get("dismisses") else row.get("finding", "")


def references_of(row: dict, reader: Reader) -> str:
    return ", ".join(said_reference(each, reader) for each in row.get("references", []))


def witness_of(row: dict, reader: Reader) -> str:
    slug = row.get("witness", "")
    return reader.names.get(slug, slug)


def place_of(row: dict, _reader) -> str:
    return f"{row.get('text', 1)}: {row['start']}–{row['end']}"


class Kind(NamedTuple):
    """A kind of row: what it is known by, how many there are, what one is called, and what can change in it."""

    key: Callable
    count: str
    called: Callable
    fields: list


ROWS = {
    "quotes": Kind(
        itemgetter("code"),
        ngettext_lazy("%d quote", "%d quotes"),
        called_quote,
        [
            (gettext_lazy("date in these words"), date_of),
            (gettext_lazy("why we read it so"), translated("reasoning")),
            (gettext_lazy("translation"), translated("translation")),
            (gettext_lazy("speaker"), plain("speaker")),
            (gettext_lazy("witness"), witness_of),
            (gettext_lazy("place in the text"), place_of),
        ],
    ),
    "measures": Kind(
        itemgetter("key"),
        ngettext_lazy("%d measure", "%d measures"),
        translated("what"),
        [
            (gettext_lazy("what is counted"), translated("what")),
            (gettext_lazy("short name"), translated("name")),
            (gettext_lazy("unit"), translated("unit")),
        ],
    ),
    "figures": Kind(
        itemgetter("code"),
        ngettext_lazy("%d figure", "%d figures"),
        called_figure,
        [
            (gettext_lazy("words"), plain("words")),
            (gettext_lazy("what we read"), interval_of),
            (gettext_lazy("witness"), witness_of),
        ],
    ),
    "relations": Kind(
        itemgetter("formula"),
        ngettext_lazy("%d assumption about the figures", "%d assumptions about the figures"),
        plain("formula"),
        [(gettext_lazy("how we read it"), translated("reading"))],
    ),
    "orders": Kind(
        lambda row: (row["event"], row.get("quote", "")),
        ngettext_lazy("%d order in time", "%d orders in time"),
        called_order,
        [(gettext_lazy("order"), called_order), (gettext_lazy("how we read it"), translated("reading"))],
    ),
    "notes": Kind(
        itemgetter("code"),
        ngettext_lazy("%d note", "%d notes"),
        called_note,
        [
            (gettext_lazy("verdict"), verdict_of),
            (gettext_lazy("on the words"), plain("words")),
            (gettext_lazy("reason"), translated("reason")),
            (gettext_lazy("answers a finding"), answer_of),
            (gettext_lazy("references"), references_of),
            (gettext_lazy("author"), plain("author")),
            (gettext_lazy("reviewer"), plain("reviewer")),
        ],
    ),
}


def findings_changed(before: list[dict], after: list[dict], names: dict[str, str]) -> Iterator[Change]:
    """What the checks find now and did not find before, and the other way round."""
    old, new = ({row["code"]: sentence(row, names) for row in rows if is_said(row)} for rows in (before, after))
    gone = [text for code, text in old.items() if new.get(code) != text]
    found = [text for code, text in new.items() if old.get(code) != text]
    if gone or found:
        yield Change(said=_("what the checks find"), gone=gone, found=found)


def is_said(finding: dict) -> bool:
    """Whether there is a sentence for it; that an account is silent shows in the quotes."""
    return (finding["kind"], finding["state"]) in wording.FINDINGS


def sentence(finding: dict, names: dict[str, str]) -> str:
    return wording.finding_sentence(finding, names)
