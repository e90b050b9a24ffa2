"""Printing, hanging and taking down."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from dueregard.kernel.dates import LONDON, today_in_london
from dueregard.kernel.errors import NotThere, refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation.access import may, require
from dueregard.organisation.models import Person, Unit
from dueregard.outreach import catalogue
from dueregard.outreach.models import Design, Ending, Hanging, Look, Naming, Poster, Shape
from dueregard.outreach.papers import data_of, named_on
from dueregard.outreach.queries import posters as queries
from dueregard.outreach.queries.who import who_to_talk_to
from dueregard.outreach.queries.wording import words_in_use
from dueregard.outreach.rules import posters as rules


@transaction.atomic
def print_poster(*, by: Person, unit: Unit, design: Design, shape: Shape, now: datetime) -> Poster:
    """Freeze what a poster says today, in which words, and whom it names. The PDF is made from that whenever it is asked for."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    actor = require(by, catalogue.MANAGE, unit=unit, today=today_in_london(now))
    return _printed(by, actor, unit, design, shape, now)


@transaction.atomic
def print_again(*, by: Person, pk: UUID, now: datetime) -> Poster:
    """The same with the names and words of today; those who keep a copy may do this too."""
    old = Poster.objects.filter(pk=pk).first()
    if old is None:
        raise NotThere
    unit = Unit.objects.select_for_update().get(pk=old.unit_id)
    today = today_in_london(now)
    keeps = queries.keeps(by, old)
    actor = by.actor() if keeps else require(by, catalogue.MANAGE, unit=unit, today=today)
    return _printed(by, actor, unit, Design(old.design), Shape(old.shape), now)


def _printed(by: Person, actor: Actor, unit: Unit, design: Design, shape: Shape, now: datetime) -> Poster:
    Unit.objects.select_for_update().filter(parent=None).order_by("pk").first()  # the series of numbers
    today = today_in_london(now)
    who = who_to_talk_to(unit, today, on_paper=True)
    named = sum(1 for each in who.contacts if each.people)
    refuse_if(rules.why_not_print(closed=unit.closed_on is not None, named=named))
    used = words_in_use(unit)[design]
    number = (Poster.objects.aggregate(highest=Max("number"))["highest"] or 0) + 1
    poster = Poster.objects.create(
        number=number,
        unit=unit,
        code=unit.code,
        design=design,
        shape=shape,
        wording=used.wording,
        data=data_of(who, design, shape, used.words, number=number, today=today),
        printed_by=by,
        printed_at=now,
    )
    Naming.objects.bulk_create(
        Naming(
            poster=poster,
            post=each.post,
            person=person,
            telephone=each.telephone,
            as_deputy=each.standing_in,
        )
        for each in named_on(who, design, shape)
        for person in each.people
    )
    facts: dict[str, object] = {"unit": str(unit.pk), "design": str(design), "shape": str(shape)}
    record(catalogue.PRINTED, by=actor, on=poster.ref, data={**facts, "number": number}, at=now)
    return poster


@transaction.atomic
def hang(
    *,
    by: Person,
    poster: UUID,
    building: str,
    floor: str = "",
    words: str = "",
    keeper: Person | None = None,
    hung_on: date,
    now: datetime,
) -> Hanging:
    """Record that a poster hangs at a place. `keeper` must replace it when it is out of date: `by`, unless named."""
    found = Poster.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=poster).first()
    if found is None:
        raise NotThere
    today = today_in_london(now)
    actor = require(by, catalogue.MANAGE, unit=found.unit, today=today)
    refuse_if(
        rules.why_not_hang(
            building=building,
            hung_on=hung_on,
            printed_on=found.printed_at.astimezone(LONDON).date(),
            today=today,
            old=bool(queries.reasons_of([found.pk], today)),
        )
    )
    return _hung(found, by, actor, building, floor, words, keeper or by, hung_on, now)


def _hung(
    poster: Poster,
    by: Person,
    actor: Actor,
    building: str,
    floor: str,
    words: str,
    keeper: Person,
    hung_on: date,
    now: datetime,
) -> Hanging:
    hanging = Hanging.objects.create(
        poster=poster,
        building=building,
        floor=floor,
        words=words,
        keeper=keeper,
        hung_by=by,
        hung_on=hung_on,
    )
    record(catalogue.HUNG, by=actor, on=hanging.ref, data={"poster": str(poster.pk)}, at=now)
    return hanging


@transaction.atomic
def bring_down(*, by: Person, pk: UUID, ending: Ending, now: datetime) -> Hanging:
    """A poster came down. Where it was replaced, the newest printing that is right hangs in its place from today."""
    rows = Hanging.objects.select_for_update(of=("self",)).select_related("poster__unit", "keeper")
    old = rows.filter(pk=pk).first()
    if old is None:
        raise NotThere
    today = today_in_london(now)
    actor = _may_take_down(by, old, today)
    replaced = ending == Ending.REPLACED
    newer = queries.newer_printing(old.poster, today) if replaced else None
    refuse_if(rules.why_not_end(ended=bool(old.ending), replaced=replaced, has_newer=newer is not None))
    old.ending, old.ended_on, old.ended_by = ending, max(today, old.hung_on), by
    if newer is not None:
        place = (old.building, old.floor, old.words)
        old.replaced_by = _hung(newer, by, actor, *place, old.keeper, today, now)
    old.save()
    facts: dict[str, object] = {"poster": str(old.poster_id), "replaced": replaced}
    record(catalogue.CAME_DOWN, by=actor, on=old.ref, data=facts, at=now)
    return old


def _may_take_down(by: Person, hanging: Hanging, today: date) -> Actor:
    """Who keeps it may, and who looks after its unit."""
    if hanging.keeper_id == by.pk and not may(by, catalogue.MANAGE, unit=hanging.poster.unit, today=today):
        return by.actor()
    return require(by, catalogue.MANAGE, unit=hanging.poster.unit, today=today)


@transaction.atomic
def choose_look(*, by: Person, provider: Unit, accent: str, now: datetime) -> Look:
    """The colour of a provider's posters. Those printed before keep theirs."""
    provider = Unit.objects.select_for_update().get(pk=provider.pk)
    actor = require(by, catalogue.MANAGE, unit=provider, today=today_in_london(now))
    refuse_if(rules.why_not_colour(accent))
    look, _ = Look.objects.update_or_create(unit=provider, defaults={"accent": accent})
    record(catalogue.LOOK_CHOSEN, by=actor, on=provider.ref, data={"unit": str(provider.pk)}, at=now)
    return look
