"""What the practice hub adds to the command `dueregard`: `practice import`, `list`, `export`, `starter`."""

import json
from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from dueregard.kernel.cli import Command, CommandRefused
from dueregard.kernel.refs import system

if TYPE_CHECKING:
    from dueregard.practice.commands.bringing_in import Report


def _import_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="pages as plain text or HTML")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def bring_in_pages(given: Namespace) -> None:
    """All pages come in, or none."""
    from django.db import transaction
    from django.utils import timezone

    from dueregard.practice.commands.bringing_in import bring_in
    from dueregard.practice.rules.published import NotSuchAPage

    reports: list[Report] = []
    with transaction.atomic():
        for path in given.files:
            try:
                name = _name(path, given.files)
                report = bring_in(
                    content=_read(path), name=name, by=system("command-line"), now=timezone.now()
                )
            except NotSuchAPage as no:
                raise CommandRefused(
                    f"{path} is not a page of case studies. {no} Nothing was brought in."
                ) from None
            reports.append(report)
        if given.dry_run:
            transaction.set_rollback(True)
    if given.json:
        answer = {"pages": [report.as_json() for report in reports], "dry_run": given.dry_run}
        print(json.dumps(answer, ensure_ascii=False))
        return
    for report in reports:
        print(_told(report, dry_run=given.dry_run))


def _told(report: "Report", *, dry_run: bool) -> str:
    dry = " (dry run, nothing was changed)" if dry_run else ""
    counts = f"{report.added} added, {report.changed} changed, {report.unchanged} as they were"
    lines = [f"{report.name}: {counts}{dry}."]
    lines += [f"  Kept as it is, because somebody has worked on it here: {title}" for title in report.kept]
    if report.short_forms:
        lines.append(f"  Shorter forms linked with their full form: {report.short_forms}.")
    if report.introduction:
        lines.append(f"  Kept as the page’s introduction: {len(report.introduction.split())} words.")
    counted = Counter(each.kind for each in report.dropped)
    if counted:
        said = ", ".join(f"{kind} {count}" for kind, count in sorted(counted.items()))
        lines.append(f"  Left out: {len(report.dropped)} lines ({said}):")
        lines += [f"    {each.kind}: {each.text[:100]}" for each in report.dropped]
    return "\n".join(lines)


def _name(path: Path, files: list[Path]) -> str:
    """What the page is called here: its file's name, with the folder's where that alone tells pages apart."""
    alike = path.stem.casefold() == "index" or sum(each.name == path.name for each in files) > 1
    return (f"{path.resolve().parent.name}/{path.name}" if alike else path.name)[-255:]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise CommandRefused(f"{path} cannot be read: {problem.strerror}.") from None


def _list_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def list_case_studies(given: Namespace) -> None:
    from dueregard.practice.queries.listing import FIELDS, rows

    found = rows()
    if given.json:
        told = [{name: row[name] for name in FIELDS} for row in found]
        print(json.dumps(told, ensure_ascii=False))
        return
    for row in found:
        short = f" (short form of ‘{row['short_of']}’)" if row["short_of"] else ""
        print(f"{row['theme']}\t{row['title']}{short}\t{row['status']}\t{row['source']}")
    if not found:
        print("No case studies yet. Bring a page in with `dueregard practice import FILE`.")


def put_up_starter(given: Namespace) -> None:
    from django.utils import timezone

    from dueregard.practice.commands.starter import put_up

    count = put_up(by=system("command-line"), now=timezone.now())
    print(f"{count} pieces put up." if count else "All of the starter collection is here already.")


def _export_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--theme", default="", help="the theme's name or slug; everything, unless told")
    parser.add_argument("--out", metavar="FILE.pdf", type=Path, required=True)


def export(given: Namespace) -> None:
    """Write the PDF of a theme, or of everything that is published."""
    from django.db.models import Q
    from django.utils import timezone

    from dueregard.kernel.errors import NotThere
    from dueregard.practice.commands.booklets import fresh
    from dueregard.practice.models import Theme
    from dueregard.practice.queries.booklets import EVERYTHING, whose_hub

    key = EVERYTHING
    if given.theme:
        theme = (
            Theme.objects.filter(Q(slug=given.theme) | Q(title__iexact=given.theme))
            .order_by("parent")
            .first()
        )
        if theme is None:
            names = ", ".join(Theme.objects.filter(parent=None).values_list("title", flat=True))
            raise CommandRefused(f"There is no theme {given.theme!r}. There are: {names or 'none yet'}.")
        key = f"theme/{theme.slug}"
    try:
        booklet = fresh(key, provider=whose_hub(), now=timezone.now())
    except NotThere:
        raise CommandRefused("Nothing is published there yet, so there is nothing to print.") from None
    try:
        given.out.write_bytes(bytes(booklet.content))
    except OSError as problem:
        raise CommandRefused(f"{given.out} cannot be written: {problem.strerror}.") from None
    print(f"{given.out}: {booklet.size:,} bytes.")


COMMANDS: list[Command] = [
    Command(
        path="practice export",
        help="Write an accessible PDF of a theme, or of everything that is published.",
        example="dueregard practice export --theme welfare --out welfare.pdf",
        run=export,
        arguments=_export_arguments,
    ),
    Command(
        path="practice starter",
        help="Put up the starter collection: illustrations by the makers, labelled as such.",
        example="dueregard practice starter",
        run=put_up_starter,
    ),
    Command(
        path="practice import",
        help="Bring in published pages of case studies: themes, names, paragraphs and bullets.",
        example="dueregard practice import welfare.html speakers.txt",
        run=bring_in_pages,
        arguments=_import_arguments,
    ),
    Command(
        path="practice list",
        help="List every case study under its themes, drafts included.",
        example="dueregard practice list --json",
        run=list_case_studies,
        arguments=_list_arguments,
    ),
]
