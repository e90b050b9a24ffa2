"""Lists of further questions: written, put in use, given up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from dueregard.audits import catalogue
from dueregard.audits.choices import Standing
from dueregard.audits.models import Edition, QuestionList
from dueregard.audits.rules import questions as rules
from dueregard.kernel.catalogue import LedgerAction
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, Refused, refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person, Unit
from dueregard.versions.rules import VersionFacts, why_not_save


@transaction.atomic
def begin_list(
    *,
    by: Person,
    unit: Unit,
    title: str,
    about: str,
    questions: Sequence[str],
    shared: bool = False,
    now: datetime,
) -> Edition:
    """A new list with its first draft. Nothing asks it before it is put in use."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    actor = require(by, catalogue.PLAN, unit=unit, today=today_in_london(now))
    reasons = rules.why_not_questions(questions, about=about)
    if QuestionList.objects.filter(unit=unit, title=title).exists():
        reasons.append(f"{unit.name} has a list of this title already. Write a new version of that one.")
    refuse_if(reasons)
    made = QuestionList.objects.create(unit=unit, title=title, made_at=now)
    draft = Edition(of=made, number=1, revision=0, shared=shared)
    return _written(draft, about, questions, by, actor, now)


@transaction.atomic
def write_questions(
    *,
    by: Person,
    pk: UUID,
    about: str,
    questions: Sequence[str],
    revision: int = 0,
    shared: bool = False,
    now: datetime,
) -> Edition:
    """Save the draft of a list's next version, or begin one. `revision` is the one that the writer was shown, 0 where
    there was no draft."""
    found = _locked(pk)
    actor = require(by, catalogue.PLAN, unit=found.unit, today=today_in_london(now))
    refuse_if(rules.why_not_questions(questions, about=about))
    draft = found.editions.select_related("written_by").filter(standing=Standing.DRAFT).first()
    if draft is None:
        highest = found.editions.aggregate(highest=Max("number"))["highest"] or 0
        draft = Edition(of=found, number=highest + 1, revision=0)
    else:
        facts = VersionFacts(draft.standing, draft.revision, draft.written_by_id)
        refuse_if(why_not_save(facts, revision=revision, saved_by=draft.written_by.name))
    draft.shared = shared
    return _written(draft, about, questions, by, actor, now)


def _written(
    draft: Edition, about: str, questions: Sequence[str], by: Person, actor: Actor, now: datetime
) -> Edition:
    draft.about, draft.questions = about, list(questions)
    draft.written_by, draft.written_at, draft.revision = by, now, draft.revision + 1
    draft.save()
    return _told(catalogue.QUESTIONS_WRITTEN, draft, actor, now)


@transaction.atomic
def use_questions(*, by: Person, pk: UUID, revision: int, now: datetime) -> Edition:
    """Offer this version to audits that are planned from now on. Those that are planned keep theirs."""
    edition = _locked_edition(pk)
    actor = require(by, catalogue.PLAN, unit=edition.of.unit, today=today_in_london(now))
    if edition.standing == Standing.DRAFT and edition.revision != revision:
        raise Refused(["The draft was changed after you opened it. Read it again before you use it."])
    used = edition.of.editions.filter(standing=Standing.USED).first()
    same = used is not None and (used.questions, used.about) == (edition.questions, edition.about)
    refuse_if(rules.why_not_use(standing=edition.standing, same=same))
    edition.of.editions.filter(standing=Standing.USED).update(standing=Standing.FORMER, ended_at=now)
    edition.standing, edition.used_by, edition.used_at = Standing.USED, by, now
    edition.save()
    return _told(catalogue.QUESTIONS_USED, edition, actor, now)


@transaction.atomic
def give_up_questions(*, by: Person, pk: UUID, now: datetime) -> Edition:
    """Offer the list no more. Audits that ask it go on."""
    found = _locked(pk)
    actor = require(by, catalogue.PLAN, unit=found.unit, today=today_in_london(now))
    used = found.editions.filter(standing=Standing.USED).first()
    if used is None:
        raise Refused(["No version of this list is in use."])
    used.standing, used.ended_at = Standing.FORMER, now
    used.save()
    return _told(catalogue.QUESTIONS_GIVEN_UP, used, actor, now)


@transaction.atomic
def let_go_questions(*, by: Person, pk: UUID, now: datetime) -> Edition:
    """Put a draft away; its number stays used."""
    edition = _locked_edition(pk)
    actor = require(by, catalogue.PLAN, unit=edition.of.unit, today=today_in_london(now))
    refuse_if(rules.why_not_let_go(standing=edition.standing))
    edition.standing = Standing.DISCARDED
    edition.save()
    return _told(catalogue.QUESTIONS_LET_GO, edition, actor, now)


def _told(action: LedgerAction, edition: Edition, by: Actor, now: datetime) -> Edition:
    record(action, by=by, on=edition.of.ref, data={"number": edition.number}, at=now)
    return edition


def _locked(pk: UUID) -> QuestionList:
    rows = QuestionList.objects.select_for_update(of=("self",)).select_related("unit")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def _locked_edition(pk: UUID) -> Edition:
    """An edition, its list locked before it: all that changes a list takes turns there."""
    of = Edition.objects.filter(pk=pk).values_list("of", flat=True).first()
    if of is None:
        raise NotThere
    found = _locked(of)
    edition = Edition.objects.select_for_update().get(pk=pk)
    edition.of = found
    return edition
