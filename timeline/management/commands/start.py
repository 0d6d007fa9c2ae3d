"""``manage.py start``: what ``make run`` does once the requirements are installed."""

import os
import secrets
import socket
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from sources.models import Source
from timeline import corpus, index
from timeline.desk import make_groups

FIRST_CORPUS = settings.BASE_DIR / "timeline" / "corpora" / "soviet-history"
FIRST_EDITOR = "editor"
# A reader on a slow line holds a thread until all of her form is there: many threads, which cost nothing while they
# wait and end when there is nothing to do. Fewer than the connections that PostgreSQL allows (100).
THREADS, IDLE = 64, 30  # the last in seconds


class Command(BaseCommand):
    """Migrates, loads the first corpus into a new database, makes a first editor, and serves the site."""

    help = "Bring the installation up to date and serve it."

    def add_arguments(self, parser):
        parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
        parser.add_argument("--port", type=int, default=os.environ.get("PORT") or "8000")
        parser.add_argument("--prepare-only", action="store_true", help="do everything but serve")

    def handle(self, *args, host, port, prepare_only, **options):
        if not prepare_only:
            refuse_taken_port(host, port)
        settings.VAR.mkdir(parents=True, exist_ok=True)
        self.migrate()
        self.load_first_corpus()
        password = self.make_first_editor()
        self.collect_static()
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        self.stdout.write(self.style.SUCCESS(f"Wederhoor: {address}   desk: {address}admin/"))
        if password:
            self.stdout.write(f"First editor (shown once): {FIRST_EDITOR}   password: {password}")
        self.stdout.flush()
        if not prepare_only:
            self.serve(host, port)

    def migrate(self):
        """Run what migrations there are; asking first is much quicker than running none."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Migrating the database …")
            call_command("migrate", interactive=False, verbosity=0)
            make_groups()
            index.rebuild()  # a new column of it says nothing yet

    def load_first_corpus(self):
        """A database is new while it has neither sources nor editors."""
        if Source.objects.exists() or get_user_model().objects.exists():
            return
        self.stdout.write("Loading the first corpus …")
        self.stdout.flush()
        report = corpus.load(FIRST_CORPUS)
        self.stdout.write(f"{len(report.added)} files loaded.")

    def make_first_editor(self) -> str:
        """The password of the first editor, if she was made now."""
        users = get_user_model().objects
        if users.exists():
            return ""
        password = secrets.token_urlsafe(12)
        users.create_superuser(FIRST_EDITOR, password=password, first_name="Redactie", last_name="Wederhoor")
        return password

    def collect_static(self):
        """Copy the static files to where they are served from, when any of them changed."""
        stamp = settings.STATIC_ROOT / "collected"
        state = static_state()
        if stamp.is_file() and stamp.read_text() == state:
            return
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(state)

    def serve(self, host: str, port: int):
        """Hand this process to the server: signals reach it, and memory is not paid twice."""
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
        # It warns of so many threads each time, and of nothing else that one can do something about.
        command += ["--workers", "1", "--no-ws", "--log-level", "error"]
        command += ["--blocking-threads", str(THREADS), "--blocking-threads-idle-timeout", str(IDLE)]
        command += ["timeline.wsgi:application"]
        os.chdir(settings.BASE_DIR)
        os.execv(sys.executable, command)


def refuse_taken_port(host: str, port: int):
    """Say so if the port cannot be had: the server itself would share it in silence with whatever listens there."""
    if not 0 < port < 65_536:
        raise CommandError(f"{port} is no port. Choose one from 1 to 65535: make run PORT=8001")
    try:
        family, kind, *_rest, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CommandError(f"Cannot listen on {host}:{port}: {error}. Choose another: make run PORT=8001") from error


def static_state() -> str:
    """Changes when a static file of ours, or the lock file of our requirements, does."""
    files = [settings.BASE_DIR / "requirements.txt", *sorted(Path(settings.STATICFILES_DIRS[0]).rglob("*"))]
    return "\n".join(f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in files if path.is_file())
