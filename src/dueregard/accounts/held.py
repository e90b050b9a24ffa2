"""What was sent after a sign-in had lapsed is kept for the person who wrote it, and for nobody else.

Whose it is cannot be read from the session, which is gone. It is read from the form itself: every form carries a
token made from the browser's CSRF secret, that secret is made anew with each sign-in, and a signed cookie notes which
user had which secret (as a hash). So a form that one person left open at a shared desk stays that person's, even
when it is sent while somebody else is signed in.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware import csrf
from django.utils.crypto import salted_hmac

from dueregard.accounts.models import HeldPost, User
from dueregard.accounts.rules import HELD_BYTES, HELD_EACH, HELD_FOR
from dueregard.accounts.sealing import seal, unseal

COOKIE = "__Host-desk" if settings.SECURE else "desk"
COOKIE_LASTS = 12 * 3600
FIELD = "_held"
REMEMBERED = 3
SALT = "dueregard.accounts.desk"


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept form: where it was going (path with its query), its fields, and the names of files it had."""

    id: uuid.UUID
    held_at: datetime
    path: str
    fields: list[tuple[str, list[str]]]
    files: list[str]

    @property
    def written(self) -> list[str]:
        """What is worth showing again: texts that a person typed."""
        values = [value for name, each in self.fields if not name.startswith("_") for value in each]
        return [value.replace("\0", "�") for value in values if len(value) >= 12][:20]

    def as_post(self) -> QueryDict:
        post = QueryDict(mutable=True)
        for name, values in self.fields:
            post.setlist(name, values)
        post._mutable = False
        return post


def remember_user(request: HttpRequest, user: User, answer: HttpResponse) -> None:
    """Note in this browser that forms made from now on, with this CSRF secret, are this user's."""
    secret = _secret(str(request.META.get("CSRF_COOKIE") or ""))
    if not secret:
        return
    entry = [user.pk.hex, _mark(secret)]
    known = _known(request)
    if known[:1] == [entry]:
        return
    entries = [entry, *(each for each in known if each != entry)][:REMEMBERED]
    answer.set_cookie(
        COOKIE,
        signing.dumps(entries, salt=SALT),
        max_age=COOKIE_LASTS,
        secure=settings.SECURE,
        httponly=True,
        samesite="Strict",
    )


@transaction.atomic
def keep(request: HttpRequest, now: datetime) -> User | None:
    """Keep this POST for the user whose form it is, and say who that is; None when it is nobody's or too large."""
    user = _owner(request)
    if user is None:
        return None
    row = HeldPost(id=uuid.uuid4(), user=user, held_at=now)
    content = json.dumps(
        {
            "path": request.get_full_path(),
            "fields": [(name, values) for name, values in request.POST.lists() if _may_keep(name)],
            "files": [file.name for _, files in request.FILES.lists() for file in files],
        }
    ).encode()
    if len(content) > HELD_BYTES:
        return None
    row.sealed = seal(content, _belongs_to(row))
    row.save(force_insert=True)
    surplus = HeldPost.objects.filter(user=user).order_by("-held_at").values_list("pk", flat=True)[HELD_EACH:]
    HeldPost.objects.filter(pk__in=list(surplus)).delete()
    return user


def find(user: User, id_text: str, now: datetime) -> HeldPost | None:
    """One kept form of this user, not too old."""
    try:
        wanted = uuid.UUID(id_text)
    except ValueError:
        return None
    return HeldPost.objects.filter(pk=wanted, user=user, held_at__gt=now - HELD_FOR).first()


def open_held(row: HeldPost) -> Kept | None:
    """The content of a kept form; None when it cannot be opened any more."""
    opened = unseal(bytes(row.sealed), _belongs_to(row))
    if opened is None:
        return None
    content: dict[str, Any] = json.loads(opened)
    fields = [(name, values) for name, values in content["fields"]]
    return Kept(row.id, row.held_at, content["path"], fields, content["files"])


def _owner(request: HttpRequest) -> User | None:
    secret = _secret(request.POST.get("csrfmiddlewaretoken", ""))
    if not secret:
        return None
    mark = _mark(secret)
    owners = [user for user, known in _known(request) if known == mark]
    return User.objects.filter(pk=owners[0], is_active=True).first() if owners else None


def _secret(token: str) -> str:
    """The CSRF secret of a form's token (masked) or of the request (plain), or ''."""
    if not token.isascii() or not token.isalnum():
        return ""
    if len(token) == csrf.CSRF_TOKEN_LENGTH:
        return str(csrf._unmask_cipher_token(token))  # type: ignore[attr-defined]
    return token if len(token) == csrf.CSRF_SECRET_LENGTH else ""


def _known(request: HttpRequest) -> list[list[str]]:
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=COOKIE_LASTS)
    except signing.BadSignature:
        return []
    return [list(map(str, each)) for each in found]


def _mark(secret: str) -> str:
    return salted_hmac(SALT, secret, algorithm="sha256").hexdigest()[:32]


def _may_keep(name: str) -> bool:
    return name not in {"csrfmiddlewaretoken", FIELD} and "password" not in name.lower()


def _belongs_to(row: HeldPost) -> str:
    return f"held {row.pk} {row.user_id}"
