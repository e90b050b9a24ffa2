"""A request on its way: sending, checks, the ladder, decisions. Results in the database, not calls."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from dueregard.events.choices import Outcome, Status
from dueregard.events.commands.amending import amend
from dueregard.events.commands.asking import mark_designated
from dueregard.events.commands.checking import record_check
from dueregard.events.commands.deciding import confirm_refusal, decide, do_not_confirm, pass_up
from dueregard.events.commands.drafting import discard_draft, save_draft
from dueregard.events.commands.locking import Organiser
from dueregard.events.commands.sending import send, withdraw
from dueregard.events.messages import to_whose_turn
from dueregard.events.models import Decision, EventRequest
from dueregard.events.queries.record import record_of
from dueregard.events.queries.visible import may_see, visible_to
from dueregard.events.rules.facts import ConditionFacts
from dueregard.events.waiting import waiting_for
from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.ledger.models import Entry
from dueregard.organisation.models import Holding
from dueregard.outbox.models import Message
from tests.events import desk as d
from tests.events import federation as f
from tests.people import NOON, TODAY, a_person, away, give, stand_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> d.Desk:
    return d.a_desk()


def reload(request: EventRequest) -> EventRequest:
    return EventRequest.objects.get(pk=request.pk)


def test_a_sent_request_has_a_number_a_procedure_checks_and_a_first_step(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    assert request.status == Status.SUBMITTED
    assert request.shown_number == "E-0001"
    assert request.edition is not None
    assert {check.code for check in request.checks.all()} == {"security", "free-speech", "room"}
    assert request.step == "head-of-unit"
    assert not request.late
    assert request.decide_by is not None


def test_numbers_follow_one_another(desk: d.Desk) -> None:
    first, second = d.a_sent_request(desk), d.a_sent_request(desk)
    assert second.number == first.number + 1  # type: ignore[operator]


def test_a_draft_is_seen_by_its_organiser_alone(desk: d.Desk) -> None:
    draft = d.a_draft(desk)
    assert may_see(desk.organiser, draft.pk, TODAY) == draft
    for person in (desk.secretariat, desk.head, desk.town.administrator):
        with pytest.raises(NotThere):
            may_see(person, draft.pk, TODAY)


def test_what_is_missing_is_said_in_sentences_and_nothing_is_sent(desk: d.Desk) -> None:
    draft = d.a_draft(desk, title="", people=None, answers={})
    with pytest.raises(Refused) as refused:
        send(pk=draft.pk, by=Organiser(desk.organiser), now=NOON)
    assert "Say what the event is called." in refused.value.reasons
    assert "Say how many people you expect. A good guess will do." in refused.value.reasons
    assert any("stopped or moved" in reason for reason in refused.value.reasons)
    assert reload(draft).status == Status.DRAFT


def test_somebody_else_cannot_touch_a_draft_and_learns_nothing(desk: d.Desk) -> None:
    draft = d.a_draft(desk)
    stranger = Organiser(desk.town.outsider)
    for act in (
        lambda: save_draft(pk=draft.pk, by=stranger, fields=d.fields(desk), now=NOON),
        lambda: send(pk=draft.pk, by=stranger, now=NOON),
        lambda: discard_draft(pk=draft.pk, by=stranger, now=NOON),
    ):
        with pytest.raises(NotThere):
            act()


def test_a_late_request_is_marked_late_takes_its_own_route_and_is_not_refused(desk: d.Desk) -> None:
    request = d.a_sent_request(desk, day=TODAY + timedelta(days=7))
    assert request.late
    assert request.status == Status.SUBMITTED
    assert request.step == "university-secretary"
    assert (request.notice, request.lead_time) == (5, 15)


def test_no_date_to_act_by_falls_on_or_after_the_event(desk: d.Desk) -> None:
    request = d.a_sent_request(desk, day=TODAY + timedelta(days=2))
    assert request.day is not None
    assert all(check.due < request.day for check in request.checks.all())
    assert request.decide_by < request.day  # type: ignore[operator]


def test_a_yes_to_a_risk_question_brings_the_designated_route(desk: d.Desk) -> None:
    answers = d.ANSWERS | {"anyone-unsafe": True, "unsafe-details": "A protest is likely."}
    request = d.a_sent_request(desk, answers=answers)
    assert "designated" in request.marks
    assert request.step == "university-secretary"
    assert "prevent" in {check.code for check in request.checks.all()}


def test_approving_ends_the_work_writes_the_letter_and_tells_the_organiser(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    d.all_checks(desk, request)
    made = decide(pk=request.pk, by=desk.head, decision=d.approval(), now=NOON)
    after = reload(request)
    assert (after.status, after.outcome) == (Status.DECIDED, Outcome.APPROVED)
    assert "Your event can go ahead as you asked." in made.letter
    assert "A lawful talk, well prepared." in made.letter
    assert after.turns.filter(left_at=None).count() == 0
    assert Message.objects.filter(kind="events.decision-made", about_id=str(made.pk)).count() == 1
    assert Entry.objects.filter(action="events.decided", subject_id=str(request.pk)).count() == 1


def test_an_open_check_stops_a_decision_unless_it_is_said_why(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    with pytest.raises(Refused) as refused:
        decide(pk=request.pk, by=desk.head, decision=d.approval(), now=NOON)
    assert refused.value.reasons[0].startswith("Not done yet: ")
    reason = "Sid Rowe rang: nothing stands in the way, the form follows."
    decide(pk=request.pk, by=desk.head, decision=d.approval(without_checks=reason), now=NOON)
    assert reload(request).outcome == Outcome.APPROVED


def test_only_whose_turn_it_is_decides_and_the_sentence_says_who_that_is(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    d.all_checks(desk, request)
    with pytest.raises(Refused) as refused:
        decide(pk=request.pk, by=desk.secretary, decision=d.approval(), now=NOON)
    assert refused.value.reasons == ["It is not your turn. It is with Helen Marsh."]


def test_a_checker_without_the_permission_may_not_decide(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    with pytest.raises(NotAllowed):
        decide(pk=request.pk, by=desk.rooms, decision=d.approval(), now=NOON)


def test_the_deputy_decides_only_while_the_holder_is_away(desk: d.Desk) -> None:
    stand_in(desk.town.deputy, "head-of-unit", desk.town.politics)
    request = d.a_sent_request(desk)
    d.all_checks(desk, request)
    with pytest.raises(NotAllowed):
        decide(pk=request.pk, by=desk.town.deputy, decision=d.approval(), now=NOON)
    away(desk.head)
    decide(pk=request.pk, by=desk.town.deputy, decision=d.approval(), now=NOON)
    assert reload(request).outcome == Outcome.APPROVED


def test_nobody_decides_their_own_request(desk: d.Desk) -> None:
    give(desk.organiser, "head-of-unit", desk.town.politics)
    request = d.a_sent_request(desk)
    d.all_checks(desk, request)
    with pytest.raises(Refused) as refused:
        decide(pk=request.pk, by=desk.organiser, decision=d.approval(), now=NOON)
    assert refused.value.reasons == ["Someone else must decide a request that you made yourself."]


def test_the_own_request_of_the_only_holder_goes_to_the_next_step_at_once(desk: d.Desk) -> None:
    Holding.objects.filter(person=desk.head).delete()
    give(desk.organiser, "head-of-unit", desk.town.politics)
    request = d.a_sent_request(desk)
    d.all_checks(desk, request)
    assert desk.organiser.ref not in to_whose_turn(request.turns.get().ref)
    decide(pk=request.pk, by=desk.secretary, decision=d.approval(), now=NOON)
    assert reload(request).outcome == Outcome.APPROVED
    assert Entry.objects.filter(action="events.stood-aside").count() == 1


def test_at_the_top_the_accountable_officer_decides_for_the_only_holder(desk: d.Desk) -> None:
    Holding.objects.filter(person=desk.secretary).delete()
    give(desk.organiser, "university-secretary", desk.town.provider)
    request = d.a_sent_request(desk)
    d.all_checks(desk, request)
    pass_up(pk=request.pk, by=desk.head, note="", now=NOON)
    today = NOON.date()
    seen = record_of(reload(request), desk.organiser, today)
    assert "Grace Whitfield, in place of the University Secretary" in seen.with_whom
    assert seen.at_the_step == [desk.accountable]
    assert (seen.my_turn, seen.may_ask) == (False, False)
    assert [item.ref for item in waiting_for(desk.organiser, today)] == []
    [mine] = [item for item in waiting_for(desk.accountable, today) if item.ref]
    assert mine.note == "Whoever holds the post asked for this event, so somebody else acts."
    assert may_see(desk.accountable, request.pk, today) == request
    decide(pk=request.pk, by=desk.accountable, decision=d.approval(), now=NOON)
    assert reload(request).outcome == Outcome.APPROVED


def test_a_step_may_only_do_what_the_procedure_lets_it(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    d.all_checks(desk, request)
    with pytest.raises(Refused) as refused:
        decide(pk=request.pk, by=desk.head, decision=d.refusal(), now=NOON)
    assert refused.value.reasons == ["Head of the unit that puts it on may not refuse in this procedure."]


def test_passing_up_goes_to_the_next_step_with_its_note(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    d.all_checks(desk, request)
    pass_up(pk=request.pk, by=desk.head, note="Too big for me.", now=NOON)
    after = reload(request)
    assert after.step == "university-secretary"
    assert [turn.note for turn in after.turns.filter(result="passed-up")] == ["Too big for me."]
    with pytest.raises(Refused):
        pass_up(pk=request.pk, by=desk.secretary, note="", now=NOON)


@pytest.mark.parametrize("field", ["what", "purpose", "risk", "lesser", "owner", "because"])
def test_a_condition_says_all_that_it_must(desk: d.Desk, field: str) -> None:
    request = d.a_sent_request(desk)
    d.all_checks(desk, request)
    whole = {
        "what": "Six stewards at both doors",
        "purpose": "To keep a way through",
        "risk": "Doors blocked",
        "lesser": "Four cannot hold two doors.",
        "owner": "Head of security",
        "because": "other",
    }
    poor = d.approval(
        outcome="approved-with-conditions", conditions=(ConditionFacts(**(whole | {field: ""})),)
    )
    with pytest.raises(Refused):
        decide(pk=request.pk, by=desk.head, decision=poor, now=NOON)
    good = d.approval(outcome="approved-with-conditions", conditions=(ConditionFacts(**whole),))
    made = decide(pk=request.pk, by=desk.head, decision=good, now=NOON)
    assert "Why a lesser one would not do: Four cannot hold two doors." in made.letter
    assert "We pay for it." in made.letter


@pytest.mark.parametrize("field", ["law", "lesser", "because", "reasons"])
def test_a_refusal_says_all_that_it_must(desk: d.Desk, field: str) -> None:
    request = designated(desk)
    with pytest.raises(Refused):
        decide(pk=request.pk, by=desk.secretary, decision=d.refusal(**{field: ""}), now=NOON)


def designated(desk: d.Desk) -> EventRequest:
    answers = d.ANSWERS | {"anyone-unsafe": True, "unsafe-details": "A protest is likely."}
    request = d.a_sent_request(desk, answers=answers)
    d.all_checks(desk, request)
    return request


def test_a_refusal_is_only_proposed_until_a_second_person_confirms_it(desk: d.Desk) -> None:
    request = designated(desk)
    decide(pk=request.pk, by=desk.secretary, decision=d.refusal(), now=NOON)
    assert reload(request).status == Status.SUBMITTED
    with pytest.raises(Refused):
        decide(pk=request.pk, by=desk.secretary, decision=d.approval(), now=NOON)
    with pytest.raises(Refused) as refused:
        confirm_refusal(pk=request.pk, by=desk.secretary, note="", now=NOON)
    assert refused.value.reasons == ["Someone else must confirm a refusal that you proposed."]
    made = confirm_refusal(pk=request.pk, by=desk.accountable, note="I agree.", now=NOON)
    after = reload(request)
    assert (after.status, after.outcome) == (Status.DECIDED, Outcome.REFUSED)
    assert made.appeal_until is not None
    assert "You may appeal until" in made.letter


def test_an_unconfirmed_refusal_leaves_the_request_as_it_stood(desk: d.Desk) -> None:
    request = designated(desk)
    decide(pk=request.pk, by=desk.secretary, decision=d.refusal(), now=NOON)
    do_not_confirm(pk=request.pk, by=desk.accountable, note="Stewards would do.", now=NOON)
    after = reload(request)
    assert (after.status, after.outcome, after.step) == (Status.SUBMITTED, "", "university-secretary")
    decide(pk=request.pk, by=desk.secretary, decision=d.approval(), now=NOON)
    assert reload(request).outcome == Outcome.APPROVED


def test_the_database_itself_refuses_an_unjustified_refusal(desk: d.Desk) -> None:
    request = designated(desk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            request=request, state="final", step="x", post="x", outcome="refused", reasons="No.", by=desk.secretary, at=NOON
        )  # fmt: skip


def test_a_second_decision_is_refused(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    d.all_checks(desk, request)
    decide(pk=request.pk, by=desk.head, decision=d.approval(), now=NOON)
    with pytest.raises(Refused) as refused:
        decide(pk=request.pk, by=desk.head, decision=d.approval(), now=NOON)
    assert refused.value.reasons == ["This request has already been decided."]


def test_withdrawing_keeps_by_whom_and_why(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    withdraw(
        pk=request.pk, by=Organiser(desk.organiser), whose="organiser", why="time", note="Too slow.", now=NOON
    )
    after = reload(request)
    assert (after.status, after.withdrawn_by, after.why_withdrawn) == (Status.WITHDRAWN, "organiser", "time")
    assert after.checks.filter(state="waiting").count() == 0
    with pytest.raises(Refused):
        withdraw(
            pk=request.pk, by=Organiser(desk.organiser), whose="organiser", why="time", note="", now=NOON
        )


def test_who_sees_a_request(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    for person in (desk.organiser, desk.head, desk.rooms, desk.security, desk.secretariat, desk.secretary):
        assert may_see(person, request.pk, TODAY) == request
        assert request in visible_to(person, TODAY)
    for person in (desk.town.outsider, desk.town.member, desk.town.stranger, desk.town.administrator):
        with pytest.raises(NotThere):
            may_see(person, request.pk, TODAY)


def test_whoever_confirms_a_refusal_sees_the_record_it_is_about(desk: d.Desk) -> None:
    request = designated(desk)
    with pytest.raises(NotThere):
        may_see(desk.accountable, request.pk, TODAY)
    decide(pk=request.pk, by=desk.secretary, decision=d.refusal(), now=NOON)
    assert may_see(desk.accountable, request.pk, TODAY) == request


def test_a_check_is_done_by_its_post_once(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    with pytest.raises(Refused) as refused:
        d.check(desk, request, "security", desk.rooms)
    assert refused.value.reasons == ["This check is with Sid Rowe."]
    d.check(desk, request, "security", desk.security)
    newcomer = a_person("Max Gale", desk.town.provider)
    with pytest.raises(NotAllowed):
        d.check(desk, request, "room", newcomer)


def test_whoever_decides_is_told_once_however_many_checks_come_in_afterwards() -> None:
    made = f.a_federation()
    later = f.UNIVERSITY.replace('id = "secretary"', 'id = "secretary"\nafter = ["security"]')
    kit = '[[check]]\nid = "kit"\ntitle = "Kit"\npost = "head-of-security"\nwithin = "3 working days"\n'
    f.a_procedure(made.town.provider, later + kit, starts=date(2020, 2, 1))
    request = f.sent(made, unit=made.town.politics, place=None)
    turn = request.turns.get(left_at=None)
    waits = Message.objects.filter(kind="events.waiting", about_id=str(turn.pk))
    for code in ("security", "kit"):
        assert waits.count() == (code == "kit")
        waiting = request.checks.get(code=code)
        record_check(pk=waiting.pk, by=made.security, finding="clear", text="Fine.", now=NOON)
    assert waits.count() == 1


def test_an_event_that_a_person_marks_leaves_the_step_that_may_not_decide_it(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    assert request.step == "head-of-unit"
    marked = mark_designated(pk=request.pk, by=desk.prevent_lead, now=d.SENT)
    assert (marked.step, marked.checks.filter(code="prevent").count()) == ("university-secretary", 1)
    d.all_checks(desk, marked)
    with pytest.raises(Refused, match="It is not your turn"):
        decide(pk=request.pk, by=desk.head, decision=d.approval(), now=d.SENT)
    decide(pk=request.pk, by=desk.secretary, decision=d.approval(), now=d.SENT)


def test_a_change_that_makes_an_event_designated_takes_it_to_the_step_that_decides_those(
    desk: d.Desk,
) -> None:
    request = d.a_sent_request(desk)
    answers = d.ANSWERS | {"anyone-unsafe": True, "unsafe-details": "A march is called."}
    amend(pk=request.pk, by=Organiser(desk.organiser), fields=d.fields(desk, answers=answers), now=d.SENT)
    request.refresh_from_db()
    assert request.step == "university-secretary"
