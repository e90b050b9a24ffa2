"""Briefings for staff meetings: the months, the next one begun, the reminder; and any letter on paper."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dueregard.kernel.errors import NotThere
from dueregard.kernel.pages import page
from dueregard.kernel.paging import keyset
from dueregard.newsletters.catalogue import WRITE
from dueregard.newsletters.commands import briefing as commands
from dueregard.newsletters.models import Kind, Letter
from dueregard.newsletters.papers import paper
from dueregard.newsletters.queries.briefing import begun, last_briefing, plan_of
from dueregard.newsletters.queries.filling import fill
from dueregard.newsletters.queries.letter import archive_for, letters_for
from dueregard.newsletters.queries.standing import units_of
from dueregard.newsletters.views.finding import letter_of, person_of, tabs, today
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.models import Unit


def _unit(request: PersonRequest, pk: UUID) -> Unit:
    person_of(request)
    found = next((each for each in units_of(request.access, WRITE) if each.pk == pk), None)
    if found is None:
        raise NotThere
    return found


@require_safe
def briefings(request: PersonRequest) -> HttpResponse:
    """Those of every month, and where the next one stands."""
    person_of(request)
    writes, day = units_of(request.access, WRITE), today()
    if not tabs(request)["has_part"]:
        raise NotThere
    shown = keyset(
        letters_for(request.access).filter(kind=Kind.BRIEFING).defer("text"),
        order=("-written_at", "-id"),
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    desks = [(unit, last_briefing(unit), begun(unit, day), plan_of(unit)) for unit in writes[:3]]
    context = {"shown": shown, "desks": desks, "several": len(writes) > 1, "day": day, **tabs(request)}
    return page(request, "newsletters/briefings.html", context)


@require_POST
def start(request: PersonRequest, unit: UUID) -> HttpResponse:
    made = commands.start(by=person_of(request), unit=_unit(request, unit), now=timezone.now())
    messages.success(request, "Begun with what there is to say. Read it and make it yours.")
    return HttpResponseRedirect(reverse("newsletters:edit", args=[made.pk]))


@require_POST
def remind(request: PersonRequest, unit: UUID, what: str) -> HttpResponse:
    if what not in ("on", "off"):
        raise NotThere
    found = _unit(request, unit)
    commands.remind(by=person_of(request), unit=found, reminders=what == "on", now=timezone.now())
    said = "You are reminded each month." if what == "on" else "Nobody is reminded any more."
    messages.success(request, said)
    return HttpResponseRedirect(reverse("newsletters:briefings"))


@require_safe
def on_paper(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The PDF for those who write and send: of a draft as it stands today, else as it was sent."""
    letter = letter_of(request, pk)
    if not letter.is_draft:
        return _paper(letter, letter.sending.title, letter.sending.text, letter.sending.at)
    return _paper(letter, letter.title, fill(letter.text, letter.unit, today()).text, timezone.now())


@login_not_required
@require_safe
def archived_on_paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    sending = archive_for(getattr(request, "person", None)).filter(letter=pk).defer(None).first()
    if sending is None:
        raise NotThere
    return _paper(sending.letter, sending.title, sending.text, sending.at)


def _paper(letter: Letter, title: str, text: str, made: datetime) -> HttpResponse:
    provider = letter.unit if letter.unit.parent_id is None else Unit.objects.get(pk=letter.unit.root_id)
    content = paper(
        title=title,
        unit=letter.unit.name,
        provider=provider.name,
        text=text,
        draft=letter.is_draft,
        made=made,
    )
    name = f"{letter.kind}-{made:%Y-%m-%d}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
