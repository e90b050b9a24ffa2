"""What the front page tells everybody."""

from dataclasses import dataclass
from datetime import date

from dueregard.kernel.clock import working_days
from dueregard.organisation.models import Unit
from dueregard.procedures.queries import in_force


@dataclass(frozen=True, slots=True)
class LeadTime:
    """How long before the day a provider asks to hear of an event; `days` in words."""

    provider: str
    days: str


def lead_times(today: date) -> list[LeadTime]:
    """Of each provider with a procedure in force; a group has a few, never many."""
    found = []
    for root in Unit.objects.filter(parent=None, closed_on=None).order_by("name")[:10]:
        edition = in_force("events", root, today)
        if edition is not None:
            found.append(LeadTime(root.name, working_days(edition.document.lead_time)))
    return found
