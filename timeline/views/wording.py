"""What the checks and the readings say, in sentences."""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from timeline.models import PublicFinding
from timeline.models.evidence import CRITICAL
from timeline.models.evidence import QUESTION_STATES as STATES_OF_QUESTIONS
from timeline.views import explaining

SITE = gettext_lazy("What different accounts say of the same events, in their own words, side by side, and checked.")

# Whole sentences, since word order differs between languages.
FINDINGS = {
    ("dates_within", "agree"): gettext_lazy("Every date that %(one)s gives is the same."),
    ("dates_within", "compatible"): gettext_lazy("The dates that %(one)s gives overlap: all of them can be right."),
    ("dates_within", "contradict"): gettext_lazy(
        "%(one)s contradicts itself: it gives dates that cannot all be right."
    ),
    ("dates_between", "agree"): gettext_lazy("%(one)s and %(other)s give the same date."),
    ("dates_between", "compatible"): gettext_lazy("The dates of %(one)s and %(other)s overlap: both can be right."),
    ("dates_between", "contradict"): gettext_lazy(
        "%(one)s and %(other)s contradict each other: their dates cannot both be right."
    ),
    ("dates_literature", "agree"): gettext_lazy("%(one)s gives the date that the literature and documents give."),
    ("dates_literature", "compatible"): gettext_lazy(
        "The date of %(one)s leaves room for that of the literature and documents."
    ),
    ("dates_literature", "contradict"): gettext_lazy(
        "The date of %(one)s contradicts that of the literature and documents."
    ),
    ("figures_within", "agree"): gettext_lazy("Every figure that %(one)s gives is the same."),
    ("figures_within", "compatible"): gettext_lazy("The figures that %(one)s gives overlap: all can be right."),
    ("figures_within", "contradict"): gettext_lazy(
        "%(one)s contradicts itself: it gives figures that cannot all be right."
    ),
    ("figures_between", "agree"): gettext_lazy("%(one)s and %(other)s give the same figure."),
    ("figures_between", "compatible"): gettext_lazy("The figures of %(one)s and %(other)s overlap: both can be right."),
    ("figures_between", "contradict"): gettext_lazy(
        "%(one)s and %(other)s contradict each other: their figures cannot both be right."
    ),
    ("figures_literature", "agree"): gettext_lazy("%(one)s gives the figure that the literature and documents give."),
    ("figures_literature", "compatible"): gettext_lazy(
        "The figure of %(one)s leaves room for that of the literature and documents."
    ),
    ("figures_literature", "contradict"): gettext_lazy(
        "The figure of %(one)s contradicts that of the literature and documents."
    ),
}
FINDINGS |= {
    ("order_literature", "agree"): gettext_lazy("The recorded dates bear this order out."),
    ("order_literature", "compatible"): gettext_lazy("The recorded dates leave room for this order."),
    ("order_literature", "contradict"): gettext_lazy("The recorded dates contradict this order."),
    ("order_within", "agree"): gettext_lazy("The dates that %(one)s gives itself bear this order out."),
    ("order_within", "compatible"): gettext_lazy("The dates that %(one)s gives itself leave room for this order."),
    ("order_within", "contradict"): gettext_lazy("The dates that %(one)s gives itself contradict this order."),
    ("calendar", "undeclared"): gettext_lazy(
        "%(one)s names a day but no calendar. The Julian calendar was in use there then, so it can mean either."
    ),
    ("silence", "silent"): gettext_lazy("Silent on this event: %(all)s."),
    ("silence", "unspoken"): gettext_lazy("None of the accounts speaks of this event."),
    ("arithmetic_relation", "consistent"): gettext_lazy("These numbers of %(one)s work out as they are stated."),
    ("arithmetic_relation", "strained"): gettext_lazy(
        "These numbers of %(one)s do not work out as they are stated, but rounding could explain it."
    ),
    ("arithmetic_within", "consistent"): gettext_lazy("The numbers of %(one)s can be true together."),
    ("arithmetic_within", "strained"): gettext_lazy(
        "The numbers of %(one)s do not work out together as they are stated, but rounding could explain it."
    ),
    ("arithmetic_within", "impossible"): gettext_lazy(
        "Numbers of %(one)s cannot all be true together: at least one of them must be wrong."
    ),
    ("arithmetic_within", "undecided"): gettext_lazy(
        "Whether the numbers of %(one)s can all be true together could not be worked out in time."
    ),
    ("arithmetic_between", "impossible"): gettext_lazy(
        "Numbers of %(all)s cannot all be true together, though each account by itself allows it."
    ),
    ("arithmetic_between", "undecided"): gettext_lazy(
        "Whether the numbers of %(all)s can all be true together could not be worked out in time."
    ),
    ("arithmetic_literature", "consistent"): gettext_lazy(
        "The numbers of %(all)s can be true together with those of the literature and documents."
    ),
    ("arithmetic_literature", "strained"): gettext_lazy(
        "The numbers of %(all)s do not work out exactly with those of the literature and documents, but rounding could "
        "explain it."
    ),
    ("arithmetic_literature", "impossible"): gettext_lazy(
        "Numbers of %(all)s cannot all be true together with those of the literature and documents."
    ),
    ("arithmetic_literature", "undecided"): gettext_lazy(
        "Whether the numbers of %(all)s can all be true together with those of the literature and documents could not "
        "be worked out in time."
    ),
}
# Of a relation of which no plain sum was made, since a number is hedged or the one is at most the other.
POSSIBLE = gettext_lazy("These numbers of %(one)s can be true together.")
# The page of a finding is called this, by what was compared and how it stands.
HEADLINES = {
    ("dates", "agree"): gettext_lazy("The same date"),
    ("dates", "compatible"): gettext_lazy("Dates that can all be right"),
    ("dates", "contradict"): gettext_lazy("Dates that cannot all be right"),
    ("figures", "agree"): gettext_lazy("The same figure"),
    ("figures", "compatible"): gettext_lazy("Figures that can all be right"),
    ("figures", "contradict"): gettext_lazy("Figures that cannot all be right"),
    ("order", "agree"): gettext_lazy("An order in time that the dates bear out"),
    ("order", "compatible"): gettext_lazy("An order in time that the dates leave room for"),
    ("order", "contradict"): gettext_lazy("An order in time that the dates contradict"),
    ("silence", "silent"): gettext_lazy("Who is silent"),
    ("silence", "unspoken"): gettext_lazy("No account speaks of this"),
    ("calendar", "undeclared"): gettext_lazy("A day without a calendar"),
    ("arithmetic", "consistent"): gettext_lazy("A sum that works out"),
    ("arithmetic", "strained"): gettext_lazy("A sum that works out only with rounding"),
    ("arithmetic", "impossible"): gettext_lazy("Numbers that cannot all be true"),
    ("arithmetic", "undecided"): gettext_lazy("A sum that could not be decided"),
}
CLASHING = {
    2: gettext_lazy("Two numbers that cannot both be true"),
    3: gettext_lazy("Three numbers that cannot all be true"),
    4: gettext_lazy("Four numbers that cannot all be true"),
    5: gettext_lazy("Five numbers that cannot all be true"),
    6: gettext_lazy("Six numbers that cannot all be true"),
}
# What was compared, and how it stands, for whoever chooses among findings.
SUBJECTS = {
    "dates": gettext_lazy("dates"),
    "figures": gettext_lazy("figures"),
    "arithmetic": gettext_lazy("sums"),
    "order": gettext_lazy("order in time"),
    "silence": gettext_lazy("silence"),
    "calendar": gettext_lazy("calendar"),
}
WRONG = PublicFinding.WRONG
QUIET = ("compatible", "consistent", "agree", "silent", "unspoken")
STATES_OF_FINDINGS = {
    "impossible": gettext_lazy("cannot all be true"),
    "contradict": gettext_lazy("contradict each other"),
    "undecided": gettext_lazy("undecided"),
    "undeclared": gettext_lazy("no calendar named"),
    "strained": gettext_lazy("works out only with rounding"),
    "compatible": gettext_lazy("leave room for each other"),
    "consistent": gettext_lazy("can be true together"),
    "agree": pgettext_lazy("they …", "agree"),
    "silent": gettext_lazy("an account is silent"),
    "unspoken": gettext_lazy("no account speaks"),
}
# In a list, and in a sentence.
ANSWERED = {
    PublicFinding.ANSWERED: gettext_lazy("answered"),
    PublicFinding.DISMISSED: gettext_lazy("dismissed"),
}
ANSWERS = {
    "answered": gettext_lazy("answered by an editor"),
    "dismissed": gettext_lazy("dismissed by an editor"),
    "": gettext_lazy("not answered by an editor"),
}
SETTLES = {
    "dates": gettext_lazy(
        "A document of those days with a date on it: minutes, a decree, a newspaper. It must be clear by which "
        "calendar it is dated, and that it is about the same event."
    ),
    "figures": gettext_lazy("The count behind the numbers: who counted, when, and what exactly was counted."),
    "arithmetic": gettext_lazy(
        "The document in which these numbers were first given, with all their digits, and with a word on how each "
        "percentage or total was worked out. It would also show whether we read them together rightly."
    ),
    "order": gettext_lazy("Dated documents of both events, so that the days themselves can be compared."),
    "silence": gettext_lazy(
        "Nothing has to be settled here: whoever is silent denies nothing. But one may ask whether this account had a "
        "reason to mention it."
    ),
    "calendar": gettext_lazy("A document of that day, or a word in the source’s own source that names the calendar."),
}
SEEMING = gettext_lazy("Two numbers that seem to contradict each other sometimes count different things.")
# Why a number stands for a range, by the hedge in the source’s words.
WHY_RANGE = {
    "about": gettext_lazy("“About” leaves ten per cent on either side, or more if the number itself is rounded."),
    "nearly": gettext_lazy("“Nearly” means a little less: down to ten per cent below the number."),
    "over": gettext_lazy("“More than” leaves everything above it open."),
    "under": gettext_lazy("“Less than” leaves everything below it open."),
    "at_least": gettext_lazy("“At least” leaves everything above it open."),
    "at_most": gettext_lazy("“At most” leaves everything below it open."),
    "between": gettext_lazy("The source itself gives two limits."),
}
EXACT = gettext_lazy("Taken as exact.")
COUNTED = gettext_lazy("Counted to the unit, and so taken as exact.")
ROUNDED = gettext_lazy("It is rounded to %(unit)s, so it can be off by %(half)s either way.")
AS_READ = gettext_lazy("As an editor reads it.")
ONE_WITNESS = gettext_lazy("All of this comes from %(witness)s: one witness, however often it is repeated.")
ORDERS = {
    "before": gettext_lazy("this came before"),
    "during": gettext_lazy("this came during"),
    "after": gettext_lazy("this came after"),
}
# In a list: what is compared, and how it stands.
COMPARED = {
    "dates_within": gettext_lazy("dates within one account"),
    "dates_between": gettext_lazy("dates between the accounts"),
    "dates_literature": gettext_lazy("dates against the record"),
    "figures_within": gettext_lazy("figures within one account"),
    "figures_between": gettext_lazy("figures between the accounts"),
    "figures_literature": gettext_lazy("figures against the record"),
    "order_within": gettext_lazy("order in time within one account"),
    "order_literature": gettext_lazy("order in time against the record"),
    "arithmetic_within": gettext_lazy("sums within one account"),
    "arithmetic_between": gettext_lazy("sums between the accounts"),
    "arithmetic_literature": gettext_lazy("sums against the record"),
}
STATES = {
    "agree": pgettext_lazy("they …", "agree"),
    "compatible": pgettext_lazy("they are …", "compatible"),
    "contradict": pgettext_lazy("they …", "contradict"),
}
# Of sums nothing is compared: they can be true together, or not.
STATES_OF_SUMS = {
    "compatible": gettext_lazy("can be true together"),
    "contradict": gettext_lazy("cannot all be true"),
}
# What a reader can choose in the list: the label of the field, "any", and a word for each value.
_COMPARED_WITH = {
    "any": gettext_lazy("any"),
    "agree": pgettext_lazy("they …", "agree"),
    "compatible": pgettext_lazy("they are …", "compatible"),
    "contradict": pgettext_lazy("they …", "contradict"),
    "none": gettext_lazy("nothing to compare"),
}
CHOICES = {
    "told": {
        "": gettext_lazy("told by"),
        "any": gettext_lazy("anyone"),
        "every": gettext_lazy("every account"),
        "some": gettext_lazy("some, others silent"),
        "none": gettext_lazy("no account (context)"),
    },
    "state": {"": gettext_lazy("dates and figures of the accounts")}
    | _COMPARED_WITH
    | {"contradict": gettext_lazy("contradict each other, or themselves")},
    "record": {"": gettext_lazy("dates and figures against the record")} | _COMPARED_WITH,
    "account": {"": gettext_lazy("account"), "any": gettext_lazy("anyone")},
    "theme": {"": gettext_lazy("theme"), "any": gettext_lazy("any")},
    "importance": {
        "": gettext_lazy("importance"),
        "any": gettext_lazy("all events"),
        "3": gettext_lazy("main events"),
        "2": gettext_lazy("all but background"),
    },
    "standing": {
        "": gettext_lazy("standing"),
        "any": gettext_lazy("any"),
        "attested": gettext_lazy("attested"),
        "alleged": gettext_lazy("alleged"),
        "planned": gettext_lazy("planned"),
    },
    "contested": {"": gettext_lazy("contested"), "yes": gettext_lazy("contested only")},
}
QUESTION_STATES = dict(STATES_OF_QUESTIONS)
# Where in an event a search found what was typed.
PLACES = {
    "title": gettext_lazy("in the title"),
    "summary": gettext_lazy("in the summary"),
    "note": gettext_lazy("in a note"),
    "term": gettext_lazy("in another spelling or form"),
}
PLACES_OF = {
    "quote": gettext_lazy("in the words of %(name)s"),
    "translation": gettext_lazy("in the translation of the words of %(name)s"),
    "speaker": gettext_lazy("in the name of a speaker, quoted by %(name)s"),
}
VERDICTS = {
    "supported": (gettext_lazy("supported"), gettext_lazy("The record bears the words out.")),
    "contested": (
        gettext_lazy("contested"),
        gettext_lazy("Serious literature disagrees, or the words hold only in part or in one sense."),
    ),
    "contradicted": (gettext_lazy("contradicted"), gettext_lazy("The record says otherwise.")),
    "miscalculated": (gettext_lazy("miscalculated"), gettext_lazy("The sum does not follow from its own numbers.")),
    "misdated": (gettext_lazy("misdated"), gettext_lazy("It happened, but at another date.")),
    "unsupported": (gettext_lazy("unsupported"), gettext_lazy("We found nothing that bears this out.")),
    "context": (gettext_lazy("context"), gettext_lazy("No judgement: what a reader should know beside these words.")),
}
# A mark beside the word, for the eye that runs down a page; the word says it all. What is critical has the notched sign
# that the drawing counts it with.
MARKS = {"supported": "✓", "context": "…"}
STANDINGS = {
    "alleged": (
        gettext_lazy("alleged"),
        gettext_lazy("A source says that this happened; the record does not show it."),
    ),
    "planned": (gettext_lazy("planned"), gettext_lazy("This was to happen; here it stands as a plan.")),
}
HEDGES = {
    "about": gettext_lazy("about"),
    "nearly": gettext_lazy("nearly"),
    "over": gettext_lazy("more than"),
    "under": gettext_lazy("less than"),
    "at_least": gettext_lazy("at least"),
    "at_most": gettext_lazy("at most"),
    "between": gettext_lazy("between"),
}
NATURES = {
    "stock": gettext_lazy("as it stood at one moment"),
    "flow": gettext_lazy("over a period"),
    "ratio": gettext_lazy("a share"),
}
SHARE = ("share ", "deel ")  # how the unit of a measure that is a share begins
# An interval of which one end is open, by the hedge in the source's words; the others say the plain bound.
OPEN_ABOVE = {"over": gettext_lazy("more than %(number)s")}
OPEN_BELOW = {"under": gettext_lazy("less than %(number)s")}
AT_LEAST, AT_MOST = gettext_lazy("at least %(number)s"), gettext_lazy("at most %(number)s")
FIRST = gettext_lazy("first published")
ACTIONS = {
    "edited": gettext_lazy("edited"),
    "recomputed": gettext_lazy("checks computed again; nothing was edited"),
    "withdrawn": gettext_lazy("withdrawn"),
}


def finding_sentence(finding: dict, names: dict[str, str]) -> str:
    """A finding as a sentence; ``names`` are the short names of the sources by slug."""
    told = [names.get(slug, slug) for slug in finding.get("sources", [])] + ["", ""]
    template = FINDINGS.get((finding["kind"], finding["state"]))
    if template is None:
        return _("Of the claims %(claims)s not all can be right.") % {"claims": ", ".join(finding.get("claims", []))}
    if finding["kind"] == "arithmetic_relation" and is_merely_possible(finding):
        template = POSSIBLE
    sentence = str(template) % {"one": told[0], "other": told[1], "all": in_a_row(filter(None, told))}
    if witness := finding.get("witness"):
        sentence += " " + str(ONE_WITNESS) % {"witness": names.get(witness, witness)}
    return sentence


def is_merely_possible(finding: dict) -> bool:
    """Whether numbers can be true together, and no plain sum of them shows it."""
    return finding["state"] == "consistent" and not (finding.get("ranges") or {}).get("nominal")


def in_a_row(names: Iterable[str]) -> str:
    """Names in a sentence: “a, b and c”."""
    *first, last = list(names) or [""]
    return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def subject_of(kind: str) -> str:
    """What a kind of finding is about: dates, figures, arithmetic, order, silence or calendar."""
    return kind.partition("_")[0]


def headline(finding: dict) -> str:
    """A finding in a few words; where one set of numbers clashes, how many they are."""
    sets = finding.get("sets", [])
    if len(sets) == 1 and len(sets[0]) in CLASHING:
        return str(CLASHING[len(sets[0])])
    if is_merely_possible(finding):
        return _("Numbers that can be true together")
    return str(HEADLINES.get((subject_of(finding["kind"]), finding["state"]), _("A finding")))


def settles(finding: dict) -> str:
    """What would settle it; where nothing seems to contradict, no more than what to look for."""
    subject = subject_of(finding["kind"])
    if subject == "figures" and finding["state"] in WRONG:
        return f"{SETTLES[subject]} {SEEMING}"
    return str(SETTLES[subject])


def why_range(
    hedge: str,
    low: Fraction | None,
    high: Fraction | None,
    value: Fraction | None,
    language: str,
    *,
    whole: bool = False,
) -> str:
    """Why a stated number stands for this range; ``whole`` says that whole things are counted."""
    if hedge in WHY_RANGE:
        return str(WHY_RANGE[hedge])
    if low == high:
        return str(EXACT)
    if whole and None not in (low, high) and ceil(low) == floor(high):
        return str(COUNTED)
    if None in (low, high, value) or high - value != value - low:
        return str(AS_READ)
    return str(ROUNDED) % {
        "unit": explaining.number(high - low, language),
        "half": explaining.number(high - value, language),
    }


def states_in_words(states: dict[str, str]) -> list[dict]:
    """The states of an index row: what was compared, how it stands, and the bare state for its mark."""
    return [
        {"kind": kind, "compared": COMPARED[kind], "words": state_in_words(kind, state), "state": state}
        for kind, state in states.items()
        if kind in COMPARED and state in STATES
    ]


def state_in_words(kind: str, state: str) -> str:
    """How what was compared stands, in a word or two that follow what it is."""
    return (STATES_OF_SUMS if subject_of(kind) == "arithmetic" else {}).get(state, STATES[state])


def verdict(name: str) -> dict:
    """A verdict as its word, what it means, and its mark."""
    word, meaning = VERDICTS.get(name, (name, ""))
    critical = name in CRITICAL
    return {"name": name, "word": word, "meaning": meaning, "mark": MARKS.get(name, ""), "critical": critical}


def verdicts_in_words(counts: dict[str, int]) -> list[dict]:
    """How many critical notes there are of each verdict: the most frequent first, then in the order of the codebook."""
    told = [verdict(name) | {"count": counts[name]} for name in VERDICTS if name in CRITICAL and counts.get(name)]
    return sorted(told, key=lambda row: -row["count"])


def quiet_words(states: list[dict]) -> str:
    """One line for an event in which nothing contradicts; empty where something does, or nothing was compared."""
    if not states or any(state["state"] == "contradict" for state in states):
        return ""
    of = {subject_of(state["kind"]) for state in states}
    compared = in_a_row(str(words) for subject, words in SUBJECTS.items() if subject in of)
    return _("%(compared)s: no contradiction") % {"compared": compared}


def place_in_words(part: dict, names: dict[str, str]) -> str:
    """Where a piece of an event's words stands (``search.parts_of``)."""
    if part["place"] in PLACES:
        return str(PLACES[part["place"]])
    return PLACES_OF[part["place"]] % {"name": names.get(part["source"]) or _("a source")}


def nature(unit: str, name: str) -> str:
    """What kind of number answers a measure; empty where its unit says so. A ratio is not always a share."""
    if name != "ratio" or explaining.is_percent(unit, name):
        return str(NATURES.get(name, ""))
    return "" if unit.startswith(SHARE) else _("a ratio")


def unit_after(unit: str, name: str, language: str) -> str:
    """What a share needs behind its number: the sign of per cent, or of what it is a part (“of 1913”)."""
    if explaining.is_percent(unit, name):
        return explaining.PERCENT[language]
    return f" {unit.partition(' ')[2]}" if name == "ratio" and unit.startswith(SHARE) else ""


def interval(low: str, high: str, hedge: str) -> str:
    """An interval, its ends already written as numbers; the hedge decides how an open end is said."""
    if low and high:
        return low if low == high else f"{low} – {high}"
    template = OPEN_ABOVE.get(hedge, AT_LEAST) if low else OPEN_BELOW.get(hedge, AT_MOST)
    return template % {"number": low or high}


def counted(events: int, questions: int) -> str:
    """“3 events, 1 question”; what there is none of is left out."""
    parts = [
        ngettext("%(number)d event", "%(number)d events", events) % {"number": events} if events else "",
        ngettext("%(number)d question", "%(number)d questions", questions) % {"number": questions} if questions else "",
    ]
    return ", ".join(filter(None, parts))
