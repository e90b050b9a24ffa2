"""The way of a version: saved, discarded, approved, put in force. Each app calls it inside its own command."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Max, Model, Q

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, Refused, refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person, Unit
from dueregard.versions import rules
from dueregard.versions.choices import Status
from dueregard.versions.queries import others_who_may

V = TypeVar("V", bound=Model)


@dataclass(frozen=True, slots=True)
class Codes:
    """Two permissions, and the ledger's codes for what happened."""

    draft: str
    approve: str
    saved: str
    discarded: str
    approved: str
    put_in_force: str


@dataclass(frozen=True, slots=True)
class Way(Generic[V]):
    """The versions of one app: rows of `model` with the columns of a version, `what` in sentences. `counts` says which of
    those in force take a day for themselves."""

    model: type[V]
    what: str
    codes: Codes
    counts: Q = field(default_factory=Q)

    def save(
        self, *, pk: UUID, by: Person, revision: int, longest: int, now: datetime, said: dict[str, Any]
    ) -> V:
        """`said` are the columns that were typed, `text` among them. Whoever saves last is its drafter."""
        version = self._locked(pk)
        actor = require(by, self.codes.draft, unit=version.unit, today=today_in_london(now))
        saved_by = version.drafted_by.name if version.drafted_by else "Somebody"
        refuse_if(rules.why_not_save(_facts(version), revision=revision, saved_by=saved_by))
        if len(said["text"]) > longest:
            raise Refused([f"The text has {len(said['text']):,} characters. Make it {longest:,} or fewer."])
        for name, value in said.items():
            setattr(version, name, value)
        version.revision += 1
        version.drafted_by, version.drafted_at = by, now
        version.save()
        data = {"revision": version.revision, "digest": version.digest}
        return self.told(self.codes.saved, version, actor, now, **data)

    def discard(self, *, pk: UUID, by: Person, now: datetime) -> V:
        version, today = self._locked(pk), today_in_london(now)
        actor = require(by, self.codes.draft, unit=version.unit, today=today)
        refuse_if(rules.why_not_discard(_facts(version), today=today))
        version.status, version.in_force_from = Status.DISCARDED, None
        version.save()
        return self.told(self.codes.discarded, version, actor, now)

    def approve(
        self,
        *,
        pk: UUID,
        by: Person,
        revision: int,
        alone_reason: str,
        wrong: Callable[[V], Iterable[str]],
        now: datetime,
    ) -> V:
        """`wrong` says what stands against the text itself."""
        version, today = self._locked(pk), today_in_london(now)
        actor = require(by, self.codes.approve, unit=version.unit, today=today)
        refuse_if(
            rules.why_not_approve(
                _facts(version),
                by=by.pk,
                revision=revision,
                others=others_who_may(self.codes.approve, by, version.unit, today),
                alone_reason=alone_reason,
                what=self.what,
                wrong=wrong(version),
            )
        )
        alone = by.pk == version.drafted_by_id
        version.status, version.approved_by, version.approved_at = Status.APPROVED, by, now
        version.alone_reason = alone_reason if alone else ""
        version.save()
        return self.told(self.codes.approved, version, actor, now, alone=alone, digest=version.digest)

    def put_in_force(
        self, *, pk: UUID, by: Person, starts: date, conflicts: Callable[[V], Iterable[str]], now: datetime
    ) -> V:
        """`conflicts` says what else would break."""
        version, today = self._locked(pk), today_in_london(now)
        Unit.objects.select_for_update().get(pk=version.unit_id)
        actor = require(by, self.codes.approve, unit=version.unit, today=today)
        same = self._all().filter(self.counts, kind=version.kind, unit=version.unit, status=Status.DATED)
        refuse_if(
            rules.why_not_put_in_force(
                _facts(version),
                starts=starts,
                today=today,
                taken=same.filter(in_force_from=starts).exists(),
                what=self.what,
                conflicts=conflicts(version),
            )
        )
        version.status, version.in_force_from = Status.DATED, starts
        version.save()
        return self.told(self.codes.put_in_force, version, actor, now, **{"from": starts.isoformat()})

    def next_number(self, kind: str, unit: Unit) -> int:
        """Of a unit that is locked."""
        highest = self._all().filter(kind=kind, unit=unit).aggregate(highest=Max("number"))["highest"]
        return (highest or 0) + 1

    def told(self, action: str, version: Any, by: Actor, now: datetime, **data: object) -> V:
        """Recorded in the ledger; the version again."""
        which = {"kind": version.kind, "unit": str(version.unit_id), "number": version.number}
        record(action, by=by, on=version.ref, data={**which, **data}, at=now)
        found: V = version
        return found

    def _all(self) -> Any:
        return self.model._default_manager.all()

    def _locked(self, pk: UUID) -> Any:
        rows = self._all().select_for_update(of=("self",)).select_related("unit", "drafted_by")
        found = rows.filter(pk=pk).first()
        if found is None:
            raise NotThere
        return found


def _facts(version: Any) -> rules.VersionFacts:
    return rules.VersionFacts(version.status, version.revision, version.drafted_by_id, version.in_force_from)
