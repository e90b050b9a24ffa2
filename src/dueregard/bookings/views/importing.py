"""Bringing a file of bookings in by page: the file, what would happen, and what happened.

The file travels from page to page inside the form, compressed and signed for this person; of a calendar without its
ATTENDEE lines, so that nobody who comes to anything is anywhere, not even in a form that is held over.
"""

import base64
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.bookings.commands.bringing_in import bring_in
from dueregard.bookings.commands.planning import Report
from dueregard.bookings.forms import ColumnsForm, FileForm
from dueregard.bookings.models import Source
from dueregard.bookings.queries.bookings import one_import, sources_to_bring_into, units_to_keep_sources_for
from dueregard.bookings.queries.files import Choices, Look, look
from dueregard.bookings.rules.calendars.reading import is_calendar
from dueregard.bookings.rules.calendars.text import without_attendees
from dueregard.bookings.rules.marking import in_words
from dueregard.bookings.views.bookings import CRUMBS
from dueregard.documents.tables import Unreadable
from dueregard.events.views.record import reader_of, today_of
from dueregard.kernel.errors import NotThere, Refused
from dueregard.kernel.pages import page
from dueregard.organisation.models import Person

SIX_HOURS = 6 * 3600
SHOWN = 100
FEW = 5
TOO_OLD = "This page is too old, or was changed on its way. Choose the file again."
LOOK_AGAIN = "You changed something. This is what would happen now; look at it, then bring it in."


@dataclass(frozen=True, slots=True)
class Kept:
    """A file on its way from page to page."""

    name: str
    content: bytes
    source: Source


@require_http_methods(["GET", "POST"])
def start(http: HttpRequest) -> HttpResponse:
    """GET: choose a file. POST with a file, or with changed columns: what would happen. POST `bring`: it happens."""
    person = reader_of(http)
    today = today_of(http)
    if not units_to_keep_sources_for(person, today):
        raise NotThere
    sources = sources_to_bring_into(person, today)
    if http.method == "POST" and "kept" in http.POST:
        return _again(http, person, sources)
    chosen = http.GET.get("source", "")
    bound = (http.POST, http.FILES) if http.method == "POST" else ()
    form = FileForm(*bound, sources=sources, initial={"source": chosen})
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["file"]
        content = upload.read()
        content = without_attendees(content) if is_calendar(content) else content
        kept = Kept(upload.name, content, form.source())
        try:
            seen = look(content, kept.name, kept.source, Choices())
            return _preview(http, person, kept, seen, ColumnsForm(look=seen), Choices())
        except Unreadable as problem:
            form.add_error("file", str(problem))
    return _choose(http, form)


def _choose(http: HttpRequest, form: FileForm) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return page(http, "bookings/import.html", {"form": form, "breadcrumbs": CRUMBS}, status=status)


def _again(http: HttpRequest, person: Person, sources: list[Source]) -> HttpResponse:
    try:
        kept = _unpacked(http.POST["kept"], person, sources)
    except signing.BadSignature:
        return _too_old(http, sources)
    try:
        wanted = Choices(sheet=http.POST.get("sheet", ""))
        try:
            shown = look(kept.content, kept.name, kept.source, wanted)
        except Unreadable:
            shown = look(kept.content, kept.name, kept.source, Choices())
        form = ColumnsForm(http.POST, look=shown)
        if shown.sheet and shown.sheet.name != http.POST.get("sheet-shown"):
            # The columns that came along are those of another sheet: guess anew.
            return _preview(http, person, kept, shown, ColumnsForm(look=shown), wanted)
        if not form.is_valid():
            return _preview(http, person, kept, shown, form, wanted)
        choices = form.choices()
        seen = look(kept.content, kept.name, kept.source, choices)
        as_shown = http.POST.get("seen") == _mark(seen, choices)
        if "bring" in http.POST and as_shown and not seen.problem:
            return _bring(http, person, kept, form, seen, choices)
        said = LOOK_AGAIN if "bring" in http.POST and not seen.problem else ""
        return _preview(http, person, kept, seen, form, choices, said)
    except Unreadable:
        return _too_old(http, sources)


def _too_old(http: HttpRequest, sources: list[Source]) -> HttpResponse:
    form = FileForm({}, {}, sources=sources)
    form.is_valid()
    form.errors.clear()
    form.add_error("file", TOO_OLD)
    return _choose(http, form)


def _bring(
    http: HttpRequest, person: Person, kept: Kept, form: ColumnsForm, seen: Look, choices: Choices
) -> HttpResponse:
    try:
        report = _run(person, kept, choices, dry_run=False)
    except Refused as no:
        return _preview(http, person, kept, seen, form, choices, str(no), status=409)
    if report.brought is None:
        messages.info(http, "Nothing in this file is new. Nothing was changed.")
        return redirect("bookings:import")
    messages.success(http, f"{kept.name} came in.")
    return redirect("bookings:import-result", pk=report.brought.pk)


def _run(person: Person, kept: Kept, choices: Choices, *, dry_run: bool) -> Report:
    return bring_in(
        source=kept.source.pk,
        content=kept.content,
        name=kept.name,
        by=person,
        choices=choices,
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
    *,
    status: int = 200,
) -> HttpResponse:
    report = None if seen.problem else _run(person, kept, choices, dry_run=True)
    more: dict[str, Any] = {
        "kept": _packed(kept, person),
        "name": kept.name,
        "source": kept.source,
        "look": seen,
        "form": form,
        "report": report,
        "said": said,
        "seen": _mark(seen, choices),
        "breadcrumbs": [*CRUMBS, ("Bring bookings in", "/events/bookings/import/")],
    }
    if report is not None:
        more["first"] = [(each, in_words(each.marks)) for each in report.first(FEW)]
        more["faults"] = report.reading.faults[:SHOWN]
        more["more"] = max(0, len(report.reading.faults) - SHOWN)
        more["notes"] = report.reading.told()
    bad = bool(form.is_bound and form.errors)
    return page(http, "bookings/import_preview.html", more, status=422 if bad or seen.problem else status)


def _mark(seen: Look, choices: Choices) -> str:
    """What the person has looked at: another choice has another mark."""
    said = (
        seen.sheet.name if seen.sheet else "", sorted(seen.columns().items()), choices.month_first, choices.partial,
        choices.let_go,
    )  # fmt: skip
    return signing.Signer(salt="bookings.import.seen").signature(repr(said))


def _salt(person: Person) -> str:
    return f"bookings.import.{person.pk}"


def _packed(kept: Kept, person: Person) -> str:
    given = [kept.name, base64.b85encode(kept.content).decode(), str(kept.source.pk)]
    return signing.dumps(given, salt=_salt(person), compress=True)


def _unpacked(packed: str, person: Person, sources: list[Source]) -> Kept:
    """Raises `BadSignature` for what is old, changed, somebody else's, or of a source that is no longer theirs."""
    name, content, pk = signing.loads(packed, salt=_salt(person), max_age=SIX_HOURS)
    source = next((each for each in sources if str(each.pk) == pk), None)
    if source is None:
        raise signing.BadSignature
    return Kept(name, base64.b85decode(content), source)


@require_safe
def result(http: HttpRequest, pk: UUID) -> HttpResponse:
    brought = one_import(reader_of(http), pk, today_of(http))
    more = {
        "brought": brought,
        "faults": brought.faults[:SHOWN],
        "more": max(0, len(brought.faults) - SHOWN),
        "breadcrumbs": [*CRUMBS, ("Sources", "/events/bookings/sources/")],
    }
    return page(http, "bookings/import_result.html", more)
