"""What timers adds to the command `dueregard`: the worker, whose loop lives here because it is about time."""

from argparse import ArgumentParser, Namespace

from dueregard.kernel.cli import Command


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do everything that is due, and end")


def work(given: Namespace) -> None:
    from dueregard.timers import worker

    worker.work(once=given.once, begun=None if given.once else _say_so)


def _say_so() -> None:
    print("The worker is running; Ctrl-C ends it.", flush=True)


COMMANDS: list[Command] = [
    Command(
        "work",
        "sends messages and runs what is due, until it is stopped",
        "dueregard work --once",
        work,
        _arguments,
    )
]
