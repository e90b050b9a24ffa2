"""`python -m benchmarks [NAME …] [--rows N …] [--db sqlite|postgres] [--json]`: see benchmarks/README.md.

Each size of each benchmark runs in a process of its own, on a private database that is thrown away.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, grown, table

HERE = Path(__file__).resolve().parent
NOT_BENCHMARKS = {"__init__", "__main__", "figures"}


def main() -> int:
    names = sorted(path.stem for path in HERE.glob("*.py") if path.stem not in NOT_BENCHMARKS)
    asked = _arguments(names)
    if asked.alone:
        _run_here(asked.names[0], asked.rows[0])
        return 0
    os.environ["DUEREGARD_TEST_DB"] = asked.db
    from tests.fixtures import surroundings

    surroundings.arrange()
    import django

    django.setup()  # a benchmark's sizes stand in a module that knows models
    try:
        found = [
            figure
            for name in asked.names or names
            for rows in asked.rows or import_module(f"benchmarks.{name}").ROWS
            for figure in _run_alone(name, rows)
        ]
    finally:
        surroundings.clear_away()
    figures = [Figure(**each) for each in found]
    figures += grown(figures)
    print(json.dumps([asdict(each) for each in figures]) if asked.json else table(figures, database=asked.db))
    return int(any(figure.missed for figure in figures))


def _arguments(names: list[str]) -> Any:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"which: {', '.join(names)}; all, unless told"
    )
    parser.add_argument("--rows", nargs="+", type=int, default=[], help="sizes; each benchmark has its own")
    parser.add_argument("--db", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(names):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(names)}")
    return asked


def _run_alone(name: str, rows: int) -> list[dict[str, Any]]:
    from tests.fixtures import databases

    scratch = databases.copy_of(databases.template(()))
    command = [sys.executable, "-m", "benchmarks", "--alone", name, "--rows", str(rows)]
    try:
        done = subprocess.run(
            command, env=scratch.environment(), cwd=HERE.parent, stdout=subprocess.PIPE, text=True, check=True
        )
    finally:
        databases.throw_away(scratch)
    found: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return found


def _run_here(name: str, rows: int) -> None:
    import django

    django.setup()
    figures = list(import_module(f"benchmarks.{name}").run(rows))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures.append(Figure(name, rows, "peak memory of all this", peak, "MiB"))
    print(json.dumps([asdict(figure) for figure in figures]))


if __name__ == "__main__":
    sys.exit(main())
