"""The days on which a provider is closed."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from dueregard.kernel.dates import long_date
from dueregard.kernel.errors import NotThere
from dueregard.kernel.pages import page
from dueregard.organisation import commands
from dueregard.organisation.catalogue import MANAGE_CLOSURE_DAYS
from dueregard.organisation.forms import ClosureForm, ConfirmForm
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.models import ClosureDay, Unit
from dueregard.organisation.queries.reach import reach
from dueregard.organisation.views.form_page import Crumbs, data_of, form_page, need, person_of, top
from dueregard.organisation.views.units import today


def _roots(request: PersonRequest) -> list[Unit]:
    """The providers that the person may see something of."""
    if not reach(request.access):
        raise NotThere
    roots = {path[:32] for path in request.access.units_where(MANAGE_CLOSURE_DAYS).paths}
    units = Unit.objects.filter(parent=None).order_by("name")
    if request.access.units_where(MANAGE_CLOSURE_DAYS).everything:
        return list(units)
    return [unit for unit in units if unit.pk.hex in roots]


@require_GET
def closure_days(request: PersonRequest) -> HttpResponse:
    person_of(request)
    roots = _roots(request)
    days = ClosureDay.objects.filter(unit__in=roots, day__gte=today().replace(month=1, day=1))
    context = {
        "roots": [(root, request.access.may(MANAGE_CLOSURE_DAYS, unit=root)) for root in roots],
        "days": list(days.select_related("unit")[:400]),
        "breadcrumbs": top(),
    }
    return page(request, "organisation/closure_days.html", context)


def _crumbs() -> Crumbs:
    return [*top(), ("Closure days", reverse("organisation:closure_days"))]


@require_http_methods(["GET", "POST"])
def set_closure_days(request: PersonRequest, code: str) -> HttpResponse:
    by = person_of(request)
    root = next((root for root in _roots(request) if root.code == code), None)
    if root is None:
        raise NotThere
    need(request.access, MANAGE_CLOSURE_DAYS, unit=root)
    form = ClosureForm(data_of(request))

    def act() -> str:
        new = commands.set_closure_days(by=by, unit=root, now=timezone.now(), **form.cleaned_data)
        return (
            f"{new} closure {'day is' if new == 1 else 'days are'} new."
            if new
            else "These days were set already."
        )

    return form_page(
        request,
        form=form,
        heading=f"Add closure days of {root.name}",
        button="Add these days",
        back=reverse("organisation:closure_days"),
        crumbs=_crumbs(),
        act=act,
        lead=[
            "Dates that were promised before stay as they were promised. New ones count without these days."
        ],
    )


@require_http_methods(["GET", "POST"])
def remove_closure_day(request: PersonRequest, pk: int) -> HttpResponse:
    by = person_of(request)
    roots = _roots(request)
    day = ClosureDay.objects.select_related("unit").filter(pk=pk, unit__in=roots).first()
    if day is None:
        raise NotThere
    need(request.access, MANAGE_CLOSURE_DAYS, unit=day.unit)

    def act() -> str:
        commands.remove_closure_day(by=by, unit=day.unit, day=day.day, now=timezone.now())
        return f"{long_date(day.day)} is a working day again."

    return form_page(
        request,
        form=ConfirmForm(data_of(request)),
        heading=f"Remove {day.name}, {long_date(day.day)}",
        button="Remove this day",
        back=reverse("organisation:closure_days"),
        crumbs=_crumbs(),
        act=act,
    )
