"""The openings of the first screen, as they are shipped: where they lead, and that what they say is there."""

import re

from timeline.models import Opening, PublicClaim, PublicEvent


def test_every_shipped_opening_leads_to_a_page_in_both_languages(shipped, client):
    assert Opening.objects.count() == 3
    for opening in Opening.objects.all():
        for language in ("nl", "en"):
            address = f"/{language}/e/{opening.code}/" if opening.code else f"/{language}/?{opening.leads_to}"
            assert client.get(address, follow=True).status_code == 200


def test_the_four_numbers_of_the_first_opening_stand_in_quotes_of_its_event(shipped):
    opening = Opening.objects.get(slug="four-numbers")
    note = PublicClaim.objects.get(kind="note", code=opening.code)
    assert note.verdict == "miscalculated"
    quotes = " ".join(note.event.claims.filter(kind="citation").values_list("quote__exact", flat=True))
    numbers = re.findall(r"\d[\d.,]*\d(?=\s?%| miljoen| stemmen)", opening.text_nl)
    assert len(numbers) == 4
    for number in numbers:
        assert number in quotes


def test_what_neither_mentions_names_events_that_no_account_tells(shipped):
    silent = " ".join(
        row["title_nl"] + row["summary_nl"] for row in PublicEvent.objects.told_by_none().values_list("row", flat=True)
    )
    for name in ("Kronstadt", "ongersnood", "00447"):
        assert name in silent
