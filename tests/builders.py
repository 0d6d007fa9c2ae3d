"""Builders that show only what matters: every field that a test does not name gets a plain value."""

from itertools import count

from django.contrib.auth import get_user_model

from sources import anchoring, codes
from sources.models import Quote, Source, Text
from timeline import dictionary, publishing, shape
from timeline.models import Address, Event, Lesson, Question, Reference, Term, Theme

numbers = count(1)
BODY = "Op 25 oktober 1917 namen zij de macht over.\nDat was in maart 1918.\nIn 1936 kwam er een grondwet."
BOOK = {"type": "book", "title": "A Book", "author": [{"family": "Writer", "given": "A."}]}


def make_source(slug: str = "", **fields) -> Source:
    """A published account, or literature with ``kind="literature"``."""
    number = next(numbers)
    slug = slug or f"source-{number}"
    fields.setdefault("kind", Source.ACCOUNT)
    fields.setdefault("lane", 1 if fields["kind"] == Source.ACCOUNT else 0)
    plain = {"name_nl": slug, "name_en": slug, "csl": BOOK, "published": True, "showing": Source.WHOLE}
    return Source.objects.create(slug=slug, **(plain | fields))


def make_text(source: Source | None = None, body: str = BODY) -> Text:
    """A text whose lines are its paragraphs."""
    source = source or make_source()
    divisions, at = [], 0
    for line in body.split("\n"):
        divisions.append(f"paragraph 1 {at} {at + len(line)}")
        at += len(line) + 1
    return Text.objects.create(
        source=source,
        number=source.texts.count() + 1,
        body=body,
        divisions=divisions,
        raw=body.encode(),
        raw_name="made.txt",
        importer="prose",
    )


def make_quote(exact: str, text: Text | None = None, **fields) -> Quote:
    """A quote of these words; the text is made around them if there is none."""
    text = text or make_text(body=exact)
    quote = Quote(text=text, **fields)
    quote.place(anchoring.locate(text.body, exact))
    quote.save()
    return quote


def make_theme(slug: str = "") -> Theme:
    """A theme that is called after its slug."""
    slug = slug or f"theme-{next(numbers)}"
    return Theme.objects.create(slug=slug, name_nl=slug, name_en=slug)


def make_term(slug: str = "", **fields) -> Term:
    """A published word of the glossary, called after its slug, with a reference."""
    slug = slug or f"term-{next(numbers)}"
    plain = {"name_nl": slug, "name_en": slug, "text_nl": f"Wat {slug} is.", "text_en": f"What {slug} is."}
    term = Term.objects.create(slug=slug, **({"published": True} | plain | fields))
    Reference.objects.create(term=term, source=Source.objects.get(slug=record()), locator="p. 7")
    return term


def make_editor(name: str = ""):
    """A user who may do everything at the desk."""
    return get_user_model().objects.create_superuser(name or f"editor-{next(numbers)}")


def event_dict(slug: str = "", **keys) -> dict:
    """The dictionary of an event without evidence; ``date`` is an EDTF string or a table."""
    number = next(numbers)
    slug = slug or f"event-{number}"
    date = keys.pop("date", "1917-11-07")
    data = {"schema": dictionary.SCHEMA, "code": codes.mint(), "slug": slug, "title_nl": f"Titel {number}"}
    data |= {"title_en": f"Title {number}", "summary_nl": "Wat er gebeurde.", "summary_en": "What happened."}
    date = {"edtf": date} if isinstance(date, str) else date
    return data | {"date": {"references": [{"source": record()}]} | date} | keys


def record() -> str:
    """The slug of a book that dates and contrasts lean on."""
    return (Source.objects.filter(slug="record").first() or make_source("record", kind="literature")).slug


def cited(quote: Quote, edtf: str = "", words: str = "", **keys) -> dict:
    """A citation of this quote as it stands in a dictionary: stated if words are given, else inferred, else undated."""
    data = {"quote": dictionary.dump(shape.quote_shape(quote))}
    if edtf:
        data |= {"edtf": edtf, "origin": "stated" if words else "inferred"}
        data |= {"words": words} if words else {"reasoning_nl": "Uit de zin ervoor.", "reasoning_en": "From before."}
    return data | keys


def counted(quote: Quote, basis: Quote, offset: str, edtf: str = "2000", **keys) -> dict:
    """A citation whose date is counted from that of another quote; what stands in it before is of no importance."""
    return cited(quote, edtf, basis=basis.code, offset=offset, **keys)


def noted(reason: str = "Waarom", **keys) -> dict:
    """A note that is not ready, unless ``ready`` and ``references`` are given."""
    return {
        "code": codes.mint(),
        "verdict": "contested",
        "author": "Els",
        "reason_nl": reason,
        "reason_en": reason,
    } | keys


def leaning_on(source: Source, locator: str = "") -> list[dict]:
    """The references of a date or note: one, to this source."""
    return [{"source": source.slug} | ({"locator": locator} if locator else {})]


def measured(key: str, **keys) -> dict:
    """A measure as it stands in a dictionary."""
    plain = {"what_nl": f"Hoeveel {key}?", "what_en": f"How many {key}?", "unit_nl": "mensen", "unit_en": "people"}
    return {"key": key} | plain | {"nature": "stock"} | keys


def figured(measure: str, words: str, low: str, high: str, **keys) -> dict:
    """A figure as it stands in a dictionary; give it a ``quote`` or a ``reference``."""
    return {"code": codes.mint(), "measure": measure, "words": words, "low": low, "high": high} | keys


def ordered(event: str, relation: str = "after", **keys) -> dict:
    """An order in time with the event of this code."""
    return {"relation": relation, "event": event, "reading_nl": "zo", "reading_en": "so"} | keys


def rich_event_dict(slug: str = "", **keys) -> dict:
    """The dictionary of an event that has some of everything, in canonical order: two accounts, a book, two notes."""
    one, other = make_source(), make_source(lane=2)
    book = make_source(kind=Source.LITERATURE)
    said = make_text(one, "In 1936 stemden bijna 93 miljoen mensen. Dat was een jaar later. Een jaar later!")
    first = make_quote(
        "In 1936 stemden bijna 93 miljoen mensen.", said, translation_en="In 1936 nearly 93 million voted."
    )
    later = make_quote("een jaar later", said)
    theirs = make_quote(
        "In december 1937 koos 96,8 % van hen.", make_text(other, "In december 1937 koos 96,8 % van hen.")
    )
    votes = figured("votes", "bijna 93 miljoen", "92500000", "93000000", value="93000000", hedge="nearly")
    ready = noted(ready=True, quote=first.code, words="In 1936", verdict="misdated")
    ready |= {"finding": "zzzzzzzz", "dismisses": True, "reason_nl": "46,5 miljoen van 94.138.000."}
    ready |= {"reason_en": "46.5 million of 94,138,000.", "references": leaning_on(book)}
    ready["numbers"] = [
        {"value": "46500000", "formula": "93000000 / 2"},
        {"value": "94138000", "source": book.slug},
    ]
    parts = {
        "standing": "planned",
        "importance": 3,
        "local_calendar": "julian",
        "themes": sorted(make_theme().slug for _ in range(2)),
        "pointers": [make_event(notes=[noted()]).notes.get().code],
        "merged": [make_event().code],
        "date": {"edtf": "1937-11-29", "calendar": "julian", "references": leaning_on(book, "p. 12")},
        "citations": [
            cited(first, "1936", "In 1936"),
            cited(later, "1937", basis=first.code, offset="P1Y"),
            cited(theirs, "1937-12", "december 1937", witness=book.slug),
        ],
        "measures": [
            measured("votes", name_nl="stemmers", name_en="voters", period="1937"),
            measured("share", nature="ratio", place_nl="Moskou"),
        ],
        "figures": [
            votes | {"quote": first.code, "witness": book.slug},
            figured("share", "a third", "1/3", "1/3", reference={"source": book.slug, "locator": "p. 3"}),
        ],
        "relations": [
            {"formula": "share * votes <= votes / 2", "reading_nl": "Zo lezen wij het.", "reading_en": "As we read it."}
        ],
        "orders": [ordered(make_event().code, quote=later.code), ordered(make_event().code, "before")],
        "notes": [ready, noted("Nog niet af", figure=votes["code"])],
    }
    return canonical_order(event_dict(slug, **(parts | keys)), Event.KIND)


def canonical_order(data: dict, kind: str) -> dict:
    """The same dictionary with its keys in the order that ``to_dict`` gives them."""
    return dictionary.dump(dictionary.read(data, kind))


def make_event(slug: str = "", **keys) -> Event:
    """An event that is saved as revision 1 and not published."""
    return save(shape.from_dict(event_dict(slug, **keys), Event.KIND))


def make_published_event(slug: str = "", **keys) -> Event:
    """An event that readers see."""
    event = make_event(slug, **keys)
    publishing.publish(event)
    return event


def question_dict(slug: str = "", **keys) -> dict:
    """The dictionary of a question without quotes."""
    number = next(numbers)
    data = {"schema": dictionary.SCHEMA, "code": codes.mint(), "slug": slug or f"question-{number}", "author": "Els"}
    for name in ("title", "summary", "contrast"):
        data |= {f"{name}_nl": f"{name} {number} nl", f"{name}_en": f"{name} {number} en"}
    return data | {"references": [{"source": record()}]} | keys


def make_question(slug: str = "", **keys) -> Question:
    """A question that is saved as revision 1 and not published."""
    return save(shape.from_dict(question_dict(slug, **keys), Question.KIND))


def make_published_question(slug: str = "", **keys) -> Question:
    """A question that readers see."""
    question = make_question(slug, **keys)
    publishing.publish(question)
    return question


def save(subject: Event | Question) -> Event | Question:
    """Store the working copy as its next revision."""
    publishing.begin(subject, subject.revision)
    publishing.record(subject, author_name="Els", reason="made")
    return subject


def make_lesson(*subjects: Event | Question, items: tuple[dict, ...] = (), **fields) -> Lesson:
    """A lesson on these published events and questions, in this order; ``items`` hold what is said of each."""
    number = next(numbers)
    lesson = Lesson.objects.create(**({"title_nl": f"Les {number}", "title_en": f"Lesson {number}"} | fields))
    Address.objects.create(space=Address.CODE, name=lesson.code, kind=Address.LESSON, code=lesson.code)
    for position, subject in enumerate(subjects):
        said = items[position] if position < len(items) else {}
        lesson.items.create(position=position, kind=subject.KIND, code=subject.code, **said)
    return lesson
