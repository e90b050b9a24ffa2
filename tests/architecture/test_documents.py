"""The documents cannot fall behind: what is declared is described, or this fails and lists what is missing."""

import ast
import re
from collections.abc import Iterable

import pytest

from dueregard.kernel.catalogue import Coded, ledger_actions, message_kinds, permissions
from tests.architecture.tree import APPS, ROOT, SOURCE, app, modules, parsed, room

DOCS = ROOT / "docs"
READERS = {"text", "number", "flag", "list", "secret"}


def _page(app: str) -> str:
    path = DOCS / "modules" / f"{app}.md"
    return path.read_text("utf-8") if path.exists() else ""


def _declared_in(app_name: str) -> str:
    paths = [path for path in modules() if app(path) == app_name and room(path) == "catalogue"]
    return "\n".join(path.read_text("utf-8") for path in paths)


@pytest.mark.parametrize("app", APPS)
def test_every_app_has_its_page(app) -> None:
    assert len(_page(app)) > 200, f"docs/modules/{app}.md is missing, or says next to nothing"


@pytest.mark.parametrize("app", APPS)
@pytest.mark.parametrize(
    ("what", "book"),
    [("permissions", permissions), ("ledger actions", ledger_actions), ("messages", message_kinds)],
    ids=["permissions", "ledger-actions", "messages"],
)
def test_every_code_is_on_the_page_of_its_app(app: str, what: str, book: Iterable[Coded]) -> None:
    source, page = _declared_in(app), _page(app)
    codes = [entry.code for entry in book if f'"{entry.code}"' in source]
    missing = [code for code in codes if f"`{code}`" not in page]
    assert missing == [], f"docs/modules/{app}.md does not name these {what}: {', '.join(missing)}"


def _settings() -> set[str]:
    """Every setting read from the environment or the file, as `DUEREGARD_NAME`."""
    found = set()
    for node in ast.walk(parsed(SOURCE / "config" / "settings.py")):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in READERS:
            first = node.args[0] if node.args else None
            if ast.unparse(node.func.value) == "values" and isinstance(first, ast.Constant):
                found.add(f"DUEREGARD_{str(first.value).upper()}")
    for path in modules():
        found |= set(re.findall(r"DUEREGARD_[A-Z][A-Z_]*[A-Z]", path.read_text("utf-8")))
    return found - {"DUEREGARD_NAME"}


def test_every_setting_is_documented() -> None:
    page = (DOCS / "settings.md").read_text("utf-8")
    assert sorted(name for name in _settings() if f"`{name}`" not in page) == []


def test_no_setting_is_documented_that_nothing_reads() -> None:
    page = (DOCS / "settings.md").read_text("utf-8")
    named = set(re.findall(r"^\| `(DUEREGARD_[A-Z_]+)`", page, re.MULTILINE))
    assert sorted(named - _settings()) == []


def test_every_signal_is_listed() -> None:
    """Something low that causes something high is rare; each is on the architecture page."""
    names = {
        target.id
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("Signal(")
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    page = (DOCS / "architecture.md").read_text("utf-8") if names else ""
    assert sorted(name for name in names if f"`{name}`" not in page) == []


def test_links_between_documents_lead_somewhere() -> None:
    links = [
        (path, target)
        for path in [*DOCS.rglob("*.md"), ROOT / "README.md"]
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text("utf-8"))
        if "://" not in target and not target.startswith("mailto:")
    ]
    broken = [
        f"{path.relative_to(ROOT)}: {target}" for path, target in links if not (path.parent / target).exists()
    ]
    assert broken == []
