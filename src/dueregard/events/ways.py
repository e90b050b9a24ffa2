"""How an organiser came to a page: signed in, or by the link to one request. Gives each its own addresses."""

from dataclasses import dataclass, replace
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from dueregard.accounts.links import find
from dueregard.events.catalogue import HIRER
from dueregard.events.commands.locking import Organiser
from dueregard.events.models import EventRequest
from dueregard.events.queries.visible import may_see, there_is
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotAllowed, NotThere
from dueregard.organisation.models import Person

RELATED = ("unit", "place", "organiser", "edition", "code_version", "main__unit")
OF_A_BODY = ("answer", "appeal", "letter", "letter-pdf")
"""What an organiser does about one of several bodies; all else is about the whole."""


@dataclass(frozen=True, slots=True)
class Way:
    """The organiser who acts, the request, and the token by which they came ('' when signed in)."""

    organiser: Organiser
    request: EventRequest
    token: str = ""

    def to(self, name: str) -> str:
        """The address of one of the organiser's pages for this request."""
        if self.token:
            if name == "request":
                return self.home
            return f"{reverse(f'events:by-link-{name}', args=[self.token])}{self._of(name)}"
        return reverse(f"events:{name}", args=[self.request.pk])

    def _of(self, name: str) -> str:
        """One link leads to the whole: what is about one of several bodies says which."""
        return f"?of={quote(self.request.track)}" if self.request.main_id and name in OF_A_BODY else ""

    def about(self, body: EventRequest) -> "Way":
        """The same way to the pages about one of several bodies."""
        return replace(self, request=body)

    @property
    def home(self) -> str:
        if self.token:
            return reverse("events:by-link", args=[self.token])
        return reverse("events:request", args=[self.request.whole.pk])


def way_of(http: HttpRequest, pk: UUID | None, token: str) -> Way:
    """The organiser's own request. Whoever may see it without being its organiser is told so (`NotAllowed`);
    for all others it is `NotThere`."""
    if token:
        link = find(HIRER, token, timezone.now())
        request = _one(pk=link.about_id) if link else None
        if link is None or request is None:
            raise NotThere
        of = http.GET.get("of", "").replace("\0", "")
        asked = _one(main=request.pk, track=of) if of else request
        if asked is None:
            raise NotThere
        return Way(Organiser(link=str(link.pk), request=request.pk), asked, token)
    person: Person | None = getattr(http, "person", None)
    if person is None or pk is None:
        raise NotThere
    request = _one(pk=pk, organiser=person)
    if request is None:
        may_see(person, pk, today_in_london(timezone.now()))
        raise NotAllowed("Only the organiser of this request can do this.")
    return Way(Organiser(person), request)


def _one(**which: object) -> EventRequest | None:
    return EventRequest.objects.select_related(*RELATED).annotate(**there_is()).filter(**which).first()
