"""One-time links: one purpose, one object, hashed at rest; they expire, can be revoked, and are recorded.

A GET never uses a link up, because mail scanners follow links: only a POST calls `use_up`. The token is derived
from the row's id with a key that is not in the database, so that a mail can be rendered again (`token_for`) while
the database holds only a hash.
"""

import base64
import hashlib
import hmac
import uuid
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.encoding import force_bytes

from dueregard.accounts.catalogue import LINK_ISSUED, LINK_REVOKED, LINK_USED
from dueregard.accounts.models import Link
from dueregard.accounts.purposes import link_purposes
from dueregard.kernel.errors import Refused
from dueregard.kernel.refs import Actor, Ref
from dueregard.ledger.commands import record


@transaction.atomic
def issue(
    purpose: str, *, about: Ref, holder: str = "", expires: datetime | None = None, by: Actor, now: datetime
) -> str:
    """Make a link and return its token (43 characters, 256 bits). Without `expires` it lasts as its purpose says."""
    declared = link_purposes[purpose]
    link = Link(id=uuid.uuid4(), purpose=purpose, about_type=about.type, about_id=about.id, holder=holder)
    token = _token(link)
    link.token_hash = _hash(token)
    link.issued_at, link.expires_at = now, expires or now + declared.lasts
    link.save(force_insert=True)
    _record(LINK_ISSUED.code, link, by=by, at=now)
    return token


def find(purpose: str, token: str, now: datetime) -> Link | None:
    """The good link of this purpose with this token; using it up is another step."""
    if len(token) > 100 or not token.isascii():
        return None
    link = Link.objects.filter(purpose=purpose, token_hash=_hash(token)).first()
    return link if link and link.is_good(now) else None


@transaction.atomic
def use_up(link: Link, now: datetime) -> Link:
    """Use a link, once. Two at the same moment: one gets it, the other is refused."""
    locked = Link.objects.select_for_update().get(pk=link.pk)
    if not locked.is_good(now):
        raise Refused(["This link has been used, has expired or was withdrawn. Ask for a new one."])
    locked.used_at = now
    locked.save(update_fields=["used_at"])
    _record(LINK_USED.code, locked, by=locked.actor(), at=now)
    return locked


@transaction.atomic
def revoke(about: Ref, purpose: str, *, by: Actor, now: datetime) -> int:
    """Withdraw every good link of this purpose about this object; how many there were."""
    good = Link.objects.select_for_update().filter(
        purpose=purpose, about_type=about.type, about_id=about.id, used_at=None, revoked_at=None
    )
    withdrawn = list(good)
    for link in withdrawn:
        link.revoked_at = now
        link.save(update_fields=["revoked_at"])
        _record(LINK_REVOKED.code, link, by=by, at=now)
    return len(withdrawn)


def move_end(purpose: str, about: Ref, *, expires: datetime) -> None:
    """Let every good link of this purpose about this object last until another moment: what is printed stays good."""
    good = Link.objects.filter(purpose=purpose, about_type=about.type, about_id=about.id)
    good.filter(used_at=None, revoked_at=None).update(expires_at=expires)


def forget_old(before: datetime) -> None:
    """Delete the rows, with the addresses of their holders, of links that were over before a moment."""
    over = Q(expires_at__lt=before) | Q(used_at__lt=before) | Q(revoked_at__lt=before)
    Link.objects.filter(over).delete()


def token_for(purpose: str, about: Ref, now: datetime) -> str | None:
    """The token of the newest good link, made again for a mail that is rendered at send; None if there is none."""
    link = newest(purpose, about)
    if link is None or not link.is_good(now):
        return None
    tokens = (_token(link, secret) for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])
    return next((token for token in tokens if _hash(token) == link.token_hash), None)


def newest(purpose: str, about: Ref) -> Link | None:
    found = Link.objects.filter(purpose=purpose, about_type=about.type, about_id=about.id)
    return found.order_by("-issued_at", "-id").first()


def _token(link: Link, secret: str | bytes = "") -> str:
    words = f"dueregard-link-1\x1f{link.purpose}\x1f{link.id}"
    digest = hmac.digest(force_bytes(secret or settings.SECRET_KEY), words.encode(), "sha256")
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _record(action: str, link: Link, *, by: Actor, at: datetime) -> None:
    record(action, by=by, on=link.about, data={"link": str(link.id), "purpose": link.purpose}, at=at)
