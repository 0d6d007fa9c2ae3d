"""The desk, one module per model family."""

from timeline.admin import evidence, record

__all__ = ["evidence", "record"]
