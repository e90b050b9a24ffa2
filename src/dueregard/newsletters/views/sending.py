"""Sending: seen with its number before, followed on a page after, paused, gone on with, stopped."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.kernel.acting import act
from dueregard.kernel.errors import NotThere
from dueregard.kernel.markdown import html_of
from dueregard.kernel.pages import page
from dueregard.newsletters.catalogue import SEND, WRITE
from dueregard.newsletters.commands import sending as commands
from dueregard.newsletters.forms import SendForm
from dueregard.newsletters.messages import draft_words
from dueregard.newsletters.models import Letter, State
from dueregard.newsletters.queries import audience
from dueregard.newsletters.queries.filling import fill
from dueregard.newsletters.rules.letter import why_not_send
from dueregard.newsletters.views.finding import letter_of, person_of, today, way_to
from dueregard.organisation.access import require
from dueregard.organisation.http import PersonRequest

DO = {"pause": commands.pause, "go-on": commands.go_on, "stop": commands.stop}
SAID = {
    "pause": "Paused. Nothing more is sent until somebody goes on with it.",
    "go-on": "It is being sent again.",
    "stop": "Stopped. What was not sent stays unsent.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: PersonRequest, pk: UUID) -> HttpResponse:
    """To how many, with which words; then sent. A second press finds it sent."""
    letter = letter_of(request, pk)
    require(person_of(request), SEND, unit=letter.unit)
    if letter.state == State.SENT:
        return _sent_already(request, pk)
    form = SendForm(request.POST if request.method == "POST" else None, initial={"revision": letter.revision})

    def do(typed: dict[str, Any]) -> HttpResponse:
        commands.send(pk=pk, by=person_of(request), revision=typed["revision"], now=timezone.now())
        messages.success(request, "The sending has begun. This page shows how far it has come.")
        return HttpResponseRedirect(reverse("newsletters:progress", args=[pk]))

    context = {
        "letter": letter,
        "form": form,
        "may_write": request.access.may(WRITE, unit=letter.unit),
        "breadcrumbs": way_to(letter),
        **_before(letter),
    }
    return act(request, form, "newsletters/send.html", context, do)


def _sent_already(request: PersonRequest, pk: UUID) -> HttpResponse:
    if request.method == "POST":
        messages.info(request, "This was sent already. Nobody gets it twice.")
    return HttpResponseRedirect(reverse("newsletters:progress", args=[pk]))


def _before(letter: Letter) -> dict[str, Any]:
    """What would be sent and to how many, or why it would not."""
    day = today()
    reach, full = audience.reach_of(letter, day), fill(letter.text, letter.unit, day)
    facts = commands.facts_of(letter, full, reach)
    return {
        "words": draft_words(letter),
        "reach": reach,
        "audience": audience.told_audience(letter),
        "why_not": why_not_send(facts, revision=letter.revision),
    }


@require_safe
def progress(request: PersonRequest, pk: UUID) -> HttpResponse:
    """How far a sending has come, and its record."""
    letter = letter_of(request, pk)
    if letter.state != State.SENT:
        raise NotThere
    sending = letter.sending
    context = {
        "letter": letter,
        "sending": sending,
        "progress": audience.how_far(sending),
        "audience": audience.told_audience(letter),
        "html": html_of(sending.text),
        "may_send": request.access.may(SEND, unit=letter.unit),
        "breadcrumbs": way_to(),
    }
    return page(request, "newsletters/progress.html", context)


@require_POST
def settle(request: PersonRequest, pk: UUID, what: str) -> HttpResponse:
    """Pause, go on, or stop."""
    letter = letter_of(request, pk)
    if letter.state != State.SENT or what not in DO:
        raise NotThere
    DO[what](pk=pk, by=person_of(request), now=timezone.now())
    messages.success(request, SAID[what])
    return HttpResponseRedirect(reverse("newsletters:progress", args=[pk]))
