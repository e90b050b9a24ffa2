"""What a person does about a booking: settle it, write to whoever booked, let the request follow."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from dueregard.bookings import catalogue
from dueregard.bookings.commands import changing, matching
from dueregard.bookings.commands import reviewing as commands
from dueregard.bookings.commands.locking import standing_of
from dueregard.bookings.forms import ChangeForm, LetterForm, SettleForm
from dueregard.bookings.letters import subject_of, text_of
from dueregard.bookings.models import Booking
from dueregard.bookings.queries.bookings import one
from dueregard.bookings.rules.reviewing import why_not_review
from dueregard.bookings.views.bookings import CRUMBS, refused, show
from dueregard.events.views.record import reader_of, today_of
from dueregard.kernel.acting import show_refusal
from dueregard.kernel.errors import NotAllowed, Refused, refuse_if
from dueregard.kernel.pages import page
from dueregard.organisation.access import may
from dueregard.organisation.models import Person
from dueregard.outbox.kinds import link


@require_POST
def settle(http: HttpRequest, pk: UUID) -> HttpResponse:
    """The same as a request, needs none, or later."""
    person = reader_of(http)
    of = one(person, pk, today_of(http))
    form = SettleForm(http.POST)
    if not form.is_valid():
        return show(http, person, of, form=form, status=422)
    try:
        said = _settled(of, person, form)
    except (Refused, NotAllowed) as no:
        return refused(http, person, of, form, no)
    messages.success(http, said)
    return redirect("bookings:booking", pk=pk)


def _settled(of: Booking, person: Person, form: SettleForm) -> str:
    said, now = form.cleaned_data, timezone.now()
    if said["do"] == "same":
        matching.link_by_number(pk=of.pk, number=said["number"], by=person, now=now)
        return "The booking is linked with its request."
    if said["do"] == "not-needed":
        commands.needs_no_request(pk=of.pk, by=person, reason=said["reason"], now=now)
        return "Noted: this booking needs no request."
    commands.look_later(pk=of.pk, by=person, until=said["until"], now=now)
    return "Noted. The booking will wait for you again on that day."


@require_POST
def again(http: HttpRequest, pk: UUID) -> HttpResponse:
    person = reader_of(http)
    of = one(person, pk, today_of(http))
    commands.look_again(pk=of.pk, by=person, now=timezone.now())
    messages.success(http, "The booking waits to be looked at again.")
    return redirect("bookings:booking", pk=pk)


@require_http_methods(["GET", "POST"])
def letter(http: HttpRequest, pk: UUID) -> HttpResponse:
    """GET: the letter as it is prepared. POST: it is sent as it was written. It is never sent by itself."""
    person, today = reader_of(http), today_of(http)
    of = one(person, pk, today)
    if not may(person, catalogue.REVIEW, unit=of.source.unit):
        raise NotAllowed("None of your posts lets you write to whoever booked.")
    refuse_if(why_not_review(standing_of(of), today=today))
    address = link(reverse("events:new"))
    prepared = {"subject": subject_of(of), "text": text_of(of, by=person, address=address)}
    has_address = bool(of.contact_email)
    if http.method != "POST":
        return _letter(http, of, LetterForm(initial=prepared, has_address=has_address))
    form = LetterForm(http.POST, has_address=has_address)
    if not form.is_valid():
        return _letter(http, of, form, status=422)
    said = form.cleaned_data
    try:
        commands.send_letter(
            pk=of.pk,
            by=person,
            name="",
            email=said.get("address", ""),
            subject=said["subject"],
            text=said["text"],
            now=timezone.now(),
        )
    except (Refused, NotAllowed) as no:
        return _letter(http, of, form, status=show_refusal(form, no))
    messages.success(http, "Your letter is on its way. The booking waits for you again if no request comes.")
    return redirect("bookings:booking", pk=pk)


def _letter(http: HttpRequest, of: Booking, form: LetterForm, *, status: int = 200) -> HttpResponse:
    crumbs = [*CRUMBS, (of.title, reverse("bookings:booking", args=[of.pk]))]
    return page(
        http, "bookings/letter.html", {"booking": of, "form": form, "breadcrumbs": crumbs}, status=status
    )


@require_POST
def changed(http: HttpRequest, pk: UUID) -> HttpResponse:
    """`take`: the request follows its booking. Otherwise it stays as it is, with the reason."""
    person = reader_of(http)
    of = one(person, pk, today_of(http))
    form = ChangeForm(http.POST)
    try:
        if "take" in http.POST:
            done = changing.take_over(pk=of.pk, by=person, now=timezone.now())
            count = len(done.reopened)
            checks = (
                f"{count} check{' is' if count == 1 else 's are'} looked at again"
                if count
                else "No check is looked at again"
            )
            messages.success(http, f"The request follows its booking. {checks}. The organiser is told.")
            return redirect("bookings:booking", pk=pk)
        if not form.is_valid():
            return show(http, person, of, form=form, status=422)
        changing.leave(pk=of.pk, by=person, note=form.cleaned_data["note"], now=timezone.now())
    except (Refused, NotAllowed) as no:
        form = ChangeForm(http.POST)
        form.is_valid()
        form.errors.clear()
        return refused(http, person, of, form, no)
    messages.success(http, "Noted: the request stays as it is.")
    return redirect("bookings:booking", pk=pk)
