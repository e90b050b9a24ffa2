"""'Spoke or was asked here before': context for whoever checks or decides, with its source and its end."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dueregard.events.commands.contacts import set_memory
from dueregard.events.commands.deciding import decide
from dueregard.events.models import EventRequest
from dueregard.events.queries.memory import Memories, earlier_of
from dueregard.events.queries.record import record_of
from dueregard.events.rules.facts import SpeakerFacts
from dueregard.kernel.dates import WorkingCalendar, today_in_london
from dueregard.organisation.models import Person
from tests.events import desk as d
from tests.people import NOON, TODAY, let

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> d.Desk:
    return d.a_desk()


def sent(desk: d.Desk, *names: str, **changes: Any) -> EventRequest:
    speakers = tuple(SpeakerFacts(name) for name in names)
    return d.a_sent_request(desk, speakers=speakers, **changes)


def found(request: EventRequest, reader: Person, today: date = TODAY) -> Memories:
    return earlier_of(request, reader, today)


def decided(desk: d.Desk, request: EventRequest) -> EventRequest:
    d.all_checks(desk, request)
    decide(pk=request.pk, by=desk.head, decision=d.approval(), now=NOON)
    return request


def test_an_earlier_request_with_the_same_name_is_shown_with_its_outcome_and_its_end(desk: d.Desk) -> None:
    before = decided(desk, sent(desk, "Dr. Morwenna SKEATS"))
    now = sent(desk, "Skeats, Morwenna")
    (line,) = found(now, desk.secretariat).lines
    assert line.request == before
    assert line.request.shown_status == "Approved"
    assert line.until == date(2030, 1, 14)
    assert not line.said_so


def test_another_name_is_not_shown(desk: d.Desk) -> None:
    sent(desk, "Hanna Berg")
    assert found(sent(desk, "Morwenna Skeats"), desk.secretariat).lines == []


def test_only_what_the_reader_may_see_is_in_it(desk: d.Desk) -> None:
    sent(desk, "Morwenna Skeats", unit=desk.town.history)
    now = sent(desk, "Morwenna Skeats")
    assert len(found(now, desk.secretariat).lines) == 1
    assert found(now, desk.head).lines == []


def test_it_is_forgotten_after_the_years_that_the_provider_says(desk: d.Desk) -> None:
    sent(desk, "Morwenna Skeats")
    now = sent(desk, "Morwenna Skeats", day=d.DAY + timedelta(days=1))
    assert len(found(now, desk.secretariat, date(2030, 1, 14)).lines) == 1
    assert found(now, desk.secretariat, date(2030, 1, 15)).lines == []
    let("prevent-lead", "events.partner_contacts")
    lead = Person.objects.get(pk=desk.prevent_lead.pk)
    set_memory(by=lead, unit=desk.town.provider, answer_months=12, speaker_years=0, now=NOON)
    assert found(now, desk.secretariat).lines == []


def test_the_same_request_and_a_second_speaker_count_once(desk: d.Desk) -> None:
    sent(desk, "Morwenna Skeats", "Hanna Berg")
    now = sent(desk, "Hanna Berg", "Morwenna Skeats")
    assert len(found(now, desk.secretariat).lines) == 1


def test_it_stands_on_the_page_of_whoever_is_at_work_and_changes_nothing(desk: d.Desk) -> None:
    def stands(request: EventRequest) -> tuple[object, ...]:
        codes = sorted(request.checks.values_list("code", flat=True))
        return (request.marks, request.step, request.decide_by, codes)

    first = sent(desk, "Morwenna Skeats")
    second = sent(desk, "Morwenna Skeats")
    assert stands(first) == stands(second)
    for person in (desk.security, desk.secretariat):
        assert 45 in {piece.order for piece in record_of(second, person, TODAY).pieces}
    assert 45 not in {piece.order for piece in record_of(second, desk.organiser, TODAY).pieces}


def test_many_earlier_requests_cost_as_many_queries_as_one(
    desk: d.Desk, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        sent(desk, "Morwenna Skeats")
    now = sent(desk, "Morwenna Skeats")
    speakers = list(now.speakers.all())
    found(now, desk.secretariat)
    with django_assert_max_num_queries(4):
        assert len(earlier_of(now, desk.secretariat, TODAY, speakers).lines) == 5


def test_it_stands_on_the_page_of_the_check_too(desk: d.Desk) -> None:
    now = timezone.now()
    day = WorkingCalendar("ENG").after(today_in_london(now), 25)
    for _ in range(2):
        sent(desk, "Morwenna Skeats", now=now, day=day)
    client = Client()
    client.force_login(desk.security.user)
    check = EventRequest.objects.latest("number").checks.get(code="security")
    shown = client.get(reverse("events:check", args=[check.pk])).content.decode()
    assert "Spoke or was asked here before" in shown
    assert "E-0001 Island towns and work" in shown
    assert reverse("events:ask-partners", args=[check.request_id]) in shown
