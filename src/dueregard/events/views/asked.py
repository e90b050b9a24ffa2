"""Somebody who holds a post without having an account confirms a refusal or hears an appeal, by one-time link.

Opening the link shows the record and uses nothing up; recording the answer does.
"""

from datetime import date
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dueregard.accounts.links import find, use_up
from dueregard.accounts.models import Link
from dueregard.events.catalogue import ASKED_PERSON, CONFIRM, HEAR_APPEAL
from dueregard.events.commands.appealing import change_decision, let_stand
from dueregard.events.commands.deciding import confirm_refusal, do_not_confirm
from dueregard.events.forms.work import NoteForm
from dueregard.events.models import Appeal, Decision, EventRequest
from dueregard.events.queries.record import record_of
from dueregard.events.rules.facts import DecisionFacts
from dueregard.events.views.record import today_of
from dueregard.kernel.acting import show_refusal
from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.kernel.pages import page
from dueregard.organisation.access import may
from dueregard.organisation.models import Person


@login_not_required
@require_http_methods(["GET", "POST"])
def asked(http: HttpRequest, token: str) -> HttpResponse:
    """The record, and the one thing that is asked."""
    link = find(ASKED_PERSON, token, timezone.now())
    if link is None:
        raise NotThere
    person, request, appeal = _about(link, today_of(http))
    label = "Your reasons" if appeal else "Your note"
    hint = "The organiser reads these words." if appeal else "If you do not confirm it, say why."
    form = NoteForm(
        http.POST if http.method == "POST" else None, label=label, hint=hint, required=bool(appeal)
    )
    status = 200
    if http.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with transaction.atomic():
                    _answer(link, person, request, appeal, http.POST.get("do", ""), form.cleaned_data["note"])
                return page(http, "events/asked_thanks.html", {"request_": request})
            except (Refused, NotAllowed) as no:
                status = show_refusal(form, no)
    record = record_of(request, person, today_of(http))
    shown = {
        "request_": request,
        "record": record,
        "form": form,
        "appeal": appeal,
        "person": person,
        "problem": status != 200,
    }
    return page(http, "events/asked.html", shown, status=status)


def _about(link: Link, today: date) -> tuple[Person, EventRequest, Appeal | None]:
    person = Person.objects.filter(pk=link.holder).select_related("unit").first()
    related = ("unit", "place", "organiser", "edition")
    if link.about_type == "events.appeal":
        appeal = Appeal.objects.select_related("decision__by", "unit").filter(pk=link.about_id).first()
        pk = appeal.request_id if appeal else None
    else:
        appeal = None
        pk = Decision.objects.filter(pk=link.about_id).values_list("request_id", flat=True).first()
    request = EventRequest.objects.select_related(*related).filter(pk=pk).first() if pk else None
    if person is None or request is None:
        raise NotThere
    code, unit = (HEAR_APPEAL, appeal.unit) if appeal else (CONFIRM, request.unit)
    if not may(
        person, code, unit=unit, today=today
    ):  # the post has ended since: its record is not theirs to read
        raise NotThere
    return person, request, appeal


def _answer(
    link: Link, person: Person, request: EventRequest, appeal: Appeal | None, do: str, note: str
) -> None:
    now = timezone.now()
    use_up(link, now)
    if appeal is not None:
        _hear(appeal.pk, person, do, note)
    elif do == "confirm":
        confirm_refusal(pk=request.pk, by=person, note=note, now=now)
    else:
        do_not_confirm(pk=request.pk, by=person, note=note, now=now)


def _hear(pk: UUID, person: Person, do: str, reasons: str) -> None:
    now = timezone.now()
    if do == "approve":
        wanted = DecisionFacts(outcome="approved", reasons=reasons)
        change_decision(pk=pk, by=person, decision=wanted, now=now)
    else:
        let_stand(pk=pk, by=person, reasons=reasons, now=now)
