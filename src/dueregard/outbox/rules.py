"""When a message is tried again, and what may stand in a header."""

import re
import unicodedata
from datetime import timedelta
from hashlib import sha256

FAULTS_UNTIL_PARKED = 5
LEASE = timedelta(minutes=10)
BATCH = 500
"""How many recipients are given to the outbox at once, where one thing is told to thousands."""

_MESSAGE = (timedelta(minutes=1), timedelta(hours=1))
_SERVER = (timedelta(seconds=10), timedelta(minutes=5))
_FORMAT = {"Cc", "Cf", "Zl", "Zp", "Cs"}


def wait_for_message(tries: int, seed: str) -> timedelta:
    """How long a message rests after its `tries`-th failure: from a minute, doubled up to an hour, for ever."""
    return _backoff(_MESSAGE, tries, seed)


def wait_for_server(tries: int, seed: str) -> timedelta:
    """How long all mail rests after the server did not answer: from ten seconds, doubled up to five minutes."""
    return _backoff(_SERVER, tries, seed)


def _backoff(bounds: tuple[timedelta, timedelta], tries: int, seed: str) -> timedelta:
    """Give or take a fifth, the same for the same seed and try: many that failed together come back apart."""
    first, longest = bounds
    digest = sha256(f"{seed} {tries}".encode()).digest()
    spread = 0.8 + 0.4 * int.from_bytes(digest[:2]) / 0xFFFF
    doublings: int = 2 ** min(max(tries - 1, 0), 20)
    return min(first * doublings, longest) * spread


def batch_at(place: int) -> int:
    """The number of the batch, from 1, in which the recipient at a place, from 0, stands."""
    return place // BATCH + 1


def batches_in(total: int) -> range:
    """The numbers of the batches of so many recipients."""
    return range(1, batch_at(total - 1) + 1) if total else range(0)


def one_line(text: str) -> str:
    """Text as it may stand in a header: control, format and line-separating characters become spaces, and
    spaces are folded (security.md T20: the number of headers never depends on what was typed)."""
    kept = "".join(" " if unicodedata.category(each) in _FORMAT else each for each in text)
    return re.sub(r"\s+", " ", kept).strip()


def why_not_send_again(state: str) -> list[str]:
    """Only a message that gave up, or that was given up, can be tried again by hand."""
    if state == "sent":
        return ["This message was already sent."]
    if state == "queued":
        return ["This message is still waiting to be sent."]
    if state == "held":
        return ["This message is held back. Whoever sends it lets it go on its own page."]
    return []
