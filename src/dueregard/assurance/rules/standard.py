"""What the service standard says of a period: pure figures from what became of each request."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from dueregard.assurance.rules.counting import FEW, median, ninth_decile, per_cent

DEFINITION = "1"
"""The version of what is counted and how; a change of the meaning of a figure makes it the next number."""

ALL, ROUTINE, DESIGNATED, LATE = "all", "routine", "designated", "late"
ROUTES = {
    ALL: "All requests",
    ROUTINE: "Routine",
    DESIGNATED: "Designated events",
    LATE: "Late requests",
}
WITHDRAWN, OPEN, BROUGHT_IN = "withdrawn", "open", "brought-in"
WHY_NOT = {
    WITHDRAWN: "Withdrawn before anybody decided",
    OPEN: "Still in progress",
    BROUGHT_IN: "Brought in from a spreadsheet, without its times",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """One request that counts. `days` are working days from sending to the first decision, less `paused`, those on
    which the clock stood still. `days` is None for one whose day came undecided: it kept no promise."""

    request_id: UUID
    number: int
    route: str
    ended: date
    days: int | None
    paused: int
    in_promise: bool
    in_lead_time: bool

    @property
    def lapsed(self) -> bool:
        return self.days is None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One request that does not count; `why` is a key of `WHY_NOT`."""

    request_id: UUID
    number: int
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the standard. Shares are whole per cent of `count`; everything but `route` is None where too few
    are counted to be shown."""

    route: str
    count: int | None
    median: float | None
    ninth: int | None
    in_promise: int | None
    in_lead_time: int | None
    lapsed: int | None

    @property
    def title(self) -> str:
        return ROUTES[self.route]


def route_of(marks: Iterable[str], *, late: bool) -> str:
    """A late request takes the route for late ones, designated or not."""
    if late:
        return LATE
    return DESIGNATED if "designated" in marks else ROUTINE


def of_route(taken: Sequence[Taken], route: str) -> list[Taken]:
    return [each for each in taken if route in (ALL, each.route)]


def lines(taken: Sequence[Taken]) -> list[Line]:
    """The figures of each route, all first."""
    return [line_of(route, of_route(taken, route)) for route in ROUTES]


def line_of(route: str, taken: Sequence[Taken]) -> Line:
    days = [each.days for each in taken if each.days is not None]
    return Line(
        route=route,
        count=len(taken),
        median=median(days),
        ninth=ninth_decile(days),
        in_promise=per_cent(sum(each.in_promise for each in taken), len(taken)),
        in_lead_time=per_cent(sum(each.in_lead_time for each in taken), len(taken)),
        lapsed=sum(each.lapsed for each in taken),
    )


def for_everybody(line: Line) -> Line:
    """The line as it may be published: nothing from fewer than five, and counts to the nearest five, so that no
    small number can be had by taking one figure from another."""
    if line.count is None or line.count < FEW:
        return Line(line.route, None, None, None, None, None, None)
    rounded = FEW * int(line.count / FEW + 0.5)
    return Line(line.route, rounded, line.median, line.ninth, line.in_promise, line.in_lead_time, None)


def plain(line: Line) -> dict[str, Any]:
    """A line as JSON keeps it; `Line(**kept)` brings it back."""
    return asdict(line)
