"""What Django and allauth tell of sign-ins, passwords and second factors, brought to the commands of accounts."""

import time
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils import timezone

from dueregard.accounts import adapter, commands
from dueregard.accounts.models import User


def connect() -> None:
    user_logged_in.connect(on_sign_in, dispatch_uid="accounts.sign-in")
    password_changed.connect(on_password, dispatch_uid="accounts.password-changed")
    password_set.connect(on_password, dispatch_uid="accounts.password-set")
    password_reset.connect(on_password_by_mail, dispatch_uid="accounts.password-reset")
    authenticator_added.connect(on_factor_added, dispatch_uid="accounts.factor-added")
    authenticator_removed.connect(on_factor_removed, dispatch_uid="accounts.factor-removed")


def on_sign_in(sender: Any, request: HttpRequest | None, user: User, **details: Any) -> None:
    method = "unknown"
    if request is not None:
        method = adapter.signed_in_by(request, user)
        request.session["signed_in_at"] = request.session["seen_at"] = int(time.time())
        request.session["signed_in_by"] = method
    commands.note_sign_in(user, method=method, now=timezone.now())


def on_password(sender: Any, user: User, **details: Any) -> None:
    commands.note_password(user, by_mail=False, now=timezone.now())


def on_password_by_mail(sender: Any, user: User, **details: Any) -> None:
    commands.note_password(user, by_mail=True, now=timezone.now())


def on_factor_added(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **details: Any
) -> None:
    _note(request, user, authenticator, added=True)


def on_factor_removed(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **details: Any
) -> None:
    _note(request, user, authenticator, added=False)


def _note(request: HttpRequest, user: User, authenticator: Authenticator, *, added: bool) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return  # they come and go with the first factor, which is noted
    changed = commands.note_factor(user, kind=str(authenticator.type), added=added, now=timezone.now())
    request.user = changed
    update_session_auth_hash(request, changed)
