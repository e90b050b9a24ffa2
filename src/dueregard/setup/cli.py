"""What setup adds to the command `dueregard`: presets, init, serve, health and demo."""

import json
import os
import sys
from argparse import ArgumentParser, Namespace, _ArgumentGroup
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dueregard.kernel.cli import Command, CommandRefused

if TYPE_CHECKING:
    from dueregard.setup.commands.demo import Sign


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
    _print_the_hub()
    link = f"{settings.BASE_URL}{reverse('account_invited', args=[made.token])}"
    print(f"{made.provider.name} is ready, by the preset ‘{preset.title}’.\n")
    print(f"Open this link once, within seven days, to set the password of {made.administrator.email}:")
    print(f"  {link}\n\nThen:")
    for line in preset.lead:
        print(f"  - {line}")
    print("  - Start ‘dueregard serve’ and ‘dueregard work’, and ask ‘dueregard health’ whether all is well.")


def _print_the_hub() -> None:
    """The hub's PDFs, so that their sizes stand beside the links from the first hour on; the worker keeps them so."""
    from dueregard.documents.pdf import FontsMissing
    from dueregard.practice.tasks import make_booklets

    with suppress(FontsMissing):  # without them the PDFs say what to do, when somebody asks for one
        make_booklets(datetime.now(UTC))


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
    """Bring the database up to the program, if it is not; on a new machine in a folder made for it."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    settings.VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
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


def demo(given: Namespace) -> None:
    from django.conf import settings
    from django.db import connections

    from dueregard.setup import running, serving
    from dueregard.timers import worker

    if not given.no_serve and (reasons := running.why_not_listen(given.port)):
        raise CommandRefused(" ".join(reasons))
    from dueregard.setup.health import static

    if not given.no_serve and (fault := static(datetime.now(UTC))):
        raise CommandRefused(fault)
    people, seconds = _loaded_demo(given)
    url = f"http://127.0.0.1:{given.port}"
    if given.no_serve:
        _tell(given, people, url, seconds)
        return
    os.environ["DUEREGARD_ACCESS_LOG"] = "0"
    connections.close_all()  # a fork must not share them
    children = running.Children(
        [
            lambda: serving.serve(host="127.0.0.1", port=given.port, workers=1),
            worker.work,
        ]
    )
    try:
        if children.wait_until_it_answers(f"{url}/health"):
            _tell(given, people, url, seconds)
            if not given.json:
                print(f"\nMails are kept in {settings.VAR / 'mail'}; read them at {url}/demo/mail.")
                print("Ctrl-C stops it. Started again, it goes on with what was there.", flush=True)
        children.watch()
    finally:
        children.stop()


def _loaded_demo(given: Namespace) -> tuple["list[Sign]", float]:
    """The people to sign in as, and how many seconds loading took (0 when everything was there)."""
    import time

    from django.db import connections

    from dueregard.setup import running
    from dueregard.setup.commands.demo import load, loaded, who_to_sign_in_as
    from dueregard.setup.demo.script import read

    started = time.monotonic()
    migrate()
    script = read(given.preset)
    seconds = 0.0
    if not loaded(script):
        if not given.json:
            print(f"Loading {script.name} and a year of its events …", flush=True)

        def fill() -> None:
            load(script, size=given.size, now=datetime.now(UTC))
            _print_the_hub()

        if given.no_serve:
            fill()
        else:
            connections.close_all()  # a fork must not share them
            running.apart(fill)
        seconds = time.monotonic() - started
    return who_to_sign_in_as(script), seconds


def _tell(given: Namespace, people: "list[Sign]", url: str, seconds: float) -> None:
    if given.json:
        shown = [
            {
                "sign_in": each.sign_in,
                "password": each.password,
                "name": each.name,
                "posts": each.posts,
                "units": each.units,
                "try": each.can_try,
            }
            for each in people
        ]
        print(json.dumps({"address": url, "people": shown, "seconds": round(seconds, 1)}), flush=True)
        return
    if seconds:
        print(f"Loaded in {seconds:.0f} seconds.")
    print(f"\nDue Regard, a demonstration: {url}/")
    print(f"\nEverybody’s password is: {people[0].password}\n")
    width = max(len(each.sign_in) for each in people)
    for each in people:
        what = " and ".join(each.posts) or f"no post, {each.units[0]}"
        print(f"  {each.sign_in:<{width}}  {each.name}, {what}")
        print(f"  {'':<{width}}  {each.can_try}")


def _demo_arguments(parser: ArgumentParser) -> None:
    _listening(parser)
    parser.add_argument(
        "--size",
        choices=("small", "large", "huge"),
        default="small",
        help="some 60, 2,000 or 100,000 requests",
    )
    parser.add_argument(
        "--preset", choices=("central-register", "small-college"), default="central-register",
        help="a large university, or a college of five people",
    )  # fmt: skip
    parser.add_argument("--no-serve", action="store_true", help="load, and serve nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _surround_demo(given: Namespace) -> None:
    from dueregard.setup import running

    if given.host not in running.LOOPBACK:
        raise CommandRefused(
            f"A demonstration answers on this machine only (127.0.0.1), not on {given.host}: it asks for no second "
            "factor, and everybody knows its passwords."
        )
    folder = "var/demo" if given.preset == "central-register" else f"var/demo-{given.preset}"
    running.surround(folder=folder, port=given.port)


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
    Command(
        "demo",
        "makes a demonstration in ./var/demo and serves it on this machine",
        "dueregard demo --port 8001",
        demo,
        _demo_arguments,
        prepare=_surround_demo,
    ),
]
