"""What may stand in the ledger, and how an entry is hashed."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from dueregard.kernel.catalogue import LedgerAction
from dueregard.kernel.plain import why_not_plain
from dueregard.kernel.refs import Actor, Ref

VERSION = "dueregard-ledger-1"
SEPARATOR = "\x1f"
EMPTY = "0" * 64
"""What stands for the hash before the first entry."""


def why_not_record(
    action: LedgerAction, *, by: Actor, on: Ref, data: Mapping[str, object], in_transaction: bool
) -> list[str]:
    """Faults of the program that asks, not of a person: `record` raises on any."""
    reasons = []
    if not in_transaction:
        reasons.append("An entry belongs to the transaction of what it records; none is open.")
    columns = {"actor": by.ref, "post": by.post, "subject type": on.type, "subject id": on.id}
    for name, text in columns.items():
        reasons += [f"The {name}: {why}" for why in why_not_plain(text)]
    if not (by.ref and on.type and on.id):
        reasons.append("An entry names its actor and its subject.")
    for key, value in data.items():
        reasons += _why_not_fact(action, key, value)
    return reasons


def _why_not_fact(action: LedgerAction, key: str, value: object) -> list[str]:
    declared = action.data.get(key)
    if declared is None:
        return [f"{action.code} declares no fact {key!r}."]
    if not isinstance(value, declared) or (isinstance(value, bool) and declared is not bool):
        return [f"{action.code} declares {key!r} as {declared.__name__}, not {type(value).__name__}."]
    return [f"{action.code}, {key!r}: {why}" for why in why_not_plain(value)]


def moment_text(at: datetime) -> str:
    """An aware moment as the ledger writes it: '2026-11-22T02:57:42.000000Z'."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def hash_of(columns: Sequence[str]) -> str:
    """The hash of one entry: SHA-256, in hex, over the version and all columns but `hash`, as stored (seq as
    decimal text, prev last), joined by U+001F."""
    return hashlib.sha256(SEPARATOR.join((VERSION, *columns)).encode()).hexdigest()
