"""The command `dueregard`: collects what each app offers, and answers with 0, 1 or 2 (interfaces.md)."""

import os
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter, _SubParsersAction
from collections.abc import Sequence
from importlib import import_module

from dueregard.kernel.cli import Command, CommandRefused

APPS_WITH_COMMANDS = (
    "ledger",
    "outbox",
    "timers",
    "organisation",
    "procedures",
    "events",
    "bookings",
    "audits",
    "practice",
    "exchange",
    "setup",
)


def main(argv: Sequence[str] | None = None) -> int:
    arguments = list(sys.argv[1:] if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dueregard.config.settings")
    if arguments[:1] == ["manage"]:
        return _manage(arguments[1:])
    given = parser().parse_args(arguments)
    command: Command = given.command
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError

    try:
        if command.prepare:
            command.prepare(given)
        if command.database:
            import django

            django.setup()
        return command.run(given) or 0
    except (CommandRefused, ImproperlyConfigured) as refusal:
        print(f"dueregard: {refusal}", file=sys.stderr)
        return 1
    except OperationalError as problem:
        said = str(problem).strip().splitlines()[0]
        print(
            f"dueregard: The database does not answer as it should: {said}. See DUEREGARD_DATABASE; a new one is made by ‘dueregard init’.",
            file=sys.stderr,
        )
        return 1
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        return 130


def parser() -> ArgumentParser:
    top = ArgumentParser(prog="dueregard", description="Due Regard, from the command line.")
    groups: dict[str, _SubParsersAction[ArgumentParser]] = {
        "": top.add_subparsers(required=True, metavar="COMMAND")
    }
    for app in APPS_WITH_COMMANDS:
        for command in import_module(f"dueregard.{app}.cli").COMMANDS:
            _add(command, groups)
    return top


def _add(command: Command, groups: dict[str, "_SubParsersAction[ArgumentParser]"]) -> None:
    *parents, name = command.path.split()
    for depth in range(len(parents)):
        group = " ".join(parents[: depth + 1])
        if group not in groups:
            above = groups[" ".join(parents[:depth])]
            branch = above.add_parser(parents[depth], help=f"commands about {parents[depth]}")
            groups[group] = branch.add_subparsers(required=True, metavar="COMMAND")
    leaf = groups[" ".join(parents)].add_parser(
        name,
        help=command.help,
        description=f"{command.help}\n\nExample:\n  {command.example}",
        formatter_class=RawDescriptionHelpFormatter,
    )
    if command.arguments:
        command.arguments(leaf)
    leaf.set_defaults(command=command)


def _manage(arguments: list[str]) -> int:
    """Django's own commands, for those who build the product: `dueregard manage makemigrations`."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["dueregard manage", *arguments])
    except ImproperlyConfigured as refusal:
        print(f"dueregard: {refusal}", file=sys.stderr)
        return 1
    return 0
