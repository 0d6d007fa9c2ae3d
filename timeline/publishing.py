"""Save, publish, withdraw, and the public index: the only door between the desk and the readers."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Max

from sources import calendars, dates, importers
from sources.fields import exact_number
from sources.models import Quote, Source, with_texts
from sources.refusal import Refusal, gettext_noop
from timeline import shape
from timeline.checks import agreement
from timeline.models import (
    Address,
    Event,
    Publication,
    PublicClaim,
    PublicEvent,
    PublicQuestion,
    Question,
    Revision,
    Theme,
)
from timeline.models.evidence import CRITICAL

KINDS = {Event.KIND: Event, Question.KIND: Question}


class Conflict(Refusal):
    """Someone saved while this was being edited. ``newer`` is the revision that now stands."""

    def __init__(self, newer: Revision | None):
        self.newer = newer
        super().__init__(
            gettext_noop(
                "%(name)s saved revision %(number)s while you were working. Nothing of yours is lost: compare below."
            ),
            name=newer.author_name if newer else "?",
            number=newer.number if newer else "?",
        )


class NotPublishable(Refusal):
    """Something stands in the way of publishing; the message names it and the remedy."""


# --- saving -----------------------------------------------------------------------------------------------------------


def begin(subject: Event | Question, expected: int):
    """Take the next revision number, before anything else is written. Raises Conflict if it is taken already.

    Compare-and-set: of several who edit revision ``expected``, exactly one gets the next.
    """
    rows = type(subject).objects.filter(pk=subject.pk, revision=expected)
    if not rows.update(revision=expected + 1):
        raise Conflict(revisions(subject).last())
    subject.revision = expected + 1


def take_up(subject: Event | Question):
    """Number on from the last revision of this code: a draft that was deleted at the desk keeps its history."""
    last = revisions(subject).last()
    if last and last.number > subject.revision:
        type(subject).objects.filter(pk=subject.pk).update(revision=last.number)
        subject.revision = last.number


def record(subject: Event | Question, *, author=None, author_name: str = "", reason: str = "") -> Revision:
    """Store the working copy as the revision that ``begin`` took. Raises ShapeError where its parts do not fit."""
    snapshot = shape.to_dict(subject)
    shape.read(snapshot, subject.KIND)
    refuse_taken_slug(subject)
    return Revision.objects.create(
        kind=subject.KIND,
        code=subject.code,
        number=subject.revision,
        author=author,
        author_name=author_name or name_of(author),
        reason=reason,
        snapshot=snapshot,
    )


@contextmanager
def editing(subject: Event | Question, *, author=None, author_name: str = "", reason: str = ""):
    """Change a working copy and store the revision, all or nothing."""
    expected = subject.revision
    try:
        with transaction.atomic():
            begin(subject, expected)
            yield subject
            record(subject, author=author, author_name=author_name, reason=reason)
    except BaseException:
        subject.revision = expected
        raise


def revisions(subject: Event | Question):
    """The revisions of a working copy, oldest first."""
    return Revision.objects.filter(kind=subject.KIND, code=subject.code).order_by("number")


def publications(subject: Event | Question):
    """What was published of a working copy, oldest first."""
    return Publication.objects.filter(kind=subject.KIND, code=subject.code).order_by("number")


def restore(subject: Event | Question, number: int, *, author, reason: str) -> Event | Question:
    """Make the working copy what it was at a revision; that is a new revision."""
    old = revisions(subject).get(number=number)
    with editing(subject, author=author, reason=reason):
        shape.from_dict(old.snapshot, subject.KIND, mend=False)
        subject.refresh_from_db()
    return subject


def name_of(user) -> str:
    """How a user signs."""
    return (user.get_full_name() or user.get_username())[:80] if user else ""


def refuse_taken_slug(subject: Event | Question):
    """A slug that ever led to something else is never reused, not even in a swap."""
    if Address.objects.filter(space=subject.KIND, name=subject.slug).exclude(code=subject.code).exists():
        raise shape.ShapeError(
            [
                (
                    "slug",
                    Refusal(
                        gettext_noop("“%(slug)s” once led to something else and is never reused; take another."),
                        slug=subject.slug,
                    ),
                )
            ]
        )


# --- publishing -------------------------------------------------------------------------------------------------------


@transaction.atomic
def publish(subject: Event | Question, *, by=None, by_name: str = "", reason: str = "") -> Publication:
    """Show readers the newest revision of a working copy. Raises NotPublishable with the reason."""
    lock(subject)
    revision = revisions(subject).last()
    if revision is None:
        raise NotPublishable(gettext_noop("Save this before you publish it."))
    if by and by.pk == revision.author_id and second_person_needed(subject.KIND):
        raise NotPublishable(
            gettext_noop("There is more than one editor here, so someone else must approve this revision.")
        )
    document = document_of(revision)
    refuse_unpublished_sources(document)
    refuse_unknown_themes(revision.snapshot)
    release(revision)
    return append(
        revision,
        Publication.EDITED,
        document,
        approver=by,
        approver_name=by_name or name_of(by),
        reviewed=bool(by and by.pk != revision.author_id),
        reason=reason or revision.reason,
    )


@transaction.atomic
def withdraw(subject: Event | Question, *, by=None, by_name: str = "", reason: str) -> Publication:
    """Take something off the site. Its links answer 410 with the reason, for ever or until it is published again."""
    lock(subject)
    last = publications(subject).last()
    if last is None or last.action == Publication.WITHDRAWN:
        raise NotPublishable(gettext_noop("This is not on the site, so it cannot be withdrawn."))
    if not reason.strip():
        raise NotPublishable(gettext_noop("Say why this is withdrawn: readers who follow the link see it."))
    signed = {"approver": by, "approver_name": by_name or name_of(by)}
    return append(last.revision, Publication.WITHDRAWN, last.document, reason=reason, **signed)


@transaction.atomic
def recompute(last: Publication) -> Publication:
    """Compute the findings of what is published anew, and append them if they differ. Touches no working copy."""
    if last.action == Publication.WITHDRAWN:
        return last
    document = document_of(last.revision)
    if (document, findings_of(document)) == (last.document, last.findings):
        return last
    signed = {"approver_name": last.approver_name, "reviewed": last.reviewed}
    return append(last.revision, Publication.RECOMPUTED, document, **signed)


def append(revision: Revision, action: str, document: dict, **fields) -> Publication:
    """Add the next publication and bring the index in line with it."""
    same = Publication.objects.filter(kind=revision.kind, code=revision.code)
    publication = Publication.objects.create(
        kind=revision.kind,
        code=revision.code,
        number=(same.aggregate(Max("number"))["number__max"] or 0) + 1,
        revision=revision,
        action=action,
        slug=document["slug"],
        document=document,
        findings=findings_of(document),
        **fields,
    )
    index(publication)
    return publication


def lock(subject: Event | Question):
    """Let nobody else publish this until the transaction ends (SQLite locks the whole database by itself)."""
    type(subject).objects.select_for_update().get(pk=subject.pk)


def second_person_needed(kind: str) -> bool:
    """With more than one person who may publish, the author of a revision cannot approve it."""
    backend = "django.contrib.auth.backends.ModelBackend"
    may = get_user_model().objects.with_perm(f"timeline.publish_{kind}", backend=backend)
    return may.filter(is_staff=True).distinct().count() > 1


def refuse_unpublished_sources(document: dict):
    """Readers can open every source that a publication names, and it shows the words of no other."""
    named = shape.sources_in(document)
    named |= {row["basis"]["source"] for row in document.get("citations", []) if row.get("basis")}
    missing = named - set(Source.objects.published().filter(slug__in=named).values_list("slug", flat=True))
    if missing:
        raise NotPublishable(gettext_noop("Publish these sources first: %(slugs)s."), slugs=", ".join(sorted(missing)))


def refuse_unknown_themes(snapshot: dict):
    """A theme whose slug is gone would be missing from the page without a word."""
    named = set(snapshot.get("themes", []))
    if missing := named - set(Theme.objects.filter(slug__in=named).values_list("slug", flat=True)):
        raise NotPublishable(
            gettext_noop("There is no theme %(slugs)s any longer: save this once more."),
            slugs=", ".join(sorted(missing)),
        )


def release(revision: Revision):
    """Give the codes and the slug of a revision their addresses. A slug left behind redirects from now on."""
    snapshot, kind, code = revision.snapshot, revision.kind, revision.code
    Address.objects.filter(space=kind, code=code, current=True).exclude(name=snapshot["slug"]).update(current=False)
    claim_address(kind, snapshot["slug"], kind, code)
    claim_address(Address.CODE, code, kind, code)
    for quote in shape.quotes_in(snapshot):
        claim_address(Address.CODE, quote["code"], "quote", quote["code"])
    for name in ("figure", "note"):
        for part in snapshot.get(f"{name}s", []):
            claim_address(Address.CODE, part["code"], name, code)


def leave_behind(subject: Event | Question, slug: str):
    """Let an older slug lead to this event or question: it redirects, for ever."""
    claim_address(subject.KIND, slug, subject.KIND, subject.code)
    Address.objects.filter(space=subject.KIND, name=slug).update(current=False)


def claim_address(space: str, name: str, kind: str, code: str):
    """Let a name lead here, now and always. Raises NotPublishable if it leads elsewhere already."""
    address, new = Address.objects.get_or_create(space=space, name=name, defaults={"kind": kind, "code": code})
    if (address.kind, address.code) != (kind, code):
        raise NotPublishable(
            gettext_noop("The name “%(name)s” led to something else before and is never reused; take another."),
            name=name,
        )
    if not new and not address.current:
        Address.objects.filter(pk=address.pk).update(current=True)


# --- what readers get -------------------------------------------------------------------------------------------------


def document_of(revision: Revision) -> dict:
    """The snapshot as readers get it: ready notes only, quotes with their place, dates with their days, and which
    accounts there were to compare."""
    return public_document(revision.snapshot, revision.kind)


def public_document(snapshot: dict, kind: str) -> dict:
    """A snapshot with everything a page needs and nothing that is not ready; preview uses it too."""
    placed = {quote.code: placed_quote(quote) for quote in quotes_of(snapshot)}
    compared = Source.objects.published().accounts()
    document = snapshot | {
        "notes": [note for note in snapshot.get("notes", []) if note.get("ready")],
        "accounts": list(compared.values_list("slug", flat=True)),
    }
    if kind == Question.KIND:
        return document | {
            "quotes": [quote | placed[quote["code"]] for quote in snapshot.get("quotes", [])],
        }
    named = dict.fromkeys(row["basis"] for row in snapshot.get("citations", []) if row.get("basis"))
    bases = {quote.code: quote for quote in with_texts(Quote.objects.filter(code__in=named))}
    return document | {
        "themes": list(Theme.objects.filter(slug__in=snapshot.get("themes", [])).values("slug", "name_nl", "name_en")),
        "date": snapshot["date"] | days(snapshot["date"]),
        "citations": [
            row | days(row) | {"quote": row["quote"] | placed[row["quote"]["code"]]} | basis_of(row, bases)
            for row in snapshot.get("citations", [])
        ],
    }


def quotes_of(snapshot: dict):
    """The stored quotes of a snapshot, with their texts."""
    codes = [quote["code"] for quote in shape.quotes_in(snapshot)]
    return with_texts(Quote.objects.filter(code__in=codes))


def placed_quote(quote: Quote) -> dict:
    """Where a quote stands, for links into the source and for the words around it."""
    text = quote.text
    return {
        "start": quote.start,
        "end": quote.end,
        "prefix": quote.prefix,
        "suffix": quote.suffix,
        "language": text.source.language,
        "locator": importers.locator(text.parts, text.body, quote.start, quote.end),
    }


def basis_of(row: dict, bases: dict[str, Quote]) -> dict:
    """The words that an inferred reading rests on."""
    quote = bases.get(row.get("basis"))
    if quote is None:
        return {}
    source = quote.text.source
    words = {"code": quote.code, "source": source.slug, "exact": quote.exact, "language": source.language}
    return {"basis": words}


def days(dated: dict) -> dict:
    """The two day numbers of a reading; both None where there is none."""
    if not dated.get("edtf"):
        return {"earliest": None, "latest": None}
    date = dates.parse_event_date(dated["edtf"], dated.get("calendar", calendars.GREGORIAN))
    return {"earliest": date.earliest, "latest": date.latest}


def findings_of(document: dict) -> list[dict]:
    """What the checks find in a document, with permanent codes."""
    found = [*agreement.findings(dated_claims(document), "dates")]
    for measure in document.get("measures", []):
        found += agreement.findings(counted_claims(document, measure["key"]), "figures", measure["key"])
    return [
        {"code": agreement.finding_code(document["code"], finding)}
        | {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(finding).items() if value}
        for finding in found
    ]


def dated_claims(document: dict) -> Iterator[agreement.Claim]:
    """The dates that the sources give, and the recorded one."""
    for row in document.get("citations", []):
        if row.get("edtf"):
            quote = row["quote"]
            yield agreement.Claim(quote["code"], quote["source"], row["earliest"], row["latest"])
    if "date" in document:
        yield agreement.Claim("date", agreement.LITERATURE, document["date"]["earliest"], document["date"]["latest"])


def counted_claims(document: dict, measure: str) -> Iterator[agreement.Claim]:
    """The answers to one measure."""
    sources = {row["quote"]["code"]: row["quote"]["source"] for row in document.get("citations", [])}
    for figure in document.get("figures", []):
        if figure["measure"] == measure:
            low, high = (exact_number(figure[end]) if end in figure else None for end in ("low", "high"))
            yield agreement.Claim(figure["code"], sources.get(figure.get("quote"), agreement.LITERATURE), low, high)


# --- the index --------------------------------------------------------------------------------------------------------


@transaction.atomic
def rebuild() -> int:
    """Make the whole index anew from the latest publications; returns how many there are."""
    PublicClaim.objects.all().delete()
    PublicEvent.objects.all().delete()
    PublicQuestion.objects.all().delete()
    latest = latest_publications()
    for publication in latest:
        index(publication)
    return len(latest)


def latest_publications() -> list[Publication]:
    """The last publication of everything that was ever published."""
    newest = Publication.objects.values("kind", "code").annotate(newest=Max("pk")).values("newest")
    return list(Publication.objects.filter(pk__in=newest).order_by("pk"))


def index(publication: Publication):
    """Bring the index rows of one event or question in line with its latest publication."""
    (PublicEvent if publication.kind == Event.KIND else PublicQuestion).objects.filter(code=publication.code).delete()
    if publication.action == Publication.WITHDRAWN:
        return
    if publication.kind == Event.KIND:
        row = event_row(publication)
    else:
        row = question_row(publication)
    row.save(force_insert=True)
    owner = {publication.kind: row}
    PublicClaim.objects.bulk_create(PublicClaim(**owner, **claim) for claim in claims_of(publication.document))


def event_row(publication: Publication) -> PublicEvent:
    """What axis and list need of an event."""
    document, date = publication.document, publication.document["date"]
    known = [day for day in (date["earliest"], date["latest"]) if day is not None]
    verdicts = Counter(note["verdict"] for note in document["notes"] if note["verdict"] in CRITICAL)
    return PublicEvent(
        code=publication.code,
        slug=publication.slug,
        publication=publication,
        earliest=known[0],
        latest=known[-1],
        importance=document.get("importance", 2),
        standing=document.get("standing", "attested"),
        contested=verdicts.total(),
        row=texts_of(document)
        | {"date": date, "themes": document["themes"], "readings": readings_of(document)}
        | {"states": states_of(publication.findings), "verdicts": dict(sorted(verdicts.items()))},
    )


def question_row(publication: Publication) -> PublicQuestion:
    """What lists need of a question."""
    document = publication.document
    return PublicQuestion(
        code=publication.code,
        slug=publication.slug,
        publication=publication,
        row=texts_of(document) | {"events": document.get("events", [])},
    )


def texts_of(document: dict) -> dict:
    """Title and summary in both languages."""
    return {name: document[name] for name in ("title_nl", "title_en", "summary_nl", "summary_en")}


def readings_of(document: dict) -> dict[str, list[dict]]:
    """Per account, the dates that it gives (an empty list where it speaks without a date)."""
    readings: dict[str, list[dict]] = {}
    for row in document["citations"]:
        own = readings.setdefault(row["quote"]["source"], [])
        if row.get("edtf"):
            names = ("origin", "words", "edtf", "calendar", "earliest", "latest")
            own.append({name: row[name] for name in names if name in row} | {"quote": row["quote"]["code"]})
    return readings


def states_of(findings: list[dict]) -> dict[str, str]:
    """The worst state per kind of finding."""
    kinds = dict.fromkeys(finding["kind"] for finding in findings)
    return {kind: agreement.worst(row["state"] for row in findings if row["kind"] == kind) for kind in kinds}


def claims_of(document: dict) -> Iterator[dict]:
    """The published uses of sources in a document: the columns of PublicClaim."""
    quotes = {quote["code"]: quote for quote in shape.quotes_in(document)}
    used = PublicClaim.CITATION if "citations" in document else PublicClaim.POSITION
    for quote in quotes.values():
        yield claim_on(quote, used, quote["code"], {})
    for figure in document.get("figures", []):
        if figure.get("quote"):
            yield claim_on(quotes[figure["quote"]], PublicClaim.FIGURE, figure["code"], figure)
        else:
            yield {
                "kind": PublicClaim.FIGURE,
                "code": figure["code"],
                "source": figure["reference"]["source"],
                "row": figure,
            }
    figures = {figure["code"]: figure for figure in document.get("figures", [])}
    for note in document["notes"]:
        quote = quotes.get(note.get("quote") or figures.get(note.get("figure"), {}).get("quote"))
        claim = claim_on(quote, PublicClaim.NOTE, note["code"], note) if quote else {"code": note["code"], "row": note}
        yield claim | {"kind": PublicClaim.NOTE, "verdict": note["verdict"]}
        for reference in note.get("references", []):
            yield leaning(reference, note["code"])
    for code in document.get("events", []):
        yield {"kind": PublicClaim.BEARING, "code": code, "row": {}}
    for reference in document.get("references", []) + document.get("date", {}).get("references", []):
        yield leaning(reference, document["code"])


def claim_on(quote: dict, kind: str, code: str, row: dict) -> dict:
    """The columns of a claim that stands on a quote."""
    place = {"start": quote["start"], "end": quote["end"]}
    return {"kind": kind, "code": code, "source": quote["source"], "quote_id": quote["code"], "row": row | place}


def leaning(reference: dict, code: str) -> dict:
    """The columns of a reference to a source."""
    return {"kind": PublicClaim.REFERENCE, "code": code, "source": reference["source"], "row": reference}


def stale_rows() -> list[str]:
    """The names of index tables that a rebuild would change; changes nothing."""
    before = index_rows()
    with transaction.atomic():
        rebuild()
        after = index_rows()
        transaction.set_rollback(True)
    return [name for name in before if before[name] != after[name]]


def index_rows() -> dict[str, list[tuple]]:
    """Every index row by its meaning (a claim's own number has none)."""
    claims = PublicClaim.objects.values_list("event", "question", "kind", "code", "source", "quote", "verdict", "row")
    return {
        "PublicEvent": list(PublicEvent.objects.order_by("code").values_list()),
        "PublicQuestion": list(PublicQuestion.objects.order_by("code").values_list()),
        "PublicClaim": sorted(claims, key=repr),
    }
