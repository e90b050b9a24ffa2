"""Marking bookings by the criteria of the procedure in force, and opening what somebody must look at."""

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, Value
from django.db.models.functions import Least

from dueregard.bookings.choices import Review, State
from dueregard.bookings.models import Booking, Source
from dueregard.bookings.queries.requests import OVER
from dueregard.bookings.rules.marking import Criteria, Hours, marks_of
from dueregard.bookings.rules.reviewing import LOOK_WITHIN
from dueregard.events.catalogue import KIND
from dueregard.kernel.dates import today_in_london
from dueregard.organisation.lookup import calendar_of
from dueregard.procedures.queries import in_force

PART = 500
SETTLED = (Review.NOT_NEEDED, Review.LATER, Review.ASKED)


def criteria_of(source: Source, today: date) -> Criteria:
    """The criteria of the procedure by which the source's unit handles events; none where there is none."""
    edition = in_force(KIND, source.unit, today)
    return Criteria.of(edition.document) if edition else Criteria()


def hours_of(source: Source) -> Hours:
    return Hours(source.opens, source.closes, source.outside)


def mark_again(source: Source, *, now: datetime) -> int:
    """Compare what is still to come with the procedure as it is today; how many marks changed. A new mark is a new
    question, whatever was settled before."""
    today = today_in_london(now)
    criteria, hours = criteria_of(source, today), hours_of(source)
    rows = Booking.objects.filter(source=source, state=State.STANDS, day__gte=today).values_list(
        "pk", "marks", "people", "public", "external", "day", "starts", "ends"
    )
    changed: dict[tuple[tuple[str, ...], bool], list[UUID]] = defaultdict(list)
    for pk, before, people, public, external, day, starts, ends in rows:
        marks = marks_of(
            criteria,
            hours,
            people=people,
            public=public,
            external=external,
            day=day,
            starts=starts,
            ends=ends,
        )
        if marks != before:
            changed[tuple(marks), not set(marks) <= set(before)].append(pk)
    for (marks_now, anew), pks in changed.items():
        for start in range(0, len(pks), PART):
            rows_now = Booking.objects.filter(pk__in=pks[start : start + PART])
            rows_now.update(marks=list(marks_now), marked=bool(marks_now))
            if anew:
                rows_now.filter(review__in=SETTLED).update(review="", look_by=None)
    return sum(len(pks) for pks in changed.values())


def open_and_close(source: Source, *, now: datetime) -> tuple[int, int]:
    """Whatever is marked and has no request, or one that is over, waits for a person; what has one, is cancelled or is no
    longer marked does not. How many began to wait, and how many ceased to."""
    today = today_in_london(now)
    mine = Booking.objects.filter(source=source)
    has_one = Q(request__isnull=False) & ~OVER
    over = has_one | Q(state=State.CANCELLED) | Q(marked=False) | Q(day__lt=today)
    closed = mine.filter(over, review=Review.OPEN).update(review="", look_by=None)
    by = calendar_of(source.unit).after(today, LOOK_WITHIN)
    waits = mine.filter(Q(request=None) | OVER, marked=True, state=State.STANDS, day__gte=today)
    due = Q(review="") | Q(review__in=[Review.LATER, Review.ASKED], look_by__lte=today)
    opened = waits.filter(due).update(
        review=Review.OPEN, review_since=now, look_by=Least(Value(by), F("day"))
    )
    return opened, closed
