"""Who can see to a mitigation or a condition: the organiser, or a post that exists from the unit upwards."""

from dueregard.events.models import EventRequest
from dueregard.events.rules.risk import ORGANISER, POST
from dueregard.organisation.models import Post


def owner_choices(request: EventRequest) -> list[tuple[str, str]]:
    """('organiser', 'The organiser'), then ('post:head-of-security', 'Head of Security') and so on. One query."""
    units = [pk for unit in (request.unit, request.place) if unit is not None for pk in unit.lineage]
    posts = Post.objects.filter(unit__in=units).order_by("kind__title", "kind__code")
    found = posts.values_list("kind__code", "kind__title").distinct()
    return [(ORGANISER, "The organiser"), *((f"{POST}{code}", title) for code, title in found)]
