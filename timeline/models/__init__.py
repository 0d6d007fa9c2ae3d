"""The tables: the argument at the desk (``evidence``), the glossary, and what was saved and published (``public``)."""

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
from timeline.models.public import Address, Publication, PublicClaim, PublicEvent, PublicQuestion, Revision

__all__ = [
    "Address",
    "Citation",
    "Event",
    "Figure",
    "Measure",
    "Note",
    "Order",
    "Position",
    "PublicClaim",
    "PublicEvent",
    "PublicQuestion",
    "Publication",
    "Question",
    "Reference",
    "Relation",
    "Revision",
    "Term",
    "Theme",
]
