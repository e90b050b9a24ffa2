"""Measuring a thing, and printing it beside what it is measured against."""

import contextlib
import gc
import resource
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Figure:
    """One figure. `against` and `baseline` name and measure what a user would use instead, in the same run and
    unit; `goal` is the ratio that we promise not to exceed. `growth` is the ratio to the figure of the benchmark's
    smallest size that we promise not to exceed."""

    benchmark: str
    rows: int
    what: str
    value: float
    unit: str = "s"
    against: str = ""
    baseline: float = 0.0
    goal: float = 0.0
    growth: float = 0.0

    @property
    def ratio(self) -> float | None:
        return self.value / self.baseline if self.baseline else None

    @property
    def missed(self) -> bool:
        return bool(self.goal and self.ratio and self.ratio > self.goal)


def pair(ours: Callable[[], Any], theirs: Callable[[], Any], *, times: int = 5) -> tuple[float, float]:
    """Median seconds of both, run in turn so that a drifting machine is unfair to neither; one run each to warm."""
    ours(), theirs()
    found = [(_seconds(ours), _seconds(theirs)) for _ in range(times)]
    return median(our for our, _ in found), median(their for _, their in found)


def once(action: Callable[[], Any], *, times: int = 5) -> float:
    action()
    return median(_seconds(action) for _ in range(times))


def busy(action: Callable[[], Any], *, times: int = 25) -> float:
    """The least of many: seconds for which an action kept a processor busy, in this process and in the one that
    PostgreSQL gave to this connection. On a machine that does nothing else that is how long it takes, since all it reads
    is in memory; on a busy one it does not grow with what others do."""
    action()
    return min(busy_once(action) for _ in range(times))


def busy_pair(ours: Callable[[], Any], theirs: Callable[[], Any], *, times: int) -> tuple[float, float]:
    """The same of both, in turn."""
    found = [(busy_once(ours), busy_once(theirs)) for _ in range(times)]
    return min(our for our, _ in found), min(their for _, their in found)


def grown(figures: list[Figure]) -> list[Figure]:
    """What each promise about growth came to: every larger size beside the smallest of the same run."""
    found = []
    smallest: dict[tuple[str, str], Figure] = {}
    for each in figures:
        least = smallest.setdefault((each.benchmark, each.what), each)
        if each.growth and each.rows > least.rows:
            against = f"the same at {least.rows:,}"
            found.append(replace(each, what=f"{each.what}: growth", against=against, baseline=least.value, goal=each.growth))  # fmt: skip
    return found


def busy_once(action: Callable[[], Any]) -> float:
    began = process_time() + _of_the_database()
    action()
    return process_time() + _of_the_database() - began


def forget_peak() -> None:
    """Where the system can (Linux), the peak of memory begins anew: that of one thing is not that of the one before."""
    gc.collect()
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def peak() -> float:
    """The peak of memory since then in MiB; elsewhere that of the whole process."""
    with contextlib.suppress(OSError, StopIteration):
        lines = Path("/proc/self/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _of_the_database() -> float:
    """Seconds of processor time that the server's process for this connection has used, where that can be read
    (PostgreSQL on this machine, Linux); SQLite works within this process."""
    if connection.vendor == "postgresql" and connection.connection is not None:
        with contextlib.suppress(OSError):
            process = connection.connection.info.backend_pid
            return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
    return 0.0


def _seconds(action: Callable[[], Any]) -> float:
    began = perf_counter()
    action()
    return perf_counter() - began


HEADER = ("benchmark", "rows", "what", "figure", "unit", "against", "figure", "ratio", "goal")


def table(figures: list[Figure], *, database: str) -> str:
    lines = [HEADER, *(_cells(figure) for figure in figures)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADER))]
    printed = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    return (
        f"Database: {database}. Ratios are of figures from one run; under 1 is better than what it stands against.\n"
        + ("\n".join(printed))
    )


def _cells(figure: Figure) -> tuple[str, ...]:
    ratio = figure.ratio
    return (
        figure.benchmark,
        f"{figure.rows:,}",
        figure.what,
        f"{figure.value:.4g}",
        figure.unit,
        figure.against,
        f"{figure.baseline:.4g}" if figure.baseline else "",
        f"{ratio:.2f}" if ratio is not None else "",
        (f"<= {figure.goal:g}" + (" MISSED" if figure.missed else "")) if figure.goal else "",
    )
