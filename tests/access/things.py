"""The things that rows of access.toml speak of: `keys = { pk = "unit.pk" }` asks for the thing `unit`.

An app adds a function here: it takes the town, makes the thing by the commands that people use, and returns it.
"""

from collections.abc import Callable
from typing import Any

from tests.people import Town

Maker = Callable[[Town], Any]
THINGS: dict[str, Maker] = {}


def thing(maker: Maker) -> Maker:
    """Offers what the function makes under the function's name."""
    THINGS[maker.__name__] = maker
    return maker


@thing
def unit(town: Town) -> Any:
    return town.politics


@thing
def person(town: Town) -> Any:
    return town.organiser


@thing
def procedure(town: Town) -> Any:
    """The version in force of the provider."""
    from dueregard.kernel.refs import system
    from dueregard.procedures import commands
    from dueregard.procedures.models import Version
    from tests.people import LONG_AGO, NOON
    from tests.procedures.texts import SMALL

    return Version.objects.filter(unit=town.provider, status="dated").first() or commands.take_preset(
        by=system("tests.access"),
        kind="events",
        unit=town.provider,
        text=SMALL,
        preset="small",
        starts=LONG_AGO,
        now=NOON,
    )


@thing
def draft(town: Town) -> Any:
    """A draft of the faculty, saved once by the registrar."""
    from dueregard.procedures import commands
    from tests.people import NOON

    procedure(town)
    made = commands.start_draft(by=town.registrar, kind="events", unit=town.faculty, now=NOON)
    text = '[[check]]\nid = "room"\nwithin = "1 working day"\n'
    return commands.save_draft(
        pk=made.pk, by=town.registrar, text=text, reason="Faster", revision=1, now=NOON
    )


@thing
def approved_version(town: Town) -> Any:
    from dueregard.procedures import commands
    from tests.people import NOON

    procedure(town)
    made = commands.start_draft(by=town.registrar, kind="events", unit=town.union, now=NOON)
    saved = commands.save_draft(
        pk=made.pk, by=town.registrar, text="", reason="As the provider", revision=1, now=NOON
    )
    return commands.approve(pk=saved.pk, by=town.principal, revision=2, now=NOON)


@thing
def invitation(town: Town) -> Any:
    """An account that has been invited, with the token of its link."""
    from django.utils import timezone

    from dueregard.accounts import commands, links
    from dueregard.accounts.catalogue import INVITE
    from tests.people import BUILDER

    now = timezone.now()
    user = commands.open_account("invited@northmoor.example", now, by=BUILDER)
    commands.invite(user, by=BUILDER, now=now)
    return {"token": links.token_for(INVITE.code, user.ref, now)}


@thing
def parked_message(town: Town) -> Any:
    from dueregard.outbox.models import Message
    from tests.people import NOON

    about = town.organiser.ref
    return Message.objects.create(
        kind="organisation.you_have_a_post",
        about_type=about.type,
        about_id=about.id,
        to_type=about.type,
        to_id=about.id,
        state="parked",
        queued_at=NOON,
        next_try=NOON,
    )


@thing
def parked_timer(town: Town) -> Any:
    from dueregard.timers.models import Timer
    from tests.people import NOON

    about = town.organiser.ref
    # A number that stands for nothing else on a page, so that it can be masked.
    return Timer.objects.create(
        pk=765432123,
        kind="tests.reminder",
        about_type=about.type,
        about_id=about.id,
        due=NOON,
        next_try=NOON,
        parked=True,
    )


@thing
def post(town: Town) -> Any:
    return town.head.holdings.get().post


@thing
def holding(town: Town) -> Any:
    return town.head.holdings.get()


@thing
def deputyship(town: Town) -> Any:
    return town.deputy.deputyships.get()


@thing
def post_kind(town: Town) -> Any:
    return town.head.holdings.get().post.kind


@thing
def absence(town: Town) -> Any:
    from dueregard.organisation import commands
    from tests.people import BUILDER, NOON, TODAY

    return commands.go_away(by=BUILDER, person=town.head, starts=TODAY, ends=None, now=NOON)


@thing
def closure_day(town: Town) -> Any:
    from dueregard.organisation import commands
    from tests.people import BUILDER, NOON, TODAY

    commands.set_closure_days(by=BUILDER, unit=town.provider, first=TODAY, name="Closed", now=NOON)
    return town.provider.closure_days.get()


@thing
def calendar(town: Town) -> Any:
    """The head's calendar address."""
    from types import SimpleNamespace

    from dueregard.portal.commands import open_calendar
    from tests.people import NOON

    return SimpleNamespace(token=open_calendar(by=town.head, now=NOON))
