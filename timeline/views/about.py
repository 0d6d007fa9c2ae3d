"""How this site works, in short."""

from urllib.parse import quote

from django.conf import settings
from django.db.models import Count
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sources import numbers
from timeline.models import PublicClaim
from timeline.views import reading, wording
from timeline.views.localise import localised
from timeline.views.public import head_of, page, render

CONTENTS = [
    ("method", gettext_lazy("What you see")),
    ("dates", gettext_lazy("Dates")),
    ("figures", gettext_lazy("Figures")),
    ("codebook", gettext_lazy("What the verdicts mean")),
    ("drawing", gettext_lazy("How to read the drawing")),
    ("balance", gettext_lazy("The balance between the accounts")),
    ("responsibility", gettext_lazy("Who answers for this")),
    ("report", gettext_lazy("Have you found a mistake?")),
    ("cite", gettext_lazy("How to cite and share")),
    ("privacy", gettext_lazy("Privacy")),
    ("accessibility", gettext_lazy("Accessibility")),
    ("colophon", gettext_lazy("Colophon")),
]


@page()
def about(request):
    """The method, the codebook of verdicts, and who answers for it."""
    described = _("How this site reads its sources, what its verdicts mean, and who has looked at them.")
    verdicts = [wording.verdict(name) for name in wording.VERDICTS]
    hedges = [
        {"word": wording.HEDGES.get(row.name, _("none")), "nl": row.nl, "en": row.en, "rule": _(row.rule)}
        for row in numbers.HEDGES
    ]
    contents = [(anchor, str(name)) for anchor, name in CONTENTS]
    context = {"verdicts": verdicts, "hedges": hedges, "balance": balance(), "contents": contents, "contact": contact()}
    return render("pages/about.html", head_of(request, _("How this site works"), described), context)


def contact() -> dict | None:
    """Where readers can report a mistake; None where whoever runs this site has named nothing."""
    given = settings.CONTACT
    if not given:
        return None
    is_page = "://" in given
    return {"words": given, "page": is_page, "url": given if is_page else f"mailto:{quote(given, safe='@')}"}


def balance() -> list[dict]:
    """Per account: of how many events it speaks, how many of its quotes are cited, and how its notes are spread."""
    counted = PublicClaim.objects.filter(kind__in=[PublicClaim.CITATION, PublicClaim.NOTE]).values(
        "source", "kind", "verdict"
    )
    counts = list(counted.annotate(claims=Count("pk"), events=Count("event", distinct=True)).order_by("source"))
    rows = []
    for account in localised(reading.accounts(), get_language()):
        own = [row for row in counts if row["source"] == account["slug"]]
        cited = next((row for row in own if row["kind"] == PublicClaim.CITATION), {"claims": 0, "events": 0})
        notes = {row["verdict"]: row["claims"] for row in own if row["kind"] == PublicClaim.NOTE}
        rows.append(
            {
                "account": account,
                "events": cited["events"],
                "quotes": cited["claims"],
                "notes": sum(notes.values()),
                "verdicts": [
                    wording.verdict(name) | {"count": notes[name]} for name in wording.VERDICTS if name in notes
                ],
            }
        )
    return rows
