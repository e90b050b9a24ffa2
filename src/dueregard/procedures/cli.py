"""What procedures adds to the command `dueregard`: `procedures check` and `procedures show`."""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from dueregard.kernel.cli import Command, CommandRefused
from dueregard.procedures.rules import KINDS, Mistakes, parse
from dueregard.procedures.rules.words import plain_text


def _check_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.toml", help="the procedure's text")
    parser.add_argument("--json", action="store_true", help="print the mistakes as one JSON document")


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except UnicodeDecodeError as problem:
        at = f"byte {problem.start + 1}"
        raise CommandRefused(f"{path} is not UTF-8 text (at {at}). Save it as UTF-8 and try again.") from None
    except OSError as problem:
        raise CommandRefused(f"{path} cannot be read: {problem.strerror}.") from None


def check(given: Namespace) -> int:
    """Say what is wrong with a text, and where; needs no database. Exit status 1 when anything is."""
    text = _read(given.file)
    try:
        document, mistakes = parse(text), []
    except Mistakes as found:
        document, mistakes = None, found.mistakes
    if given.json:
        listed = [
            {"line": each.line, "key": each.key, "problem": each.problem, "remedy": each.remedy}
            for each in mistakes
        ]
        print(json.dumps({"file": given.file, "good": not mistakes, "mistakes": listed}, ensure_ascii=False))
        return 1 if mistakes else 0
    if document:
        counted = (
            f"{len(document.questions)} questions, {len(document.checks)} checks, {len(document.steps)} steps"
        )
        print(f"{given.file}: good. {document.title}: {counted}.")
        return 0
    lines = [f"{given.file}:{each.line}: {each.key}: {each.problem} {each.remedy}" for each in mistakes]
    more = f"{len(mistakes)} mistake{'s' if len(mistakes) > 1 else ''} in {given.file}."
    raise CommandRefused("\n".join([more, *lines]))


def _show_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("kind", choices=sorted(KINDS), help="the kind of work")
    parser.add_argument(
        "--unit", metavar="CODE", help="the unit's code; needed where there are several providers"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def show(given: Namespace) -> None:
    """Print the procedure in force in plain words."""
    from django.utils import timezone

    from dueregard.kernel.dates import today_in_london
    from dueregard.organisation.models import Unit
    from dueregard.procedures import queries

    units = list(Unit.objects.filter(code=given.unit) if given.unit else Unit.objects.filter(parent=None)[:2])
    if not units:
        raise CommandRefused(
            f"There is no unit {given.unit!r}." if given.unit else "No provider is set up yet."
        )
    if len(units) > 1:
        raise CommandRefused("There are several providers. Say which unit you mean with --unit CODE.")
    edition = queries.in_force(given.kind, units[0], today_in_london(timezone.now()))
    if edition is None:
        raise CommandRefused(f"No procedure for {given.kind} is in force in {units[0].name}.")
    if given.json:
        facts = {"kind": edition.kind, "unit": edition.unit.code, "number": edition.number}
        print(json.dumps({**facts, "digest": edition.digest, "text": edition.text}, ensure_ascii=False))
        return
    print(plain_text(edition.document, queries.post_titles()), end="")


COMMANDS: list[Command] = [
    Command(
        path="procedures check",
        help="Say what is wrong with a procedure's text: the line, the key, and what to write instead.",
        example="dueregard procedures check events.toml",
        run=check,
        arguments=_check_arguments,
        database=False,
    ),
    Command(
        path="procedures show",
        help="Show the procedure in force in plain words.",
        example="dueregard procedures show events --unit history",
        run=show,
        arguments=_show_arguments,
    ),
]
