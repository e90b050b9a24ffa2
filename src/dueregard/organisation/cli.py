"""What organisation adds to the command `dueregard`: imports."""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from dueregard.kernel.cli import Command, CommandRefused
from dueregard.kernel.refs import system

if TYPE_CHECKING:
    from dueregard.organisation.commands.bringing import What
    from dueregard.organisation.imports.report import Report

SHOWN = 50


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="a .csv or .xlsx file")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    parser.add_argument(
        "--skip-bad", action="store_true", help="bring in the good rows and list the bad ones"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _units(given: Namespace) -> int:
    return _bring_in("units", given)


def _people(given: Namespace) -> int:
    return _bring_in("people", given)


def _posts(given: Namespace) -> int:
    return _bring_in("posts", given)


def _bring_in(what: "What", given: Namespace) -> int:
    from django.utils import timezone

    from dueregard.documents.tables import Unreadable
    from dueregard.organisation.commands import bring_in

    try:
        with given.file.open("rb") as stream:
            report = bring_in(
                what=what,
                stream=stream,
                name=given.file.name,
                by=system("command-line"),
                dry_run=given.dry_run,
                skip_bad=given.skip_bad,
                now=timezone.now(),
            )
    except OSError as problem:
        raise CommandRefused(f"{given.file} cannot be read: {problem.strerror}.") from None
    except Unreadable as problem:
        raise CommandRefused(f"{given.file}: {problem}") from None
    print(json.dumps(report.as_json()) if given.json else _told(report, dry_run=given.dry_run))
    return _status(report, given)


def _status(report: "Report", given: Namespace) -> int:
    if report.errors and not given.skip_bad:
        raise CommandRefused(
            f"{given.file}: {report.errors[0]}"
            + (f" ({len(report.errors) - 1} more above.)" if len(report.errors) > 1 else "")
            + " Nothing was imported. Mend the file, or use --skip-bad."
        )
    return 0


def _told(report: "Report", *, dry_run: bool) -> str:
    lines = [*report.notes, *(str(error) for error in report.errors[:SHOWN])]
    if len(report.errors) > SHOWN:
        lines.append(f"… and {len(report.errors) - SHOWN:,} more (see --json).")
    counts = (
        f"{report.rows:,} rows: {report.added:,} new, {report.changed:,} changed, "
        f"{report.unchanged:,} as they were, {report.skipped:,} bad."
    )
    if dry_run:
        return "\n".join([*lines, f"Dry run, nothing was changed. {counts}"])
    return "\n".join([*lines, counts if report.done else f"Nothing was imported. {counts}"])


COMMANDS: list[Command] = [
    Command(
        f"{what} import",
        f"bring in {what} from a CSV or XLSX file (columns {columns})",
        f"dueregard {what} import {what}.csv --dry-run",
        run,
        _arguments,
    )
    for what, columns, run in (
        ("units", "code, name, kind, parent", _units),
        ("people", "id, name, email, unit", _people),
        ("posts", "post, unit, person, from, to", _posts),
    )
]
