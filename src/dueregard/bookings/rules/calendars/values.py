"""Days, times and lengths of iCalendar, and the zones in which they are meant."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from dueregard.bookings.rules.calendars.repeats import Budget, Rule, days_of, read_rule
from dueregard.bookings.rules.lines import PlaceIsWrong
from dueregard.kernel.dates import LONDON

Value = date | datetime
_MOMENT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?")
_LENGTH = re.compile(
    r"([+-]?)P(?:([0-9]{1,4})W)?(?:([0-9]{1,5})D)?(?:T(?:([0-9]{1,6})H)?(?:([0-9]{1,7})M)?(?:([0-9]{1,9})S)?)?"
)
_OFFSET = re.compile(r"([+-])([0-9]{2})([0-9]{2})([0-9]{2})?")
YEARS = range(1970, 2100)


@dataclass(frozen=True, slots=True)
class When:
    """A value as written: `said` is a day, or a naive moment in `zone` ('' for a floating one, 'UTC')."""

    said: Value
    zone: str = ""


@dataclass(slots=True)
class Observance:
    """A part of a VTIMEZONE: from its onsets on, `to` is the distance from UTC."""

    onset: datetime
    away: timedelta
    to: timedelta
    rule: Rule | None = None
    onsets: list[datetime] = field(default_factory=list)


def read_when(value: str, parameters: Mapping[str, str], *, years: range = YEARS) -> When:
    """A DATE or DATE-TIME. Raises `PlaceIsWrong`."""
    found = _MOMENT.fullmatch(value.strip())
    if found is None:
        raise PlaceIsWrong("This is neither a day nor a moment of a calendar.")
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    if year not in years:
        raise PlaceIsWrong(f"This is in the year {year}.")
    try:
        if found[4] is None:
            return When(date(year, month, day))
        # A leap second is the second before it.
        said = datetime(year, month, day, int(found[4]), int(found[5]), min(int(found[6]), 59))  # noqa: DTZ001
    except ValueError:
        raise PlaceIsWrong("This day or time does not exist.") from None
    return When(said, "UTC" if found[7] else parameters.get("TZID", ""))


def read_length(value: str) -> timedelta:
    """A DURATION. Raises `PlaceIsWrong` also for one that goes back."""
    found = _LENGTH.fullmatch(value.strip())
    if found is None or value.strip()[-1:] in "PT":
        raise PlaceIsWrong("This is not a length of time.")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    if found[1] == "-" and length:
        raise PlaceIsWrong("A booking cannot end before it begins.")
    return length


@dataclass(slots=True)
class Zones:
    """The zones of one calendar: those of the world by name, then those that it describes itself."""

    described: dict[str, list[Observance]] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    """Names that mean nothing to us and that the calendar does not describe: read as Europe/London."""

    def in_london(self, when: When) -> Value:
        """The same day or moment, naive, as a clock in London shows it."""
        if not isinstance(when.said, datetime) or not when.zone:
            return when.said
        if when.zone == "UTC":
            return _there(when.said, UTC)
        zone = known_zone(when.zone)
        if zone is LONDON:
            return when.said
        if zone is not None:
            return _there(when.said, zone)
        away = self._away(when.zone, when.said)
        return _there(when.said - away, UTC)

    def from_utc(self, said: datetime, zone: str) -> datetime:
        """A naive moment in UTC as a clock in the zone shows it."""
        found = UTC if zone == "UTC" else (known_zone(zone) if zone else LONDON)
        if found is None:
            return said + self._away(zone, said)
        return said.replace(tzinfo=UTC).astimezone(found).replace(tzinfo=None)

    def _away(self, name: str, said: datetime) -> timedelta:
        observances = self.described.get(name)
        if not observances:
            self.unknown.add(name)
            return said.replace(tzinfo=LONDON).utcoffset() or timedelta()
        past = [
            (onset, each) for each in observances for onset in (each.onset, *each.onsets) if onset <= said
        ]
        if not past:
            return min(observances, key=lambda each: each.onset).away
        return max(past, key=lambda each: each[0])[1].to


def _there(said: datetime, zone: ZoneInfo | object) -> datetime:
    return said.replace(tzinfo=zone).astimezone(LONDON).replace(tzinfo=None)  # type: ignore[arg-type]


@lru_cache(maxsize=500)
def known_zone(name: str) -> ZoneInfo | None:
    """A zone of the world by its own name, by that which Windows gives it, or at the end of a path
    ('/mozilla.org/20050126_1/Europe/London')."""
    name = name.strip().strip('"')[:200]
    parts = name.strip("/").split("/")
    tried = [name, WINDOWS_TO_OLSON.get(name, ""), *("/".join(parts[-length:]) for length in (2, 3, 1))]
    found = next((each for each in tried if each in _names()), "")
    return LONDON if found in ("Europe/London", "GB") else ZoneInfo(found) if found else None


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(available_timezones())


def observance(properties: Mapping[str, str], budget: Budget, last: date) -> Observance | None:
    """A STANDARD or DAYLIGHT part from its properties; None for one that makes no sense."""
    try:
        onset = read_when(properties["DTSTART"], {}, years=range(1600, YEARS.stop)).said
        away, to = _offset(properties["TZOFFSETFROM"]), _offset(properties["TZOFFSETTO"])
        if not isinstance(onset, datetime):
            return None
        found = Observance(onset, away, to)
        if "RRULE" in properties:
            rule = read_rule(properties["RRULE"])
            if rule.freq != "YEARLY":
                return None
            first = max(onset.date(), date(last.year - 3, 1, 1))
            until = rule.until.date() if isinstance(rule.until, datetime) else rule.until
            for day in days_of(rule, onset.date(), first, last, budget, until=until):
                found.onsets.append(datetime.combine(day, onset.time()))
    except (KeyError, PlaceIsWrong):
        return None
    return found


def _offset(text: str) -> timedelta:
    found = _OFFSET.fullmatch(text.strip())
    if found is None:
        raise PlaceIsWrong("This is not a distance from UTC.")
    length = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    if length >= timedelta(days=1):
        raise PlaceIsWrong("This is not a distance from UTC.")
    return -length if found[1] == "-" else length


def clock(moment: Value) -> time | None:
    return moment.time().replace(second=0) if isinstance(moment, datetime) else None


def day_of(moment: Value) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
