"""What pages and middleware of accounts ask."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from dueregard.accounts.models import HeldPost, User
from dueregard.accounts.registries import idle_rules, needs_second_factor
from dueregard.accounts.rules import HELD_FOR

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor; recovery codes alone do not."""


def has_second_factor(user: User) -> bool:
    """Whether a code generator or a key is set up; of the user of a session, when the request began."""
    known: bool | None = getattr(user, "second_factor_known", None)
    if known is not None:
        return known
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def lacks_second_factor(request: HttpRequest, user: User) -> bool:
    """Whether this sign-in needs a second factor that the user has not set up."""
    if not settings.SECOND_FACTOR_ASKED or has_second_factor(user):
        return False
    if settings.IDENTITY_SECOND_FACTOR and request.session.get("signed_in_by") == "socialaccount":
        return False
    return needs_second_factor(user)


def idle_minutes(user: User) -> int | None:
    """After how many idle minutes this user's sign-in lapses, or None when only the longest time counts."""
    limits = [found for rule in idle_rules if (found := rule(user)) is not None]
    if needs_second_factor(user):
        limits.append(settings.IDLE_MINUTES)
    return min(limits, default=None)


def held_posts(user: User, now: datetime) -> list[HeldPost]:
    """What was kept for this user and is not too old, newest first."""
    return list(HeldPost.objects.filter(user=user, held_at__gt=now - HELD_FOR).order_by("-held_at", "-id"))
