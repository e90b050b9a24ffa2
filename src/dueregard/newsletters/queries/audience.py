"""Whom a letter reaches, and how far its sending has come."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from dueregard.kernel.refs import Ref
from dueregard.newsletters.models import Audience, Copy, Letter, Sending, Unsubscribed
from dueregard.newsletters.rules.letter import MOST_UNITS
from dueregard.organisation.models import Holding, Person, PostKind, Unit
from dueregard.organisation.terms import in_force
from dueregard.outbox.batches import Progress, Whole, progress_of, whole_and_number

BATCH_TYPE = "newsletters.batch"


@dataclass(frozen=True, slots=True)
class Reach:
    """Who would get a letter now: ids of people; and who would not, in numbers. Two people of one address get one."""

    people: list[UUID]
    without_address: int
    unsubscribed: int
    same_address: int


def reach_of(letter: Letter, today: date) -> Reach:
    """At most five queries, however many people there are."""
    rows = _chosen(letter, today).order_by("pk").values_list("pk", Lower("email"))
    out = set() if letter.duty else _unsubscribed(letter.unit.root_id)
    taken: dict[str, UUID] = {}
    without = unsubscribed = same = 0
    for pk, address in rows.iterator(chunk_size=5000):
        if not address:
            without += 1
        elif address in out:
            unsubscribed += 1
        elif address in taken:
            same += 1
        else:
            taken[address] = pk
    return Reach(list(taken.values()), without, unsubscribed, same)


def _unsubscribed(provider: UUID) -> set[str]:
    """By address: who ended newsletters under one name gets none under another."""
    rows = Unsubscribed.objects.filter(unit=provider).exclude(person__email="")
    return set(rows.values_list(Lower("person__email"), flat=True))


def _chosen(letter: Letter, today: date) -> QuerySet[Person]:
    """Those of the letter's own unit and below whom its audience takes in, and who have not left."""
    here = Q(left_on__isnull=True) | Q(left_on__gte=today)
    inside = Q(unit__path__startswith=letter.unit.path)
    if letter.audience == Audience.EVERYONE:
        return Person.objects.filter(here, inside)
    if letter.audience == Audience.UNITS:
        return Person.objects.filter(here, inside & _below(units_chosen(letter)))
    if letter.audience == Audience.POSTS:
        return Person.objects.filter(here, pk__in=_holders(letter, today))
    return Person.objects.none()


def _below(units: list[Unit]) -> Q:
    found = Q(pk__in=[])
    for unit in units:
        found |= Q(unit__path__startswith=unit.path)
    return found


def _holders(letter: Letter, today: date) -> QuerySet[Holding, UUID]:
    rows = Holding.objects.filter(in_force(today), post__kind__code__in=letter.audience_posts)
    return (
        rows.filter(post__unit__path__startswith=letter.unit.path)
        .order_by()
        .values_list("person_id", flat=True)
    )


def units_chosen(letter: Letter) -> list[Unit]:
    return list(Unit.objects.filter(pk__in=letter.audience_units).order_by("path"))


def units_below(unit: Unit) -> list[Unit]:
    """The units among which an audience is chosen."""
    return list(Unit.objects.filter(path__startswith=unit.path, closed_on=None).order_by("path")[:MOST_UNITS])


def post_kinds_below(unit: Unit) -> list[PostKind]:
    """The kinds of post that there are in a unit and below it."""
    return list(PostKind.objects.filter(posts__unit__path__startswith=unit.path).distinct().order_by("title"))


def told_audience(letter: Letter) -> str:
    """Whom it goes to, in words."""
    if letter.audience == Audience.UNITS:
        return ", ".join(unit.name for unit in units_chosen(letter))
    if letter.audience == Audience.POSTS:
        kinds = PostKind.objects.filter(code__in=letter.audience_posts).order_by("title")
        return "Holders of: " + ", ".join(kind.title for kind in kinds)
    return Audience(letter.audience).label if letter.audience else ""


def whole_of(sending: Sending) -> Whole:
    """A sending, as the outbox is told of it."""
    return Whole(BATCH_TYPE, sending.pk, sending.people)


def copies_in(about: Ref) -> QuerySet[Copy]:
    """The copies of a batch."""
    sending, number = whole_and_number(about)
    return Copy.objects.filter(sending=sending, batch=number)


def how_far(sending: Sending) -> Progress:
    """What was stopped before its turn counts as not sent."""
    found = progress_of(whole_of(sending))
    if sending.state != Sending.State.STOPPED:
        return found
    return Progress(total=found.total, sent=found.sent, not_sent=found.total - found.sent)
