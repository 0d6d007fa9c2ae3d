"""Every component with sample data, rendered from the templates that the pages use; for those who build them."""

import re
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from timeline import axis
from timeline.views import charting, wording
from timeline.views.public import head_of, page, render

STYLESHEET = settings.BASE_DIR / "static" / "css" / "site.css"
DARK = "@media screen and (prefers-color-scheme: dark)"
GROUNDS = ("paper", "panel", "mark")
LINK = "https://example.org/e/0ct917/"
WORDS_OPEN = "meer dan 500.000"
WORDS = ("Tachtig jaar geleden werd deze grondwet aangenomen.", "This constitution was adopted eighty years ago.")


@page()
def components(request):
    """Colours, type and components."""
    described = _("What the pages of this site are made of, for those who build them.")
    head = head_of(request, _("Components"), described, indexed=False)
    context = {"colours": colours(), "sizes": sizes(), "parts": parts(request)}
    return render("components/components.html", head, context)


# --- tokens, as the stylesheet has them -------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def stylesheet() -> str:
    return STYLESHEET.read_text()


def tokens(css: str, dark: bool = False) -> dict[str, str]:
    """The colours that the stylesheet defines, by name; what dark does not define anew stays as it was."""
    light = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css[: css.index("@media")]))
    if not dark:
        return light
    block = css[css.index(DARK) :]
    return light | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[: block.index("\n}\n")]))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def colours() -> list[dict]:
    """Every colour, light and dark, with its contrast on each ground that text stands on."""
    themes = [tokens(stylesheet()), tokens(stylesheet(), dark=True)]
    return [{"name": name, "themes": [swatch(name, theme) for theme in themes]} for name in themes[0]]


def swatch(name: str, theme: dict[str, str]) -> dict:
    return {"colour": theme[name], "ratios": [f"{contrast(theme[name], theme[ground]):.1f}" for ground in GROUNDS]}


def sizes() -> list[dict]:
    """The sizes of type, and of space, by name."""
    found = re.findall(r"--((?:text|space)[\w-]*): ([^;]+);", stylesheet())
    return [{"name": name, "size": size, "text": name.startswith("text")} for name, size in found]


# --- samples ----------------------------------------------------------------------------------------------------------


def component(name: str, use: str, template: str, about: str = "", context: dict | None = None) -> dict:
    """A piece of a page: the line that includes it (or its markup), what to mind, and how it looks."""
    place = "part-" + slugify(name)
    return {"name": name, "id": place, "use": use, "about": about, "shown": render_to_string(template, context)}


def account(lane: int, name: str) -> dict:
    return {"lane": lane, "name": name, "slug": "", "shape": axis.shape_of(lane - 1)}


def note(verdict: str, number: int) -> dict:
    """A note as a page shows it."""
    return {
        "code": "sample",
        "number": number,
        "verdict": wording.verdict(verdict),
        "words": WORDS[0],
        "reason": _("The **record** says otherwise, and this is why."),
        "references": [{"known": False, "words": "Getty 1991"}],
        "author": "Els",
        "terms": None,
    }


def chart(accounts: list[dict]) -> dict:
    """A chart as a page shows it: every kind of bar, and one that was worked out."""
    figures = []
    for place, source in enumerate(accounts, 1):
        read = {"low": f"{place}40000", "high": f"{place + 1}60000", "value": f"{place + 1}00000"}
        said = {"source": source, "name": source["name"], "reference": None, "language": "nl"}
        figures.append(said | {"words": f"{place + 1}00.000", "answer": charting.answer(read)})
    figures[-1] |= {"words": WORDS_OPEN, "answer": charting.answer({"low": "500000", "value": "500000"})}
    book = {"source": None, "name": "Getty 1991", "reference": {"slug": ""}, "language": "nl", "words": "312.000"}
    figures.append(book | {"answer": charting.answer({"low": "311500", "high": "312500", "value": "312000"})})
    worked = {"kind": charting.WORKED, "lane": 0, "others": figures[:2], "interval": "290.000 – 350.000"}
    worked["answer"] = charting.answer({"low": "290000", "high": "350000"})
    measure = {"nature": "stock", "unit": _("persons")}
    return charting.chart_of(measure, figures, [worked], get_language())


def parts(request) -> list[dict]:
    """The components, the smallest first."""
    samples = [account(lane, _("Account %(number)d") % {"number": lane}) for lane in range(1, 6)]
    verdicts = [wording.verdict(name) | {"count": number} for number, name in enumerate(wording.VERDICTS, 1)]
    states = [{"state": state, "words": words} for state, words in wording.STATES.items()]
    head = head_of(request, _("Components"), "", indexed=False)
    return [
        component(
            _("Account"),
            '{% include "_account.html" with source=account only %}',
            "components/_accounts.html",
            _("Shape, colour and name together; silent ones hollow. A column adds the rule of its account."),
            {"accounts": samples},
        ),
        component(
            _("Verdict"),
            '{% include "_verdict_mark.html" with verdict=verdict only %}{{ verdict.word }}',
            "components/_verdicts.html",
            _("What is critical has the notched sign of the drawing. Inside class “verdict-…”."),
            {"verdicts": verdicts},
        ),
        component(
            _("Count of critical notes"),
            '{% include "_verdicts.html" with verdicts=event.verdicts only %}',
            "_verdicts.html",
            context={"verdicts": [row for row in verdicts if row["critical"]][:2]},
        ),
        component(
            _("State"),
            '{% include "_state.html" with state=state words=words compared=compared only %}',
            "components/_states.html",
            _("Computed, of dates and figures. Only a contradiction is coloured like a verdict."),
            {"states": states},
        ),
        component(
            _("Quote"),
            '<blockquote lang="nl"><p>…</p></blockquote>',
            "components/_quote.html",
            _("Words of a source in the serif, in its language; “mark” is judged, dots are under a date."),
            {"words": WORDS[0], "translation": WORDS[1], "source": samples[0]},
        ),
        component(
            _("Note"),
            '{% include "events/_note.html" with note=note only %}',
            "components/_notes.html",
            _("Linked to with “#note-…”, it stands on the colour of a mark."),
            {"notes": [note("contradicted", 1) | {"reviewer": "Jan"}, note("supported", 2) | {"code": "sample-2"}]},
        ),
        component(
            _("Chips"),
            '<ul class="chips">',
            "components/_chips.html",
            _("Links that choose one of a few; the chosen one has aria-current."),
            {"accounts": samples[:2]},
        ),
        component(
            _("Fields and buttons"),
            '<div class="field">, <button>, <a class="button">, <form class="search">',
            "components/_controls.html",
            _("A field in error has aria-invalid and aria-describedby, which leads to class “wrong”."),
        ),
        component(_("Details"), "<details><summary>", "components/_details.html"),
        component(_("Particulars"), '<dl class="particulars">', "components/_particulars.html", context={"head": head}),
        component(_("Notice above a page"), '<div class="bar">', "components/_bars.html"),
        component(
            _("Table"),
            '<div class="scroll" tabindex="0" role="group" aria-labelledby="…"><table>',
            "components/_table.html",
            _("The group can be scrolled with the keyboard. With class “figures” it becomes a list on a phone."),
        ),
        component(
            _("Chart of answers"),
            '{% include "events/_chart.html" with chart=chart only %}',
            "events/_chart.html",
            _("Every answer on one scale; with “table=True” where a table beside it says the same."),
            {"chart": chart(samples)},
        ),
        component(_("On this page"), '<nav class="toc" aria-label="…">', "components/_toc.html"),
        component(_("Pages of a list"), '<nav class="pager" aria-label="…">', "components/_pager.html"),
        component(_("Small facts"), '<ul class="facts">', "components/_rows.html"),
        component(
            _("Something to copy"),
            '{% include "_share/_field.html" with id="share-link" label=label value=share.link button=button only %}',
            "_share/_field.html",
            context={"id": "share-link", "label": _("Permanent link"), "value": LINK, "button": _("Copy link")},
        ),
        component(
            _("Way on from an error"),
            '{% include "errors/_way_on.html" with status=404 advice=advice only %}',
            "errors/_way_on.html",
            context={"status": 404, "advice": _("Did you copy the whole address? Or search for it here:")},
        ),
    ]
