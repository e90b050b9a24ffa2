"""The closed lists of bookings."""

from django.db.models import TextChoices


class FileKind(TextChoices):
    TABLE = "table", "Spreadsheet (CSV or Excel)"
    CALENDAR = "calendar", "Calendar (iCalendar, .ics)"


class State(TextChoices):
    STANDS = "stands", "Stands"
    CANCELLED = "cancelled", "Cancelled"


class Review(TextChoices):
    """What a person has made of a booking that is marked and has no request. Empty: nothing to look at."""

    OPEN = "open", "To look at"
    ASKED = "asked", "Organiser asked"
    NOT_NEEDED = "not-needed", "Needs no request"
    LATER = "later", "Look again later"


class MatchState(TextChoices):
    PROPOSED = "proposed", "May be the same"
    LINKED = "linked", "Linked"
    NOT_THE_SAME = "not-the-same", "Not the same"


class ChangeState(TextChoices):
    """What became of a changed booking for the request to which it is linked. Empty: there was no request."""

    OPEN = "open", "To look at"
    TAKEN = "taken", "Taken over into the request"
    LEFT = "left", "Request left as it is"
