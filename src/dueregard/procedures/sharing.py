"""Procedures in packs between providers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from dueregard.kernel.errors import Refused
from dueregard.kernel.refs import Ref
from dueregard.kernel.registries import SHARED, Offered, PartKind, part_kinds
from dueregard.organisation.models import Unit
from dueregard.procedures.commands import save_draft, start_draft
from dueregard.procedures.models import Version
from dueregard.procedures.presets import with_codes
from dueregard.procedures.queries import list_rows, open_draft
from dueregard.procedures.rules import KINDS

MOST = 300


def _offer(provider: Any, scope: Any, today: date) -> Iterator[Offered]:
    """Those in force of units where this person may send; our code gives way to 'provider'."""
    rows = [row for row in list_rows(today) if row.now is not None and row.unit in scope]
    for row in rows[:MOST]:
        if row.now is not None:
            yield _offered(row.unit, row.now, row.title)


def _offered(unit: Unit, version: Version, title: str) -> Offered:
    root = Unit.objects.get(pk=unit.root_id).code if unit.parent_id else unit.code
    data = {"title": title, "text": with_codes(version.text, {root: "provider"}), "form": version.kind}
    return Offered(str(version.pk), f"{title}, {unit.name}", f"Version {version.number}", data)


def _take(data: dict[str, Any], unit: Any, by: Any, now: datetime) -> Ref:
    kind = data["form"]
    if kind not in KINDS:
        raise Refused(["There is no such kind of procedure here."])
    if open_draft(kind, unit):
        raise Refused(
            [f"{unit.name} has an open draft of this procedure. Approve or discard that one first."]
        )
    begun = start_draft(by=by, kind=kind, unit=unit, now=now)
    text = with_codes(data["text"], {"provider": unit.code})
    return save_draft(pk=begun.pk, by=by, text=text, reason=SHARED, revision=begun.revision, now=now).ref


def register() -> None:
    """Called once, when the app is ready. A procedure is shown as it is written."""
    part_kinds.register(PartKind("procedure", "Procedure", _offer, _take, read=lambda data: ""))
