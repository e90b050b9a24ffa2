"""Bookings as a person may see them: the list with its filters, one booking, and what to do with it."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from dueregard.bookings import catalogue
from dueregard.bookings.choices import ChangeState, MatchState, Review, State
from dueregard.bookings.models import Booking, Change, Import, Letter, Match, Source
from dueregard.bookings.rules.differing import LABELS, TAKEN_OVER, differences
from dueregard.bookings.rules.marking import in_words
from dueregard.bookings.rules.matching import WHY
from dueregard.events.models import EventRequest
from dueregard.events.queries.visible import visible_to
from dueregard.kernel.dates import short_date
from dueregard.kernel.errors import NotThere
from dueregard.organisation.access import UnitScope, access_of
from dueregard.organisation.models import Person, Unit

ORDER = ("day", "begins", "id")
ONLY = {
    "to-look-at": "To look at",
    "proposed": "May belong to a request",
    "changed": "Changed, with a request",
    "unmatched": "Without a request",
    "linked": "With a request",
    "asked": "Organiser asked",
    "not-needed": "Needs no request",
    "cancelled": "Cancelled",
}
WHEN = {"past": "Past days"}
_PROPOSED = Exists(Match.objects.filter(booking=OuterRef("pk"), state=MatchState.PROPOSED))
_CHANGED = Exists(Change.objects.filter(booking=OuterRef("pk"), state=ChangeState.OPEN))


@dataclass(frozen=True, slots=True)
class Filters:
    only: str = ""
    source: Source | None = None
    past: bool = False


def scope_of(person: Person, today: date) -> UnitScope:
    """Where any post of this person has to do with bookings."""
    scopes = [access_of(person, today).units_where(code) for code in catalogue.ANY]
    if any(scope.everything for scope in scopes):
        return UnitScope(everything=True, paths=())
    return UnitScope(
        everything=False, paths=tuple(sorted({path for scope in scopes for path in scope.paths}))
    )


def visible_bookings(person: Person, today: date) -> QuerySet[Booking]:
    return scope_of(person, today).filter(Booking.objects.all(), "source__unit")


def visible_sources(person: Person, today: date) -> QuerySet[Source]:
    return scope_of(person, today).filter(Source.objects.select_related("unit"))


def narrowed(rows: QuerySet[Booking], filters: Filters, today: date) -> QuerySet[Booking]:
    """`rows` less what the filters leave out. Days still to come, unless past ones are asked for."""
    rows = rows.filter(day__lt=today) if filters.past else rows.filter(day__gte=today)
    if filters.source is not None:
        rows = rows.filter(source=filters.source)
    if filters.only == "cancelled":
        return rows.filter(state=State.CANCELLED)
    if filters.only == "changed":
        return rows.filter(_CHANGED)
    rows = rows.filter(state=State.STANDS) if filters.only else rows
    if filters.only == "proposed":
        return rows.filter(_PROPOSED, request=None)
    plain: dict[str, dict[str, object]] = {
        "to-look-at": {"review": Review.OPEN},
        "asked": {"review": Review.ASKED},
        "not-needed": {"review": Review.NOT_NEEDED},
        "unmatched": {"request__isnull": True},
        "linked": {"request__isnull": False},
    }
    return rows.filter(**plain.get(filters.only, {}))


def with_signs(rows: QuerySet[Booking]) -> QuerySet[Booking]:
    """`rows` that say of each whether it may belong to a request, and whether it has changed since its request."""
    return rows.annotate(may_belong=_PROPOSED, has_changed=_CHANGED)


def one(person: Person, pk: UUID, today: date) -> Booking:
    """A booking that this person may see; `NotThere` for any other."""
    rows = visible_bookings(person, today).select_related(
        "source__unit", "request__unit", "request__place", "request__edition", "reviewed_by", "brought_by"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def one_source(person: Person, pk: UUID, today: date, code: str = "") -> Source:
    """A source that this person may see, or for which a post of theirs carries the permission."""
    rows = visible_sources(person, today)
    found = rows.filter(pk=pk).first()
    if found is None or (code and found.unit not in access_of(person, today).units_where(code)):
        raise NotThere
    return found


def sources_to_bring_into(person: Person, today: date) -> list[Source]:
    scope = access_of(person, today).units_where(catalogue.IMPORT)
    return list(scope.filter(Source.objects.select_related("unit")))


def units_to_keep_sources_for(person: Person, today: date) -> list[Unit]:
    scope = access_of(person, today).units_where(catalogue.IMPORT)
    return list(scope.units().filter(closed_on=None).order_by("name")[:300]) if scope else []


def one_import(person: Person, pk: UUID, today: date) -> Import:
    rows = scope_of(person, today).filter(Import.objects.select_related("source__unit", "by"), "source__unit")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


@dataclass(slots=True)
class Proposal:
    """A request that may be the same, with what speaks for it."""

    request: EventRequest
    match: Match

    @property
    def why(self) -> str:
        return ", ".join(WHY[code] for code in self.match.why if code in WHY)


@dataclass(slots=True)
class Difference:
    """A field with what it was and what it is, as a person reads them."""

    label: str
    before: str
    after: str


@dataclass(slots=True)
class Page:
    """One booking with everything about it that this person may see."""

    booking: Booking
    request: EventRequest | None
    hidden_request: bool
    proposals: list[Proposal] = field(default_factory=list)
    refused: list[Proposal] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    may_match: bool = False
    may_review: bool = False

    @property
    def open_changes(self) -> list[Change]:
        return [change for change in self.changes if change.state == ChangeState.OPEN]

    @property
    def why_marked(self) -> list[str]:
        return in_words(self.booking.marks)


def page_of(person: Person, booking: Booking, today: date) -> Page:
    """In a constant number of queries. Requests that the person may not see are left out."""
    may = access_of(person, today).may
    matches = list(Match.objects.filter(booking=booking).select_related("by"))
    ids = {match.request_id for match in matches} | ({booking.request_id} if booking.request_id else set())
    seen = (
        {
            request.pk: request
            for request in visible_to(person, today).filter(pk__in=ids).select_related("unit", "place")
        }
        if ids
        else {}
    )
    shown = [Proposal(seen[match.request_id], match) for match in matches if match.request_id in seen]
    unit = booking.source.unit
    return Page(
        booking,
        seen.get(booking.request_id) if booking.request_id else None,
        booking.request_id is not None and booking.request_id not in seen,
        [each for each in shown if each.match.state == MatchState.PROPOSED],
        [each for each in shown if each.match.state == MatchState.NOT_THE_SAME],
        list(Change.objects.filter(booking=booking).select_related("by")[:20]),
        list(Letter.objects.filter(booking=booking).select_related("by")[:5]),
        may_match=may(catalogue.MATCH, unit=unit) or may(catalogue.REVIEW, unit=unit),
        may_review=may(catalogue.REVIEW, unit=unit),
    )


def to_take_over(booking: Booking) -> dict[str, object]:
    """What the booking says otherwise than its request, by field of the request."""
    if booking.request is None or booking.is_cancelled:
        return {}
    ours = {name: getattr(booking, name) for name in TAKEN_OVER}
    theirs = {name: getattr(booking.request, name) for name in TAKEN_OVER}
    return {name: ours[name] for name in differences(ours, theirs)}


def shown_value(value: object) -> str:
    """A value of a change, as it is kept in JSON or on a row."""
    if value in (None, ""):
        return "not said"
    if isinstance(value, date):
        return f"{short_date(value)} {value.year}"
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        day = date.fromisoformat(value)
        return f"{short_date(day)} {day.year}"
    if hasattr(value, "strftime"):
        return f"{value:%H:%M}"
    return {"stands": "stands", "cancelled": "cancelled"}.get(str(value), str(value))


def differing(booking: Booking) -> list[Difference]:
    """Where the booking says something else than its request, in words: the request's, then the booking's."""
    return [
        Difference(LABELS[name], shown_value(getattr(booking.request, name)), shown_value(value))
        for name, value in to_take_over(booking).items()
    ]


def shown_change(change: Change) -> list[Difference]:
    labels = {**LABELS, "state": "Booking"}
    return [
        Difference(labels.get(name, name), shown_value(change.before.get(name)), shown_value(after))
        for name, after in change.after.items()
    ]
