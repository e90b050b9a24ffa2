"""One question page: shows a form, calls one command, and shows the form again with the reasons why not."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dueregard.kernel import pages
from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.kernel.forms import DrForm
from dueregard.organisation.access import Access
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.models import Person, Unit
from dueregard.organisation.queries.reach import units_seen

Crumbs = list[tuple[str, str]]


def person_of(request: PersonRequest) -> Person:
    """The person of the account; an account that belongs to nobody finds nothing here."""
    if request.person is None:
        raise NotThere
    return request.person


def need(access: Access, code: str, *, unit: Unit | None = None) -> None:
    """For pages of those who see the thing but may not do this to it."""
    if not access.may(code, unit=unit):
        raise NotAllowed("None of your posts lets you do this here.")


def form_page(
    request: HttpRequest,
    *,
    form: DrForm,
    heading: str,
    button: str,
    back: str,
    crumbs: Crumbs,
    act: Callable[[], str],
    lead: Sequence[str] = (),
    grave: bool = False,
) -> HttpResponse:
    """`act` calls the command and answers with the sentence that tells what was done; then it goes `back`.

    A rule that refuses gives 409 and keeps what was typed. `grave` acts show their warning in a firm frame.
    """
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            done = act()
        except Refused as refusal:
            form.add_refusals(refusal.reasons)
            status = 409
        else:
            messages.success(request, done)
            return HttpResponseRedirect(back)
    context: dict[str, Any] = {
        "form": form,
        "heading": heading,
        "button": button,
        "back": back,
        "breadcrumbs": crumbs,
        "lead": lead,
        "grave": grave,
        "multipart": form.is_multipart(),
    }
    return pages.page(request, "organisation/form.html", context, status=status)


def data_of(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def top() -> Crumbs:
    return [("People and posts", reverse("organisation:overview"))]


def crumbs_of(request: PersonRequest, unit: Unit, *, itself: bool = True) -> Crumbs:
    """The units above that the person may see, and the unit itself."""
    above = units_seen(request.access).filter(pk__in=unit.lineage)
    known = {each.pk: each for each in above}
    line = [known[pk] for pk in unit.lineage if pk in known and (itself or pk != unit.pk)]
    return [*top(), *((each.name, reverse("organisation:unit", args=[each.pk])) for each in line)]


def crumbs_of_person(request: PersonRequest, person: Person, *, itself: bool = True) -> Crumbs:
    here = [(person.name, reverse("organisation:person", args=[person.pk]))] if itself else []
    if not units_seen(request.access).filter(pk=person.unit_id).exists():
        return here
    return [*top(), ("People", reverse("organisation:people")), *here]
