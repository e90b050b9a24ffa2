"""The page of one's own calendar address, and the calendar behind it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.kernel.errors import NotThere
from dueregard.kernel.pages import page
from dueregard.organisation.http import PersonRequest
from dueregard.portal.commands import close_calendar, open_calendar
from dueregard.portal.queries.calendar import feed_for, open_link


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: PersonRequest) -> HttpResponse:
    """Make, replace or take back the address. It is shown once, when it is made: only its hash is kept."""
    person, now = request.person, timezone.now()
    if person is None:
        raise NotThere
    if request.method == "POST" and request.POST.get("do") == "close":
        close_calendar(by=person, now=now)
        messages.success(request, "The address has been taken back. Calendars that used it get nothing more.")
        return redirect("portal:calendar")
    shown = {"breadcrumbs": [("Today", reverse("portal:home"))], "address": ""}
    if request.method == "POST":
        token = open_calendar(by=person, now=now)
        shown["address"] = f"{settings.BASE_URL}{reverse('portal:feed', args=[token])}"
    return page(request, "portal/calendar.html", {**shown, "link": open_link(person, now)})


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself. A program reads it again and again, so it is not used up."""
    content = feed_for(token, timezone.now())
    if content is None:
        raise Http404
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="due-regard.ics"'
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
