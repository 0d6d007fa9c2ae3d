"""The desk, one module per model family."""

from timeline.admin import evidence, glossary, opening, record

__all__ = ["evidence", "glossary", "opening", "record"]
