"""The desk, one module per model family."""

from timeline.admin import evidence, findings, glossary, lessons, opening, record

__all__ = ["evidence", "findings", "glossary", "lessons", "opening", "record"]
