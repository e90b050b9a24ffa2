"""The list of audits; planning, drawing, and calling off."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.audits.catalogue import PLAN
from dueregard.audits.choices import AuditState
from dueregard.audits.commands.drawing import draw_sample
from dueregard.audits.commands.planning import Plan, call_off, plan_audit
from dueregard.audits.forms import LONGEST_LIST, PlanForm, WhyForm, size_name
from dueregard.audits.models import Audit, Edition, Population
from dueregard.audits.queries.pages import Reach, due_next, sample_rows, stratum_names
from dueregard.audits.queries.population import preview
from dueregard.audits.queries.progress import progress_of
from dueregard.audits.queries.questions import to_ask
from dueregard.audits.queries.visible import RELATED, auditors, audits_for, in_scopes, planning_scope
from dueregard.audits.rules.drawing import ALL
from dueregard.audits.rules.planning import months_on, why_not_call_off, why_not_draw
from dueregard.audits.views.entrance import around, crumbs, insider, seen, today_of
from dueregard.documents.export import download
from dueregard.kernel.acting import show_refusal
from dueregard.kernel.errors import NotAllowed, NotThere, Refused, refuse_if
from dueregard.kernel.pages import page
from dueregard.kernel.paging import keyset
from dueregard.organisation.access import may
from dueregard.organisation.models import Person


@require_safe
def audits(http: HttpRequest) -> HttpResponse:
    """All audits that this person may see, newest first, and when the next one is due."""
    person, today = insider(http), today_of(http)
    rows = audits_for(person).select_related(*RELATED)
    shown = keyset(
        rows,
        order=("-planned_at", "-id"),
        after=http.GET.get("after"),
        before=http.GET.get("before"),
        size=25,
    )
    plans = may(person, PLAN)
    more = {
        "shown": shown,
        "plans": plans,
        "next": due_next(in_scopes(person, PLAN), today) if plans else [],
        "today": today,
    }
    return page(http, "audits/list.html", more)


@require_http_methods(["GET", "POST"])
def new(http: HttpRequest) -> HttpResponse:
    """Plan an audit; `?after=` an audit whose next one is due fills the form with what that one had."""
    person, today = insider(http), today_of(http)
    scope = planning_scope(person)
    if not scope:
        raise NotAllowed("None of your posts lets you plan audits.")
    before = _before(http, person)
    data = http.POST if http.method == "POST" else None
    units = list(scope.units().order_by("path")[:LONGEST_LIST])
    asked = to_ask(units)
    form = PlanForm(
        data, units=units, people=auditors(today), asked=asked, initial=_initial(before, today, asked)
    )
    status = 422 if form.is_bound else 200
    if data is not None and form.is_valid():
        try:
            made = plan_audit(by=person, plan=_plan(form, before), now=timezone.now())
        except (Refused, NotAllowed) as no:
            status = show_refusal(form, no)
        else:
            messages.success(http, "The audit is planned. The sample is drawn once the period is over.")
            return redirect("audits:audit", pk=made.pk)
    shown = {"form": form, "before": before, "breadcrumbs": crumbs()}
    return page(http, "audits/new.html", shown, status=status)


def _before(http: HttpRequest, person: Person) -> Audit | None:
    """The audit that this one follows; nothing for one that may not be seen, or that has its next one already."""
    try:
        pk = UUID(http.GET.get("after", ""))
    except ValueError:
        return None
    rows = audits_for(person).filter(pk=pk, state=AuditState.SIGNED, followed_by=None)
    return rows.select_related("unit", "questions").first()


def _initial(before: Audit | None, today: date, asked: list[Edition]) -> dict[str, Any]:
    """What the last audit had, over the days since; else the twelve months up to yesterday."""
    yesterday = today - timedelta(days=1)
    if before is None:
        return {
            "first": months_on(today, -12),
            "last": yesterday,
            "way": "whole",
            "size_all": 10,
            "every": "12",
        }
    sizes = {size_name(code): size for code, size in before.sizes.items() if code != ALL}
    return {
        "title": before.title,
        "why": before.why,
        "unit": str(before.unit_id),
        "first": before.last + timedelta(days=1),
        "last": max(yesterday, before.last + timedelta(days=1)),
        "way": before.way,
        "size_all": before.sizes.get(ALL),
        "size_each": before.sizes.get(ALL),
        "with_brought_in": before.with_brought_in,
        "auditor": str(before.auditor_id),
        "every": str(before.every),
        "questions": _asked_again(before, asked),
        **sizes,
    }


def _asked_again(before: Audit, asked: list[Edition]) -> str:
    """The version that is in use now of the list that the last audit asked."""
    of = before.questions.of_id if before.questions else None
    return next((str(each.pk) for each in asked if each.of_id == of), "")


def _plan(form: PlanForm, before: Audit | None) -> Plan:
    said = form.cleaned_data
    return Plan(
        title=said["title"],
        why=said["why"],
        unit=form.units[said["unit"]],
        first=said["first"],
        last=said["last"],
        way=said["way"],
        sizes=form.sizes,
        with_brought_in=said["with_brought_in"],
        auditor=form.people[said["auditor"]],
        seed=said["seed"],
        every=int(said["every"]),
        follows=before,
        questions=form.asked.get(said.get("questions", "")),
    )


@require_safe
def audit(http: HttpRequest, pk: UUID) -> HttpResponse:
    """The plan and, once it is drawn, the sample."""
    found, person, reach = seen(http, pk)
    more: dict[str, Any] = around(found, reach, "audit")
    if found.drawn_at is None:
        more |= {"preview": preview(found), "ready": found.last < today_of(http)}
    else:
        shown = keyset(
            sample_rows(found),
            order=("position",),
            after=http.GET.get("after"),
            before=http.GET.get("before"),
            size=50,
        )
        names = stratum_names(found, (row.stratum for row in shown.rows))
        more |= {
            "shown": shown,
            "lines": [(row, names[row.stratum]) for row in shown.rows],
            "progress": progress_of(found),
            "me": person,
        }
    return page(http, "audits/audit.html", more)


@require_http_methods(["GET", "POST"])
def draw(http: HttpRequest, pk: UUID) -> HttpResponse:
    """The population and its strata first; then the draw, once."""
    found, person, reach = seen(http, pk)
    if not (reach.plans or reach.is_auditor):
        raise NotAllowed("The auditor, or whoever plans audits here, draws the sample.")
    if http.method == "POST":
        try:
            draw_sample(pk=pk, by=person, now=timezone.now())
        except Refused as no:
            return _draw_page(http, found, reach, no.reasons, status=409)
        messages.success(http, "The sample is drawn.")
        return redirect("audits:audit", pk=pk)
    if found.state != AuditState.PLANNED:
        refuse_if(why_not_draw(state=found.state, last=found.last, population=1, today=today_of(http)))
    return _draw_page(http, found, reach)


def _draw_page(
    http: HttpRequest, found: Audit, reach: Reach, refused: list[str] | None = None, *, status: int = 200
) -> HttpResponse:
    shown = preview(found)
    why_not = why_not_draw(state=found.state, last=found.last, population=shown.there, today=today_of(http))
    more = {"preview": shown, "why_not": refused or why_not}
    return page(http, "audits/draw.html", around(found, reach, "audit") | more, status=status)


@require_safe
def population_list(http: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The published list, byte for byte as its digest says."""
    found, _, _ = seen(http, pk)
    kept = Population.objects.filter(audit=found).first()
    if kept is None:
        raise NotThere
    return download(kept.text.encode(), name=f"population-{found.digest[:8]}", kind="csv")


@require_http_methods(["GET", "POST"])
def end(http: HttpRequest, pk: UUID) -> HttpResponse:
    """Call the audit off."""
    found, person, reach = seen(http, pk)
    if not reach.plans:
        raise NotAllowed("Whoever plans audits here may call one off.")
    if http.method == "GET":
        refuse_if(why_not_call_off(state=found.state))
    form, status = WhyForm(http.POST if http.method == "POST" else None), 200
    if form.is_bound:
        status = 422
    if http.method == "POST" and form.is_valid():
        try:
            call_off(pk=pk, by=person, why=form.cleaned_data["why"], now=timezone.now())
        except (Refused, NotAllowed) as no:
            status = show_refusal(form, no)
        else:
            messages.success(http, "The audit is called off. It stays to be seen, with your reason.")
            return redirect("audits:audit", pk=pk)
    more = {
        "form": form,
        "heading": "Call the audit off",
        "button": "Call it off",
        "lead": "It ends without a report. What was planned and drawn stays to be seen.",
    }
    return page(http, "audits/form.html", around(found, reach, "audit") | more, status=status)
