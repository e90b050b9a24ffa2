"""`dueregard events import-register`: last year's register from the provider's own spreadsheet."""

import json
import tomllib
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dueregard.kernel.cli import Command, CommandRefused
from dueregard.kernel.refs import system

if TYPE_CHECKING:
    from dueregard.events.commands.bringing_in import Report
    from dueregard.events.queries.bringing_in import Choices, Look
    from dueregard.organisation.models import Unit

SHOWN = 50
OTHERS = ("sheet", "dates")


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="a .xlsx or .csv file")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    parser.add_argument(
        "--columns",
        metavar="MAP.toml",
        type=Path,
        help='our field = "Their name", a line each; also sheet = "Name" and dates = "day-first" or "month-first"',
    )
    parser.add_argument("--sheet", default="", help="the sheet to read, when the guess is wrong")
    parser.add_argument(
        "--unit", default="", metavar="CODE", help="whose register it is, when there are several providers"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def import_register(given: Namespace) -> int:
    from django.utils import timezone

    from dueregard.documents.tables import Unreadable
    from dueregard.events.commands.bringing_in import bring_in
    from dueregard.events.queries.bringing_in import look, sheets_of
    from dueregard.kernel.errors import Refused

    choices = _choices(given)
    unit, content = _unit(given.unit), _read(given.file)
    try:
        sheets = sheets_of(content, given.file.name)
        _refuse_unknown_names(look(sheets, choices), given.columns, choices)
        report = bring_in(
            content=content,
            name=given.file.name,
            unit=unit,
            by=system("command-line"),
            choices=choices,
            sheets=sheets,
            dry_run=given.dry_run,
            now=timezone.now(),
        )
    except Unreadable as problem:
        raise CommandRefused(f"{given.file}: {problem}") from None
    except Refused as problem:
        raise CommandRefused(f"{given.file}: {problem} (--columns MAP.toml)") from None
    answer = report.as_json() | {"dry_run": given.dry_run}
    print(json.dumps(answer, ensure_ascii=False) if given.json else _told(report, dry_run=given.dry_run))
    return 0


def _refuse_unknown_names(seen: "Look", path: Path | None, choices: "Choices") -> None:
    """A name of the map that is in no line of the sheet is a slip: its column would be left out without a word."""
    from dueregard.events.rules.bringing_in.layout import plain

    at = {code: plain(name) for code, name in seen.layout.columns().items()}
    unknown = [name for code, name in (choices.columns or {}).items() if at.get(code) != plain(name)]
    if unknown:
        here = ", ".join(heading.name for heading in seen.layout.headings)
        raise CommandRefused(
            f"{path}: no column of ‘{seen.sheet.name}’ is called {', '.join(f'‘{name}’' for name in unknown)}. "
            f"Line {seen.layout.line} has: {here}."
        )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise CommandRefused(f"{path} cannot be read: {problem.strerror}.") from None


def _unit(code: str) -> "Unit":
    from dueregard.organisation.models import Unit

    if code:
        unit = Unit.objects.filter(code=code).first()
        if unit is None:
            raise CommandRefused(f"There is no unit {code}. Its code stands on its page.")
        return unit
    roots = list(Unit.objects.filter(parent=None).order_by("code")[:2])
    if not roots:
        raise CommandRefused("There is no provider yet. Set one up first (dueregard init).")
    if len(roots) > 1:
        raise CommandRefused("There are several providers. Say whose register it is with --unit CODE.")
    return roots[0]


def _choices(given: Namespace) -> "Choices":
    from dueregard.events.queries.bringing_in import Choices

    if given.columns is None:
        return Choices(sheet=given.sheet)
    named = _named(given.columns)
    dates = str(named.pop("dates", ""))
    if dates not in ("", "day-first", "month-first"):
        raise CommandRefused(f'{given.columns}: dates = "{dates}" is neither "day-first" nor "month-first".')
    sheet = given.sheet or str(named.pop("sheet", ""))
    named.pop("sheet", None)
    return Choices(sheet, named or None, dates == "month-first" if dates else None)


def _named(path: Path) -> dict[str, Any]:
    """The map, checked: every key one of our fields, every value the name of a column."""
    from dueregard.events.rules.bringing_in.layout import BY_CODE

    try:
        named = tomllib.loads(_read(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise CommandRefused(
            f'{path} is no good TOML: {problem}. Write lines like title = "Event".'
        ) from None
    named = named["columns"] if isinstance(named.get("columns"), dict) else named
    for key, value in named.items():
        if key not in BY_CODE and key not in OTHERS:
            raise CommandRefused(f"{path}: {key} is no field. The fields are: {', '.join(BY_CODE)}.")
        if not isinstance(value, str):
            raise CommandRefused(
                f'{path}: {key} must be the name of a column in quotation marks, like "Event date".'
            )
    return named


def _told(report: "Report", *, dry_run: bool) -> str:
    layout = report.look.layout
    lines = [f"Sheet {report.look.sheet.name}, columns named in line {layout.line}:"]
    lines += [f"  {code} = {heading.name} ({heading.letter})" for code, heading in layout.at.items()]
    lines += [*report.notes, *(str(fault) for fault in report.faults[:SHOWN])]
    if len(report.faults) > SHOWN:
        lines.append(f"… and {len(report.faults) - SHOWN:,} more cells (see --json).")
    done = "would come in" if dry_run else "brought in"
    lines.append(
        f"{report.imported:,} {done}, {report.unchanged:,} here already, {report.refused:,} refused."
        + (
            " Mend the refused lines in the sheet and bring it again: the others stay as they are."
            if report.faults
            else ""
        )
    )
    if dry_run:
        lines.append("Dry run, nothing was changed.")
    return "\n".join(lines)


COMMANDS = [
    Command(
        "events import-register",
        "bring in last year's register from your own spreadsheet (XLSX or CSV, your own column names)",
        "dueregard events import-register register.xlsx --dry-run",
        import_register,
        _arguments,
    )
]
