"""What waits for a person among actions: for the home page, the calendar feed and the menu."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.urls import reverse

from dueregard.actions.catalogue import MANAGE, READ
from dueregard.actions.choices import State
from dueregard.actions.models import Action
from dueregard.actions.queries import own, owners
from dueregard.actions.registries import may_confirm
from dueregard.kernel.registries import MenuEntry, WaitingItem, menu, waiting_everywhere, waiting_items
from dueregard.organisation.access import UnitScope
from dueregard.organisation.lookup import Board, board_for_pages
from dueregard.organisation.models import Person

MOST = 200
"""Nobody reads more than this; the query stays bounded however many actions there are."""


def waiting_for(person: Person, today: date) -> Iterable[WaitingItem]:
    """Actions to do, and actions to confirm that have no other place for it. One query."""
    to_confirm = Q(state=State.DONE, made_by=person) & ~Q(about_type__in=list(may_confirm))
    rows = Action.objects.filter((own(person, today) & Q(state=State.OPEN)) | to_confirm)
    board = board_for_pages(today)
    for action in rows.select_related("unit", "owner", "done_by").order_by("due", "id")[:MOST]:
        if not action.is_open:
            yield _to_confirm(action, person)
        elif person in owners(action, today, board):
            yield _to_do(action, board, today)


def waiting_in(scope: UnitScope, today: date) -> Iterable[WaitingItem]:
    """All actions to do in these units, whoever owns them."""
    board = board_for_pages(today)
    rows = scope.filter(Action.objects.filter(state=State.OPEN))
    for action in rows.select_related("unit", "owner").order_by("due", "id")[:MOST]:
        yield _to_do(action, board, today)


def _to_do(action: Action, board: Board, today: date) -> WaitingItem:
    turn = None if action.owner else board.turn(action.owner_post, action.unit)
    return WaitingItem(
        what=f"Do: {action.what}",
        detail=action.about_label,
        ref=action.ref,
        post=str(turn.post) if turn and turn.post else action.owner_post or "Agreed action",
        holder=" or ".join(person.name for person in owners(action, today, board)),
        since=action.made_at,
        due=action.due,
        address=reverse("actions:action", args=[action.pk]),
        note=turn.why if turn else "",
        codes=(READ, MANAGE),
        unit=action.unit,
    )


def _to_confirm(action: Action, person: Person) -> WaitingItem:
    return WaitingItem(
        what=f"Confirm: {action.what}",
        detail=f"{action.about_label}. Checked off by {action.done_by.name}" if action.done_by else "",
        ref=action.ref,
        post="Agreed action",
        holder=person.name,
        since=action.done_at or action.made_at,
        due=None,
        address=reverse("actions:confirm", args=[action.pk]),
    )


def register() -> None:
    """Called once, when the app is ready."""
    waiting_items.register(waiting_for)
    waiting_everywhere.register(waiting_in)
    menu.register(MenuEntry("Actions", "actions:list", 30, lambda person: person is not None))
