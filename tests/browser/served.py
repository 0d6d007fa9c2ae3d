"""A whole site with the first corpus, served as ``make run`` serves it: compressed, with production's static files."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

# Serves what was prepared, as it was prepared: ``start`` would look whether the static files have changed since.
SERVE = """import sys, django; django.setup()
from timeline.management.commands.start import Command
Command().serve("127.0.0.1", int(sys.argv[1]))"""
OURS = ("PRODUCTION", "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "SITE_URL", "DEBUG", "HOST", "PORT")
PATIENCE = 120


def prepare(var: Path):
    """Migrate, load the first corpus and collect the static files into this folder."""
    command = [sys.executable, "manage.py", "start", "--prepare-only"]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment(var), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@contextmanager
def serving(var: Path) -> Iterator[str]:
    """The address of a server of what was prepared; it is gone afterwards."""
    port = free_port()
    command = [sys.executable, "-c", SERVE, str(port)]
    with open(var / f"server-{port}.log", "w+") as log:
        server = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment(var), stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", server, Path(log.name))
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


def environment(var: Path) -> dict[str, str]:
    """This environment without settings of ours but the folder."""
    return {name: value for name, value in os.environ.items() if name not in OURS} | {
        "VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "timeline.settings",
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address: str, server: subprocess.Popen, log: Path):
    """Until the server answers. Says what it said where it does not."""
    for _ in range(10 * PATIENCE):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"The site did not come up:\n{log.read_text()}")
