"""Saying who is named to the public, and which numbers there are to ring."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere, refuse_if
from dueregard.kernel.refs import Actor
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.models import Person, Post, Unit
from dueregard.outreach import catalogue
from dueregard.outreach.models import Helpline, NamedPost
from dueregard.outreach.rules import who as rules


@transaction.atomic
def name_post(
    *,
    by: Person | Actor,
    post: UUID,
    words: str,
    telephone: str = "",
    email: str = "",
    place: str = "",
    hours: str = "",
    order: int = 10,
    now: datetime,
) -> NamedPost:
    """Name a post to the public, or change in what words and with which numbers it is named."""
    found = Post.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=post).first()
    if found is None:
        raise NotThere
    actor = require(by, catalogue.MANAGE, unit=found.unit, today=today_in_london(now))
    others = NamedPost.objects.filter(post__unit=found.unit).exclude(post=found).count()
    refuse_if(
        rules.why_not_name(
            words=words,
            telephone=telephone,
            email=email,
            closed=found.unit.closed_on is not None,
            already=others,
        )
    )
    told = {
        "words": words,
        "telephone": telephone,
        "email": email,
        "place": place,
        "hours": hours,
        "order": order,
    }
    named, new = NamedPost.objects.update_or_create(post=found, defaults=told)
    facts: dict[str, object] = {"post": str(found.pk), "unit": str(found.unit_id), "again": not new}
    record(catalogue.POST_NAMED, by=actor, on=named.ref, data=facts, at=now)
    return named


@transaction.atomic
def stop_naming(*, by: Person | Actor, pk: UUID, now: datetime) -> None:
    """Take a post off the public page. Posters that carry it stay on record."""
    rows = NamedPost.objects.select_for_update(of=("self",)).select_related("post__unit")
    named = rows.filter(pk=pk).first()
    if named is None:
        raise NotThere
    actor = require(by, catalogue.MANAGE, unit=named.post.unit, today=today_in_london(now))
    facts: dict[str, object] = {"post": str(named.post_id), "unit": str(named.post.unit_id)}
    record(catalogue.POST_NOT_NAMED, by=actor, on=named.ref, data=facts, at=now)
    named.delete()


@transaction.atomic
def keep_helpline(
    *,
    by: Person | Actor,
    unit: Unit,
    pk: UUID | None = None,
    name: str,
    telephone: str,
    hours: str = "",
    urgent: bool = False,
    order: int = 10,
    now: datetime,
) -> Helpline:
    """Give the public of a unit a number to ring, or (with `pk`) change one."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    line = Helpline(unit=unit) if pk is None else Helpline.objects.filter(pk=pk, unit=unit).first()
    if line is None:
        raise NotThere
    actor = require(by, catalogue.MANAGE, unit=unit, today=today_in_london(now))
    others = Helpline.objects.filter(unit=unit).exclude(pk=line.pk).count()
    refuse_if(
        rules.why_not_helpline(
            name=name, telephone=telephone, closed=unit.closed_on is not None, already=others
        )
    )
    line.name, line.telephone, line.hours, line.urgent, line.order = name, telephone, hours, urgent, order
    line.save()
    facts: dict[str, object] = {"unit": str(unit.pk), "again": pk is not None}
    record(catalogue.HELPLINE_KEPT, by=actor, on=line.ref, data=facts, at=now)
    return line


@transaction.atomic
def drop_helpline(*, by: Person | Actor, pk: UUID, now: datetime) -> None:
    line = Helpline.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=pk).first()
    if line is None:
        raise NotThere
    actor = require(by, catalogue.MANAGE, unit=line.unit, today=today_in_london(now))
    record(catalogue.HELPLINE_DROPPED, by=actor, on=line.ref, data={"unit": str(line.unit_id)}, at=now)
    line.delete()
