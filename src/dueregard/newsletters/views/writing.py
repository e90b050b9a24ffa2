"""Writing: the list, the draft with its blocks, what it looks like, whom it goes to, a second look."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.kernel.acting import act
from dueregard.kernel.errors import NotThere, Refused
from dueregard.kernel.forms import DrForm
from dueregard.kernel.pages import page
from dueregard.kernel.paging import keyset
from dueregard.newsletters.catalogue import SEND, WRITE
from dueregard.newsletters.commands import letter as commands
from dueregard.newsletters.forms import AddressForm, LetterForm, LookForm
from dueregard.newsletters.messages import draft_words, mail_of
from dueregard.newsletters.models import Letter, State
from dueregard.newsletters.queries import audience
from dueregard.newsletters.queries.filling import blocks, fill
from dueregard.newsletters.queries.letter import letters_for
from dueregard.newsletters.queries.standing import units_of
from dueregard.newsletters.views.finding import letter_of, person_of, tabs, today, way_to
from dueregard.organisation.access import require
from dueregard.organisation.http import PersonRequest

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def letters(request: PersonRequest) -> HttpResponse:
    """Drafts and what was sent, whatever was saved last first."""
    person_of(request)
    writes, sends = units_of(request.access, WRITE), units_of(request.access, SEND)
    if not writes and not sends:
        raise NotThere
    shown = keyset(
        letters_for(request.access).defer("text"),
        order=("-written_at", "-id"),
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    context = {"shown": shown, "writes": writes, "several": len(writes) > 1, **tabs(request)}
    return page(request, "newsletters/list.html", context)


@require_POST
def start(request: PersonRequest, unit: UUID) -> HttpResponse:
    person = person_of(request)
    found = next((each for each in units_of(request.access, WRITE) if each.pk == unit), None)
    if found is None:
        raise NotThere
    title = f"Newsletter, {today():%B %Y}"
    made = commands.start(by=person, unit=found, title=title, now=timezone.now())
    return HttpResponseRedirect(reverse("newsletters:edit", args=[made.pk]))


@GET_AND_POST
def edit(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The draft. A block is added at its end, or by writing its line anywhere."""
    letter = letter_of(request, pk)
    require(person_of(request), WRITE, unit=letter.unit)
    if not letter.is_draft and request.method != "POST":
        return HttpResponseRedirect(reverse("newsletters:letter", args=[pk]))
    names = ("title", "text", "look_wanted", "revision")
    initial = {name: getattr(letter, name) for name in names}
    form = LetterForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return _edit_page(request, letter, form, status=422 if form.is_bound else 200)
    block = next((each.code for each in blocks() if each.code == request.POST.get("block")), "")
    try:
        commands.save_draft(
            pk=pk, by=person_of(request), now=timezone.now(), block=block, **form.cleaned_data
        )
    except Refused as refusal:
        return _overtaken(request, pk, form.cleaned_data, refusal)
    messages.success(request, "Saved.")
    back = "newsletters:edit" if block else "newsletters:letter"
    return HttpResponseRedirect(reverse(back, args=[pk]))


def _edit_page(
    request: PersonRequest, letter: Letter, form: DrForm, *, status: int, theirs: str = ""
) -> HttpResponse:
    context = {
        "letter": letter,
        "form": form,
        "theirs": theirs,
        "blocks": blocks(),
        "breadcrumbs": way_to(letter),
    }
    return page(request, "newsletters/edit.html", context, status=status)


def _overtaken(request: PersonRequest, pk: UUID, typed: dict[str, Any], refusal: Refused) -> HttpResponse:
    """Nothing is lost: the form comes back with what was typed, and the next save knows of the other one."""
    latest = letter_of(request, pk)
    form = LetterForm({**typed, "revision": latest.revision})
    form.full_clean()
    form.add_refusals(refusal.reasons)
    theirs = latest.text if latest.text != typed["text"] else ""
    return _edit_page(request, latest, form, status=409, theirs=theirs)


@require_safe
def letter(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What a draft looks like on the web and as a mail, whom it reaches, and what can be done with it."""
    found = letter_of(request, pk)
    if found.state == State.SENT:
        return HttpResponseRedirect(reverse("newsletters:progress", args=[pk]))
    words = draft_words(found)
    full = fill(found.text, found.unit, today())
    context = {
        "letter": found,
        "words": words,
        "mail": (mail := mail_of(words, person_of(request).pk)),
        "html_shown": mark_safe(mail.html),  # noqa: S308 - made by kernel.markdown, which cleans it
        "full": full,
        "audience": audience.told_audience(found),
        "reach": audience.reach_of(found, today()) if found.audience else None,
        "may_write": request.access.may(WRITE, unit=found.unit),
        "may_send": request.access.may(SEND, unit=found.unit),
        "is_own": found.written_by_id == person_of(request).pk,
        "breadcrumbs": way_to(),
    }
    return page(request, "newsletters/letter.html", context)


@GET_AND_POST
def address(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Whom it goes to; how many that is, the letter's page shows."""
    found = letter_of(request, pk)
    require(person_of(request), WRITE, unit=found.unit)
    initial = {
        "audience": found.audience,
        "units": found.audience_units,
        "posts": found.audience_posts,
        "duty": found.duty,
        "duty_why": found.duty_why,
        "public": found.public,
    }
    form = AddressForm(
        request.POST if request.method == "POST" else None,
        initial=initial if found.audience else {"duty": False},
        units=audience.units_below(found.unit),
        posts=audience.post_kinds_below(found.unit),
    )

    def do(typed: dict[str, Any]) -> HttpResponse:
        to = commands.Address(
            audience=typed["audience"],
            units=form.chosen_units(),
            posts=form.chosen_posts(),
            duty=bool(typed["duty"]),
            duty_why=typed["duty_why"],
            public=bool(typed["public"]),
        )
        commands.address(pk=pk, by=person_of(request), address=to, now=timezone.now())
        return HttpResponseRedirect(reverse("newsletters:letter", args=[pk]))

    context = {"letter": found, "form": form, "breadcrumbs": way_to(found)}
    return act(request, form, "newsletters/address.html", context, do)


@GET_AND_POST
def look(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The second look: the words as they are, and a note to the writer."""
    found = letter_of(request, pk)
    person = person_of(request)
    form = LookForm(request.POST if request.method == "POST" else None, initial={"revision": found.revision})

    def do(typed: dict[str, Any]) -> HttpResponse:
        commands.look(pk=pk, by=person, now=timezone.now(), **typed)
        messages.success(request, f"You have looked at ‘{found.title}’.")
        return HttpResponseRedirect(reverse("newsletters:letter", args=[pk]))

    context = {
        "letter": found,
        "form": form,
        "words": draft_words(found),
        "is_own": found.written_by_id == person.pk,
        "breadcrumbs": way_to(found),
    }
    return act(request, form, "newsletters/look.html", context, do)


@require_POST
def try_out(request: PersonRequest, pk: UUID) -> HttpResponse:
    found = letter_of(request, pk)
    person = person_of(request)
    commands.try_out(pk=found.pk, by=person, now=timezone.now())
    messages.success(request, f"A copy is on its way to {person.email}. Nobody else gets it.")
    return HttpResponseRedirect(reverse("newsletters:letter", args=[pk]))


@GET_AND_POST
def discard(request: PersonRequest, pk: UUID) -> HttpResponse:
    found = letter_of(request, pk)
    require(person_of(request), WRITE, unit=found.unit)
    form = DrForm(request.POST if request.method == "POST" else None)

    def do(typed: dict[str, Any]) -> HttpResponse:
        commands.discard(pk=pk, by=person_of(request), now=timezone.now())
        messages.success(request, f"‘{found.title}’ is discarded.")
        return HttpResponseRedirect(reverse("newsletters:list"))

    return act(
        request,
        form,
        "newsletters/discard.html",
        {"letter": found, "form": form, "breadcrumbs": way_to(found)},
        do,
    )
