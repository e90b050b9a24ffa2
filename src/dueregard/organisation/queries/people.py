"""The list of people, one person's posts, and finding a person by what somebody typed."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from dueregard.organisation.access import Access
from dueregard.organisation.models import Absence, Deputy, Holding, Person
from dueregard.organisation.queries.reach import people_seen
from dueregard.organisation.terms import covers, not_over


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's posts, deputyships and absences, now and to come."""

    holdings: list[Holding]
    deputyships: list[Deputy]
    absences: list[Absence]


def standing(person: Person, today: date) -> Standing:
    holdings = Holding.objects.filter(not_over(today), person=person)
    deputyships = Deputy.objects.filter(not_over(today), person=person)
    absences = Absence.objects.filter(Q(ends__isnull=True) | Q(ends__gte=today), person=person)
    return Standing(
        list(holdings.select_related("post__kind", "post__unit")),
        list(deputyships.select_related("post__kind", "post__unit")),
        list(absences),
    )


def is_away_now(person: Person, today: date) -> bool:
    return Absence.objects.filter(covers(today), person=person).exists()


def people_list(access: Access, words: str) -> QuerySet[Person]:
    """People within reach whose name, address or number has what was typed."""
    people = people_seen(access).select_related("unit", "user")
    return people.filter(_matches(words)) if words else people


def candidates(words: str) -> list[Person]:
    """At most eleven people who could be meant, an exact number or address before all others. For those who
    manage posts: it looks through everybody."""
    return _exactly(Q(code=words) | Q(email__iexact=words)) or _exactly(_matches(words))


def named(words: str) -> list[Person]:
    """The people with exactly this number, address or name: for everybody, so no part of a name is searched."""
    return _exactly(Q(code=words) | Q(email__iexact=words)) or _exactly(Q(name__iexact=words))


def _exactly(condition: Q) -> list[Person]:
    return list(Person.objects.select_related("unit").filter(condition, left_on=None)[:11])


def _matches(words: str) -> Q:
    found = Q()
    for word in words.split()[:5]:
        found &= Q(name__icontains=word) | Q(email__icontains=word) | Q(code__iexact=word)
    return found
