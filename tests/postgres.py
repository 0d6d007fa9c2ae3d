"""A throw-away PostgreSQL from the machine's own binaries, on a Unix socket in a temporary folder.

``python tests/postgres.py pytest …`` runs a command with DATABASE_URL set to it.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))


def binaries() -> Path | None:
    """The folder of the newest server that is installed, or None."""
    if BINARIES and (BINARIES[-1] / "initdb").is_file():
        return BINARIES[-1]
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found and shutil.which("pg_ctl") else None


@contextmanager
def server() -> Iterator[str]:
    """The DATABASE_URL of an empty database; the server is gone afterwards.

    PostgreSQL refuses to run as root, so root hands it to Debian's ``postgres`` user.
    """
    folder = tempfile.mkdtemp(prefix="wederhoor-postgres-", dir="/tmp")  # a socket's path may have 107 characters
    as_user = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    owner = "postgres" if as_user else pwd.getpwuid(os.geteuid()).pw_name
    data, tools = f"{folder}/data", binaries()

    def run(tool, *arguments):
        subprocess.run([*as_user, tools / tool, *arguments], check=True, capture_output=True, cwd=folder)

    try:
        run("initdb", "-D", data, "-A", "trust", "--no-sync", "--locale=C.UTF-8", "-E", "UTF8", "-U", owner)
        options = f"-c listen_addresses='' -k {folder} -c fsync=off -c max_connections=200"
        run("pg_ctl", "-D", data, "-w", "-o", options, "-l", f"{folder}/log", "start")
        try:
            run("createdb", "-h", folder, "-U", owner, "wederhoor")
            yield f"postgres://{owner}@{quote(folder, safe='')}/wederhoor"
        finally:
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    if binaries() is None:
        sys.exit("PostgreSQL's server is not installed; on Debian: apt-get install postgresql")
    with server() as url:
        sys.exit(subprocess.run(sys.argv[1:], env=os.environ | {"DATABASE_URL": url}).returncode)
