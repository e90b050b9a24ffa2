"""Bringing last year's register in by page: the file, what would happen, the thing itself, and undoing it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.documents.bringing_in.flow import FEW, SHOWN, BringingIn, Kept, listed
from dueregard.events.catalogue import IMPORT
from dueregard.events.commands.bringing_in import Report, bring_in, undo
from dueregard.events.forms.bringing_in import ColumnsForm, RegisterFileForm
from dueregard.events.models import RegisterImport
from dueregard.events.queries.bringing_in import Choices, Look, imports_of, look, sheets_of, worked_on_of
from dueregard.events.queries.bringing_in import units_to_bring_in_for as units_for
from dueregard.events.views.record import reader_of, today_of
from dueregard.kernel.errors import NotThere, Refused
from dueregard.kernel.forms import DrForm
from dueregard.kernel.pages import page
from dueregard.organisation.access import units_where
from dueregard.organisation.models import Person, Unit

CRUMBS = [("Events register", "/events/")]


def _may(http: HttpRequest) -> tuple[Person, list[Unit]]:
    """The person and the units whose register they may bring in; for anybody else the page is not there."""
    person = reader_of(http)
    units = units_for(person, today_of(http))
    if not units:
        raise NotThere
    return person, units


class Register(BringingIn[Unit, Look, Choices, Report]):
    """A provider's own register, into the register of a unit."""

    purpose = "events.bring-in"
    preview = "events/bring_in_preview.html"
    look_again = "You changed the columns. This is what would happen now; look at it, then bring it in."

    def __init__(self, http: HttpRequest, person: Person, units: list[Unit]) -> None:
        super().__init__(http, str(person.pk), units)
        self.person, self.units = person, units

    def file_form(self, *bound: Any) -> RegisterFileForm:
        return RegisterFileForm(*bound, units=self.units)

    def place(self, form: RegisterFileForm) -> Unit:
        return form.unit()

    def choose(self, form: DrForm, status: int) -> HttpResponse:
        more = {"form": form, "earlier": imports_of(units_where(self.person, IMPORT))}
        return page(self.http, "events/bring_in.html", more, status=status)

    def look(self, kept: Kept[Unit], choices: Choices) -> Look:
        return look(sheets_of(kept.content, kept.name), choices)

    def choices(self, sheet: str = "") -> Choices:
        return Choices(sheet=sheet)

    def columns(self, seen: Look, *data: Any) -> ColumnsForm:
        return ColumnsForm(*data, look=seen)

    def chosen(self, form: ColumnsForm) -> Choices:
        return form.choices()

    def told_apart(self, seen: Look, choices: Choices) -> tuple[object, ...]:
        return seen.sheet.name, sorted(seen.layout.columns().items()), choices.month_first

    def run(self, kept: Kept[Unit], seen: Look, choices: Choices, *, dry_run: bool) -> Report:
        return bring_in(
            content=kept.content,
            name=kept.name,
            unit=kept.place,
            by=self.person,
            choices=replace(choices, sheet=seen.sheet.name, columns=seen.layout.columns()),
            sheets=seen.sheets,
            dry_run=dry_run,
            now=timezone.now(),
        )

    def done(self, kept: Kept[Unit], report: Report) -> HttpResponse:
        if report.brought is None:
            messages.info(self.http, "Every good line of this file is here already. Nothing was changed.")
            return redirect("events:bring-in")
        messages.success(self.http, f"{report.imported:,} records brought in from {kept.name}.")
        return redirect("events:bring-in-result", pk=report.brought.pk)

    def shown(self, kept: Kept[Unit], report: Report | None) -> dict[str, Any]:
        more: dict[str, Any] = {"unit": kept.place, "breadcrumbs": CRUMBS}
        if report is not None:
            more |= {"first": report.new[:FEW], **listed(report.faults)}
        return more


@require_http_methods(["GET", "POST"])
def start(http: HttpRequest) -> HttpResponse:
    return Register(http, *_may(http)).answer()


def _one(http: HttpRequest, pk: UUID) -> tuple[Person, RegisterImport]:
    person, _ = _may(http)
    scope = units_where(person, IMPORT)
    brought = scope.filter(RegisterImport.objects.select_related("unit", "by")).filter(pk=pk).first()
    if brought is None:
        raise NotThere
    return person, brought


@require_safe
def result(http: HttpRequest, pk: UUID) -> HttpResponse:
    _, brought = _one(http, pk)
    return _result(http, brought)


def _result(http: HttpRequest, brought: RegisterImport, problem: str = "") -> HttpResponse:
    worked_on = list(worked_on_of(brought)[:SHOWN])
    more = {
        "brought": brought,
        "problem": problem,
        "worked_on": worked_on,
        "first": list(brought.requests.order_by("number")[:10]),
        "left": brought.requests.count(),
        **listed(brought.faults),
        "breadcrumbs": [*CRUMBS, ("Bring in a register", "/events/bring-in/")],
    }
    return page(http, "events/bring_in_result.html", more, status=409 if problem else 200)


@require_POST
def take_back(http: HttpRequest, pk: UUID) -> HttpResponse:
    person, brought = _one(http, pk)
    try:
        undone = undo(pk=brought.pk, by=person, now=timezone.now())
    except Refused as problem:
        return _result(http, brought, str(problem))
    stay = f" {len(undone.stay):,} stay, because somebody has worked on them." if undone.stay else ""
    messages.success(http, f"{undone.removed:,} records of {brought.file_name} were taken away.{stay}")
    return redirect("events:bring-in-result", pk=brought.pk)
