"""Save, publish, withdraw: the only door between the desk and the readers."""

from contextlib import contextmanager

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Max

from sources.models import Source
from sources.refusal import Refusal, gettext_noop
from timeline import chains, dictionary, documents, index, shape
from timeline.checks import arithmetic, integrity
from timeline.models import (
    Address,
    Event,
    Publication,
    Question,
    Revision,
    Theme,
)

KINDS = {Event.KIND: Event, Question.KIND: Question}
COUNTED = "Wederhoor"  # who signs a revision that follows from another one
# What goes over to another event when one is merged into it; what is left is what it was called.
EVIDENCE = ("pointers", "citations", "measures", "figures", "relations", "orders", "notes")
MERGED = Publication.MERGED
UNMERGED = gettext_noop("taken out of the event that it was merged into")
MERGED_AWAY = gettext_noop("This is merged into “%(into)s”: change that one, or take this out of it first.")


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


class NotMergeable(Refusal):
    """Something stands in the way of merging two events, or of undoing it; the message names it and the remedy."""


class Unsound(NotPublishable, dictionary.ShapeError):
    """Words that are no longer those of the source, or numbers in notes that come from nowhere, each with its path."""


# --- saving -----------------------------------------------------------------------------------------------------------


def begin(subject: Event | Question, expected: int):
    """Take the next revision number, before anything else is written. Raises Conflict if it is taken already.

    Compare-and-set: of several who edit revision ``expected``, exactly one gets the next.
    """
    rows = type(subject).objects.filter(pk=subject.pk, revision=expected)
    if not rows.update(revision=expected + 1):
        raise Conflict(revisions(subject).last())
    subject.revision = expected + 1


def stay_at(subject: Event | Question, revision: Revision):
    """Give the number that ``begin`` took back: nothing was changed, and this is still its last revision."""
    type(subject).objects.filter(pk=subject.pk).update(revision=revision.number)
    subject.revision = revision.number


def take_up(subject: Event | Question):
    """Number on from the last revision of this code: a draft that was deleted at the desk keeps its history."""
    last = revisions(subject).last()
    if last and last.number > subject.revision:
        type(subject).objects.filter(pk=subject.pk).update(revision=last.number)
        subject.revision = last.number


def record(
    subject: Event | Question, *, author=None, author_name: str = "", reason: str = "", snapshot: dict | None = None
) -> Revision:
    """Store the working copy as the revision that ``begin`` took. Raises ShapeError where its parts do not fit.

    Readings that are counted from another are counted first; and after it those of other events, if a date that they
    are counted from was corrected here: each is a new revision of its event.
    A ``snapshot`` is stored in its stead: what was published before the working copy went on, as a corpus brings it.
    """
    counted = isinstance(subject, Event) and not snapshot
    if counted:
        chains.recount(subject)
    snapshot = snapshot or shape.to_dict(subject)
    dictionary.read(snapshot, subject.KIND)
    refuse_evidence_of_merged(subject, snapshot)
    refuse_taken_slug(subject, snapshot["slug"])
    refuse_contradictory(snapshot)
    before = revisions(subject).last()
    revision = Revision.objects.create(
        kind=subject.KIND,
        code=subject.code,
        number=subject.revision,
        author=author,
        author_name=author_name or name_of(author),
        reason=reason,
        snapshot=snapshot,
    )
    if counted and before:
        recount_elsewhere(subject, corrected(before.snapshot, snapshot), author)
    return revision


def corrected(before: dict, after: dict) -> set[str]:
    """The codes of the quotes that have another date now."""
    old, new = (
        {row["quote"]["code"]: (row.get("edtf"), row.get("calendar")) for row in snapshot.get("citations", [])}
        for snapshot in (before, after)
    )
    return {code for code in old | new if old.get(code) != new.get(code)}


def recount_elsewhere(event: Event, codes: set[str], author):
    """Count the readings of other events anew that hang on these quotes: a new revision of each, for an editor to see
    and to publish. It is the work of the ``author`` of the correction, who cannot approve it as somebody else's."""
    for other in chains.hanging_on(event, codes) if codes else ():
        with transaction.atomic():
            begin(other, other.revision)
            try:
                changed = chains.recount(other)
            except dictionary.ShapeError as error:
                where = f"events/{other.slug}"  # there something must be done first
                problems = [(f"{where}.{path}", problem) for path, problem in error.problems]
                raise dictionary.ShapeError(problems) from error
            if changed:
                reason = gettext_noop("a reading was counted anew: the date that it is counted from was corrected")
                record(other, author=author, author_name=COUNTED, reason=reason)
            else:
                transaction.set_rollback(True)


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
    """Make the working copy what it was at a revision; that is a new revision. Raises NotMergeable across a merge."""
    old = revisions(subject).get(number=number)
    refuse_restoring_over_merges(subject, old.snapshot)
    with editing(subject, author=author, reason=reason):
        shape.from_dict(old.snapshot, subject.KIND, mend=False)
        subject.refresh_from_db()
    return subject


def name_of(user) -> str:
    """How a user signs."""
    return (user.get_full_name() or user.get_username())[:80] if user else ""


def refuse_taken_slug(subject: Event | Question, slug: str):
    """A slug that ever led to something else is never reused, not even in a swap."""
    if Address.objects.filter(space=subject.KIND, name=slug).exclude(code=subject.code).exists():
        raise dictionary.ShapeError(
            [
                (
                    "slug",
                    Refusal(
                        gettext_noop("“%(slug)s” once led to something else and is never reused; take another."),
                        slug=slug,
                    ),
                )
            ]
        )


def refuse_evidence_of_merged(subject: Event | Question, snapshot: dict):
    """What was merged into another event has its evidence there, and takes no more."""
    filled = [name for name in EVIDENCE if snapshot.get(name)]
    if filled and (into := merged_into(subject)):
        raise dictionary.ShapeError([(filled[0], Refusal(MERGED_AWAY, into=str(into)))])


def merged_into(subject: Event | Question) -> Event | None:
    """The event that this one is merged into today, at the desk; asked anew, since a row in hand may be older."""
    return Event.objects.filter(merged__pk=subject.pk).first() if subject.KIND == Event.KIND else None


def refuse_restoring_over_merges(subject: Event | Question, snapshot: dict):
    """A revision from before a merge, or before it was undone, would take evidence from another event unseen."""
    now = set(shape.to_dict(subject).get("merged", ()))
    if now != set(snapshot.get("merged", ())):
        raise NotMergeable(
            gettext_noop("Other events were merged into this one then: merge or take out those first, then restore.")
        )


def refuse_contradictory(snapshot: dict):
    """Relations that cannot hold whatever the figures would lay the blame on figures."""
    texts = [row["formula"] for row in snapshot.get("relations", [])]
    problem = Refusal(gettext_noop("this cannot be true of any numbers, alone or with the other relations; mend it."))
    if wrong := arithmetic.contradictory(texts) if texts else ():
        raise dictionary.ShapeError([(f"relations[{texts.index(text)}].formula", problem) for text in wrong])


# --- publishing -------------------------------------------------------------------------------------------------------


@transaction.atomic
def publish(subject: Event | Question, *, by=None, by_name: str = "", reason: str = "") -> Publication:
    """Show readers the newest revision of a working copy. Raises NotPublishable with the reason.

    The events that were merged into it since are withdrawn, and their links lead here; of those that were taken out of
    it again, readers see again what they last saw. What was taken out of another one has its own links again.
    """
    lock(subject)
    revision = revisions(subject).last()
    refuse_publishing_merged(subject)
    if revision is None:
        raise NotPublishable(gettext_noop("Save this before you publish it."))
    if by and by.pk == revision.author_id and second_person_needed(subject.KIND):
        raise NotPublishable(
            gettext_noop("There is more than one editor here: save this, and let a colleague open it and approve it.")
        )
    document = documents.document_of(revision)
    refuse_bare_assertion(document)
    refuse_unpublished_sources(document)
    refuse_unknown_themes(revision.snapshot)
    refuse_altered_quotes(revision.snapshot)
    refuse_unsourced_numbers(revision.snapshot, document)
    signed = {"approver": by, "approver_name": by_name or name_of(by)}
    if subject.KIND == Event.KIND:
        Address.objects.filter(code=subject.code).exclude(into="").update(into="")
        absorb(revision, **signed)
    release(revision)
    published = append(
        revision,
        Publication.EDITED,
        document,
        documents.findings_of(document),
        reviewed=bool(by and by.pk != revision.author_id),
        reason=reason or revision.reason,
        **signed,
    )
    if subject.KIND == Event.KIND:
        let_go(revision, **signed)
    return published


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
    return append(last.revision, Publication.WITHDRAWN, last.document, last.findings, reason=reason, **signed)


@transaction.atomic
def recompute(last: Publication) -> Publication:
    """Compute the findings of what is published anew, and append them if they differ. Touches no working copy.

    What somebody published or withdrew since ``last`` was fetched is what counts, and stays.
    """
    for subject in KINDS[last.kind].objects.filter(code=last.code):
        lock(subject)
    last = Publication.objects.filter(kind=last.kind, code=last.code).order_by("number").last()
    document, findings = computed(last)
    if (document, findings) == (last.document, last.findings):
        return last
    signed = {"approver_name": last.approver_name, "reviewed": last.reviewed}
    return append(last.revision, Publication.RECOMPUTED, document, findings, **signed)


def computed(last: Publication) -> tuple[dict, list[dict]]:
    """The document and the findings of what is published as they are computed today. What was withdrawn stays as it
    was."""
    if last.action == Publication.WITHDRAWN:
        return last.document, last.findings
    document = documents.document_of(last.revision)
    return document, documents.findings_of(document)


def append(revision: Revision, action: str, document: dict, findings: list[dict], **fields) -> Publication:
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
        findings=findings,
        **fields,
    )
    for finding in findings:
        claim_address(Address.CODE, finding["code"], Address.FINDING, revision.code)
    index.update(publication)
    return publication


def absorb(revision: Revision, **signed):
    """Withdraw the events that are merged into this one, and let all their addresses lead here."""
    formers = {code: former_of(code) for code in revision.snapshot.get("merged", [])}
    # What an event had taken in itself comes before it: those parts are not its own.
    for code, former in sorted(
        formers.items(), key=lambda row: len(row[1].snapshot.get("merged", ())) if row[1] else 0
    ):
        refuse_evidence_left(code)
        last = Publication.objects.filter(kind=Event.KIND, code=code).order_by("number").last()
        if last and last.action != Publication.WITHDRAWN:
            append(last.revision, Publication.WITHDRAWN, last.document, last.findings, reason=MERGED, **signed)
        for name in ("figure", "note"):  # its own, also where it was never published itself: so they can go back
            for part in former.snapshot.get(f"{name}s", []) if former else ():
                kept = {"kind": name, "code": code}
                Address.objects.get_or_create(space=Address.CODE, name=part["code"], defaults=kept)
        Address.objects.filter(code=code).update(into=revision.code)


def let_go(revision: Revision, **signed):
    """Let the addresses of events that are no longer merged into this one lead to those again; and if it was the merge
    that withdrew them, let readers see what they last saw of them: that was approved then. What was changed in them
    since waits for its own publication."""
    kept = revision.snapshot.get("merged", [])
    left = Address.objects.filter(into__in=[revision.code, *kept]).exclude(code__in=kept)
    codes = sorted(set(left.values_list("code", flat=True)))
    seen = {code: seen_before_merge(code) for code in codes}
    parts = {part: code for code, last in seen.items() if last for part in last.revision.snapshot.get("merged", ())}
    for code in codes:
        Address.objects.filter(code=code).update(into=parts.get(code, ""))
        if seen[code] and code not in parts:
            last = seen[code]
            same = Revision.objects.filter(kind=Event.KIND, code=code).order_by("number").last()
            shown = same if same.snapshot == last.revision.snapshot else last.revision
            document = documents.document_of(shown)
            more = {"reviewed": last.reviewed, "reason": UNMERGED}
            append(shown, Publication.EDITED, document, documents.findings_of(document), **more, **signed)


def seen_before_merge(code: str) -> Publication | None:
    """What readers last saw of an event, if it was a merge that withdrew it."""
    rows = Publication.objects.filter(kind=Event.KIND, code=code).order_by("number")
    last = rows.last()
    if last is None or (last.action, last.reason) != (Publication.WITHDRAWN, MERGED):
        return None
    return rows.exclude(action=Publication.WITHDRAWN).last()


def former_of(code: str) -> Revision | None:
    """What an event that was merged into another held before: its last revision that holds anything, or the last."""
    rows = Revision.objects.filter(kind=Event.KIND, code=code).order_by("-number")
    return next((row for row in rows if any(row.snapshot.get(name) for name in (*EVIDENCE, "merged"))), rows.first())


def refuse_evidence_left(code: str):
    """A merged event whose evidence did not go over would lose it."""
    last = Revision.objects.filter(kind=Event.KIND, code=code).order_by("number").last()
    if last and any(last.snapshot.get(name) for name in EVIDENCE):
        raise NotPublishable(
            gettext_noop("“%(slug)s” still has evidence of its own: merge it at the desk, which takes that along."),
            slug=last.snapshot["slug"],
        )


def refuse_publishing_merged(subject: Event | Question):
    """What was merged into another event is published with that one."""
    if into := merged_into(subject):
        raise NotPublishable(MERGED_AWAY, into=str(into))


def lock(subject: Event | Question):
    """Let nobody else publish this until the transaction ends (SQLite locks the whole database by itself)."""
    type(subject).objects.select_for_update().get(pk=subject.pk)


def second_person_needed(kind: str) -> bool:
    """With more than one person who may publish, the author of a revision cannot approve it."""
    backend = "django.contrib.auth.backends.ModelBackend"
    may = get_user_model().objects.with_perm(f"timeline.publish_{kind}", backend=backend)
    return may.filter(is_staff=True).distinct().count() > 1


def refuse_bare_assertion(document: dict):
    """Nobody asserts without a reference, ourselves included: neither a date on the axis nor a contrast."""
    if not (document.get("date", {}).get("references") or document.get("references")):
        raise NotPublishable(
            gettext_noop("Name what this leans on: give at least one reference, for its date or contrast.")
        )


def refuse_unpublished_sources(document: dict):
    """Readers can open every source that a publication names, and it shows the words of no other."""
    named = dictionary.sources_in(document)
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


def refuse_altered_quotes(snapshot: dict):
    """Every quote is verbatim: its words stand at its place in its text, also where a hand changed the database."""
    altered = gettext_noop("“%(exact)s” (quote %(code)s) is not what stands there in the text; correct the quote.")
    stored = documents.quotes_of(snapshot)
    problems = []
    for number, quote in enumerate(dictionary.quotes_in(snapshot)):
        place = stored[quote["code"]]
        if place.text.body[place.start : place.end] != quote["exact"]:
            path = f"citations[{number}].quote.exact" if "citations" in snapshot else f"quotes[{number}].exact"
            problems.append((path, Refusal(altered, exact=quote["exact"][:80], code=quote["code"])))
    if problems:
        raise Unsound(problems)


def refuse_unsourced_numbers(snapshot: dict, document: dict):
    """Every number in a ready note stands in a quote or a figure, is computed, or stands in a reference. The notes are
    those of the snapshot, drafts among them, so that each is named by its place on the form and in the file."""
    if problems := list(integrity.problems(document | {"notes": snapshot.get("notes", [])})):
        raise Unsound(problems)


def release(revision: Revision):
    """Give the codes and the slug of a revision their addresses. A slug left behind redirects from now on."""
    snapshot, kind, code = revision.snapshot, revision.kind, revision.code
    Address.objects.filter(space=kind, code=code, current=True).exclude(name=snapshot["slug"]).update(current=False)
    claim_address(kind, snapshot["slug"], kind, code)
    claim_address(Address.CODE, code, kind, code)
    for quote in dictionary.quotes_in(snapshot):
        claim_address(Address.CODE, quote["code"], "quote", quote["code"])
    for name in ("figure", "note"):
        for part in snapshot.get(f"{name}s", []):
            claim_address(Address.CODE, part["code"], name, code)


def leave_behind(subject: Event | Question, slug: str):
    """Let an older slug lead to this event or question: it redirects, for ever."""
    claim_address(subject.KIND, slug, subject.KIND, subject.code)
    Address.objects.filter(space=subject.KIND, name=slug).update(current=False)


def claim_address(space: str, name: str, kind: str, code: str):
    """Let a name lead here, now and always. Raises NotPublishable if it leads elsewhere already.

    What belongs to an event that was merged into this one leads here as it is, and goes back with it.
    """
    address, new = Address.objects.get_or_create(space=space, name=name, defaults={"kind": kind, "code": code})
    if address.kind != kind or code not in (address.code, address.into):
        raise NotPublishable(
            gettext_noop("The name “%(name)s” led to something else before and is never reused; take another."),
            name=name,
        )
    if not new and not address.current:
        Address.objects.filter(pk=address.pk).update(current=True)
