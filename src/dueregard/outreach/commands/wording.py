"""A unit's own words for a design: written, put in use, given up."""

from dataclasses import asdict, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, Refused, refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person, Unit
from dueregard.outreach import catalogue
from dueregard.outreach.designs import WITH_POINTS, Words, words_of
from dueregard.outreach.fitting import why_not_fit
from dueregard.outreach.models import Design, Standing, Wording
from dueregard.outreach.queries.who import who_to_talk_to
from dueregard.outreach.queries.wording import draft_of, words_in_use
from dueregard.outreach.rules import wording as rules
from dueregard.versions.rules import VersionFacts, why_not_save


@transaction.atomic
def write_words(
    *,
    by: Person,
    unit: Unit,
    design: Design,
    words: Words,
    revision: int = 0,
    shared: bool = False,
    now: datetime,
) -> Wording:
    """Save the draft of a unit's words, or begin one. `revision` is the one that the writer was shown, 0 where there was
    no draft. Nothing is printed with them before they are put in use."""
    unit, today = _locked_unit(unit), today_in_london(now)
    actor = require(by, catalogue.MANAGE, unit=unit, today=today)
    words = words if design in WITH_POINTS else replace(words, points=())
    names = _named(unit, today)
    refuse_if(rules.why_not_words(asdict(words), with_points=design in WITH_POINTS, names=names))
    draft = draft_of(unit, design)
    if draft is None:
        draft = Wording(unit=unit, design=design, number=_next_number(unit, design), revision=0)
    else:
        facts = VersionFacts(draft.standing, draft.revision, draft.written_by_id)
        refuse_if(why_not_save(facts, revision=revision, saved_by=draft.written_by.name))
    draft.words, draft.digest, draft.shared = asdict(words), words.digest, shared
    draft.written_by, draft.written_at, draft.revision = by, now, draft.revision + 1
    draft.save()
    return _told(catalogue.WORDS_WRITTEN, draft, actor, now)


def _named(unit: Unit, today: date) -> list[str]:
    contacts = who_to_talk_to(unit, today, on_paper=True).contacts
    return [person.name for each in contacts for person in each.people]


def _next_number(unit: Unit, design: Design) -> int:
    rows = Wording.objects.filter(unit=unit, design=design)
    return (rows.aggregate(highest=Max("number"))["highest"] or 0) + 1


@transaction.atomic
def use_words(*, by: Person, pk: UUID, revision: int, now: datetime) -> Wording:
    """Print with these words from now on. What hangs with others is out of date from this moment."""
    wording = _locked(pk)
    today, unit, design = today_in_london(now), wording.unit, Design(wording.design)
    actor = require(by, catalogue.MANAGE, unit=unit, today=today)
    if wording.standing == Standing.DRAFT and wording.revision != revision:
        raise Refused(["The draft was changed after you opened it. Look at it again before you use it."])
    words, used = words_of(wording.words), words_in_use(unit)[design]
    refuse_if(
        rules.why_not_use(
            standing=wording.standing,
            closed=unit.closed_on is not None,
            same=words == used.words,
            too_long=why_not_fit(who_to_talk_to(unit, today, on_paper=True), design, words, today),
        )
    )
    Wording.objects.filter(unit=unit, design=design, standing=Standing.USED).update(
        standing=Standing.FORMER, ended_at=now
    )
    wording.standing, wording.used_by, wording.used_at = Standing.USED, by, now
    wording.save()
    return _told(catalogue.WORDS_USED, wording, actor, now)


@transaction.atomic
def give_up_words(*, by: Person, unit: Unit, design: Design, now: datetime) -> Wording:
    """Print again with the words of the unit above, or with those that come with the design."""
    unit = _locked_unit(unit)
    actor = require(by, catalogue.MANAGE, unit=unit, today=today_in_london(now))
    used = Wording.objects.filter(unit=unit, design=design, standing=Standing.USED).first()
    if used is None:
        raise Refused(["This unit has no words of its own in use here."])
    used.standing, used.ended_at = Standing.FORMER, now
    used.save()
    return _told(catalogue.WORDS_GIVEN_UP, used, actor, now)


@transaction.atomic
def let_go(*, by: Person, pk: UUID, now: datetime) -> Wording:
    """Put a draft away; its number stays used."""
    wording = _locked(pk)
    actor = require(by, catalogue.MANAGE, unit=wording.unit, today=today_in_london(now))
    refuse_if(rules.why_not_discard(standing=wording.standing))
    wording.standing = Standing.DISCARDED
    wording.save()
    return _told(catalogue.WORDS_LET_GO, wording, actor, now)


def _told(action: str, wording: Wording, by: Actor, now: datetime) -> Wording:
    facts: dict[str, object] = {"unit": str(wording.unit_id), "design": str(wording.design)}
    facts |= {"number": wording.number, "digest": wording.digest}
    record(action, by=by, on=wording.ref, data=facts, at=now)
    return wording


def _locked_unit(unit: Unit) -> Unit:
    return Unit.objects.select_for_update().get(pk=unit.pk)


def _locked(pk: UUID) -> Wording:
    """A wording, its unit locked before it: all that changes the words of a unit takes turns there."""
    unit = Wording.objects.filter(pk=pk).values_list("unit", flat=True).first()
    if unit is None:
        raise NotThere
    Unit.objects.select_for_update().get(pk=unit)
    return Wording.objects.select_for_update(of=("self",)).select_related("unit").get(pk=pk)
