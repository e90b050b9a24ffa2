"""The worker: one loop over the jobs that apps registered, until it is told to stop."""

import logging
import os
import signal
import socket
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from threading import Event
from types import FrameType

from django.db import close_old_connections, connection

from dueregard.kernel.work import Job, jobs, where
from dueregard.timers import commands

PAUSE_SECONDS = 1.0
BEAT = timedelta(seconds=15)
log = logging.getLogger("dueregard.worker")


def utc_now() -> datetime:
    return datetime.now(UTC)


def work(
    *,
    once: bool = False,
    todo: Iterable[Job] = jobs,
    clock: Callable[[], datetime] = utc_now,
    stop: Event | None = None,
    begun: Callable[[], None] | None = None,
) -> None:
    """Run what is due, again and again; with `once`, until nothing more is due. SIGTERM and Ctrl-C end it between
    two jobs: what is begun is finished. `begun` is called when it listens to them."""
    stop = stop or _stop_on_signal()
    if begun:
        begun()
    name, started = f"{socket.gethostname()}:{os.getpid()}"[:64], clock()
    beaten = None
    while not stop.is_set():
        if not connection.in_atomic_block:  # as it is in a test
            close_old_connections()
        now = clock()
        done = sum(_do(job, now, stop) for job in todo)
        if once and not done:
            return
        if not once and (beaten is None or now - beaten >= BEAT):
            _beat(name, started, now)
            beaten = now
        if not done:
            stop.wait(PAUSE_SECONDS)


def _do(job: Job, now: datetime, stop: Event) -> int:
    if stop.is_set():
        return 0
    try:
        return job.run(now)
    except Exception as problem:  # the database may be gone for a moment; the loop must live
        log.error("Job %s failed: %s", job.code, where(problem))
        return 0


def _beat(name: str, started: datetime, now: datetime) -> None:
    try:
        commands.seen(name, started=started, now=now)
    except Exception as problem:  # as above
        log.error("The heartbeat failed: %s", where(problem))


def _stop_on_signal() -> Event:
    stop = Event()

    def told(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    return stop
