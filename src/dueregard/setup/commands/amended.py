"""What a provider of the demonstration has added to the procedure of its preset: written by one, approved by another."""

from collections.abc import Mapping
from datetime import datetime

from dueregard.events.catalogue import KIND
from dueregard.kernel.dates import today_in_london
from dueregard.organisation.lookup import who_may_act
from dueregard.organisation.models import Unit
from dueregard.procedures.commands import approve, put_in_force, save_draft, start_draft

WRITER, APPROVER = "prevent-lead", "university-secretary"


def amended(told: Mapping[str, str], root: Unit, *, now: datetime) -> None:
    """`told` is the table `procedure` of a script; without it the preset's procedure stays as it is."""
    if told:
        today = today_in_london(now)
        writer, approver = (who_may_act(post, root, today)[0] for post in (WRITER, APPROVER))
        draft = start_draft(by=writer, kind=KIND, unit=root, now=now)
        text = draft.text + told["adds"]
        draft = save_draft(
            pk=draft.pk, by=writer, text=text, reason=told["reason"], revision=draft.revision, now=now
        )
        approve(pk=draft.pk, by=approver, revision=draft.revision, now=now)
        put_in_force(pk=draft.pk, by=approver, starts=today, now=now)
