"""The list of actions, and one action with what may be done about it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.actions import commands, forms
from dueregard.actions.models import Action
from dueregard.actions.queries import RELATED, may_see, own, visible_to
from dueregard.actions.queries.page import Shown, lines_of, shown
from dueregard.kernel.dates import long_date, today_in_london
from dueregard.kernel.errors import NotAllowed, NotThere, Refused, refuse_if
from dueregard.kernel.forms import DrForm
from dueregard.kernel.pages import page
from dueregard.kernel.paging import capped_count, keyset
from dueregard.organisation.lookup import calendar_of
from dueregard.organisation.models import Person


def reader_of(http: HttpRequest) -> Person:
    person: Person | None = getattr(http, "person", None)
    if person is None:
        raise NotThere
    return person


def today() -> date:
    return today_in_london(timezone.now())


@require_safe
def listed(http: HttpRequest) -> HttpResponse:
    """A person's own actions, or all that the person may see; the nearest first."""
    person, form = reader_of(http), forms.FilterForm(http.GET)
    view = forms.ALL if http.GET.get("view") == forms.ALL else forms.MINE
    rows = visible_to(person, today()) if view == forms.ALL else Action.objects.filter(own(person, today()))
    if form.wanted:
        rows = rows.filter(state=form.wanted)
    found = keyset(
        rows.select_related(*RELATED),
        order=("due", "id"),
        after=http.GET.get("after"),
        before=http.GET.get("before"),
    )
    context = {
        "view": view,
        "form": form,
        "found": found,
        "lines": lines_of(found.rows),
        "count": capped_count(rows),
        "today": today(),
        "calendar": calendar_of(person.unit),
    }
    return page(http, "actions/list.html", context)


@require_safe
def action(http: HttpRequest, pk: UUID) -> HttpResponse:
    found = _seen(http, pk)
    return _page(http, found, forms.CheckOffForm())


def _seen(http: HttpRequest, pk: UUID) -> Shown:
    person = reader_of(http)
    return shown(may_see(person, pk, today()), person, today())


def _page(http: HttpRequest, found: Shown, form: DrForm, *, status: int = 200) -> HttpResponse:
    more = {"shown": found, "action": found.action, "form": form, "today": today()}
    return page(http, "actions/action.html", more, status=status)


@require_POST
def check_off(http: HttpRequest, pk: UUID) -> HttpResponse:
    """The form stands on the page of the action itself."""
    found = _seen(http, pk)
    form = forms.CheckOffForm(http.POST)
    if not form.is_valid():
        return _page(http, found, form, status=422)
    try:
        commands.check_off(pk=pk, by=reader_of(http), note=form.cleaned_data["note"], now=timezone.now())
    except (Refused, NotAllowed) as no:
        return _page(http, _seen(http, pk), form, status=_say(form, no))
    messages.success(http, f"Checked off: {found.action.what}")
    return redirect("actions:list")


@require_http_methods(["GET", "POST"])
def confirm(http: HttpRequest, pk: UUID) -> HttpResponse:
    form = forms.ConfirmForm(_data(http))

    def do(person: Person) -> str:
        commands.confirm(pk=pk, by=person, now=timezone.now(), **form.cleaned_data)
        return "It is on the record."

    words = {"heading": "Confirm this action", "button": "Record it"}
    return _act(http, pk, form, words, lambda found: found.why_not_confirm, do)


@require_http_methods(["GET", "POST"])
def hand_over(http: HttpRequest, pk: UUID) -> HttpResponse:
    form = forms.HandOverForm(_data(http), initial={"due": _seen(http, pk).action.due})

    def do(person: Person) -> str:
        assert form.found
        due = form.cleaned_data["due"]
        commands.hand_over(pk=pk, by=person, owner=form.found, due=due, now=timezone.now())
        return f"{form.found.name} does it from now on, by {long_date(due)}."

    words = {"heading": "Hand this action over", "button": "Hand it over"}
    return _act(http, pk, form, words, lambda found: found.why_not_change, do)


@require_http_methods(["GET", "POST"])
def drop(http: HttpRequest, pk: UUID) -> HttpResponse:
    form = forms.DropForm(_data(http))

    def do(person: Person) -> str:
        commands.drop(pk=pk, by=person, why=form.cleaned_data["why"], now=timezone.now())
        return "The action is dropped. Its owner is told why."

    words = {"heading": "Drop this action", "button": "Drop it"}
    return _act(http, pk, form, words, lambda found: found.why_not_drop, do)


def _act(
    http: HttpRequest,
    pk: UUID,
    form: DrForm,
    words: dict[str, Any],
    why_not: Callable[[Shown], list[str]],
    do: Callable[[Person], str],
) -> HttpResponse:
    """Show the form; when it is good, do it and go back to the action with what `do` says."""
    found, status = _seen(http, pk), 200
    if http.method == "GET":
        _closed_to(found, why_not(found))
    elif not form.is_valid():
        status = 422
    else:
        try:
            messages.success(http, do(reader_of(http)))
        except (Refused, NotAllowed) as no:
            status = _say(form, no)
        else:
            # Whoever handed it over may no longer see it.
            return redirect("actions:action", pk=pk) if _still_seen(http, pk) else redirect("actions:list")
    return page(http, "actions/act.html", {"action": found.action, "form": form, **words}, status=status)


def _still_seen(http: HttpRequest, pk: UUID) -> bool:
    return visible_to(reader_of(http), today()).filter(pk=pk).exists()


def _closed_to(found: Shown, reasons: list[str]) -> None:
    """May see but not do: 403. Done already: 409."""
    if reasons and not found.is_closed_by(reasons):
        raise NotAllowed(reasons[0])
    refuse_if(reasons)


def _say(form: DrForm, no: Refused | NotAllowed) -> int:
    """Put the sentences above the form, which keeps what was typed; the status of the answer."""
    form.add_refusals(no.reasons if isinstance(no, Refused) else [no.reason])
    return 409 if isinstance(no, Refused) else 403


def _data(http: HttpRequest) -> Any:
    return http.POST if http.method == "POST" else None
