"""What the views of exchange share."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from dueregard.exchange.queries.visible import has_to_do_with_exchange
from dueregard.kernel.errors import NotThere
from dueregard.organisation.models import Person


def insider(http: HttpRequest) -> Person:
    """Somebody who sends or brings in; for all others these pages do not exist."""
    person: Person | None = getattr(http, "person", None)
    if person is None or not has_to_do_with_exchange(person):
        raise NotThere
    return person


def crumbs() -> list[tuple[str, str]]:
    return [("Exchange", reverse("exchange:list"))]
