"""The mails of accounts, written by the worker when they are sent: addresses come from the settings, never a request."""

from datetime import datetime
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import timezone

from dueregard.accounts import links
from dueregard.accounts.catalogue import (
    ACCOUNT_CLOSED,
    FACTORS_CHANGED,
    INVITATION,
    INVITE,
    PASSWORD_WAS_CHANGED,
    RESET_ASKED,
)
from dueregard.accounts.models import ResetRequest, User
from dueregard.accounts.registries import name_of
from dueregard.accounts.rules import RESET_LASTS
from dueregard.kernel.dates import long_date, today_in_london
from dueregard.kernel.refs import Ref
from dueregard.outbox.kinds import Mail, handle, handle_addresses, link

WAS_IT_YOU = "If this was not you, tell the person who looks after Due Regard at your institution at once."


def register() -> None:
    handle_addresses("accounts.user", address_of)
    handle(INVITATION, recipients=_only_itself, still_due=_has_invitation, render=_invitation)
    handle(RESET_ASKED, recipients=_who_asked, still_due=_may_still_reset, render=_reset)
    handle(PASSWORD_WAS_CHANGED, recipients=_only_itself, still_due=_exists, render=_password_changed)
    handle(FACTORS_CHANGED, recipients=_only_itself, still_due=_exists, render=_factors_changed)
    handle(ACCOUNT_CLOSED, recipients=_only_itself, still_due=_exists, render=_closed)


def address_of(to: Ref) -> tuple[str, str] | None:
    """The name and address of a user, closed or not: a closing is told too."""
    user = _user(to)
    return (name_of(user), user.email) if user else None


def _user(ref: Ref) -> User | None:
    return User.objects.filter(pk=ref.id).first()


def _only_itself(about: Ref) -> list[Ref]:
    return [about]


def _exists(about: Ref, to: Ref) -> bool:
    return _user(to) is not None


def _has_invitation(about: Ref, to: Ref) -> bool:
    user = _user(to)
    return bool(user and user.is_active and links.token_for(INVITE.code, about, timezone.now()))


def _invitation(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
    token = links.token_for(INVITE.code, about, timezone.now()) or ""
    until = long_date(today_in_london(_expiry(about)))
    return Mail(
        "Your invitation to Due Regard",
        "You have been given an account on Due Regard, where your institution handles event requests and its\n"
        "Prevent duty.\n\n"
        "Choose a password here:\n\n"
        f"{link(reverse('account_invited', args=[token]))}\n\n"
        f"The link works once and until {until}. Nobody will ever ask you for your password.\n",
    )


def _expiry(about: Ref) -> datetime:
    newest = links.newest(INVITE.code, about)
    return newest.expires_at if newest else timezone.now()


def _who_asked(about: Ref) -> list[Ref]:
    asked = ResetRequest.objects.filter(pk=about.id).first()
    if asked is None or asked.asked_at < timezone.now() - RESET_LASTS:
        return []
    user = User.objects.filter(email=asked.email, is_active=True).first()
    return [user.ref] if user else []


def _may_still_reset(about: Ref, to: Ref) -> bool:
    return to in _who_asked(about)


def _reset(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
    user = User.objects.get(pk=to.id)
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)},
    )
    return Mail(
        "Set a new password for Due Regard",
        "Somebody, probably you, asked for a new password for this address. Set one here:\n\n"
        f"{link(path)}\n\n"
        "The link works once, for two hours. If you did not ask, there is nothing to do: your password stays\n"
        "as it is.\n",
    )


def _password_changed(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
    return Mail(
        "Your password was changed",
        f"The password of your account on Due Regard was changed. {WAS_IT_YOU}\n",
    )


def _factors_changed(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
    return Mail(
        "How you sign in was changed",
        "A second step of your sign-in to Due Regard (a code generator or a key) was added, removed or reset.\n"
        f"{WAS_IT_YOU}\n",
    )


def _closed(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
    return Mail(
        "Your account was closed",
        "Your account on Due Regard was closed, and you have been signed out everywhere. If you think that this\n"
        "is a mistake, speak to the person who looks after Due Regard at your institution.\n",
    )
