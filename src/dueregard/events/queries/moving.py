"""What moving a request to a later version of its procedure would bring, and how often it was moved."""

from django.db.models import DateTimeField, Exists, ExpressionWrapper, OuterRef
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone

from dueregard.events.catalogue import KIND
from dueregard.events.choices import CheckState, Status, TurnResult
from dueregard.events.models import EventRequest, VersionMove
from dueregard.events.queries.facts import facts_for_marks
from dueregard.events.queries.record import Record
from dueregard.events.rules.moving import Plan, plan
from dueregard.kernel.dates import today_in_london
from dueregard.organisation.access import may
from dueregard.procedures import rules as procedure_rules
from dueregard.procedures.catalogue import DRAFT
from dueregard.procedures.models import Edition, Version
from dueregard.versions.choices import Status as VersionStatus


def plan_of(request: EventRequest, later: Edition) -> tuple[Plan, frozenset[str]]:
    """What the request would have to do under the later version, and the marks that this gives it. It was late or in
    time when it was sent, and stays so. Two queries."""
    assert request.edition is not None
    facts = facts_for_marks(request, late=request.late)
    marks = frozenset(procedure_rules.marks(later.document, request.answers, facts))
    checks = request.checks.exclude(state__in=[CheckState.REPLACED, CheckState.NOT_NEEDED])
    rows = list(checks.values_list("code", "title", "state"))
    turns = request.turns.values_list("step", "result")
    found = plan(
        request.edition.document,
        later.document,
        marks,
        done=frozenset(code for code, _, state in rows if state == CheckState.DONE),
        waiting={code: title for code, title, state in rows if state == CheckState.WAITING},
        at=request.step,
        passed=frozenset(step for step, result in turns if result == TurnResult.PASSED_UP),
    )
    return found, marks


def may_have() -> dict[str, Exists]:
    """Whether it was moved before, and whether a version came into force, somewhere, since it was sent."""
    today = today_in_london(timezone.now())
    since = Version.objects.filter(kind=KIND, status=VersionStatus.DATED, in_force_from__lte=today)
    sent = ExpressionWrapper(OuterRef("submitted_at"), output_field=DateTimeField())
    return {
        "has_moves": Exists(VersionMove.objects.filter(request=OuterRef("pk"))),
        "has_later_version": Exists(since.filter(in_force_from__gt=TruncDate(sent))),
    }


def links(record: Record) -> list[tuple[str, str]]:
    """For whoever may draft the procedure, where one has come into force since: the page says whether it is this
    unit's."""
    request = record.request
    if request.status != Status.SUBMITTED or request.bodies or request.main_id or record.is_organiser:
        return []
    if not getattr(request, "has_later_version", False) or record.reader is None:
        return []
    if not may(record.reader, DRAFT, unit=request.unit):
        return []
    return [("Move to the version in force", reverse("events:move", args=[request.pk]))]
