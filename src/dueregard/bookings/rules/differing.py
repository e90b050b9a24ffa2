"""What a booking says otherwise than before, or than its request."""

from collections.abc import Mapping
from datetime import date, time

from dueregard.bookings.rules.matching import same_room

MATERIAL = ("title", "venue", "day", "last_day", "starts", "ends", "people")
"""What matters to a request. Another title may mean another speaker."""
TAKEN_OVER = ("venue", "day", "last_day", "starts", "ends", "people")
"""What can be taken over into a request. Its title is its organiser's."""
LABELS = {
    "title": "Title", "venue": "Room", "day": "Day", "last_day": "Last day", "starts": "Starts", "ends": "Ends",
    "people": "People",
}  # fmt: skip


def as_json(value: object) -> object:
    """A value as JSON holds it."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else value


def material(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """The fields that matter and that differ."""
    return [name for name in MATERIAL if before.get(name) != after.get(name)]


def differences(booking: Mapping[str, object], request: Mapping[str, object]) -> list[str]:
    """Where a booking says something else than its request. What the booking does not say is no difference, nor a room
    under a longer name, nor an end that the request never gave, nor time to set up before."""
    found = []
    for name in TAKEN_OVER:
        ours, theirs = booking.get(name), request.get(name)
        if ours is None or ours == "" or ours == theirs:
            continue
        if name == "venue" and same_room(str(ours), str(theirs or "")):
            continue
        if name in ("ends", "last_day") and theirs is None:
            continue
        if name == "starts" and _sets_up(booking, theirs):
            continue
        found.append(name)
    return found


def _sets_up(booking: Mapping[str, object], starts: object) -> bool:
    """Whether the room is booked from up to two hours before the event until after its start."""
    begins, ends = booking.get("starts"), booking.get("ends")
    if not isinstance(begins, time) or not isinstance(starts, time) or begins > starts:
        return False
    early = (starts.hour - begins.hour) * 60 + starts.minute - begins.minute
    return early <= 120 and (not isinstance(ends, time) or ends > starts or ends < begins)
