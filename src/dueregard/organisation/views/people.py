"""The list of people, and one person."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from dueregard.kernel.errors import NotThere
from dueregard.kernel.pages import page
from dueregard.kernel.paging import capped_count, keyset
from dueregard.kernel.text import tidy
from dueregard.organisation import commands
from dueregard.organisation.catalogue import MANAGE_PEOPLE, RESET_SECOND_FACTOR
from dueregard.organisation.forms import PersonForm
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.queries.history import history
from dueregard.organisation.queries.people import is_away_now, people_list, standing
from dueregard.organisation.queries.reach import person_seen, reach
from dueregard.organisation.views.form_page import crumbs_of_person, data_of, form_page, need, person_of, top
from dueregard.organisation.views.units import today


@require_GET
def people(request: PersonRequest) -> HttpResponse:
    person_of(request)
    if not reach(request.access):
        raise NotThere
    words = tidy(request.GET.get("q", "").replace("\0", ""))[:200]
    found = people_list(request.access, words)
    rows = keyset(
        found, order=("name", "id"), after=request.GET.get("after"), before=request.GET.get("before"), size=50
    )
    context = {
        "slice": rows,
        "count": capped_count(found),
        "words": words,
        "today": today(),
        "may_add": request.access.may(MANAGE_PEOPLE),
        "breadcrumbs": top(),
    }
    return page(request, "organisation/people.html", context)


@require_GET
def me(request: PersonRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("organisation:person", args=[person_of(request).pk]))


@require_GET
def person(request: PersonRequest, pk: UUID) -> HttpResponse:
    by = person_of(request)
    shown = person_seen(request.access, pk, oneself=by)
    context = {
        "shown": shown,
        "oneself": shown.pk == by.pk,
        "standing": standing(shown, today()),
        "is_away": is_away_now(shown, today()),
        "today": today(),
        "history": history(shown.ref),
        "may": request.access.may(MANAGE_PEOPLE, unit=shown.unit),
        "may_reset": request.access.may(RESET_SECOND_FACTOR, unit=shown.unit) and shown.pk != by.pk,
        "breadcrumbs": crumbs_of_person(request, shown, itself=False),
    }
    return page(request, "organisation/person.html", context)


@require_http_methods(["GET", "POST"])
def new_person(request: PersonRequest) -> HttpResponse:
    by = person_of(request)
    if not reach(request.access):
        raise NotThere
    need(request.access, MANAGE_PEOPLE)
    form = PersonForm(data_of(request), within=request.access.units_where(MANAGE_PEOPLE))

    def act() -> str:
        added = commands.add_person(by=by, now=timezone.now(), **form.cleaned_data)
        return (
            f"{added.name} is added. Invite them to sign in from their page, if they should have an account."
        )

    return form_page(
        request,
        form=form,
        heading="Add a person",
        button="Add this person",
        back=reverse("organisation:people"),
        crumbs=[*top(), ("People", reverse("organisation:people"))],
        act=act,
    )


@require_http_methods(["GET", "POST"])
def change_person(request: PersonRequest, pk: UUID) -> HttpResponse:
    by = person_of(request)
    shown = person_seen(request.access, pk, oneself=None)
    need(request.access, MANAGE_PEOPLE, unit=shown.unit)
    known = {"name": shown.name, "email": shown.email, "code": shown.code or "", "unit": shown.unit.code}
    form = PersonForm(data_of(request), initial=known, within=request.access.units_where(MANAGE_PEOPLE))

    def act() -> str:
        commands.change_person(pk=pk, by=by, now=timezone.now(), **form.cleaned_data)
        return "The person is changed."

    lead = ["The address with which they sign in stays as it is."] if shown.user_id else []
    return form_page(
        request,
        form=form,
        heading=f"Change {shown.name}",
        button="Save",
        back=reverse("organisation:person", args=[pk]),
        crumbs=crumbs_of_person(request, shown),
        act=act,
        lead=lead,
    )
