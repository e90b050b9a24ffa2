"""What 'in force' means, as a condition for queries and as a test of plain values."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from dueregard.organisation.models import Absence


def in_force(today: date) -> Q:
    """Holdings or deputyships whose dates cover `today`, of people who have not left."""
    return covers_day(today) & (Q(person__left_on__isnull=True) | Q(person__left_on__gte=today))


def covers_day(today: date, *, of: str = "") -> Q:
    """The dates alone, not whether the person has left: what a join to `of` ("holdings") can be narrowed by."""
    at = f"{of}__" if of else ""
    return Q(**{f"{at}starts__lte": today, f"{at}withdrawn_at__isnull": True}) & (
        Q(**{f"{at}ends__isnull": True}) | Q(**{f"{at}ends__gte": today})
    )


def not_over(today: date) -> Q:
    """Holdings or deputyships in force now or later."""
    return (
        Q(withdrawn_at__isnull=True)
        & (Q(ends__isnull=True) | Q(ends__gte=today))
        & (Q(person__left_on__isnull=True) | Q(person__left_on__gte=today))
    )


def covers(today: date) -> Q:
    """Absences that cover `today`."""
    return Q(starts__lte=today) & (Q(ends__isnull=True) | Q(ends__gte=today))


def is_away(today: date, *, person: str = "person_id") -> Exists:
    """Whether the `person` of a row is away, as an annotation."""
    return Exists(Absence.objects.filter(covers(today), person_id=OuterRef(person)))
