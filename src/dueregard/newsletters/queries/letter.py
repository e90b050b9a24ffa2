"""Letters: those at work, and the archive of what was sent."""

from django.db.models import Q, QuerySet

from dueregard.newsletters.catalogue import SEND, WRITE
from dueregard.newsletters.models import Letter, Sending, State
from dueregard.organisation.access import Access
from dueregard.organisation.models import Person, Unit


def letters_for(access: Access) -> QuerySet[Letter]:
    """Those of units where this person writes or sends, whatever saved last first."""
    rows = Letter.objects.exclude(state=State.DISCARDED).select_related(
        "unit", "written_by", "looked_by", "sending"
    )
    mine = access.units_where(WRITE).filter(rows) | access.units_where(SEND).filter(rows)
    return mine.order_by("-written_at", "-id")


def archive_for(person: Person | None) -> QuerySet[Sending]:
    """What was sent and may be read: what is public, and for people of a provider all of its own."""
    rows = Sending.objects.select_related("letter__unit").defer("text").order_by("-at", "-id")
    seen = Q(letter__public=True)
    if person is not None:
        seen |= Q(letter__unit__path__startswith=f"{person.unit.root_id.hex}.")
    return rows.filter(seen)


def of_provider(rows: QuerySet[Sending], provider: Unit) -> QuerySet[Sending]:
    return rows.filter(letter__unit__path__startswith=provider.path)
