"""The desk, one module per model family."""

from timeline.admin import evidence, glossary, record

__all__ = ["evidence", "glossary", "record"]
