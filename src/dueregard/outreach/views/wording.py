"""A unit's own words for a design: what is in use, what is in preparation, what there was."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dueregard.kernel.acting import act
from dueregard.kernel.errors import NotThere, Refused
from dueregard.kernel.pages import page
from dueregard.kernel.paging import keyset
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.models import Unit
from dueregard.outreach import papers
from dueregard.outreach.commands import wording as commands
from dueregard.outreach.designs import words_of
from dueregard.outreach.fitting import why_not_fit
from dueregard.outreach.forms.wording import WordsForm, typed
from dueregard.outreach.models import Design, Shape, Standing, Wording
from dueregard.outreach.queries import wording as queries
from dueregard.outreach.queries.who import who_to_talk_to
from dueregard.outreach.views.finding import person_of, today, unit_of
from dueregard.outreach.views.posters import as_paper

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


def _design(code: str) -> Design:
    if code not in Design.values:
        raise NotThere
    return Design(code)


def _address(unit: Unit, design: str) -> str:
    return reverse("outreach:words", args=[unit.pk, design])


def _way(unit: Unit, design: Design | None = None) -> list[tuple[str, str]]:
    where = f"{reverse('outreach:posters')}?unit={unit.pk}"
    found = [("Outreach", reverse("outreach:who")), ("Posters and slides", where)]
    return [*found, (design.label, _address(unit, design))] if design else found


@require_safe
def words(request: PersonRequest, unit: UUID, design: str) -> HttpResponse:
    """What a design says for a unit, the draft of other words, and every wording that there was."""
    found, chosen = unit_of(request, unit), _design(design)
    shown = keyset(
        queries.wordings(found, chosen),
        order=("-number",),
        after=request.GET.get("after"),
        before=request.GET.get("before"),
        size=20,
    )
    used = queries.words_in_use(found)[chosen]
    context = {
        "unit": found,
        "design": chosen,
        "used": used,
        "own": used.wording is not None and used.wording.unit_id == found.pk,
        "without": queries.above(found, chosen).told,
        "draft": queries.draft_of(found, chosen),
        "shapes": Shape,
        "shown": shown,
        "breadcrumbs": _way(found),
    }
    return page(request, "outreach/words.html", context)


@GET_AND_POST
def write(request: PersonRequest, unit: UUID, design: str) -> HttpResponse:
    """The draft, begun with the words in use, or with those of a wording that there was (`?from=`)."""
    found, chosen = unit_of(request, unit), _design(design)
    draft = queries.draft_of(found, chosen)
    begun = _begun_with(request, found, chosen, draft)
    initial = {**typed(begun), "revision": draft.revision if draft else 0}
    form = WordsForm(request.POST if request.method == "POST" else None, design=chosen, initial=initial)

    def do(said: dict[str, Any]) -> HttpResponse:
        made = commands.write_words(
            by=person_of(request),
            unit=found,
            design=chosen,
            words=form.words(),
            revision=said["revision"],
            now=timezone.now(),
        )
        messages.success(request, "Saved. Look at it, then put it in use: nothing is printed with it before.")
        return HttpResponseRedirect(reverse("outreach:wording", args=[made.pk]))

    context = {
        "unit": found,
        "heading": f"Your words for ‘{chosen.label}’",
        "lead": "Names, telephone numbers, the code and 999 are not among them: those are made when it is printed.",
        "button": "Save and look at it",
        "back": _address(found, chosen),
        "breadcrumbs": _way(found, chosen),
    }
    return act(request, form, "outreach/form.html", context, do)


def _begun_with(request: PersonRequest, unit: Unit, design: Design, draft: Wording | None) -> Any:
    try:
        wanted = UUID(request.GET.get("from", ""))
    except ValueError:
        return words_of(draft.words) if draft else queries.words_in_use(unit)[design].words
    old = queries.wordings(unit, design).filter(pk=wanted).first()
    if old is None:
        raise NotThere
    return words_of(old.words)


@require_safe
def wording(request: PersonRequest, pk: UUID) -> HttpResponse:
    """One wording as it would be printed today; a draft with what stands against its use."""
    person_of(request)
    found = queries.wording_to_look_after(request.access, pk)
    design, said = Design(found.design), words_of(found.words)
    is_draft = found.standing == Standing.DRAFT
    who = who_to_talk_to(found.unit, today(), on_paper=True)
    context = {
        "wording": found,
        "unit": found.unit,
        "design": design,
        "words": said,
        "is_draft": is_draft,
        "too_long": why_not_fit(who, design, said, today()) if is_draft else [],
        "shapes": Shape,
        "breadcrumbs": _way(found.unit, design),
    }
    return page(request, "outreach/wording.html", context)


@require_safe
def preview(request: PersonRequest, pk: UUID, shape: str, ending: str) -> HttpResponse:
    """A wording as it would be printed today, as a picture or as PDF. Nothing is kept."""
    person_of(request)
    found = queries.wording_to_look_after(request.access, pk)
    if shape not in Shape.values or ending not in ("png", "pdf"):
        raise NotThere
    who = who_to_talk_to(found.unit, today(), on_paper=True)
    chosen = (Design(found.design), Shape(shape), words_of(found.words))
    data = papers.data_of(who, *chosen, number=None, today=today())
    return as_paper(data, f"wording-{found.design}-{found.number}-{shape}", ending, timezone.now())


@require_POST
def use(request: PersonRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    found = queries.wording_to_look_after(request.access, pk)
    given = request.POST.get("revision", "")
    revision = int(given) if given.isascii() and given.isdigit() and len(given) < 8 else 0
    try:
        commands.use_words(by=person, pk=pk, revision=revision, now=timezone.now())
    except Refused as no:
        messages.error(request, " ".join(no.reasons))
        return HttpResponseRedirect(reverse("outreach:wording", args=[pk]))
    messages.success(request, "In use. What hangs with other words is listed as out of date from now on.")
    return HttpResponseRedirect(_address(found.unit, found.design))


@require_POST
def let_go(request: PersonRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    found = queries.wording_to_look_after(request.access, pk)
    try:
        commands.let_go(by=person, pk=pk, now=timezone.now())
        messages.success(request, "The draft is let go. Its number stays used.")
    except Refused as no:
        messages.error(request, " ".join(no.reasons))
    return HttpResponseRedirect(_address(found.unit, found.design))


@require_POST
def give_up(request: PersonRequest, unit: UUID, design: str) -> HttpResponse:
    """Back to the words of the unit above, or to those that come with the design."""
    person = person_of(request)
    found, chosen = unit_of(request, unit), _design(design)
    try:
        commands.give_up_words(by=person, unit=found, design=chosen, now=timezone.now())
        messages.success(request, f"Printed from now on: {queries.words_in_use(found)[chosen].told}.")
    except Refused as no:
        messages.error(request, " ".join(no.reasons))
    return HttpResponseRedirect(_address(found, chosen))
