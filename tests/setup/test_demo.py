"""The demonstration is alive on whatever day it is started."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
import time_machine

from dueregard.actions.models import Action
from dueregard.audits.models import Audit
from dueregard.bookings.models import Booking, Change, Source
from dueregard.events.models import Appeal, Check, Decision, EventRequest, PartnerContact, PartnerQuestion
from dueregard.kernel.dates import today_in_london
from dueregard.ledger.verification import verify
from dueregard.setup.commands.bulk import fill
from dueregard.setup.commands.demo import load, loaded, who_to_sign_in_as
from dueregard.setup.commands.provider import make_ready
from dueregard.setup.demo.script import PASSWORD, read
from dueregard.setup.presets import read as read_preset

TUESDAY = datetime(2026, 11, 24, 12, tzinfo=UTC)
SUNDAY = datetime(2027, 4, 4, 7, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("now", [TUESDAY, SUNDAY], ids=["a Tuesday", "a Sunday in spring"])
def test_a_year_happens_by_the_rules_and_leaves_something_in_every_state(now: datetime) -> None:
    script = read("central-register")
    with time_machine.travel(now, tick=False):
        assert load(script, size="small", now=now) == []
    states = Counter(EventRequest.objects.values_list("status", flat=True))
    assert set(states) == {"draft", "submitted", "returned", "decided", "withdrawn", "not-decided"}
    outcomes = set(EventRequest.objects.exclude(outcome="").values_list("outcome", flat=True))
    assert outcomes == {"approved", "approved-with-conditions", "refused"}
    assert Decision.objects.filter(state="proposed").exists()
    assert Appeal.objects.filter(result="").exists()
    assert Check.objects.filter(state="waiting").exists()
    assert EventRequest.objects.filter(status="submitted", late=True).exists()
    assert verify().fault is None
    _there_is_something_on_every_page(today_in_london(now))


def _there_is_something_on_every_page(today: date) -> None:
    """Audits, calendars of rooms, and a network that was asked: on every day on which it is made."""
    signed, planned = Audit.objects.order_by("planned_at")
    assert (signed.state, planned.state) == ("signed", "planned")
    finding = signed.findings.get()
    assert finding.points.exists()
    assert Action.objects.get(pk=finding.action).is_open
    assert Source.objects.count() == 2
    assert Booking.objects.filter(request__isnull=False).count() >= 8
    assert Booking.objects.filter(review="open", request=None).count() == 2
    changed = Change.objects.get(state="open")
    assert changed.booking.request is not None
    assert changed.booking.request.decided_at is not None
    assert PartnerContact.objects.filter(review_by__lt=today).count() == 1
    assert PartnerContact.objects.count() == 3
    assert sorted(PartnerQuestion.objects.values_list("answer", flat=True)) == ["", "yes"]


def test_five_people_run_the_small_college() -> None:
    script = read("small-college")
    with time_machine.travel(TUESDAY, tick=False):
        assert load(script, size="small", now=TUESDAY) == []
    assert loaded(script)
    people = who_to_sign_in_as(script)
    assert len(people) == 5
    assert {each.password for each in people} == {PASSWORD}
    assert all(each.sign_in.endswith("@st-aldwyns.example") for each in people)


def test_many_requests_keep_every_constraint_and_the_shares_of_a_real_register() -> None:
    made = make_ready(
        read_preset("central-register"),
        name="Ash",
        admin_name="Ada",
        admin_email="a@ash.example",
        now=TUESDAY,
    )
    from dueregard.organisation.commands import add_person
    from tests.people import BUILDER

    add_person(by=BUILDER, name="Bo Lund", unit=made.provider, email="b@ash.example", now=TUESDAY)
    assert fill(1500, root=made.provider, now=TUESDAY) == 1500
    outcomes = Counter(EventRequest.objects.exclude(outcome="").values_list("outcome", flat=True))
    assert outcomes["approved"] > 0.95 * sum(outcomes.values())
    assert outcomes["refused"] < 0.02 * sum(outcomes.values())
    assert EventRequest.objects.filter(status="withdrawn").exists()
