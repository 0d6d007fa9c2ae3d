"""The tables: the argument (``evidence``), what is public (``public``), lessons, and words and ways in (``glossary``,
``opening``).
"""

from timeline.models.evidence import (
    Citation,
    Event,
    Figure,
    Measure,
    Note,
    Order,
    Position,
    Question,
    Reference,
    Relation,
    Theme,
)
from timeline.models.glossary import Term
from timeline.models.lessons import Lesson, LessonItem
from timeline.models.opening import Opening
from timeline.models.public import (
    Address,
    Publication,
    PublicClaim,
    PublicEvent,
    PublicFinding,
    PublicQuestion,
    PublicText,
    PublicTheme,
    Revision,
)

__all__ = [
    "Address",
    "Citation",
    "Event",
    "Figure",
    "Lesson",
    "LessonItem",
    "Measure",
    "Note",
    "Opening",
    "Order",
    "Position",
    "PublicClaim",
    "PublicEvent",
    "PublicFinding",
    "PublicQuestion",
    "PublicText",
    "PublicTheme",
    "Publication",
    "Question",
    "Reference",
    "Relation",
    "Revision",
    "Term",
    "Theme",
]
