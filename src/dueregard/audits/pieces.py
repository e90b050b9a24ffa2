"""What audits add to the page of a request: which audits drew it, and once signed off what they found.

For those who see the papers of the request, never its organiser. An audit that is not signed off shows that the
request was drawn and no more. Where several bodies decided, the points tell of each body's work, which the others do
not see: then only those who may open the audit read them here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from dueregard.actions.choices import State
from dueregard.actions.models import Action
from dueregard.audits.catalogue import PLAN, READ
from dueregard.audits.choices import AuditState, Judgement
from dueregard.audits.models import Audit, Sampled
from dueregard.events.queries.record import Record
from dueregard.events.registries import Piece, record_may_have, record_pieces
from dueregard.organisation.access import access_of
from dueregard.organisation.models import PostKind

SHOWN = (AuditState.DRAWN, AuditState.SIGNED)
MOST = 500


@dataclass(slots=True)
class Judged:
    title: str
    said: str
    remark: str
    is_good: bool


@dataclass(slots=True)
class Followed:
    """A finding that rests on points of this request. `to_do` is '' where nothing is to be done, and `why` says why."""

    what: str
    why: str
    to_do: str = ""
    owner: str = ""
    due: date | None = None
    state: str = ""


@dataclass(slots=True)
class Drawn:
    """One audit that drew this request."""

    audit: Audit
    position: int
    may_open: bool
    tells: bool
    points: dict[int, Judged] = field(default_factory=dict)
    findings: dict[UUID, Followed] = field(default_factory=dict)

    @property
    def wrong(self) -> list[Judged]:
        return [point for point in self.points.values() if not point.is_good]

    @property
    def good(self) -> list[Judged]:
        return [point for point in self.points.values() if point.is_good]


def may_have() -> dict[str, Exists]:
    of_it = Q(request=OuterRef("pk")) | Q(request=OuterRef("main"))
    return {"was_audited": Exists(Sampled.objects.filter(of_it, audit__state__in=SHOWN))}


def audits_of(record: Record) -> Piece | None:
    """At most one query, and none for a request that no audit drew."""
    if not record.sees_papers or not getattr(record.request, "was_audited", True):
        return None
    found: dict[UUID, Drawn] = {}
    for row in _rows(record)[:MOST]:
        _add(found.setdefault(row.pk, _drawn(row, record)), row)
    return Piece("audits/_of_request.html", list(found.values()), order=80) if found else None


def _rows(record: Record) -> QuerySet[Any]:
    """A row for each point and finding of each audit."""
    post = PostKind.objects.filter(code=OuterRef("owner_post")).values("title")
    action = Action.objects.filter(pk=OuterRef("points__findings__action")).values(
        told=JSONObject(
            what="what",
            due="due",
            state="state",
            owner=Coalesce("owner__name", Subquery(post), F("owner_post")),
        )
    )
    rows = Sampled.objects.filter(request=record.request.whole, audit__state__in=SHOWN)
    return (
        rows.select_related("audit__unit")
        .annotate(
            at=F("points__position"),
            title=F("points__title"),
            judgement=F("points__judgement"),
            remark=F("points__remark"),
            finding=F("points__findings"),
            what=F("points__findings__what"),
            no_action_why=F("points__findings__no_action_why"),
            action=Subquery(action),
        )
        .order_by("-audit__drawn_at", "pk", "at", "points__findings__made_at")
    )


def _drawn(row: Any, record: Record) -> Drawn:
    may_open = _may_open(row, record)
    alone = not record.request.bodies and record.request.main_id is None
    signed = row.audit.state == AuditState.SIGNED
    return Drawn(row.audit, row.position, may_open, tells=signed and (alone or may_open))


def _may_open(row: Sampled, record: Record) -> bool:
    reader = record.reader
    if reader is None:
        return False
    access = access_of(reader, record.today)
    reads = any(access.may(code, unit=row.audit.unit) for code in (PLAN, READ))
    return reads or reader.pk in (row.audit.auditor_id, row.auditor_id)


def _add(drawn: Drawn, row: Any) -> None:
    if not drawn.tells or not row.judgement:
        return
    said = Judgement(row.judgement)
    drawn.points[row.at] = Judged(row.title, str(said.label), row.remark, said == Judgement.GOOD)
    if row.finding is None:
        return
    agreed = row.action or {}
    drawn.findings[row.finding] = Followed(
        what=row.what,
        why=row.no_action_why,
        to_do=agreed.get("what", ""),
        owner=agreed.get("owner", ""),
        due=date.fromisoformat(agreed["due"]) if agreed else None,
        state=str(State(agreed["state"]).label) if agreed else "",
    )


def register() -> None:
    """Called once, when the app is ready."""
    record_pieces.register(audits_of)
    record_may_have.register(may_have)
