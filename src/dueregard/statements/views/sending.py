"""The yearly sending: what was sent, whom the next one reaches, and how far it has come."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.kernel.pages import page
from dueregard.kernel.paging import keyset
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.models import Unit
from dueregard.statements.catalogue import SEND
from dueregard.statements.commands.yearly import send_yearly
from dueregard.statements.forms import SendingForm
from dueregard.statements.messages import yearly_subject, yearly_text
from dueregard.statements.models import CODE, Sending
from dueregard.statements.queries.standing import providers_for
from dueregard.statements.queries.version import in_force
from dueregard.statements.queries.yearly import audience_of, dues, progress_of, sendings_of
from dueregard.statements.rules.yearly import academic_year, shown_year, why_not_send
from dueregard.statements.views.finding import person_of, today
from dueregard.statements.views.writing import tabs

MOST_UNITS = 300


def _providers(request: PersonRequest) -> list[Unit]:
    person_of(request)
    found = providers_for(request.access, SEND)
    if not found:
        raise NotThere
    return found


@require_safe
def sendings(request: PersonRequest) -> HttpResponse:
    """Every sending, newest first, and when the next one is due."""
    providers = _providers(request)
    shown = keyset(
        sendings_of(providers),
        order=("-at", "-id"),
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    rows = [(row, shown_year(row.year)) for row in shown.rows]
    context = {"shown": shown, "rows": rows, "dues": dues(providers), "providers": providers, **tabs(request)}
    return page(request, "statements/sendings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: PersonRequest, unit: UUID) -> HttpResponse:
    """Choose whom it goes to, see it with its numbers, send it. Nothing is sent before it has been shown."""
    provider = next((each for each in _providers(request) if each.pk == unit), None)
    if provider is None:
        raise NotThere
    below = Unit.objects.filter(path__startswith=provider.path, closed_on=None).order_by("path")[:MOST_UNITS]
    form = SendingForm(request.POST if request.method == "POST" else None, units=list(below))
    status, preview = 200, None
    if form.is_bound:
        status = 422
        if form.is_valid():
            preview = _preview(request, provider, form)
            status = 200
            if request.POST.get("do") == "send":
                try:
                    return _sent(request, provider, form)
                except Refused as no:
                    form.add_refusals(no.reasons)
                    status = 409
                except NotAllowed as no:
                    form.add_refusals([no.reason])
                    status = 403
    code = in_force(CODE, provider, today())
    context = {
        "provider": provider,
        "form": form,
        "preview": preview,
        "code": code,
        "year": shown_year(academic_year(today())),
        "breadcrumbs": [
            ("Statements", reverse("statements:list")),
            ("Sent to students", reverse("statements:sendings")),
        ],
    }
    return page(request, "statements/send.html", context, status=status)


def _preview(request: PersonRequest, provider: Unit, form: SendingForm) -> dict[str, Any]:
    """What would be sent and to how many, or why it would not."""
    day = today()
    code, year = in_force(CODE, provider, day), academic_year(day)
    audience = audience_of(provider, code, year, form.chosen(), form.cleaned_data["lists"], day)
    why_not = why_not_send(
        code=code is not None,
        starter=code is not None and code.starter,
        recipients=audience.recipients,
        already=audience.already,
    )
    if code is None:
        return {"audience": audience, "why_not": why_not}
    draft = Sending(unit=provider, version=code, year=year, words=form.cleaned_data["words"])
    mail = {"subject": yearly_subject(draft), "text": yearly_text(draft)}
    return {"audience": audience, "why_not": why_not, **mail}


def _sent(request: PersonRequest, provider: Unit, form: SendingForm) -> HttpResponse:
    sending = send_yearly(
        by=person_of(request),
        unit=provider,
        units=form.chosen(),
        lists=form.cleaned_data["lists"],
        words=form.cleaned_data["words"],
        now=timezone.now(),
    )
    messages.success(request, "The sending has begun. This page shows how far it has come.")
    return HttpResponseRedirect(reverse("statements:sending", args=[sending.pk]))


@require_safe
def sending(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The record of one sending, with its progress."""
    found = sendings_of(_providers(request)).filter(pk=pk).first()
    if found is None:
        raise NotThere
    context = {
        "sending": found,
        "progress": progress_of(found),
        "year": shown_year(found.year),
        "text": yearly_text(found),
        "subject": yearly_subject(found),
        "breadcrumbs": [
            ("Statements", reverse("statements:list")),
            ("Sent to students", reverse("statements:sendings")),
        ],
    }
    return page(request, "statements/sending.html", context)
