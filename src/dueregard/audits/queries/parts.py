"""Who took part in a request, and so cannot audit it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from dueregard.events.models import Advice, Appeal, Check, Decision, EventRequest, InformationRequest, Turn

Parts = dict[UUID, set[str]]
"""What each person did, as codes of `rules.planning.PARTS`."""


def parts_in(requests: Iterable[UUID]) -> dict[UUID, Parts]:
    """By request: who did what in it, at whichever body. Eight queries, however many requests."""
    ids = list(requests)
    found: dict[UUID, Parts] = {each: defaultdict(set) for each in ids}
    companions = EventRequest.objects.filter(main__in=ids).order_by().values_list("pk", "main_id")
    whole = {**{each: each for each in ids}, **dict(companions)}
    for request, person, part in _rows(list(whole)):
        if person is not None:
            found[whole[request]][person].add(part)
    return found


def _rows(ids: list[UUID]) -> Iterable[tuple[UUID, UUID | None, str]]:
    organisers = EventRequest.objects.filter(pk__in=ids).order_by()
    yield from ((pk, person, "organised") for pk, person in organisers.values_list("pk", "organiser_id"))
    inside = {"request__in": ids}
    checks = Check.objects.filter(**inside, done_by__isnull=False).order_by()
    yield from ((pk, by, "checked") for pk, by in checks.values_list("request_id", "done_by_id"))
    turns = Turn.objects.filter(**inside, by__isnull=False).order_by()
    yield from ((pk, by, "stepped") for pk, by in turns.values_list("request_id", "by_id"))
    decisions = Decision.objects.filter(**inside).order_by()
    for pk, by, second in decisions.values_list("request_id", "by_id", "confirmed_by_id"):
        yield pk, by, "decided"
        yield pk, second, "confirmed"
    appeals = Appeal.objects.filter(**inside, by__isnull=False).order_by()
    yield from ((pk, by, "heard") for pk, by in appeals.values_list("request_id", "by_id"))
    advice = Advice.objects.filter(**inside).order_by()
    yield from ((pk, by, "advised") for pk, by in advice.values_list("request_id", "by_id"))
    questions = InformationRequest.objects.filter(**inside).order_by()
    yield from ((pk, by, "asked") for pk, by in questions.values_list("request_id", "asked_by_id"))


def parts_of(person: UUID, request: UUID | None) -> list[str]:
    """What one person did in one request, sorted; [] for nothing, or for a request that is gone."""
    if request is None:
        return []
    return sorted(parts_in([request])[request].get(person, set()))
