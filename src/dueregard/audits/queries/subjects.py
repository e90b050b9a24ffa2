"""Requests as the checklist sees them (`rules.checklist.Subject`), read in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, QuerySet

from dueregard.audits.queries.terms import Terms
from dueregard.audits.rules.checklist.facts import (
    AdviceSeen,
    AppealSeen,
    CheckSeen,
    ConditionSeen,
    DecisionSeen,
    Held,
    StepSeen,
    Subject,
)
from dueregard.documents.models import StoredFile
from dueregard.events.catalogue import DECISION_MADE
from dueregard.events.choices import CheckState, DecisionState, Status, TurnResult
from dueregard.events.models import Appeal, Check, Condition, Decision, EventRequest, Turn
from dueregard.events.queries.facts import facts_for_marks, next_posts_for
from dueregard.kernel.dates import today_in_london
from dueregard.organisation.models import Unit
from dueregard.outbox.models import Message
from dueregard.procedures import rules as procedure_rules
from dueregard.procedures.rules import Document, Step

CODE_QUESTION = "code-accepted"
"""The question about the code of practice, by its usual id."""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands beside the requests: papers of checks, mails about decisions, who held which post."""

    papers: dict[str, int]
    mails: dict[str, tuple[str, datetime | None]]
    terms: Terms


def rows_with_work(numbers: Iterable[int]) -> list[EventRequest]:
    """The requests of these numbers with all that was done to them, at whichever body: sixteen queries at most."""
    live = (
        Check.objects.exclude(state=CheckState.REPLACED)
        .select_related("unit__sponsor")
        .order_by("since", "code")
    )
    turns = Turn.objects.select_related("unit__sponsor").prefetch_related("advice").order_by("since")
    conditions = Prefetch("conditions", Condition.objects.order_by("position"))
    decisions = Decision.objects.order_by("at").prefetch_related(conditions)
    appeals = Appeal.objects.select_related("decision", "unit__sponsor").order_by("lodged_at")
    work = (
        Prefetch("checks", live, "all_checks"),
        Prefetch("turns", turns, "all_turns"),
        Prefetch("decisions", decisions, "all_decisions"),
        Prefetch("appeals", appeals, "all_appeals"),
    )
    near = ("unit__sponsor", "place__sponsor", "edition__unit", "main", "code_version")
    rows: QuerySet[EventRequest] = EventRequest.objects.select_related(*near).prefetch_related(*work)
    wanted = list(rows.filter(number__in=list(numbers)))
    several = {row.pk: row for row in wanted if row.is_decided_by_several}
    for row in wanted:
        row.all_tracks = []  # type: ignore[attr-defined]
    companions = (
        rows.filter(main__in=several).exclude(status=Status.WITHDRAWN).order_by("submitted_at", "track")
    )
    for each in companions if several else []:
        several[each.main_id].all_tracks.append(each)  # type: ignore[attr-defined, index]
    return wanted


def around(requests: Iterable[EventRequest]) -> Around:
    """Five queries."""
    rows = [each for row in requests for each in (row, *_all(row, "tracks"))]
    checks = [str(check.pk) for row in rows for check in _all(row, "checks")]
    decisions = [str(each.pk) for row in rows for each in _all(row, "decisions")]
    files = StoredFile.objects.filter(about_type="events.check", about_id__in=checks).order_by()
    mails = Message.objects.filter(kind=DECISION_MADE, about_id__in=decisions).order_by("queued_at")
    found = {about: (state, sent) for about, state, sent in mails.values_list("about_id", "state", "sent_at")}
    posts = {post for row in rows if row.edition for post in row.edition.document.posts()}
    work = [each for row in rows for each in (*_all(row, "checks"), *_all(row, "turns"))]
    posts |= {post for each in work for post in each.posts}
    posts.add(procedure_rules.LAST_RESORT)
    counted = files.values("about_id").annotate(many=Count("pk"))
    return Around({each["about_id"]: each["many"] for each in counted}, found, Terms.of(posts))


def _all(row: EventRequest, what: str) -> list:  # type: ignore[type-arg]
    found: list[object] = getattr(row, f"all_{what}", [])
    return found


def subject_of(request: EventRequest, beside: Around) -> Subject:
    """One request as plain values: no query."""
    assert request.day is not None
    plain = _plain(request)
    if _all(request, "tracks"):
        bodies = tuple(
            (each.track_title or each.track, subject_of(each, beside)) for each in _all(request, "tracks")
        )
        return Subject(**plain, bodies=bodies, **_code(request))
    if request.edition is None or request.unit is None:
        return Subject(**plain, brought_in=True, original=bool(request.original))
    document, marks = request.edition.document, frozenset(request.marks)
    late = document.step(document.late)
    should = procedure_rules.marks(document, request.answers, facts_for_marks(request, late=request.late))
    turns: list[Turn] = _all(request, "turns")
    return Subject(
        **plain,
        late_step=late.title if late else "",
        first_step=turns[0].title if turns else "",
        marks=tuple(sorted(marks)),
        marks_should=tuple(sorted(should)),
        checks=tuple(_check(check, request, beside) for check in procedure_rules.checks(document, marks)),
        steps=tuple(_steps(request, document, marks, beside)),
        decision=_decision(request, document, marks, beside),
        appeal_post=beside.terms.title(document.appeal.post) if document.appeal else "",
        appeal=_appeal(request, beside),
        **_code(request),
    )


def _code(request: EventRequest) -> dict:  # type: ignore[type-arg]
    """What is known of the code of practice: the version that was accepted, or what a question was answered."""
    asked = request.edition is not None and request.edition.document.question(CODE_QUESTION) is not None
    version = request.code_version
    return {
        "code_asked": asked,
        "code_accepted": _yes_no(request.answers.get(CODE_QUESTION)),
        "code_version": f"{version.title}, version {version.number}" if version else "",
    }


def _plain(request: EventRequest) -> dict:  # type: ignore[type-arg]
    return {
        "number": request.shown_number,
        "day": request.day,
        "status": request.status,
        "outcome": request.outcome,
        "sent_on": _day(request.submitted_at),
        "notice": request.notice,
        "lead_time": request.lead_time,
        "late": request.late,
        "withdrawn": _withdrawn(request),
        "aftermath": str(request.get_aftermath_display()) if request.aftermath else "",
        "attended": request.attended,
        "decided_on": _day(request.decided_at),
    }


def _withdrawn(request: EventRequest) -> str:
    if request.status != "withdrawn":
        return ""
    whose = str(request.get_withdrawn_by_display()) if request.withdrawn_by else "Not said by whom"
    why = str(request.get_why_withdrawn_display()) if request.why_withdrawn else "no reason is on the record"
    return f"Withdrawn by: {whose}. Why: {why}."


def _yes_no(answer: object) -> bool | None:
    if answer in (True, "yes"):
        return True
    return False if answer in (False, "no") else None


def _day(moment: datetime | None) -> date | None:
    return today_in_london(moment) if moment else None


def _check(wanted: procedure_rules.Check, request: EventRequest, beside: Around) -> CheckSeen:
    rows: list[Check] = [row for row in _all(request, "checks") if row.code == wanted.id]
    row = rows[-1] if rows else None
    terms = beside.terms
    plain = (
        wanted.id,
        wanted.title,
        _either(wanted.posts, terms),
        wanted.within,
        wanted.evidence == "needed",
    )
    if row is None:
        return CheckSeen(*plain)
    if row.state != CheckState.DONE or row.done_at is None:
        return CheckSeen(*plain, state=row.state, due=row.due)
    day = today_in_london(row.done_at)
    climbed = next_posts_for(row, request) if row.widened > 1 else ()
    return CheckSeen(
        *plain,
        state=row.state,
        due=row.due,
        done_on=day,
        held=terms.held(row.done_by_id, row.posts, row.unit, day, climbed=climbed),
        papers=beside.papers.get(str(row.pk), 0),
        by=str(row.done_by_id or ""),
    )


def _either(posts: Iterable[str], terms: Terms) -> str:
    return " or ".join(terms.title(post) for post in posts)


def _steps(
    request: EventRequest, document: Document, marks: frozenset[str], beside: Around
) -> Iterable[StepSeen]:
    """The turns that the request had, and before them the steps that it passed by without a turn."""
    turns: list[Turn] = _all(request, "turns")
    reached = {turn.step for turn in turns}
    ladder = procedure_rules.ladder(document, marks)
    ids = [step.id for step in ladder]
    top = max((ids.index(each) for each in reached if each in ids), default=-1)
    for step in ladder[: max(top, 0)]:
        if step.id not in reached:
            yield StepSeen(step.id, step.title, _either(step.posts, beside.terms), step.within, step.may)
    for at, turn in enumerate(turns):
        found = document.step(turn.step)
        if turn.result == TurnResult.ENDED and at < len(turns) - 1:
            continue  # handed on when a mark called for another step: this one was no longer asked for
        yield _step(turn, found, request, beside)


def _step(turn: Turn, step: Step | None, request: EventRequest, beside: Around) -> StepSeen:
    decisions: list[Decision] = [each for each in _all(request, "decisions") if each.step == turn.step]
    made = decisions[-1] if decisions and turn.result == TurnResult.DECIDED else None
    left = _day(made.at if made else turn.left_at)
    by = made.by_id if made else turn.by_id
    climbed = next_posts_for(turn, request) if turn.widened > 1 else ()
    day = left or _day(turn.since)
    assert day is not None
    return StepSeen(
        turn.step,
        turn.title,
        _either(turn.posts, beside.terms),
        step.within if step else 0,
        step.may if step else (),
        since=_day(turn.since),
        due=turn.due,
        left=left,
        result=turn.result,
        outcome=made.outcome if made else "",
        held=beside.terms.held(by, turn.posts, turn.unit, day, climbed=climbed),
        by=str(by or ""),
        advice=_advice(turn, step, beside),
    )


def _advice(turn: Turn, step: Step | None, beside: Around) -> AdviceSeen | None:
    if not turn.advice_post:
        return None
    written = sorted(turn.advice.all(), key=lambda each: each.at)
    return AdviceSeen(
        post=beside.terms.title(turn.advice_post),
        within=step.advice_within if step else 0,
        due=turn.advice_due,
        many=len(written),
        last=_day(written[-1].at) if written else None,
        by=tuple(dict.fromkeys(str(each.by_id) for each in written)),
    )


def _decision(
    request: EventRequest, document: Document, marks: frozenset[str], beside: Around
) -> DecisionSeen | None:
    """The decision at the ladder; what an appeal made of it stands with the appeal."""
    counted = (DecisionState.FINAL, DecisionState.REPLACED)
    rows: list[Decision] = [
        each for each in _all(request, "decisions") if each.state in counted and each.step != "appeal"
    ]
    if not rows:
        return None
    made, terms = rows[-1], beside.terms
    posts = procedure_rules.confirmers(document, made.step, marks)
    mail, sent = beside.mails.get(str(made.pk), ("", None))
    confirmed_on = _day(made.confirmed_at)
    return DecisionSeen(
        outcome=made.outcome,
        on=today_in_london(made.at),
        reasons=made.reasons,
        law=made.law,
        lesser=made.lesser,
        because=made.because,
        without_checks=made.without_checks,
        open_checks=tuple(_open_then(made, request, document, marks)),
        conditions=tuple(
            ConditionSeen(each.what, each.purpose, each.risk, each.lesser, each.owner)
            for each in made.conditions.all()
        ),
        confirmers=tuple(terms.title(post) for post in posts),
        confirmed_on=confirmed_on,
        confirmed_held=_confirmed_held(made, posts, request.unit, confirmed_on, terms),
        by=str(made.by_id),
        confirmed_by=str(made.confirmed_by_id or ""),
        appeal_until=made.appeal_until,
        letter=bool(made.letter),
        sent_on=_day(sent),
        mail=mail,
    )


def _confirmed_held(
    made: Decision, posts: tuple[str, ...], unit: Unit | None, day: date | None, terms: Terms
) -> Held:
    if unit is None or day is None:
        return ""
    return terms.held(made.confirmed_by_id, posts, unit, day)


def _open_then(
    made: Decision, request: EventRequest, document: Document, marks: frozenset[str]
) -> Iterable[str]:
    """The checks for which the step waits that were not done when it was decided."""
    step = document.step(made.step)
    wanted = {check.id for check in procedure_rules.waits_for(document, step, marks)} if step else set()
    for row in _all(request, "checks"):
        if row.code in wanted and (row.done_at is None or row.done_at > made.at):
            yield row.title


def _appeal(request: EventRequest, beside: Around) -> AppealSeen | None:
    rows: list[Appeal] = _all(request, "appeals")
    if not rows:
        return None
    row = rows[-1]
    decided = _day(row.decided_at)
    return AppealSeen(
        lodged=today_in_london(row.lodged_at),
        due=row.due,
        post=beside.terms.title(row.post),
        decided=decided,
        result=row.result,
        took_part=row.by_id is not None and row.by_id in (row.decision.by_id, row.decision.confirmed_by_id),
        held=beside.terms.held(row.by_id, [row.post], row.unit, decided) if decided else "",
        by=str(row.by_id or ""),
    )


def label_of(request: EventRequest) -> str:
    """Which edition of the procedure was in force for the request: 'Northmoor University, version 3'."""
    edition = request.edition
    return f"{edition.unit.name}, version {edition.number}" if edition else ""


def numbers_of(shown: Iterable[str]) -> list[int]:
    return [int(each.removeprefix("E-")) for each in shown]
