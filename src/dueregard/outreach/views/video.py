"""Videos: prepared, looked at, published, withdrawn; and shown to everybody without anybody else's player."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.documents.files import stream
from dueregard.kernel.acting import act
from dueregard.kernel.errors import NotThere, Refused
from dueregard.kernel.markdown import html_of
from dueregard.kernel.pages import page
from dueregard.kernel.paging import keyset
from dueregard.organisation.http import PersonRequest
from dueregard.outreach.commands import video as commands
from dueregard.outreach.forms.video import VideoForm
from dueregard.outreach.models import Video
from dueregard.outreach.models.video import State
from dueregard.outreach.queries import video as queries
from dueregard.outreach.rules.video import why_not_publish
from dueregard.outreach.views.finding import chosen_unit, manages, person_of, unit_of

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def videos(request: PersonRequest) -> HttpResponse:
    units = manages(request)
    shown = keyset(
        queries.videos(request.access),
        order=("-changed_at", "-id"),
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    unit = chosen_unit(request, units)
    return page(request, "outreach/videos.html", {"shown": shown, "unit": unit, "here": "videos"})


@GET_AND_POST
def new(request: PersonRequest, unit: UUID) -> HttpResponse:
    found = unit_of(request, unit)
    given = request.method == "POST"
    form = VideoForm(request.POST, request.FILES) if given else VideoForm()

    def do(typed: dict[str, Any]) -> HttpResponse:
        made = commands.save_video(by=person_of(request), unit=found, now=timezone.now(), **typed)
        messages.success(request, "Saved. Nobody else sees it before it is published.")
        return HttpResponseRedirect(reverse("outreach:video", args=[made.pk]))

    context = {
        "unit": found,
        "heading": "A new video",
        "button": "Save it",
        "back": reverse("outreach:videos"),
        "breadcrumbs": [("Videos", reverse("outreach:videos"))],
    }
    return act(request, form, "outreach/form.html", context, do)


@require_safe
def video(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What it has and lacks, and what can be done with it."""
    person_of(request)
    found = queries.video_to_look_after(request.access, pk)
    why_not = why_not_publish(
        state=found.state,
        file=found.file is not None,
        captions=found.captions,
        transcript=found.transcript,
    )
    context = {
        "video": found,
        "unit": found.unit,
        "why_not": why_not,
        "breadcrumbs": [("Videos", reverse("outreach:videos"))],
    }
    return page(request, "outreach/video_desk.html", context)


@GET_AND_POST
def edit(request: PersonRequest, pk: UUID) -> HttpResponse:
    person_of(request)
    found = queries.video_to_look_after(request.access, pk)
    names = ("title", "about", "transcript")
    initial = {name: getattr(found, name) for name in names}
    given = request.method == "POST"
    form = (
        VideoForm(request.POST, request.FILES, held=True) if given else VideoForm(initial=initial, held=True)
    )
    back = reverse("outreach:video", args=[pk])

    def do(typed: dict[str, Any]) -> HttpResponse:
        commands.save_video(by=person_of(request), unit=found.unit, pk=pk, now=timezone.now(), **typed)
        messages.success(request, "Saved.")
        return HttpResponseRedirect(back)

    context = {
        "unit": found.unit,
        "heading": f"Change ‘{found.title}’",
        "button": "Save it",
        "back": back,
        "breadcrumbs": [("Videos", reverse("outreach:videos")), (found.title, back)],
    }
    return act(request, form, "outreach/form.html", context, do)


@require_POST
def publish(request: PersonRequest, pk: UUID) -> HttpResponse:
    return _moved(request, pk, commands.publish, "It is published. Its address stays the same for good.")


@require_POST
def withdraw(request: PersonRequest, pk: UUID) -> HttpResponse:
    return _moved(request, pk, commands.withdraw, "It is withdrawn. Its page stays, and says so.")


def _moved(request: PersonRequest, pk: UUID, command: Any, said: str) -> HttpResponse:
    person_of(request)
    queries.video_to_look_after(request.access, pk)
    try:
        command(by=person_of(request), pk=pk, now=timezone.now())
        messages.success(request, said)
    except Refused as no:
        messages.error(request, " ".join(no.reasons))
    return HttpResponseRedirect(reverse("outreach:video", args=[pk]))


# --- For everybody -----------------------------------------------------------------------------------------------
def _found(request: HttpRequest, pk: UUID) -> Video:
    return queries.video_for(getattr(request, "person", None), getattr(request, "access", None), pk)


@login_not_required
@require_safe
def watch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The video with its captions, and all that it says to read. Plays in the browser's own player."""
    found = _found(request, pk)
    gone = found.state == State.WITHDRAWN
    context: dict[str, Any] = {"video": found, "gone": gone, "file": None if gone else _file_or_none(found)}
    context["transcript"] = html_of(found.transcript, top=3)
    return page(request, "outreach/watch.html", context, status=410 if gone else 200)


def _file_or_none(video: Video) -> Any:
    try:
        return queries.file_of(video)
    except NotThere:
        return None


@login_not_required
@require_safe
def content(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The video itself, in parts where the player asks for parts."""
    answer = stream(queries.file_of(_found(request, pk)), request.headers.get("Range", ""))
    answer["Cache-Control"] = "private, no-cache"
    return answer


@login_not_required
@require_safe
def captions(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _found(request, pk)
    if not found.captions or found.state == State.WITHDRAWN:
        raise NotThere
    answer = HttpResponse(found.captions, content_type="text/vtt; charset=utf-8")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
