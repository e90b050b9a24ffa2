"""When a schedule runs next, and when something that failed is tried again."""

from datetime import date, datetime, time, timedelta

from dueregard.kernel.dates import LONDON, london, today_in_london
from dueregard.timers.kinds import Every

TRIES_UNTIL_PARKED = 5
SCHEDULE_LEASE = timedelta(hours=1)
FORGET_WORKERS_AFTER = timedelta(days=7)
_DAYS = {"day": 1, "week": 7}


def next_run(every: Every, at: time, after: datetime) -> datetime:
    """The first moment later than `after` at which a schedule runs; times of day are those of Europe/London.

    A time that the clocks skip in spring runs an hour later that day; one that comes twice in autumn runs the
    first time only.
    """
    if every == "hour":
        return _next_hour(at.minute, after)
    day = today_in_london(after)
    if every == "week":
        day -= timedelta(days=day.weekday())
    while (moment := _moment(day, at)) <= after:
        day += timedelta(days=_DAYS[every])
    return moment


def _next_hour(minute: int, after: datetime) -> datetime:
    moment = after.replace(minute=minute, second=0, microsecond=0)
    return moment if moment > after else moment + timedelta(hours=1)


def _moment(day: date, at: time) -> datetime:
    found = london(day, at)
    if found is None:
        found = datetime.combine(day, at.replace(hour=at.hour + 1), tzinfo=LONDON)
    return found


def wait(tries: int) -> timedelta:
    """How long something rests after its `tries`-th failure: 1, 4, 16, 64 minutes. Also for how long a try is
    its worker's own, before another takes it for dead."""
    return timedelta(minutes=4 ** min(max(tries - 1, 0), 3))
