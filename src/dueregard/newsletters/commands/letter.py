"""Writing a newsletter or a briefing: started, saved, addressed, looked at by a second person, tried out, discarded."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.newsletters import catalogue
from dueregard.newsletters.models import Audience, Kind, Letter, State
from dueregard.newsletters.rules import letter as rules
from dueregard.newsletters.rules.filling import with_block
from dueregard.organisation.access import require, resolve
from dueregard.organisation.models import Person, PostKind, Unit
from dueregard.outbox.commands import queue


@dataclass(frozen=True, slots=True)
class Address:
    """Whom a letter goes to, and whether it is a duty and public."""

    audience: str
    units: Sequence[Unit] = ()
    posts: Sequence[PostKind] = ()
    duty: bool = False
    duty_why: str = ""
    public: bool = False


@transaction.atomic
def start(
    *, by: Person, unit: Unit, title: str, text: str = "", kind: str = Kind.NEWSLETTER, now: datetime
) -> Letter:
    actor = require(by, catalogue.WRITE, unit=unit, today=today_in_london(now))
    letter = Letter.objects.create(
        kind=kind, unit=unit, title=title, text=text, started_at=now, written_by=by, written_at=now
    )
    _record_save(letter, actor, now)
    return letter


@transaction.atomic
def save_draft(
    *,
    pk: UUID,
    by: Person,
    title: str,
    text: str,
    look_wanted: bool,
    revision: int,
    now: datetime,
    block: str = "",
) -> Letter:
    """`block` is the code of one that is added at the end. A second person's look is over with any change."""
    letter, actor = _to_write(pk, by, now)
    refuse_if(rules.why_not_save(is_draft=letter.is_draft, revision=revision, latest=letter.revision))
    letter.title, letter.text = title, with_block(text, block) if block else text
    letter.look_wanted = look_wanted
    letter.revision += 1
    letter.looked_by = letter.looked_at = letter.looked_revision = None
    letter.look_note = ""
    letter.written_by, letter.written_at = by, now
    letter.save()
    _record_save(letter, actor, now)
    return letter


@transaction.atomic
def address(*, pk: UUID, by: Person, address: Address, now: datetime) -> Letter:
    letter, actor = _to_write(pk, by, now)
    refuse_if(rules.why_not_save(is_draft=letter.is_draft, revision=0, latest=0))
    units = [unit for unit in address.units if unit.is_within(letter.unit)]
    refuse_if(
        rules.why_not_address(
            audience=address.audience,
            units=len(units),
            posts=len(address.posts),
            duty=address.duty,
            duty_why=address.duty_why,
        )
    )
    letter.audience = address.audience
    letter.audience_units = [str(unit.pk) for unit in units] if address.audience == Audience.UNITS else []
    letter.audience_posts = (
        [kind.code for kind in address.posts] if address.audience == Audience.POSTS else []
    )
    letter.duty, letter.duty_why = address.duty, address.duty_why if address.duty else ""
    letter.public = address.public
    letter.save()
    data = {"audience": letter.audience, "duty": letter.duty, "public": letter.public}
    record(catalogue.ADDRESSED, by=actor, on=letter.ref, data=data, at=now)
    return letter


@transaction.atomic
def look(*, pk: UUID, by: Person, note: str, revision: int, now: datetime) -> Letter:
    """A second person has seen just these words, whether or not anybody asked them to."""
    letter = locked(pk)
    today = today_in_london(now)
    actor = require(by, _part(by, letter, today), unit=letter.unit, today=today)
    own = letter.written_by_id == by.pk
    refuse_if(
        rules.why_not_look(is_draft=letter.is_draft, own=own, revision=revision, latest=letter.revision)
    )
    letter.looked_by, letter.looked_at, letter.looked_revision = by, now, letter.revision
    letter.look_note = note
    letter.save()
    record(catalogue.LOOKED_AT, by=actor, on=letter.ref, data={"revision": letter.revision}, at=now)
    return letter


@transaction.atomic
def try_out(*, pk: UUID, by: Person, now: datetime) -> Letter:
    """Send it to oneself, as it stands when the worker comes to it."""
    letter = locked(pk)
    today = today_in_london(now)
    actor = require(by, _part(by, letter, today), unit=letter.unit, today=today)
    refuse_if(rules.why_not_save(is_draft=letter.is_draft, revision=0, latest=0))
    refuse_if([] if by.email else ["There is no e-mail address for you here."])
    record(catalogue.TESTED, by=actor, on=letter.ref, data={"revision": letter.revision}, at=now)
    queue(catalogue.TEST, about=letter.ref, to=by.ref, at=now)
    return letter


@transaction.atomic
def discard(*, pk: UUID, by: Person, now: datetime) -> Letter:
    letter, actor = _to_write(pk, by, now)
    refuse_if(rules.why_not_save(is_draft=letter.is_draft, revision=0, latest=0))
    letter.state = State.DISCARDED
    letter.save(update_fields=["state"])
    record(catalogue.DISCARDED, by=actor, on=letter.ref, data={"unit": str(letter.unit_id)}, at=now)
    return letter


def locked(pk: UUID) -> Letter:
    rows = Letter.objects.select_for_update(of=("self",)).select_related("unit")
    found = rows.exclude(state=State.DISCARDED).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def digest_of(title: str, text: str) -> str:
    """What the words are known by, as 64 hex digits."""
    return hashlib.sha256(f"dueregard-letter-1\x1f{title}\x1f{text}".encode()).hexdigest()


def _to_write(pk: UUID, by: Person, now: datetime) -> tuple[Letter, Actor]:
    letter = locked(pk)
    return letter, require(by, catalogue.WRITE, unit=letter.unit, today=today_in_london(now))


def _part(by: Person, letter: Letter, today: date) -> str:
    """The permission by which somebody looks at a letter: that of sending, or that of writing."""
    may_send = resolve(by, today).may(catalogue.SEND, unit=letter.unit)
    return catalogue.SEND if may_send else catalogue.WRITE


def _record_save(letter: Letter, actor: Actor, now: datetime) -> None:
    data = {
        "unit": str(letter.unit_id),
        "revision": letter.revision,
        "digest": digest_of(letter.title, letter.text),
    }
    record(catalogue.SAVED, by=actor, on=letter.ref, data=data, at=now)
