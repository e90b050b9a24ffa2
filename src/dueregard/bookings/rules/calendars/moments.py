"""When a series takes place: its rules and its single days, less those that are taken out."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from dueregard.bookings.rules.calendars.events import MOST_VALUES
from dueregard.bookings.rules.calendars.repeats import Budget, Rule, days_of, days_without, read_rule
from dueregard.bookings.rules.calendars.series import Span, in_order
from dueregard.bookings.rules.calendars.values import Value, When, Zones, day_of, read_when
from dueregard.bookings.rules.lines import PlaceIsWrong, Window

PERIODS = "Days were added with a length of their own, which was not read: they last as long as the others"

TOO_MANY = "It lists more single days than any booking has."


class PropertyIsWrong(PlaceIsWrong):
    """What is wrong, and with which property."""

    name = ""


@contextmanager
def _reading(name: str) -> Iterator[None]:
    try:
        yield
    except PlaceIsWrong as wrong:
        found = PropertyIsWrong(str(wrong))
        found.name = name
        raise found from None


class Moments:
    def __init__(self, zones: Zones, window: Window, budget: Budget, counted: Counter[str]) -> None:
        self.zones, self.window, self.budget, self.counted = zones, window, budget, counted

    def of(self, span: Span, moves: timedelta) -> list[Value]:
        """Every moment in London, in order, near enough to the window for days that move by as much as `moves`. Raises
        `PropertyIsWrong`."""
        with _reading("RDATE"):
            if span.event.overfull:
                raise PlaceIsWrong(TOO_MANY)
        with _reading("EXDATE"):
            out = set(self._listed(span, "EXDATE"))
        with _reading("EXRULE"):
            for text in _texts(span, "EXRULE"):
                out.update(self._ruled(span, text, moves, out=True))
        with _reading("RRULE"):
            found = set(self._recurring(span, moves))
        with _reading("RDATE"):
            found.update(self._listed(span, "RDATE"))
        days = {each for each in out if not isinstance(each, datetime)}
        kept = (each for each in found if each not in out and day_of(each) not in days)
        return sorted(kept, key=in_order)

    def _recurring(self, span: Span, moves: timedelta) -> Iterator[Value]:
        rules = [text for text in (span.event.text("RRULE"), *_texts(span, "RRULE")) if text]
        if not rules:
            yield span.begins
        for text in rules:
            yield from self._ruled(span, text, moves)

    def _ruled(self, span: Span, text: str, moves: timedelta, *, out: bool = False) -> Iterator[Value]:
        """The moments of one rule; the clock of its own zone decides when it begins each day."""
        rule, said, slack = read_rule(text), span.starts.said, timedelta(days=1) + moves
        first, last = self.window.first - slack - span.length, self.window.last + slack
        counted_out = days_without if out else days_of
        until = self._until(rule, span.starts)
        for day in counted_out(rule, day_of(said), first, last, self.budget, until=until):
            moment = datetime.combine(day, said.time()) if isinstance(said, datetime) else day
            yield self.zones.in_london(When(moment, span.starts.zone))

    def _until(self, rule: Rule, starts: When) -> date | None:
        """The last day on which it may begin, on the clock of its own zone."""
        until, said = rule.until, starts.said
        if not isinstance(until, datetime):
            return until
        if rule.until_in_utc and isinstance(said, datetime):
            until = self.zones.from_utc(until, starts.zone)
        early = isinstance(said, datetime) and until.time() < said.time()
        return until.date() - timedelta(days=1) if early else until.date()

    def _listed(self, span: Span, name: str) -> Iterator[Value]:
        """The values of RDATE or EXDATE; of a period only where it begins."""
        for line in span.event.many:
            if line.name != name:
                continue
            values = line.value.split(",")
            if len(values) > MOST_VALUES:
                raise PlaceIsWrong(TOO_MANY)
            self.counted.update([PERIODS] if "/" in line.value else [])
            for value in values:
                yield self.zones.in_london(read_when(value.partition("/")[0], line.parameters))


def _texts(span: Span, name: str) -> list[str]:
    return [line.value for line in span.event.many if line.name == name]
