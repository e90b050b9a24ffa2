"""The demonstration as one command: its surroundings, and the web server and the worker as its children."""

import multiprocessing
import os
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from types import FrameType

from dueregard.kernel.cli import CommandRefused

LOOPBACK = ("127.0.0.1", "::1", "localhost")
KEPT = {"DUEREGARD_VAR", "DUEREGARD_LOG"}
STOPPING_SECONDS = 15
STARTING_SECONDS = 60


def surround(*, folder: str, port: int) -> None:
    """Settings of a demonstration, before any are read: never those of a live installation that happen to be set."""
    if os.environ.get("DUEREGARD_MODE") != "test":
        for name in [each for each in os.environ if each.startswith("DUEREGARD_") and each not in KEPT]:
            del os.environ[name]
        os.environ["DUEREGARD_MODE"] = "demo"
    os.environ.setdefault("DUEREGARD_VAR", folder)
    os.environ.setdefault("DUEREGARD_BASE_URL", f"http://127.0.0.1:{port}")


def why_not_listen(port: int) -> list[str]:
    """Whether the port is free, found out before a minute of loading."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            return [f"Port {port} may not be used by you. Choose one above 1023: make demo PORT=8001"]
        except OSError:
            return [f"Port {port} is in use already. Choose another: make demo PORT={port + 1}"]
    return []


def apart(part: Callable[[], None]) -> None:
    """Do `part` in a fork that ends with it, and wait. Typesetting starts threads that no later fork of the same process
    would have: the web server could not typeset any more."""
    process = multiprocessing.get_context("fork").Process(target=part)
    process.start()
    process.join()
    if process.exitcode:
        raise CommandRefused("A part of the demonstration could not be made; the lines above say why.")


class Children:
    """The web server and the worker: started together, stopped together.

    They are forks of this process, which has loaded the program already: that halves the time of a start.
    """

    def __init__(self, parts: Sequence[Callable[[], None]]) -> None:
        self._told = False
        fork = multiprocessing.get_context("fork")
        self._processes = [fork.Process(target=_alone, args=(part,)) for part in parts]
        for process in self._processes:
            process.start()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._tell)

    def _tell(self, number: int, frame: FrameType | None) -> None:
        self._told = True

    def wait_until_it_answers(self, url: str) -> bool:
        """Whether the pages answer; False when a child ended or we were told to stop before."""
        end = time.monotonic() + STARTING_SECONDS
        while time.monotonic() < end and not self._told and not self._ended():
            try:
                with urllib.request.urlopen(url, timeout=5):  # noqa: S310 (our own address)
                    return True
            except urllib.error.HTTPError:
                return True
            except OSError:
                time.sleep(0.05)
        return False

    def watch(self) -> None:
        """Return when told to stop; refuse when a child ends by itself."""
        while not self._told:
            if self._ended():
                raise CommandRefused("A part of the demonstration ended by itself; the lines above say why.")
            time.sleep(0.2)

    def _ended(self) -> bool:
        return any(not process.is_alive() for process in self._processes)

    def stop(self) -> None:
        """Ask all to stop, and wait; whoever does not in time is ended."""
        for process in self._processes:
            process.terminate()
        end = time.monotonic() + STOPPING_SECONDS
        for process in self._processes:
            process.join(timeout=max(0.1, end - time.monotonic()))
            if process.is_alive():
                process.kill()
                process.join()


def _alone(part: Callable[[], None]) -> None:
    """Run one part in a session of its own: Ctrl-C on the terminal reaches only us, and we stop all in order."""
    os.setsid()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    part()
