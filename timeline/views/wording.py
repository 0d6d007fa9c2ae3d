"""What the checks and the readings say, in sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from timeline.models.evidence import CRITICAL

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
}
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
}
STATES = {
    "agree": pgettext_lazy("they …", "agree"),
    "compatible": pgettext_lazy("they are …", "compatible"),
    "contradict": pgettext_lazy("they …", "contradict"),
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
    sentence = str(template) % {"one": told[0], "other": told[1]}
    if witness := finding.get("witness"):
        sentence += " " + str(ONE_WITNESS) % {"witness": names.get(witness, witness)}
    return sentence


def states_in_words(states: dict[str, str]) -> list[dict]:
    """The states of an index row: what was compared, how it stands, and the bare state for its mark."""
    return [
        {"kind": kind, "compared": COMPARED[kind], "words": STATES[state], "state": state}
        for kind, state in states.items()
        if kind in COMPARED and state in STATES
    ]


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
    of = {state["kind"].partition("_")[0] for state in states}
    if of == {"dates"}:
        return _("dates: no contradiction")
    if of == {"figures"}:
        return _("figures: no contradiction")
    return _("dates and figures: no contradiction")


def place_in_words(part: dict, names: dict[str, str]) -> str:
    """Where a piece of an event's words stands (``search.parts_of``)."""
    if part["place"] in PLACES:
        return str(PLACES[part["place"]])
    return PLACES_OF[part["place"]] % {"name": names.get(part["source"]) or _("a source")}


def interval(low: str, high: str, hedge: str) -> str:
    """An interval, its ends already written as numbers; the hedge decides how an open end is said."""
    if low and high:
        return low if low == high else f"{low} – {high}"
    template = OPEN_ABOVE.get(hedge, AT_LEAST) if low else OPEN_BELOW.get(hedge, AT_MOST)
    return template % {"number": low or high}
