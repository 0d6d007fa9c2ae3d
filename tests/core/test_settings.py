"""Settings: what production refuses, and what is in force on a connection."""

import ast
import json
import os
import re
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections

from timeline import settings as ours

ROOT = settings.BASE_DIR
STRONG = "k3Jd8-fW0qLz7xYb2mNc5vRt9pGh1sAa4uEe6iOo_yTzQwXrVb3n"
OURS = (
    "PRODUCTION",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "VAR",
    "SITE_URL",
    "CONTACT",
    "DEBUG",
    "HOST",
    "PORT",
)
SHOW = """
import json
from timeline import settings as s
print(json.dumps({
    "debug": s.DEBUG, "key": s.SECRET_KEY, "hosts": s.ALLOWED_HOSTS, "secure": s.SESSION_COOKIE_SECURE,
    "csrf": s.CSRF_COOKIE_SECURE, "hsts": s.SECURE_HSTS_SECONDS, "var": str(s.VAR), "site": s.SITE_URL,
    "contact": s.CONTACT,
    "database": {key: str(value) for key, value in s.DATABASES["default"].items()},
    "origins": getattr(s, "CSRF_TRUSTED_ORIGINS", []),
}))
"""


def start(folder: Path, **environment: str) -> subprocess.CompletedProcess:
    """Import the settings in a process of its own, with these variables and no others of ours."""
    clean = {key: value for key, value in os.environ.items() if key not in OURS} | {"PYTHONPATH": str(ROOT)}
    variables = clean | {"VAR": str(folder)} | environment
    return subprocess.run(
        [sys.executable, "-c", SHOW], cwd=folder, env=variables, capture_output=True, text=True, check=False
    )


def shown(folder: Path, **environment: str) -> dict:
    """The settings as they come out."""
    done = start(folder, **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


PRODUCTION = {
    "PRODUCTION": "1",
    "SECRET_KEY": STRONG,
    "ALLOWED_HOSTS": "example.org, www.example.org",
    "SITE_URL": "https://example.org",
}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY"),
        ({"SECRET_KEY": "django-insecure-" + STRONG}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"PRODUCTION": "maybe"}, "PRODUCTION"),
        ({"SITE_URL": ""}, "SITE_URL"),
        ({"SITE_URL": "http://example.org"}, "SITE_URL"),
        ({"DEBUG": "2"}, "DEBUG"),
    ],
)
def test_production_refuses_to_start_and_says_what_is_wrong(tmp_path, wrong, said):
    done = start(tmp_path, **(PRODUCTION | wrong))
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert "ImproperlyConfigured" in last
    assert said in last
    assert STRONG not in done.stderr
    assert not (tmp_path / "secret_key").exists()


def test_production_starts_with_a_real_secret_and_is_strict(tmp_path):
    found = shown(tmp_path, **PRODUCTION)
    assert (found["debug"], found["key"]) == (False, STRONG)
    assert found["hosts"] == ["example.org", "www.example.org"]
    assert (found["secure"], found["csrf"]) == (True, True)
    assert found["hsts"] > 0
    assert not (tmp_path / "secret_key").exists()


def test_without_any_variable_it_starts_for_this_machine_only(tmp_path):
    found = shown(tmp_path)
    assert (found["debug"], found["secure"], found["hsts"]) == (False, False, 0)
    assert found["hosts"] == ["localhost", "127.0.0.1", "[::1]"]
    assert found["database"]["NAME"] == str(tmp_path / "wederhoor.sqlite3")


def test_the_key_that_is_made_is_kept_for_its_owner_only_and_stays(tmp_path):
    key = shown(tmp_path)["key"]
    file = tmp_path / "secret_key"
    assert len(key) >= 50
    assert file.read_text() == key
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert shown(tmp_path)["key"] == key


def test_several_processes_that_start_at_once_agree_on_one_key(tmp_path):
    keys, start_line = [], threading.Barrier(8)

    def read():
        start_line.wait()
        keys.append(ours.kept_secret_key(tmp_path / "var" / "secret_key"))

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1


def test_a_key_file_that_was_left_empty_by_a_full_disk_is_filled(tmp_path):
    (tmp_path / "secret_key").touch(0o600)
    assert len(ours.kept_secret_key(tmp_path / "secret_key")) >= 50


@pytest.mark.parametrize("name", ["met spatie", "a#b", "wat?", "100%", "100%25", "één"])
def test_the_database_lies_in_its_folder_whatever_that_is_called(tmp_path, name):
    (tmp_path / name).mkdir()
    assert shown(tmp_path / name)["database"]["NAME"] == str(tmp_path / name / "wederhoor.sqlite3")


def test_a_folder_that_is_not_absolute_lies_beside_manage_py_wherever_the_process_stands(tmp_path):
    found = shown(tmp_path, VAR="other-var", SECRET_KEY=STRONG)
    assert found["var"] == str(ROOT / "other-var")
    assert not (ROOT / "other-var").exists()


def test_postgresql_by_its_address(tmp_path):
    found = shown(tmp_path, DATABASE_URL="postgres://els:geheim@db.example.org:5433/wederhoor")["database"]
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["NAME"], found["USER"], found["HOST"], found["PORT"]) == (
        "wederhoor", "els", "db.example.org", "5433",
    )  # fmt: skip
    assert found["CONN_MAX_AGE"] == "None"
    assert "PRAGMA" not in str(found)


def test_the_public_address_is_trusted_where_it_is_https(tmp_path):
    assert shown(tmp_path, SITE_URL="https://example.org/")["origins"] == ["https://example.org"]
    assert shown(tmp_path, SITE_URL="http://example.org")["origins"] == []


@pytest.mark.parametrize("contact", ["", "els@example.org", "https://example.org/report", " els@example.org "])
def test_readers_can_be_told_where_to_report_a_mistake(tmp_path, contact):
    assert shown(tmp_path, CONTACT=contact)["contact"] == contact.strip()


@pytest.mark.parametrize(
    "contact", ["Els", "http://example.org", "javascript://x@y.z", "https://", "els@example.org, x"]
)
def test_an_address_to_write_to_that_leads_nowhere_is_refused(tmp_path, contact):
    last = start(tmp_path, CONTACT=contact).stderr.strip().splitlines()[-1]
    assert "ImproperlyConfigured" in last
    assert "CONTACT" in last
    assert "https://" in last


def test_every_variable_that_is_read_is_documented():
    source = (ROOT / "timeline" / "settings.py").read_text()
    read = {"DATABASE_URL"}  # by dj_database_url
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("os.environ.get", "flag", "os.getenv"):
            read |= {argument.value for argument in node.args[:1] if isinstance(argument, ast.Constant)}
    assert len(read) >= 7
    documented = set(re.findall(r"^``([A-Z_]+)``", ours.__doc__, re.MULTILINE))
    assert documented == read
    words = {7: "seven", 8: "eight", 6: "six", 9: "nine"}[len(read)]
    assert f"{words} environment variables" in ours.__doc__
    readme = (ROOT / "README.md").read_text()
    assert {name for name in read if f"`{name}`" in readme} == read


def test_no_other_module_reads_the_environment():
    for package in ("sources", "timeline"):
        for path in (ROOT / package).rglob("*.py"):
            names = set(re.findall(r"environ(?:\.get)?[\[(]\s*['\"](\w+)", path.read_text()))
            if path.name == "start.py":
                assert names <= {"HOST", "PORT"}
            elif path.name not in ("settings.py", "wsgi.py"):
                assert names == set()


@pytest.fixture
def fresh_sqlite(tmp_path):
    """A new connection with our own options to a SQLite file, as a process of the site opens it."""
    own = connections.create_connection("default")
    own.settings_dict = own.settings_dict | {
        "ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "x.sqlite3"), "OPTIONS": ours.SQLITE
    }  # fmt: skip
    if connection.vendor != "sqlite":
        from django.db.backends.sqlite3.base import DatabaseWrapper

        own = DatabaseWrapper(own.settings_dict)
    yield own
    own.close()


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10_000)]
)
def test_what_protects_the_data_is_in_force_on_a_connection(fresh_sqlite, django_db_blocker, pragma, value):
    with django_db_blocker.unblock(), fresh_sqlite.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone()[0] == value


def test_a_transaction_takes_its_lock_at_once(fresh_sqlite, django_db_blocker):
    """So that nothing changes between a check and the write that rests on it."""
    with django_db_blocker.unblock():
        fresh_sqlite.ensure_connection()
        said = []
        fresh_sqlite.connection.set_trace_callback(said.append)
        fresh_sqlite.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        fresh_sqlite.rollback()
    assert said[0] == "BEGIN IMMEDIATE"


def test_the_site_uses_these_options_and_keeps_its_connections(tmp_path):
    found = shown(tmp_path)["database"]
    assert found["ENGINE"] == "django.db.backends.sqlite3"
    assert found["OPTIONS"] == str(ours.SQLITE)
    assert found["CONN_MAX_AGE"] == "None"
    assert found["CONN_HEALTH_CHECKS"] == "True"


def test_a_server_with_these_settings_gives_no_warning(tmp_path):
    clean = {key: value for key, value in os.environ.items() if key not in OURS}
    environment = clean | PRODUCTION | {"VAR": str(tmp_path)}
    command = [sys.executable, "manage.py", "check", "--deploy", "--tag", "security", "--fail-level", "ERROR"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
