"""Direction: a floor imports only floors below it, and inside an app a room only the rooms below it."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import APPS, ROOT, SOURCE, modules, parsed, room, short

# One-time links are a mechanism of accounts; what they are for is declared in a book there, as codes are in the kernel.
BOOK_OF_LINK_PURPOSES = "dueregard.accounts.purposes"


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _run(*command: str) -> "subprocess.CompletedProcess[str]":
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONWARNINGS": "ignore"}
    return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)


def test_the_contracts_between_the_floors_hold() -> None:
    done = _run(
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as lint; lint()",
        "--no-cache",
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_rules_load_without_django() -> None:
    names = [
        ".".join(("dueregard", *path.relative_to(SOURCE).with_suffix("").parts))
        for path in modules()
        if room(path) == "rules"
    ]
    script = (
        f"import sys\nfor name in {names!r}:\n __import__(name)\n"
        " assert not {'django', 'psycopg', 'sqlite3'} & set(sys.modules), name"
    )
    done = _run(sys.executable, "-c", script)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("app", APPS)
def test_a_catalogue_knows_only_the_kernel(app) -> None:
    paths = [path for path in modules() if path.is_relative_to(SOURCE / app) and room(path) == "catalogue"]
    ours = [name for path in paths for name in _imports(path) if name.startswith("dueregard.")]
    known = ("dueregard.kernel", f"dueregard.{app}.catalogue", BOOK_OF_LINK_PURPOSES)
    above = [name for name in ours if not name.startswith(known)]
    assert above == []


def test_queries_and_forms_import_no_command() -> None:
    """Reading and parsing change nothing."""
    wrong = [
        f"{short(path)}: {name}"
        for path in modules()
        if room(path) in {"queries", "forms"}
        for name in _imports(path)
        if name.startswith("dueregard.") and ".commands" in name
    ]
    assert wrong == []


def test_commands_know_nothing_of_the_web() -> None:
    wrong = [
        f"{short(path)}: {name}"
        for path in modules()
        if room(path) in {"commands", "rules", "models"}
        for name in _imports(path)
        if name.startswith(("django.http", "django.shortcuts", "django.forms", "django.core.mail"))
        or name.endswith((".views", ".forms"))
    ]
    assert wrong == []
