"""The worker's job: deliver what is due."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TypeVar

from dueregard.kernel.work import where
from dueregard.outbox.commands import delivery, server
from dueregard.outbox.mails import NotToBeSent, compose, handler_of
from dueregard.outbox.models import MailServer, Message
from dueregard.outbox.post import Post, PutOff, Rejected, ServerDown, post

BITE = 50
SECONDS = 60
T = TypeVar("T")
log = logging.getLogger("dueregard.outbox")


def deliver(now: datetime) -> int:
    """Give messages their recipients and send what is due; answers how many messages were worked on."""
    done = _give_recipients(now)
    line = post()
    until = time.monotonic() + SECONDS
    try:
        while done < BITE and time.monotonic() < until and not _rests(now):
            message = delivery.lease(now=now)
            if message is None:
                break
            done += _send(message, line, now)
    finally:
        line.close()
    return done


def _rests(now: datetime) -> bool:
    known = MailServer.objects.filter(pk=1).first()
    return known is not None and known.rests(now)


def _give_recipients(now: datetime) -> int:
    waiting = list(delivery.due(now).filter(to_type="")[:BITE])
    for message in waiting:
        _guarded(message, now, partial(_expand, message, now))
    return len(waiting)


def _expand(message: Message, now: datetime) -> None:
    delivery.give_recipients(message, handler_of(message).recipients, now=now)


def _send(message: Message, line: Post, now: datetime) -> int:
    """1 when the message was dealt with, 0 when the server is down: the message keeps its place."""
    letter = _guarded(message, now, partial(compose, message))
    if letter is None:
        return 1
    try:
        line.open()
        line.send(message, letter)
    except ServerDown as problem:
        server.server_failed(why=str(problem), now=now)
        delivery.give_back(message)
        log.warning("The mail server does not answer: %s", problem)
        return 0
    except Rejected as problem:
        delivery.park(message, why=str(problem))
        log.warning("Message %s was rejected and is parked: %s", message.pk, problem)
    except PutOff as problem:
        delivery.try_later(message, why=str(problem), now=now)
    else:
        delivery.mark_sent(message, now=now)
        server.server_answers()
    return 1


def _guarded(message: Message, now: datetime, step: Callable[[], T]) -> T | None:
    """The step's value; None when it raised, which is then this message's business and nobody else's."""
    try:
        return step()
    except NotToBeSent as reason:
        (delivery.park if reason.park else delivery.drop)(message, why=reason.why)
    except Exception as problem:  # a handler of another app: whatever it raises must not stop the others
        delivery.blame(message, why=type(problem).__name__[:64], now=now)
        log.error("Message %s of kind %s failed: %s", message.pk, message.kind, where(problem))
    return None
