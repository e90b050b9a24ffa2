"""What counts as a designated event and who to ask: open to everybody, without names for whoever is signed out."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from dueregard.events.catalogue import KIND
from dueregard.events.queries.what_counts import providers
from dueregard.events.queries.what_counts import what_counts as found_for
from dueregard.events.views.record import today_of
from dueregard.kernel.errors import NotThere
from dueregard.kernel.pages import page
from dueregard.organisation.models import Person, Unit


@login_not_required
@require_safe
def what_counts(http: HttpRequest, unit: UUID | None = None) -> HttpResponse:
    """Of one unit: the one that is named, else the reader's own, else the only provider there is."""
    person: Person | None = getattr(http, "person", None)
    today = today_of(http)
    named = Unit.objects.filter(pk=unit, closed_on=None).first() if unit else None
    if unit and named is None:
        raise NotThere
    home = named or (person.unit if person else None)
    choice = providers(today) if home is None else []
    if home is None and len(choice) == 1:
        home = choice[0]
    found = found_for(home, today, with_names=person is not None) if home else None
    shown = {
        "found": found,
        "unit": home,
        "choice": choice,
        "ask_address": reverse("events:new" if person else "events:hire"),
        "procedure": reverse("procedures:procedure", args=[KIND, home.pk]) if home and person else "",
        "reader": person,
        "base": "kernel/page.html" if person else "kernel/public.html",
    }
    return page(http, "events/what_counts.html", shown)
