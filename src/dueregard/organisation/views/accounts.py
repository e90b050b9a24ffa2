"""A person's account, and leaving: each is asked on a page of its own before it is done."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dueregard.kernel.dates import long_date
from dueregard.kernel.forms import DrForm, YesNo
from dueregard.organisation import commands
from dueregard.organisation.catalogue import MANAGE_PEOPLE, RESET_SECOND_FACTOR
from dueregard.organisation.forms import ConfirmForm, LeaveForm
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.models import Person
from dueregard.organisation.queries.reach import person_seen
from dueregard.organisation.views.form_page import crumbs_of_person, data_of, form_page, need, person_of
from dueregard.organisation.views.units import today


class CloseForm(DrForm):
    end_posts = YesNo(label="End this person’s posts and deputyships as well?")


def _person(request: PersonRequest, pk: UUID, code: str) -> Person:
    person_of(request)
    shown = person_seen(request.access, pk, oneself=None)
    need(request.access, code, unit=shown.unit)
    return shown


def _ask(
    request: PersonRequest,
    shown: Person,
    *,
    heading: str,
    button: str,
    act: Callable[[], str],
    lead: Sequence[str],
    form: DrForm | None = None,
) -> HttpResponse:
    return form_page(
        request,
        form=form or ConfirmForm(data_of(request)),
        heading=heading,
        button=button,
        back=reverse("organisation:person", args=[shown.pk]),
        crumbs=crumbs_of_person(request, shown),
        act=act,
        lead=lead,
        grave=True,
    )


@require_http_methods(["GET", "POST"])
def invite(request: PersonRequest, pk: UUID) -> HttpResponse:
    shown = _person(request, pk, MANAGE_PEOPLE)

    def act() -> str:
        commands.invite(pk=pk, by=person_of(request), now=timezone.now())
        return f"{shown.name} gets a mail with a link that is good for seven days."

    return _ask(
        request,
        shown,
        heading=f"Invite {shown.name}",
        button="Send the invitation",
        act=act,
        lead=[f"A link to set a password goes to {shown.email or 'no address yet'}."],
    )


@require_http_methods(["GET", "POST"])
def leave(request: PersonRequest, pk: UUID) -> HttpResponse:
    shown = _person(request, pk, MANAGE_PEOPLE)
    form = LeaveForm(data_of(request), initial={"on": today()})

    def act() -> str:
        day = form.cleaned_data["on"]
        commands.leave(pk=pk, by=person_of(request), on=day, now=timezone.now())
        return f"{shown.name} leaves on {long_date(day)}."

    return _ask(
        request,
        shown,
        heading=f"{shown.name} leaves",
        button="Record the last day",
        act=act,
        form=form,
        lead=["What this person wrote and decided stays on record under their name."],
    )


@require_http_methods(["GET", "POST"])
def close_account(request: PersonRequest, pk: UUID) -> HttpResponse:
    shown = _person(request, pk, MANAGE_PEOPLE)
    form = CloseForm(data_of(request))

    def act() -> str:
        end_posts = form.cleaned_data["end_posts"]
        commands.close_account(pk=pk, by=person_of(request), end_posts=end_posts, now=timezone.now())
        return f"{shown.name}’s account is closed."

    return _ask(
        request,
        shown,
        heading=f"Close {shown.name}’s account",
        button="Close this account",
        act=act,
        form=form,
        lead=["They are signed out everywhere at once and cannot sign in any more."],
    )


@require_http_methods(["GET", "POST"])
def reopen_account(request: PersonRequest, pk: UUID) -> HttpResponse:
    shown = _person(request, pk, MANAGE_PEOPLE)

    def act() -> str:
        commands.reopen_account(pk=pk, by=person_of(request), now=timezone.now())
        return f"{shown.name}’s account is open again."

    return _ask(
        request,
        shown,
        heading=f"Open {shown.name}’s account again",
        button="Open this account",
        act=act,
        lead=["Password and second factor are as they were. Posts that were ended stay ended."],
    )


@require_http_methods(["GET", "POST"])
def reset_second_factor(request: PersonRequest, pk: UUID) -> HttpResponse:
    shown = _person(request, pk, RESET_SECOND_FACTOR)

    def act() -> str:
        commands.reset_second_factor(pk=pk, by=person_of(request), now=timezone.now())
        return f"{shown.name} sets up a new second factor when they next sign in."

    return _ask(
        request,
        shown,
        heading=f"Reset {shown.name}’s second factor",
        button="Reset it",
        act=act,
        lead=[
            "Do this only when you have spoken to them in person, or rung them on a number that you knew before.",
            "They are signed out everywhere, and told by mail. It is recorded that you did this.",
        ],
    )
