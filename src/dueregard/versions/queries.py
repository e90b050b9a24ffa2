"""Who else may approve, and where the versions of one text stand."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from dueregard.organisation.models import Holding, Person, Post, PostKind, Unit
from dueregard.organisation.terms import in_force as term_in_force
from dueregard.versions.choices import Status


def others_who_may(code: str, person: Person, unit: Unit, today: date) -> bool:
    """Whether somebody else with an account holds a post with this permission in the unit or above it."""
    kinds = [kind.pk for kind in PostKind.objects.all() if code in kind.permissions]
    posts = Post.objects.filter(kind__in=kinds, unit__in=unit.lineage)
    return (
        Holding.objects.filter(term_in_force(today), post__in=posts, person__user__is_active=True)
        .exclude(person=person)
        .exists()
    )


class Standing(NamedTuple):
    """Versions of one text: the one in force, the next to come, the draft, the one that waits for its day. Each None
    where there is none; their class is that of the app."""

    now: Any
    coming: Any
    draft: Any
    ready: Any


def standing(versions: Iterable[Any], today: date) -> Standing:
    rows = sorted(versions, key=lambda each: each.number)
    dated = sorted((each for each in rows if each.in_force_from), key=lambda each: each.in_force_from)
    now = [each for each in dated if each.in_force_from <= today]
    coming = [each for each in dated if each.in_force_from > today]
    return Standing(
        now[-1] if now else None,
        coming[0] if coming else None,
        _last(rows, Status.DRAFT),
        _last(rows, Status.APPROVED),
    )


def _last(rows: list[Any], status: str) -> Any:
    return next((each for each in reversed(rows) if each.status == status), None)
