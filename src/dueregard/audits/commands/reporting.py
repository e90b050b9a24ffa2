"""Findings, the actions that follow from them, and signing off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from dueregard.actions.commands import agree, drop_about
from dueregard.audits import catalogue
from dueregard.audits.choices import AuditState
from dueregard.audits.commands.locking import is_auditor, locked
from dueregard.audits.models import Audit, Finding, Point
from dueregard.audits.queries.progress import progress_of
from dueregard.audits.rules.planning import months_on, why_not_find, why_not_sign_off
from dueregard.kernel.dates import LONDON, today_in_london
from dueregard.kernel.errors import NotThere, Refused, refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person
from dueregard.outbox.commands import queue
from dueregard.timers.commands import set_timer

NEXT = "audits.next"
AHEAD = timedelta(days=14)
"""How long before its day the next audit begins to wait for whoever plans audits."""


@dataclass(frozen=True, slots=True)
class ToDo:
    """The action that follows from a finding: what, who (a person, or the code of a post), by when."""

    what: str
    due: date
    owner: Person | None = None
    owner_post: str = ""


@transaction.atomic
def make_finding(
    *,
    pk: UUID,
    by: Person,
    what: str,
    why: str,
    points: Iterable[int],
    to_do: ToDo | None,
    no_action_why: str = "",
    now: datetime,
) -> Finding:
    """Record a finding and agree its action. `points` are ids of judged points of this audit."""
    audit = locked(pk)
    actor = _may_find(audit, by, now)
    _refuse_gaps(what, to_do, no_action_why, today=today_in_london(now))
    rests_on = list(Point.objects.filter(pk__in=list(points), sampled__audit=audit).exclude(judgement=""))
    made = Finding(audit=audit, what=what, why=why, no_action_why=no_action_why, made_by=by, made_at=now)
    if to_do is not None:
        made.action = agree(
            what=to_do.what,
            about=made.ref,
            label=f"Audit: {audit.title}",
            url=reverse("audits:findings", args=[audit.pk]),
            unit=audit.unit,
            due=to_do.due,
            by=by,
            now=now,
            owner=to_do.owner,
            owner_post=to_do.owner_post,
            why=what,
        ).pk
    made.save()
    made.points.set(rests_on)
    data = {"finding": str(made.pk), "action": str(made.action or "")}
    record(catalogue.FINDING_MADE, by=actor, on=audit.ref, data=data, at=now)
    return made


def _may_find(audit: Audit, by: Person, now: datetime) -> Actor:
    actor = require(by, catalogue.DO, unit=audit.unit, today=today_in_london(now))
    refuse_if(why_not_find(state=audit.state, is_auditor=is_auditor(by, audit)))
    return actor


def _refuse_gaps(what: str, to_do: ToDo | None, no_action_why: str, *, today: date) -> None:
    if not what:
        raise Refused(["Say what you found."])
    if to_do is None and not no_action_why:
        raise Refused(["Say what is to be done about it, or why nothing is."])
    if to_do is not None and to_do.due < today:
        raise Refused(["Choose a day that is still to come."])


@transaction.atomic
def take_back_finding(*, pk: UUID, finding: UUID, by: Person, now: datetime) -> None:
    """The finding was a mistake: it goes, and its action is dropped."""
    audit = locked(pk)
    actor = _may_find(audit, by, now)
    found = Finding.objects.filter(pk=finding, audit=audit).first()
    if found is None:
        raise NotThere
    drop_about(refs=[found.ref], by=by, why="The finding was taken back.", now=now)
    found.delete()
    record(catalogue.FINDING_TAKEN_BACK, by=actor, on=audit.ref, data={"finding": str(finding)}, at=now)


@transaction.atomic
def sign_off(*, pk: UUID, by: Person, conclusion: str, every: int, now: datetime) -> Audit:
    """The auditor signs: nothing of the audit changes after this. `every` months on, the next one waits."""
    audit, today = locked(pk), today_in_london(now)
    actor = require(by, catalogue.DO, unit=audit.unit, today=today)
    stands = progress_of(audit)
    refuse_if(
        why_not_sign_off(
            state=audit.state,
            unjudged=stands.unjudged,
            unnamed=stands.unnamed,
            loose_points=stands.loose,
            is_auditor=audit.auditor_id == by.pk,
        )
    )
    if not conclusion:
        raise Refused(["Write your conclusion."])
    audit.state, audit.conclusion, audit.every = AuditState.SIGNED, conclusion, every
    audit.signed_by, audit.signed_at = by, now
    audit.next_on = months_on(today, every) if every else None
    audit.save(update_fields=["state", "conclusion", "every", "signed_by", "signed_at", "next_on"])
    _schedule_next(audit)
    data = {"sampled": stands.sampled, "findings": audit.findings.count()}
    record(catalogue.SIGNED_OFF, by=actor, on=audit.ref, data=data, at=now)
    return audit


def _schedule_next(audit: Audit) -> None:
    if audit.next_on is not None:
        begins = datetime.combine(audit.next_on - AHEAD, time(8), tzinfo=LONDON)
        set_timer(NEXT, about=audit.ref, due=begins)


@transaction.atomic
def tell_of_the_next(*, pk: UUID, now: datetime) -> None:
    """The next audit is near its day: whoever plans audits is told, unless it has been planned."""
    audit = Audit.objects.filter(pk=pk, state=AuditState.SIGNED, followed_by=None).first()
    if audit is not None:
        queue(catalogue.NEXT_DUE, about=audit.ref)
