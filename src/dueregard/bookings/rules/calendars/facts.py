"""Plain facts in the description of a calendar's event, where a booking system writes them as 'Label: value' lines.

Nothing else of a description is kept: it may name anybody.
"""

from dataclasses import dataclass

from dueregard.bookings.rules.lines import PlaceIsWrong, shown_text
from dueregard.bookings.rules.tables.columns import CODE_OF
from dueregard.events.rules.bringing_in import cells
from dueregard.events.rules.bringing_in.layout import plain

MOST_LINES = 60


@dataclass(slots=True)
class Facts:
    people: int | None = None
    public: bool | None = None
    external: bool | None = None
    body: str = ""
    contact_name: str = ""
    contact_email: str = ""


def facts_in(description: str) -> Facts:
    """What the description says in lines such as 'Expected: 120'. What cannot be read is as if it were not there."""
    found = Facts()
    for line in description.split("\n")[:MOST_LINES]:
        label, colon, value = line[:300].partition(":")
        code = CODE_OF.get(plain(label)) if colon and len(label) < 40 else None
        if code in ("people", "public", "external", "body", "contact_name", "contact_email"):
            _put(found, code, value.strip())
    return found


def _put(found: Facts, code: str, text: str) -> None:
    try:
        if code == "people":
            found.people = cells.number(text, text)
        elif code in ("public", "external"):
            setattr(found, code, cells.yes_or_no(text, text))
        elif code == "contact_email":
            found.contact_email = cells.address(text)
        else:
            setattr(found, code, shown_text(text, 200))
    except (cells.CellIsWrong, PlaceIsWrong):
        return
