"""Three questions to ask of quotes before reading what anybody made of them: who speaks, in which words, and who else.

After how historians read (sourcing, close reading, corroboration), in the words of a school.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from timeline import index
from timeline.checks import agreement


def three_questions(columns: list[dict], figures: list[dict], findings: list[dict]) -> list[dict]:
    """A title and a task each; what they ask fits who speaks, and gives no answer away."""
    last = corroboration(columns, findings)
    return [
        sourcing(columns),
        close_reading(figures),
        last | {"task": " ".join([last["task"], *dating(columns, findings)])},
    ]


def sourcing(columns: list[dict]) -> dict:
    if sum(bool(column["citations"]) for column in columns) > 1:
        return {
            "title": _("Who is speaking in each source, as far as you can tell?"),
            "task": _("What does each want you to think? Write down one thing from each that shows it."),
        }
    return {
        "title": _("Who is speaking here, as far as you can tell?"),
        "task": _("What does it want you to think? Write down one thing in the quotes that shows it."),
    }


def close_reading(figures: list[dict]) -> dict:
    quoted = sum(bool(figure.get("quote")) for figure in figures)
    if quoted:
        task = _(
            "Underline one word that gives an opinion. Then pick one number: what exactly was counted, and who could "
            "have counted it?"
        )
        if quoted > 1:
            task += " " + _("Take the numbers in these quotes: can all of them be true together? Work it out.")
    else:
        task = _(
            "Underline one thing that you could check, and one that is an opinion. What is left of the quote if you "
            "leave the opinion out?"
        )
    return {"title": _("Which words do they choose?"), "task": task}


def dating(columns: list[dict], findings: list[dict]) -> list[str]:
    """Asked of each account whose dates cannot all be right, if they stand in its words for everyone to see."""
    parted = {
        slug
        for found in findings
        if (found["kind"], found["state"]) == ("dates_within", agreement.CONTRADICT)
        for slug in found["sources"]
    }
    return [
        _("%(name)s gives more than one date for this event. Which one would you trust, and why?")
        % {"name": column["source"]["name"]}
        for column in columns
        if column["source"]["slug"] in parted and len(stated_dates(column)) > 1
    ]


def stated_dates(column: dict) -> set[str]:
    return {citation["date_words"] for citation in column["citations"] if citation["origin"] == "stated"}


def corroboration(columns: list[dict], findings: list[dict]) -> dict:
    silent = [column["source"]["name"] for column in columns if not column["citations"]]
    if silent:
        task = ngettext(
            "%(names)s does not mention this event. Why might that be? Before you believe the quotes, what else would "
            "you want to read, and written by whom?",
            "These accounts do not mention this event: %(names)s. Why might that be? Before you believe the quotes, "
            "what else would you want to read, and written by whom?",
            len(silent),
        ) % {"names": ", ".join(silent)}
        return {"title": _("Who else should you ask?"), "task": task}
    if len(columns) < 2:
        task = _(
            "Only one source speaks here. Who else could have known? What would you want to read before you believe it?"
        )
        return {"title": _("Who else should you ask?"), "task": task}
    if index.state_of(findings, index.BETWEEN) == agreement.AGREE:
        task = _(
            "What do the accounts all say? Could they have it from the same place? What else would you want to see "
            "before you believe it?"
        )
    else:
        task = _(
            "Put the accounts side by side. What do they all say? Is there a point on which they cannot all be right? "
            "How could you find out?"
        )
    return {"title": _("Do they tell the same story?"), "task": task}
