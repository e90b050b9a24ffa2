import json
import logging

import pytest

from dueregard.kernel.catalogue import Book, LedgerAction, Permission
from dueregard.kernel.errors import Refused, refuse_if
from dueregard.kernel.logs import JsonLines
from dueregard.kernel.registries import Registry


def test_a_code_that_was_not_declared_cannot_be_used() -> None:
    book: Book[Permission] = Book("permission")
    with pytest.raises(LookupError, match=r"No permission 'events.decide' is declared"):
        book["events.decide"]
    assert "events.decide" not in book


def test_a_code_is_declared_once_with_one_meaning() -> None:
    book: Book[Permission] = Book("permission")
    decide = book.declare(Permission("events.decide", "decide"))
    assert book.declare(Permission("events.decide", "decide")) == decide
    with pytest.raises(ValueError, match="declared twice"):
        book.declare(Permission("events.decide", "refuse"))
    assert book["events.decide"] == decide


def test_declarations_come_in_the_order_of_their_codes() -> None:
    book: Book[LedgerAction] = Book("ledger action")
    for code in ("b", "a"):
        book.declare(LedgerAction(code, code))
    assert [entry.code for entry in book] == ["a", "b"]


def test_registering_twice_is_harmless() -> None:
    registry = Registry()
    for entry in ("one", "two", "one"):
        registry.register(entry)
    assert list(registry) == ["one", "two"]


def test_nothing_is_refused_without_a_reason() -> None:
    refuse_if([])
    with pytest.raises(Refused) as refusal:
        refuse_if(reason for reason in ("Too late.", "Not yours."))
    assert refusal.value.reasons == ["Too late.", "Not yours."]


def test_nothing_typed_can_forge_a_line_of_the_log() -> None:
    forged = 'x\n{"at": "now"}\u2028\x1b[31m'
    line = JsonLines().format(logging.LogRecord("dueregard", 30, "", 1, "said %s", (forged,), None))
    assert len(line.splitlines()) == 1
    assert line.isascii()
    assert json.loads(line)["text"] == f"said {forged}"
