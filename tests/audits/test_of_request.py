"""What the page of a request shows of the audits that drew it, to those who see its papers."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dueregard.actions.models import Action
from dueregard.audits.commands.drawing import draw_sample
from dueregard.audits.commands.judging import judge
from dueregard.audits.commands.planning import Plan, plan_audit
from dueregard.audits.commands.reporting import sign_off
from dueregard.audits.models import Audit, Finding
from dueregard.audits.rules.judging import Said
from dueregard.events.models import EventRequest
from tests.audits.office import FIRST, LAST, LATER, Office, an_office, approved, planned
from tests.audits.test_pages import client_of, queries
from tests.events import federation as f
from tests.people import a_person, a_post_kind, give

pytestmark = pytest.mark.django_db
REMARK = "Nobody wrote down whether it took place."


def page_of(client: Client, request: EventRequest) -> str:
    answer = client.get(reverse("events:request", args=[request.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def judged(office: Office, request: EventRequest) -> Audit:
    """One point is not as it should be; its finding waits for Ruth Adair by name."""
    audit = draw_sample(pk=planned(office).pk, by=office.auditor, now=LATER)
    sampled = audit.sample.get(request=request)
    said = {each.position: Said("good") for each in sampled.points.all() if each.applies}
    bad = sampled.points.get(code="aftermath")
    judge(
        pk=audit.pk,
        position=sampled.position,
        by=office.auditor,
        said=said | {bad.position: Said("not", REMARK)},
        now=LATER,
    )
    finds = client_of(office.auditor)
    values = {
        "what": "What became of events is not recorded",
        "points": [str(bad.pk)],
        "follows": "action",
        "to_do": "Remind organisers a day after",
        "due_day": "1", "due_month": "4", "due_year": "2099",
    }  # fmt: skip
    address = reverse("audits:findings", args=[audit.pk])
    for who, sentence in (
        ({}, "Choose the post that does it, or name a person."),
        ({"person": "Nobody Atall"}, "Nobody has exactly this name"),
        ({"person": "Ruth Adair", "post": "secretariat"}, "Choose a post or name a person, not both."),
    ):
        refused = finds.post(address, values | who)
        assert refused.status_code == 422
        assert sentence in refused.content.decode()
    assert finds.post(address, values | {"person": "Ruth Adair"}).status_code == 302
    assert "Remind organisers a day after. Ruth Adair, by" in finds.get(address).content.decode()
    return audit


def test_whoever_sees_the_papers_reads_what_an_audit_found_once_it_is_signed_and_the_organiser_never() -> (
    None
):
    office = an_office()
    request = approved(office)
    reader, organiser = client_of(office.desk.secretariat), client_of(office.desk.organiser)
    assert "audits" not in page_of(reader, request)
    before = queries(reader, reverse("events:request", args=[request.pk]))

    audit = judged(office, request)
    action = Action.objects.get(pk=Finding.objects.get().action)
    assert (action.owner, action.owner_post) == (office.planner, "")
    during = page_of(reader, request)
    assert "This request is in its sample." in during
    assert REMARK not in during

    sign_off(pk=audit.pk, by=office.auditor, conclusion="Followed, but for one.", every=12, now=LATER)
    shown = page_of(reader, request)
    for words in (
        "Talks of the autumn",
        REMARK,
        "What became of events is not recorded",
        "Remind organisers a day after: Ruth Adair, by Wednesday 1 April 2099",
        "What was as it should be",
    ):
        assert words in shown
    # The secretariat may not open the audit; whoever plans audits may.
    sheet = reverse("audits:sampled", args=[audit.pk, 1])
    assert sheet not in shown
    assert sheet in page_of(client_of(office.planner), request)
    hidden = page_of(organiser, request)
    assert "Talks of the autumn" not in hidden
    assert REMARK not in hidden
    assert queries(reader, reverse("events:request", args=[request.pk])) == before + 1
    other = approved(office)
    with CaptureQueriesContext(connection) as asked:
        page_of(reader, other)
    assert not any("audits_point" in each["sql"] for each in asked)


def test_where_several_bodies_decided_the_points_are_read_by_those_who_may_open_the_audit() -> None:
    made = f.a_federation()
    request = f.sent(made)
    f.college_says(made, request)
    f.university_says(made, request)
    a_post_kind("internal-auditor", "Internal auditor", "audits.do", "audits.plan", "audits.read")
    ivy = a_person("Ivy Chen", made.town.provider)
    give(ivy, "internal-auditor", made.town.provider)
    plan = Plan("Joint events", made.town.provider, FIRST, LAST, ivy, sizes={"all": 5}, seed="joint")
    audit = draw_sample(pk=plan_audit(by=ivy, plan=plan, now=LATER).pk, by=ivy, now=LATER)
    points = audit.sample.get().points.all()
    said = {each.position: Said("cannot-tell", REMARK) for each in points if each.applies}
    judge(pk=audit.pk, position=1, by=ivy, said=said, now=LATER)
    sign_off(pk=audit.pk, by=ivy, conclusion="Both followed their own.", every=0, now=LATER)
    for row in (request, f.body(request, "university")):
        shown = page_of(client_of(made.secretary), row)
        assert "Joint events" in shown
        assert REMARK not in shown
    give(made.secretary, "internal-auditor", made.town.provider)
    assert REMARK in page_of(client_of(made.secretary), request)
