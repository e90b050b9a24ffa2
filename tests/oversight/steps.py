"""A town whose administrator looks after messages and whose registrar reads the ledger, with something to see."""

from datetime import timedelta
from typing import Any

from dueregard.oversight.catalogue import MANAGE_MESSAGES, READ_LEDGER
from tests.people import NOON, Town, a_town

POSTS = {"administrator": (MANAGE_MESSAGES, READ_LEDGER), "registrar": (READ_LEDGER,)}
KIND = "organisation.you_have_a_post"


def an_overseen_town() -> Town:
    return a_town(**POSTS)


def a_message(town: Town, **values: Any) -> Any:
    """A message to the organiser about the post that the organiser got."""
    from dueregard.outbox.models import Message

    ref = town.organiser.ref
    moment = values.pop("queued_at", NOON)
    return Message.objects.create(
        **{
            "kind": KIND,
            "about_type": ref.type,
            "about_id": ref.id,
            "to_type": ref.type,
            "to_id": ref.id,
            "queued_at": moment,
            "next_try": moment,
            **values,
        }
    )


def a_busy_town() -> None:
    """Everything that the pages can show, and more of it than one page holds."""
    from dueregard.ledger.models import Verification
    from dueregard.outbox.models import MailServer
    from dueregard.timers.models import Heartbeat, Timer

    town = an_overseen_town()
    for number, (state, why) in enumerate(
        [
            ("parked", "smtp-550"),
            ("parked", "bad-address"),
            ("parked", "ValueError"),
            ("dropped", "no-address"),
        ]
        + [("sent", "")] * 30
        + [("queued", "smtp-451")] * 3
    ):
        a_message(
            town,
            state=state,
            last_error=why,
            attempts=number % 4,
            queued_at=NOON - timedelta(minutes=7 * number),
        )
    about = town.politics.ref
    Timer.objects.create(
        kind="events.check_reminder",
        about_type=about.type,
        about_id=about.id,
        due=NOON,
        next_try=NOON,
        parked=True,
        last_error="LookupError",
    )
    MailServer.objects.update(down_since=NOON, failures=3, last_error="timeout")
    Heartbeat.objects.create(worker="moor:71", started_at=NOON, seen_at=NOON)
    Verification.objects.create(at=NOON - timedelta(days=1), rows=41, seconds=0.31)
    Verification.objects.create(
        at=NOON,
        rows=3,
        seconds=0.2,
        bad_seq=4,
        reason="Entry 4 was changed: its columns do not give its hash.",
    )


def session_of(email: str) -> str:
    """The key of a session in which this person is signed in, second factor and all."""
    from allauth.mfa.models import Authenticator
    from django.test import Client

    from dueregard.accounts.models import User

    user = User.objects.get(email=email)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    client = Client()
    client.force_login(user)
    return str(client.cookies["session"].value)
