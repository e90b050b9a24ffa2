"""The link by which somebody ends newsletters: signed, without an end, and never used up.

It lets its holder do nothing but end or take newsletters of one provider for one person, so that it may be followed
twice, forwarded, or pressed by a mail program (RFC 8058).
"""

from dataclasses import dataclass
from uuid import UUID

from django.core.signing import BadSignature, Signer

_signer = Signer(salt="newsletters.unsubscribe")


@dataclass(frozen=True, slots=True)
class Wish:
    """Whose newsletters, and of which provider."""

    person: UUID
    provider: UUID


def token_for(wish: Wish) -> str:
    """Letters, digits, hyphens, colons and underscores."""
    return _signer.sign(f"{wish.person.hex}{wish.provider.hex}")


def wish_in(token: str) -> Wish | None:
    """None for what we never signed."""
    try:
        both = _signer.unsign(token)
        return Wish(UUID(both[:32]), UUID(both[32:]))
    except (BadSignature, ValueError):
        return None
