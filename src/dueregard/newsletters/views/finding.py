"""Who asks, and for what: shared by the pages of newsletters, briefings and the law-change log."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere
from dueregard.newsletters.catalogue import WRITE
from dueregard.newsletters.models import Letter
from dueregard.newsletters.queries.letter import letters_for
from dueregard.newsletters.queries.standing import PARTS, providers_of, units_of
from dueregard.organisation.http import PersonRequest
from dueregard.organisation.models import Person


def today() -> date:
    return today_in_london(timezone.now())


def person_of(request: HttpRequest) -> Person:
    person: Person | None = getattr(request, "person", None)
    if person is None:
        raise NotThere
    return person


def letter_of(request: PersonRequest, pk: UUID) -> Letter:
    """A newsletter or briefing of a unit where this person writes or sends; for all others it is not there."""
    person_of(request)
    found = letters_for(request.access).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def way_to(letter: Letter | None = None) -> list[tuple[str, str]]:
    """The breadcrumbs above a page."""
    found = [("Newsletters", reverse("newsletters:list"))]
    if letter is not None:
        found.append((letter.title, reverse("newsletters:letter", args=[letter.pk])))
    return found


def tabs(request: PersonRequest) -> dict[str, Any]:
    """Which pages beside the list this person has."""
    return {
        "keeps_law": bool(providers_of(request.access, WRITE)),
        "has_part": bool(units_of(request.access, *PARTS)),
    }
