"""The project's own files, as the architecture tests read them."""

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "dueregard"
APPS = sorted(each.name for each in SOURCE.iterdir() if (each / "apps.py").exists())
NOT_OURS = {".git", ".hypothesis", ".venv", "node_modules", "var", "dist", "build", "__pycache__"}
BUILT = SOURCE / "kernel" / "static" / "dueregard"
LOCKS = sorted(ROOT.glob("requirements*.txt"))


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project that is not installed, built or a cache."""
    return tuple(_walk(ROOT))


def _walk(folder: Path) -> Iterator[Path]:
    for entry in sorted(os.scandir(folder), key=lambda each: each.name):
        path = Path(entry.path)
        if entry.name in NOT_OURS or entry.name.endswith("_cache") or path == BUILT:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path)
        elif entry.is_file(follow_symlinks=False):
            yield path


@cache
def modules() -> tuple[Path, ...]:
    """Our Python modules, migrations left out."""
    return tuple(each for each in SOURCE.rglob("*.py") if "migrations" not in each.parts)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def templates() -> list[tuple[str, Path]]:
    """Each template's name, as Django finds it, and its file."""
    found = []
    for path in SOURCE.rglob("templates/**/*"):
        if path.is_file():
            parts = path.relative_to(SOURCE).parts
            found.append(("/".join(parts[parts.index("templates") + 1 :]), path))
    return sorted(found)


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def room(path: Path) -> str:
    """The room inside its app: 'commands' for `events/commands.py` and for `events/commands/decision.py`."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return parts[1] if len(parts) > 1 else parts[0]


def app(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0]
