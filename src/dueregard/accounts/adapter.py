"""How allauth behaves in this house: closed to sign-up, silent about who has an account, never sending mail itself."""

import base64
import logging
import time
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dueregard.accounts import throttle
from dueregard.accounts.errors import NotBelieved
from dueregard.accounts.models import User
from dueregard.accounts.sealing import seal, unseal
from dueregard.kernel import pages
from dueregard.kernel.refs import Ref

log = logging.getLogger(__name__)

NO_MATCH = "That e-mail address and password do not match an account that is open."
TOO_MANY = "There were too many tries. Wait a quarter of an hour, or set a new password."
FRESH = 300
"""Seconds after a sign-in within which setting up a second factor does not ask for the password again."""


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": NO_MATCH,
        "account_inactive": NO_MATCH,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_password": "That is not your password.",
        "enter_current_password": "Type your current password.",
        "incorrect_code": "That code is not right. Codes change every half minute: type the one shown now.",
        "invalid_password_reset": "This link has been used or has expired.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail leaves only by the outbox. What is worth a message is queued by the commands of accounts."""
        log.info("A mail of allauth was not sent: %s", template_prefix)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """A closed account is answered exactly like a wrong password."""
        found: User | None = super().authenticate(request, **credentials)
        return found if found is not None and found.is_active else None

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        self._try = ("sign-in", credentials.get("email", ""), _place(self, request), timezone.now())
        allowed = throttle.may_sign_in(throttle.tries(*self._try))
        if not allowed:
            raise self.validation_error("too_many_login_attempts")
        throttle.count(*self._try)

    def _rollback_login_failed_rl_usage(self) -> None:
        throttle.uncount(*self._try)

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth's own counters are not used for passwords."""

    def reauthenticate(self, user: Any, password: str) -> bool:
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Somebody who has just signed in, and is being sent to set up a second factor, is not asked again."""
        request = context.request
        signed_in = request.session.get("signed_in_at", 0) if request else 0
        return time.time() - signed_in > FRESH

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        return pages.page(request, "accounts/no_account.html", status=403)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/account/"


class FactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal(text.encode(), "second factor")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        opened = unseal(base64.b64decode(encrypted_text), "second factor")
        if opened is None:
            log.error("A second factor could not be opened: was the secret key changed without its fallback?")
            return ""
        return opened.decode()

    def get_totp_issuer(self) -> str:
        return "Due Regard"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Bound to the configured address, never to what a request calls itself."""
        return {"id": urlsplit(settings.BASE_URL).hostname or "localhost", "name": "Due Regard"}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        from allauth.mfa.models import Authenticator

        return f"Key {Authenticator.objects.filter(user=user, type=type).count() + 1}"


class SocialAdapter(DefaultSocialAccountAdapter):
    """Sign-in by the provider's identity service (OpenID Connect or SAML): it says who somebody is, never what they may."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Match a verified address to an open account; there is no account by just turning up."""
        if sociallogin.state.get("process", "login") != "login":
            raise ImmediateHttpResponse(_no_account(request))
        if sociallogin.is_existing:
            return
        addresses = [
            each.email
            for each in sociallogin.email_addresses
            if each.verified is True or settings.IDENTITY_TRUSTS_ADDRESSES
        ]
        user = User.objects.filter(email__in=[each.lower() for each in addresses], is_active=True).first()
        if user is None:
            raise ImmediateHttpResponse(_no_account(request))
        sociallogin.connect(request, user)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **details: Any) -> None:
        problem = details.get("exception")
        why = str(problem) if isinstance(problem, NotBelieved) else type(problem).__name__
        log.warning(
            "The identity service did not sign somebody in: %s", why if problem else details.get("error")
        )
        raise ImmediateHttpResponse(pages.page(request, "accounts/identity_failed.html", status=403))


def signed_in_by(request: HttpRequest, user: User) -> str:
    """How this user has just signed in: 'password', 'mfa', 'socialaccount' or 'unknown'."""
    records = get_authentication_records(request, user)
    return str(records[-1]["method"]) if records else "unknown"


def place_of(request: HttpRequest) -> str:
    return _place(AccountAdapter(request), request)


def user_of(ref: Ref) -> User | None:
    return User.objects.filter(pk=ref.id).first()


def _place(adapter: AccountAdapter, request: HttpRequest) -> str:
    return throttle.place_of(adapter.get_client_ip(request))


def _no_account(request: HttpRequest) -> HttpResponse:
    return pages.page(request, "accounts/no_account.html", status=403)
