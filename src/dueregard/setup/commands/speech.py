"""The code of practice of the demonstration: taken over as the provider's own, and sent to everybody this year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dueregard.kernel.dates import today_in_london
from dueregard.organisation.access import may
from dueregard.organisation.lookup import who_may_act
from dueregard.organisation.models import Person, Unit
from dueregard.statements.catalogue import APPROVE, DRAFT, SEND
from dueregard.statements.commands.version import approve, put_in_force, save_draft, start_draft
from dueregard.statements.commands.yearly import send_yearly
from dueregard.statements.models import CODE

WRITERS = ("prevent-lead", "secretariat")
REASON = "Read through with the students’ union and taken over as our own."
WORDS = "This is how we keep speech free here. Please read it once; it takes five minutes."


def own_code(root: Unit, approvers: Sequence[str], *, now: datetime) -> None:
    """The starter text becomes the provider's own: one person drafts it, another approves it."""
    writer, approver = _who(DRAFT, WRITERS, root, now), _who(APPROVE, approvers, root, now)
    draft = start_draft(by=writer, kind=CODE, unit=root, now=now)
    saved = save_draft(
        pk=draft.pk,
        by=writer,
        title=draft.title,
        text=draft.text,
        reason=REASON,
        revision=draft.revision,
        now=now,
    )
    approve(pk=saved.pk, by=approver, revision=saved.revision, now=now)
    put_in_force(pk=saved.pk, by=approver, starts=today_in_london(now), now=now)


def code_sent(root: Unit, *, now: datetime) -> None:
    send_yearly(by=_who(SEND, WRITERS, root, now), unit=root, units=[root], lists=(), words=WORDS, now=now)


def _who(code: str, posts: Sequence[str], root: Unit, now: datetime) -> Person:
    """Whoever may do it in the first of these posts."""
    today = today_in_london(now)
    people = (person for post in posts for person in who_may_act(post, root, today))
    return next(person for person in people if may(person, code, unit=root, today=today))
