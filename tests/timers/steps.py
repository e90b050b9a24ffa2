"""What timers and schedules do in the tests: they write entries that can be counted."""

from datetime import UTC, datetime, time, timedelta

from dueregard.kernel.refs import Ref
from dueregard.timers.commands import set_timer
from dueregard.timers.kinds import handle_schedule, handle_timer

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DINNER = Ref("tests.request", "8c1f")


def note(about: Ref, now: datetime) -> None:
    """A lasting effect that is easy to count: one more timer of another kind."""
    from dueregard.timers.models import Timer

    count = Timer.objects.filter(kind="tests.done").count()
    set_timer("tests.done", about=Ref("tests.effect", str(count)), due=now + timedelta(days=3650))


def listen() -> None:
    handle_timer("tests.note", note)
    handle_schedule("tests.nightly", "day", lambda now: note(DINNER, now), at=time(2, 30))


def one_timer_due() -> None:
    set_timer("tests.note", about=DINNER, due=NOW)


def first_sight_of_the_schedule() -> None:
    from dueregard.timers.tasks import run_schedules

    listen()
    run_schedules(NOW)


def run_after(hours: int) -> None:
    from dueregard.timers.tasks import run_due, run_schedules

    listen()
    run_due(NOW + timedelta(hours=hours))
    run_schedules(NOW + timedelta(hours=hours))


def effects() -> int:
    from dueregard.timers.models import Timer

    return Timer.objects.filter(kind="tests.done").count()
