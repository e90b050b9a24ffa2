"""What organisation shows outside its own pages: menu, the name of the provider, gaps."""

from collections.abc import Iterator
from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from dueregard.kernel import pages, registries
from dueregard.organisation.access import access_of
from dueregard.organisation.lookup import board_for_pages, landmarks
from dueregard.organisation.models import Person
from dueregard.organisation.queries.reach import reach
from dueregard.organisation.queries.tree import gaps_within


def register() -> None:
    registries.menu.register(registries.MenuEntry("People and posts", "organisation:overview", 80, _sets_up))
    registries.menu.register(registries.MenuEntry("My posts", "organisation:me", 80, _does_not_set_up))
    registries.gap_providers.register(gaps)
    pages.frame.provider_name = provider_name
    pages.frame.person_label = person_label


def _sets_up(person: Person | None) -> bool:
    return person is not None and bool(reach(access_of(person)))


def _does_not_set_up(person: Person | None) -> bool:
    return person is not None and not _sets_up(person)


def provider_name(request: HttpRequest) -> str:
    """The provider of the signed-in person; for others the name of the only provider, or nothing."""
    person: Person | None = getattr(request, "person", None)
    roots = landmarks().roots
    if person is not None:
        return roots[person.unit.root_id].name
    return next(iter(roots.values())).name if len(roots) == 1 else ""


def person_label(request: HttpRequest) -> str:
    """'Ruth Adair, Prevent lead', or the name alone for somebody without a post of their own."""
    person: Person | None = getattr(request, "person", None)
    if person is None:
        return ""
    titles = [post.title for post in access_of(person).posts if not post.is_deputy]
    return f"{person.name}, {titles[0]}" if titles else person.name


def gaps(person: Person, today: date) -> Iterator[registries.Gap]:
    """Posts with nobody here, for those who can do something about it."""
    scope = reach(access_of(person, today))
    if not scope:
        return
    for seat, meanwhile in gaps_within(scope, board_for_pages(today)):
        what = f"{seat.post.kind.title}, {seat.post.unit.name}: {'away' if seat.away else 'nobody holds this post'}"
        yield registries.Gap(what, meanwhile, reverse("organisation:unit", args=[seat.post.unit_id]))
