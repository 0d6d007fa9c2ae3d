"""Imports run one way: the pure modules know no Django, the sources know nothing of the argument, and so on upward."""

import ast
import subprocess
import sys

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
PACKAGES = ("sources", "timeline")
# What thinks and takes values only. A module that is not there yet is held to it from its first day.
PURE = {f"sources.{name}" for name in ("anchoring", "bibliography", "calendars", "codes", "date_words", "dates")}
PURE |= {f"sources.{name}" for name in ("exchange", "importers", "numbers", "offsets", "refusal", "styles")}
PURE |= {"timeline.axis", "timeline.cards", "timeline.charts", "timeline.checks", "timeline.dictionary"}
# Who may import whom: only what stands on an earlier line, or in the same part of the house.
ORDER = [
    ["timeline.models"],
    ["timeline.checks", "timeline.axis", "timeline.search"],
    ["timeline.dictionary"],
    ["timeline.charts", "timeline.cards"],
    ["timeline.shape", "timeline.glossary"],
    ["timeline.documents", "timeline.index", "timeline.chains"],
    ["timeline.publishing", "timeline.lessons"],
    ["timeline.merging"],
    ["timeline.corpus"],
    ["timeline.framing"],
    ["timeline.views"],
    ["timeline.api", "timeline.feeds"],
    ["timeline.desk"],
    ["timeline.admin", "timeline.management", "timeline.templatetags"],
    ["timeline.urls"],
]
# What Django looks for by name, and what stands under everything.
OUTSIDE = {"timeline", "timeline.apps", "timeline.middleware", "timeline.redacting", "timeline.settings"}
OUTSIDE |= {"timeline.migrations", "timeline.wsgi"}
# Django and what cannot do without it; and what reaches for the world outside.
NOT_PURE = {"django", "django_htmx", "dj_database_url", "whitenoise", "granian", "psycopg", "sqlite3"}
NOT_PURE |= {"os", "pathlib", "socket", "subprocess", "urllib.request", "time", "random", "logging"}
# What one of them reaches for all the same: a solver has a deadline.
ALLOWED = {("timeline.checks.solver", "time")}


def modules() -> dict[str, str]:
    """Our modules by their dotted names, with their source."""
    found = {}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text()
    return found


def imports_of(name: str, source: str, known: set[str]) -> set[str]:
    """The full names of all modules that a module imports, within functions too."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = name.split(".")[: -node.level or None]
                base = ".".join([*package, *filter(None, [base])])
            found |= {f"{base}.{alias.name}" if f"{base}.{alias.name}" in known else base for alias in node.names}
        elif isinstance(node, ast.Call) and called(node) in ("import_module", "__import__", "get_model"):
            found |= {argument.value for argument in node.args if isinstance(argument, ast.Constant)}
    return found


def called(node: ast.Call) -> str:
    """The bare name of the function in a call."""
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def within(name: str, part: str) -> bool:
    """Whether a module is this part of the house or lies in it."""
    return name == part or name.startswith(f"{part}.")


def rank(name: str) -> int | None:
    """The line of ORDER that a module stands on."""
    return next((number for number, parts in enumerate(ORDER) if any(within(name, part) for part in parts)), None)


OURS = modules()
IMPORTS = {name: imports_of(name, source, set(OURS)) for name, source in OURS.items()}
NAMES = sorted(OURS)


@pytest.mark.parametrize("name", [name for name in NAMES if any(within(name, pure) for pure in PURE)])
def test_the_pure_modules_know_no_django_and_nothing_of_the_outside(name):
    for imported in IMPORTS[name]:
        assert (name, imported) in ALLOWED or not any(within(imported, part) for part in NOT_PURE)
        if imported.split(".")[0] in PACKAGES:
            assert any(within(imported, pure) for pure in PURE)


@pytest.mark.parametrize("name", [name for name in NAMES if within(name, "sources")])
def test_the_sources_never_name_the_timeline(name):
    assert not {imported for imported in IMPORTS[name] if within(imported, "timeline")}
    assert '"timeline' not in OURS[name]


@pytest.mark.parametrize("name", [name for name in NAMES if within(name, "timeline")])
def test_in_the_timeline_imports_run_one_way(name):
    own = rank(name)
    if own is None:
        assert any(within(name, part) for part in OUTSIDE), f"say in ORDER where {name} stands"
        return
    for imported in IMPORTS[name]:
        other = rank(imported)
        same = imported.split(".")[:2] == name.split(".")[:2]
        assert other is None or other < own or same, f"{name} may not import {imported}"
        assert other is not None or not within(imported, "timeline") or same, f"{name} may not import {imported}"


@pytest.mark.parametrize("name", NAMES)
def test_no_module_imports_the_tests(name):
    assert not {imported for imported in IMPORTS[name] if within(imported, "tests")}


@pytest.mark.parametrize(
    ("name", "source", "found"),
    [
        ("sources.dates", "import django", {"django"}),
        ("sources.dates", "from django.db import models", {"django.db"}),
        ("sources.dates", "def f():\n    from timeline import shape", {"timeline.shape"}),
        ("sources.dates", "from . import models", {"sources.models"}),
        ("sources.dates", "from .models import Quote", {"sources.models"}),
        ("timeline.views.events", "from ..models.public import Address", {"timeline.models.public"}),
        ("timeline.views.events", "from timeline.models import Address", {"timeline.models"}),
        ("timeline.shape", "if False:\n    import timeline.views.events", {"timeline.views.events"}),
        (
            "timeline.shape",
            "import importlib\nimportlib.import_module('timeline.views')",
            {"importlib", "timeline.views"},
        ),
    ],
)
def test_an_import_is_found_wherever_it_stands(name, source, found):
    known = {"sources.models", "timeline.shape", "timeline.models", "timeline.models.public", "timeline.views.events"}
    assert imports_of(name, source, known) == found


def test_every_pure_module_can_be_loaded_without_django():
    names = [name for name in NAMES if any(within(name, pure) for pure in PURE)]
    script = "import sys, importlib\nsys.modules['django'] = None\n"
    script += "".join(f"importlib.import_module({name!r})\n" for name in names)
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(names) >= 8
