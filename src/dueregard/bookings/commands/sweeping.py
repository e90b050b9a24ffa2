"""Comparing bookings with requests: certain pairs are linked, likely ones proposed, the rest is left alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from dueregard.bookings import catalogue
from dueregard.bookings.choices import MatchState, State
from dueregard.bookings.commands.locking import locked_source
from dueregard.bookings.commands.marking import mark_again, open_and_close
from dueregard.bookings.models import Booking, Match, Source
from dueregard.bookings.queries.requests import requests_near
from dueregard.bookings.rules.lines import Window
from dueregard.bookings.rules.matching import BookingFacts, Pair, Requests, pairs_of
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.refs import Actor, system
from dueregard.ledger.commands import record

PART = 1_000
GRACE = timedelta(hours=1)
"""A request that was being written while the last sweep ran is looked at again."""


@dataclass(slots=True)
class Swept:
    linked: int = 0
    proposed: int = 0
    to_look_at: int = 0
    closed: int = 0

    def __bool__(self) -> bool:
        return bool(self.linked or self.proposed or self.to_look_at or self.closed)


def facts_of(booking: Booking) -> BookingFacts:
    return BookingFacts(
        booking.pk, booking.title, booking.venue, booking.day, booking.last_day, booking.starts, booking.ends,
        booking.number,
    )  # fmt: skip


def to_compare(bookings: Iterable[Booking]) -> list[BookingFacts]:
    """Those that stand and have no request yet."""
    return [facts_of(each) for each in bookings if each.request_id is None and not each.is_cancelled]


def compared(source: Source, facts: list[BookingFacts]) -> list[Pair]:
    """The pairs for these bookings among all requests of the provider. Writes nothing."""
    if not facts:
        return []
    first, last = min(each.day for each in facts), max(each.last_day or each.day for each in facts)
    requests = Requests.of(requests_near(source, first, last))
    return [pair for each in facts for pair in pairs_of(each, requests)]


def sweep(
    source: Source, new: list[BookingFacts], changed: Iterable[Booking] = (), *, now: datetime
) -> Swept:
    """Within the caller's transaction: compare what a file has just brought or changed with all requests, and the rest
    with the requests that changed since the last sweep."""
    swept = Swept()
    touched = list(changed)
    pairs = compared(source, [*new, *to_compare(touched)])
    _write(source, pairs, {each.pk for each in touched}, {each.id for each in new}, swept, now=now)
    fresh, others = _fresh(source, {each.pk for each in touched} | {each.id for each in new}, now=now)
    if fresh:
        requests = Requests.of(fresh)
        found = [pair for each in others for pair in pairs_of(each, requests)]
        _write(source, found, set(), set(), swept, now=now)
    swept.to_look_at, swept.closed = open_and_close(source, now=now)
    if swept or touched or new or source.swept_at is None:
        source.swept_at = now
        source.save(update_fields=["swept_at"])
    return swept


def _fresh(source: Source, but: set[UUID], *, now: datetime) -> tuple[list, list[BookingFacts]]:  # type: ignore[type-arg]
    """Requests that changed since the last sweep, and the unlinked bookings of their days."""
    if source.swept_at is None:
        return [], []
    window = Window.around(today_in_london(now))
    fresh = list(requests_near(source, window.first, window.last, since=source.swept_at - GRACE))
    if not fresh:
        return [], []
    first, last = min(each.day for each in fresh), max(each.last_day or each.day for each in fresh)
    rows = Booking.objects.filter(
        source=source, request=None, state=State.STANDS, day__gte=first - timedelta(days=31), day__lte=last
    )
    columns = ("pk", "title", "venue", "day", "last_day", "starts", "ends", "number")
    return fresh, [BookingFacts(*row) for row in rows.values_list(*columns) if row[0] not in but]


def _write(
    source: Source, pairs: list[Pair], touched: set[UUID], new: set[UUID], swept: Swept, *, now: datetime
) -> None:
    """Only what differs from what is there. What a person said of a pair stays; a proposal that nothing speaks for any
    more goes. Of `new` ones nobody has said anything yet."""
    ids = (touched | {pair.booking for pair in pairs}) - new
    known = {(match.booking_id, match.request_id): match for match in _matches(ids)}
    wanted = {(pair.booking, pair.request): pair for pair in pairs}
    stale = [
        match.pk
        for key, match in known.items()
        if match.state == MatchState.PROPOSED and key not in wanted and match.booking_id in touched
    ]
    for part in _parts(stale):
        Match.objects.filter(pk__in=part).delete()
    anew = [pair for key, pair in wanted.items() if key not in known]
    surer = [known[key] for key, pair in wanted.items() if key in known and _is_surer(pair, known[key])]
    Match.objects.bulk_create(
        [
            Match(
                booking_id=pair.booking,
                request_id=pair.request,
                state=MatchState.LINKED if pair.sure == "certain" else MatchState.PROPOSED,
                why=list(pair.why),
                at=now,
            )
            for pair in anew
        ],
        batch_size=PART,
    )
    for match in surer:
        Match.objects.filter(pk=match.pk).update(state=MatchState.LINKED, at=now)
    linked = [pair.booking for pair in anew if pair.sure == "certain"] + [match.booking_id for match in surer]
    swept.linked += len(linked)
    swept.proposed += sum(1 for pair in anew if pair.sure == "likely")
    if linked:
        _put_on_bookings(source)


def _is_surer(pair: Pair, match: Match) -> bool:
    return pair.sure == "certain" and match.state == MatchState.PROPOSED


def _put_on_bookings(source: Source) -> None:
    """The linked request on each booking; proposals of other requests for it are settled by that."""
    link = Match.objects.filter(booking=OuterRef("pk"), state=MatchState.LINKED).values("request")[:1]
    fresh = Booking.objects.filter(source=source, request=None, matches__state=MatchState.LINKED)
    fresh.update(request=Subquery(link), linked_by_system=True, review="", look_by=None)
    Match.objects.filter(
        booking__source=source, booking__request__isnull=False, state=MatchState.PROPOSED
    ).delete()


def _matches(bookings: set[UUID]) -> Iterator[Match]:
    for part in _parts(list(bookings)):
        yield from Match.objects.filter(booking__in=part)


def _parts(ids: list[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(ids), PART):
        yield ids[start : start + PART]


@transaction.atomic
def sweep_source(*, pk: UUID, by: Actor, now: datetime) -> Swept:
    """Compare a source's bookings anew with the procedure of the day and with the requests that changed."""
    source = locked_source(pk)
    mark_again(source, now=now)
    swept = sweep(source, [], now=now)
    if swept:
        record_sweep(source, swept, by=by, now=now)
    return swept


def record_sweep(source: Source, swept: Swept, *, by: Actor, now: datetime) -> None:
    facts = {
        "linked": swept.linked, "proposed": swept.proposed, "to_look_at": swept.to_look_at, "closed": swept.closed,
    }  # fmt: skip
    record(catalogue.SWEPT, by=by, on=source.ref, data=facts, at=now)


def sweep_all(now: datetime | None = None) -> None:
    """Every source, each in a transaction of its own."""
    for pk in Source.objects.order_by("pk").values_list("pk", flat=True):
        sweep_source(pk=pk, by=system("bookings.sweep"), now=now or timezone.now())
