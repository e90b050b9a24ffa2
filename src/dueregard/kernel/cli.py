"""How an app adds to the command `dueregard`: a list `COMMANDS` in its `cli.py`, collected by config.

Exit status: 0 success, 1 a refusal or bad input (raise `CommandRefused` with one clear sentence), 2 wrong usage.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass


class CommandRefused(Exception):
    """Bad input or a refusal: its text goes to standard error and the exit status is 1."""


@dataclass(frozen=True, slots=True)
class Command:
    """`path` is what is typed after `dueregard`, such as 'ledger verify'. `example` is shown by `--help`.

    `run` prints its answer and returns nothing, or returns an exit status. `database` says whether Django is set
    up before it runs; a command without needs no settings at all. `prepare` runs before the settings are read and
    may arrange the environment for them, as `demo` does.
    """

    path: str
    help: str
    example: str
    run: Callable[[Namespace], int | None]
    arguments: Callable[[ArgumentParser], None] | None = None
    database: bool = True
    prepare: Callable[[Namespace], None] | None = None
