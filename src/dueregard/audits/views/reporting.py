"""Findings, the report, signing off, and what can be taken away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.audits import catalogue
from dueregard.audits.choices import AuditState
from dueregard.audits.commands.reporting import ToDo, make_finding, sign_off, take_back_finding
from dueregard.audits.exports import HEADER, points_table
from dueregard.audits.forms import FindingForm, SignForm
from dueregard.audits.models import Audit
from dueregard.audits.papers import report_paper
from dueregard.audits.queries.pages import Reach, finding_lines
from dueregard.audits.queries.population import preview
from dueregard.audits.queries.progress import loose_points, progress_of, results_by_point
from dueregard.audits.rules.drawing import read_list
from dueregard.audits.rules.planning import why_not_sign_off
from dueregard.audits.views.entrance import around, seen, today_of
from dueregard.documents.export import attachment, csv_lines, download, file_name, xlsx_file
from dueregard.documents.pdf import RECORD, typeset
from dueregard.kernel.acting import show_refusal
from dueregard.kernel.dates import long_date
from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.kernel.pages import page
from dueregard.ledger.commands import recorded_read
from dueregard.organisation.models import Person

MOST = 200


def _drawn(http: HttpRequest, pk: UUID) -> tuple[Audit, Person, Reach]:
    audit, person, reach = seen(http, pk)
    if audit.drawn_at is None:
        raise NotThere
    return audit, person, reach


@require_http_methods(["GET", "POST"])
def findings(http: HttpRequest, pk: UUID) -> HttpResponse:
    """What was found, and a form for one more while the audit is open."""
    audit, person, reach = _drawn(http, pk)
    loose = list(loose_points(audit)[:MOST])
    form = FindingForm(http.POST if http.method == "POST" else None, points=loose)
    status = 422 if form.is_bound else 200
    if http.method == "POST" and form.is_valid():
        try:
            _find(audit, person, form)
        except (Refused, NotAllowed) as no:
            status = show_refusal(form, no)
        else:
            messages.success(http, "The finding is recorded.")
            return redirect("audits:findings", pk=pk)
    more: dict[str, Any] = {
        "findings": finding_lines(audit),
        "loose": loose,
        "form": form,
        "may_find": reach.audits and audit.state == AuditState.DRAWN,
    }
    return page(http, "audits/findings.html", around(audit, reach, "findings") | more, status=status)


def _find(audit: Audit, person: Person, form: FindingForm) -> None:
    said = form.cleaned_data
    acts = said["follows"] == "action"
    make_finding(
        pk=audit.pk,
        by=person,
        what=said["what"],
        why=said["why"],
        points=[int(each) for each in said.get("points", [])],
        to_do=ToDo(said["to_do"], said["due"], form.owner, said["post"]) if acts else None,
        no_action_why="" if acts else said["no_action_why"],
        now=timezone.now(),
    )


@require_POST
def take_back(http: HttpRequest, pk: UUID, finding: UUID) -> HttpResponse:
    _, person, _ = _drawn(http, pk)
    take_back_finding(pk=pk, finding=finding, by=person, now=timezone.now())
    messages.success(http, "The finding is taken back, and its action dropped.")
    return redirect("audits:findings", pk=pk)


@require_http_methods(["GET", "POST"])
def report(http: HttpRequest, pk: UUID) -> HttpResponse:
    """The report as it stands, and for the auditor the signing off."""
    audit, person, reach = _drawn(http, pk)
    form = SignForm(http.POST if http.method == "POST" else None, initial={"every": str(audit.every)})
    status = 422 if form.is_bound else 200
    if http.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            signed = sign_off(
                pk=pk, by=person, conclusion=said["conclusion"], every=int(said["every"]), now=timezone.now()
            )
        except (Refused, NotAllowed) as no:
            status = show_refusal(form, no)
        else:
            messages.success(http, _signed(signed))
            return redirect("audits:report", pk=pk)
    stands = progress_of(audit)
    why_not = why_not_sign_off(
        state=audit.state,
        unjudged=stands.unjudged,
        unnamed=stands.unnamed,
        loose_points=stands.loose,
        is_auditor=reach.is_auditor,
    )
    more = {
        "form": form,
        "progress": stands,
        "results": results_by_point(audit),
        "findings": finding_lines(audit),
        "strata": preview(audit, _kept(audit)).strata,
        "why_not": why_not,
        "today": today_of(http),
    }
    return page(http, "audits/report.html", around(audit, reach, "report") | more, status=status)


def _signed(audit: Audit) -> str:
    if audit.next_on is None:
        return "The audit is signed off."
    return f"The audit is signed off. The next one is due on {long_date(audit.next_on)}."


def _kept(audit: Audit) -> dict[str, str]:
    return read_list(audit.list.text)


@require_safe
def report_pdf(http: HttpRequest, pk: UUID) -> HttpResponse:
    audit, _, _ = _drawn(http, pk)
    data = report_paper(audit, preview(audit, _kept(audit)), made=timezone.now())
    answer = HttpResponse(typeset(RECORD, data), content_type="application/pdf")
    answer["Content-Disposition"] = attachment(file_name(f"audit-{audit.title}", "pdf", today_of(http)))
    return answer


@require_safe
def points(http: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Every point as a workbook. That it was taken is recorded before anything is sent."""
    audit, rows = _taken(http, pk)
    book = xlsx_file(HEADER, rows, sheet="Points", title=audit.title)
    return download(book, name=f"audit-{audit.title}-points", kind="xlsx", on=today_of(http))


@require_safe
def points_csv(http: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The same as CSV."""
    audit, rows = _taken(http, pk)
    name = f"audit-{audit.title}-points"
    return download(csv_lines(HEADER, rows), name=name, kind="csv", on=today_of(http))


def _taken(http: HttpRequest, pk: UUID) -> tuple[Audit, list[list[Any]]]:
    audit, person, _ = _drawn(http, pk)
    rows = points_table(audit)
    recorded_read(catalogue.POINTS_EXPORTED, by=person.actor(), on=audit.ref, data={"rows": len(rows)})
    return audit, rows
