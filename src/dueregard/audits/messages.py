"""What the mails of audits say and to whom: asked by the outbox's worker at the moment of sending."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from dueregard.audits import catalogue
from dueregard.audits.catalogue import PLAN
from dueregard.audits.choices import AuditState
from dueregard.audits.models import Audit, Review, Sampled
from dueregard.audits.queries.visible import people_who_may
from dueregard.kernel.dates import long_date, today_in_london
from dueregard.kernel.refs import Ref
from dueregard.outbox.kinds import Mail, handle, link


def _audit(about: Ref) -> Audit | None:
    return Audit.objects.select_related("unit", "auditor").filter(pk=about.id).first()


def _review(about: Ref) -> Review | None:
    return Review.objects.select_related("unit").filter(pk=about.id).first()


def _to_auditor(about: Ref) -> list[Ref]:
    audit = _audit(about)
    return [audit.auditor.ref] if audit else []


def _to_planners(about: Ref) -> list[Ref]:
    thing = _audit(about) if about.type == "audits.audit" else _review(about)
    if thing is None:
        return []
    return [person.ref for person in people_who_may(PLAN, today_in_london(timezone.now()), thing.unit)]


def _while_planned(about: Ref, to: Ref) -> bool:
    audit = _audit(about)
    return audit is not None and audit.state == AuditState.PLANNED and audit.auditor.ref == to


def _while_to_judge(about: Ref, to: Ref) -> bool:
    rows = Sampled.objects.filter(audit__pk=about.id, audit__state=AuditState.DRAWN, judged_at=None)
    return rows.filter(auditor__pk=to.id).exists()


def _while_not_planned(about: Ref, to: Ref) -> bool:
    waits = Audit.objects.filter(pk=about.id, state=AuditState.SIGNED, followed_by=None)
    return waits.exists() and to in _to_planners(about)


def _while_proposed(about: Ref, to: Ref) -> bool:
    review = _review(about)
    return review is not None and review.state == "proposed" and to in _to_planners(about)


def _audit_mail(subject: str, first: str, page: str) -> Any:
    def write(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
        audit = _audit(about)
        assert audit is not None
        lines = [
            first,
            "",
            audit.title,
            f"{audit.unit.name}, events from {long_date(audit.first)} to {long_date(audit.last)}",
            *([f"Due on {long_date(audit.next_on)}"] if page == "audits:new" and audit.next_on else []),
            "",
            f"Open it: {link(_address(page, audit))}",
        ]
        return Mail(f"{subject}: {audit.title}", "\n".join(lines))

    return write


def _address(page: str, audit: Audit) -> str:
    if page == "audits:new":
        return f"{reverse(page)}?after={audit.pk}"
    return reverse(page, args=[audit.pk])


def _review_mail(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
    review = _review(about)
    assert review is not None
    lines = [
        (
            "Nothing has been refused, given conditions, designated or passed up for a while. That may be a good sign, or a "
            "sign that nobody knows whom to ask. The procedure asks you to look."
        ),
        "",
        f"{review.unit.name}, {long_date(review.first)} to {long_date(review.last)}",
        "",
        f"What happened meanwhile: {link(reverse('audits:review', args=[review.pk]))}",
    ]
    return Mail(f"Time to look at the process: {review.unit.name}", "\n".join(lines))


def register() -> None:
    """Called once, when the app is ready."""
    planned = _audit_mail(
        "An audit for you", "An audit has been planned, and you are its auditor.", "audits:audit"
    )
    judge = _audit_mail(
        "Requests to audit", "The sample is drawn. Requests wait to be audited by you.", "audits:audit"
    )
    following = _audit_mail(
        "The next audit is due",
        "This audit said when the next one is to be held. That day is near.",
        "audits:new",
    )
    handle(catalogue.TO_DRAW, recipients=_to_auditor, still_due=_while_planned, render=planned)
    handle(catalogue.TO_JUDGE, recipients=_to_auditor, still_due=_while_to_judge, render=judge)
    handle(catalogue.NEXT_DUE, recipients=_to_planners, still_due=_while_not_planned, render=following)
    handle(catalogue.REVIEW_DUE, recipients=_to_planners, still_due=_while_proposed, render=_review_mail)
