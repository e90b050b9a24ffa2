"""One sampled request: its checklist, and who audits it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dueregard.audits.choices import AuditState
from dueregard.audits.commands.drawing import name_auditor
from dueregard.audits.commands.judging import judge
from dueregard.audits.forms import AuditorForm, JudgeForm
from dueregard.audits.models import Audit, Sampled
from dueregard.audits.queries.pages import Reach, conflict_of, one_sampled, point_lines, stratum_names
from dueregard.audits.queries.parts import parts_in
from dueregard.audits.queries.visible import auditors
from dueregard.audits.rules.judging import what_judgements_lack
from dueregard.audits.views.entrance import around, seen, today_of
from dueregard.kernel.acting import show_refusal
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.kernel.pages import page
from dueregard.organisation.models import Person


@require_http_methods(["GET", "POST"])
def sampled(http: HttpRequest, pk: UUID, position: int) -> HttpResponse:
    """What the procedure demanded beside what the record held; the auditor judges each point."""
    audit, person, reach = seen(http, pk)
    found = one_sampled(audit, position)
    points = list(found.points.order_by("position"))
    mine = found.auditor_id == person.pk and audit.state == AuditState.DRAWN and reach.audits
    if http.method == "POST":
        form = JudgeForm(http.POST, points=points)
        answer = _judged(http, audit, found, person, form) if form.is_valid() else 422
        if isinstance(answer, HttpResponse):
            return answer
        return _page(http, audit, reach, found, form, mine=mine, status=answer)
    form = JudgeForm(points=points)
    return _page(http, audit, reach, found, form, mine=mine)


def _judged(
    http: HttpRequest, audit: Audit, found: Sampled, person: Person, form: JudgeForm
) -> HttpResponse | int:
    """The way on after what was said is kept, or the status with which the form is shown again."""
    said = form.said()
    missing = what_judgements_lack(said, {point.position: point.title for point in form.points})
    if missing and found.auditor_id == person.pk and audit.state == AuditState.DRAWN:
        form.show_missing(missing)
        return 422
    try:
        kept = judge(pk=audit.pk, position=found.position, by=person, said=said, now=timezone.now())
    except (Refused, NotAllowed) as no:
        return show_refusal(form, no)
    if kept.judged_at is None:
        messages.success(http, "Kept. Points without a judgement wait for you.")
        return redirect("audits:sampled", pk=audit.pk, position=found.position)
    messages.success(http, f"Every point of {kept.number} is judged.")
    return redirect("audits:audit", pk=audit.pk)


def _page(
    http: HttpRequest,
    audit: Audit,
    reach: Reach,
    found: Sampled,
    form: JudgeForm,
    *,
    mine: bool,
    status: int = 200,
) -> HttpResponse:
    points = list(found.points.order_by("position"))
    lines = point_lines(found, points)
    fields = {point.position: form[f"p{point.position}"] for point in form.points}
    more: dict[str, Any] = {
        "sampled": found,
        "stratum": stratum_names(audit, [found.stratum])[found.stratum],
        "form": form,
        "lines": [(line, fields[line.point.position]) for line in lines if line.point.position in fields],
        "not_applicable": [point for point in points if not point.applies],
        "mine": mine,
        "conflict": conflict_of(audit, found),
        "request_": found.request,
    }
    return page(http, "audits/sampled.html", around(audit, reach, "audit") | more, status=status)


@require_http_methods(["GET", "POST"])
def auditor(http: HttpRequest, pk: UUID, position: int) -> HttpResponse:
    """Name another auditor for one request. Those who took part in it are not offered."""
    audit, person, reach = seen(http, pk)
    if not reach.plans:
        raise NotAllowed("Whoever plans audits here names another auditor.")
    found = one_sampled(audit, position)
    people = _independent(found, auditors(today_of(http), audit.unit))
    form = AuditorForm(http.POST if http.method == "POST" else None, people=people)
    status = 422 if form.is_bound else 200
    if http.method == "POST" and form.is_valid():
        chosen = form.people[form.cleaned_data["auditor"]]
        try:
            name_auditor(pk=pk, position=position, by=person, auditor=chosen, now=timezone.now())
        except (Refused, NotAllowed) as no:
            status = show_refusal(form, no)
        else:
            messages.success(http, f"{chosen.name} audits {found.number}.")
            return redirect("audits:audit", pk=pk)
    more = {
        "form": form,
        "heading": f"Name an auditor for {found.number}",
        "button": "Name the auditor",
        "lead": conflict_of(audit, found),
        "back": reverse("audits:sampled", args=[pk, position]),
        "nobody": not people,
    }
    return page(http, "audits/form.html", around(audit, reach, "audit") | more, status=status)


def _independent(found: Sampled, people: list[Person]) -> list[Person]:
    parts = parts_in([found.request_id])[found.request_id] if found.request_id else {}
    return [person for person in people if not parts.get(person.pk)]
