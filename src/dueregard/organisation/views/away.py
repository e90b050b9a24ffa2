"""'I am going to be away', and coming back."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dueregard.kernel.dates import long_date
from dueregard.kernel.errors import NotThere
from dueregard.organisation import commands
from dueregard.organisation.catalogue import MANAGE_PEOPLE
from dueregard.organisation.forms import AwayForm, ConfirmForm
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.models import Absence, Person
from dueregard.organisation.queries.away import meanwhile
from dueregard.organisation.queries.people import standing
from dueregard.organisation.queries.reach import person_seen
from dueregard.organisation.views.form_page import crumbs_of_person, data_of, form_page, need, person_of
from dueregard.organisation.views.units import today


@require_http_methods(["GET", "POST"])
def away(request: PersonRequest) -> HttpResponse:
    by = person_of(request)
    return _away(request, by, by)


@require_http_methods(["GET", "POST"])
def person_away(request: PersonRequest, pk: UUID) -> HttpResponse:
    by = person_of(request)
    shown = person_seen(request.access, pk, oneself=None)
    need(request.access, MANAGE_PEOPLE, unit=shown.unit)
    return _away(request, by, shown)


def _away(request: PersonRequest, by: Person, shown: Person) -> HttpResponse:
    holdings = standing(shown, today()).holdings
    form = AwayForm(data_of(request), holdings=holdings, meanwhile=meanwhile(shown, holdings, today()))

    def act() -> str:
        starts, ends = form.cleaned_data["starts"], form.cleaned_data["ends"]
        commands.go_away(
            by=by, person=shown, starts=starts, ends=ends, deputies=form.deputies, now=timezone.now()
        )
        until = f"to {long_date(ends)}" if ends else "until further notice"
        return f"Noted: away from {long_date(starts)} {until}."

    mine = by.pk == shown.pk
    posts = "" if holdings else " You hold no post, so nobody needs to stand in." if mine else ""
    return form_page(
        request,
        form=form,
        heading="I am going to be away" if mine else f"{shown.name} is going to be away",
        button="Save",
        back=reverse("organisation:person", args=[shown.pk]),
        crumbs=crumbs_of_person(request, shown),
        act=act,
        lead=[f"Whoever stands in can act in these days, and can do no more after them.{posts}"],
    )


@require_http_methods(["GET", "POST"])
def back(request: PersonRequest, pk: int) -> HttpResponse:
    by = person_of(request)
    absence = Absence.objects.select_related("person__unit").filter(pk=pk).first()
    if absence is None:
        raise NotThere
    if absence.person_id != by.pk:
        person_seen(request.access, absence.person_id, oneself=None)
        need(request.access, MANAGE_PEOPLE, unit=absence.person.unit)

    def act() -> str:
        commands.come_back(pk=pk, by=by, now=timezone.now())
        return "Welcome back." if absence.person_id == by.pk else f"{absence.person.name} is back."

    return form_page(
        request,
        form=ConfirmForm(data_of(request)),
        heading="I am back" if absence.person_id == by.pk else f"{absence.person.name} is back",
        button="End this absence",
        back=reverse("organisation:person", args=[absence.person_id]),
        crumbs=crumbs_of_person(request, absence.person),
        act=act,
        lead=[
            "Deputies who were named for these days can do no more from now on. Absences to come are taken off."
        ],
    )
