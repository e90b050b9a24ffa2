"""Time at each step, for the page and for papers: median and ninth decile of each part of the work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dueregard.assurance.charts import Chart, Row, bars
from dueregard.assurance.rules.counting import median, ninth_decile, said
from dueregard.assurance.rules.periods import Period
from dueregard.events.queries.times import StepTime, durations
from dueregard.organisation.models import Unit

KINDS = {"check": "Check", "step": "Step", "question": "Question", "decision": "The whole way"}
MOST_DRAWN = 14


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the work over a period: how often it was done, and how long it took in working days."""

    kind: str
    title: str
    track: str
    count: int
    median: float | None
    ninth: int | None

    @property
    def what(self) -> str:
        return KINDS.get(self.kind, self.kind.capitalize())

    @property
    def said_median(self) -> str:
        return said(self.median)

    @property
    def name(self) -> str:
        return f"{self.what}: {self.title}" + (f" ({self.track})" if self.track else "")


def parts_of(unit: Unit, period: Period, today: date) -> list[Part]:
    return parts(durations(first=period.first, last=period.last, unit=unit, today=today))


def parts(times: Iterable[StepTime]) -> list[Part]:
    """In the order of the work: checks, steps, questions, and the whole way of each body; within these the slowest first."""
    groups: dict[tuple[str, str, str], list[StepTime]] = {}
    for each in times:
        code = "" if each.kind == "decision" else each.code  # the whole way is one, whichever step decided
        groups.setdefault((each.kind, each.track, code), []).append(each)
    order = list(KINDS)
    found = [_part(group) for group in groups.values()]
    return sorted(
        found,
        key=lambda part: (
            order.index(part.kind) if part.kind in order else len(order),
            -(part.median or 0),
            part.title,
        ),
    )


def _part(group: list[StepTime]) -> Part:
    days = [each.days for each in group]
    newest = max(group, key=lambda each: each.ended)
    return Part(newest.kind, newest.title, newest.track, len(group), median(days), ninth_decile(days))


def chart_of(found: list[Part]) -> Chart | None:
    """The parts as bars; None where nothing has ended yet."""
    if not found:
        return None
    slowest = max(found, key=lambda part: (part.kind != "decision", part.median or 0))
    return bars(
        "times",
        [Row(part.name, part.median, part.ninth) for part in found[:MOST_DRAWN]],
        caption=f"‘{slowest.title}’ takes longest: half take {slowest.said_median} working days or fewer",
        description="Working days by part of the work, the median as a filled and the ninth decile as an outlined bar.",
        keys=("Half were done within this many working days", "Nine in ten were"),
    )
