"""Which of a procedure's own criteria a booking meets: plain facts only, and only words that the procedure itself uses.

Never a topic, never a name: neither is looked at here, and a procedure cannot name one (procedures.rules.vocabulary).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from dueregard.procedures import rules as procedure_rules
from dueregard.procedures.rules.document import Document
from dueregard.procedures.rules.vocabulary import over

OUTSIDE = "external organiser"
OUT_OF_HOURS = "outside opening hours"
PUBLIC = "open to the public"


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a procedure asks of an event before it adds a check or a step, as far as a booking can tell."""

    numbers: tuple[tuple[int, str], ...] = ()
    words: frozenset[str] = frozenset()

    @classmethod
    def of(cls, document: Document) -> "Criteria":
        whens = [
            *(each.when for each in document.questions),
            *(each.when for each in document.checks),
            *(each.when for each in document.steps),
        ]
        named = {mark for when in whens for mark in when}
        numbers = tuple(sorted((number, mark) for mark in named if (number := over(mark)) is not None))
        return cls(numbers, frozenset(named & {OUTSIDE, OUT_OF_HOURS, PUBLIC}))

    def __bool__(self) -> bool:
        return bool(self.numbers or self.words)


@dataclass(frozen=True, slots=True)
class Hours:
    """When the rooms of a source are open on working days, and whether everything in it is booked from outside."""

    opens: time | None = None
    closes: time | None = None
    outside: bool = False


def marks_of(
    criteria: Criteria,
    hours: Hours,
    *,
    people: int | None,
    public: bool | None,
    external: bool | None,
    day: date,
    starts: time | None,
    ends: time | None,
) -> list[str]:
    """The criteria that these facts meet. What is not known meets none."""
    found = [mark for number, mark in criteria.numbers if people is not None and people > number]
    if PUBLIC in criteria.words and public:
        found.append(PUBLIC)
    if OUTSIDE in criteria.words and (external or (hours.outside and external is None)):
        found.append(OUTSIDE)
    if OUT_OF_HOURS in criteria.words and _out_of_hours(hours, day, starts, ends):
        found.append(OUT_OF_HOURS)
    return found


def _out_of_hours(hours: Hours, day: date, starts: time | None, ends: time | None) -> bool:
    if hours.opens is None or hours.closes is None:
        return False
    if day.weekday() > 4:
        return True
    if starts is None:
        return False
    return (
        starts < hours.opens
        or starts >= hours.closes
        or (ends is not None and (ends > hours.closes or ends < starts))
    )


def in_words(marks: Iterable[str]) -> list[str]:
    """'more than 200 people are expected', for a page or a letter."""
    return [procedure_rules.explain(mark) for mark in marks]
