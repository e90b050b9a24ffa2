"""Bringing a file of bookings in: what came, what changed, what has gone, what was refused.

The same content again changes nothing. Nothing is ever sent from here: what a file causes waits for a person.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from dueregard.bookings import catalogue
from dueregard.bookings.choices import ChangeState, State
from dueregard.bookings.commands.locking import locked_source
from dueregard.bookings.commands.planning import PART, SAID, Report, compared_with_what_is_here
from dueregard.bookings.commands.sweeping import compared, record_sweep, sweep, to_compare
from dueregard.bookings.models import Booking, Change, Import, Source
from dueregard.bookings.queries.files import Choices, look
from dueregard.bookings.rules.differing import MATERIAL, as_json, material
from dueregard.bookings.rules.matching import BookingFacts
from dueregard.bookings.rules.reviewing import why_not_let_go
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person

WRITTEN = (
    *SAID,
    "key",
    "digest",
    "state",
    "cancelled_at",
    "changed_at",
    "marks",
    "marked",
    "review",
    "look_by",
)


@transaction.atomic
def bring_in(
    *,
    source: UUID,
    content: bytes,
    name: str,
    by: Person | Actor,
    choices: Choices | None = None,
    dry_run: bool = False,
    now: datetime,
) -> Report:
    """Bring a file into a source. Raises `Unreadable` for what cannot be read, `Refused` while a needed column is not
    known or while most bookings are missing from a file that should hold them all."""
    into = locked_source(source)
    today = today_in_london(now)
    actor = require(by, catalogue.IMPORT, unit=into.unit, today=today)
    said = choices or Choices()
    digest = _digest(content, into, said, today)
    if digest == into.digest:
        return _the_same(into, actor, dry_run=dry_run, now=now)
    seen = look(content, name, into, said)
    refuse_if([seen.problem] if seen.problem else [])
    report = compared_with_what_is_here(into, seen, said, now=now)
    why_not = _why_not(into, report, said, today)
    if dry_run:
        report.why_not = why_not
        _foresee(into, report)
        return report
    refuse_if(why_not)
    if report.anything or report.reading.refused:
        report.brought = _remember(into, report, content, name, by, said, now=now)
    new = _write(report, now=now)
    report.swept = sweep(into, new, [*report.changed, *report.gone], now=now)
    columns = seen.columns()
    digest = _digest(content, into, replace(said, columns=columns), today)
    _finish(into, report, columns, digest, actor, now=now)
    return report


def _digest(content: bytes, source: Source, choices: Choices, today: date) -> str:
    """The file with everything on which its reading depends: the same again cannot change anything."""
    window = choices.window(today)
    columns = source.columns if choices.columns is None else choices.columns
    said = [
        hashlib.sha256(content).hexdigest(), source.kind, source.full, sorted(columns.items()), choices.month_first,
        choices.partial, str(window.first), str(window.last),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _the_same(source: Source, actor: Actor, *, dry_run: bool, now: datetime) -> Report:
    """Nothing to read again; but requests may have come since."""
    report = Report(unchanged=source.kept)
    report.reading.notes.append("This file has come in already, as it is.")
    if not dry_run:
        report.swept = sweep(source, [], now=now)
        if report.swept:
            record_sweep(source, report.swept, by=actor, now=now)
    return report


def _why_not(source: Source, report: Report, choices: Choices, today: date) -> list[str]:
    if choices.let_go or not report.missing:
        return []
    standing = Booking.objects.filter(source=source, state=State.STANDS, day__gte=today).count()
    return why_not_let_go(len(report.missing), standing)


def _foresee(source: Source, report: Report) -> None:
    """What the comparison would find, for a dry run."""
    touched = [*report.first(len(report.new)), *report.changed]
    pairs = compared(source, to_compare(touched))
    certain = {pair.booking for pair in pairs if pair.sure == "certain"}
    report.swept.linked = len(certain)
    report.swept.proposed = len({pair.booking for pair in pairs} - certain)
    report.swept.to_look_at = sum(
        1 for each in touched if each.marked and each.pk not in certain and each.request_id is None
    )


def _remember(
    source: Source,
    report: Report,
    content: bytes,
    name: str,
    by: Person | Actor,
    choices: Choices,
    *,
    now: datetime,
) -> Import:
    window = choices.window(today_in_london(now))
    return Import.objects.create(
        source=source,
        file_name=name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        first=window.first,
        last=window.last,
        by=by if isinstance(by, Person) else None,
        at=now,
        came=len(report.new),
        changed=len(report.changed),
        gone=len(report.gone),
        unchanged=report.unchanged,
        refused=report.reading.refused,
        faults=[fault.as_json() for fault in report.reading.faults],
        notes=report.reading.told(),
    )


def _write(report: Report, *, now: datetime) -> list[BookingFacts]:
    """Write what is different; what must be known of the new ones to compare them."""
    if report.brought is None or report.build is None:
        return []
    new: list[BookingFacts] = []
    for start in range(0, len(report.new), PART):
        made = [report.build.new(line, report.brought) for line in report.new[start : start + PART]]
        Booking.objects.bulk_create(made)
        new += to_compare(made)
    Booking.objects.bulk_update([*report.changed, *report.quietly], WRITTEN, batch_size=PART)
    Booking.objects.bulk_update(report.gone, ("state", "cancelled_at", "changed_at"), batch_size=PART)
    Change.objects.bulk_create(list(_changes(report, report.brought, now)), batch_size=PART)
    return new


def _changes(report: Report, brought: Import, now: datetime) -> Iterator[Change]:
    """What matters to a request and is different now. It waits for a person where there is a request."""
    for booking in report.changed:
        before = report.before[booking.pk]
        after = {name: getattr(booking, name) for name in (*MATERIAL, "state")}
        names = material(before, after) + (["state"] if before["state"] != booking.state else [])
        if names:
            yield Change(
                booking=booking,
                brought_by=brought,
                at=now,
                before={name: as_json(before[name]) for name in names},
                after={name: as_json(after[name]) for name in names},
                state=ChangeState.OPEN if booking.request_id else "",
            )
    for booking in report.gone:
        yield Change(
            booking=booking,
            brought_by=brought,
            at=now,
            before={"state": State.STANDS.value},
            after={"state": State.CANCELLED.value},
            state=ChangeState.OPEN if booking.request_id else "",
        )


def _finish(
    source: Source, report: Report, columns: dict[str, str], digest: str, actor: Actor, *, now: datetime
) -> None:
    """Keep what the next file needs, and record it, where anything is different now."""
    if report.brought is None:
        return
    kept = report.unchanged + len(report.new) + len(report.changed) + len(report.quietly)
    source.columns, source.digest, source.kept = columns, digest, kept
    source.save(update_fields=["digest", "columns", "kept"])
    report.brought.linked, report.brought.proposed = report.swept.linked, report.swept.proposed
    report.brought.to_look_at = report.swept.to_look_at
    report.brought.save(update_fields=["linked", "proposed", "to_look_at"])
    facts = {
        "came": len(report.new), "changed": len(report.changed), "gone": len(report.gone), "unchanged": report.unchanged,
        "refused": report.reading.refused,
    }  # fmt: skip
    record(catalogue.IMPORTED, by=actor, on=report.brought.ref, data=facts, at=now)
    if report.swept:
        record_sweep(source, report.swept, by=actor, now=now)
