"""Who a session belongs to (settings.AUTHENTICATION_BACKENDS)."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef

from dueregard.accounts.models import User
from dueregard.accounts.queries import FACTORS
from dueregard.accounts.registries import known_with_user


class Backend(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: Any) -> User | None:
        """The user, with what nearly every page asks next: whether a second factor is set up, and what apps above
        have named. One query for all of it."""
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
        users = User.objects.select_related(*known_with_user).annotate(second_factor_known=Exists(factors))
        try:
            user: User | None = users.filter(pk=user_id).first()
        except ValidationError:  # the session holds something that is no id
            return None
        return user if user is not None and self.user_can_authenticate(user) else None
