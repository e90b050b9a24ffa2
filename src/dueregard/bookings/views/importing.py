"""Bringing a file of bookings in by page: the file, what would happen, and what happened."""

from typing import Any
from uuid import UUID

from django.contrib import messages
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
from dueregard.documents.bringing_in.flow import FEW, BringingIn, Kept, listed
from dueregard.events.views.record import reader_of, today_of
from dueregard.kernel.errors import NotThere
from dueregard.kernel.forms import DrForm
from dueregard.kernel.pages import page
from dueregard.organisation.models import Person


class Bookings(BringingIn[Source, Look, Choices, Report]):
    """A file of bookings, into its source; of a calendar without its ATTENDEE lines, so that nobody who comes to
    anything is anywhere, not even in a form that is held over."""

    purpose = "bookings.import"
    preview = "bookings/import_preview.html"

    def __init__(self, http: HttpRequest, person: Person, sources: list[Source]) -> None:
        super().__init__(http, str(person.pk), sources)
        self.person, self.sources = person, sources

    def cleaned(self, content: bytes) -> bytes:
        return without_attendees(content) if is_calendar(content) else content

    def file_form(self, *bound: Any) -> FileForm:
        chosen = self.http.GET.get("source", "")
        return FileForm(*bound, sources=self.sources, initial={"source": chosen})

    def place(self, form: FileForm) -> Source:
        return form.source()

    def choose(self, form: DrForm, status: int) -> HttpResponse:
        more = {"form": form, "breadcrumbs": CRUMBS}
        return page(self.http, "bookings/import.html", more, status=status)

    def look(self, kept: Kept[Source], choices: Choices) -> Look:
        return look(kept.content, kept.name, kept.place, choices)

    def choices(self, sheet: str = "") -> Choices:
        return Choices(sheet=sheet)

    def columns(self, seen: Look, *data: Any) -> ColumnsForm:
        return ColumnsForm(*data, look=seen)

    def chosen(self, form: ColumnsForm) -> Choices:
        return form.choices()

    def told_apart(self, seen: Look, choices: Choices) -> tuple[object, ...]:
        sheet = seen.sheet.name if seen.sheet else ""
        columns = sorted(seen.columns().items())
        return sheet, columns, choices.month_first, choices.partial, choices.let_go

    def run(self, kept: Kept[Source], seen: Look, choices: Choices, *, dry_run: bool) -> Report:
        return bring_in(
            source=kept.place.pk,
            content=kept.content,
            name=kept.name,
            by=self.person,
            choices=choices,
            dry_run=dry_run,
            now=timezone.now(),
        )

    def done(self, kept: Kept[Source], report: Report) -> HttpResponse:
        if report.brought is None:
            messages.info(self.http, "Nothing in this file is new. Nothing was changed.")
            return redirect("bookings:import")
        messages.success(self.http, f"{kept.name} came in.")
        return redirect("bookings:import-result", pk=report.brought.pk)

    def shown(self, kept: Kept[Source], report: Report | None) -> dict[str, Any]:
        crumbs = [*CRUMBS, ("Bring bookings in", "/events/bookings/import/")]
        more: dict[str, Any] = {"source": kept.place, "breadcrumbs": crumbs}
        if report is not None:
            first = [(each, in_words(each.marks)) for each in report.first(FEW)]
            more |= {"first": first, "notes": report.reading.told(), **listed(report.reading.faults)}
        return more


@require_http_methods(["GET", "POST"])
def start(http: HttpRequest) -> HttpResponse:
    person, today = reader_of(http), today_of(http)
    if not units_to_keep_sources_for(person, today):
        raise NotThere
    return Bookings(http, person, sources_to_bring_into(person, today)).answer()


@require_safe
def result(http: HttpRequest, pk: UUID) -> HttpResponse:
    brought = one_import(reader_of(http), pk, today_of(http))
    more = {
        "brought": brought,
        **listed(brought.faults),
        "breadcrumbs": [*CRUMBS, ("Sources", "/events/bookings/sources/")],
    }
    return page(http, "bookings/import_result.html", more)
