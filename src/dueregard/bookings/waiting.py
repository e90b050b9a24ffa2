"""What waits for a person in bookings: those to look at, and those whose request may have to follow."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.urls import reverse

from dueregard.bookings import catalogue
from dueregard.bookings.choices import ChangeState, Review
from dueregard.bookings.models import Booking, Change, Source
from dueregard.bookings.rules.marking import in_words
from dueregard.kernel.dates import short_date
from dueregard.kernel.refs import Ref
from dueregard.kernel.registries import (
    Gap,
    MenuEntry,
    WaitingItem,
    gap_providers,
    menu,
    waiting_everywhere,
    waiting_items,
)
from dueregard.organisation.access import UnitScope, access_of, units_where
from dueregard.organisation.lookup import Board, board_for_pages
from dueregard.organisation.models import Person, Unit

SINGLY = 20
"""So many stand on the home page one by one, the nearest first; the rest is one line that leads to the list."""
MOST = 200
Whose = Callable[[Unit], tuple[str, str]]


def waiting_for(person: Person, today: date) -> Iterable[WaitingItem]:
    """At most one query for each permission that the person's posts carry, and one more where there are many."""
    access = access_of(person, today)
    review, match = access.units_where(catalogue.REVIEW), access.units_where(catalogue.MATCH)
    if review:
        yield from _to_look_at(review, _mine(person, catalogue.REVIEW, today))
    if match:
        yield from _changed(match, _mine(person, catalogue.MATCH, today))


def waiting_in(scope: UnitScope, today: date) -> Iterable[WaitingItem]:
    """The same for any post in these units, whoever holds it."""
    board = board_for_pages(today)
    yield from _to_look_at(scope, _theirs(board, catalogue.REVIEW))
    yield from _changed(scope, _theirs(board, catalogue.MATCH))


def _mine(person: Person, code: str, today: date) -> Whose:
    def whose(unit: Unit) -> tuple[str, str]:
        post = access_of(person, today).post_with(code, unit=unit)
        return (f"{post.title}, {post.unit.name}" if post else "", person.name)

    return whose


def _theirs(board: Board, code: str) -> Whose:
    """The lowest post from the unit upwards that carries the permission, and who sits in it."""
    seats = [seat for seat in board.seats.values() if code in seat.post.kind.permissions]

    def whose(unit: Unit) -> tuple[str, str]:
        above = [seat for seat in seats if unit.is_within(seat.post.unit)]
        if not above:
            return "", ""
        seat = max(above, key=lambda each: (bool(each.present), len(each.post.unit.path)))
        people = seat.present or seat.deputies
        return str(seat.post), " or ".join(person.name for person in people)

    return whose


def _to_look_at(scope: UnitScope, whose: Whose) -> Iterator[WaitingItem]:
    rows = scope.filter(Booking.objects.filter(review=Review.OPEN), "source__unit")
    found = list(rows.select_related("source__unit").order_by("look_by", "pk")[: SINGLY + 1])
    for booking in found[:SINGLY]:
        post, holder = whose(booking.source.unit)
        assert booking.review_since is not None
        yield WaitingItem(
            what=f"Look at a booking {'whose request is over' if booking.request_id else 'without a request'}: {booking.title}",
            detail=f"{booking.source}, {short_date(booking.day)}{f', {booking.venue}' if booking.venue else ''}",
            ref=booking.ref,
            post=post,
            holder=holder,
            since=booking.review_since,
            due=booking.look_by,
            address=reverse("bookings:booking", args=[booking.pk]),
            codes=catalogue.ANY,
            unit=booking.source.unit,
            note=f"{' and '.join(in_words(booking.marks))}.".capitalize(),
        )
    if len(found) > SINGLY:
        yield _the_rest(rows.count() - SINGLY, found[SINGLY], whose)


def _the_rest(count: int, first: Booking, whose: Whose) -> WaitingItem:
    post, holder = whose(first.source.unit)
    assert first.review_since is not None
    return WaitingItem(
        what=f"Look at {count:,} more booking{'' if count == 1 else 's'} without a request",
        detail="The nearest stand above one by one",
        ref=Ref("bookings.list", "to-look-at"),
        post=post,
        holder=holder,
        since=first.review_since,
        due=first.look_by,
        address=f"{reverse('bookings:list')}?only=to-look-at",
        codes=catalogue.ANY,
        unit=first.source.unit,
    )


def _changed(scope: UnitScope, whose: Whose) -> Iterator[WaitingItem]:
    rows = scope.filter(Change.objects.filter(state=ChangeState.OPEN), "booking__source__unit")
    related = ("booking__source__unit", "booking__request")
    seen: set[object] = set()
    for change in rows.select_related(*related).order_by("at", "pk")[:MOST]:
        booking = change.booking
        if booking.pk in seen or booking.request is None:
            continue
        seen.add(booking.pk)
        post, holder = whose(booking.source.unit)
        gone = change.after.get("state") == "cancelled"
        yield WaitingItem(
            what=f"{'Its booking has gone' if gone else 'Its booking has changed'}: {booking.request.title}",
            detail=f"{booking.request.shown_number}, {booking.source}, {short_date(booking.day)}",
            ref=change.ref,
            post=post,
            holder=holder,
            since=change.at,
            due=None,
            address=reverse("bookings:booking", args=[booking.pk]),
            codes=catalogue.ANY,
            unit=booking.source.unit,
            note="The request still says what it said.",
        )


def gaps(person: Person, today: date) -> Iterable[Gap]:
    """Sources that nobody looks after, for those who keep them."""
    scope = units_where(person, catalogue.IMPORT)
    if not scope:
        return
    sources = list(scope.filter(Source.objects.select_related("unit"))[:50])
    if not sources:
        return
    whose = _theirs(board_for_pages(today), catalogue.REVIEW)
    for source in sources:
        if not whose(source.unit)[1]:
            yield Gap(
                what=f"Nobody looks at the bookings of {source.name}",
                meanwhile="Bookings without a request are marked and listed, and wait.",
                address=reverse("bookings:list"),
            )


def has_to_do_with_bookings(person: Person | None) -> bool:
    return person is not None and any(access_of(person).may(code) for code in catalogue.ANY)


def register() -> None:
    """Called once, when the app is ready."""
    waiting_items.register(waiting_for)
    waiting_everywhere.register(waiting_in)
    gap_providers.register(gaps)
    menu.register(MenuEntry("Bookings", "bookings:list", 27, has_to_do_with_bookings, "Events"))
