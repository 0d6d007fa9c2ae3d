"""Whether dates and figures agree: between sources, within one, and with the literature. Pure.

Two intervals *agree* when their bounds are equal, are *compatible* when they overlap, and *contradict* each other when
they do not. This speaks of dates and numbers only: two accounts can agree on the day and fight over its meaning.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from sources.codes import ALPHABET

AGREE, COMPATIBLE, CONTRADICT = "agree", "compatible", "contradict"
WORST_LAST = (AGREE, COMPATIBLE, CONTRADICT)
LITERATURE = ""


@dataclass(frozen=True)
class Claim:
    """An interval that somebody gives: the source's slug (LITERATURE for the record) and a code to point at it.

    ``low`` and ``high`` are inclusive, in any ordered unit (day numbers, exact numbers); None leaves that side open.
    ``witness`` is the slug of the work that the claim leans on: a claim of a work leans on that work itself.
    """

    code: str
    source: str
    low: object
    high: object
    witness: str = ""


@dataclass(frozen=True)
class Finding:
    """What was computed: ``kind`` (dates or figures; within, between or literature), its state, and who is involved.

    ``witness`` is named where all of them have it from one work: then they are one voice, however often it is repeated.
    """

    kind: str
    state: str
    sources: tuple[str, ...]
    claims: tuple[str, ...]
    measure: str = ""
    witness: str = ""

    @property
    def subject(self) -> str:
        """What tells two findings apart that have their kind and their claims in common."""
        return self.measure


def compare(one: Claim, other: Claim) -> str:
    """``agree``, ``compatible`` or ``contradict``."""
    if (one.low, one.high) == (other.low, other.high):
        return AGREE
    return COMPATIBLE if begins_in_time(one, other) and begins_in_time(other, one) else CONTRADICT


def begins_in_time(one: Claim, other: Claim) -> bool:
    """Whether ``one`` begins before ``other`` is over."""
    return one.low is None or other.high is None or one.low <= other.high


def worst(states: Iterable[str]) -> str:
    """The state that weighs most, or an empty string where nothing was compared."""
    return max(states, key=WORST_LAST.index, default="")


def findings(claims: Iterable[Claim], subject: str, measure: str = "") -> Iterator[Finding]:
    """Every comparison among the answers to one question: ``subject`` is ``dates`` or ``figures``."""
    by_source = defaultdict(list)
    for claim in claims:
        by_source[claim.source].append(claim)
    record = by_source.pop(LITERATURE, [])
    for source, own in by_source.items():
        yield from finding(f"{subject}_within", combinations(own, 2), (source,), measure)
    for (one, its), (other, theirs) in combinations(by_source.items(), 2):
        yield from finding(f"{subject}_between", product(its, theirs), (one, other), measure)
    for source, own in by_source.items():
        yield from finding(f"{subject}_literature", product(own, record), (source,), measure)


def finding(kind: str, pairs: Iterable[tuple[Claim, Claim]], sources: tuple, measure: str) -> Iterator[Finding]:
    """One finding for the pairs that weigh most, with the claims of those pairs in order of appearance; and one more
    for each witness on whom both claims of a pair lean."""
    groups = defaultdict(list)
    for pair in pairs:
        groups[witness_of(*pair)].append((compare(*pair), pair))
    for witness, states in sorted(groups.items()):
        state = worst(state for state, _pair in states)
        codes = dict.fromkeys(claim.code for its, pair in states if its == state for claim in pair)
        yield Finding(kind, state, sources, tuple(codes), measure, witness)


def witness_of(one: Claim, other: Claim) -> str:
    """The work on which both claims lean, or an empty string. A source that repeats itself is no such case."""
    return leaned_on(one) if one.source != other.source and leaned_on(one) == leaned_on(other) else ""


def leaned_on(claim: Claim) -> str:
    """Whose word a claim is, in the end: that of its witness, or of its own source."""
    return claim.witness or claim.source


def is_independent(state: str, witness: str) -> bool:
    """Whether a comparison counts for the state of the whole: two who lean on one witness and do not contradict each
    other count once, so that nothing was compared."""
    return not witness or state == CONTRADICT


def finding_code(event: str, found: Finding) -> str:
    """The permanent code of a finding: it follows from the event, the kind and the claims (or, for a silence, the
    sources; and what they are held against, where it is a measure or a relation), and from nothing else."""
    parts = [event, found.kind, found.subject, *sorted(found.claims or found.sources)]
    parts += [found.witness] if found.witness else []
    number = int.from_bytes(hashlib.sha256("|".join(parts).encode()).digest()[:5], "big")
    return "".join(ALPHABET[number >> shift & 31] for shift in range(0, 40, 5))
