"""The public index: derived from the latest publications, kept in line with them, and made anew by one command."""

from collections import Counter
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Max

from timeline import dictionary, search
from timeline.checks import agreement, arithmetic
from timeline.models import Event, Publication, PublicClaim, PublicEvent, PublicFinding, PublicQuestion, PublicTheme
from timeline.models.evidence import CRITICAL


@transaction.atomic
def rebuild() -> int:
    """Make the whole index anew from the latest publications; returns how many there are.

    It takes up what changed since in the names of the glossary, by which a search finds an event too.
    """
    search.clear()
    PublicClaim.objects.all().delete()
    PublicEvent.objects.all().delete()
    PublicQuestion.objects.all().delete()
    latest = latest_publications()
    for publication in latest:
        update(publication)
    return len(latest)


def latest_publications() -> list[Publication]:
    """The last publication of everything that was ever published."""
    newest = Publication.objects.values("kind", "code").annotate(newest=Max("pk")).values("newest")
    return list(Publication.objects.filter(pk__in=newest).order_by("pk"))


def update(publication: Publication):
    """Bring the index rows of one event or question in line with its latest publication."""
    is_event, document = publication.kind == Event.KIND, publication.document
    if is_event:
        search.forget(publication.code)
    (PublicEvent if is_event else PublicQuestion).objects.filter(code=publication.code).delete()
    if publication.action == Publication.WITHDRAWN:
        return
    row = event_row(publication) if is_event else question_row(publication)
    row.save(force_insert=True)
    owner = {publication.kind: row}
    PublicClaim.objects.bulk_create(PublicClaim(**owner, **claim) for claim in claims_of(document))
    if is_event:
        PublicTheme.objects.bulk_create(PublicTheme(event=row, **theme) for theme in document["themes"])
        PublicFinding.objects.bulk_create(PublicFinding(event=row, **found) for found in findings_of(publication))
        search.write(row, document)


def event_row(publication: Publication) -> PublicEvent:
    """What axis and list need of an event."""
    document, date = publication.document, publication.document["date"]
    known = [day for day in (date["earliest"], date["latest"]) if day is not None]
    verdicts = Counter(note["verdict"] for note in document["notes"] if note["verdict"] in CRITICAL)
    tellers = {row["quote"]["source"] for row in document["citations"]}
    return PublicEvent(
        code=publication.code,
        slug=publication.slug,
        publication=publication,
        earliest=known[0],
        latest=known[-1],
        importance=document.get("importance", 2),
        standing=document.get("standing", "attested"),
        contested=verdicts.total(),
        voices=len(tellers & set(document["accounts"])),
        state=state_of_accounts(publication.findings),
        literature=state_of(publication.findings, RECORD),
        tellers=" ".join(sorted(tellers)),
        themes=" ".join(sorted(theme["slug"] for theme in document["themes"])),
        terms=" ".join(document.get("terms", [])),
        row=texts_of(document)
        | {"date": date, "themes": document["themes"]}
        | {"readings": readings_of(document), "words": words_of(document)}
        | {"states": states_of(publication.findings), "verdicts": dict(sorted(verdicts.items()))},
    )


def question_row(publication: Publication) -> PublicQuestion:
    """What lists need of a question."""
    document = publication.document
    return PublicQuestion(
        code=publication.code,
        slug=publication.slug,
        publication=publication,
        row=texts_of(document)
        | {"events": document.get("events", [])}
        | ({"stands": document["stands"]} if "stands" in document else {}),
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


LINE = 140  # characters of what an account says that stand in a list


def words_of(document: dict) -> list[dict]:
    """Per source that speaks of it, a line of what it says: the first words that are quoted, and their translations."""
    first = {}
    for row in document["citations"]:
        first.setdefault(row["quote"]["source"], row["quote"])
    texts = ("translation_nl", "translation_en")
    return [
        {"source": source, "quote": quote["code"], "language": quote["language"], "text": line_of(quote["exact"])}
        | {name: line_of(quote[name]) for name in texts if quote.get(name)}
        for source, quote in first.items()
    ]


def line_of(text: str) -> str:
    """A text to the letter, but cut at a word where it is too long for a line."""
    return text if len(text) <= LINE else text[:LINE].rsplit(maxsplit=1)[0].rstrip(" ,;:") + "…"


# The kinds of findings that say how the accounts stand to each other, each to itself, and to the record.
BETWEEN = {"dates_between", "figures_between", "arithmetic_between"}
WITHIN = {"dates_within", "figures_within", "order_within", "arithmetic_within"}
RECORD = {"dates_literature", "figures_literature", "order_literature", "arithmetic_literature"}

# What a state of arithmetic comes to among the states of comparisons.
STANDS = {
    arithmetic.CONSISTENT: agreement.COMPATIBLE,
    arithmetic.STRAINED: agreement.COMPATIBLE,
    arithmetic.IMPOSSIBLE: agreement.CONTRADICT,
}


def state_of_accounts(findings: list[dict]) -> str:
    """How the accounts of an event stand: to each other; and where one contradicts itself, they contradict."""
    if state_of(findings, WITHIN) == agreement.CONTRADICT:
        return agreement.CONTRADICT
    return state_of(findings, BETWEEN)


def state_of(findings: list[dict], kinds: set[str]) -> str:
    """The state that weighs most among findings of these kinds; what two have from one witness was not compared.

    What arithmetic finds impossible contradicts; what can be true together is compatible, for nothing was compared
    that could agree.
    """
    states = (
        (STANDS.get(row["state"], row["state"]), row.get("witness", "")) for row in findings if row["kind"] in kinds
    )
    return agreement.worst(
        state for state, witness in states if state in agreement.WORST_LAST and agreement.is_independent(state, witness)
    )


def states_of(findings: list[dict]) -> dict[str, str]:
    """The worst state per kind of finding, of those that compare."""
    kinds = dict.fromkeys(finding["kind"] for finding in findings)
    states = {kind: state_of(findings, {kind}) for kind in kinds if kind in BETWEEN | WITHIN | RECORD}
    return {kind: state for kind, state in states.items() if state}


def claims_of(document: dict) -> Iterator[dict]:
    """The published uses of sources in a document: the columns of PublicClaim."""
    quotes = {quote["code"]: quote for quote in dictionary.quotes_in(document)}
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
        judged = {"about": about_of(note, document, quote), "reviewed": bool(note.get("reviewer"))}
        yield claim | {"kind": PublicClaim.NOTE, "verdict": note["verdict"]} | judged
        for reference in note.get("references", []):
            yield leaning(reference, note["code"])
    for code in document.get("events", []):
        yield {"kind": PublicClaim.BEARING, "code": code, "row": {}}
    for reference in document.get("references", []) + document.get("date", {}).get("references", []):
        yield leaning(reference, document["code"])


def findings_of(publication: Publication) -> Iterator[dict]:
    """What the checks found in an event: the columns of PublicFinding."""
    document = publication.document
    words = words_claimed(document)
    asked = {row["key"]: {"what_nl": row["what_nl"], "what_en": row["what_en"]} for row in document.get("measures", [])}
    for position, found in enumerate(publication.findings):
        yield {
            "code": found["code"],
            "position": position,
            "kind": found["kind"],
            "state": found["state"],
            "sources": " ".join(found.get("sources", [])),
            "answer": answer_to(found["code"], document["notes"]),
            "row": found
            | {"words": words_of_claims(found, words)}
            | ({"asks": asked[found["measure"]]} if found.get("measure") in asked else {}),
        }


def words_claimed(document: dict) -> dict[str, str]:
    """The words of every claim in an event, by the code that findings know it by."""
    words = {row["quote"]["code"]: row.get("words") or row["quote"]["exact"] for row in document["citations"]}
    words |= {figure["code"]: figure["words"] for figure in document.get("figures", [])}
    return words | {"date": document["date"]["edtf"]}


def words_of_claims(finding: dict, words: dict[str, str]) -> dict[str, str]:
    """The words of the claims that a finding is about, by their code."""
    return {code: words[code] for code in finding.get("claims", []) if code in words}


def answer_to(code: str, notes: list[dict]) -> str:
    """Whether one of these notes answers a finding, or dismisses it."""
    answers = [note for note in notes if note.get("finding") == code]
    if any(note.get("dismisses") for note in answers):
        return PublicFinding.DISMISSED
    return PublicFinding.ANSWERED if answers else ""


def about_of(note: dict, document: dict, quote: dict | None) -> str:
    """What a note judges."""
    if "citations" not in document:
        return PublicClaim.QUESTION
    if note.get("figure"):
        return PublicClaim.ON_FIGURE
    if quote:
        return PublicClaim.WORDS
    return PublicClaim.ON_FINDING if note.get("finding") else PublicClaim.EVENT


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
    names = ("event", "question", "kind", "code", "source", "quote", "verdict", "about", "reviewed", "row")
    claims = PublicClaim.objects.values_list(*names)
    return {
        "PublicEvent": list(PublicEvent.objects.order_by("code").values_list()),
        "PublicQuestion": list(PublicQuestion.objects.order_by("code").values_list()),
        "PublicClaim": sorted(claims, key=repr),
        "PublicTheme": list(PublicTheme.objects.values_list("event", "slug", "name_nl", "name_en")),
        "PublicFinding": list(PublicFinding.objects.order_by("code").values_list()),
        "PublicText": search.held(),
    }
