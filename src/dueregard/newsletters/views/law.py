"""The law-change log: the page for everybody, and the pages of those who keep it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.kernel.acting import act
from dueregard.kernel.errors import NotThere
from dueregard.kernel.forms import DrForm
from dueregard.kernel.pages import page
from dueregard.kernel.paging import Slice, keyset
from dueregard.newsletters.catalogue import WRITE
from dueregard.newsletters.commands import law as commands
from dueregard.newsletters.forms import LawChangeForm
from dueregard.newsletters.models import LawChange
from dueregard.newsletters.queries.law import log_of
from dueregard.newsletters.queries.standing import providers_of
from dueregard.newsletters.views.finding import person_of, tabs, today
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.models import Unit
from dueregard.statements.queries.standing import open_providers, spoken_for

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = ("title", "starts", "source", "means", "whom", "revision")


def _slice(request: HttpRequest, providers: list[Unit]) -> Slice[LawChange]:
    after, before = request.GET.get("after"), request.GET.get("before")
    return keyset(log_of(providers), order=("-starts", "-id"), after=after, before=before)


def _rows(shown: Slice[LawChange]) -> list[tuple[LawChange, bool]]:
    day = today()
    return [(row, row.lies_ahead(day)) for row in shown.rows]


@login_not_required
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """What changed, for everybody, whoever they are."""
    person = getattr(request, "person", None)
    code = request.GET.get("provider", "")
    provider = spoken_for(code, person.unit if person else None)
    if provider is None:
        if code:
            raise NotThere
        choice = {"title": "What changed in the law", "providers": open_providers()}
        return page(request, "newsletters/choose.html", choice)
    shown = _slice(request, [provider])
    return page(
        request, "newsletters/law_public.html", {"provider": provider, "shown": shown, "rows": _rows(shown)}
    )


def _providers(request: PersonRequest) -> list[Unit]:
    person_of(request)
    found = providers_of(request.access, WRITE)
    if not found:
        raise NotThere
    return found


def _change(request: PersonRequest, pk: UUID) -> LawChange:
    found = log_of(_providers(request)).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def _way() -> list[tuple[str, str]]:
    return [("Newsletters", reverse("newsletters:list")), ("Law changes", reverse("newsletters:law"))]


@require_safe
def log(request: PersonRequest) -> HttpResponse:
    providers = _providers(request)
    shown = _slice(request, providers)
    context = {
        "providers": providers,
        "several": len(providers) > 1,
        "shown": shown,
        "rows": _rows(shown),
        **tabs(request),
    }
    return page(request, "newsletters/law.html", context)


@GET_AND_POST
def add(request: PersonRequest, unit: UUID) -> HttpResponse:
    provider = next((each for each in _providers(request) if each.pk == unit), None)
    if provider is None:
        raise NotThere
    form = LawChangeForm(request.POST if request.method == "POST" else None, initial={"revision": 0})

    def do(typed: dict[str, Any]) -> HttpResponse:
        del typed["revision"]
        now = timezone.now()
        commands.add(by=person_of(request), unit=provider, entry=commands.Entry(**typed), now=now)
        messages.success(request, "The change is in the log.")
        return HttpResponseRedirect(reverse("newsletters:law"))

    context = {"form": form, "unit": provider, "breadcrumbs": _way()}
    return act(request, form, "newsletters/law_change.html", context, do)


@GET_AND_POST
def change(request: PersonRequest, pk: UUID) -> HttpResponse:
    found = _change(request, pk)
    initial = {name: getattr(found, name) for name in SHOWN}
    form = LawChangeForm(request.POST if request.method == "POST" else None, initial=initial)

    def do(typed: dict[str, Any]) -> HttpResponse:
        revision = typed.pop("revision")
        entry, now = commands.Entry(**typed), timezone.now()
        commands.change(pk=pk, by=person_of(request), entry=entry, revision=revision, now=now)
        messages.success(request, "Saved.")
        return HttpResponseRedirect(reverse("newsletters:law"))

    context = {"form": form, "unit": found.unit, "change": found, "breadcrumbs": _way()}
    return act(request, form, "newsletters/law_change.html", context, do)


@GET_AND_POST
def take_off(request: PersonRequest, pk: UUID) -> HttpResponse:
    found = _change(request, pk)
    form = DrForm(request.POST if request.method == "POST" else None)

    def do(typed: dict[str, Any]) -> HttpResponse:
        commands.take_off(pk=pk, by=person_of(request), now=timezone.now())
        messages.success(request, f"‘{found.title}’ is taken off the log.")
        return HttpResponseRedirect(reverse("newsletters:law"))

    context = {"form": form, "change": found, "breadcrumbs": _way()}
    return act(request, form, "newsletters/law_take_off.html", context, do)
