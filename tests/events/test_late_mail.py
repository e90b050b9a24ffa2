"""Mail that leaves late, because no worker or no mail server was there: what it says is true when it leaves."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from dueregard.actions.models import Action
from dueregard.events import catalogue
from dueregard.events.commands.amending import amend
from dueregard.events.commands.locking import Organiser
from dueregard.events.models import Decision, EventRequest, Turn
from dueregard.kernel.dates import today_in_london
from dueregard.outbox.kinds import handlers
from dueregard.outbox.models import Message
from dueregard.outbox.tasks import deliver
from tests.events import desk as d
from tests.events import federation as f
from tests.events.test_conditions import conditioned
from tests.events.told import as_mail

pytestmark = pytest.mark.django_db


def in_days(count: int) -> date:
    return today_in_london(timezone.now()) + timedelta(days=count)


def later(minutes: int) -> datetime:
    return timezone.now() + timedelta(minutes=minutes)


def test_a_reminder_says_due_today_on_its_day_only() -> None:
    desk = d.a_desk()
    request = d.a_sent_request(desk)
    d.all_checks(desk, request)
    turn, remind = request.turns.get(), handlers[catalogue.REMINDER]
    found = []
    for day in (0, -3, 3):
        Turn.objects.update(due=in_days(day))
        letter = remind.render(turn.ref, desk.head.ref, {})
        found.append(
            (remind.still_due(turn.ref, desk.head.ref), letter.subject, "Today is the day" in letter.text)
        )
    assert found[0] == (True, "E-0001: due today", True)
    assert found[1] == (True, "E-0001: past its day", False)
    assert not found[2][0]  # its day was moved on while the mail waited


def test_the_reminder_of_a_condition_is_true_when_it_leaves_and_none_leaves_about_an_event_that_has_been() -> (
    None
):
    desk = d.a_desk()
    request = conditioned(desk)
    action, remind = Action.objects.get(), handlers["actions.reminder"]
    Action.objects.update(due=in_days(-3))
    assert "has passed" in as_mail("actions.reminder", action.ref, desk.organiser)
    Action.objects.update(due=in_days(3))
    assert not remind.still_due(action.ref, desk.organiser.ref)
    decision, open_ = Decision.objects.get(), handlers[catalogue.CONDITIONS_OPEN]
    EventRequest.objects.filter(pk=request.pk).update(day=in_days(0))
    assert open_.still_due(decision.ref, desk.head.ref)
    EventRequest.objects.filter(pk=request.pk).update(day=in_days(-1))
    assert not open_.still_due(decision.ref, desk.head.ref)


def test_what_stood_and_stands_again_is_said_once_and_each_decision_has_its_letter(smtp_sink) -> None:
    made = f.a_federation()
    request = f.sent(made, now=later(-60), day=in_days(40))
    f.college_says(made, request, now=later(-50))
    f.university_says(made, request, now=later(-50))
    changed = f.fields(made, day=in_days(40), people=90)
    amend(pk=request.pk, by=Organiser(made.organiser), fields=changed, now=later(-40))
    f.college_says(made, request, now=later(-30))
    f.university_says(made, request, now=later(-30))
    while deliver(later(1)):
        pass
    mine = [each for each in smtp_sink.mails if each["X-Envelope-To"] == made.organiser.email]
    subjects = [str(each["Subject"]) for each in mine]
    assert sum("your event stands" in each for each in subjects) == 1
    assert sum("the decision" in each for each in subjects) == 4
    said = [each.get_body(("plain",)).get_content() for each in mine]
    assert sum("A later decision has taken its place" in each for each in said) == 2
    assert Message.objects.filter(last_error="said-later").count() == 1
