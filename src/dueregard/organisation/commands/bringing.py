"""Bringing in units, people and posts from a file: all or nothing, unless told to skip what is bad."""

import hashlib
import uuid
from datetime import date, datetime
from typing import IO, Literal

from django.db import connection, transaction
from django.db.models import Model

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation import catalogue
from dueregard.organisation.access import UnitScope, require, require_at_a_root, resolve
from dueregard.organisation.catalogue import MANAGE_PEOPLE, MANAGE_POSTS, MANAGE_UNITS
from dueregard.organisation.commands.locking import lock_the_trees
from dueregard.organisation.imports import people, posts, units
from dueregard.organisation.imports.columns import Column, Lines, read_lines
from dueregard.organisation.imports.plan import Plan
from dueregard.organisation.imports.report import Report
from dueregard.organisation.memory import forget
from dueregard.organisation.models import Holding, Import, ImportedRow, Person

What = Literal["units", "people", "posts"]
_NEEDED = {"units": MANAGE_UNITS, "people": MANAGE_PEOPLE, "posts": MANAGE_POSTS}
_COLUMNS: dict[str, tuple[Column, ...]] = {
    "units": units.COLUMNS,
    "people": people.COLUMNS,
    "posts": posts.COLUMNS,
}
PART = 2000


@transaction.atomic
def bring_in(
    *,
    what: What,
    stream: IO[bytes],
    name: str,
    by: Person | Actor,
    dry_run: bool = False,
    skip_bad: bool = False,
    now: datetime,
) -> Report:
    """Bring a CSV or XLSX file in; the same content again changes nothing and leaves no trace.

    Raises `documents.tables.Unreadable` for what is no table or lacks a column.
    """
    today = today_in_london(now)
    actor, scope = _require(by, what, today)
    lines = read_lines(stream, name=name, columns=_COLUMNS[what])
    if not dry_run:
        lock_the_trees()
    plan = _plan(what, lines, scope, by)
    report = _report(what, lines, plan)
    if dry_run or (plan.errors and not skip_bad):
        return report
    report.done = True
    if plan.added or plan.changed:
        _carry_out(plan)
        _remember(report, plan, name=name, digest=_digest(stream), by=actor, now=now)
        forget()
    return report


def _require(by: Person | Actor, what: What, today: date) -> tuple[Actor, UnitScope]:
    if isinstance(by, Actor):
        return require(by, _NEEDED[what]), UnitScope(everything=True, paths=())
    actor = require_at_a_root(by, _NEEDED[what], today=today)
    return actor, resolve(by, today).units_where(_NEEDED[what])


def _plan(what: What, lines: Lines, scope: UnitScope, by: Person | Actor) -> Plan:
    if what == "units":
        return units.plan_units(lines, scope)
    if what == "people":
        return people.plan_people(lines, scope)
    return posts.plan_posts(lines, scope, by if isinstance(by, Person) else None)


def _report(what: What, lines: Lines, plan: Plan) -> Report:
    plan.errors.sort(key=lambda error: error.line)
    return Report(
        what,
        rows=len(lines.rows),
        added=len(plan.added),
        changed=len(plan.changed),
        unchanged=plan.unchanged,
        skipped=len({error.line for error in plan.errors}),
        errors=plan.errors,
        notes=lines.notes,
    )


def _carry_out(plan: Plan) -> None:
    if plan.first:
        type(plan.first[0]).objects.bulk_create(plan.first, batch_size=PART)
    model: type[Model] = plan.model
    model._default_manager.bulk_create([row for _, row in plan.added], batch_size=PART)
    _rewrite(model, [row for _, row in plan.changed], plan.fields)
    _rewrite(model, plan.carried, ("path",))


def _rewrite(model: type[Model], rows: list[Model], fields: tuple[str, ...]) -> None:
    """Write many changed rows with one statement for each part: many times quicker than `bulk_update`."""
    if rows:
        model._default_manager.bulk_create(
            rows, batch_size=PART, update_conflicts=True, unique_fields=["id"], update_fields=list(fields)
        )


def _remember(report: Report, plan: Plan, *, name: str, digest: str, by: Actor, now: datetime) -> None:
    brought = Import.objects.create(
        id=uuid.uuid4(),
        what=report.what,
        name=name[:200],
        digest=digest,
        by=by.ref,
        at=now,
        added=report.added,
        changed=report.changed,
        unchanged=report.unchanged,
        skipped=report.skipped,
    )
    _trace(brought, plan)
    data: dict[str, object] = {
        "what": report.what,
        "digest": digest,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "skipped": report.skipped,
    }
    record(catalogue.IMPORTED, by=by, on=brought.ref, data=data, at=now)


def _trace(brought: Import, plan: Plan) -> None:
    """Keep the line of every row that was added or changed. Plain SQL: for 40,000 rows it saves a fifth of the time."""
    table = connection.ops.quote_name(ImportedRow._meta.db_table)
    pk = Import._meta.pk.get_db_prep_value(brought.pk, connection)
    rows = [(pk, line, _subject(row), True) for line, row in plan.added]
    rows += [(pk, line, _subject(row), False) for line, row in plan.changed]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (brought_by_id, line, subject, added) VALUES (%s, %s, %s, %s)",  # noqa: S608
            rows,
        )


def _subject(row: Model) -> str:
    """The id of what a person would look up: a holding is traced to its post."""
    return str(row.post_id if isinstance(row, Holding) else row.pk)


def _digest(stream: IO[bytes]) -> str:
    stream.seek(0)
    return hashlib.sha256(stream.read()).hexdigest()
