"""What setup adds to the command `dueregard`: presets, init, serve, health and demo."""

import json
import os
import sys
from argparse import ArgumentParser, Namespace, _ArgumentGroup
from datetime import UTC, datetime

from dueregard.kernel.cli import Command, CommandRefused


def presets(given: Namespace) -> None:
    from dueregard.setup.presets import PresetFault, all_presets

    try:
        found = all_presets()
    except PresetFault as fault:
        raise CommandRefused(str(fault)) from None
    if given.json:
        print(json.dumps([{"name": each.code, "title": each.title, "for": each.audience} for each in found]))
        return
    for each in found:
        print(f"{each.code}\n  {each.title}. {each.audience}")
        print(f"  {len(each.units) + 1} units, {len(each.post_kinds)} kinds of post")


def _presets_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def init(given: Namespace) -> None:
    from django.conf import settings
    from django.urls import reverse

    from dueregard.kernel.errors import Refused
    from dueregard.procedures.rules import Mistakes
    from dueregard.setup.commands.provider import make_ready
    from dueregard.setup.presets import PresetFault, read

    try:
        preset = read(given.preset)
        migrate()
        made = make_ready(
            preset,
            name=" ".join(given.name.split()),
            admin_name=given.admin_name,
            admin_email=given.admin or f"administrator@{_host()}",
            now=datetime.now(UTC),
        )
    except (PresetFault, Mistakes) as fault:
        raise CommandRefused(str(fault)) from None
    except Refused as refusal:
        raise CommandRefused(str(refusal)) from None
    link = f"{settings.BASE_URL}{reverse('account_invited', args=[made.token])}"
    print(f"{made.provider.name} is ready, by the preset ‘{preset.title}’.\n")
    print(f"Open this link once, within seven days, to set the password of {made.administrator.email}:")
    print(f"  {link}\n\nThen:")
    for line in preset.lead:
        print(f"  - {line}")
    print("  - Start ‘dueregard serve’ and ‘dueregard work’, and ask ‘dueregard health’ whether all is well.")


def _host() -> str:
    from urllib.parse import urlsplit

    from django.conf import settings

    host = urlsplit(settings.BASE_URL).hostname or ""
    return host if "." in host and not host.replace(".", "").isdigit() else "localhost.example"


def _init_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--preset", required=True, metavar="NAME", help="see ‘dueregard presets’")
    parser.add_argument("--name", required=True, help="the provider’s name, as people know it")
    parser.add_argument("--admin", metavar="EMAIL", help="the first administrator’s address, for signing in")
    parser.add_argument("--admin-name", metavar="NAME", default="Administrator", help="and name")
    parser.add_argument("--database", metavar="URL", help="instead of DUEREGARD_DATABASE")


def _use_database(given: Namespace) -> None:
    if given.database:
        os.environ["DUEREGARD_DATABASE"] = given.database


def migrate() -> None:
    """Bring the database up to the program, if it is not."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def serve(given: Namespace) -> None:
    from dueregard.setup import serving

    serving.serve(host=given.host, port=given.port, workers=given.workers)


def _listening(parser: ArgumentParser | _ArgumentGroup) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=port, default=8000, metavar="N", help="default 8000")


def _serve_arguments(parser: ArgumentParser) -> None:
    _listening(parser)
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="processes, of 8 threads each")


def port(text: str) -> int:
    """A port, for argparse."""
    number = int(text)
    if not 1 <= number <= 65535:
        raise ValueError
    return number


def health(given: Namespace) -> int:
    from dueregard.setup.health import everything

    found = everything(datetime.now(UTC))
    faults = [each for each in found if not each.good]
    if given.json:
        checks = [
            {"code": each.code, "label": each.label, "good": each.good, "fault": each.fault} for each in found
        ]
        print(json.dumps({"good": not faults, "checks": checks}))
    else:
        for each in found:
            print(f"{'good' if each.good else 'NOT '}  {each.label}")
        for fault in faults:
            print(f"dueregard: {fault.fault}", file=sys.stderr)
    return 1 if faults else 0


COMMANDS: list[Command] = [
    Command(
        "presets",
        "lists the presets by which a provider can be made ready",
        "dueregard presets",
        presets,
        _presets_arguments,
        database=False,
    ),
    Command(
        "init",
        "makes a provider ready for use: units, posts, procedures, the first administrator",
        "dueregard init --preset small-college --name 'Ash College' --admin registrar@ash.example",
        init,
        _init_arguments,
        prepare=_use_database,
    ),
    Command(
        "serve",
        "serves the pages until it is stopped",
        "dueregard serve --host 0.0.0.0 --port 8000",
        serve,
        _serve_arguments,
    ),
    Command(
        "health",
        "checks everything that must be true of a live installation, and names what is not",
        "dueregard health",
        health,
        _presets_arguments,
    ),
]
