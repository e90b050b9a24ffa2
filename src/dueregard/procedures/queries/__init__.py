"""What pages and other apps ask of procedures."""

from dueregard.procedures.editions import in_force, label, versions_in_force
from dueregard.procedures.queries.gap import gaps, gaps_of
from dueregard.procedures.queries.page import (
    compare,
    is_member,
    listing,
    plain,
    state_of,
    stated,
    units_of,
    waiting,
)
from dueregard.procedures.queries.track import tracks_that_lead_nowhere
from dueregard.procedures.queries.version import (
    above,
    check_text,
    conflicts_below,
    list_rows,
    mistakes_in,
    open_draft,
    post_titles,
    versions,
    versions_of,
)

__all__ = [
    "above",
    "check_text",
    "compare",
    "conflicts_below",
    "gaps",
    "gaps_of",
    "in_force",
    "is_member",
    "label",
    "list_rows",
    "listing",
    "mistakes_in",
    "open_draft",
    "plain",
    "post_titles",
    "state_of",
    "stated",
    "tracks_that_lead_nowhere",
    "units_of",
    "versions",
    "versions_in_force",
    "versions_of",
    "waiting",
]
