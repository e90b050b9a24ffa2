"""What the pages of events ask of the database, however much there is to show. A page may ask fifteen times; the
record and the decision page ask less, to leave room for what other rooms add to them."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from dueregard.events.commands import amending, asking, deciding
from dueregard.events.commands.locking import Organiser
from dueregard.events.models import EventRequest
from dueregard.events.rules.facts import ConditionFacts, SpeakerFacts
from tests.events import desk as d
from tests.events.test_pages import ENGLAND, as_, sent

pytestmark = pytest.mark.django_db
MOST, PLAIN, EVERYTHING = 15, 10, 14
BY_WORK = PLAIN + 1
"""Whoever sees a request for work that came to a post, and not for its unit: looked for with one query more."""
CONDITION = ConditionFacts(
    what="Tickets only",
    purpose="Known numbers",
    risk="Crowding",
    lesser="Counting at the door was considered.",
    owner="Conference office",
    because="other",
)


@pytest.fixture
def desk() -> d.Desk:
    return d.a_desk()


def checked(desk: d.Desk) -> EventRequest:
    request = sent(desk)
    d.all_checks(desk, request, now=timezone.now())
    return request


def conditioned(desk: d.Desk) -> EventRequest:
    request = checked(desk)
    decision = d.approval(outcome="approved-with-conditions", conditions=(CONDITION,) * 10)
    deciding.decide(pk=request.pk, by=desk.head, decision=decision, now=timezone.now())
    return request


@pytest.mark.parametrize("name", ["request", "decide", "record-pdf"])
def test_a_request_that_waits_for_its_decision_costs_about_ten_queries(
    desk: d.Desk, name: str, django_assert_max_num_queries: Any
) -> None:
    """The form asks for the posts that could see to a condition, once."""
    request, client = checked(desk), as_(desk.head)
    with django_assert_max_num_queries(PLAIN + (name == "decide")):
        assert client.get(reverse(f"events:{name}", args=[request.pk])).status_code == 200


def test_thirty_speakers_cost_as_much_as_one(desk: d.Desk, django_assert_max_num_queries: Any) -> None:
    day = ENGLAND.after(timezone.now().date(), 25)
    many = tuple(SpeakerFacts(f"Speaker {number}", "Somewhere") for number in range(30))
    request = d.a_sent_request(desk, now=timezone.now(), day=day, speakers=many)
    client = as_(desk.head)
    with django_assert_max_num_queries(PLAIN):
        client.get(reverse("events:request", args=[request.pk]))


@pytest.mark.parametrize(
    ("who", "name", "most"),
    [
        ("organiser", "request", PLAIN),
        ("organiser", "amend", MOST),
        ("organiser", "withdraw", MOST),
        ("rooms", "request", BY_WORK),
        ("rooms", "ask", BY_WORK),
        ("prevent_lead", "mark", PLAIN),
        ("secretary", "request", PLAIN),
        ("secretary", "decide", PLAIN),
    ],
)
def test_no_page_about_a_new_request_costs_much(
    desk: d.Desk, who: str, name: str, most: int, django_assert_max_num_queries: Any
) -> None:
    request, client = sent(desk), as_(getattr(desk, who))
    with django_assert_max_num_queries(most):
        assert client.get(reverse(f"events:{name}", args=[request.pk])).status_code == 200


def test_a_check_costs_at_most_fifteen_queries(desk: d.Desk, django_assert_max_num_queries: Any) -> None:
    waiting = sent(desk).checks.get(code="security")
    client = as_(desk.security)
    with django_assert_max_num_queries(MOST):
        client.get(reverse("events:check", args=[waiting.pk]))


@pytest.mark.parametrize("name", ["request", "letter", "letter-pdf", "record-pdf", "appeal"])
def test_ten_conditions_cost_at_most_fifteen_queries(
    desk: d.Desk, name: str, django_assert_max_num_queries: Any
) -> None:
    request, client = conditioned(desk), as_(desk.organiser)
    with django_assert_max_num_queries(MOST):
        assert client.get(reverse(f"events:{name}", args=[request.pk])).status_code == 200


def test_thirty_requests_of_ones_own_cost_as_much_as_one(
    desk: d.Desk, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        sent(desk)
    client = as_(desk.organiser)
    with django_assert_max_num_queries(MOST):
        client.get(reverse("events:mine"))


@pytest.mark.parametrize("name", ["request", "decide"])
def test_a_request_to_which_everything_happened_costs_a_little_more(
    desk: d.Desk, name: str, django_assert_max_num_queries: Any
) -> None:
    """Approved with conditions, then changed, then returned with a question."""
    request, now = conditioned(desk), timezone.now()
    request.refresh_from_db()
    changes = d.fields(desk, day=request.day, people=300)
    amending.amend(pk=request.pk, by=Organiser(desk.organiser), fields=changes, now=now)
    asking.return_for_information(pk=request.pk, by=desk.rooms, question="Which door?", now=now)
    client = as_(desk.head)
    with django_assert_max_num_queries(EVERYTHING):
        client.get(reverse(f"events:{name}", args=[request.pk]))


def test_a_second_factor_costs_nothing_more(
    desk: d.Desk, settings: Any, django_assert_max_num_queries: Any
) -> None:
    """Of whoever has one, and of whoever needs none; which posts need one is known from the page itself."""
    request, settings.SECOND_FACTOR_ASKED = sent(desk), True
    user = desk.secretary.user
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    client = as_(desk.secretary)
    with django_assert_max_num_queries(PLAIN):
        assert client.get(reverse("events:request", args=[request.pk])).status_code == 200
    client = as_(desk.organiser)
    with django_assert_max_num_queries(PLAIN):
        assert client.get(reverse("events:request", args=[request.pk])).status_code == 200
