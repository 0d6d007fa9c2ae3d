"""Add a text to a source, from a file."""

from django.db.models import Max

from sources import importers
from sources.models import Source, Text, kept_divisions


def read_text(source: Source, raw: bytes, raw_name: str, importer: str = "auto") -> Text:
    """The next text of a source, read from a file and not yet stored. Raises importers.Unreadable."""
    imported = importers.read(raw, importer)
    last = source.texts.aggregate(Max("number"))["number__max"] if source.pk else None
    return Text(
        source=source,
        number=(last or 0) + 1,
        body=imported.body,
        divisions=kept_divisions(imported.divisions),
        raw=raw,
        raw_name=raw_name,
        importer=imported.importer,
    )
