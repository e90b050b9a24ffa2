"""When several bodies first had all decided, and on which days none of them could go on.

Read from the rows of the bodies: the main row shows only how things stand today.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from dueregard.events.choices import Status, TurnResult
from dueregard.events.models import Decision, EventRequest, InformationRequest, Turn
from dueregard.kernel.dates import today_in_london

Between = Callable[[date, date], int]


@dataclass(slots=True)
class Body:
    """One body: from when it had the request, its first decision, the date promised for that, and its pauses."""

    began: datetime
    first_at: datetime | None = None
    promised: date | None = None
    pauses: list[tuple[date, date]] = field(default_factory=list)

    def works(self, first: date, last: date) -> bool:
        """Whether it had the request then and had not decided."""
        decided = today_in_london(self.first_at) if self.first_at else date.max
        return today_in_london(self.began) <= first and last <= decided

    def stands(self, first: date, last: date) -> bool:
        return any(asked <= first and last <= answered for asked, answered in self.pauses)


@dataclass(slots=True)
class Whole:
    bodies: list[Body]

    @property
    def first_at(self) -> datetime | None:
        """The first time that all had decided; None where one has not."""
        found = [each.first_at for each in self.bodies if each.first_at is not None]
        return max(found) if found and len(found) == len(self.bodies) else None

    @property
    def promised(self) -> date | None:
        return max((each.promised for each in self.bodies if each.promised is not None), default=None)

    def paused(self, between: Between) -> int:
        """Working days on which every body that still had to decide waited for the organiser."""
        marks = {day for each in self.bodies for pause in each.pauses for day in pause}
        marks |= {today_in_london(at) for each in self.bodies for at in (each.began, each.first_at) if at}
        return sum(between(*span) for span in pairwise(sorted(marks)) if self._stands(*span))

    def _stands(self, first: date, last: date) -> bool:
        at_work = [each for each in self.bodies if each.works(first, last)]
        return bool(at_work) and all(each.stands(first, last) for each in at_work)


def wholes_of(rows: Any) -> dict[UUID, Whole]:
    """Those of these main rows that several bodies decide. Four queries, however many there are."""
    of_rows = (
        EventRequest.objects.filter(main__in=rows.values("pk")).exclude(status=Status.WITHDRAWN).order_by()
    )
    bodies: dict[UUID, Body] = {}
    wholes: dict[UUID, Whole] = {}
    for pk, main, began in of_rows.values_list("pk", "main", "created_at"):
        assert main is not None
        bodies[pk] = Body(began)
        wholes.setdefault(main, Whole([])).bodies.append(bodies[pk])
    if not bodies:
        return {}
    inside = of_rows.values("pk")
    final = Decision.objects.filter(request__in=inside, final_at__isnull=False, replaces=None)
    for pk, at in final.order_by("-final_at").values_list("request", "final_at"):
        bodies[pk].first_at = at
    decided = Turn.objects.filter(request__in=inside, result=TurnResult.DECIDED)
    for pk, due in decided.order_by("-left_at").values_list("request", "due"):
        bodies[pk].promised = due
    _put_pauses(bodies, InformationRequest.objects.filter(request__in=inside, days_paused__gt=0))
    return wholes


def _put_pauses(bodies: dict[UUID, Body], rows: Any) -> None:
    asked: Iterable[tuple[UUID, datetime, datetime | None]] = rows.order_by().values_list(
        "request", "asked_at", "answered_at"
    )
    for pk, start, end in asked:
        if end is not None:
            bodies[pk].pauses.append((today_in_london(start), today_in_london(end)))
