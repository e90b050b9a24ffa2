"""Puts the signed-in person and what they may do on the request."""

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from dueregard.kernel.dates import today_in_london
from dueregard.organisation import access
from dueregard.organisation.memory import remembering
from dueregard.organisation.models import Person


class PersonOnRequest:
    """`request.person` (None when signed out, or for an account that belongs to nobody, or to one who has left)
    and `request.access`, each found when first asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        today = today_in_london(timezone.now())
        request.person = _person(request, today)  # type: ignore[attr-defined]
        request.access = SimpleLazyObject(lambda: _access(request, today))  # type: ignore[attr-defined]
        with remembering():
            return self.get_response(request)


def _person(request: HttpRequest, today: date) -> Person | None:
    person: Person | None = getattr(request.user, "person", None)
    if person is None or person.has_left(today):
        return None
    access.remember_on(person)
    return person


def _access(request: HttpRequest, today: date) -> access.Access:
    person: Person | None = request.person  # type: ignore[attr-defined]
    return access.access_of(person, today) if person else access.Access(today, (), several_roots=False)
