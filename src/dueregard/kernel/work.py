"""What the worker does in each round: jobs that apps register in their `apps.py` `ready()`.

The mechanisms are neighbours and may not know each other; the loop (`dueregard work`) knows only this list.
"""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dueregard.kernel.registries import Registry


@dataclass(frozen=True, slots=True)
class Job:
    """`run(now)` does some of what is due and answers how many things it did; 0 when nothing was due.

    A job takes a bounded bite, so that the others get their turn: the loop calls again at once while anything
    was done. It must not raise for one bad item; if it does, the loop logs it and goes on.
    """

    code: str
    run: Callable[[datetime], int]


jobs = Registry()
"""`Job` values, run in the order of registration."""


def where(problem: BaseException) -> str:
    """An exception for the log: its kind and place, never its text, which may quote what somebody typed."""
    last = traceback.extract_tb(problem.__traceback__)[-1:]
    place = "".join(f" at {Path(frame.filename).name}:{frame.lineno} in {frame.name}" for frame in last)
    return f"{type(problem).__name__}{place}"
