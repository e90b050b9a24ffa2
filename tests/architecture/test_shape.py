"""Things have names and sizes that a reader can hold."""

import ast
import re
from pathlib import Path

from tests.architecture.tree import ROOT, SOURCE, files, modules, parsed, short

LONGEST_FILE = 350
LONGEST_FUNCTION = 60
NAMELESS = {"utils", "util", "helpers", "helper", "services", "service", "managers", "misc", "common"}
# Written in pieces, so that this file does not find itself.
PLACES = re.compile(
    "|".join(
        (
            r"(?<![\w.<>}])/" + r"(?:work|root|home)/[\w.]",
            r"/opt/" + r"(?:pypi|wheels)",
            "pypi" + r"\.org",
            "python" + r"hosted\.org",
            "npm" + r"js\.(?:org|com)",
        )
    )
)


def _functions(path: Path) -> list[tuple[str, int]]:
    nodes = [
        node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return [
        (f"{short(path)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for node in nodes
    ]


def test_no_file_is_longer_than_a_comfortable_read() -> None:
    sizes = {short(path): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    found = [function for path in modules() for function in _functions(path)]
    assert {name: length for name, length in found if length > LONGEST_FUNCTION} == {}


def test_most_functions_are_short() -> None:
    lengths = sorted(length for path in modules() for _, length in _functions(path))
    ninth_decile = lengths[len(lengths) * 9 // 10]
    assert ninth_decile <= 25, (
        f"nine in ten functions are under {ninth_decile} lines; the house says most under 20"
    )


def test_everything_has_a_name() -> None:
    names = [path for path in SOURCE.rglob("*") if path.suffix in {"", ".py"} and path.stem in NAMELESS]
    assert [short(path) for path in names] == []


def test_nothing_names_the_machine_it_was_written_on() -> None:
    found = []
    for path in files():
        try:
            lines = path.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [
            f"{short(path)}:{number}: {line.strip()[:100]}"
            for number, line in enumerate(lines, 1)
            if PLACES.search(line)
        ]
    assert found == []


def test_every_package_of_tests_can_be_imported() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert sorted(short(folder) for folder in folders if not (folder / "__init__.py").exists()) == []
