"""Who can sign in, and what signing in needs kept. A person of the provider may or may not have a user."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.crypto import salted_hmac

from dueregard.kernel.refs import Actor, Ref


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=username)


class Address(models.EmailField):  # type: ignore[type-arg]
    """An e-mail address, kept and looked up in lower case, so that 'unique' means unique to a reader."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return prepared.strip().lower() if isinstance(prepared, str) else prepared


def new_seal() -> str:
    return secrets.token_hex(16)


class User(AbstractBaseUser):
    """`sessions_seal` is mixed into every session: changing it signs the user out everywhere at once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = Address("email address", max_length=254, unique=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    last_seen = models.DateTimeField(null=True, editable=False)
    sessions_seal = models.CharField(max_length=32, default=new_seal, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = UserManager()

    def __str__(self) -> str:
        return str(self.email)

    @property
    def ref(self) -> Ref:
        return Ref("accounts.user", str(self.id))

    def actor(self) -> Actor:
        return Actor("person", str(self.id))

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's hook for both the current and the former secret keys."""
        return salted_hmac(
            "dueregard.accounts.session",
            self.password + self.sessions_seal,
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class Session(AbstractBaseSession):
    """A session that knows whose it is, so that closing an account can delete them."""

    user_id = models.UUIDField(null=True, db_index=True)

    @classmethod
    def get_session_store_class(cls) -> Any:
        from dueregard.accounts.sessions import SessionStore

        return SessionStore


class Link(models.Model):
    """A one-time link: one purpose, one object, the token only as a hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    about_type = models.CharField(max_length=60)
    about_id = models.CharField(max_length=64)
    holder = models.CharField(max_length=254, blank=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["about_type", "about_id", "purpose"], name="links_about")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"

    @property
    def ref(self) -> Ref:
        return Ref("accounts.link", str(self.id))

    @property
    def about(self) -> Ref:
        return Ref(self.about_type, self.about_id)

    def actor(self) -> Actor:
        """The holder of this link, as who acts."""
        return Actor("link", str(self.id))

    def is_good(self, now: datetime) -> bool:
        return self.used_at is None and self.revoked_at is None and now < self.expires_at


class ResetRequest(models.Model):
    """Somebody asked for a new password. Kept alike for known and unknown addresses, for an hour."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.CharField(max_length=254)
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)

    @property
    def ref(self) -> Ref:
        return Ref("accounts.reset-request", str(self.id))


class HeldPost(models.Model):
    """What somebody sent after their sign-in had lapsed: sealed, kept for an hour, only for that user."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="held_posts")
    sealed = models.BinaryField()
    held_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class Tally(models.Model):
    """How often something was tried in one span of time; `key` is a hash, never an address."""

    key = models.CharField(max_length=64)
    span = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "span"], name="one_tally_per_span")]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.span}: {self.count}"


class CacheEntry(models.Model):
    """The table of Django's database cache (throttles must hold across processes); only the cache uses it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_cache"

    def __str__(self) -> str:
        return self.cache_key
