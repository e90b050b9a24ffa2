"""What binds a unit, open to everybody: nothing stands on it that is not public elsewhere. Names of people only for
those who sign in."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere
from dueregard.kernel.pages import page
from dueregard.organisation.models import Person, Unit
from dueregard.portal.queries.binding import what_binds, whose_page


@login_not_required
@require_safe
def binding(request: HttpRequest, unit: UUID | None = None) -> HttpResponse:
    """Of the unit that is named, else of the reader's own; whoever has none chooses."""
    person: Person | None = getattr(request, "person", None)
    named = Unit.objects.filter(pk=unit, closed_on=None).first() if unit else None
    if unit and named is None:
        raise NotThere
    home = named or (person.unit if person else None)
    if home is None:
        return page(request, "portal/binding_whose.html", {"units": whose_page()})
    found = what_binds(home, today_in_london(timezone.now()), with_names=person is not None)
    shown = {
        "found": found,
        "reader": person,
        "base": "kernel/page.html" if person else "kernel/public.html",
        "may_read_procedure": person is not None and home.root_id in _roots_of(request, person),
    }
    return page(request, "portal/binding.html", shown)


def _roots_of(request: HttpRequest, person: Person) -> set[UUID]:
    """The providers whose procedures this person may read in full, as the pages of procedures have it."""
    posts = request.access.posts  # type: ignore[attr-defined]
    return {person.unit.root_id, *(post.unit.root_id for post in posts)}
