"""The part of schema.org that pages may use, to check JSON-LD against without asking anybody."""

import re
from collections.abc import Iterator

TEXT, ADDRESS, DAY, LANGUAGE = "Text", "URL", "Date", "Language"
LITERALS = {
    TEXT: re.compile(r".+", re.S),
    ADDRESS: re.compile(r"https?://\S+"),
    DAY: re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d[+]\d\d:\d\d)?)?)?"),
    LANGUAGE: re.compile(r"[a-z]{2,3}(-\w+)*"),
}
# Every type with those it is a kind of, nearest first.
WORK = ("CreativeWork", "Thing")
KINDS = {kind: (kind, *WORK) for kind in ("Article", "Book", "Chapter", "Claim", "Legislation", "Quotation", "Review")}
KINDS |= {kind: (kind, *WORK) for kind in ("Thesis", "WebSite")}
KINDS |= {kind: (kind, "Article", *WORK) for kind in ("NewsArticle", "Report", "ScholarlyArticle")}
KINDS |= {kind: (kind, "Thing") for kind in ("CreativeWork", "Event", "Organization", "Person")}
KINDS |= {"ClaimReview": ("ClaimReview", "Review", *WORK), "Rating": ("Rating", "Intangible", "Thing")}
# Which values a property takes, by the type that it belongs to.
PROPERTIES = {
    "Thing": {"name": (TEXT,), "alternateName": (TEXT,), "description": (TEXT,), "url": (ADDRESS,)},
    "CreativeWork": {
        "about": ("Thing",),
        "author": ("Person", "Organization"),
        "datePublished": (DAY,),
        "inLanguage": (LANGUAGE,),
        "isPartOf": ("CreativeWork",),
        "text": (TEXT,),
    },
    "Quotation": {"spokenByCharacter": ("Person", "Organization")},
    "Claim": {"appearance": ("CreativeWork",)},
    "Review": {"itemReviewed": ("Thing",), "reviewRating": ("Rating",)},
    "ClaimReview": {"claimReviewed": (TEXT,)},
    "Event": {"startDate": (DAY,), "endDate": (DAY,)},
}


def complaints(data: dict) -> Iterator[str]:
    """What is no schema.org in a block of JSON-LD: types, properties, values, and names of nodes that are not there."""
    if data.get("@context") != "https://schema.org":
        yield "the context is not schema.org"
    nodes = data["@graph"] if "@graph" in data else [{name: data[name] for name in data if name != "@context"}]
    known = {node["@id"]: node for node in nodes if "@id" in node}
    if len(known) != sum("@id" in node for node in nodes):
        yield "two nodes have one name"
    for node in nodes:
        yield from wrong_with(node, known)


def wrong_with(node: dict, known: dict[str, dict]) -> Iterator[str]:
    kinds = KINDS.get(node.get("@type"))
    if kinds is None:
        yield f"there is no type {node.get('@type')}"
        return
    taken = {name: values for kind in kinds for name, values in PROPERTIES.get(kind, {}).items()}
    for name, value in node.items():
        if name in ("@type", "@id"):
            continue
        if name not in taken:
            yield f"{kinds[0]} has no property {name}"
            continue
        for one in value if isinstance(value, list) else [value]:
            yield from wrong_with_value(f"{kinds[0]}.{name}", one, taken[name], known)


def wrong_with_value(path: str, value, wanted: tuple, known: dict[str, dict]) -> Iterator[str]:
    if isinstance(value, str):
        if not any(kind in LITERALS and LITERALS[kind].fullmatch(value) for kind in wanted):
            yield f"{path} cannot be {value!r}"
        return
    if set(value) == {"@id"}:
        value = known.get(value["@id"])
    else:
        yield from wrong_with(value, known)
    if value is None:
        yield f"{path} names a node that is not there"
    elif not set(wanted) & set(KINDS.get(value.get("@type"), ())):
        yield f"{path} is no {value.get('@type')}"
