"""What waits for a person in audits: for the home page and the calendar feed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q
from django.urls import reverse

from dueregard.audits.catalogue import DO, PLAN, READ
from dueregard.audits.choices import AuditState, ReviewState
from dueregard.audits.commands.reporting import AHEAD
from dueregard.audits.models import Audit, Review, Sampled
from dueregard.audits.queries.visible import has_to_do_with_audits
from dueregard.kernel.dates import LONDON
from dueregard.kernel.registries import WaitingItem, waiting_everywhere, waiting_items
from dueregard.organisation.access import UnitScope, units_where
from dueregard.organisation.models import Person

MOST = 50
AUDITOR, PLANNER = "Auditor", "Whoever plans audits"


def waiting_for(person: Person, today: date) -> Iterable[WaitingItem]:
    """What waits for this person. Five queries for an auditor, five for whoever plans, none for anybody else."""
    if not has_to_do_with_audits(person):
        return
    yield from _to_draw(Q(auditor=person), today)
    yield from _to_judge(Q(auditor=person))
    yield from _to_sign(Q(auditor=person))
    scope = units_where(person, PLAN)
    if scope:
        yield from _to_plan(_inside(scope), today, person.name)


def waiting_in(scope: UnitScope, today: date) -> Iterable[WaitingItem]:
    """What waits for anybody in these units."""
    inside = _inside(scope)
    of_sample = Q(audit__in=Audit.objects.filter(inside).order_by().values("pk"))
    yield from _to_draw(inside, today)
    yield from _to_judge(of_sample)
    yield from _to_sign(inside)
    yield from _to_plan(inside, today, "")


def _inside(scope: UnitScope) -> Q:
    if scope.everything:
        return Q(pk__isnull=False)
    return Q(unit__in=scope.units().order_by().values("pk"))


def _to_plan(inside: Q, today: date, name: str) -> Iterator[WaitingItem]:
    yield from _without_auditor(inside, name)
    yield from _next(inside, today, name)
    yield from _reviews(inside, name)


def _to_draw(whose: Q, today: date) -> Iterator[WaitingItem]:
    """Planned audits whose period is over."""
    rows = Audit.objects.filter(whose, state=AuditState.PLANNED, last__lt=today).select_related(
        "unit", "auditor"
    )
    for audit in rows.order_by("last")[:MOST]:
        over = datetime.combine(audit.last + timedelta(days=1), time(), tzinfo=LONDON)
        since, address = max(over, audit.planned_at), reverse("audits:audit", args=[audit.pk])
        yield _item(f"Draw the sample: {audit.title}", audit, AUDITOR, audit.auditor.name, since, address)


def _to_judge(whose: Q) -> Iterator[WaitingItem]:
    """Sampled requests that have their auditor and are not judged, one item for each audit and auditor."""
    rows = Sampled.objects.filter(whose, judged_at=None, auditor__isnull=False, audit__state=AuditState.DRAWN)
    counted = rows.order_by().values_list("audit", "auditor__name").annotate(left=Count("pk"))
    left = {(audit, name): many for audit, name, many in counted}
    audits = {
        each.pk: each
        for each in Audit.objects.filter(pk__in=[pk for pk, _ in left]).select_related("unit").order_by()
    }
    for (pk, name), many in list(left.items())[:MOST]:
        audit = audits[pk]
        assert audit.drawn_at is not None
        what = f"Audit {'1 request' if many == 1 else f'{many} requests'}: {audit.title}"
        yield _item(what, audit, AUDITOR, name, audit.drawn_at, reverse("audits:audit", args=[pk]))


def _to_sign(whose: Q) -> Iterator[WaitingItem]:
    """Audits of which every request is judged."""
    unjudged = Sampled.objects.filter(judged_at=None).order_by().values("audit")
    rows = Audit.objects.filter(whose, state=AuditState.DRAWN).exclude(pk__in=unjudged)
    for audit in rows.select_related("unit", "auditor").order_by("drawn_at")[:MOST]:
        assert audit.drawn_at is not None
        address = reverse("audits:report", args=[audit.pk])
        yield _item(
            f"Record findings and sign off: {audit.title}",
            audit,
            AUDITOR,
            audit.auditor.name,
            audit.drawn_at,
            address,
        )


def _without_auditor(inside: Q, name: str) -> Iterator[WaitingItem]:
    rows = Sampled.objects.filter(auditor=None, judged_at=None, audit__state=AuditState.DRAWN)
    audits = Audit.objects.filter(inside, pk__in=rows.order_by().values("audit")).select_related("unit")
    for audit in audits.order_by("drawn_at")[:MOST]:
        assert audit.drawn_at is not None
        address = reverse("audits:audit", args=[audit.pk])
        yield _item(
            f"Name another auditor: {audit.title}",
            audit,
            PLANNER,
            name,
            audit.drawn_at,
            address,
            note="The auditor took part in some of the sampled requests",
        )


def _next(inside: Q, today: date, name: str) -> Iterator[WaitingItem]:
    rows = Audit.objects.filter(inside, state=AuditState.SIGNED, followed_by=None, next_on__lte=today + AHEAD)
    for audit in rows.select_related("unit").order_by("next_on")[:MOST]:
        assert audit.next_on is not None
        since = datetime.combine(audit.next_on - AHEAD, time(8), tzinfo=LONDON)
        address = f"{reverse('audits:new')}?after={audit.pk}"
        yield _item(
            f"Plan the next audit after: {audit.title}",
            audit,
            PLANNER,
            name,
            since,
            address,
            due=audit.next_on,
        )


def _reviews(inside: Q, name: str) -> Iterator[WaitingItem]:
    rows = Review.objects.filter(inside, state=ReviewState.PROPOSED).select_related("unit")
    for review in rows.order_by("proposed_at")[:MOST]:
        yield WaitingItem(
            what=f"Review a quiet process: {review.unit.name}",
            detail=f"Nothing was escalated for {review.months} months",
            ref=review.ref,
            post=PLANNER,
            holder=name,
            since=review.proposed_at,
            due=None,
            address=reverse("audits:review", args=[review.pk]),
            codes=(READ, PLAN),
            unit=review.unit,
        )


def _item(
    what: str,
    audit: Audit,
    post: str,
    holder: str,
    since: datetime,
    address: str,
    *,
    due: date | None = None,
    note: str = "",
) -> WaitingItem:
    return WaitingItem(
        what=what,
        detail=f"{audit.unit.name}, {_day(audit.first)} to {_day(audit.last)}",
        ref=audit.ref,
        post=post,
        holder=holder,
        since=since,
        due=due,
        address=address,
        note=note,
        codes=(READ, DO, PLAN),
        unit=audit.unit,
    )


def _day(day: date) -> str:
    """'7 Nov 2026', as the list of audits has it."""
    return f"{day.day} {day:%b %Y}"


def register() -> None:
    """Called once, when the app is ready."""
    waiting_items.register(waiting_for)
    waiting_everywhere.register(waiting_in)
