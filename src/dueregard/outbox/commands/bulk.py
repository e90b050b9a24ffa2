"""Queueing in batches, and holding back, letting go and stopping what was queued so. All within the caller's
transaction; who may do it, and its entry in the ledger, are for the caller."""

from datetime import datetime

from django.db.models import Q

from dueregard.kernel.catalogue import MessageKind
from dueregard.outbox.batches import Whole
from dueregard.outbox.commands.message import queue
from dueregard.outbox.models import Message

State = Message.State


def queue_in_batches(kind: MessageKind | str, whole: Whole, *, at: datetime) -> None:
    """A message for each batch; they wait until no other mail does."""
    for about in whole.batches():
        queue(kind, about=about, at=at, bulk=True)


def hold(whole: Whole) -> None:
    """Nothing more of it is sent until it is let go; a mail that is being handed over may still go."""
    _settle(whole, Q(state=State.QUEUED), State.HELD)


def release(whole: Whole) -> None:
    _settle(whole, Q(state=State.HELD), State.QUEUED)


def stop(whole: Whole) -> None:
    """Nothing more of it is ever sent."""
    _settle(whole, Q(state__in=[State.QUEUED, State.HELD]), State.DROPPED, why="stopped")


def _settle(whole: Whole, which: Q, state: str, why: str = "") -> None:
    """The batches are locked first: one that is being given its recipients just now is waited for, so that the second
    statement sees them."""
    list(whole.messages().filter(to_type="").select_for_update().values_list("pk"))
    whole.messages().filter(which).update(state=state, last_error=why)
