"""A sign-in lapses: after eight hours in any case, and after a quarter of an hour of idling for posts that see more."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dueregard.accounts.models import User
from dueregard.accounts.queries import idle_minutes
from dueregard.accounts.rules import TOUCH_EVERY, has_lapsed


class IdleTimeout:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            self._check(request, request.user)
        return self.get_response(request)

    def _check(self, request: HttpRequest, user: User) -> None:
        """Costs nothing while requests follow each other within a minute."""
        now = int(time.time())
        signed_in = request.session.get("signed_in_at", now)
        seen = request.session.get("seen_at", signed_in)
        idle = idle_minutes(user) if now - seen >= TOUCH_EVERY and not settings.DEMO else None
        if has_lapsed(
            now=now,
            signed_in=signed_in,
            seen=seen,
            idle_minutes=idle,
            longest_hours=settings.LONGEST_SESSION_HOURS,
        ):
            logout(request)
        elif now - seen >= TOUCH_EVERY or "signed_in_at" not in request.session:
            request.session["signed_in_at"], request.session["seen_at"] = signed_in, now
            User.objects.filter(pk=user.pk).update(last_seen=timezone.now())
