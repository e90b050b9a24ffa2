"""Conditions become actions: agreed with the decision, done before the event, dropped when nothing asks for them."""

from datetime import date, datetime, timedelta

import pytest

from dueregard.actions import commands as actions
from dueregard.actions.choices import State
from dueregard.actions.models import Action
from dueregard.events.commands.amending import amend
from dueregard.events.commands.appealing import change_decision, lodge_appeal
from dueregard.events.commands.conditions import look_at_conditions, working_day_before
from dueregard.events.commands.deciding import decide
from dueregard.events.commands.ending import record_aftermath
from dueregard.events.commands.locking import Organiser
from dueregard.events.models import EventRequest
from dueregard.events.queries.conditions import actions_of
from dueregard.events.rules.facts import ConditionFacts
from dueregard.kernel.dates import LONDON, WorkingCalendar
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.outbox.models import Message
from dueregard.timers.models import Timer
from tests.events import desk as d
from tests.people import NOON

pytestmark = pytest.mark.django_db
AFTER = datetime(2027, 1, 15, 10, tzinfo=LONDON)


@pytest.fixture
def desk() -> d.Desk:
    return d.a_desk()


def condition(**changes: str) -> ConditionFacts:
    values = {
        "what": "Tickets only",
        "purpose": "Known numbers",
        "risk": "Crowding",
        "lesser": "Counting at the door was considered.",
        "owner": "The organiser",
        "because": "other",
    }
    return ConditionFacts(**(values | changes))


def conditioned(desk: d.Desk, *conditions: ConditionFacts) -> EventRequest:
    request = d.a_sent_request(desk)
    d.all_checks(desk, request)
    decision = d.approval(outcome="approved-with-conditions", conditions=conditions or (condition(),))
    decide(pk=request.pk, by=desk.head, decision=decision, now=NOON)
    request.refresh_from_db()
    return request


def the_action(request: EventRequest) -> Action:
    (found,) = actions_of(request)
    return found


def test_each_condition_is_an_action_of_the_organiser_due_the_working_day_before(desk: d.Desk) -> None:
    request = conditioned(desk)
    action = the_action(request)
    assert (action.owner, action.made_by, action.what) == (desk.organiser, desk.head, "Tickets only")
    assert action.due == date(2027, 1, 13)
    assert "It answers this risk: Crowding" in action.why
    assert action.about_label == "Condition of E-0001: Island towns and work"


def test_monday_s_event_is_made_ready_by_friday() -> None:
    assert working_day_before(date(2027, 1, 18), WorkingCalendar("ENG")) == date(2027, 1, 15)


@pytest.mark.parametrize("how", [{"owner_post": "head-of-security"}, {}], ids=["chosen", "as written"])
def test_a_condition_that_a_post_sees_to_belongs_to_whoever_holds_it(
    desk: d.Desk, how: dict[str, str]
) -> None:
    request = conditioned(desk, condition(owner="Head of security", **how))
    action = the_action(request)
    assert (action.owner, action.owner_post) == (None, "head-of-security")
    actions.check_off(pk=action.pk, by=desk.security, note="Six of them.", now=NOON)


def test_a_condition_can_be_seen_to_by_a_named_person(desk: d.Desk) -> None:
    person = desk.town.union_officer
    request = conditioned(desk, condition(owner=person.name, owner_person=str(person.pk)))
    assert the_action(request).owner == person


def test_those_who_record_what_became_of_it_confirm_it_and_its_organiser_does_not(desk: d.Desk) -> None:
    action = the_action(conditioned(desk))
    actions.check_off(pk=action.pk, by=desk.organiser, note="", now=NOON)
    for person in (desk.organiser, desk.rooms):
        with pytest.raises(NotAllowed):
            actions.confirm(pk=action.pk, by=person, held=True, note="", now=AFTER)
    for person in (desk.secretariat, desk.head):  # whoever decided, too
        with pytest.raises(Refused, match="has not been yet"):
            actions.confirm(pk=action.pk, by=person, held=True, note="", now=NOON)
    actions.confirm(pk=action.pk, by=desk.secretariat, held=True, note="", now=AFTER)
    action.refresh_from_db()
    assert action.held is True


def test_a_condition_that_an_appeal_takes_away_is_dropped_with_the_reason(desk: d.Desk) -> None:
    request = conditioned(desk)
    action = the_action(request)
    appeal = lodge_appeal(pk=request.pk, by=Organiser(desk.organiser), grounds="Too much.", now=NOON)
    change_decision(pk=appeal.pk, by=desk.vice_chancellor, decision=d.approval(), now=NOON)
    action.refresh_from_db()
    assert action.state == State.DROPPED
    assert "Another decision has taken the place" in action.dropped_why
    assert actions_of(request) == []


def test_when_the_day_moves_what_was_asked_for_stands_and_is_due_before_the_new_day(desk: d.Desk) -> None:
    request = conditioned(desk)
    action = the_action(request)
    later = d.DAY + timedelta(days=7)
    amend(pk=request.pk, by=Organiser(desk.organiser), fields=d.fields(desk, day=later), now=NOON)
    action.refresh_from_db()
    assert (action.state, action.due) == (State.OPEN, date(2027, 1, 20))
    d.all_checks(desk, request)
    decide(pk=request.pk, by=desk.head, decision=d.approval(), now=NOON)
    action.refresh_from_db()
    assert action.state == State.DROPPED


def test_an_event_that_is_off_asks_for_nothing_any_more(desk: d.Desk) -> None:
    request = conditioned(desk)
    action = the_action(request)
    record_aftermath(
        pk=request.pk,
        by=Organiser(desk.organiser),
        aftermath="cancelled-speaker",
        note="",
        attended=None,
        now=NOON,
    )
    action.refresh_from_db()
    assert (action.state, action.dropped_by) == (State.DROPPED, desk.organiser)


def test_the_working_day_before_whoever_decided_is_told_of_what_is_open_and_nothing_is_refused(
    desk: d.Desk,
) -> None:
    request = conditioned(desk)
    decision = request.decisions.get()
    timer = Timer.objects.get(kind="events.look-at-conditions")
    assert timer.due == datetime(2027, 1, 13, 9, tzinfo=LONDON)
    assert look_at_conditions(pk=decision.pk)
    assert Message.objects.filter(kind="events.conditions-open").count() == 1
    actions.check_off(pk=the_action(request).pk, by=desk.organiser, note="", now=NOON)
    assert not look_at_conditions(pk=decision.pk)
    request.refresh_from_db()
    assert request.outcome == "approved-with-conditions"
