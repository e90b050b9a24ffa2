"""Bringing last year's register in by page: the file, what would happen, the thing itself, and undoing it.

The file travels from page to page inside the form, compressed and signed for this person, so that nothing of it is
kept where somebody might not come back.
"""

import base64
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.documents.tables import Sheet, Unreadable
from dueregard.events.catalogue import IMPORT
from dueregard.events.commands.bringing_in import Report, bring_in, undo
from dueregard.events.forms.bringing_in import ColumnsForm, RegisterFileForm
from dueregard.events.models import RegisterImport
from dueregard.events.queries.bringing_in import Choices, Look, imports_of, look, sheets_of, worked_on_of
from dueregard.events.queries.bringing_in import units_to_bring_in_for as units_for
from dueregard.events.views.record import reader_of, today_of
from dueregard.kernel.errors import NotThere, Refused
from dueregard.kernel.pages import page
from dueregard.organisation.access import units_where
from dueregard.organisation.models import Person, Unit

SIX_HOURS = 6 * 3600
SHOWN = 100
FIRST_ROWS = 5
TOO_OLD = "This page is too old, or was changed on its way. Choose the file again."
LOOK_AGAIN = "You changed the columns. This is what would happen now; look at it, then bring it in."


@dataclass(frozen=True, slots=True)
class Kept:
    """A file on its way from page to page."""

    name: str
    content: bytes
    unit: Unit


def _may(http: HttpRequest) -> tuple[Person, list[Unit]]:
    """The person and the units whose register they may bring in; for anybody else the page is not there."""
    person = reader_of(http)
    units = units_for(person, today_of(http))
    if not units:
        raise NotThere
    return person, units


@require_http_methods(["GET", "POST"])
def start(http: HttpRequest) -> HttpResponse:
    """GET: choose a file. POST with a file, or with changed columns: what would happen. POST `bring`: it happens."""
    person, units = _may(http)
    if http.method == "POST" and "kept" in http.POST:
        return _with_columns(http, person, units)
    form = RegisterFileForm(*((http.POST, http.FILES) if http.method == "POST" else ()), units=units)
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["file"]
        kept = Kept(upload.name, upload.read(), form.unit())
        try:
            seen = look(sheets_of(kept.content, kept.name), Choices())
        except Unreadable as problem:
            form.add_error("file", str(problem))
        else:
            return _preview(http, person, kept, seen, ColumnsForm(look=seen), Choices())
    return _choose(http, form)


def _choose(http: HttpRequest, form: RegisterFileForm) -> HttpResponse:
    person, _ = _may(http)
    earlier = imports_of(units_where(person, IMPORT))
    status = 422 if form.is_bound and form.errors else 200
    return page(http, "events/bring_in.html", {"form": form, "earlier": earlier}, status=status)


def _with_columns(http: HttpRequest, person: Person, units: list[Unit]) -> HttpResponse:
    try:
        kept = _unpacked(http.POST["kept"], person, units)
    except signing.BadSignature:
        return _choose(http, _too_old(units))
    sheets = sheets_of(kept.content, kept.name)
    named = http.POST.get("sheet", "")
    sheet = named if named in {each.name for each in sheets} else ""
    shown = look(sheets, Choices(sheet=sheet))
    if sheet and sheet != http.POST.get("sheet-shown"):
        # The columns that came along are those of another sheet: guess anew.
        return _preview(http, person, kept, shown, ColumnsForm(look=shown), Choices(sheet=sheet))
    form = ColumnsForm(http.POST, look=shown)
    if not form.is_valid():
        return _preview(http, person, kept, shown, form, Choices(sheet=sheet))
    choices = replace(form.choices(), sheet=shown.sheet.name)
    seen = look(sheets, choices)
    as_shown = http.POST.get("seen") == _mark(seen, choices)
    if "bring" not in http.POST or seen.problem or not as_shown:
        said = LOOK_AGAIN if "bring" in http.POST and not seen.problem else ""
        return _preview(http, person, kept, seen, form, choices, said)
    return _bring(http, person, kept, sheets, choices)


def _too_old(units: list[Unit]) -> RegisterFileForm:
    form = RegisterFileForm({}, {}, units=units)
    form.is_valid()
    form.errors["file"] = form.error_class([TOO_OLD])
    return form


def _bring(
    http: HttpRequest, person: Person, kept: Kept, sheets: list[Sheet], choices: Choices
) -> HttpResponse:
    report = _run(person, kept, sheets, choices, dry_run=False)
    if report.brought is None:
        messages.info(http, "Every good line of this file is here already. Nothing was changed.")
        return redirect("events:bring-in")
    messages.success(http, f"{report.imported:,} records brought in from {kept.name}.")
    return redirect("events:bring-in-result", pk=report.brought.pk)


def _run(person: Person, kept: Kept, sheets: list[Sheet], choices: Choices, *, dry_run: bool) -> Report:
    return bring_in(
        content=kept.content,
        name=kept.name,
        unit=kept.unit,
        by=person,
        choices=choices,
        sheets=sheets,
        dry_run=dry_run,
        now=timezone.now(),
    )


def _preview(
    http: HttpRequest,
    person: Person,
    kept: Kept,
    seen: Look,
    form: ColumnsForm,
    choices: Choices,
    said: str = "",
) -> HttpResponse:
    settled = replace(choices, sheet=seen.sheet.name, columns=seen.layout.columns())
    report = None if seen.problem else _run(person, kept, seen.sheets, settled, dry_run=True)
    more: dict[str, Any] = {
        "kept": _packed(kept, person),
        "name": kept.name,
        "unit": kept.unit,
        "look": seen,
        "form": form,
        "report": report,
        "said": said,
        "seen": _mark(seen, settled),
        "breadcrumbs": [("Events register", "/events/")],
    }
    if report is not None:
        more["first"] = report.new[:FIRST_ROWS]
        more["faults"], more["more"] = report.faults[:SHOWN], max(0, len(report.faults) - SHOWN)
    bad = bool(form.is_bound and form.errors)
    return page(http, "events/bring_in_preview.html", more, status=422 if bad or seen.problem else 200)


def _mark(seen: Look, choices: Choices) -> str:
    """What the person has looked at: another choice has another mark."""
    columns = sorted((code, heading.name) for code, heading in seen.layout.at.items())
    return signing.Signer(salt="events.bring-in.seen").signature(
        repr((seen.sheet.name, columns, choices.month_first))
    )


def _salt(person: Person) -> str:
    return f"events.bring-in.{person.pk}"


def _packed(kept: Kept, person: Person) -> str:
    given = [kept.name, base64.b85encode(kept.content).decode(), str(kept.unit.pk)]
    return signing.dumps(given, salt=_salt(person), compress=True)


def _unpacked(packed: str, person: Person, units: list[Unit]) -> Kept:
    """Raises `BadSignature` for what is old, changed, somebody else's, or of a unit that is no longer theirs."""
    name, content, pk = signing.loads(packed, salt=_salt(person), max_age=SIX_HOURS)
    unit = next((each for each in units if str(each.pk) == pk), None)
    if unit is None:
        raise signing.BadSignature
    return Kept(name, base64.b85decode(content), unit)


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
        "faults": brought.faults[:SHOWN],
        "more": max(0, len(brought.faults) - SHOWN),
        "breadcrumbs": [("Events register", "/events/"), ("Bring in a register", "/events/bring-in/")],
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
