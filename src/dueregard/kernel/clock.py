"""The clock in dots: one dot per working day, and the words that carry it all."""

from dataclasses import dataclass
from datetime import date

from dueregard.kernel.dates import WorkingCalendar, short_date

MOST_DOTS = 20


@dataclass(frozen=True, slots=True)
class Pips:
    """How many dots of each kind, in their order: days used, today, days left, days late."""

    used: int
    today: int = 0
    left: int = 0
    late: int = 0

    @property
    def count(self) -> int:
        return self.used + self.today + self.left + self.late

    @property
    def kinds(self) -> list[str]:
        """One class a dot; none at all beyond twenty, where the words say it better."""
        if self.count > MOST_DOTS:
            return []
        return ["u"] * self.used + ["t"] * self.today + [""] * self.left + ["x"] * self.late


@dataclass(frozen=True, slots=True)
class Clock:
    """`words` first, then `day` ('by Fri 27 Nov'), then the dots. `state` is '', 'soon' or 'late'."""

    words: str
    day: str
    state: str
    pips: Pips


def working_days(count: int) -> str:
    """'1 working day', '3 working days'."""
    return f"{count} working day{'' if count == 1 else 's'}"


def read_clock(since: date, due: date, today: date, calendar: WorkingCalendar) -> Clock:
    """The clock of something that began on `since` and is due on `due`, both dates in London."""
    since = min(since, today)
    if due < today:
        late = calendar.between(due, today)
        words = f"{working_days(late)} late" if late else "Past its date"
        return Clock(
            words, f"was due {short_date(due)}", "late", Pips(calendar.between(since, due), late=late)
        )
    left = calendar.left(today, due)
    words = "Today" if due == today else f"{working_days(left)} left"
    now = int(calendar.is_working(today))
    used = max(0, calendar.between(since, today) - now)
    day = "" if due == today else f"by {short_date(due)}"
    return Clock(words, day, "soon" if left <= 1 else "", Pips(used, now, left))
