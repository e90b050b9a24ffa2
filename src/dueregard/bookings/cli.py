"""What bookings adds to the command `dueregard`: a file of bookings, for every night."""

import json
import tomllib
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from dueregard.kernel.cli import Command, CommandRefused
from dueregard.kernel.refs import system

if TYPE_CHECKING:
    from dueregard.bookings.commands.planning import Report
    from dueregard.bookings.models import Source
    from dueregard.bookings.queries.files import Choices

SHOWN = 50


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="a .csv, .xlsx or .ics file")
    parser.add_argument(
        "--source", default="", metavar="NAME", help="whose calendar it is, when there are several"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    parser.add_argument(
        "--columns", metavar="MAP.toml", type=Path, help='our field = "Their name", a line each'
    )
    parser.add_argument(
        "--partial", action="store_true", help="the file holds a part of the calendar: nothing has gone"
    )
    parser.add_argument(
        "--let-go", action="store_true", help="what is missing has really gone, however much it is"
    )
    parser.add_argument("--back", type=int, default=None, metavar="DAYS", help="days before today (30)")
    parser.add_argument("--ahead", type=int, default=None, metavar="DAYS", help="days after today (400)")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def import_bookings(given: Namespace) -> int:
    from django.utils import timezone

    from dueregard.bookings.commands.bringing_in import bring_in
    from dueregard.documents.tables import Unreadable
    from dueregard.kernel.errors import Refused

    source = _source(given.source)
    choices = _choices(given)
    try:
        report = bring_in(
            source=source.pk,
            content=_read(given.file),
            name=given.file.name,
            by=system("command-line"),
            choices=choices,
            dry_run=given.dry_run,
            now=timezone.now(),
        )
    except Unreadable as problem:
        raise CommandRefused(f"{given.file}: {problem}") from None
    except Refused as problem:
        raise CommandRefused(f"{given.file}: {problem} (--columns, --partial, --let-go)") from None
    answer = report.as_json() | {"dry_run": given.dry_run, "source": source.name, "why_not": report.why_not}
    print(json.dumps(answer, ensure_ascii=False) if given.json else _told(report, source, given.dry_run))
    return 0


def _source(name: str) -> "Source":
    from dueregard.bookings.models import Source

    found = list(Source.objects.select_related("unit").filter(**({"name": name} if name else {}))[:2])
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"‘{each}’" for each in Source.objects.values_list("name", flat=True)[:20])
    if not names:
        raise CommandRefused("There is no source of bookings yet. Add one at /events/bookings/sources/.")
    if found and name:
        raise CommandRefused(f"Several sources are called {name}. Give them names of their own.")
    why = "There are several sources." if not name else f"There is no source {name}."
    raise CommandRefused(f"{why} Say which with --source: {names}.")


def _choices(given: Namespace) -> "Choices":
    from dueregard.bookings.queries.files import Choices
    from dueregard.bookings.rules.lines import AHEAD, BACK
    from dueregard.bookings.rules.tables.columns import BY_CODE

    back = BACK if given.back is None else given.back
    ahead = AHEAD if given.ahead is None else given.ahead
    if not (0 <= back <= 3_650 and 1 <= ahead <= 3_650):
        raise CommandRefused("--back may be 0 to 3650 days, --ahead 1 to 3650.")
    columns: dict[str, str] | None = None
    if given.columns is not None:
        try:
            columns = tomllib.loads(_read(given.columns).decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            raise CommandRefused(f"{given.columns} is no good TOML: {problem}.") from None
        for code, name in columns.items():
            if code not in BY_CODE or not isinstance(name, str):
                raise CommandRefused(
                    f'{given.columns}: {code} is no line like title = "Event". Fields are: {", ".join(BY_CODE)}.'
                )
    return Choices(columns=columns, partial=given.partial, let_go=given.let_go, back=back, ahead=ahead)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise CommandRefused(f"{path} cannot be read: {problem.strerror}.") from None


def _told(report: "Report", source: "Source", dry_run: bool) -> str:  # noqa: FBT001
    lines = [*report.reading.told(), *(str(fault) for fault in report.reading.faults[:SHOWN])]
    if len(report.reading.faults) > SHOWN:
        lines.append(f"… and {len(report.reading.faults) - SHOWN:,} more places (see --json).")
    lines += [f"It would be refused: {reason}" for reason in report.why_not]
    lines.append(
        f"{source.name}: {len(report.new):,} came, {len(report.changed):,} changed, {len(report.gone):,} went, "
        f"{report.unchanged:,} as they were, {report.reading.refused:,} refused."
    )
    swept = report.swept
    lines.append(
        f"{swept.linked:,} linked with requests, {swept.proposed:,} proposed to a person, "
        f"{swept.to_look_at:,} to look at. Nothing was sent to anybody."
    )
    return "\n".join([*lines, "Dry run, nothing was changed."] if dry_run else lines)


COMMANDS = [
    Command(
        "events import-bookings",
        "bring room bookings in (CSV, XLSX or iCalendar) and compare them with event requests",
        'dueregard events import-bookings bookings.ics --source "Conference office" --dry-run',
        import_bookings,
        _arguments,
    )
]
