"""Hearing an appeal."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dueregard.events.commands.appealing import change_decision, let_stand
from dueregard.events.forms.conditions import ConditionForm, condition_forms, conditions_in
from dueregard.events.forms.hearing import STANDS, HearingForm
from dueregard.events.models import Appeal
from dueregard.events.queries.owners import owner_choices
from dueregard.events.queries.record import record_of
from dueregard.events.rules.deciding import what_a_decision_lacks
from dueregard.events.rules.facts import DecisionFacts
from dueregard.events.views.record import seen, today_of
from dueregard.kernel.acting import show_refusal
from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.kernel.forms import summary
from dueregard.kernel.pages import page
from dueregard.organisation.models import Person


@require_http_methods(["GET", "POST"])
def hear(http: HttpRequest, pk: UUID) -> HttpResponse:
    """The appeal beside the decision it is about, and the form."""
    appeal = Appeal.objects.select_related("decision__by", "request").filter(pk=pk).first()
    if appeal is None:
        raise NotThere
    request, person = seen(http, appeal.request_id)
    data = http.POST if http.method == "POST" else None
    adding = data is not None and data.get("do") == "condition"
    form = HearingForm(data)
    conditions = condition_forms(data, more=adding, owners=owner_choices(request))
    if data is None or adding:
        if adding:
            form.errors.clear()
        return _page(http, appeal, person, form, conditions, status=200)
    if not all([form.is_valid(), *(each.is_valid() for each in conditions if each.is_bound)]):
        return _page(http, appeal, person, form, conditions, status=422)
    return _decide(http, appeal, person, form, conditions)


def _decide(
    http: HttpRequest, appeal: Appeal, person: Person, form: HearingForm, conditions: list[ConditionForm]
) -> HttpResponse:
    result, reasons = form.cleaned_data["result"], form.cleaned_data["reasons"]
    wanted = DecisionFacts(outcome=result, reasons=reasons, conditions=conditions_in(conditions))
    try:
        if result == STANDS:
            let_stand(pk=appeal.pk, by=person, reasons=reasons, now=timezone.now())
        else:
            missing = what_a_decision_lacks(wanted, checks_open=())
            if missing:
                for each in missing:
                    _, number, name = each.field.split("-", 2)
                    conditions[min(int(number), len(conditions)) - 1].add_error(name, each.sentence)
                return _page(http, appeal, person, form, conditions, status=422)
            change_decision(pk=appeal.pk, by=person, decision=wanted, now=timezone.now())
    except (Refused, NotAllowed) as no:
        return _page(http, appeal, person, form, conditions, status=show_refusal(form, no))
    messages.success(http, "The appeal is decided, and the organiser is told.")
    return redirect("events:request", pk=appeal.request_id)


def _page(
    http: HttpRequest,
    appeal: Appeal,
    person: Person,
    form: HearingForm,
    conditions: list[ConditionForm],
    *,
    status: int,
) -> HttpResponse:
    request, _ = seen(http, appeal.request_id)
    record = record_of(request, person, today_of(http))
    shown = {
        "appeal": appeal,
        "request_": request,
        "record": record,
        "form": form,
        "conditions": conditions,
        "lines": summary(form, *(each for each in conditions if each.is_bound)) if status != 200 else [],
        "problem": status != 200,
    }
    return page(http, "events/hear_appeal.html", shown, status=status)
