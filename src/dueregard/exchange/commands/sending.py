"""A pack on its way out: begun, names replaced, signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from dueregard.exchange import catalogue
from dueregard.exchange.models import Parcel
from dueregard.exchange.packs import sealed
from dueregard.exchange.queries.known import names_known
from dueregard.exchange.queries.offers import offers
from dueregard.exchange.rules.naming import MAYBE, Found, replaced, what_names, why_not_seal
from dueregard.exchange.rules.parts import MOST_PARTS, NotAPack, texts_in, with_texts
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, Refused, refuse_if
from dueregard.ledger.checkpoints import signing_key
from dueregard.ledger.commands import record
from dueregard.organisation.access import require, units_where
from dueregard.organisation.models import Person, Unit

SIGNED = "This pack is signed already. Begin another one."


@transaction.atomic
def begin(*, by: Person, unit: Unit, title: str, keys: Sequence[str], now: datetime) -> Parcel:
    """Take the chosen texts as they stand, and list what in them names somebody."""
    today = today_in_london(now)
    actor = require(by, catalogue.SEND, unit=unit, today=today)
    known = {each.key: each for each in offers(unit, units_where(by, catalogue.SEND, today=today), today)}
    chosen = [known[key] for key in dict.fromkeys(keys) if key in known]
    if not 1 <= len(chosen) <= MOST_PARTS:
        raise Refused([f"Choose from 1 to {MOST_PARTS} texts that may be shared."])
    parts = [{"kind": each.kind, "data": each.data} for each in chosen]
    found = what_names(_texts(title, parts), names_known())
    made = Parcel.objects.create(
        unit=unit,
        title=title,
        parts=parts,
        replacements=[asdict(each) for each in found],
        by=by,
        begun_at=now,
    )
    record(catalogue.BEGUN, by=actor, on=made.ref, data={"parts": len(parts)}, at=now)
    return made


@transaction.atomic
def replace_names(
    *,
    pk: UUID,
    by: Person,
    words: Sequence[str],
    more: Sequence[tuple[str, str]],
    revision: int,
    now: datetime,
) -> Parcel:
    """Say what takes the place of each thing that was found (`words`, in its order), and of what else a person names."""
    parcel = _open(pk)
    require(by, catalogue.SEND, unit=parcel.unit, today=today_in_london(now))
    _refuse_overtaken(parcel, revision)
    kept = [each | {"by": word} for each, word in zip(parcel.replacements, words, strict=True)]
    known = {each["found"].casefold() for each in kept}
    fresh = [
        asdict(Found(MAYBE, found, by_)) for found, by_ in more if found and found.casefold() not in known
    ]
    parcel.replacements, parcel.revision = [*kept, *fresh], parcel.revision + 1
    parcel.save(update_fields=["replacements", "revision"])
    return parcel


@transaction.atomic
def seal(*, pk: UUID, by: Person, revision: int, now: datetime) -> Parcel:
    """Sign the pack as it was previewed. It does not leave while it still names somebody; the texts with names are let go."""
    parcel = _open(pk)
    actor = require(by, catalogue.SEND, unit=parcel.unit, today=today_in_london(now))
    _refuse_overtaken(parcel, revision)
    title, parts = as_it_leaves(parcel)
    refuse_if(why_not_seal(_texts(title, parts), names_known()))
    try:
        content = sealed(
            title, today_in_london(now), [(each["kind"], each["data"]) for each in parts], signing_key()
        )
    except NotAPack as problem:
        raise Refused([str(problem)]) from None
    parcel.title, parcel.parts, parcel.content, parcel.digest = (
        title,
        parts,
        content,
        sha256(content).hexdigest(),
    )
    replaced = len(parcel.replacements)
    parcel.replacements, parcel.sealed_by, parcel.sealed_at = [], by, now
    parcel.save()
    data = {"parts": len(parts), "replaced": replaced, "digest": parcel.digest}
    record(catalogue.SEALED, by=actor, on=parcel.ref, data=data, at=now)
    return parcel


@transaction.atomic
def discard(*, pk: UUID, by: Person, now: datetime) -> None:
    """Let a pack go that was never signed."""
    parcel = _open(pk)
    actor = require(by, catalogue.SEND, unit=parcel.unit, today=today_in_london(now))
    record(catalogue.DISCARDED, by=actor, on=parcel.ref, at=now)
    parcel.delete()


def as_it_leaves(parcel: Parcel) -> tuple[str, list[dict[str, Any]]]:
    """Title and parts with other words in the place of names; of a signed pack, what left."""
    found = [Found(each["kind"], each["found"], each["by"]) for each in parcel.replacements]

    def other(text: str) -> str:
        return replaced(text, found)

    parts = [
        {"kind": each["kind"], "data": with_texts(each["kind"], each["data"], other)} for each in parcel.parts
    ]
    return other(parcel.title), parts


def _texts(title: str, parts: Sequence[dict[str, Any]]) -> list[str]:
    return [title, *(text for each in parts for text in texts_in(each["kind"], each["data"]))]


def _open(pk: UUID) -> Parcel:
    parcel = Parcel.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=pk).first()
    if parcel is None:
        raise NotThere
    if parcel.sealed_at is not None:
        raise Refused([SIGNED])
    return parcel


def _refuse_overtaken(parcel: Parcel, revision: int) -> None:
    if parcel.revision != revision:
        raise Refused(["Somebody changed this pack after you opened it. Read the preview again."])
