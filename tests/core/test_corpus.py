"""A corpus folder to the database and back, and every way in which a folder can be wrong."""

import shutil
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from sources import anchoring
from sources.models import Quote, Source, Text, checksum
from tests.builders import (
    cited,
    make_event,
    make_published_event,
    make_published_question,
    make_quote,
    make_source,
    make_term,
    make_text,
    rich_event_dict,
    save,
)
from timeline import corpus, publishing, shape
from timeline.corpus import CorpusError
from timeline.models import (
    Address,
    Citation,
    Event,
    Figure,
    Note,
    Order,
    Publication,
    PublicEvent,
    Question,
    Reference,
    Revision,
    Term,
    Theme,
)

pytestmark = pytest.mark.django_db

SHIPPED = settings.BASE_DIR / "timeline" / "corpora" / "soviet-history"
TABLES = (Theme, Source, Text, Quote, Term, Event, Question, Citation, Figure, Order, Note)
TABLES += (Reference, Revision, Publication, Address)

SMALL = {
    "corpus.toml": """\
schema = 1

[[themes]]
slug = "party"
name_nl = "De partij"
name_en = "The party"
""",
    "sources/account.toml": """\
schema = 1
slug = "account"
kind = "account"
lane = 1
name_nl = "Verslag"
name_en = "Account"
published = true

[csl]
type = "document"
title = "Verslag"

[[texts]]
number = 1
raw = "account.raw.txt"
importer = "prose"

[[quotes]]
code = "vvvvvv"
exact = "Wie leidt wie?"
""",
    "sources/account.raw.txt": "In 1917 begon het.\n\nEen jaar later, in 1918, was het voorbij. Wie leidt wie?\n",
    "sources/book.toml": """\
schema = 1
slug = "book"
kind = "literature"
name_nl = "Boek"
name_en = "Book"
published = true

[csl]
type = "book"
title = "Book"
""",
    "events/beginning.toml": """\
state = "published"
schema = 1
code = "aaaaaa"
slug = "beginning"
title_nl = "Begin"
title_en = "Beginning"
summary_nl = "Het begon."
summary_en = "It began."
themes = ["party"]
pointers = ["nnnnnn"]

[date]
edtf = "1917"
references = [{ source = "book", locator = "p. 1" }]

[[citations]]
origin = "stated"
words = "1917"
edtf = "1917"

[citations.quote]
code = "qqqqqq"
source = "account"
exact = "In 1917 begon het."
""",
    "events/ending.toml": """\
state = "draft"
schema = 1
code = "bbbbbb"
slug = "ending"
title_nl = "Einde"
title_en = "Ending"
summary_nl = "Het eindigde."
summary_en = "It ended."

[date]
edtf = "1918"

[[citations]]
origin = "inferred"
edtf = "1918"
basis = "qqqqqq"
reasoning_nl = "Een jaar na 1917."
reasoning_en = "A year after 1917."

[citations.quote]
code = "rrrrrr"
source = "account"
exact = "Een jaar later, in 1918, was het voorbij."

[[notes]]
code = "nnnnnn"
verdict = "context"
author = "Els"
reason_nl = "Dat klopt."
reason_en = "That is right."
""",
    "questions/who.toml": """\
schema = 1
code = "cccccc"
slug = "who"
title_nl = "Wie?"
title_en = "Who?"
summary_nl = "Wie?"
summary_en = "Who?"
contrast_nl = "De een zegt dit."
contrast_en = "One says this."
author = "Els"
events = ["aaaaaa"]
""",
}


TERM = """\
schema = 1
slug = "council"
name_nl = "raad"
name_en = "council"
forms_nl = ["raden", "arbeidersraad"]
text_nl = "Een vergadering van gekozenen."
text_en = "A meeting of those elected."
references = [{ source = "book", locator = "p. 2" }]
published = true
"""


def write(folder: Path, **changes) -> Path:
    """The small corpus in a folder, with some files changed (``a__b`` stands for ``a/b.toml``) or left out (None)."""
    named = {f"{name.replace('__', '/').replace('_', '-')}.toml": content for name, content in changes.items()}
    for name, content in (SMALL | named).items():
        if content is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by its name in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def counts() -> dict[str, int]:
    """How many rows each table has."""
    return {model.__name__: model.objects.count() for model in TABLES}


def refused(folder: Path, **options) -> list[tuple[str, str, str]]:
    """What a load complains of: file, key path, message. Nothing may have been stored."""
    before = counts()
    with pytest.raises(CorpusError) as error:
        corpus.load(folder, **options)
    assert counts() == before
    for file, path, message in error.value.problems:
        assert f"{file}: {path}: {message}" in str(error.value) or (
            not path and f"{file}: {message}" in str(error.value)
        )
    return error.value.problems


def changed(name: str, before: str, after: str) -> str:
    """A file of the small corpus with other words in it."""
    return altered(SMALL[name], before, after)


def altered(file: str, before: str, after: str) -> str:
    assert before in file
    return file.replace(before, after, 1)


# --- a folder written by hand -----------------------------------------------------------------------------------------


def test_a_folder_written_by_hand_loads_and_is_told_apart(tmp_path):
    report = corpus.load(write(tmp_path))
    assert report.added == [
        "sources/account", "sources/book", "events/beginning", "events/ending", "questions/who",
    ]  # fmt: skip
    assert [row.slug for row in PublicEvent.objects.all()] == ["beginning"]
    assert Event.objects.get(slug="ending").citations.get().basis.code == "qqqqqq"
    assert Event.objects.get(slug="beginning").pointers.get().code == "nnnnnn"
    assert Quote.objects.filter(code="vvvvvv", citations=None).exists()
    assert {row.author_name for row in Revision.objects.all()} == {corpus.AUTHOR}


def test_what_was_written_by_hand_in_another_way_is_unchanged_all_the_same(tmp_path):
    beginning = changed("events/beginning.toml", "In 1917 begon het.", "In 1917  begon het.")
    ending = changed("events/ending.toml", 'verdict = "context"', 'ready = false\nwords = ""\nverdict = "context"')
    write(tmp_path, events__beginning=beginning, events__ending=ending)
    corpus.load(tmp_path)
    again = corpus.load(tmp_path)
    assert again.kept == []
    assert len(again.unchanged) == 5
    assert Revision.objects.count() == 3


def test_a_dry_run_stores_nothing_and_says_what_it_would_do(tmp_path):
    write(tmp_path)
    before = counts()
    dry = corpus.load(tmp_path, dry_run=True)
    assert counts() == before
    assert corpus.load(tmp_path).added == dry.added


def test_a_dry_run_finds_the_same_problems(tmp_path):
    write(tmp_path, events__beginning=changed("events/beginning.toml", '"party"', '"no-such-theme"'))
    assert refused(tmp_path, dry_run=True) == refused(tmp_path)


def test_what_is_new_in_a_folder_is_added(tmp_path):
    write(tmp_path, events__ending=None, events__beginning=changed("events/beginning.toml", '["nnnnnn"]', "[]"))
    corpus.load(tmp_path)
    (tmp_path / "events" / "ending.toml").write_text(SMALL["events/ending.toml"])
    (tmp_path / "sources" / "paper.toml").write_text(changed("sources/book.toml", "book", "paper"))
    report = corpus.load(tmp_path)
    assert report.added == ["sources/paper", "events/ending"]
    assert sorted(report.unchanged) == ["events/beginning", "questions/who", "sources/account", "sources/book"]


def desk_changes():
    """What an editor may have done since the folder was loaded."""
    event = Event.objects.get(slug="beginning")
    with publishing.editing(event, author_name="Els"):
        event.title_nl = "Van de redactie"
        event.save()
    Quote.objects.filter(code="rrrrrr").update(translation_en="Ours.")
    Quote.objects.filter(code="vvvvvv").update(speaker="Lenin")
    Source.objects.filter(slug="book").update(name_nl="Ons boek")
    Theme.objects.update(name_nl="Onze partij")


CHANGED_AT_THE_DESK = ["events/beginning", "events/ending", "sources/account", "sources/book", "themes/party"]


def test_what_was_changed_at_the_desk_is_kept_and_listed(tmp_path):
    corpus.load(write(tmp_path))
    desk_changes()
    before = counts()

    report = corpus.load(tmp_path)

    assert sorted(report.kept) == CHANGED_AT_THE_DESK
    assert report.unchanged == ["questions/who"]
    assert (report.added, report.replaced) == ([], [])
    assert counts() == before
    assert Event.objects.get(slug="beginning").title_nl == "Van de redactie"
    assert Quote.objects.get(code="rrrrrr").translation_en == "Ours."
    assert Quote.objects.get(code="vvvvvv").speaker == "Lenin"
    assert Source.objects.get(slug="book").name_nl == "Ons boek"
    assert Theme.objects.get().name_nl == "Onze partij"


def test_replacing_overwrites_it_and_makes_a_revision(tmp_path):
    corpus.load(write(tmp_path))
    desk_changes()

    report = corpus.load(tmp_path, replace=True)

    assert sorted(report.replaced) == CHANGED_AT_THE_DESK
    assert report.unchanged == ["questions/who"]
    event = Event.objects.get(slug="beginning")
    assert (event.title_nl, event.revision) == ("Begin", 3)
    last = publishing.revisions(event).last()
    assert (last.number, last.author_name) == (3, corpus.AUTHOR)
    assert publishing.publications(event).last().document["title_nl"] == "Begin"
    assert Quote.objects.get(code="rrrrrr").translation_en == ""
    assert Quote.objects.get(code="vvvvvv").speaker == ""
    assert Source.objects.get(slug="book").name_nl == "Boek"
    assert Theme.objects.get().name_nl == "De partij"
    assert corpus.load(tmp_path).kept == []


def test_a_file_that_says_something_new_is_kept_out_until_it_may_replace(tmp_path):
    corpus.load(write(tmp_path))
    ending = changed("events/ending.toml", '"draft"', '"published"')
    ending = ending.replace("[date]\n", '[date]\nreferences = [{ source = "book" }]\n')
    write(tmp_path, events__ending=ending)
    assert corpus.load(tmp_path).kept == ["events/ending"]
    assert PublicEvent.objects.count() == 1
    assert corpus.load(tmp_path, replace=True).replaced == ["events/ending"]
    assert PublicEvent.objects.count() == 2


def test_a_withdrawal_at_the_desk_is_kept(tmp_path):
    corpus.load(write(tmp_path))
    publishing.withdraw(Event.objects.get(slug="beginning"), reason="wrong")
    assert corpus.load(tmp_path).kept == ["events/beginning"]
    assert not PublicEvent.objects.exists()


def test_what_was_published_cannot_become_a_draft_again(tmp_path):
    corpus.load(write(tmp_path))
    write(tmp_path, events__beginning=changed("events/beginning.toml", '"published"', '"draft"'))
    assert [problem[:2] for problem in refused(tmp_path, replace=True)] == [("events/beginning.toml", "state")]
    assert PublicEvent.objects.exists()


def test_a_draft_that_was_deleted_at_the_desk_comes_back_with_its_history(tmp_path):
    corpus.load(write(tmp_path, events__ending=changed("events/ending.toml", 'basis = "qqqqqq"\n', "")))
    Event.objects.get(slug="ending").delete()
    assert corpus.load(tmp_path).added == ["events/ending"]
    event = Event.objects.get(slug="ending")
    assert [revision.number for revision in publishing.revisions(event)] == [1, 2]
    assert event.revision == 2


def test_a_second_text_is_added_and_the_quotes_of_the_first_stay(tmp_path):
    corpus.load(write(tmp_path))
    second = '[[texts]]\nnumber = 2\nraw = "better.txt"\nimporter = "prose"\n\n[[quotes]]'
    (tmp_path / "sources" / "better.txt").write_text("In 1917 begon het echt.\n")
    write(tmp_path, sources__account=changed("sources/account.toml", "[[quotes]]", second))
    assert corpus.load(tmp_path).added == ["sources/account"]
    assert Source.objects.get(slug="account").text.body == "In 1917 begon het echt."
    assert Quote.objects.get(code="qqqqqq").text.number == 1


def test_a_term_is_added_kept_and_replaced_like_the_rest(tmp_path):
    assert "terms/council" in corpus.load(write(tmp_path, terms__council=TERM)).added
    assert "terms/council" in corpus.load(tmp_path).unchanged
    term = Term.objects.get()
    assert (term.forms_nl, term.forms_en, term.published) == ("raden\narbeidersraad", "", True)
    assert [(row.source.slug, row.locator) for row in term.references.all()] == [("book", "p. 2")]

    write(tmp_path, terms__council=altered(TERM, '"raad"', '"radenrepubliek"'))
    assert corpus.load(tmp_path).kept == ["terms/council"]
    assert Term.objects.get().name_nl == "raad"
    assert corpus.load(tmp_path, replace=True).replaced == ["terms/council"]
    term = Term.objects.get()
    assert (term.name_nl, term.references.count(), term.version) == ("radenrepubliek", 1, 2)


def test_a_term_that_readers_see_stays_published(tmp_path):
    corpus.load(write(tmp_path, terms__council=TERM))
    write(tmp_path, terms__council=altered(TERM, "published = true", ""))
    ((file, path, _message),) = refused(tmp_path, replace=True)
    assert (file, path) == ("terms/council.toml", "published")
    assert Term.objects.get().published


COUNTED = {
    "events__ending": changed("events/ending.toml", 'basis = "qqqqqq"', 'basis = "qqqqqq"\noffset = "P1Y"'),
}
CORRECTED = changed("events/beginning.toml", 'words = "1917"\nedtf = "1917"', 'words = "1917"\nedtf = "1916"')


def test_a_counted_reading_is_loaded_as_it_stands_where_it_follows(tmp_path):
    corpus.load(write(tmp_path, **COUNTED))
    row = Citation.objects.get(quote__code="rrrrrr")
    assert (row.edtf, row.offset, row.basis.code) == ("1918", "P1Y", "qqqqqq")
    assert corpus.load(tmp_path).kept == []
    assert Revision.objects.count() == 3


@pytest.mark.parametrize("more", [{}, {"Het eindigde.": "Het hield op."}])
def test_a_corrected_anchor_asks_for_the_files_that_hang_on_it_to_be_corrected_too(tmp_path, more):
    corpus.load(write(tmp_path, **COUNTED))
    ending = COUNTED["events__ending"]
    for before, after in more.items():
        ending = altered(ending, before, after)
    write(tmp_path, events__beginning=CORRECTED, events__ending=ending)

    problems = refused(tmp_path, replace=True)

    assert [problem[:2] for problem in problems] == [("events/ending.toml", "citations[0].edtf")]
    assert "“1917”" in problems[0][2]
    write(
        tmp_path,
        events__beginning=CORRECTED,
        events__ending=altered(ending, 'edtf = "1918"\nbasis', 'edtf = "1917"\nbasis'),
    )
    assert corpus.load(tmp_path, replace=True).replaced == ["events/beginning", "events/ending"]
    assert Citation.objects.get(quote__code="rrrrrr").edtf == "1917"
    assert corpus.load(tmp_path).kept == []


def test_an_anchor_in_a_folder_moves_a_reading_that_only_the_desk_has(tmp_path):
    corpus.load(write(tmp_path, **COUNTED))
    (tmp_path / "events" / "ending.toml").unlink()
    beginning = altered(CORRECTED, 'pointers = ["nnnnnn"]\n', "")
    corpus.load(write(tmp_path, events__beginning=beginning, events__ending=None), replace=True)
    ending = Event.objects.get(slug="ending")
    assert [row.author_name for row in publishing.revisions(ending)] == [corpus.AUTHOR, publishing.COUNTED]
    assert ending.citations.get().edtf == "1917"


# --- what is wrong with a folder --------------------------------------------------------------------------------------

WRONG = [
    ("corpus.toml", 'name_nl = "De partij"', "name_nl = De partij", "", "line 5"),
    ("corpus.toml", "schema = 1", "schema = 2", "schema", "schema 1"),
    ("corpus.toml", "schema = 1\n", "", "schema", "schema 1"),
    ("corpus.toml", "schema = 1", "schema = 1\ncolour = 3", "colour", "remove it"),
    ("corpus.toml", 'name_en = "The party"', 'name_fr = "Le parti"', "themes[0].name_fr", "remove it"),
    ("corpus.toml", 'name_en = "The party"', "", "themes[0].name_en", "add it"),
    ("corpus.toml", 'slug = "party"', 'slug = "no slug"', "themes[0].slug", ""),
    ("corpus.toml", '[[themes]]\nslug = "party"\nname_nl = "De partij"\nname_en = "The party"', 'themes = ["party"]',
     "themes[0]", ""),
    ("sources/account.toml", "lane = 1", "lane = 0", "", "lane"),
    ("sources/account.toml", "lane = 1", 'lane = "one"', "lane", ""),
    ("sources/account.toml", "lane = 1", "lane = 1\nlain = 1", "lain", "remove it"),
    ("sources/account.toml", "schema = 1", "schema = 9", "schema", "schema 1"),
    ("sources/account.toml", 'slug = "account"', 'slug = "other"', "slug", "name of the file"),
    ("sources/account.toml", 'kind = "account"', 'kind = "rumour"', "kind", ""),
    ("sources/account.toml", 'name_nl = "Verslag"', f'name_nl = "{"x" * 61}"', "name_nl", ""),
    ("sources/account.toml", 'name_nl = "Verslag"', 'name_nl = "a\\u0000b"', "name_nl", "NUL"),
    ("sources/account.toml", "published = true", 'published = "yes"', "published", ""),
    ("sources/account.toml", 'type = "document"', 'type = "scroll"', "csl", "scroll"),
    ("sources/account.toml", 'title = "Verslag"', "title = 1917-11-07", "csl", "JSON"),
    ("sources/account.toml", 'title = "Verslag"', 'title = "V"\nissued = { literal = "x", raw = 1917-11-07 }', "csl", "JSON"),
    ("sources/account.toml", 'title = "Verslag"', 'title = "V"\nvolume = nan', "csl", ""),
    ("sources/account.toml", '[csl]\ntype = "document"\ntitle = "Verslag"', 'csl = "Verslag"', "csl", ""),
    ("sources/account.toml", "number = 1", 'number = "1"', "texts[0].number", ""),
    ("sources/account.toml", "number = 1", "number = -1", "texts[0].number", ""),
    ("sources/account.toml", "number = 1\n", "", "texts[0].number", "add it"),
    ("sources/account.toml", "number = 1", "number = 1\npages = 3", "texts[0].pages", "remove it"),
    ("sources/account.toml", 'raw = "account.raw.txt"', 'raw = "missing.txt"', "texts[0]", "missing.txt"),
    ("sources/account.toml", 'raw = "account.raw.txt"', 'raw = "../corpus.toml"', "texts[0]", "same folder"),
    ("sources/account.toml", 'raw = "account.raw.txt"', 'raw = "/etc/hostname"', "texts[0]", "same folder"),
    ("sources/account.toml", 'raw = "account.raw.txt"', 'raw = ".."', "texts[0]", "add it"),
    ("sources/account.toml", 'raw = "account.raw.txt"', 'raw = ""', "texts[0]", "same folder"),
    ("sources/account.toml", 'raw = "account.raw.txt"', "raw = 3", "texts[0].raw", ""),
    ("sources/account.toml", 'importer = "prose"', 'importer = "scan"', "texts[0]", "scan"),
    ("sources/account.toml", 'importer = "prose"', 'importer = "prose"\nsha256 = "ab"', "texts[0]", "same folder"),
    ("sources/account.toml", 'importer = "prose"', 'importer = "prose"\nsha256 = "ab"\nfile = "account.raw.txt"', "texts[0]",
     "checksum"),
    ("sources/account.toml", 'importer = "prose"', 'importer = "prose"\nsha256 = "ab"\nfile = "../corpus.toml"', "texts[0]",
     "same folder"),
    ("sources/account.toml", 'exact = "Wie leidt wie?"', 'exact = "Wie leidt ons?"', "quotes[0].exact", "Wie leidt wie?"),
    ("sources/account.toml", 'exact = "Wie leidt wie?"', 'exact = "191"', "quotes[0].exact", "2 times"),
    ("sources/account.toml", 'code = "vvvvvv"', 'code = "VV"', "quotes[0].code", ""),
    ("sources/account.toml", 'code = "vvvvvv"', 'code = "vvvvvv"\nspeeker = "x"', "quotes[0].speeker", "remove it"),
    ("sources/account.toml", 'code = "vvvvvv"', 'code = "vvvvvv"\ntext = 2', "quotes[0].text", ""),
    ("events/beginning.toml", 'state = "published"', 'state = "maybe"', "state", "withdrawn"),
    ("events/beginning.toml", 'state = "published"', "state = true", "state", ""),
    ("events/beginning.toml", 'state = "published"', 'state = "withdrawn"', "withdrawn", "why"),
    ("events/beginning.toml", 'state = "published"', 'state = "withdrawn"\nwithdrawn = " "', "withdrawn", "why"),
    ("events/beginning.toml", 'state = "published"', f'state = "withdrawn"\nwithdrawn = "{"x" * 301}"', "withdrawn", "300"),
    ("events/beginning.toml", 'state = "published"', 'state = "published"\nwithdrawn = "wrong"', "withdrawn", "only then"),
    ("events/beginning.toml", 'state = "published"', 'old_slugs = "first"', "old_slugs", ""),
    ("events/beginning.toml", 'state = "published"', 'old_slugs = ["no slug"]', "old_slugs", "no slug"),
    ("events/beginning.toml", 'state = "published"', 'old_slugs = ["beginning"]', "old_slugs", "beginning"),
    ("events/beginning.toml", "schema = 1", "schema = 3", "schema", "schema 1"),
    ("events/beginning.toml", 'slug = "beginning"', 'slug = "start"', "slug", "name of the file"),
    ("events/beginning.toml", 'themes = ["party"]', 'themes = ["party"', "", "line 10"),
    ("events/beginning.toml", 'themes = ["party"]', 'tehmes = ["party"]', "tehmes", "remove it"),
    ("events/beginning.toml", 'themes = ["party"]', 'themes = ["terror"]', "themes[0]", "terror"),
    ("events/beginning.toml", 'pointers = ["nnnnnn"]', 'pointers = ["zzzzzz"]', "pointers[0]", "zzzzzz"),
    ("events/beginning.toml", "In 1917 begon het.", "In 1917 begon hij.", "citations[0].quote.exact", "In 1917 begon het."),
    ("events/beginning.toml", "In 1917 begon het.", "191", "citations[0].quote.exact", "2 times"),
    ("events/beginning.toml", 'source = "account"', 'source = "acount"', "citations[0].quote.source", "acount"),
    ("events/beginning.toml", 'source = "book"', 'source = "boek"', "date.references[0].source", "boek"),
    ("events/beginning.toml", 'edtf = "1917"\nreferences', 'edtf = "1917-10-40"\nreferences', "date.edtf", "1917-10-40"),
    ("events/beginning.toml", 'title_nl = "Begin"', "title_nl = 1917-11-07", "title_nl", ""),
    ("events/ending.toml", 'basis = "qqqqqq"', 'basis = "zzzzzz"', "citations[0].basis", "zzzzzz"),
    ("events/ending.toml", 'slug = "ending"', 'slug = "ending"\nschema = 1', "", "line"),
    ("events/ending.toml", 'basis = "qqqqqq"', 'basis = "qqqqqq"\noffset = "P2Y"', "citations[0].edtf", "“1919”"),
    ("events/ending.toml", 'basis = "qqqqqq"', 'basis = "qqqqqq"\noffset = "P1Y"\ncalendar = "julian"',
     "citations[0].calendar", "“gregorian”"),
    ("events/ending.toml", 'basis = "qqqqqq"', 'basis = "qqqqqq"\noffset = "P1D"', "citations[0].basis", "not one day"),
    ("events/ending.toml", 'basis = "qqqqqq"', 'basis = "qqqqqq"\noffset = "1 year"', "citations[0].offset", "P3Y"),
    ("events/ending.toml", 'basis = "qqqqqq"', 'offset = "P1Y"', "citations[0]", "from which quote"),
    ("events/ending.toml", 'basis = "qqqqqq"', 'basis = "rrrrrr"', "citations[0].basis", "on itself"),
    ("events/ending.toml", 'basis = "qqqqqq"', 'basis = "vvvvvv"\noffset = "P1Y"', "citations[0].basis", "vvvvvv"),
    ("events/ending.toml", 'basis = "qqqqqq"', 'witness = "boek"', "citations[0].witness", "boek"),
    ("events/ending.toml", "[[notes]]", '[[orders]]\nrelation = "after"\nevent = "zzzzzz"\nreading_nl = "a"\nreading_en = "a"\n\n[[notes]]',
     "orders[0].event", "zzzzzz"),
    ("events/ending.toml", "[[notes]]", '[[orders]]\nrelation = "after"\nevent = "bbbbbb"\nreading_nl = "a"\nreading_en = "a"\n\n[[notes]]',
     "orders[0].event", "itself"),
    ("events/beginning.toml", 'themes = ["party"]', 'themes = ["par\\u0000ty"]', "themes", "NUL"),
    ("questions/who.toml", 'events = ["aaaaaa"]', 'events = ["zzzzzz"]', "events[0]", "zzzzzz"),
    ("questions/who.toml", 'author = "Els"', "", "author", "add it"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "before", "after", "path", "said"), WRONG, ids=[f"{row[0]}-{row[2]:.25}" for row in WRONG]
)
def test_what_is_wrong_is_named_by_file_and_key_path_and_nothing_is_stored(tmp_path, file, before, after, path, said):
    write(tmp_path, **{file.removesuffix(".toml").replace("/", "__"): changed(file, before, after)})
    problems = refused(tmp_path)
    assert (file, path) in [problem[:2] for problem in problems]
    assert {problem[0] for problem in problems} == {file}
    assert said in "".join(problem[2] for problem in problems)
    assert all(problem[2].strip() for problem in problems)


WRONG_TERM = [
    ('slug = "council"', 'slug = "soviet"', "slug", "name of the file"),
    ("schema = 1", "schema = 2", "schema", "schema 1"),
    ('slug = "council"', 'slug = "council"\nkind = "place"', "kind", "place"),
    ('name_nl = "raad"', "", "name_nl", "add it"),
    ('name_nl = "raad"', 'name_nl = ""', "name_nl", ""),
    ('name_nl = "raad"', f'name_nl = "{"x" * 81}"', "name_nl", ""),
    ('text_en = "A meeting of those elected."', 'text_en = ""', "text_en", ""),
    ('forms_nl = ["raden", "arbeidersraad"]', 'forms_nl = "raden"', "forms_nl", "list"),
    ('forms_nl = ["raden", "arbeidersraad"]', 'forms_nl = ["ra\\u0000den"]', "forms_nl", "NUL"),
    ('forms_nl = ["raden", "arbeidersraad"]', "forms_nl = [1]", "forms_nl[0]", "words"),
    ('source = "book"', 'source = "boek"', "references[0].source", "boek"),
    ('references = [{ source = "book", locator = "p. 2" }]', "", "references", "needs a reference"),
    ('references = [{ source = "book", locator = "p. 2" }]', "references = []", "references", "needs a reference"),
    ("published = true", 'published = "yes"', "published", "true or false"),
    ("published = true", "colour = 1", "colour", "remove it"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "path", "said"), WRONG_TERM, ids=[f"{row[1]:.30}" for row in WRONG_TERM])
def test_what_is_wrong_with_a_term_is_named_by_key_path_and_nothing_is_stored(tmp_path, before, after, path, said):
    problems = refused(write(tmp_path, terms__council=altered(TERM, before, after)))
    assert {problem[:2] for problem in problems} == {("terms/council.toml", path)}
    assert said in "".join(problem[2] for problem in problems)


def test_a_term_is_not_published_before_the_source_that_it_leans_on(tmp_path):
    hidden = changed("sources/book.toml", "published = true", "published = false")
    beginning = changed("events/beginning.toml", '"published"', '"draft"')
    write(tmp_path, terms__council=TERM, sources__book=hidden, events__beginning=beginning)
    assert [(*problem[:2], "book" in problem[2]) for problem in refused(tmp_path)] == [
        ("terms/council.toml", "references", True)
    ]


def test_a_circle_across_two_files_is_refused_with_the_chain(tmp_path):
    stated = 'origin = "stated"\nwords = "1917"\n'
    inferred = 'origin = "inferred"\nbasis = "rrrrrr"\nreasoning_nl = "a"\nreasoning_en = "a"\n'
    write(tmp_path, events__beginning=changed("events/beginning.toml", stated, inferred))
    problems = refused(tmp_path)
    assert [problem[:2] for problem in problems] == [
        ("events/beginning.toml", "citations[0].basis"),
        ("events/ending.toml", "citations[0].basis"),
    ]
    assert "qqqqqq → rrrrrr → qqqqqq" in problems[0][2]


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    assert [problem[:2] for problem in refused(tmp_path / "nowhere")] == [("corpus.toml", "")]


@pytest.mark.parametrize("name", ["corpus.toml", "sources/account.toml", "events/beginning.toml"])
def test_a_file_that_is_not_utf_8_is_refused_with_the_place(tmp_path, name):
    write(tmp_path)
    (tmp_path / name).write_bytes(b"# caf\xe9\n" + SMALL[name].encode())
    assert (name, "", "byte 5 is not UTF-8; save the file as UTF-8.") in refused(tmp_path)


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path):
    write(tmp_path)
    (tmp_path / "events" / "folder.toml").mkdir()
    ((file, _path, message),) = refused(tmp_path)
    assert file == "events/folder.toml"
    assert "cannot be read" in message


def test_brackets_without_end_are_refused(tmp_path):
    write(tmp_path, events__beginning="themes = " + "[" * 100_000)
    assert [problem[:2] for problem in refused(tmp_path)] == [("events/beginning.toml", "")]


def stored_by_hand(folder: Path, **text) -> Path:
    """The small corpus with its text as an exporter writes it, and something about that changed."""
    body = text.pop("body", b"In 1917 begon het.\n")
    keys = {"sha256": checksum("In 1917 begon het."), "file": "account.txt", "divisions": ["paragraph 1 0 18"]} | text
    lines = "".join(f"{key} = {value!r}\n" for key, value in keys.items() if value is not None)
    account = changed("sources/account.toml", 'importer = "prose"\n', 'importer = "prose"\n' + lines)
    account = account[: account.index("[[quotes]]")]
    ending = changed("events/ending.toml", "Een jaar later, in 1918, was het voorbij.", "begon het")
    write(folder, sources__account=account, events__ending=ending)
    (folder / "sources" / "account.txt").write_bytes(body)
    return folder


def test_a_stored_text_is_taken_as_it_is_and_not_read_again_from_the_raw_file(tmp_path):
    corpus.load(stored_by_hand(tmp_path))
    text = Text.objects.get()
    assert text.body == "In 1917 begon het."
    assert bytes(text.raw) == SMALL["sources/account.raw.txt"].encode()
    assert text.divisions == ["paragraph 1 0 18"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"body": b"In 1917 begon hij.\n"}, "checksum"),
        ({"body": b"In 1917 begon het.\r\n"}, "checksum"),
        ({"body": b"caf\xe9"}, "UTF-8"),
        ({"file": None}, "same folder"),
        ({"file": "other.txt"}, "other.txt"),
        ({"divisions": ["paragraph 1 0 19"]}, "item 2 104 138"),
        ({"divisions": ["paragraph 1 5 5"]}, "item 2 104 138"),
        ({"divisions": ["paragraph 1"]}, "item 2 104 138"),
        ({"divisions": ["paragraph one 0 18"]}, "item 2 104 138"),
        ({"sha256": checksum("In 1917\0"), "body": b"In 1917\0", "divisions": []}, "NUL"),
    ],
)
def test_a_stored_text_that_was_tampered_with_is_refused(tmp_path, wrong, said):
    problems = refused(stored_by_hand(tmp_path, **wrong))
    assert {problem[0] for problem in problems} == {"sources/account.toml"}
    assert all(problem[1].startswith("texts[0]") for problem in problems)
    assert said in "".join(problem[2] for problem in problems)


def test_a_text_that_is_stored_with_other_words_is_refused(tmp_path):
    corpus.load(write(tmp_path))
    (tmp_path / "sources" / "account.raw.txt").write_text("In 1917 begon het niet.\n")
    ((file, path, message),) = refused(tmp_path, replace=True)
    assert (file, path) == ("sources/account.toml", "texts[0]")
    assert "next number" in message


def test_several_broken_files_are_reported_together(tmp_path):
    write(
        tmp_path,
        events__beginning=changed("events/beginning.toml", '"published"', '"maybe"'),
        events__ending=changed("events/ending.toml", "schema = 1", ""),
        questions__who="not toml",
    )
    assert [problem[0] for problem in refused(tmp_path)] == [
        "events/beginning.toml",
        "events/ending.toml",
        "questions/who.toml",
    ]


def test_several_problems_of_one_file_are_reported_together(tmp_path):
    broken = changed("events/beginning.toml", "title_nl", "titel_nl").replace("summary_en", "summary_fr")
    problems = refused(write(tmp_path, events__beginning=broken))
    assert {problem[1] for problem in problems} == {"title_nl", "titel_nl", "summary_en", "summary_fr"}


def test_two_files_with_one_code_are_refused(tmp_path):
    twin = changed("events/ending.toml", '"ending"', '"twin"')
    problems = refused(write(tmp_path, events__twin=twin.replace('"nnnnnn"', '"mmmmmm"')))
    assert {problem[:2] for problem in problems} == {("events/twin.toml", "code")}


def test_a_slug_that_the_desk_gave_to_another_event_is_refused(tmp_path):
    make_event("beginning")
    problems = refused(write(tmp_path))
    assert ("events/beginning.toml", "slug") in [problem[:2] for problem in problems]


def test_an_old_slug_that_leads_elsewhere_is_refused(tmp_path):
    make_published_event("first")
    broken = changed("events/beginning.toml", 'state = "published"', 'state = "published"\nold_slugs = ["first"]')
    ((file, _path, message),) = refused(write(tmp_path, events__beginning=broken))
    assert file == "events/beginning.toml"
    assert "first" in message


def test_a_source_that_is_not_published_stops_what_is_to_be(tmp_path):
    hidden = changed("sources/book.toml", "published = true", "published = false")
    ((file, _path, message),) = refused(write(tmp_path, sources__book=hidden))
    assert (file, "book" in message) == ("events/beginning.toml", True)


# --- export -----------------------------------------------------------------------------------------------------------


def round_trip(folder: Path) -> dict[str, bytes]:
    """Export, empty the desk and the record, load, export: the same bytes; returns them."""
    corpus.export(folder / "out")
    empty_everything()
    corpus.load(folder / "out")
    corpus.export(folder / "again")
    assert contents(folder / "again") == contents(folder / "out")
    return contents(folder / "again")


def empty_everything():
    """What only a test does: take the record away."""
    with connection.cursor() as cursor:
        tables = [
            model._meta.db_table for app in ("timeline", "sources") for model in apps.get_app_config(app).get_models()
        ]
        tables += ["timeline_event_themes", "timeline_event_pointers", "timeline_question_events"]
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            for table in tables:
                cursor.execute(f"DELETE FROM {table}")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"TRUNCATE {', '.join(tables)}")


def test_drafts_withdrawals_old_slugs_and_uncited_quotes_come_back(tmp_path):
    said = make_quote("In 1917", make_text(make_source("account"), "In 1917 en in 1918 en in 1918."))
    loose = Quote(text=said.text, code="vvvvvv", speaker="Lenin", translation_en="in 1918")
    loose.place(anchoring.locate(said.text.body, "in 1918", 2))
    loose.save()
    make_event("draft", citations=[cited(said)])
    renamed = make_published_event("first")
    for slug in ("second", "third"):
        with publishing.editing(renamed):
            renamed.slug = slug
            renamed.save()
        publishing.publish(renamed)
    gone = make_published_event("gone")
    publishing.withdraw(gone, reason="De bron was “vals”.")
    rich = save(shape.from_dict(rich_event_dict("rich"), "event"))
    publishing.publish(rich)
    before = {row.code: (shape.to_dict(row), corpus.envelope(row)) for row in Event.objects.all()}

    files = round_trip(tmp_path)

    assert {row.code: (shape.to_dict(row), corpus.envelope(row)) for row in Event.objects.all()} == before
    assert files["events/draft.toml"].startswith(b'state = "draft"\n')
    assert b'old_slugs = [\n    "first",\n    "second",\n]' in files["events/third.toml"]
    assert 'withdrawn = "De bron was “vals”."'.encode() in files["events/gone.toml"]
    assert PublicEvent.objects.filter(slug__in=["third", "rich"]).count() == PublicEvent.objects.count() == 2
    assert not Address.objects.get(space="event", name="first").current
    assert Address.objects.get(space="event", name="third").current
    again = Quote.objects.get(code="vvvvvv")
    assert (again.start, again.speaker, again.translation_en) == (said.text.body.rindex("in 1918"), "Lenin", "in 1918")


def test_terms_orders_offsets_and_witnesses_come_back_byte_for_byte(tmp_path):
    make_term("council", forms_nl="raden\nséparé", forms_en="councils", text_nl="Een “vergadering”.\nVan velen.")
    make_term("lenin", kind="person")
    make_term("draft", published=False).references.all().delete()
    rich = save(shape.from_dict(rich_event_dict("rich", local_calendar="julian"), "event"))
    publishing.publish(rich)
    before = {row.code: shape.to_dict(row) for row in Event.objects.all()}

    files = round_trip(tmp_path)

    assert {row.code: shape.to_dict(row) for row in Event.objects.all()} == before
    assert sorted(name for name in files if name.startswith("terms/")) == [
        f"terms/{x}.toml" for x in ("council", "draft", "lenin")
    ]
    assert 'forms_nl = [\n    "raden",\n    "séparé",\n]'.encode() in files["terms/council.toml"]
    assert b"published" not in files["terms/draft.toml"]
    assert b'kind = "person"' in files["terms/lenin.toml"]
    for line in (b'offset = "P1Y"', b'witness = "', b"[[orders]]", b'local_calendar = "julian"'):
        assert line in files["events/rich.toml"]
    assert corpus.load(tmp_path / "out").kept == []


def test_forms_of_a_term_as_a_browser_sends_them_are_exported_one_by_one(tmp_path):
    make_term("council", forms_nl="raden\r\narbeidersraad\r\n")
    assert b'forms_nl = [\n    "raden",\n    "arbeidersraad",\n]' in round_trip(tmp_path)["terms/council.toml"]


def test_a_term_that_is_gone_takes_its_file_along(tmp_path):
    make_term("council", published=False)
    corpus.export(tmp_path)
    Term.objects.all().delete()
    corpus.export(tmp_path)
    assert not (tmp_path / "terms" / "council.toml").exists()


ORDERS = """
[[orders]]
relation = "{relation}"
event = "{event}"
reading_nl = "Zo."
reading_en = "So."
"""


def published_pair(first: str, second: str) -> dict:
    """Both events of the small corpus, published, with these orders in the first and in the second."""
    ending = changed("events/ending.toml", '"draft"', '"published"')
    ending = altered(ending, "[date]\n", '[date]\nreferences = [{ source = "book" }]\n')
    return {"events__beginning": SMALL["events/beginning.toml"] + first, "events__ending": ending + second}


@pytest.mark.parametrize(
    "orders",
    [
        (ORDERS.format(relation="before", event="bbbbbb"), ""),
        ("", ORDERS.format(relation="after", event="aaaaaa")),
        (ORDERS.format(relation="before", event="bbbbbb"), ORDERS.format(relation="after", event="aaaaaa")),
    ],
    ids=["forwards", "backwards", "both"],
)
def test_an_order_is_held_against_both_events_from_the_first_load_on(tmp_path, orders):
    corpus.load(write(tmp_path, **published_pair(*orders)))
    for slug, own in zip(("beginning", "ending"), orders):
        document = Publication.objects.filter(slug=slug).order_by("number").last().document
        assert len(document["orders"]) == bool(own)
    assert Publication.objects.count() == (3 if all(orders) else 2), "only of two that name each other one comes twice"
    call_command("check_facts")
    assert corpus.load(tmp_path).kept == []


@pytest.mark.parametrize(
    "words",
    [
        "Eén regel", "Twee\nregels\n", "\nbegint leeg", 'met """ en \\ en “”', "tab\ten \x07 bel", "  spaties  ", "😀 é é",
        "regel\\\n", "'''", '"', "a\r\nb", "a\rb", "\u2028", "a\x85b",
    ],
)  # fmt: skip
def test_words_of_every_kind_survive_the_file(tmp_path, words):
    event = make_event("words", summary_nl=words + ".", summary_en="x" + words)
    before = shape.to_dict(event)
    round_trip(tmp_path)
    assert shape.to_dict(Event.objects.get(slug="words")) == before


def test_a_raw_file_keeps_every_byte_and_its_ending(tmp_path):
    source = make_source("account")
    raw = b"\xef\xbb\xbfIn 1917\r\nbegon het.\r\n"
    Text.objects.create(
        source=source, number=1, body="In 1917 begon het.", divisions=["paragraph 1 0 18"], raw=raw,
        raw_name="000.md", importer="prose",
    )  # fmt: skip
    files = round_trip(tmp_path)
    assert files["sources/account.raw.md"] == raw
    assert files["sources/account.txt"] == b"In 1917 begon het.\n"


def test_where_a_question_stands_travels_beside_whether_it_is_published(tmp_path):
    reason = {"state_reason_nl": "Gevonden.", "state_reason_en": "Found."}
    make_published_question("asked", stands="settled", settles_nl="Een brief.", settles_en="A letter.", **reason)
    file = round_trip(tmp_path)["questions/asked.toml"].decode()
    assert file.startswith('state = "published"')
    assert 'stands = "settled"' in file
    assert Question.objects.get().state == "settled"


def test_older_texts_that_quotes_need_travel_along(tmp_path):
    source = make_source("account")
    old = make_quote("In 1917", make_text(source, "In 1917 begon het."))
    make_text(source, "In 1918 begon het.")
    make_published_event("event", citations=[cited(old)])
    files = round_trip(tmp_path)
    assert {"sources/account.txt", "sources/account.2.txt", "sources/account.2.raw.txt"} <= set(files)
    assert Quote.objects.get().text.number == 1
    assert Source.objects.get(slug="account").text.body == "In 1918 begon het."


def test_no_file_holds_a_time_or_a_number_of_a_row(tmp_path):
    save(shape.from_dict(rich_event_dict("rich"), "event"))
    corpus.export(tmp_path / "one")
    Event.objects.get(slug="rich").delete()
    corpus.load(tmp_path / "one")
    corpus.export(tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_an_export_over_an_older_one_removes_what_is_gone(tmp_path):
    event = make_event("here")
    corpus.export(tmp_path)
    (tmp_path / "README.md").write_text("ours")
    event.delete()
    make_event("there")
    corpus.export(tmp_path)
    assert set(contents(tmp_path)) == {"corpus.toml", "events/there.toml", "README.md"} | {
        name for name in contents(tmp_path) if name.startswith("sources/")
    }


def test_an_export_into_a_folder_that_holds_something_else_is_refused(tmp_path):
    make_event()
    (tmp_path / "letter.txt").write_text("Beste Els")
    with pytest.raises(CorpusError, match="something else"):
        corpus.export(tmp_path)
    assert contents(tmp_path) == {"letter.txt": b"Beste Els"}
    with pytest.raises(CorpusError, match="something else"):
        corpus.export(tmp_path / "letter.txt")


def test_an_export_makes_the_folder_and_counts_its_files(tmp_path):
    make_text(make_source("account"))
    assert corpus.export(tmp_path / "a" / "b") == len(contents(tmp_path / "a" / "b")) == 4
    shutil.rmtree(tmp_path / "a")


# --- a draft on top of what readers see -------------------------------------------------------------------------------


def test_a_draft_on_top_of_what_is_published_travels_without_being_published(tmp_path):
    event = make_published_event("kirov", title_nl="Wat lezers zien")
    with publishing.editing(event, author_name="Els"):
        shape.from_dict(shape.to_dict(event) | {"title_nl": "Nooit goedgekeurd"}, "event")
        event.refresh_from_db()
    corpus.export(tmp_path / "one")

    empty_everything()
    corpus.load(tmp_path / "one")

    assert PublicEvent.objects.get().row["title_nl"] == "Wat lezers zien"
    assert Event.objects.get().title_nl == "Nooit goedgekeurd"
    assert corpus.load(tmp_path / "one").unchanged == ["sources/record", "events/kirov"]
    corpus.export(tmp_path / "two")
    assert (tmp_path / "one/events/kirov.toml").read_bytes() == (tmp_path / "two/events/kirov.toml").read_bytes()


@pytest.mark.parametrize("wrong", ["{ schema = 1 }", "{ schema = 2 }", '"kirov"'])
def test_what_readers_see_is_checked_like_the_working_copy(tmp_path, wrong):
    make_published_event("kirov")
    corpus.export(tmp_path)
    path = tmp_path / "events/kirov.toml"
    path.write_text(path.read_text().replace('state = "published"', f'state = "published"\npublished = {wrong}'))
    empty_everything()

    problems = refused(tmp_path)

    assert all(file == "events/kirov.toml" and where.startswith("published") for file, where, _message in problems)
    assert not Event.objects.exists()
