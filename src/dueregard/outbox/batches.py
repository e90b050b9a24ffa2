"""One thing told to thousands: in batches, after all other mail, and how far it has come.

The app that sends keeps a row for each recipient, with the number of its batch; the outbox is given one message for
each batch, and asks for the recipients of a batch when it comes to it. A batch is known as `type` and 'id:number',
where the id is that of the whole.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from dueregard.kernel.refs import Ref
from dueregard.outbox.models import Message
from dueregard.outbox.rules import batches_in

State = Message.State


@dataclass(frozen=True, slots=True)
class Whole:
    """Something sent in batches: the type of its batches, its id, and how many recipients it has."""

    type: str
    id: UUID
    total: int

    def batches(self) -> list[Ref]:
        return [Ref(self.type, f"{self.id}:{number}") for number in batches_in(self.total)]

    def messages(self) -> QuerySet[Message]:
        """Those of its batches and of its recipients."""
        return Message.objects.filter(about_id__in=[each.id for each in self.batches()], about_type=self.type)


def whole_and_number(about: Ref) -> tuple[UUID, int]:
    """Of a batch: the id of the whole, and which batch it is, from 1."""
    whole, _, number = about.id.partition(":")
    return UUID(whole), int(number)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many mails have gone, wait, and could not be sent (parked, stopped, or nobody to send to any more)."""

    total: int
    sent: int
    not_sent: int

    @property
    def waiting(self) -> int:
        return max(self.total - self.sent - self.not_sent, 0)

    @property
    def is_done(self) -> bool:
        return not self.waiting


def progress_of(whole: Whole) -> Progress:
    """From the outbox's own rows, with one query. What is held back waits; a batch that was stopped before its turn is
    not among the rows of recipients, so that the app says how many of those there were."""
    rows = whole.messages().exclude(to_type="").order_by()
    states = dict(rows.values_list("state").annotate(count=Count("pk")))
    lost = states.get(State.PARKED, 0) + states.get(State.DROPPED, 0)
    return Progress(total=whole.total, sent=states.get(State.SENT, 0), not_sent=lost)
