"""Each preset at work: `init`, named people in all of its posts, and requests walked from sending to the last word.

Nothing here knows the procedures: whoever's turn it is acts, in each body, until nothing is open. So a preset that gives a
check to a post which may not check, or an appeal to one which may not hear it, shows here.
"""

from datetime import UTC, date, datetime, time

import pytest

from dueregard.actions.models import Action
from dueregard.events import catalogue
from dueregard.events.commands.advising import advise
from dueregard.events.commands.appealing import change_decision, lodge_appeal
from dueregard.events.commands.checking import record_check
from dueregard.events.commands.deciding import confirm_refusal, decide, pass_up
from dueregard.events.commands.drafting import start_draft
from dueregard.events.commands.ending import record_aftermath
from dueregard.events.commands.locking import Organiser
from dueregard.events.commands.sending import send
from dueregard.events.fields import RequestFields
from dueregard.events.models import Advice, Appeal, Check, Decision, EventRequest, Turn
from dueregard.events.queries.advice import advisers
from dueregard.events.queries.facts import confirmers, current_step, whose_turn
from dueregard.events.rules.facts import ConditionFacts, DecisionFacts, SpeakerFacts
from dueregard.organisation.access import may
from dueregard.organisation.commands import give_post
from dueregard.organisation.lookup import provider_of
from dueregard.organisation.models import Holding, Person, Post, Unit
from dueregard.outbox.models import Message
from dueregard.procedures.models import Version
from dueregard.procedures.queries import in_force
from dueregard.procedures.queries.gap import gaps_of
from dueregard.setup.commands.provider import make_ready
from dueregard.setup.presets import read
from dueregard.statements.models import CODE
from dueregard.statements.queries import in_force as statement_in_force
from tests.events import desk as d
from tests.people import BUILDER, LONG_AGO, a_person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY, DAY, AFTERWARDS = NOW.date(), date(2027, 1, 28), datetime(2027, 1, 29, 9, tzinfo=UTC)
MAY = {"approved": "approve", "approved-with-conditions": "approve with conditions", "refused": "refuse"}
CONDITION = ConditionFacts(
    "Two stewards", "A safe way in", "Pushing", "One cannot.", "Head of Security", "other"
)
CONDITIONS = d.approval(outcome="approved-with-conditions", conditions=(CONDITION,))
BEGINNINGS = [
    ("small-college", "", ("home",)),
    ("central-register", "societies", ("home",)),
    ("large-university", "societies", ("home",)),
    ("large-university", "conferences", ("home",)),
    ("college-in-university", "departments", ("home",)),
    ("college-in-university", "college", ("home", "university")),
    ("students-union", "departments", ("home",)),
    ("students-union", "societies", ("home", "university")),
]
"""Where a request begins, and which bodies then decide."""
PLAIN = {"yes-no": False, "choice": "nobody-else", "number": 0}


def a_provider(preset: str) -> Unit:
    """Made ready by the preset, with a person of its own in each of its posts; two in those that advise."""
    made = make_ready(
        read(preset), name="Ash University", admin_name="Ada", admin_email="a@ash.example", now=NOW
    )
    for number, post in enumerate(Post.objects.select_related("kind", "unit").filter(holdings=None)):
        for more in range(2 if "events.advise" in post.kind.permissions else 1):
            person = a_person(f"{post.kind.title} {number}{more}", post.unit)
            give_post(by=BUILDER, post=post, person=person, starts=LONG_AGO, now=NOW)
    return made.provider


def unit_of(provider: Unit, code: str) -> Unit:
    return Unit.objects.get(code=code) if code else provider


def sent(unit: Unit, *, designated: bool = False) -> EventRequest:
    """A talk in nine weeks, asked for by somebody who holds no post; each question answered in the plain way."""
    organiser = a_person(f"Olu {EventRequest.objects.count()}", unit)
    editions = [in_force("events", each, TODAY) for each in (unit, provider_of(unit))]
    questions = [question for each in editions if each for question in each.document.questions]
    answers = {question.id: PLAIN.get(question.kind, "Said.") for question in questions}
    fields = RequestFields(
        title="Island towns and work", summary="A talk about work.", kind="talk", unit=unit, where="on-premises",
        venue="The hall", day=DAY, starts=time(18), people=60, audience="members", on_the_day="Olu, 0123",
        answers=answers | ({"stopped-before": True} if designated else {}),
        speakers=(SpeakerFacts("Morwenna Skeats"),), code=statement_in_force(CODE, unit, TODAY),
    )  # fmt: skip
    draft = start_draft(by=organiser, fields=fields, now=NOW)
    return send(pk=draft.pk, by=Organiser(organiser), now=NOW)


def open_rows(request: EventRequest) -> list[EventRequest]:
    """What is still to be worked on: the request itself, or the companions of those bodies that have begun."""
    rows = EventRequest.objects.filter(pk=request.pk) | EventRequest.objects.filter(main=request.pk)
    return list(rows.filter(status="submitted", bodies=[]).order_by("created_at"))


def walked(request: EventRequest, wanted: DecisionFacts) -> EventRequest:
    """Each body does its checks, gives its advice, passes on what a step may not decide, and decides, until nothing is
    open. Refusals are confirmed by whoever may."""
    for _ in range(20):
        rows = open_rows(request)
        if not rows:
            return EventRequest.objects.get(pk=request.pk)
        one_step(rows[0], wanted)
    pytest.fail(f"still open: {rows}")


def one_step(row: EventRequest, wanted: DecisionFacts) -> None:
    for check in row.checks.filter(state="waiting"):
        for person in whose_turn(check, row, TODAY):
            assert may(person, "events.check", unit=check.unit, today=TODAY), f"{person} and ‘{check}’"
        record_check(pk=check.pk, by=the_first(check, row), finding="clear", text="All in order.", now=NOW)
    proposal = row.decisions.filter(state="proposed").first()
    if proposal is not None:
        confirm_refusal(pk=row.pk, by=confirmers(row, proposal, TODAY)[0], note="Agreed.", now=NOW)
        return
    turn = row.turns.get(left_at=None)
    for adviser in advisers(turn, TODAY) if turn.advice_post else []:
        advise(pk=row.pk, by=adviser, risks="A queue.", mitigations="", recommendation="Go ahead.", now=NOW)
    step, needed = current_step(row), MAY[wanted.outcome]
    assert step is not None
    if needed in step.may:
        decide(pk=row.pk, by=the_first(turn, row), decision=wanted, now=NOW)
    else:
        pass_up(pk=row.pk, by=the_first(turn, row), note="For you.", now=NOW)


def the_first(item: Check | Turn | Appeal, row: EventRequest) -> Person:
    """One of those whose turn it is; of two posts at one step people of both."""
    people = whose_turn(item, row, TODAY)
    titles = {holding.post.kind.code for person in people for holding in person.holdings.all()}
    posts = {item.post} if isinstance(item, Appeal) else set(item.posts)
    assert people, f"nobody has {item} of {row.shown_number}"
    assert posts <= titles, f"{item}: {posts - titles} is vacant"
    return people[0]


def somebody_who(code: str, unit: Unit) -> Person:
    """One of those whose post lets them do something in a unit."""
    people = (holding.person for holding in Holding.objects.select_related("person__unit"))
    return next(person for person in people if may(person, code, unit=unit, today=TODAY))


@pytest.mark.parametrize(("preset", "where", "bodies"), BEGINNINGS)
def test_an_ordinary_and_a_designated_request_pass_every_check_and_step_and_stand(
    preset: str, where: str, bodies: tuple[str, ...]
) -> None:
    unit = unit_of(a_provider(preset), where)
    assert not [gap for version in Version.objects.all() for gap in gaps_of(version, TODAY)]
    several = bodies if len(bodies) > 1 else ()
    for designated, wanted in ((False, d.approval()), (True, CONDITIONS)):
        request = sent(unit, designated=designated)
        assert ("designated" in request.marks) == designated
        assert tuple(each["code"] for each in request.bodies) == several
        done = walked(request, wanted)
        assert (done.status, done.outcome) == ("decided", wanted.outcome)
        assert sorted(done.tracks.values_list("track", flat=True)) == sorted(several)
        told = Message.objects.filter(kind=catalogue.STANDS, about_id=str(done.pk))
        assert told.count() == bool(several)
        keeper = somebody_who(catalogue.RECORD_AFTER, unit)
        record_aftermath(pk=done.pk, by=keeper, aftermath="took-place", note="", attended=50, now=AFTERWARDS)
    assert Action.objects.count() == len(bodies)
    asked = Turn.objects.exclude(advice_post="").count()
    assert Advice.objects.count() == 2 * asked
    assert asked or preset not in ("large-university", "students-union") or not several


@pytest.mark.parametrize(("preset", "where", "bodies"), BEGINNINGS)
def test_a_refusal_finds_its_second_person_and_its_appeal_is_heard(
    preset: str, where: str, bodies: tuple[str, ...]
) -> None:
    request = walked(sent(unit_of(a_provider(preset), where), designated=True), d.refusal())
    assert (request.status, request.outcome) == ("decided", "refused")
    refusals = (
        Decision.objects.filter(outcome="refused").select_related("request").order_by("at", "request__track")
    )
    assert {each.request.whole.pk for each in refusals} == {request.pk}
    for refused in refusals:
        organiser = Organiser(request.organiser)
        appeal = lodge_appeal(pk=refused.request_id, by=organiser, grounds="Look again.", now=NOW)
        hearer = the_first(appeal, refused.request)
        assert hearer.pk not in (refused.by_id, refused.confirmed_by_id)
        change_decision(pk=appeal.pk, by=hearer, decision=d.approval(), now=NOW)
    assert walked(request, d.approval()).outcome == "approved"
