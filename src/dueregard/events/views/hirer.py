"""Somebody without an account: begin a request, confirm the address, follow the one request by link."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dueregard.events.commands.hiring import begin_hire, confirm_address
from dueregard.events.forms.following import HireForm
from dueregard.events.queries.choices import units_for
from dueregard.events.queries.record import record_of
from dueregard.events.views.record import show, today_of
from dueregard.events.ways import way_of
from dueregard.kernel.pages import page


@login_not_required
@require_http_methods(["GET", "POST"])
def hire(http: HttpRequest) -> HttpResponse:
    """Begin. The answer is the same whether or not the address was used before."""
    form = HireForm(http.POST if http.method == "POST" else None)
    if http.method == "POST" and form.is_valid():
        units = units_for(None, None)
        home = units[0] if len(units) == 1 else None
        begin_hire(unit=home, now=timezone.now(), **form.cleaned_data)
        return page(http, "events/hire_sent.html", {"email": form.cleaned_data["email"]})
    shown = {"form": form, "hires": bool(units_for(None, None))}
    return page(http, "events/hire.html", shown, status=422 if form.is_bound else 200)


@login_not_required
@require_http_methods(["GET", "POST"])
def by_link(http: HttpRequest, token: str) -> HttpResponse:
    """The one page of a hirer's request. Opening it uses nothing up; the address is confirmed by a button."""
    way = way_of(http, None, token)
    if way.request.contact_confirmed_at is None:
        if http.method == "POST":
            confirm_address(pk=way.request.pk, by=way.organiser, now=timezone.now())
            return redirect("events:by-link-edit", token=token)
        return page(http, "events/confirm_address.html", {"way": way})
    if way.request.status == "draft":
        return redirect("events:by-link-edit", token=token)
    return show(http, record_of(way.request, None, today_of(http)), by_link=way)
