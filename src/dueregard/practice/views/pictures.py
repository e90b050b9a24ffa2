"""Pictures of a text: the editor's page about them, and the pictures themselves."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dueregard.documents.files import show_picture
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.kernel.forms import DrForm
from dueregard.kernel.pages import page
from dueregard.practice.commands import pictures as commands
from dueregard.practice.forms import Described, NewPicture
from dueregard.practice.models import CaseStudy, Picture
from dueregard.practice.queries import editing as queries
from dueregard.practice.queries.pictures import picture_at, picture_of
from dueregard.practice.views.editing import GET_AND_POST, editor_of


@GET_AND_POST
def pictures(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The pictures of a text, and a form that adds one."""
    person, study = editor_of(request), queries.text_of(pk)
    form = NewPicture(request.POST, request.FILES) if request.method == "POST" else NewPicture()
    if request.method != "POST" or not form.is_valid():
        return _pictures(request, study, form, status=422 if form.is_bound else 200)
    said = form.cleaned_data
    try:
        made = commands.add_picture(
            pk=pk,
            by=person,
            upload=said["picture"],
            alt=said["alt"],
            decorative=said["decorative"],
            now=timezone.now(),
        )
    except Refused as no:
        form.add_refusals(no.reasons)
        return _pictures(request, study, form, status=409)
    except NotAllowed as no:
        form.add_refusals([no.reason])
        return _pictures(request, study, form, status=403)
    messages.success(
        request, f"It is picture {made.number}. It stands where the text says ![](picture:{made.number})"
    )
    return redirect("practice:pictures", pk=pk)


def _pictures(request: HttpRequest, study: CaseStudy, form: DrForm, *, status: int) -> HttpResponse:
    shown = {"study": study, "form": form, "pictures": study.pictures.all(), "breadcrumbs": _trail(study)}
    return page(request, "practice/pictures.html", shown, status=status)


def _trail(study: CaseStudy) -> list[tuple[str, str]]:
    return [
        ("Practice hub: texts", reverse("practice:shelf")),
        (study.title, reverse("practice:text", args=[study.pk])),
    ]


@GET_AND_POST
def describe(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Other words for a picture, or without it."""
    person, study = editor_of(request), queries.text_of(pk)
    picture = picture_of(study, number)
    form = Described(
        request.POST if request.method == "POST" else None,
        initial={"alt": picture.alt, "decorative": picture.decorative},
    )
    if request.method != "POST" or not form.is_valid():
        return _described(request, picture, form, status=422 if form.is_bound else 200)
    try:
        if "remove" in request.POST:
            commands.remove_picture(pk=pk, number=number, by=person, now=timezone.now())
        else:
            commands.describe_picture(
                pk=pk, number=number, by=person, now=timezone.now(), **form.cleaned_data
            )
    except Refused as no:
        form.add_refusals(no.reasons)
        return _described(request, picture, form, status=409)
    except NotAllowed as no:
        form.add_refusals([no.reason])
        return _described(request, picture, form, status=403)
    messages.success(request, "Saved.")
    return redirect("practice:pictures", pk=pk)


def _described(request: HttpRequest, picture: Picture, form: DrForm, *, status: int) -> HttpResponse:
    trail = [
        *_trail(picture.case_study),
        ("Pictures", reverse("practice:pictures", args=[picture.case_study_id])),
    ]
    shown = {"picture": picture, "form": form, "breadcrumbs": trail}
    return page(request, "practice/picture.html", shown, status=status)


@login_not_required
@require_safe
def picture(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The picture itself, for everybody once its text is published."""
    found = picture_at(pk, drafts_too=queries.editor(request.access))  # type: ignore[attr-defined]
    return show_picture(found.file)
