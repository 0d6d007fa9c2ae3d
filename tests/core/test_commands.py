"""The commands: what they say, and with what code they end."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from sources.models import Quote, Text
from tests.builders import cited, make_event, make_published_event, make_quote, make_source, make_text
from tests.core.test_corpus import SMALL, contents, write
from timeline.models import Event, PublicEvent, Revision

# --- check_quotes -----------------------------------------------------------------------------------------------------


def tamper(table: str, column: str, value: str, pk: int):
    """Change a column behind the back of every rule."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, pk])


@pytest.fixture
def quotes(db) -> list[Quote]:
    """Two quotes of one text."""
    between = "Het duurde lang, veel langer dan wie ook had gedacht. "
    text = make_text(make_source("account"), f"In 1917 begon het. {between}In 1918 was het voorbij.")
    return [make_quote("In 1917 begon het.", text), make_quote("1918", text)]


def test_quotes_that_stand_where_they_say_are_counted(quotes, capsys):
    call_command("check_quotes")
    assert capsys.readouterr().out == "2 quotes and 1 texts are verbatim.\n"


@pytest.mark.parametrize(
    ("column", "value"), [("exact", "In 1917 begon hij."), ("start", 1), ("suffix", "!"), ("prefix", "x")]
)
def test_a_quote_that_was_tampered_with_is_found(quotes, capsys, column, value):
    tamper("sources_quote", f'"{column}"', value, quotes[0].pk)
    with pytest.raises(CommandError, match="1 of the texts and quotes"):
        call_command("check_quotes")
    (line,) = capsys.readouterr().out.splitlines()
    assert f"account, text 1: quote {quotes[0].code}" in line


def test_a_text_that_was_tampered_with_is_found_with_every_quote_that_is_lost(quotes, capsys):
    tamper("sources_text", "body", quotes[0].text.body.replace("1918", "1919"), quotes[0].text_id)
    with pytest.raises(CommandError, match="2 of the texts and quotes"):
        call_command("check_quotes")
    said = capsys.readouterr().out
    assert f"checksum {Text.objects.get().sha256[:12]}" in said
    assert quotes[1].code in said
    assert quotes[0].code not in said


def test_a_text_that_changed_between_its_quotes_is_found_by_its_checksum(db, capsys):
    text = make_text(body="In 1917 begon het. " + "En het duurde lang. " * 9 + "Toen was het voorbij.")
    make_quote("In 1917", text)
    tamper("sources_text", "body", text.body.replace("Toen was", "Toen is"), text.pk)
    with pytest.raises(CommandError):
        call_command("check_quotes")
    assert "checksum" in capsys.readouterr().out


# --- load, export, rebuild --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_loading_says_how_much_was_added_replaced_unchanged_and_kept(tmp_path, capsys):
    call_command("load_corpus", str(write(tmp_path)))
    assert capsys.readouterr().out == "5 were added, 0 replaced; 0 unchanged, 0 kept.\n"
    Event.objects.filter(slug="beginning").update(title_nl="Anders")

    call_command("load_corpus", str(tmp_path))
    assert capsys.readouterr().out == (
        "kept as it is at the desk: events/beginning (--replace overwrites it)\n"
        "0 were added, 0 replaced; 4 unchanged, 1 kept.\n"
    )
    call_command("load_corpus", str(tmp_path), "--replace", "--dry-run")
    assert capsys.readouterr().out == "0 would be added, 1 replaced; 4 unchanged, 0 kept.\n"
    assert Event.objects.get(slug="beginning").title_nl == "Anders"

    call_command("load_corpus", str(tmp_path), "--replace")
    assert capsys.readouterr().out == "0 were added, 1 replaced; 4 unchanged, 0 kept.\n"
    assert Event.objects.get(slug="beginning").title_nl == "Begin"


@pytest.mark.django_db
def test_a_folder_that_is_wrong_is_refused_with_every_line(tmp_path):
    write(
        tmp_path, events__beginning="not toml", questions__who=SMALL["questions/who.toml"].replace("author", "auteur")
    )
    with pytest.raises(CommandError) as error:
        call_command("load_corpus", str(tmp_path))
    first, *lines = str(error.value).splitlines()
    assert first == "Nothing was stored."
    assert [line.split(":")[0] for line in lines] == [
        "events/beginning.toml",
        "questions/who.toml",
        "questions/who.toml",
    ]
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_exporting_says_how_many_files_and_where(tmp_path, capsys):
    make_event("event", citations=[cited(make_quote("In 1917"))])
    call_command("export_corpus", str(tmp_path / "out"))
    assert capsys.readouterr().out == f"6 files written to {tmp_path / 'out'}.\n"
    assert len(contents(tmp_path / "out")) == 6
    (tmp_path / "else").mkdir()
    (tmp_path / "else" / "letter.txt").touch()
    with pytest.raises(CommandError, match="something else"):
        call_command("export_corpus", str(tmp_path / "else"))


@pytest.mark.django_db
def test_rebuilding_the_index_says_what_it_did(capsys):
    make_published_event()
    call_command("rebuild_index", "--check")
    assert capsys.readouterr().out == "The index is what the publications say.\n"
    PublicEvent.objects.update(importance=1)
    with pytest.raises(CommandError, match=r"stale; run rebuild_index\. PublicEvent"):
        call_command("rebuild_index", "--check")
    call_command("rebuild_index")
    assert capsys.readouterr().out == "The index of 1 publications was made anew.\n"
    assert PublicEvent.objects.get().importance == 2


# --- in a process of their own ----------------------------------------------------------------------------------------


def manage(var: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Run manage.py on an installation of its own."""
    ours = ("PRODUCTION", "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "SITE_URL", "DEBUG", "HOST", "PORT")
    clean = {key: value for key, value in os.environ.items() if key not in ours} | {"VAR": str(var)} | environment
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=clean, capture_output=True, text=True, check=False)


STORED = """
from django.contrib.auth import authenticate, get_user_model
from timeline.models import Address, Event, Publication, PublicEvent, Revision
tables = (Address, Event, Publication, PublicEvent, Revision, get_user_model())
print([list(model.objects.order_by("pk").values_list()) for model in tables])
print(Event.objects.count(), PublicEvent.objects.count(), authenticate(username="editor", password={password!r}))
"""


# An installation as it was before the index: three commands in one process, since each process takes seconds to start.
OF_BEFORE = """
from django.core.management import call_command
call_command("migrate")
call_command("load_corpus", {folder!r})
call_command("migrate", "timeline", "0001")
"""


def test_starting_in_a_new_folder_makes_everything_once(tmp_path):
    var = tmp_path / "new" / "var"
    first = manage(var, "start", "--prepare-only")

    assert first.returncode == 0, first.stderr
    assert "Wederhoor: http://127.0.0.1:8000/   desk: http://127.0.0.1:8000/admin/" in first.stdout
    (password,) = re.findall(r"^First editor \(shown once\): editor   password: (\S+)$", first.stdout, re.MULTILINE)
    assert len(password) >= 16
    key = (var / "secret_key").read_text()
    assert stat.S_IMODE((var / "secret_key").stat().st_mode) == 0o600
    assert any((var / "static").iterdir())
    stored = manage(var, "shell", "--no-imports", "-c", STORED.format(password=password)).stdout
    assert stored.splitlines()[-1] == "90 90 editor"
    assert password.encode() not in (var / "wederhoor.sqlite3").read_bytes()

    again = manage(var, "start", "--prepare-only", HOST="::1", PORT="9001")

    assert again.returncode == 0, again.stderr
    assert again.stdout == "Wederhoor: http://[::1]:9001/   desk: http://[::1]:9001/admin/\n"
    assert manage(var, "shell", "--no-imports", "-c", STORED.format(password=password)).stdout == stored
    assert (var / "secret_key").read_text() == key
    assert manage(var, "rebuild_index", "--check").returncode == 0


def test_an_installation_of_before_has_its_index_made_anew_by_the_next_start(tmp_path):
    var = tmp_path / "var"
    var.mkdir()
    made = manage(var, "shell", "--no-imports", "-c", OF_BEFORE.format(folder=str(write(tmp_path / "corpus"))))
    assert made.returncode == 0, made.stderr

    assert manage(var, "start", "--prepare-only").returncode == 0

    assert manage(var, "rebuild_index", "--check").returncode == 0


def test_a_command_that_refuses_ends_with_1_and_says_so_where_errors_go(tmp_path):
    done = manage(tmp_path, "load_corpus", str(tmp_path / "nowhere"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "Nothing was stored.\ncorpus.toml: this file is missing" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.django_db
def test_an_installation_that_has_editors_is_not_given_the_first_corpus_again(django_user_model):
    from timeline.management.commands.start import Command

    django_user_model.objects.create_user("els")
    Command().load_first_corpus()
    assert Command().make_first_editor() == ""
    assert not Event.objects.exists()
    assert not Revision.objects.exists()
    assert django_user_model.objects.count() == 1
