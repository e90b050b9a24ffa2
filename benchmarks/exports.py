"""What exports and reading cost at 100,000 rows of 12 columns, against the bare writer, each in its own process.

    PYTHONPATH=src python benchmarks/exports.py

Prints seconds, peak memory and the ratio to xlsxwriter alone (goal: at most 1.3; under 300 MB). Runs alternate,
the median of three is given.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

ROWS, RUNS = 100_000, 3
HEADER = [f"Column {number}" for number in range(12)]


def rows() -> Iterator[list[Any]]:
    for number in range(ROWS):
        text = f"Talk {number} on evidence"
        yield [
            number,
            text,
            "Students' union",
            "Approved",
            "A room, somewhere",
            text[::-1],
            "Yes",
            120,
            f"EV-{number:06}",
            date(2026, 11, 22),
            "Northmoor University",
            "a longer remark that says what was agreed with whom",
        ]


def bare_writer() -> None:
    import xlsxwriter

    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_urls": False})
        page, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        for line, row in enumerate(rows()):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(line, column, value)
                elif isinstance(value, date):
                    page.write_datetime(line, column, value, day)
                else:
                    page.write_number(line, column, value)
        book.close()


def our_xlsx() -> None:
    from dueregard.documents.export import xlsx_file

    xlsx_file(HEADER, rows(), sheet="Register", title="Register").close()


def our_csv() -> None:
    from dueregard.documents.export import csv_lines

    for _ in csv_lines(HEADER, rows()):
        pass


def read_xlsx() -> None:
    from dueregard.documents.tables import read_table

    with Path(os.environ["BENCH_FILE"]).open("rb") as file:
        sheets = read_table(file, name="x")
    assert len(sheets[0].rows) == ROWS + 1


def read_csv() -> None:
    from dueregard.documents.tables import read_table

    with Path(os.environ["BENCH_FILE"] + ".csv").open("rb") as file:
        sheets = read_table(file, name="x")
    assert len(sheets[0].rows) == ROWS + 1


JOBS: dict[str, Callable[[], None]] = {
    each.__name__: each for each in (bare_writer, our_xlsx, our_csv, read_xlsx, read_csv)
}


def one(job: str) -> None:
    start = time.perf_counter()
    JOBS[job]()
    seconds = time.perf_counter() - start
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def all_jobs() -> None:
    from dueregard.documents.export import csv_lines, xlsx_file

    with tempfile.TemporaryDirectory() as folder:
        os.environ["BENCH_FILE"] = f"{folder}/register.xlsx"
        with xlsx_file(HEADER, rows(), sheet="Register", title="Register") as made:
            Path(os.environ["BENCH_FILE"]).write_bytes(made.read())
        Path(os.environ["BENCH_FILE"] + ".csv").write_bytes(b"".join(csv_lines(HEADER, rows())))
        found: dict[str, list[tuple[float, float]]] = {job: [] for job in JOBS}
        for _ in range(RUNS):
            for job in JOBS:
                done = subprocess.run(
                    [sys.executable, __file__, job], check=True, capture_output=True, text=True
                )
                found[job].append(tuple(json.loads(done.stdout)))
    base = statistics.median(seconds for seconds, _ in found["bare_writer"])
    for job, runs in found.items():
        seconds = statistics.median(each for each, _ in runs)
        print(
            f"{job:12} {seconds:6.1f} s  {max(m for _, m in runs):5.0f} MB  {seconds / base:5.2f} x bare writer"
        )


if __name__ == "__main__":
    os.environ.setdefault("DUEREGARD_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dueregard.config.settings")
    if len(sys.argv) > 1:
        one(sys.argv[1])
    else:
        all_jobs()
