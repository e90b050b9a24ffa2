"""Quiet processes: the system asks, people answer."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from dueregard.audits.commands.reviewing import Result, propose_reviews, record_review
from dueregard.audits.models import Review
from dueregard.audits.queries.quiet import evidence, last_escalation
from dueregard.audits.queries.reviews import pairs_of
from dueregard.audits.waiting import waiting_for
from dueregard.events.commands.deciding import decide, pass_up
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.ledger.models import Entry
from dueregard.outbox.models import Message
from tests.audits.office import Office, an_office, approved, refused
from tests.events import desk as d
from tests.people import NOON

pytestmark = pytest.mark.django_db
YEAR_ON = datetime(2028, 1, 10, 5, 0, tzinfo=UTC)
"""More than twelve months after everything that the desk does."""
KEPT = Result(
    "keep", "People know whom to ask; the requests were plain.", "Ruth Adair, Nell Hart", date(2029, 1, 10)
)


def an_escalated(office: Office) -> None:
    refused(office)


def test_a_year_without_escalation_is_proposed_for_review_with_the_requests_as_evidence() -> None:
    office = an_office()
    approved(office)
    approved(office)
    (review,) = propose_reviews(now=YEAR_ON)
    assert (review.unit, review.months) == (office.desk.town.provider, 12)
    assert review.last == date(2028, 1, 9)
    assert review.evidence["requests"] == 2
    assert review.evidence["outcomes"] == {"approved": 2}
    assert [number for _, number in review.evidence["newest"]] == ["E-0002", "E-0001"]
    assert Entry.objects.get(action="audits.review-proposed").facts == {"months": 12, "requests": 2}
    assert Message.objects.filter(kind="audits.review-due").count() == 1
    assert [each.what for each in waiting_for(office.planner, YEAR_ON.date())] == [
        "Review a quiet process: Northmoor University"
    ]


def test_the_schedule_proposes_once_however_often_it_runs() -> None:
    office = an_office()
    approved(office)
    assert len(propose_reviews(now=YEAR_ON)) == 1
    assert propose_reviews(now=YEAR_ON) == []


def test_a_refusal_ends_the_quiet_and_it_begins_anew_after_it() -> None:
    office = an_office()
    refused(office)
    assert last_escalation(office.desk.town.provider) == NOON.date()
    assert propose_reviews(now=datetime(2027, 11, 23, 5, 0, tzinfo=UTC)) == []
    (review,) = propose_reviews(now=datetime(2027, 11, 25, 5, 0, tzinfo=UTC))
    assert review.first == date(2026, 11, 25)


def test_passing_up_counts_only_from_a_step_that_could_have_decided() -> None:
    office = an_office()
    request = d.a_sent_request(office.desk)
    d.all_checks(office.desk, request)
    assert last_escalation(office.desk.town.provider) is None
    pass_up(pk=request.pk, by=office.desk.head, note="", now=d.SENT)
    assert last_escalation(office.desk.town.provider) == NOON.date()
    decide(pk=request.pk, by=office.desk.secretary, decision=d.approval(), now=d.SENT)


def test_another_providers_escalation_does_not_matter() -> None:
    office = an_office()
    refused(office)
    assert last_escalation(office.desk.town.other_provider) is None


def test_a_quiet_process_without_any_request_says_in_which_months_nobody_asked() -> None:
    office = an_office()
    found = evidence(office.desk.town.provider, date(2027, 1, 15), date(2027, 3, 2))
    assert found == {
        "requests": 0,
        "outcomes": {},
        "late": 0,
        "days": None,
        "months": [["2027-01-01", 0], ["2027-02-01", 0], ["2027-03-01", 0]],
        "newest": [],
    }
    (review,) = propose_reviews(now=YEAR_ON)
    assert dict(pairs_of(review))["What came of them"] == "Nothing"


def test_a_person_records_the_result_and_the_next_date_and_until_then_nothing_is_proposed() -> None:
    office = an_office()
    approved(office)
    (review,) = propose_reviews(now=YEAR_ON)
    with pytest.raises(NotAllowed):
        record_review(pk=review.pk, by=office.desk.head, said=KEPT, now=YEAR_ON)
    record_review(pk=review.pk, by=office.planner, said=KEPT, now=YEAR_ON)
    assert Entry.objects.get(action="audits.review-recorded").facts == {"result": "keep"}
    assert propose_reviews(now=datetime(2028, 12, 1, 5, 0, tzinfo=UTC)) == []
    assert len(propose_reviews(now=datetime(2029, 1, 10, 5, 0, tzinfo=UTC))) == 1
    with pytest.raises(Refused, match="has been recorded already"):
        record_review(pk=review.pk, by=office.planner, said=KEPT, now=YEAR_ON)


def test_a_result_says_what_why_who_and_when_again() -> None:
    office = an_office()
    (review,) = propose_reviews(now=YEAR_ON)
    with pytest.raises(Refused) as refused_:
        record_review(pk=review.pk, by=office.planner, said=Result("", "", "", None), now=YEAR_ON)
    assert refused_.value.reasons == [
        "Choose what came of it.",
        "Write your reasons.",
        "Say who took part.",
        "Choose a day that is still to come for looking again.",
    ]


def test_a_procedure_that_asks_for_no_review_gets_none() -> None:
    from dueregard.procedures.models import Version

    office = an_office()
    version = Version.objects.get()
    version.text = version.text.replace('[review]\nquiet_for = "12 months"\n', "")
    version.save()
    assert office
    assert propose_reviews(now=YEAR_ON) == []


def test_the_review_is_one_page_on_screen_and_on_paper() -> None:
    office = an_office()
    approved(office)
    (review,) = propose_reviews(now=YEAR_ON)
    client = Client()
    assert office.planner.user is not None
    client.force_login(office.planner.user)
    page = client.get(reverse("audits:review", args=[review.pk])).content.decode()
    assert "Only people can tell." in page
    assert "Island towns and work" in page
    assert client.get(reverse("audits:review-pdf", args=[review.pk])).content.startswith(b"%PDF-")
    assert Review.objects.get().state == "proposed"
