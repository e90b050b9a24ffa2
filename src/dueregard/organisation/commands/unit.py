"""Making, changing, moving and closing units. `path` is kept true here and by the import, nowhere else."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation import catalogue
from dueregard.organisation.access import require, require_at_a_root
from dueregard.organisation.catalogue import MANAGE_UNITS
from dueregard.organisation.commands.locking import lock_the_trees, locked
from dueregard.organisation.memory import forget
from dueregard.organisation.models import Holding, Nation, Person, Unit
from dueregard.organisation.rules import unit as rules
from dueregard.organisation.terms import not_over


@transaction.atomic
def make_unit(
    *,
    by: Person | Actor,
    code: str,
    name: str,
    kind: str = "",
    parent: Unit | None = None,
    nation: str = Nation.ENGLAND,
    now: datetime,
) -> Unit:
    """Make a unit under `parent`, or a provider when there is none (then `nation` counts)."""
    lock_the_trees()
    parent = locked(Unit, parent.pk) if parent else None
    actor = _require(by, parent, now)
    refuse_if(_why_not_describe(None, code, name, kind))
    refuse_if(_why_not_place(None, parent))
    unit = Unit(code=code, name=name, kind=kind, parent=parent, nation="" if parent else nation)
    unit.path = _path(unit.pk, parent)
    unit.save(force_insert=True)
    data: dict[str, object] = {"parent": str(parent.pk) if parent else ""}
    record(catalogue.UNIT_MADE, by=actor, on=unit.ref, data=data, at=now)
    forget()
    return unit


@transaction.atomic
def change_unit(
    *,
    pk: uuid.UUID,
    by: Person | Actor,
    code: str,
    name: str,
    kind: str,
    sponsor: Unit | None = None,
    nation: str = "",
    now: datetime,
) -> Unit:
    """Rename a unit or change its kind, its sponsor or (of a provider) its nation."""
    unit = locked(Unit, pk)
    actor = _require(by, unit, now)
    refuse_if(_why_not_describe(unit, code, name, kind))
    refuse_if(_why_not_sponsor(unit, sponsor))
    wanted: dict[str, Any] = {"code": code, "name": name, "kind": kind, "sponsor_id": sponsor and sponsor.pk}
    if unit.parent_id is None:
        wanted["nation"] = nation or unit.nation
    changed = [field for field, value in wanted.items() if getattr(unit, field) != value]
    if changed:
        for field in changed:
            setattr(unit, field, wanted[field])
        unit.save(update_fields=changed)
        record(catalogue.UNIT_CHANGED, by=actor, on=unit.ref, data={"fields": "+".join(changed)}, at=now)
        forget()
    return unit


@transaction.atomic
def move_unit(*, pk: uuid.UUID, by: Person | Actor, parent: Unit | None, now: datetime) -> Unit:
    """Put a unit, with everything below it, under another parent, or make a provider of it."""
    lock_the_trees()
    unit = locked(Unit, pk)
    parent = locked(Unit, parent.pk) if parent else None
    _require(by, unit, now)
    actor = _require(by, parent, now)
    refuse_if(_why_not_place(unit, parent))
    if (parent and parent.pk) == unit.parent_id:
        return unit
    data: dict[str, object] = {"from": str(unit.parent_id or ""), "to": str(parent.pk) if parent else ""}
    nation = "" if parent else Unit.objects.values_list("nation", flat=True).get(pk=unit.root_id)
    _carry(unit, parent, nation)
    record(catalogue.UNIT_MOVED, by=actor, on=unit.ref, data=data, at=now)
    forget()
    return unit


@transaction.atomic
def close_unit(*, pk: uuid.UUID, by: Person | Actor, on: date, now: datetime) -> Unit:
    """Close a unit from a day on. It keeps its place and its history; nothing new can be put in it."""
    lock_the_trees()
    unit = locked(Unit, pk)
    actor = _require(by, unit, now)
    held = Holding.objects.filter(not_over(on), post__unit=unit).select_related("post__kind", "person")
    refuse_if(
        rules.why_not_close(
            closed=unit.closed_on is not None,
            open_below=Unit.objects.filter(parent=unit, closed_on=None).count(),
            held_posts=[f"{row.post.kind.title} ({row.person.name})" for row in held[:5]],
        )
    )
    unit.closed_on = on
    unit.save(update_fields=["closed_on"])
    record(catalogue.UNIT_CLOSED, by=actor, on=unit.ref, data={"on": on.isoformat()}, at=now)
    return unit


@transaction.atomic
def reopen_unit(*, pk: uuid.UUID, by: Person | Actor, now: datetime) -> Unit:
    """Open a closed unit again."""
    lock_the_trees()
    unit = locked(Unit, pk)
    actor = _require(by, unit, now)
    parent_closed = unit.parent is not None and unit.parent.closed_on is not None
    refuse_if(rules.why_not_reopen(closed=unit.closed_on is not None, parent_closed=parent_closed))
    unit.closed_on = None
    unit.save(update_fields=["closed_on"])
    record(catalogue.UNIT_REOPENED, by=actor, on=unit.ref, at=now)
    return unit


def _require(by: Person | Actor, unit: Unit | None, now: datetime) -> Actor:
    today = today_in_london(now)
    if unit is None:
        return require_at_a_root(by, MANAGE_UNITS, today=today)
    return require(by, MANAGE_UNITS, unit=unit, today=today)


def _why_not_describe(unit: Unit | None, code: str, name: str, kind: str) -> list[str]:
    others = Unit.objects.exclude(pk=unit.pk) if unit else Unit.objects.all()
    taken = others.filter(code=code).exists()
    return rules.why_not_describe(code=code, name=name, kind=kind, code_taken=taken)


def _why_not_place(unit: Unit | None, parent: Unit | None) -> list[str]:
    return rules.why_not_place(
        path=unit.path if unit else "",
        parent_path=parent.path if parent else None,
        parent_name=parent.name if parent else "",
        parent_closed=bool(parent and parent.closed_on),
    )


def _why_not_sponsor(unit: Unit, sponsor: Unit | None) -> list[str]:
    return rules.why_not_sponsor(
        path=unit.path,
        sponsor_path=sponsor.path if sponsor else None,
        sponsor_name=sponsor.name if sponsor else "",
    )


def _path(pk: uuid.UUID, parent: Unit | None) -> str:
    return f"{parent.path if parent else ''}{pk.hex}."


def _carry(unit: Unit, parent: Unit | None, nation: str) -> None:
    """Rewrite the paths of the unit and of everything below it, in two statements."""
    old, new = unit.path, _path(unit.pk, parent)
    unit.parent, unit.path, unit.nation = parent, new, nation
    unit.save(update_fields=["parent", "path", "nation"])
    below = Unit.objects.filter(path__startswith=old).exclude(pk=unit.pk)
    below.update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
