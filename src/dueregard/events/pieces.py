"""The sheets that events itself adds to a request's page."""

from django.urls import reverse

from dueregard.events.queries.record import Record
from dueregard.events.registries import Piece, record_links, record_pieces

ADVICE = 50


def advice_piece(record: Record) -> Piece | None:
    """Who was asked for advice, what they wrote and who has not written: for those at work, never the organiser."""
    return Piece("events/_advice.html", record.advice, ADVICE) if record.advice else None


def advice_links(record: Record) -> list[tuple[str, str]]:
    asked = any(each.is_open and record.reader in each.missing for each in record.advice)
    return [("Write your advice", reverse("events:advise", args=[record.request.pk]))] if asked else []


def register() -> None:
    """Called once, when the app is ready."""
    record_pieces.register(advice_piece)
    record_links.register(advice_links)
