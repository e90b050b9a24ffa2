"""A person's own requests."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dueregard.events.models import EventRequest
from dueregard.kernel.errors import NotThere
from dueregard.kernel.pages import page
from dueregard.kernel.paging import keyset
from dueregard.organisation.models import Person


@require_safe
def mine(http: HttpRequest) -> HttpResponse:
    """Drafts and requests, the newest first."""
    person: Person | None = getattr(http, "person", None)
    if person is None:
        raise NotThere
    rows = EventRequest.objects.filter(organiser=person, main=None).select_related("unit")
    drafts = list(rows.filter(status="draft").order_by("-changed_at")[:50])
    sent = keyset(
        rows.exclude(status="draft"),
        order=("-number",),
        after=http.GET.get("after"),
        before=http.GET.get("before"),
    )
    return page(http, "events/mine.html", {"drafts": drafts, "sent": sent})
