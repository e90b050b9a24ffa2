"""The codes of bookings and their wording."""

from dueregard.kernel.catalogue import (
    LedgerAction,
    MessageKind,
    Permission,
    ledger_actions,
    message_kinds,
    permissions,
)

READ = permissions.declare(Permission("bookings.read", "see the bookings of the unit and below")).code
IMPORT = permissions.declare(
    Permission("bookings.import", "keep sources of bookings and bring their files in")
).code
MATCH = permissions.declare(
    Permission("bookings.match", "say which booking belongs to which event request")
).code
REVIEW = permissions.declare(
    Permission("bookings.review", "look at bookings without an event request and write to whoever booked")
).code
ANY = (READ, IMPORT, MATCH, REVIEW)


def _action(code: str, label: str, **data: type) -> str:
    return ledger_actions.declare(LedgerAction(f"bookings.{code}", label, data)).code


SOURCE_MADE = _action("source-made", "Source of bookings made", unit=str)
SOURCE_CHANGED = _action("source-changed", "Source of bookings changed", fields=int)
IMPORTED = _action(
    "imported", "Bookings brought in", came=int, changed=int, gone=int, unchanged=int, refused=int
)
SWEPT = _action(
    "swept", "Bookings compared with requests", linked=int, proposed=int, to_look_at=int, closed=int
)
LINKED = _action("linked", "Booking linked with a request", request=str)
UNLINKED = _action("unlinked", "Booking no longer linked with a request", request=str)
NOT_THE_SAME = _action("not-the-same", "Booking is not this request", request=str)
ASKED_AGAIN = _action("may-be-the-same", "Booking may be this request after all", request=str)
LETTER_SENT = _action("letter-sent", "Letter sent to whoever booked", letter=str)
NOT_NEEDED = _action("not-needed", "Booking needs no request")
LATER = _action("look-later", "Booking to be looked at later", until=str)
LOOK_AGAIN = _action("look-again", "Booking to be looked at again")
CHANGE_TAKEN = _action("change-taken", "Changed booking taken over into its request", request=str, fields=int)
CHANGE_LEFT = _action("change-left", "Request left as it is although its booking changed", request=str)
FORGOTTEN = _action("contacts-forgotten", "Contacts of past bookings removed", bookings=int)

LETTER = message_kinds.declare(MessageKind("bookings.letter", "A letter to whoever booked a room")).code
