"""What events adds to the command `dueregard`: the register, listed, as a file, and brought in."""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import IO, Any, cast

from django.utils import timezone

from dueregard.events import bringing_in_cli
from dueregard.kernel.cli import Command, CommandRefused


def _filter_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--words", default="", help="title, speaker or number")
    parser.add_argument(
        "--status", default="", help="open, approved, approved-with-conditions, refused, withdrawn, …"
    )
    parser.add_argument("--unit", default="", metavar="CODE", help="the unit and what lies below it")


def _list_arguments(parser: ArgumentParser) -> None:
    _filter_arguments(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _export_arguments(parser: ArgumentParser) -> None:
    _filter_arguments(parser)
    parser.add_argument("file", metavar="FILE.xlsx|csv|ics")


def _rows(given: Namespace) -> Any:
    from dueregard.events.models import EventRequest
    from dueregard.events.queries.register import BY_DAY, STANDINGS, Filters, narrowed
    from dueregard.kernel.dates import today_in_london
    from dueregard.organisation.models import Unit

    if given.status and given.status not in STANDINGS:
        raise CommandRefused(f"There is no status {given.status!r}. It may be: {', '.join(STANDINGS)}.")
    unit = Unit.objects.filter(code=given.unit).first() if given.unit else None
    if given.unit and unit is None:
        raise CommandRefused(
            f"There is no unit with the code {given.unit!r}. `dueregard` knows units by their code."
        )
    filters = Filters(words=given.words, standing=given.status, unit=unit)
    sent = EventRequest.objects.filter(main=None).exclude(status="draft")
    return narrowed(sent, filters, today_in_london(timezone.now())).order_by(*BY_DAY)


def list_requests(given: Namespace) -> None:
    from dueregard.events.exports import HEADER, table

    rows = table(_rows(given))
    if given.json:
        names = [name.lower() for name in HEADER]
        documents = [dict(zip(names, row, strict=True)) for row in rows]
        json.dump(documents, sys.stdout, default=str, ensure_ascii=False)
        print()
        return
    for row in rows:
        print(f"{row[0]}  {row[3] or '':%Y-%m-%d}  {row[14] or row[13]:<26}  {row[1]}")


def export_register(given: Namespace) -> None:
    from dueregard.events.exports import FORMATS, register_file

    path = Path(given.file)
    kind = path.suffix.removeprefix(".").lower()
    if kind not in FORMATS:
        raise CommandRefused(f"{path.name}: name a file that ends in .xlsx, .csv or .ics.")
    content = register_file(_rows(given), kind)
    try:
        with path.open("wb") as file:
            if isinstance(content, bytes):
                file.write(content)
            elif hasattr(content, "read"):
                with cast("IO[bytes]", content) as made:
                    while piece := made.read(1 << 20):
                        file.write(piece)
            else:
                for piece in content:
                    file.write(piece)
    except OSError as problem:
        raise CommandRefused(f"{path} cannot be written: {problem.strerror}.") from None


COMMANDS = [
    Command("events list", "The register, newest event first.", "dueregard events list --status open --json", list_requests, _list_arguments),
    Command("events export", "The register as a file.", "dueregard events export register.xlsx", export_register, _export_arguments),
    *bringing_in_cli.COMMANDS,
]  # fmt: skip
