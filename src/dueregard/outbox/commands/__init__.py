"""The only writers of the outbox. Commands of other apps call `queue`; nothing but the worker sends."""

from dueregard.outbox.commands.bulk import hold, queue_in_batches, release, stop
from dueregard.outbox.commands.message import NotQueueable, queue, send_again

__all__ = ["NotQueueable", "hold", "queue", "queue_in_batches", "release", "send_again", "stop"]
