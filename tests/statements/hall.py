"""A provider with people for its statements: who drafts, who approves, who sends, who answers complaints."""

from datetime import date

from dueregard.kernel.refs import system
from dueregard.organisation.models import Person, Unit
from dueregard.outbox.models import Message
from dueregard.statements.commands import version as commands
from dueregard.statements.models import CODE, KINDS, Version
from tests.people import LONG_AGO, NOON, TODAY, Town, a_town

TEXT = "# Our values\n\nWe *start* from freedom of speech.\n\n- one\n- two\n"


def a_hall() -> Town:
    """The town; mails about the posts that were given are not of interest here."""
    town = a_town(
        principal=("statements.approve", "statements.complaints"),
        registrar=("statements.draft", "statements.send"),
    )
    Message.objects.all().delete()
    return town


def starter_of(unit: Unit, starts: date = LONG_AGO, text: str = TEXT) -> Version:
    return commands.take_starter(
        by=system("tests.statements"),
        kind=CODE,
        unit=unit,
        title=KINDS[CODE],
        text=text,
        starts=starts,
        now=NOON,
    )


def drafted(
    town: Town, text: str = TEXT, *, kind: str = CODE, by: Person | None = None, reason: str = ""
) -> Version:
    by = by or town.registrar
    made = commands.start_draft(by=by, kind=kind, unit=town.provider, now=NOON)
    return commands.save_draft(
        pk=made.pk,
        by=by,
        title=KINDS[kind],
        text=text,
        reason=reason,
        revision=made.revision,
        now=NOON,
    )


def approved(town: Town, text: str = TEXT, *, kind: str = CODE) -> Version:
    draft = drafted(town, text, kind=kind)
    return commands.approve(pk=draft.pk, by=town.principal, revision=draft.revision, now=NOON)


def in_force(town: Town, text: str = TEXT, starts: date = TODAY, *, kind: str = CODE) -> Version:
    version = approved(town, text, kind=kind)
    return commands.put_in_force(pk=version.pk, by=town.principal, starts=starts, now=NOON)
