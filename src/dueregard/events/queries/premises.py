"""What the page of a request says about the duties of a large gathering."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from dueregard.events.catalogue import PREMISES
from dueregard.events.models import EventRequest, PremisesJudgement
from dueregard.events.registries import Piece
from dueregard.events.rules.premises import Prompt, prompt
from dueregard.organisation.access import may

if TYPE_CHECKING:
    from dueregard.events.queries.record import Record

ORDER = 25


@dataclass(frozen=True, slots=True)
class Premises:
    """The prompt, what a person judged last, and whether the numbers have changed since."""

    prompt: Prompt | None
    judgement: PremisesJudgement | None
    changed: bool


def may_have() -> dict[str, Exists]:
    of_the_whole = Q(request=OuterRef("pk")) | Q(request=OuterRef("main"))
    return {"has_premises": Exists(PremisesJudgement.objects.filter(of_the_whole))}


def prompt_of(request: EventRequest) -> Prompt | None:
    return prompt(
        people=request.people, peak=request.peak, capacity=request.capacity, audience=request.audience
    )


def premises_of(request: EventRequest) -> Premises:
    """At most one query, and none where nobody has judged yet."""
    judgement = None
    if getattr(request, "has_premises", True):
        rows = PremisesJudgement.objects.filter(request__in=[request.pk, request.main_id or request.pk])
        judgement = rows.select_related("by").first()
    now = (request.peak if request.peak is not None else request.people, request.capacity)
    changed = judgement is not None and (judgement.peak, judgement.capacity) != now
    return Premises(prompt_of(request), judgement, changed)


def piece(record: "Record") -> Piece | None:
    """For those who see the papers, where a number asks for it or somebody has judged. Not the organiser's to read."""
    request = record.request
    judged = getattr(request, "has_premises", False)
    if not record.sees_papers or request.brought_in_id or not (judged or prompt_of(request)):
        return None
    return Piece("events/_premises.html", premises_of(request), ORDER)


def links(record: "Record") -> list[tuple[str, str]]:
    request, reader = record.request, record.reader
    if reader is None or record.is_organiser or request.brought_in_id or not prompt_of(request):
        return []
    if not may(reader, PREMISES, unit=request.place or request.unit):
        return []
    return [("Duties for large gatherings", reverse("events:premises", args=[request.pk]))]
