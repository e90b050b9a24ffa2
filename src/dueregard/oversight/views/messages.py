"""How things run, and the messages that wait, went, or need a look."""

from uuid import UUID

from django.contrib import messages as notes
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from dueregard.kernel.errors import Refused
from dueregard.kernel.pages import page
from dueregard.kernel.paging import keyset
from dueregard.organisation.http import PersonRequest
from dueregard.outbox.models import Message
from dueregard.oversight import commands, queries
from dueregard.oversight.catalogue import MANAGE_MESSAGES
from dueregard.oversight.views.entrance import EITHER, frame, person_who_may


@require_GET
def home(request: PersonRequest) -> HttpResponse:
    """Whether the worker and the mail server answer, what is parked, and what the last check found."""
    person_who_may(request, *EITHER)
    found = queries.health(timezone.now())
    return page(request, "oversight/home.html", frame(request, "oversight:home", health=found))


@require_GET
def messages(request: PersonRequest) -> HttpResponse:
    """Messages in one state, newest first, and timers that are parked."""
    person_who_may(request, MANAGE_MESSAGES)
    counts = queries.count_by_state()
    state = request.GET.get("state", "")
    if state not in counts:
        state = Message.State.PARKED if counts[Message.State.PARKED] else Message.State.QUEUED
    rows = keyset(
        queries.messages(state),
        order=("-queued_at", "-id"),
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    context = frame(
        request,
        "oversight:messages",
        states=[(code, label, counts[code], code == state) for code, label in queries.STATES],
        state=state,
        slice=rows,
        messages_shown=queries.shown_messages(rows.rows),
        timers=queries.parked_timers(),
    )
    return page(request, "oversight/messages.html", context)


@require_POST
def send_again(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Queue one message anew."""
    person = person_who_may(request, MANAGE_MESSAGES)
    try:
        commands.send_again(pk=pk, by=person, now=timezone.now())
    except Refused as refusal:
        notes.error(request, str(refusal))
    else:
        notes.success(request, "The message waits to be sent again. It goes out only if it is still due.")
    return redirect("oversight:messages")


@require_POST
def try_timer_again(request: PersonRequest, pk: int) -> HttpResponse:
    """Let one parked timer run again."""
    person = person_who_may(request, MANAGE_MESSAGES)
    commands.try_timer_again(pk=pk, by=person, now=timezone.now())
    notes.success(request, "The timer runs again with the worker’s next round.")
    return redirect("oversight:messages")
