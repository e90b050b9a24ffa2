from datetime import timedelta

import pytest

from dueregard.outbox.commands import NotQueueable, queue
from dueregard.outbox.models import Message
from dueregard.outbox.tasks import deliver
from tests.outbox.steps import ADA, DINNER, NOW, PLAIN, queue_outside


@pytest.mark.django_db
def test_a_message_keeps_codes_and_ids_and_nothing_to_read(world):
    queue(PLAIN, about=DINNER, to=ADA, data={"step": 2, "outcome": "approved"}, at=NOW)
    message = Message.objects.get()
    assert (message.kind, message.about, message.to) == ("tests.decided", DINNER, ADA)
    assert message.data == {"step": 2, "outcome": "approved"}


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["Annual dinner", "ada@ash.example.ac.uk", None, ["x"]])
def test_typed_text_is_never_kept_in_a_message(world, value):
    with pytest.raises(NotQueueable):
        queue(PLAIN, about=DINNER, to=ADA, data={"title": value}, at=NOW)


@pytest.mark.django_db
def test_a_kind_that_no_catalogue_declares_cannot_be_queued():
    with pytest.raises(LookupError, match=r"tests\.unheard"):
        queue("tests.unheard", about=DINNER, to=ADA, at=NOW)


def test_a_message_cannot_be_queued_outside_the_transaction_of_what_it_tells(scratch_database):
    (outcome,) = scratch_database.together((queue_outside,))
    assert outcome.raised == "NotQueueable"


@pytest.mark.django_db
def test_a_message_is_not_sent_before_its_time(world, smtp_sink):
    queue(PLAIN, about=DINNER, to=ADA, not_before=NOW + timedelta(days=2), at=NOW)
    deliver(NOW + timedelta(days=1, hours=23))
    assert smtp_sink.mails == []
    deliver(NOW + timedelta(days=2))
    assert [mail["To"] for mail in smtp_sink.mails] == ["Ada Lovelace <ada@ash.example.ac.uk>"]
