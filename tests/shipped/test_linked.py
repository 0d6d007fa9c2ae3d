"""What the pages of the first corpus say to machines, and what their formulas call the figures."""

import json
import re

from django.urls import reverse

from sources.models import Source
from tests.views.vocabulary import complaints
from timeline.models import Event, PublicEvent, PublicQuestion

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


def pages() -> list[str]:
    """The address of every event, question and source."""
    kinds = {"event": PublicEvent.objects, "question": PublicQuestion.objects, "source": Source.objects.published()}
    return [reverse(name, args=[slug]) for name, rows in kinds.items() for slug in rows.values_list("slug", flat=True)]


def test_every_page_speaks_schema_org_and_reviews_nothing_that_only_its_author_has_seen(client, shipped):
    kinds = set()
    for path in pages():
        [block] = SCRIPT.findall(client.get(path).content.decode())
        data = json.loads(block)
        assert list(complaints(data)) == [], path
        kinds |= {node["@type"] for node in data.get("@graph", [data])}
    assert {"Event", "Quotation", "Claim", "Book"} <= kinds
    assert "ClaimReview" not in kinds


def test_every_measure_has_a_name_of_its_own_in_formulas(shipped):
    for event in Event.objects.filter(measures__isnull=False).distinct():
        measures = list(event.measures.all())
        for language in ("nl", "en"):
            names = {getattr(measure, f"name_{language}") for measure in measures}
            assert "" not in names
            assert len(names) == len(measures), event.slug
