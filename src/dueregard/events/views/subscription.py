"""The register in one's own calendar: the page of its secret address, and the calendar behind it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.events import exports
from dueregard.events.commands.subscribing import close_feed, open_feed
from dueregard.events.queries.feed import events_behind, open_link
from dueregard.events.views.record import reader_of
from dueregard.kernel.pages import page


@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(http: HttpRequest) -> HttpResponse:
    """Make, replace or take back the address. It is shown once, when it is made: only its hash is kept."""
    person, now = reader_of(http), timezone.now()
    if http.method == "POST" and http.POST.get("do") == "close":
        close_feed(by=person, now=now)
        messages.success(http, "The address has been taken back. Calendars that used it get nothing more.")
        return redirect("events:subscribe")
    shown = {"breadcrumbs": [("Events register", reverse("events:register"))], "address": ""}
    if http.method == "POST":
        token = open_feed(by=person, now=now)
        shown["address"] = f"{settings.BASE_URL}{reverse('events:feed', args=[token])}"
    return page(http, "events/register_subscribe.html", {**shown, "link": open_link(person, now)})


@login_not_required
@require_safe
def feed(http: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself. A program reads it again and again, so it is not used up."""
    rows = events_behind(token, timezone.now())
    if rows is None:
        raise Http404
    content = b"".join(exports.calendar(rows, "Due Regard: events"))
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="events.ics"'
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
