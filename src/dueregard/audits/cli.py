"""What audits adds to the command `dueregard`: the draw, for whoever wants to draw again."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path
from typing import Any

from dueregard.audits.rules.drawing import ALL, NotAList, counted, digest_of, draw, is_seed, listed, read_list
from dueregard.kernel.cli import Command, CommandRefused

WAYS = ("whole", "facts", "units")


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--from", dest="first", metavar="D", help="first day of the events, like 2026-08-01")
    parser.add_argument("--to", dest="last", metavar="D", help="last day of the events")
    parser.add_argument(
        "--size", type=int, metavar="N", help="how many requests; of each stratum where there are several"
    )
    parser.add_argument(
        "--sizes", metavar="S=N,…", default="", help="sizes by stratum, like refused=5,late=3"
    )
    parser.add_argument("--seed", required=True, metavar="S", help="letters, digits and hyphens")
    parser.add_argument(
        "--unit", default="", metavar="CODE", help="the unit and what lies below it; else everything"
    )
    parser.add_argument("--way", choices=WAYS, help="one sample, one of each kind, or one of each unit")
    parser.add_argument("--with-brought-in", action="store_true", help="records from spreadsheets too")
    parser.add_argument(
        "--list", dest="list_", default="", metavar="FILE.csv", help="draw from a published list instead"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def draw_again(given: Namespace) -> None:
    """Prints the sample that a page would draw; keeps nothing."""
    sizes = _sizes(given)
    if not is_seed(given.seed):
        raise CommandRefused(f"{given.seed!r} is no seed. Use letters, digits and hyphens, at most 64.")
    found = _from_list(given.list_) if given.list_ else _from_register(given, sizes)
    sample = draw(found, sizes, given.seed)
    told: dict[str, Any] = {
        "seed": given.seed,
        "population": len(found),
        "digest": digest_of(listed(found)),
        "strata": counted(found.values()),
        "sample": [{"number": each.number, "stratum": each.stratum} for each in sample],
    }
    if given.json:
        print(json.dumps(told))
        return
    print(f"{len(sample)} drawn from {len(found)}, seed {given.seed}, list {told['digest']}")
    for each in sample:
        print(f"{each.number}  {each.stratum}")


def _sizes(given: Namespace) -> dict[str, int]:
    if given.sizes:
        try:
            return {
                code: int(size) for code, _, size in (part.partition("=") for part in given.sizes.split(","))
            }
        except ValueError:
            raise CommandRefused(f"{given.sizes!r}: write sizes like refused=5,late=3.") from None
    if given.size is None or given.size < 1:
        raise CommandRefused("Say how many with --size, or with --sizes by stratum.")
    return {ALL: given.size}


def _from_list(name: str) -> dict[str, str]:
    try:
        return read_list(Path(name).read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        raise CommandRefused(f"{name} cannot be read.") from None
    except NotAList as problem:
        raise CommandRefused(f"{name}: {problem}") from None


def _from_register(given: Namespace, sizes: dict[str, int]) -> dict[str, str]:
    from dueregard.audits.queries.population import Wanted, population
    from dueregard.audits.rules.strata import BROUGHT_IN
    from dueregard.organisation.models import Unit

    unit = Unit.objects.filter(code=given.unit).first() if given.unit else None
    if given.unit and unit is None:
        raise CommandRefused(f"There is no unit with the code {given.unit!r}.")
    way = given.way or ("facts" if given.sizes else "whole")
    too = given.with_brought_in or BROUGHT_IN in sizes
    first, last = _day(given.first, "--from"), _day(given.last, "--to")
    if last < first:
        raise CommandRefused(f"--to {last} is before --from {first}. Turn the two round.")
    return population(Wanted(unit, first, last, way, too))


def _day(text: str | None, what: str) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        raise CommandRefused(f"{what}: write a day like 2026-08-01.") from None


COMMANDS = [
    Command("events audit draw", "The sample of an audit, drawn again.", "dueregard events audit draw --from 2026-08-01 --to 2027-07-31 --size 20 --seed s4ple --json", draw_again, _arguments),
]  # fmt: skip
