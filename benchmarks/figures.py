"""Measuring a thing, and printing it beside what it is measured against."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One figure. `against` and `baseline` name and measure what a user would use instead, in the same run and
    unit; `goal` is the ratio that we promise not to exceed."""

    benchmark: str
    rows: int
    what: str
    value: float
    unit: str = "s"
    against: str = ""
    baseline: float = 0.0
    goal: float = 0.0

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
