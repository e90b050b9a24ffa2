"""After the event: feedback of the organiser and of the room, incidents and lessons, and whether conditions were met."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.accounts.links import find, token_for
from dueregard.events import catalogue
from dueregard.events.commands import after as commands
from dueregard.events.forms.after import AfterNoteForm, MetForm, OpinionForm, OrganiserOpinionForm, met_in
from dueregard.events.forms.work import NoteForm
from dueregard.events.models import EventRequest, Feedback
from dueregard.events.queries.after import feedback_of
from dueregard.events.queries.conditions import actions_of
from dueregard.events.queries.facts import request_facts
from dueregard.events.rules.after import (
    closes_on,
    why_not_add_note,
    why_not_confirm_conditions,
    why_not_give_feedback,
    why_not_give_feedback_again,
    why_not_open_a_room,
)
from dueregard.events.squares import as_squares
from dueregard.events.views.following import act, sent_way, who_tells
from dueregard.events.views.record import seen, today_of
from dueregard.kernel.acting import show_refusal
from dueregard.kernel.errors import NotAllowed, NotThere, Refused, refuse_if
from dueregard.kernel.forms import summary
from dueregard.kernel.pages import page
from dueregard.kernel.paging import keyset
from dueregard.organisation.access import may, require
from dueregard.outbox.kinds import link as absolute


def _data(http: HttpRequest) -> Any:
    return http.POST if http.method == "POST" else None


@require_http_methods(["GET", "POST"])
def feedback(http: HttpRequest, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """The organiser's own feedback, about the event and about how it was to ask for it."""
    way = sent_way(http, pk, token)
    if http.method == "GET":
        refuse_if(why_not_give_feedback(request_facts(way.request), today=today_of(http)))
        refuse_if(why_not_give_feedback_again(given=getattr(way.request, "has_the_organisers", False)))
    form = OrganiserOpinionForm(_data(http))
    words = {"heading": "How did it go?", "button": "Send your feedback"}

    def do() -> str:
        commands.give_feedback(
            pk=way.request.pk, by=way.organiser, opinion=form.opinion(), now=timezone.now()
        )
        return "Thank you for your feedback."

    return act(http, way, form, words, do)


@require_http_methods(["GET", "POST"])
def note_after(http: HttpRequest, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """An incident or a lesson, whenever it comes to light."""
    way, by = who_tells(http, pk, token)
    if http.method == "GET":
        refuse_if(why_not_add_note(request_facts(way.request), today=today_of(http)))
    form = AfterNoteForm(_data(http))
    words = {"heading": "Note an incident or a lesson", "button": "Note it"}

    def do() -> str:
        commands.note_after(pk=way.request.pk, by=by, now=timezone.now(), **form.cleaned_data)
        return "It is on the record."

    return act(http, way, form, words, do)


@require_http_methods(["GET", "POST"])
def room(http: HttpRequest, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """The open link for the room, with a square to print; made by a button, and closing by itself."""
    way, by = who_tells(http, pk, token)
    facts = request_facts(way.request)
    refuse_if(why_not_open_a_room(facts, today=today_of(http)))
    if http.method == "POST":
        commands.open_a_room(pk=way.request.pk, by=by, now=timezone.now())
        return redirect(way.to("room"))
    shown = {
        "request_": way.request,
        "address": _room_address(way.request),
        "square": way.to("room-square"),
        "closes": closes_on(facts),
        "back": way.home,
        "base": "kernel/public.html" if way.token else "kernel/page.html",
    }
    return page(http, "events/room.html", shown)


def _room_address(request: EventRequest) -> str:
    made = token_for(catalogue.ROOM, request.ref, timezone.now())
    return absolute(reverse("events:room-feedback", args=[made])) if made else ""


@require_safe
def room_square(http: HttpRequest, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """The link as a square of dots for cameras, as SVG."""
    way, _ = who_tells(http, pk, token)
    address = _room_address(way.request)
    if not address:
        raise NotThere
    return HttpResponse(as_squares(address), content_type="image/svg+xml")


@login_not_required
@require_http_methods(["GET", "POST"])
def room_feedback(http: HttpRequest, token: str) -> HttpResponse:
    """The page for the room: open to whoever holds the link, any number of times; it asks and keeps no name."""
    link = find(catalogue.ROOM, token, timezone.now())
    request = EventRequest.objects.filter(pk=link.about_id).first() if link else None
    if link is None or request is None:
        raise NotThere
    why_not = why_not_give_feedback(request_facts(request), today=today_of(http))
    form, status = OpinionForm(_data(http)), 422 if http.method == "POST" else 200
    if form.is_valid():
        try:
            commands.give_feedback_from_the_room(link=link, opinion=form.opinion(), now=timezone.now())
        except Refused as no:
            status = show_refusal(form, no)
        else:
            return page(http, "events/room_thanks.html", {"request_": request})
    shown = {"request_": request, "form": form, "why_not": why_not}
    return page(http, "events/room_feedback.html", shown, status=status)


@require_safe
def feedback_read(http: HttpRequest, pk: UUID) -> HttpResponse:
    """All comments about one event, for those who may see it."""
    request, person = seen(http, pk)
    rows = feedback_of(request).exclude(comment="")
    found = keyset(rows, order=("-on", "id"), after=http.GET.get("after"), before=http.GET.get("before"))
    may_hide = may(person, catalogue.RECORD_AFTER, unit=request.unit) and request.organiser_id != person.pk
    shown = {"request_": request, "found": found, "may_hide": may_hide}
    return page(http, "events/feedback_read.html", shown)


@require_http_methods(["GET", "POST"])
def hide(http: HttpRequest, pk: UUID) -> HttpResponse:
    """Hide a comment that names a person, with the reason."""
    found = Feedback.objects.filter(pk=pk).exclude(comment="").first()
    if found is None:
        raise NotThere
    request, person = seen(http, found.request_id)
    if http.method == "GET":
        if request.organiser_id == person.pk:
            raise NotAllowed("Someone else must decide whether feedback about your own event is hidden.")
        require(person, catalogue.RECORD_AFTER, unit=request.unit, today=today_of(http))
        refuse_if(["This comment is hidden already."] if found.hidden_at else [])
    form = NoteForm(
        _data(http),
        label="Why is it hidden?",
        hint="For example, because it names a person. The words are then shown to nobody; the reason is.",
        needed="Say why it is hidden.",
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            commands.hide_comment(pk=pk, by=person, why=form.cleaned_data["note"], now=timezone.now())
        except (Refused, NotAllowed) as no:
            status = show_refusal(form, no)
        else:
            messages.success(http, "The comment is hidden.")
            return redirect("events:feedback-read", pk=request.pk)
    shown = {
        "request_": request,
        "form": form,
        "heading": "Hide this comment",
        "button": "Hide it",
        "before": "" if found.hidden_at else found.comment,
        "back": reverse("events:feedback-read", args=[request.pk]),
    }
    return page(http, "events/note.html", shown, status=status)


@require_http_methods(["GET", "POST"])
def met(http: HttpRequest, pk: UUID) -> HttpResponse:
    """Each condition: was it met? By those who record what became of events."""
    request, person = seen(http, pk)
    if request.organiser_id == person.pk:
        raise NotAllowed("Someone else must say whether the conditions of your own event were met.")
    require(person, catalogue.RECORD_AFTER, unit=request.unit, today=today_of(http))
    refuse_if(why_not_confirm_conditions(request_facts(request), today=today_of(http)))
    open_ones = [each for each in actions_of(request) if each.state in ("open", "done")]
    forms = [MetForm(_data(http), action=each) for each in open_ones]
    status, problems = 200, list[tuple[str, str]]()
    if http.method == "POST":
        status = 422
        good = [form.is_valid() for form in forms]  # each of them, so that each says what it lacks
        if all(good):
            try:
                commands.confirm_conditions(pk=pk, by=person, met=met_in(forms), now=timezone.now())
            except Refused as no:
                status, problems = 409, [(reason, "") for reason in no.reasons]
            else:
                messages.success(http, "It is on the record.")
                return redirect("events:request", pk=pk)
    lines = [*problems, *summary(*forms)] if status != 200 else []
    shown = {"request_": request, "forms": forms, "lines": lines, "problem": status != 200}
    return page(http, "events/met.html", shown, status=status)
