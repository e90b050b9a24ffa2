"""Public texts in packs between providers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from dueregard.kernel.errors import Refused
from dueregard.kernel.refs import Ref
from dueregard.kernel.registries import SHARED, Offered, PartKind, part_kinds
from dueregard.statements.commands.version import save_draft, start_draft
from dueregard.statements.models import KINDS
from dueregard.statements.queries.version import in_force, versions_of
from dueregard.versions.choices import Status


def _offer(provider: Any, scope: Any, today: date) -> Iterator[Offered]:
    """Those in force that are not starters: starters are in every installation already."""
    for version in (in_force(kind, provider, today) for kind in KINDS):
        if version is not None and not version.starter:
            data = {"title": version.title, "text": version.text, "form": version.kind}
            yield Offered(str(version.pk), version.title, f"Version {version.number}", data)


def _take(data: dict[str, Any], unit: Any, by: Any, now: datetime) -> Ref:
    kind = data["form"]
    if kind not in KINDS:
        raise Refused(["There is no such kind of public text here."])
    if any(each.status == Status.DRAFT for each in versions_of(kind, unit)):
        raise Refused([f"There is an open draft of ‘{KINDS[kind]}’. Approve or discard that one first."])
    begun = start_draft(by=by, kind=kind, unit=unit, now=now)
    said = {"title": data["title"], "text": data["text"], "reason": SHARED}
    return save_draft(pk=begun.pk, by=by, revision=begun.revision, now=now, **said).ref


def register() -> None:
    """Called once, when the app is ready."""
    part_kinds.register(PartKind("statement", "Policy", _offer, _take))
