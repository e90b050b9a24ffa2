"""What the mails about actions say and to whom: asked by the outbox's worker at the moment of sending."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from dueregard.actions import catalogue
from dueregard.actions.choices import State
from dueregard.actions.models import Action
from dueregard.actions.queries import owners
from dueregard.kernel.dates import long_date, today_in_london
from dueregard.kernel.refs import Ref
from dueregard.outbox.kinds import Mail, handle, link


def action_of(about: Ref) -> Action | None:
    return Action.objects.filter(pk=about.id).select_related("unit", "owner", "made_by", "done_by").first()


def to_owners(about: Ref) -> list[Ref]:
    action = action_of(about)
    if action is None:
        return []
    return [person.ref for person in owners(action, today_in_london(timezone.now()))]


def to_whoever_agreed_it(about: Ref) -> list[Ref]:
    action = action_of(about)
    return [action.made_by.ref] if action else []


def while_open(about: Ref, to: Ref) -> bool:
    """It is still to be done, and still by this person."""
    action = action_of(about)
    return action is not None and action.is_open and to in to_owners(about)


def while_its_day_has_come(about: Ref, to: Ref) -> bool:
    """As `while_open`; and its day was not moved on while the mail waited."""
    action = action_of(about)
    return action is not None and action.due <= today_in_london(timezone.now()) and while_open(about, to)


def while_done(about: Ref, to: Ref) -> bool:
    action = action_of(about)
    return action is not None and action.state == State.DONE


def while_dropped(about: Ref, to: Ref) -> bool:
    action = action_of(about)
    return action is not None and action.state == State.DROPPED


def writer(subject: str, first: str) -> Callable[[Ref, Ref, dict[str, Any]], Mail]:
    def write(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
        action = action_of(about)
        assert action is not None
        lines = [first, "", action.what, f"About: {action.about_label}", f"By {long_date(action.due)}"]
        lines += [f"Checked off by {action.done_by.name}"] if action.done_by else []
        lines += [f"Why it was dropped: {action.dropped_why}"] if action.dropped_why else []
        address = link(reverse("actions:action", args=[action.pk]))
        return Mail(f"{subject}: {action.what}", "\n".join([*lines, "", f"Open it: {address}"]))

    return write


def reminder(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
    """Its day may have passed while no mail went."""
    action = action_of(about)
    late = action is not None and action.due < today_in_london(timezone.now())
    first = (
        "The day by which this should be done has passed."
        if late
        else "Today is the day by which this should be done."
    )
    write = writer("Past its day" if late else "Due today", f"{first} Check it off when it is.")
    return write(about, to, data)


def register() -> None:
    """Called once, when the app is ready."""
    handle(
        catalogue.YOURS,
        recipients=to_owners,
        still_due=while_open,
        render=writer("An action for you", "This has been agreed, and it is yours to do."),
    )
    handle(
        catalogue.REMINDER,
        recipients=to_owners,
        still_due=while_its_day_has_come,
        render=reminder,
    )
    handle(
        catalogue.DONE,
        recipients=to_whoever_agreed_it,
        still_due=while_done,
        render=writer("Checked off", "This has been checked off."),
    )
    handle(
        catalogue.NO_LONGER,
        recipients=to_owners,
        still_due=while_dropped,
        render=writer("No longer to be done", "You need do nothing more about this."),
    )
