"""The rows of one request, each kind with one query, and none for what cannot exist."""

from typing import Any
from uuid import UUID

from django.db.models import F, FilteredRelation

from dueregard.events.choices import CheckState
from dueregard.events.models import (
    Appeal,
    Check,
    Decision,
    EventRequest,
    InformationRequest,
    Turn,
    VersionMove,
)


def checks_of(request: EventRequest) -> list[Check]:
    rows = Check.objects.filter(request=request).exclude(state=CheckState.REPLACED)
    return list(rows.select_related("unit", "done_by").order_by("since", "code"))


def turns_of(request: EventRequest) -> list[Turn]:
    return list(Turn.objects.filter(request=request).select_related("unit", "by").order_by("since"))


def decisions_of(request: EventRequest) -> list[Decision]:
    """Newest first, each with its conditions and its appeal: one query, a row for each condition."""
    if not may_have(request, "decisions"):
        return []
    rows = Decision.objects.filter(request=request).annotate(
        one_condition=FilteredRelation("conditions"), condition_id=F("one_condition__pk")
    )
    along = ("by", "confirmed_by", "appeal__by", "appeal__unit", "one_condition")
    found: dict[UUID, Any] = {}
    for row in rows.select_related(*along).order_by("-at", "pk", "one_condition__position"):
        decision = found.setdefault(row.pk, row)
        # Where `prefetch_related` would leave them, so that `decision.conditions.all()` asks nothing.
        conditions = decision.__dict__.setdefault("_prefetched_objects_cache", {}).setdefault(
            "conditions", []
        )
        if row.condition_id is not None:
            conditions.append(row.one_condition)
    return list(found.values())


def may_have(request: EventRequest, what: str) -> bool:
    """Whether there can be any (`queries.visible.there_is`); yes, where nobody has looked."""
    return bool(getattr(request, f"has_{what}", True))


def questions_of(request: EventRequest) -> list[InformationRequest]:
    rows = InformationRequest.objects.filter(request=request).select_related("asked_by")
    return list(rows) if may_have(request, "questions") else []


def moves_of(request: EventRequest) -> list[VersionMove]:
    """When it was moved to a later version of its procedure, oldest first."""
    rows = VersionMove.objects.filter(request=request).select_related("by", "before", "after")
    return list(rows) if may_have(request, "moves") else []


def appeals_in(decisions: list[Decision]) -> list[Appeal]:
    """The appeals that came with their decisions, oldest first."""
    found = [each.appeal for each in decisions if hasattr(each, "appeal")]
    return sorted(found, key=lambda appeal: appeal.lodged_at)
