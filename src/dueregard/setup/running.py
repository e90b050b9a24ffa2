"""The demonstration as one command: its surroundings, and the web server and the worker as its children."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
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


class Children:
    """The web server and the worker: started together, stopped together."""

    def __init__(self, commands: Sequence[Sequence[str]]) -> None:
        self._told = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._tell)
        # A group of their own: Ctrl-C on the terminal reaches only us, and we stop them in order.
        self._processes = [
            subprocess.Popen([sys.executable, "-m", "dueregard", *command], start_new_session=True)  # noqa: S603
            for command in commands
        ]

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
        return any(process.poll() is not None for process in self._processes)

    def stop(self) -> None:
        """Ask all to stop, and wait; whoever does not in time is ended."""
        for process in self._processes:
            if process.poll() is None:
                process.terminate()
        end = time.monotonic() + STOPPING_SECONDS
        for process in self._processes:
            try:
                process.wait(timeout=max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
