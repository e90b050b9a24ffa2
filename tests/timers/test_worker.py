from datetime import timedelta
from threading import Event

import pytest

from dueregard.kernel.registries import Registry
from dueregard.kernel.work import Job
from dueregard.timers import worker
from dueregard.timers.models import Heartbeat
from tests.timers.steps import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def jobs():
    """An empty list of jobs for the loop."""
    return Registry()


def test_once_goes_on_until_nothing_more_is_due(jobs):
    left = [3, 2, 1]
    jobs.register(Job("tests.some", lambda now: left.pop() if left else 0))
    worker.work(todo=jobs, once=True, clock=lambda: NOW, stop=Event())
    assert left == []


def test_a_job_that_fails_is_logged_in_one_line_without_what_was_typed_and_the_others_run(jobs, caplog):
    ran = []

    def fail(now):
        raise RuntimeError("Annual dinner\nof Ada")

    jobs.register(Job("tests.fail", fail))
    jobs.register(Job("tests.next", lambda now: ran.append(now) or 0))
    worker.work(todo=jobs, once=True, clock=lambda: NOW, stop=Event())
    (line,) = [record.getMessage() for record in caplog.records]
    assert ran == [NOW]
    assert line.startswith("Job tests.fail failed: RuntimeError at test_worker.py:")
    assert "dinner" not in line


def test_the_loop_says_that_it_is_alive_and_stops_when_told(jobs):
    stop = Event()
    moments = iter(NOW + timedelta(seconds=20 * step) for step in range(10))
    rounds = []

    def count(now):
        rounds.append(now)
        if len(rounds) == 3:
            stop.set()
        return 1

    jobs.register(Job("tests.count", count))
    worker.work(todo=jobs, clock=lambda: next(moments), stop=stop)
    beat = Heartbeat.objects.get()
    assert (beat.started_at, beat.seen_at) == (NOW, rounds[-1])
