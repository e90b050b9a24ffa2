"""Writing texts of the hub, and bringing them from draft to published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from dueregard.kernel.errors import NotThere, refuse_if
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person
from dueregard.practice import catalogue
from dueregard.practice.choices import Status
from dueregard.practice.commands.bringing_in import free_slug, slug_of, words_of
from dueregard.practice.models import CaseStudy, Placement, Theme, Version
from dueregard.practice.rules.editing import (
    TextFacts,
    Typed,
    what_it_lacks,
    why_not_link,
    why_not_move,
    why_not_save,
)
from dueregard.practice.rules.pictures import why_not_show


@transaction.atomic
def start(*, by: Person, typed: Typed, now: datetime, shared: bool = False) -> CaseStudy:
    """A new draft. Its address is made from its title, and stays. `shared`: another provider's, brought in."""
    actor = require(by, catalogue.EDIT, today=now.date())
    refuse_if(why_not_show(typed.text, set()))
    made = CaseStudy(slug=free_slug(typed.title), created_at=now, changed_at=now, shared=shared)
    _take(made, typed)
    made.save()
    _place(made, typed.themes)
    _keep_version(made, by, typed.note or "Started", now)
    record(catalogue.STARTED, by=actor, on=made.ref, at=now)
    return made


@transaction.atomic
def rewrite(*, pk: UUID, by: Person, typed: Typed, number: int, now: datetime) -> CaseStudy:
    """A new version of a text. `number` is the version that the editor began with: two editors notice each other."""
    study = _locked(pk)
    actor = require(
        by, catalogue.PUBLISH if study.status == Status.PUBLISHED else catalogue.EDIT, today=now.date()
    )
    refuse_if(why_not_save(facts_of(study), number=number))
    refuse_if(why_not_show(typed.text, set(study.pictures.values_list("number", flat=True))))
    was_named = not study.anonymised
    _take(study, typed)
    if study.status == Status.PUBLISHED:
        refuse_if(what_it_lacks(replace(facts_of(study), themes=len(typed.themes))))
    if study.anonymised and (was_named or study.published_at is None):
        _leave_address(study)
    study.same_as = _linked(study, typed.same_as)
    study.number += 1
    study.changed_at = now
    study.save()
    _place(study, typed.themes)
    _keep_version(study, by, typed.note, now)
    record(catalogue.SAVED, by=actor, on=study.ref, data={"number": study.number}, at=now)
    return study


@transaction.atomic
def move(*, pk: UUID, by: Person, to: str, now: datetime) -> CaseStudy:
    """To review, published, archived, or back to a draft."""
    study = _locked(pk)
    needed = catalogue.PUBLISH if Status.PUBLISHED in (to, study.status) else catalogue.EDIT
    actor = require(by, needed, today=now.date())
    refuse_if(why_not_move(facts_of(study), to=to))
    before, study.status = study.status, to
    if to == Status.PUBLISHED:
        study.published_at = study.published_at or now
    study.changed_at = now
    study.save(update_fields=["status", "published_at", "changed_at"])
    record(catalogue.MOVED, by=actor, on=study.ref, data={"from": before, "to": to}, at=now)
    return study


def facts_of(study: CaseStudy) -> TextFacts:
    """What the rules need; one query."""
    return TextFacts(
        status=study.status,
        title=study.title,
        text=study.text,
        kind=study.kind,
        themes=study.placements.count(),
        permission=study.permission if study.permission_on else "",
        illustration=study.illustration,
        number=study.number,
        summary=study.summary,
        alts=tuple(study.pictures.values_list("alt", flat=True)) if study.anonymised else (),
        names=_names_to_leave_out(study),
    )


def _names_to_leave_out(study: CaseStudy) -> tuple[str, ...]:
    """A case study comes in under its provider's name; whoever is not to be named is not named by that either."""
    if not (study.anonymised and study.source_id):
        return ()
    first = study.versions.order_by("number").values_list("title", flat=True).first()
    return (first.rstrip(". "),) if first else ()


def _leave_address(study: CaseStudy) -> None:
    """An address made from an earlier title may name the provider. Not to be named weighs more than an address that
    stays: the old one answers as what was never there."""
    if _uncounted(study.slug) != _uncounted(slug_of(study.title)):
        study.slug = free_slug(study.title)


def _uncounted(slug: str) -> str:
    return re.sub(r"-\d+$", "", slug)


def _locked(pk: UUID) -> CaseStudy:
    study = CaseStudy.objects.select_for_update().filter(pk=pk).first()
    if study is None:
        raise NotThere
    return study


def _take(study: CaseStudy, typed: Typed) -> None:
    study.title, study.summary, study.text, study.kind = typed.title, typed.summary, typed.text, typed.kind
    study.size, study.provider_type, study.anonymised = typed.size, typed.provider_type, typed.anonymised
    study.permission, study.permission_on = typed.permission, typed.permission_on
    study.words = words_of(typed.title, typed.summary, typed.text)


def _place(study: CaseStudy, slugs: Sequence[str]) -> None:
    """Under exactly these themes; where it stood already it keeps its place."""
    study.placements.exclude(theme__slug__in=list(slugs)).delete()
    there = set(study.placements.values_list("theme__slug", flat=True))
    for theme in Theme.objects.filter(slug__in=[slug for slug in slugs if slug not in there]):
        Placement.objects.create(case_study=study, theme=theme, position=theme.placements.count())


def _linked(study: CaseStudy, slug: str) -> CaseStudy | None:
    if not slug:
        return None
    other = CaseStudy.objects.filter(slug=slug).first()
    if other is None:
        raise NotThere
    refuse_if(why_not_link(same=other.pk == study.pk, circle=other.same_as_id == study.pk))
    return other


def _keep_version(study: CaseStudy, by: Person, note: str, now: datetime) -> None:
    Version.objects.create(
        case_study=study,
        number=study.number,
        title=study.title,
        summary=study.summary,
        text=study.text,
        by=by,
        at=now,
        note=note,
    )
