"""Reading and verifying the ledger."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from dueregard.kernel.refs import Ref
from dueregard.ledger import guards
from dueregard.ledger.chain import ROWS, Fault, Mark, Row, Walk, walk
from dueregard.ledger.checkpoints import Checkpoint
from dueregard.ledger.models import Entry, Head

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the whole ledger found. `root` is the last good entry's hash."""

    rows: int
    root: str
    fault: Fault | None
    seconds: float


def entries_about(ref: Ref) -> QuerySet[Entry]:
    """The entries about one thing, oldest first."""
    return Entry.objects.filter(subject_type=ref.type, subject_id=ref.id).order_by("seq")


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
    head = Head.objects.filter(pk=1).first()
    if head is None:
        return Walk(0, "", Fault(0, "The head of the ledger is missing."))
    marks = {head.seq: Mark(head.hash, "the head")} if head.seq else {}
    if checkpoint and checkpoint.size:
        marks[checkpoint.size] = Mark(checkpoint.root, "the checkpoint")
    with chunks_of_rows() as chunks:
        return walk(_telling(chunks, progress) if progress else chunks, marks)


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
