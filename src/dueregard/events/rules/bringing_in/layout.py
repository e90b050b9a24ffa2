"""Where a sheet's table begins, and which of its columns says what."""

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from dueregard.documents.tables import Row, Sheet, column_letter
from dueregard.kernel.text import tidy

LOOKED_THROUGH = 40
SURE = 9
"""Three exact names and more: the lines below need not be looked through."""
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Field:
    """What a register can say, and the names under which providers keep it, the plainest first."""

    code: str
    label: str
    names: tuple[str, ...]
    needed: bool = False


FIELDS = (
    Field("title", "Title of the event",
          ("event title", "title", "event name", "name of event", "title of event", "event", "talk title", "activity",
           "event/activity", "topic", "title of talk", "subject", "event title/topic", "name of activity",
           "event description"), needed=True),
    Field("day", "Day of the event",
          ("event date", "date of event", "date", "day", "start date", "date of activity", "when", "date(s)",
           "date and time", "date/time", "event date/time", "event start date", "date held", "proposed date",
           "day of event", "from"), needed=True),
    Field("last_day", "Last day", ("end date", "last day", "event end date", "finish date", "date to", "to date")),
    Field("starts", "Starts at",
          ("start time", "time", "starts", "start", "event time", "time of event", "time(s)", "time from", "time start", "from time")),
    Field("ends", "Ends at", ("end time", "finish time", "ends", "end", "finish", "time to", "time end", "time until", "to time")),
    Field("speakers", "Speakers",
          ("speaker", "speakers", "external speaker", "external speakers", "speaker name", "speaker names",
           "speaker(s)", "name of speaker", "name of speaker(s)", "external speaker(s)", "speaker name(s)",
           "guest speaker", "guest speaker(s)", "name of external speaker", "visiting speaker", "presenter",
           "external speaker name", "speaker/s")),
    Field("body", "Where the speakers are from",
          ("speaker organisation", "organisation", "affiliation", "speaker affiliation", "speaker's organisation",
           "organisation represented", "company", "representing", "speaker from", "speaker organisation(s)",
           "organization", "institution")),
    Field("unit", "Who puts it on (department or society)",
          ("department", "school", "faculty", "society", "unit", "host department", "school/department",
           "department/society", "dept", "dept/society", "club/society", "host", "hosted by", "service", "school/society",
           "organising department", "organising body", "organising unit", "student group", "society/club", "area",
           "faculty/school", "society name", "club or society", "host unit")),
    Field("organiser", "Organiser",
          ("organiser", "event organiser", "organiser name", "name of organiser", "principal organiser", "requested by",
           "contact", "contact name", "requester", "organizer", "lead organiser", "responsible person", "event lead",
           "submitted by", "event contact")),
    Field("email", "Organiser’s e-mail",
          ("email", "organiser email", "contact email", "email address", "e-mail", "organiser's email",
           "organiser e-mail", "requester email")),
    Field("phone", "Organiser’s telephone",
          ("phone", "telephone", "contact number", "tel", "mobile", "phone number", "tel no", "organiser phone")),
    Field("venue", "Venue",
          ("venue", "location", "room", "place", "building", "room/venue", "venue/room", "where held", "event venue",
           "event location", "site", "venue/location")),
    Field("where", "On our premises, online or elsewhere",
          ("format", "online/in person", "mode", "in person/online", "event format", "on/off campus", "delivery", "online",
           "on campus", "online or in person", "virtual", "hybrid")),
    Field("people", "How many were expected",
          ("expected numbers", "numbers", "attendance", "no of attendees", "expected attendance", "number expected",
           "number of attendees", "audience size", "capacity", "anticipated numbers", "no. attending", "expected no",
           "estimated attendance", "anticipated attendance", "numbers expected", "attendees", "no. expected",
           "est. numbers", "pax")),
    Field("audience", "Who could come",
          ("audience", "open to", "attendees type", "who can attend", "target audience", "type of audience", "open to public",
           "public or private", "ticketing", "open to the public")),
    Field("kind", "Kind of event",
          ("type", "event type", "type of event", "category", "kind", "kind of event", "nature of event")),
    Field("summary", "What it was about",
          ("description", "summary", "synopsis", "details", "event details", "brief description", "topic of talk",
           "purpose", "abstract", "subject matter", "description of event")),
    Field("decision", "Decision",
          ("decision", "outcome", "approved", "approval", "status", "result", "approval status", "decision/outcome",
           "final decision", "approved?", "approved y/n", "approved/rejected", "event approved", "approved (y/n)",
           "decision status", "request status", "outcome of request", "approved or declined", "outcome/status")),
    Field("decided_on", "Day of the decision",
          ("decision date", "date of decision", "date approved", "approval date", "approved on", "date decided",
           "decided on", "decided")),
    Field("received", "Day it was received",
          ("date received", "received", "date of request", "request date", "date submitted", "submitted",
           "submission date", "received on", "date form received", "application date", "notified", "date requested",
           "timestamp", "date recd", "recd", "date rec", "form received")),
    Field("aftermath", "What became of it",
          ("took place", "did it take place", "event took place", "what happened", "event status", "held",
           "went ahead", "event held", "cancelled", "post event", "final status", "status", "event outcome",
           "did event take place", "took place?", "event went ahead")),
    Field("attended", "How many came",
          ("actual attendance", "attended", "actual numbers", "number attended", "no attended", "turnout",
           "numbers on the day")),
    Field("late", "Sent late",
          ("late", "late request", "late notice", "late submission", "late?", "short notice", "late application")),
    Field("designated", "Designated (sent to a higher step)",
          ("designated", "designated event", "escalated", "high risk", "referred", "escalated?", "referred to prevent lead",
           "higher risk", "high risk?", "escalation", "flagged")),
    Field("reference", "Their own number",
          ("ref", "reference", "ref no", "reference number", "id", "no", "number", "event ref", "request no", "event id",
           "request id", "case number", "reference no", "serial", "#", "event reference", "form number", "s/n")),
)  # fmt: skip
BY_CODE = {each.code: each for each in FIELDS}
NEEDED = tuple(each.code for each in FIELDS if each.needed)


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its place from 0, its letter, and its own name ('Column D' where it has none)."""

    index: int
    letter: str
    name: str

    @property
    def label(self) -> str:
        return f"{self.letter}: {self.name}"


@dataclass(slots=True)
class Layout:
    """A sheet's header: its line, its columns, and the column of each of our fields."""

    line: int
    headings: tuple[Heading, ...] = ()
    at: dict[str, Heading] = field(default_factory=dict)
    needed: tuple[str, ...] = NEEDED

    def columns(self) -> dict[str, str]:
        """Our field: their name."""
        return {code: heading.name for code, heading in self.at.items()}

    @property
    def missing(self) -> list[str]:
        return [code for code in self.needed if code not in self.at]


def plain(name: str) -> str:
    """A column's name without case, accents, blanks and signs, so that 'E-mail:' is 'email'."""
    letters = unicodedata.normalize("NFKD", re.sub(r"['’]", "", name.casefold()))
    return re.sub(
        r"[\W_]+", " ", "".join(each for each in letters if not unicodedata.combining(each))
    ).strip()


@lru_cache(maxsize=200)
def plain_names(of: Field) -> list[str]:
    return [plain(name) for name in of.names]


def needed_of(fields: Sequence[Field]) -> tuple[str, ...]:
    return tuple(each.code for each in fields if each.needed)


def find(sheet: Sheet, fields: Sequence[Field] = FIELDS) -> Layout:
    """The row that names most columns, title rows above it passed over; columns guessed from their names."""
    needed = needed_of(fields)
    best, most = Layout(0, needed=needed), 0.0
    for row in sheet.rows[:LOOKED_THROUGH]:
        headings = _headings(row, sheet)
        if len(headings) < 2 or _is_data(row):
            continue
        at, score = guess(headings, fields)
        if score > most:
            best, most = Layout(row.line, headings, at, needed), score
        if most > SURE and not best.missing:
            break
    if most:
        return best
    first = next((row for row in sheet.rows[:LOOKED_THROUGH] if len(_headings(row, sheet)) > 1), None)
    return Layout(first.line, _headings(first, sheet), needed=needed) if first else best


def find_with(sheet: Sheet, columns: Mapping[str, str], fields: Sequence[Field] = FIELDS) -> Layout:
    """The row that has the named columns; of several the first. A field that is not named is not read."""
    needed = needed_of(fields)
    best = Layout(0, needed=needed)
    for row in sheet.rows[:LOOKED_THROUGH]:
        headings = _headings(row, sheet)
        by_name = {plain(each.name): each for each in reversed(headings)}
        by_name |= {each.name: each for each in reversed(headings)}
        found = {code: by_name.get(name) or by_name.get(plain(name)) for code, name in columns.items()}
        at = {code: heading for code, heading in found.items() if heading}
        if len(at) > len(best.at):
            best = Layout(row.line, headings, at, needed)
    return best if best.at else find(sheet, fields)


def guess(headings: Sequence[Heading], fields: Sequence[Field] = FIELDS) -> tuple[dict[str, Heading], float]:
    """The best field for each column, exact names first; and how sure the whole is."""
    scores = [
        (score, -position, -heading.index, each.code, heading)
        for position, each in enumerate(fields)
        for heading in headings
        if (score := _score(each, plain(heading.name))) > 0
    ]
    at: dict[str, Heading] = {}
    taken: set[int] = set()
    total = 0.0
    for score, _, _, code, heading in sorted(scores, key=lambda each: each[:4], reverse=True):
        if code not in at and heading.index not in taken:
            at[code] = heading
            taken.add(heading.index)
            total += score
    return {each.code: at[each.code] for each in fields if each.code in at}, total


def _score(wanted: Field, name: str) -> float:
    if not name or len(name) > LONGEST_NAME:
        return 0
    names = plain_names(wanted)
    if name in names:
        return 3 - names.index(name) / 100
    words = f" {name} "
    within = [each for each in names if " " in each and f" {each} " in words]
    if within:
        return 1.5 + len(max(within, key=len)) / 100
    if difflib.get_close_matches(name, names, 1, 0.84):
        return 1
    first = [
        each
        for each in names
        if len(each) > 4 and (words.startswith(f" {each} ") or words.endswith(f" {each} "))
    ]
    return 0.5 if first else 0


def _headings(row: Row, sheet: Sheet) -> tuple[Heading, ...]:
    """The columns that this row would name; each has a name of its own, so that nothing is lost under it."""
    names: dict[str, int] = {}
    found = []
    if sum(1 for value in row.values if isinstance(value, str) and value.strip()) < 2:
        return ()
    for index in range(max(sheet.columns, len(row.values))):
        cell = row.cell(index)
        letter = column_letter(index)
        name = " ".join(tidy(cell.text).split())[:200] if cell else ""
        name = name or f"Column {letter}"
        name = f"{name} ({letter})" if name in names else name
        names[name] = index
        found.append(Heading(index, letter, name))
    return tuple(found)


def _is_data(row: Row) -> bool:
    """A header names things: a row with dates or several numbers is a line of the table."""
    others = [value for value in row.values if value is not None and not isinstance(value, str)]
    return len(others) > 1 or any(not isinstance(value, int) for value in others)
