from datetime import timedelta

import pytest

from dueregard.kernel.refs import Ref
from dueregard.timers.commands import cancel_timers, set_timer, try_parked_timer
from dueregard.timers.kinds import handle_timer
from dueregard.timers.models import Timer
from dueregard.timers.tasks import run_due
from tests.fixtures.databases import prepared
from tests.timers.steps import DINNER, NOW, effects, one_timer_due, run_after

HOUR = timedelta(hours=1)


@pytest.fixture
def rung():
    """What rang, in order."""
    heard = []
    handle_timer("tests.remind", lambda about, now: heard.append((about, now)))
    return heard


@pytest.mark.django_db
def test_a_timer_rings_when_it_is_due_and_once(rung):
    set_timer("tests.remind", about=DINNER, due=NOW)
    run_due(NOW - timedelta(seconds=1))
    assert rung == []
    run_due(NOW)
    run_due(NOW + HOUR)
    assert rung == [(DINNER, NOW)]


@pytest.mark.django_db
def test_a_timer_set_again_is_moved(rung):
    set_timer("tests.remind", about=DINNER, due=NOW)
    set_timer("tests.remind", about=DINNER, due=NOW + HOUR)
    run_due(NOW)
    assert rung == []
    run_due(NOW + HOUR)
    assert rung == [(DINNER, NOW + HOUR)]


@pytest.mark.django_db
def test_cancelling_forgets_one_kind_or_all_timers_of_one_thing_only(rung):
    other = Ref("tests.request", "9d20")
    for kind in ("tests.remind", "tests.climb"):
        set_timer(kind, about=DINNER, due=NOW)
    set_timer("tests.remind", about=other, due=NOW)
    cancel_timers(DINNER, "tests.climb")
    assert list(Timer.objects.order_by("pk").values_list("kind", "about_id")) == [
        ("tests.remind", "8c1f"),
        ("tests.remind", "9d20"),
    ]
    cancel_timers(DINNER)
    assert Timer.objects.get().about == other


@pytest.mark.django_db
def test_what_a_timer_does_may_set_it_again():
    heard = []

    def again(about, now):
        heard.append(now)
        set_timer("tests.again", about=about, due=now + HOUR)

    handle_timer("tests.again", again)
    set_timer("tests.again", about=DINNER, due=NOW)
    run_due(NOW)
    run_due(NOW + HOUR)
    assert heard == [NOW, NOW + HOUR]
    assert Timer.objects.get().due == NOW + 2 * HOUR


@pytest.mark.django_db
def test_a_timer_that_fails_leaves_nothing_is_tried_five_times_and_parked_while_others_ring(rung, caplog):
    def fail(about, now):
        set_timer("tests.half", about=about, due=now)
        raise ValueError("Annual dinner")

    handle_timer("tests.fail", fail)
    set_timer("tests.fail", about=DINNER, due=NOW - HOUR)
    set_timer("tests.remind", about=DINNER, due=NOW)
    for quarter in range(24):
        run_due(NOW + quarter * timedelta(minutes=15))
    timer = Timer.objects.get()
    assert (timer.kind, timer.parked, timer.attempts, timer.last_error) == (
        "tests.fail",
        True,
        5,
        "ValueError",
    )
    assert rung == [(DINNER, NOW)]
    assert "is parked" in caplog.text
    assert "Annual dinner" not in caplog.text


@pytest.mark.django_db
def test_a_timer_at_which_five_workers_died_is_parked(rung):
    set_timer("tests.remind", about=DINNER, due=NOW)
    Timer.objects.update(attempts=5)
    run_due(NOW)
    assert (Timer.objects.get().parked, rung) == (True, [])


@pytest.mark.django_db
def test_a_parked_timer_can_be_tried_again_by_hand(rung):
    set_timer("tests.remind", about=DINNER, due=NOW)
    Timer.objects.update(parked=True, attempts=5)
    try_parked_timer(pk=Timer.objects.get().pk, now=NOW + HOUR)
    run_due(NOW + HOUR)
    assert rung == [(DINNER, NOW + HOUR)]


@prepared(one_timer_due)
def test_two_workers_at_once_let_a_timer_ring_once(scratch_database):
    outcomes = scratch_database.together(*[(run_after, 1)] * 3)
    assert [outcome.raised for outcome in outcomes] == ["", "", ""]
    assert scratch_database.call(effects) == 1
