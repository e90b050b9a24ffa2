from datetime import UTC, datetime, time, timedelta

import pytest

from dueregard.kernel.dates import LONDON
from dueregard.timers import kinds
from dueregard.timers.kinds import handle_schedule
from dueregard.timers.models import Schedule
from dueregard.timers.rules import next_run
from dueregard.timers.tasks import run_schedules
from tests.fixtures.databases import prepared
from tests.timers.steps import NOW, effects, first_sight_of_the_schedule, run_after

DAY = timedelta(days=1)
HALF_PAST_ONE = time(1, 30)


def london(*parts):
    return datetime(*parts, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("every", "at", "after", "runs"),
    [
        ("hour", time(0, 10), london(2026, 11, 23, 9, 30), london(2026, 11, 23, 10, 10)),
        ("hour", time(0, 10), london(2026, 11, 23, 9, 10), london(2026, 11, 23, 10, 10)),
        ("day", time(2, 30), london(2026, 11, 23, 1, 0), london(2026, 11, 23, 2, 30)),
        ("day", time(2, 30), london(2026, 11, 23, 2, 30), london(2026, 11, 24, 2, 30)),
        ("week", time(6, 0), london(2026, 11, 25, 9, 0), london(2026, 11, 30, 6, 0)),
        ("week", time(6, 0), london(2026, 11, 23, 5, 0), london(2026, 11, 23, 6, 0)),
    ],
)
def test_a_schedule_runs_at_its_next_local_time(every, at, after, runs):
    assert next_run(every, at, after.astimezone(UTC)) == runs


def test_a_daily_time_stays_the_same_on_the_clock_when_the_clocks_change():
    before_spring = next_run("day", time(7, 0), london(2026, 3, 28, 12, 0))
    before_autumn = next_run("day", time(7, 0), london(2026, 10, 24, 12, 0))
    assert before_spring.astimezone(UTC) == datetime(2026, 3, 29, 6, 0, tzinfo=UTC)
    assert before_autumn.astimezone(UTC) == datetime(2026, 10, 25, 7, 0, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_runs_an_hour_later_that_day():
    found = next_run("day", HALF_PAST_ONE, london(2026, 3, 28, 12, 0).astimezone(UTC))
    assert found.astimezone(LONDON).replace(tzinfo=None) == datetime(2026, 3, 29, 2, 30)


def test_a_time_that_comes_twice_runs_the_first_time_only():
    first = next_run("day", HALF_PAST_ONE, london(2026, 10, 24, 12, 0).astimezone(UTC))
    assert first.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = next_run("day", HALF_PAST_ONE, first)
    assert second.astimezone(UTC) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


@pytest.fixture
def ran():
    """The moments at which the nightly schedule ran, and no other schedule but it."""
    kinds.plans.clear()
    heard = []
    handle_schedule("tests.night", "day", heard.append, at=time(2, 30))
    run_schedules(NOW)
    return heard


@pytest.fixture(autouse=True)
def _plans_as_before():
    before = dict(kinds.plans)
    yield
    kinds.plans.clear()
    kinds.plans.update(before)


@pytest.mark.django_db
def test_a_new_schedule_waits_for_its_first_time(ran):
    assert ran == []
    assert Schedule.objects.get().next_run == london(2026, 11, 24, 2, 30)


@pytest.mark.django_db
def test_a_schedule_runs_once_a_day_however_often_the_worker_looks(ran):
    for quarter in range(4 * 24 * 3):
        run_schedules(NOW + quarter * timedelta(minutes=15))
    assert len(ran) == 3


@pytest.mark.django_db
def test_runs_missed_while_no_worker_ran_are_made_up_once(ran):
    run_schedules(NOW + 5 * DAY)
    run_schedules(NOW + 5 * DAY + timedelta(minutes=1))
    assert ran == [NOW + 5 * DAY]


@pytest.mark.django_db
def test_a_schedule_that_fails_is_tried_five_times_and_then_at_its_next_time(ran):
    tries = []

    def fail(now):
        tries.append(now)
        raise OSError("no")

    handle_schedule("tests.night", "day", fail, at=time(2, 30))
    night = london(2026, 11, 24, 2, 30)
    for minute in range(0, 20 * 60, 5):
        run_schedules(night + timedelta(minutes=minute))
    row = Schedule.objects.get()
    assert (len(tries), row.last_error, row.next_run) == (5, "OSError", london(2026, 11, 25, 2, 30))


@prepared(first_sight_of_the_schedule)
def test_two_workers_at_once_run_a_schedule_once(scratch_database):
    outcomes = scratch_database.together(*[(run_after, 24)] * 3)
    assert [outcome.raised for outcome in outcomes] == ["", "", ""]
    assert scratch_database.call(effects) == 1
