"""Verifying the whole ledger. Needs settings and a connection only, no models: it starts fast and stays small."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from django.db import DatabaseError, connection, transaction

from dueregard.ledger import guards
from dueregard.ledger.chain import ROWS, Fault, Mark, Row, Walk, walk
from dueregard.ledger.checkpoints import Checkpoint

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the whole ledger found. `root` is the last good entry's hash."""

    rows: int
    root: str
    fault: Fault | None
    seconds: float


def verify(checkpoint: Checkpoint | None = None, *, progress: Callable[[int], None] | None = None) -> Verdict:
    """Check the triggers, every entry of the chain, the head and, where given, a checkpoint kept elsewhere.

    Streams: memory does not grow with the ledger. Entries appended meanwhile do no harm, as the head is read
    first. `progress` is told the number of entries so far.
    """
    started = perf_counter()
    try:
        found = _walk(checkpoint, progress)
    except DatabaseError as problem:
        found = Walk(0, "", Fault(0, f"The database cannot read the ledger: {problem}."))
    if found.fault is None and missing_guards():
        names = ", ".join(missing_guards())
        found = Walk(
            found.rows, found.root, Fault(0, f"The database no longer guards the ledger: {names} is missing.")
        )
    return Verdict(found.rows, found.root, found.fault, perf_counter() - started)


def _walk(checkpoint: Checkpoint | None, progress: Callable[[int], None] | None) -> Walk:
    head = _head()
    if head is None:
        return Walk(0, "", Fault(0, "The head of the ledger is missing."))
    marks = {head[0]: Mark(head[1], "the head")} if head[0] else {}
    if checkpoint and checkpoint.size:
        marks[checkpoint.size] = Mark(checkpoint.root, "the checkpoint")
    with chunks_of_rows() as chunks:
        return walk(_telling(chunks, progress) if progress else chunks, marks)


def _head() -> tuple[int, str] | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM ledger_head WHERE id = 1")
        found: tuple[int, str] | None = cursor.fetchone()
    return found


def _telling(chunks: Iterator[list[Row]], progress: Callable[[int], None]) -> Iterator[list[Row]]:
    count = 0
    for chunk in chunks:
        yield chunk
        count += len(chunk)
        progress(count)


@contextmanager
def chunks_of_rows() -> Iterator[Iterator[list[Row]]]:
    """The ledger's rows as tuples of text, by a cursor that holds few at a time on either database."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.chunked_cursor() as cursor:
            cursor.execute(ROWS)
            yield iter(lambda: cursor.fetchmany(CHUNK), [])
    else:  # no transaction: on SQLite it would hold up every writer; one SELECT sees one state anyway
        with connection.cursor() as cursor:
            cursor.execute(ROWS)
            yield iter(lambda: cursor.fetchmany(CHUNK), [])


def missing_guards() -> list[str]:
    """The triggers that should be there and are not (or, on PostgreSQL, do not always fire)."""
    with connection.cursor() as cursor:
        cursor.execute(guards.PRESENT[connection.vendor])
        present = {row[0] for row in cursor.fetchall()}
    return [name for name in guards.TRIGGERS[connection.vendor] if name not in present]
