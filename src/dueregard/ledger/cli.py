"""What ledger adds to the command `dueregard`."""

import json
import sys
import warnings
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from dueregard.kernel.cli import Command, CommandRefused
from dueregard.kernel.errors import Refused

if TYPE_CHECKING:
    from dueregard.ledger.checkpoints import Checkpoint
    from dueregard.ledger.verification import Verdict


def _verify_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--checkpoint", metavar="FILE", type=Path, help="a checkpoint that was kept elsewhere"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def verify(given: Namespace) -> int:
    from dueregard.ledger import checkpoints, verification

    # Without the apps Django warns of the very connection that this command is made to open alone.
    warnings.filterwarnings("ignore", "Accessing the database during app initialization", RuntimeWarning)
    try:
        known = None
        if given.checkpoint:
            known = checkpoints.read(_text_of(given.checkpoint), checkpoints.signing_key().public_key())
        verdict = verification.verify(known, progress=_show_progress if sys.stderr.isatty() else None)
    except Refused as refusal:
        raise CommandRefused(str(refusal)) from None
    if given.json:
        print(json.dumps(_as_json(verdict, known)))
    elif verdict.fault:
        print(f"dueregard: {verdict.fault.reason}", file=sys.stderr)
    else:
        against = f", and as in the checkpoint at {known.size:,}" if known else ""
        print(f"All {verdict.rows:,} entries are as they were written{against}. Root {verdict.root}.")
    return 1 if verdict.fault else 0


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise CommandRefused(f"The checkpoint {path} cannot be read: {problem}") from None


def _show_progress(count: int) -> None:
    if count % 20_000 == 0:
        print(f"\r{count:,} entries", end="\r", file=sys.stderr, flush=True)


def _as_json(verdict: "Verdict", known: "Checkpoint | None") -> dict[str, object]:
    return {
        "good": verdict.fault is None,
        "entries": verdict.rows,
        "root": verdict.root,
        "first_bad": verdict.fault.seq if verdict.fault else None,
        "reason": verdict.fault.reason if verdict.fault else "",
        "checkpoint": {"size": known.size, "root": known.root} if known else None,
        "seconds": round(verdict.seconds, 3),
    }


def _checkpoint_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help="where to write it")


def checkpoint(given: Namespace) -> int:
    from dueregard.ledger import commands

    try:
        text = commands.checkpoint()
        given.out.write_text(text, "utf-8")
    except Refused as refusal:
        raise CommandRefused(str(refusal)) from None
    except OSError as problem:
        raise CommandRefused(f"The checkpoint cannot be written: {problem}") from None
    print(
        f"A checkpoint of {int(text.splitlines()[1]):,} entries is in {given.out}. Keep it on another machine."
    )
    return 0


COMMANDS: list[Command] = [
    Command(
        "ledger verify",
        "checks every entry of the ledger, and names the first bad one",
        "dueregard ledger verify --checkpoint november.txt",
        verify,
        _verify_arguments,
        database=False,  # settings and a connection are enough: see ledger/verification.py
    ),
    Command(
        "ledger checkpoint",
        "writes a signed checkpoint of the ledger, to be kept elsewhere",
        "dueregard ledger checkpoint --out november.txt",
        checkpoint,
        _checkpoint_arguments,
    ),
]
