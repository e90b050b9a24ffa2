"""How often sign-in and password resets may be tried.

What is counted: failures of one address from one place, of one address from anywhere, and of one place. Nobody can
lock somebody else out: a right password from another place always has tries of its own (security.md S12). Places are
client addresses, IPv6 by its /64. Everything is kept as a hash and forgotten after a day.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from dueregard.accounts.models import Tally

SPAN = timedelta(minutes=15)
PER_PAIR = 5
PER_PAIR_UNDER_ATTACK = 2
ATTACK = 50
PER_PLACE = 100
RESETS_PER_ADDRESS = 3
RESETS_PER_PLACE = 30


@dataclass(frozen=True, slots=True)
class Tries:
    """Failures within the span: of this address from this place, of this address, of this place."""

    pair: int
    address: int
    place: int


def may_sign_in(tries: Tries) -> bool:
    per_pair = PER_PAIR_UNDER_ATTACK if tries.address >= ATTACK else PER_PAIR
    return tries.pair < per_pair and tries.place < PER_PLACE


def may_ask_for_reset(tries: Tries) -> bool:
    return tries.address < RESETS_PER_ADDRESS and tries.place < RESETS_PER_PLACE


def tries(what: str, address: str, place: str, now: datetime) -> Tries:
    keys = _keys(what, address, place)
    found = dict(Tally.objects.filter(key__in=keys, span=_span(now)).values_list("key", "count"))
    return Tries(*(found.get(key, 0) for key in keys))


def count(what: str, address: str, place: str, now: datetime) -> None:
    """Count one try, before its outcome is known: two at the same moment are two."""
    span = _span(now)
    with transaction.atomic():
        for key in sorted(_keys(what, address, place)):
            Tally.objects.get_or_create(key=key, span=span)
            Tally.objects.filter(key=key, span=span).update(count=F("count") + 1)


def uncount(what: str, address: str, place: str, now: datetime) -> None:
    """Take back a try that succeeded."""
    Tally.objects.filter(key__in=_keys(what, address, place), span=_span(now), count__gt=0).update(
        count=F("count") - 1
    )


def forget_old(now: datetime) -> None:
    Tally.objects.filter(span__lt=_span(now - timedelta(days=1))).delete()


def place_of(client_address: str) -> str:
    """A client address, IPv6 cut to its /64 (one subscriber has them all)."""
    try:
        found = ipaddress.ip_address(client_address)
    except ValueError:
        return client_address[:64]
    if found.version == 6:
        return str(ipaddress.ip_network(f"{found}/64", strict=False).network_address)
    return str(found)


def _keys(what: str, address: str, place: str) -> tuple[str, str, str]:
    address = address.strip().lower()
    parts: Iterable[tuple[str, ...]] = (
        (what, "pair", address, place),
        (what, "a", address),
        (what, "p", place),
    )
    pair, whole, where = (
        salted_hmac("dueregard.accounts.throttle", "\x1f".join(each), algorithm="sha256").hexdigest()
        for each in parts
    )
    return pair, whole, where


def _span(now: datetime) -> int:
    return int(now.timestamp() // SPAN.total_seconds())
