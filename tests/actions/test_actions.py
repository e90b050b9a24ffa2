"""What has been agreed: who sees it, who checks it off, who confirms it, and when somebody is reminded."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from dueregard.actions import commands
from dueregard.actions.choices import State
from dueregard.actions.models import Action
from dueregard.actions.queries import actions_about, may_see, visible_to
from dueregard.kernel.dates import LONDON
from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.kernel.refs import Ref
from dueregard.ledger.models import Entry
from dueregard.outbox.models import Message
from dueregard.timers.models import Timer
from tests.people import NOON, TODAY, Town, a_town, away, let

pytestmark = pytest.mark.django_db
ABOUT = Ref("tests.thing", "1")
DUE = date(2026, 12, 4)


@pytest.fixture
def town() -> Town:
    return a_town()


def agreed(town: Town, **changes: Any) -> Action:
    values: dict[str, Any] = {
        "what": "Put up the ramp",
        "about": ABOUT,
        "label": "Audit of autumn 2026",
        "url": "/somewhere/",
        "unit": town.politics,
        "due": DUE,
        "owner": town.member,
        "by": town.registrar,
        "now": NOON,
    }
    return commands.agree(**(values | changes))


def again(action: Action) -> Action:
    return Action.objects.get(pk=action.pk)


def told(code: str) -> int:
    return Message.objects.filter(kind=f"actions.{code}").count()


def test_whoever_owns_it_sees_it_checks_it_off_and_whoever_agreed_it_is_told(town: Town) -> None:
    action = agreed(town)
    assert told("yours") == 1
    assert list(visible_to(town.member, TODAY)) == [action]
    commands.check_off(pk=action.pk, by=town.member, note="With two bolts.", now=NOON)
    done = again(action)
    assert (done.state, done.done_by, done.done_note) == (State.DONE, town.member, "With two bolts.")
    assert told("done") == 1
    assert not Timer.objects.filter(about_id=str(action.pk)).exists()


def test_to_everybody_else_it_does_not_exist(town: Town) -> None:
    action = agreed(town)
    for person in (town.outsider, town.head, town.stranger, town.administrator):
        with pytest.raises(NotThere):
            may_see(person, action.pk, TODAY)


def test_those_who_see_the_actions_of_a_unit_see_those_below_it_and_no_others(town: Town) -> None:
    let("head", "actions.read")
    below, beside = agreed(town), agreed(town, unit=town.history)
    assert list(visible_to(town.head, TODAY)) == [below]
    with pytest.raises(NotThere):
        may_see(town.head, beside.pk, TODAY)


def test_an_action_of_a_post_is_for_whoever_fills_it_on_the_day(town: Town) -> None:
    action = agreed(town, owner=None, owner_post="head")
    assert list(visible_to(town.head, TODAY)) == [action]
    away(town.head)
    commands.check_off(pk=action.pk, by=town.deputy, note="", now=NOON)
    assert again(action).done_by == town.deputy


def test_one_post_does_not_own_what_another_unit_s_post_does(town: Town) -> None:
    action = agreed(town, owner=None, owner_post="head", unit=town.history)
    with pytest.raises(NotAllowed):
        commands.check_off(pk=action.pk, by=town.head, note="", now=NOON)


def test_an_action_has_an_owner(town: Town) -> None:
    with pytest.raises(Refused, match="Say who does it"):
        agreed(town, owner=None)


def test_nobody_else_checks_it_off(town: Town) -> None:
    action = agreed(town)
    with pytest.raises(NotAllowed, match="Its owner checks it off"):
        commands.check_off(pk=action.pk, by=town.registrar, note="", now=NOON)


def test_it_is_checked_off_once(town: Town) -> None:
    action = agreed(town)
    commands.check_off(pk=action.pk, by=town.member, note="", now=NOON)
    with pytest.raises(Refused, match="already been checked off"):
        commands.check_off(pk=action.pk, by=town.member, note="", now=NOON)


def test_somebody_else_confirms_whether_it_held(town: Town) -> None:
    action = agreed(town)
    commands.check_off(pk=action.pk, by=town.member, note="", now=NOON)
    with pytest.raises(NotAllowed, match="Somebody else confirms"):
        commands.confirm(pk=action.pk, by=town.member, held=True, note="", now=NOON)
    with pytest.raises(Refused, match="Say what was not done"):
        commands.confirm(pk=action.pk, by=town.registrar, held=False, note="", now=NOON)
    commands.confirm(pk=action.pk, by=town.registrar, held=False, note="It slipped.", now=NOON)
    found = again(action)
    assert (found.state, found.held, found.confirmed_by) == (State.CONFIRMED, False, town.registrar)


def test_the_owner_may_hand_it_over_and_the_reminder_goes_along(town: Town) -> None:
    action = agreed(town)
    later = DUE + timedelta(days=3)
    commands.hand_over(pk=action.pk, by=town.member, owner=town.outsider, due=later, now=NOON)
    assert again(action).owner == town.outsider
    timer = Timer.objects.get(about_id=str(action.pk))
    assert timer.due == datetime(later.year, later.month, later.day, 8, tzinfo=LONDON)
    with pytest.raises(Refused, match="still to come"):
        commands.hand_over(pk=action.pk, by=town.outsider, owner=town.member, due=date(2026, 11, 1), now=NOON)


def test_an_owner_does_not_drop_what_was_agreed_with_others(town: Town) -> None:
    action = agreed(town)
    with pytest.raises(NotAllowed):
        commands.drop(pk=action.pk, by=town.member, why="No time.", now=NOON)
    with pytest.raises(Refused, match="Say why"):
        commands.drop(pk=action.pk, by=town.registrar, why="", now=NOON)
    commands.drop(pk=action.pk, by=town.registrar, why="The ramp is there.", now=NOON)
    assert again(action).dropped_why == "The ramp is there."
    assert told("no-longer") == 1


def test_whoever_manages_the_actions_of_a_unit_may_do_all_of_it(town: Town) -> None:
    let("principal", "actions.manage")
    action = agreed(town)
    commands.hand_over(pk=action.pk, by=town.principal, owner=town.outsider, due=DUE, now=NOON)
    commands.check_off(pk=action.pk, by=town.principal, note="", now=NOON)
    assert again(action).state == State.DONE


def test_what_nobody_asks_for_any_more_is_dropped_with_the_reason(town: Town) -> None:
    gone, stays = agreed(town), agreed(town, about=Ref("tests.thing", "2"))
    commands.drop_about(refs=[ABOUT], by=town.principal, why="Replaced on appeal.", now=NOON)
    assert again(gone).state == State.DROPPED
    assert again(stays).state == State.OPEN


def test_what_came_from_one_thing_is_found_with_one_query(town: Town, django_assert_num_queries: Any) -> None:
    made = [agreed(town, about=Ref("tests.thing", str(n))) for n in range(3)]
    with django_assert_num_queries(1):
        assert len(actions_about([action.about for action in made])) == 3
    assert actions_about([]) == []


def test_its_owner_is_reminded_on_the_day_and_only_while_it_is_open(town: Town) -> None:
    action = agreed(town)
    commands.remind(pk=action.pk)
    assert told("reminder") == 1
    commands.check_off(pk=action.pk, by=town.member, note="", now=NOON)
    commands.remind(pk=action.pk)
    assert told("reminder") == 1


def test_the_ledger_says_what_was_done_and_never_what_was_typed(town: Town) -> None:
    action = agreed(town, why="Somebody fell.")
    commands.check_off(pk=action.pk, by=town.member, note="Two bolts.", now=NOON)
    rows = Entry.objects.filter(subject_type="actions.action", subject_id=str(action.pk)).order_by("pk")
    assert [row.action for row in rows] == ["actions.agreed", "actions.checked-off"]
    assert "fell" not in str([row.data for row in rows])
