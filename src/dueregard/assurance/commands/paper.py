"""Issuing a paper: drawn from the records of this moment, with a person's note, and never changed after it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from dueregard.assurance import catalogue
from dueregard.assurance.models import Audience, Paper
from dueregard.assurance.queries.paper import content_of
from dueregard.assurance.registries import PaperFrame
from dueregard.assurance.rules.content import digest, why_not_issue
from dueregard.kernel.dates import long_date, today_in_london
from dueregard.kernel.errors import refuse_if
from dueregard.ledger.commands import record
from dueregard.organisation.access import require
from dueregard.organisation.lookup import provider_of
from dueregard.organisation.models import Person, PostKind, Unit


@transaction.atomic
def issue_paper(
    *,
    unit: Unit,
    audience: str,
    body: str,
    first: date,
    last: date,
    note: str,
    by: Person,
    now: datetime,
) -> Paper:
    """Freeze the paper with the next number of the unit. `note` is the covering note, in the issuer's own words."""
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    today = today_in_london(now)
    actor = require(by, catalogue.PAPERS, unit=locked, today=today)
    refuse_if(why_not_issue(first=first, last=last, today=today))
    frame = PaperFrame(locked, first, last, Audience(audience).value, today)
    number = (Paper.objects.filter(unit=locked).aggregate(last=Max("number"))["last"] or 0) + 1
    content = {
        "title": f"External speakers and events: {body}",
        "provider": provider_of(locked).name,
        "lead": f"{locked.name}, {long_date(first)} to {long_date(last)}.",
        "note": note,
        "sections": content_of(frame),
    }
    paper = Paper.objects.create(
        unit=locked,
        number=number,
        audience=frame.audience,
        body=body,
        first=first,
        last=last,
        note=note,
        content=content,
        digest=digest(content),
        issued_at=now,
        issued_by=by,
        issued_post=_title(actor.post),
    )
    facts = {"number": number, "audience": paper.audience, "digest": paper.digest}
    record(catalogue.PAPER_ISSUED, by=actor, on=paper.ref, data=facts, at=now)
    return paper


def _title(post: str) -> str:
    return PostKind.objects.filter(code=post).values_list("title", flat=True).first() or ""
