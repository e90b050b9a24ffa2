"""The only writer of accounts: opening, inviting, joining, closing, and a lost second factor."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction

from dueregard.accounts import links, throttle
from dueregard.accounts.catalogue import (
    ACCOUNT_CLOSED,
    CLOSED,
    FACTOR_ADDED,
    FACTOR_REMOVED,
    FACTORS_CHANGED,
    FACTORS_RESET,
    INVITATION,
    INVITE,
    INVITED,
    JOINED,
    OPENED,
    PASSWORD_CHANGED,
    PASSWORD_RESET,
    PASSWORD_WAS_CHANGED,
    REOPENED,
    RESET_ASKED,
    SIGNED_IN,
)
from dueregard.accounts.models import HeldPost, Link, ResetRequest, Session, User, new_seal
from dueregard.accounts.passwords import why_not_password
from dueregard.accounts.rules import HELD_FOR, LINK_KEPT
from dueregard.kernel.errors import Refused, refuse_if
from dueregard.kernel.refs import Actor, system
from dueregard.ledger.commands import record
from dueregard.outbox.commands import queue


@transaction.atomic
def open_account(email: str, now: datetime, *, by: Actor | None = None, password: str | None = None) -> User:
    """Open an account for an address that has none. Without a password it is joined by `invite`."""
    if User.objects.filter(email=email).exists():
        raise Refused(["There is an account with this e-mail address already."])
    user = User(email=email.strip().lower(), joined_at=now)
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    user.save(force_insert=True)
    record(OPENED.code, by=by or system("accounts"), on=user.ref, at=now)
    return user


@transaction.atomic
def invite(user: User, *, by: Actor, now: datetime) -> None:
    """Send a link, good for seven days, by which the user sets a password. An earlier link is withdrawn."""
    user = User.objects.select_for_update().get(pk=user.pk)
    refuse_if([] if user.is_active else ["This account is closed. Open it again first."])
    links.revoke(user.ref, INVITE.code, by=by, now=now)
    links.issue(INVITE.code, about=user.ref, expires=now + INVITE.lasts, by=by, now=now)
    record(INVITED.code, by=by, on=user.ref, at=now)
    queue(INVITATION.code, about=user.ref, to=user.ref)


@transaction.atomic
def accept_invitation(link: Link, *, password: str, now: datetime) -> User:
    """Use the invitation up and set the password."""
    user = User.objects.select_for_update().get(pk=link.about_id)
    refuse_if([] if user.is_active else ["This account has been closed. Ask the person who invited you."])
    refuse_if(why_not_password(password, user))
    links.use_up(link, now)
    user.set_password(password)
    user.sessions_seal = new_seal()
    user.save(update_fields=["password", "sessions_seal"])
    record(JOINED.code, by=user.actor(), on=user.ref, at=now)
    return user


@transaction.atomic
def close_account(user: User, *, by: Actor, now: datetime) -> User:
    """Close an account: nobody signs in with it, and every sign-in of it ends with its next request."""
    user = User.objects.select_for_update().get(pk=user.pk)
    refuse_if([] if user.is_active else ["This account is closed already."])
    user.is_active = False
    user.save(update_fields=["is_active"])
    links.revoke(user.ref, INVITE.code, by=by, now=now)
    sign_out_everywhere(user)
    HeldPost.objects.filter(user=user).delete()
    record(CLOSED.code, by=by, on=user.ref, at=now)
    queue(ACCOUNT_CLOSED.code, about=user.ref, to=user.ref)
    return user


@transaction.atomic
def reopen_account(user: User, *, by: Actor, now: datetime) -> User:
    """Open a closed account again; its password and second factor are as they were."""
    user = User.objects.select_for_update().get(pk=user.pk)
    refuse_if(["This account is open."] if user.is_active else [])
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(REOPENED.code, by=by, on=user.ref, at=now)
    return user


@transaction.atomic
def reset_second_factor(user: User, *, by: Actor, now: datetime) -> User:
    """Take a lost second factor away; the user signs in again and sets up a new one where a post needs it."""
    user = User.objects.select_for_update().get(pk=user.pk)
    refuse_if(
        ["Someone else must reset your second factor."]
        if by.kind == "person" and by.ref == str(user.pk)
        else []
    )
    Authenticator.objects.filter(user=user).delete()
    sign_out_everywhere(user)
    record(FACTORS_RESET.code, by=by, on=user.ref, at=now)
    queue(FACTORS_CHANGED.code, about=user.ref, to=user.ref)
    return user


def sign_out_everywhere(user: User) -> None:
    """End every session of this user: the rows go, and the seal makes any copy worthless."""
    user.sessions_seal = new_seal()
    user.save(update_fields=["sessions_seal"])
    Session.objects.filter(user_id=user.pk).delete()


@transaction.atomic
def ask_for_reset(email: str, *, now: datetime) -> None:
    """Queue the mail with which a password is set anew; the same steps for a known and an unknown address."""
    asked = ResetRequest.objects.create(email=email.strip().lower()[:254], asked_at=now)
    queue(RESET_ASKED.code, about=asked.ref, at=now)


@transaction.atomic
def note_sign_in(user: User, *, method: str, now: datetime) -> None:
    """Record a sign-in; `method` is a code such as 'password' or 'mfa'."""
    User.objects.filter(pk=user.pk).update(last_seen=now)
    record(SIGNED_IN.code, by=user.actor(), on=user.ref, data={"method": method}, at=now)


@transaction.atomic
def note_password(user: User, *, by_mail: bool, now: datetime) -> None:
    """Record a changed password, and tell its owner in case it was not they."""
    action = PASSWORD_RESET if by_mail else PASSWORD_CHANGED
    record(action.code, by=user.actor(), on=user.ref, at=now)
    links.revoke(user.ref, INVITE.code, by=user.actor(), now=now)
    queue(PASSWORD_WAS_CHANGED.code, about=user.ref, to=user.ref, at=now)


@transaction.atomic
def note_factor(user: User, *, kind: str, added: bool, now: datetime) -> User:
    """Record a second factor that its owner added or removed, and end the user's other sign-ins."""
    user = User.objects.select_for_update().get(pk=user.pk)
    sign_out_everywhere(user)
    action = FACTOR_ADDED if added else FACTOR_REMOVED
    record(action.code, by=user.actor(), on=user.ref, data={"kind": kind}, at=now)
    queue(FACTORS_CHANGED.code, about=user.ref, to=user.ref, at=now)
    return user


def forget_what_is_over(now: datetime) -> None:
    """Delete what has had its time: sessions, held forms, asked resets, tallies, links (run every hour)."""
    Session.objects.filter(expire_date__lt=now).delete()
    HeldPost.objects.filter(held_at__lt=now - HELD_FOR).delete()
    ResetRequest.objects.filter(asked_at__lt=now - timedelta(days=1)).delete()
    throttle.forget_old(now)
    links.forget_old(now - LINK_KEPT)


def forget_held(row: HeldPost) -> None:
    """What was kept over a lapsed sign-in has been sent on, or is not wanted: let it go."""
    row.delete()
