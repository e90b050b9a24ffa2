"""The audits of the demonstration: one signed off, with a finding and its action, and one that waits for its draw."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from dueregard.audits.choices import Found, Judgement, Way
from dueregard.audits.commands.drawing import draw_sample
from dueregard.audits.commands.judging import judge
from dueregard.audits.commands.planning import Plan, plan_audit
from dueregard.audits.commands.questions import begin_list, use_questions, write_questions
from dueregard.audits.commands.reporting import ToDo, make_finding, sign_off
from dueregard.audits.models import Audit, Edition, Point, Sampled
from dueregard.audits.rules.judging import Said
from dueregard.kernel.dates import today_in_london
from dueregard.organisation.lookup import who_may_act
from dueregard.organisation.models import Person, Unit
from dueregard.setup.commands.days import working_day

PLANNER, AUDITOR = "prevent-lead", "internal-auditor"
SIGNED = 44
"""Days ago the first audit was signed off; it was planned and drawn in the ten days before."""
YEARLY = 12


def audited(told: Mapping[str, Any], root: Unit, *, now: datetime) -> None:
    """`told` is the table `audits` of a script; without it nobody has audited anything."""
    if told:
        by, planner = (who_may_act(post, root, today_in_london(now))[0] for post in (AUDITOR, PLANNER))
        asked = _questions(told["questions"], root, planner, working_day(root, now, -SIGNED - 10, 10))
        last = _signed(told["signed"], root, by, planner, asked, now)
        _planned(told["planned"], last, by, planner, now)
        _next_questions(told["questions"], asked, planner, working_day(root, now, -3, 14))


def _questions(told: Mapping[str, Any], root: Unit, planner: Person, now: datetime) -> Edition:
    """A list of the provider's own, in use before the first audit was planned."""
    said = {name: told[name] for name in ("title", "about", "questions")}
    draft = begin_list(by=planner, unit=root, now=now, **said)
    return use_questions(by=planner, pk=draft.pk, revision=draft.revision, now=now)


def _next_questions(told: Mapping[str, Any], asked: Edition, planner: Person, now: datetime) -> None:
    """A draft of its next version, with one question more."""
    more = [*told["questions"], told["next"]]
    write_questions(by=planner, pk=asked.of_id, about=told["about"], questions=more, now=now)


def _signed(
    told: Mapping[str, Any], root: Unit, by: Person, planner: Person, asked: Edition, now: datetime
) -> Audit:
    today = today_in_london(now)
    plan = Plan(
        title=told["title"],
        unit=root,
        first=today - timedelta(days=told["from"]),
        last=today - timedelta(days=told["to"]),
        auditor=by,
        way=Way.FACTS,
        sizes=told["sizes"],
        questions=asked,
        seed=told["seed"],
        every=YEARLY,
        why=told["why"],
    )
    audit = plan_audit(by=planner, plan=plan, now=working_day(root, now, -SIGNED - 9, 10))
    draw_sample(pk=audit.pk, by=by, now=working_day(root, now, -SIGNED - 5, 9, 30))
    _judge(audit, told, by, working_day(root, now, -SIGNED - 2, 11))
    signed_at = working_day(root, now, -SIGNED, 15)
    _find(audit, told["finding"], by, signed_at, due=today + timedelta(days=told["due"]))
    return sign_off(pk=audit.pk, by=by, conclusion=told["conclusion"], every=YEARLY, now=signed_at)


def _judge(audit: Audit, told: Mapping[str, Any], by: Person, now: datetime) -> None:
    """All is as it should be, save one point of the first few requests of one kind."""
    wrong = told["wrong"]
    sample = list(Sampled.objects.filter(audit=audit).prefetch_related("points"))
    faulty = [each.pk for each in sample if each.stratum == wrong["stratum"]][: wrong["of"]]
    for sampled in sample:
        said = {
            point.position: Said(Judgement.NOT, wrong["remark"])
            if point.code == wrong["code"] and sampled.pk in faulty
            else _good(point, told["seen"])
            for point in sampled.points.all()
            if point.applies
        }
        judge(pk=audit.pk, position=sampled.position, by=by, said=said, now=now)


def _good(point: Point, seen: str) -> Said:
    """The auditor looked for what the system did not find, such as a letter whose mail is no longer kept."""
    return Said(Judgement.GOOD, seen if point.found == Found.NOT_FOUND else "")


def _find(audit: Audit, told: Mapping[str, str], by: Person, now: datetime, *, due: date) -> None:
    points = Point.objects.filter(sampled__audit=audit, judgement=Judgement.NOT).values_list("pk", flat=True)
    to_do = ToDo(told["to_do"], due, owner_post=told["owner_post"])
    make_finding(pk=audit.pk, by=by, what=told["what"], why=told["why"], points=points, to_do=to_do, now=now)


def _planned(told: Mapping[str, Any], last: Audit, by: Person, planner: Person, now: datetime) -> None:
    """Of the weeks up to yesterday, so that whoever tries it may draw at once."""
    today = today_in_london(now)
    plan = Plan(
        title=told["title"],
        unit=last.unit,
        first=today - timedelta(days=told["from"]),
        last=today - timedelta(days=1),
        auditor=by,
        sizes={"all": told["size"]},
        questions=last.questions,
        why=told["why"],
    )
    plan_audit(by=planner, plan=plan, now=working_day(last.unit, now, -1, 16))
