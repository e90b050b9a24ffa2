"""From content lines to the events of a calendar, each property still as it was written."""

from dataclasses import dataclass, field

from dueregard.bookings.rules.calendars.repeats import Budget
from dueregard.bookings.rules.calendars.text import ContentLine, content_lines
from dueregard.bookings.rules.calendars.values import Zones, observance
from dueregard.bookings.rules.lines import Window

MANY = frozenset({"RDATE", "EXDATE", "EXRULE"})
PASSED_OVER = frozenset({"VTODO", "VJOURNAL", "VFREEBUSY"})
MOST_VALUES = 5_000


@dataclass(slots=True)
class Event:
    """A VEVENT. `one` holds each property that stands once, the first of its name; `many` those that may stand again,
    a second RRULE among them. `overfull`: more of them stood there than were kept."""

    line: int
    one: dict[str, ContentLine] = field(default_factory=dict)
    many: list[ContentLine] = field(default_factory=list)
    whole: bool = False
    overfull: bool = False

    def text(self, name: str) -> str:
        found = self.one.get(name)
        return found.value if found else ""


@dataclass(slots=True)
class Calendar:
    events: list[Event] = field(default_factory=list)
    zones: Zones = field(default_factory=Zones)
    method: str = ""
    guessed: bool = False
    is_one: bool = False
    """Whether there was a VCALENDAR at all."""
    passed_over: int = 0
    """Tasks, journals and times that are merely taken: no bookings."""
    is_whole: bool = True
    """Whether everything that began was ended."""


def read_calendar(content: bytes, window: Window, budget: Budget) -> Calendar:
    """Every event, whatever is nested in what. What stands in an alarm, or in anything else within an event, is not
    the event's."""
    walk = _Walk(window, budget)
    for line in content_lines(content):
        walk.take(line)
    walk.found.is_whole = not walk.within
    return walk.found


class _Walk:
    """Where the reading stands: the components that have begun and not ended, the innermost last."""

    def __init__(self, window: Window, budget: Budget) -> None:
        self.window, self.budget = window, budget
        self.found = Calendar()
        self.within: list[str] = []
        self.event: Event | None = None
        self.depth = 0
        self.zone = ""
        self.parts: dict[str, dict[str, str]] = {}

    def take(self, line: ContentLine) -> None:
        self.found.guessed |= line.guessed
        if line.name == "BEGIN":
            self._begin(line)
        elif line.name == "END":
            self._end(line.value.strip().upper()[:40])
        elif self.event is not None:
            if len(self.within) == self.depth:
                _put(self.event, line)
        elif self.within:
            self._around(line, self.within[-1])

    def _begin(self, line: ContentLine) -> None:
        kind = line.value.strip().upper()[:40]
        self.within.append(kind)
        self.found.is_one |= self.within == ["VCALENDAR"]
        if kind == "VEVENT" and self.event is None:
            self.event, self.depth = Event(line.line), len(self.within)
            self.found.events.append(self.event)
        elif kind in PASSED_OVER and self.event is None:
            self.found.passed_over += 1
        elif kind == "VTIMEZONE":
            self.zone, self.parts = "", {}

    def _end(self, kind: str) -> None:
        if self.event is not None and kind == "VEVENT" and len(self.within) == self.depth:
            self.event.whole, self.event = True, None
        elif kind in ("STANDARD", "DAYLIGHT") and "VTIMEZONE" in self.within[-2:]:
            self._keep_zone(self.parts.pop(kind, {}))
        if self.within and kind == self.within[-1]:
            self.within.pop()
        elif kind in self.within[-9:]:
            # Something inside was never ended: what is around it ends all the same.
            while self.within.pop() != kind:
                pass
            self.event = None if len(self.within) < self.depth else self.event

    def _around(self, line: ContentLine, kind: str) -> None:
        if kind in ("STANDARD", "DAYLIGHT"):
            self.parts.setdefault(kind, {}).setdefault(line.name, line.value)
        elif kind == "VTIMEZONE" and line.name == "TZID":
            self.zone = line.value.strip()
        elif kind == "VCALENDAR" and line.name == "METHOD":
            self.found.method = line.value.strip().upper()

    def _keep_zone(self, properties: dict[str, str]) -> None:
        if self.zone and (found := observance(properties, self.budget, self.window.last)):
            self.found.zones.described.setdefault(self.zone, []).append(found)


def _put(event: Event, line: ContentLine) -> None:
    if line.name not in MANY and (line.name != "RRULE" or "RRULE" not in event.one):
        event.one.setdefault(line.name, line)
    elif len(event.many) < MOST_VALUES:
        event.many.append(line)
    else:
        event.overfull = True
