"""iCalendar: feeds that people subscribe to, and invitations that come by mail.

No feed ever names attendees or organisers. An invitation names its one recipient, to whom it goes, and the mailbox of
the provider, as RFC 5546 asks; nobody else.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from icalendar import Calendar, Event, Parameters, Timezone, vCalAddress, vText, vUri

from dueregard.kernel.dates import LONDON

# The clocks' rules since 1996 (Summer Time Order 2002): the last Sundays of March and October, at 01:00 GMT.
_LONDON_RULES = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True, slots=True)
class CalendarItem:
    """Either `day` (an all-day item) or aware `starts` and `ends`. `uid` is stable and unique everywhere, such as
    'events.request-8c1f@northmoor.example'; `updated` is the aware moment of the last change."""

    uid: str
    summary: str
    updated: datetime
    starts: datetime | None = None
    ends: datetime | None = None
    day: date | None = None
    location: str = ""
    description: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Invited:
    """`method` is REQUEST or CANCEL. `sequence` grows with each change of the entry: a client keeps the highest.
    `sender` and `recipient` are bare e-mail addresses."""

    method: Literal["REQUEST", "CANCEL"]
    sequence: int
    sender: str
    recipient: str


def invitation(item: CalendarItem, invited: Invited) -> bytes:
    """One entry for one calendar. The same `uid` with a higher `sequence` changes it there, or takes it away."""
    calendar = Calendar()
    calendar.add("prodid", "-//Due Regard//EN")
    calendar.add("version", "2.0")
    calendar.add("method", invited.method)
    calendar.add_component(Timezone.from_ical(_LONDON_RULES))
    event = _event(item)
    event.add("sequence", invited.sequence)
    event.add("status", "CANCELLED" if invited.method == "CANCEL" else "CONFIRMED")
    event.add("organizer", vCalAddress(f"mailto:{_one_line(invited.sender)}"))
    attendee = vCalAddress(f"mailto:{_one_line(invited.recipient)}")
    attendee.params = Parameters({"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    event.add("attendee", attendee)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def feed(name: str, items: Iterable[CalendarItem]) -> bytes:
    """A published calendar, times in Europe/London with its rules. Equal items give equal bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Due Regard//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(_clean(name)))
    calendar.add("refresh-interval", vText("PT1H"), parameters={"VALUE": "DURATION"})
    calendar.add_component(Timezone.from_ical(_LONDON_RULES))
    for item in items:
        calendar.add_component(_event(item))
    return bytes(calendar.to_ical())


def _event(item: CalendarItem) -> Event:
    event = Event()
    event.add("uid", vText(_one_line(item.uid)))
    event.add("dtstamp", item.updated)
    event.add("last-modified", item.updated)
    event.add("summary", vText(_one_line(item.summary)))
    if item.day is not None:
        event.add("dtstart", item.day)
        event.add("dtend", item.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    elif item.starts is not None:
        event.add("dtstart", item.starts.astimezone(LONDON))
        event.add("dtend", (item.ends or item.starts).astimezone(LONDON))
    else:
        raise ValueError("A calendar item needs a day or a start.")
    for key, text in (("location", _one_line(item.location)), ("description", _clean(item.description))):
        if text:
            event.add(key, vText(text))
    if item.url:
        event.add("url", vUri("".join(item.url.split())))
    return event


def _clean(text: str) -> str:
    """Text without control characters but line ends: RFC 5545 allows no other, and each becomes a visible mark."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if each not in "\n\t" and unicodedata.category(each) == "Cc" else each
        for each in text
    )


def _one_line(text: str) -> str:
    return " ".join(_clean(text).split())
