"""What 'in force' means, as a condition for queries and as a test of plain values."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from dueregard.organisation.models import Absence


def in_force(today: date) -> Q:
    """Holdings or deputyships whose dates cover `today`, of people who have not left."""
    return (
        Q(starts__lte=today, withdrawn_at__isnull=True)
        & (Q(ends__isnull=True) | Q(ends__gte=today))
        & (Q(person__left_on__isnull=True) | Q(person__left_on__gte=today))
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


def is_away(today: date) -> Exists:
    """Whether the `person` of a row is away, as an annotation."""
    return Exists(Absence.objects.filter(covers(today), person_id=OuterRef("person_id")))
