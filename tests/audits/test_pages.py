"""The pages of audits, as those see them who may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dueregard.audits.commands.drawing import draw_sample
from dueregard.audits.models import Audit
from dueregard.organisation.models import Person
from tests.audits.office import LATER, Office, an_office, approved, planned, refused

pytestmark = pytest.mark.django_db


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def drawn(office: Office) -> Audit:
    return draw_sample(pk=planned(office).pk, by=office.auditor, now=LATER)


def queries(client: Client, address: str) -> int:
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


@pytest.mark.parametrize("page", ["audit", "findings", "report"])
def test_a_page_of_an_audit_asks_as_often_for_one_request_as_for_many(page: str) -> None:
    office = an_office()
    approved(office)
    one = drawn(office)
    for _ in range(4):
        approved(office)
    refused(office)
    many = drawn(office)
    client = client_of(office.auditor)
    few = queries(client, reverse(f"audits:{page}", args=[one.pk]))
    assert queries(client, reverse(f"audits:{page}", args=[many.pk])) == few
    assert few <= 15


def test_the_checklist_hides_names_until_every_point_is_judged_and_shows_them_then() -> None:
    office = an_office()
    approved(office)
    audit = drawn(office)
    client, address = client_of(office.auditor), reverse("audits:sampled", args=[audit.pk, 1])
    before = client.get(address).content.decode()
    assert "Sid Rowe" not in before
    assert "Head of security" in before
    points = [point.position for point in audit.sample.get().points.all() if point.applies]
    assert client.post(address, {f"p{at}": "good" for at in points[:-1]}).url == address
    assert "Sid Rowe" not in client.get(address).content.decode()
    assert client.post(address, {f"p{at}": "good" for at in points}).url == reverse(
        "audits:audit", args=[audit.pk]
    )
    assert "Sid Rowe" in client.get(address).content.decode()
    assert queries(client, address) <= 15


def test_what_was_typed_stays_when_a_remark_is_missing() -> None:
    office = an_office()
    approved(office)
    audit = drawn(office)
    client, address = client_of(office.auditor), reverse("audits:sampled", args=[audit.pk, 1])
    answer = client.post(address, {"p1": "not", "p2": "cannot-tell", "u2": "The minutes are missing."})
    assert answer.status_code == 422
    assert (
        "Say what is not as it should be: Notice, and the way of a late request." in answer.content.decode()
    )
    assert "The minutes are missing." in answer.content.decode()


def test_the_preview_shows_the_population_and_never_the_sample() -> None:
    office = an_office()
    approved(office)
    audit = planned(office)
    audit_page = client_of(office.planner).get(reverse("audits:audit", args=[audit.pk])).content.decode()
    assert "1 request to draw from" in audit_page
    assert "E-0001" not in audit_page


def test_a_plan_by_kind_of_request_is_kept_as_it_was_typed() -> None:
    office = an_office()
    values = {
        "title": "By kind",
        "unit": str(office.desk.town.provider.pk),
        "first_day": "1", "first_month": "9", "first_year": "2025",
        "last_day": "31", "last_month": "8", "last_year": "2026",
        "way": "facts", "size_refused": "5", "size_not_decided": "2", "size_all": "99",
        "auditor": str(office.auditor.pk),
        "every": "12",
    }  # fmt: skip
    answer = client_of(office.planner).post(reverse("audits:new"), values)
    assert answer.status_code == 302, answer.content.decode()
    assert Audit.objects.get().sizes == {"refused": 5, "not-decided": 2}


def test_the_report_is_a_pdf_and_the_points_a_workbook() -> None:
    office = an_office()
    approved(office)
    refused(office)
    audit = drawn(office)
    client = client_of(office.auditor)
    report = client.get(reverse("audits:report-pdf", args=[audit.pk]))
    assert report.content.startswith(b"%PDF-")
    book = client.get(reverse("audits:points", args=[audit.pk]))
    assert b"".join(book.streaming_content).startswith(b"PK")


def test_a_checklist_outlives_its_request() -> None:
    office = an_office()
    request = approved(office)
    audit = drawn(office)
    audit.sample.update(request=None)
    page = client_of(office.auditor).get(reverse("audits:sampled", args=[audit.pk, 1])).content.decode()
    assert "The request itself is gone from the register." in page
    assert f"E-{request.number:04d}" in page


def test_the_home_page_says_what_waits_for_an_auditor() -> None:
    from dueregard.audits.waiting import waiting_for

    office = an_office()
    approved(office)
    audit = planned(office)
    day = LATER.date()
    assert [each.what for each in waiting_for(office.auditor, day)] == [
        "Draw the sample: Talks of the autumn"
    ]
    draw_sample(pk=audit.pk, by=office.auditor, now=LATER)
    assert [each.what for each in waiting_for(office.auditor, day + timedelta(days=1))] == [
        "Audit 1 request: Talks of the autumn"
    ]
    assert list(waiting_for(office.desk.organiser, day)) == []
