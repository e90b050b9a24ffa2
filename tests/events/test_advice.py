"""Advice before a decision: a post with several holders, who write risks, mitigations and a recommendation in words."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dueregard.events.commands.advising import advise
from dueregard.events.commands.asking import answer, return_for_information
from dueregard.events.commands.deciding import decide
from dueregard.events.commands.locking import Organiser
from dueregard.events.messages import to_advisers, while_advice_is_wanted
from dueregard.events.models import Advice, EventRequest
from dueregard.events.queries.record import record_of
from dueregard.events.queries.visible import may_see, visible_to
from dueregard.events.waiting import waiting_for, waiting_in
from dueregard.kernel.dates import WorkingCalendar, today_in_london
from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.ledger.models import Entry
from dueregard.organisation.access import UnitScope
from dueregard.organisation.models import Person
from dueregard.outbox.models import Message
from dueregard.timers.models import Timer
from tests.events import desk as d
from tests.events.ladders import Ladder, a_ladder
from tests.people import NOON, TODAY, away

pytestmark = pytest.mark.django_db
MIX = {"stopped-before": True}


@pytest.fixture
def ladder() -> Ladder:
    return a_ladder(advice=True)


@pytest.fixture
def request_(ladder: Ladder) -> EventRequest:
    request = d.a_sent_request(ladder.desk, answers=MIX)
    d.check(ladder.desk, request, "security", ladder.desk.security)
    return EventRequest.objects.get(pk=request.pk)


def write(request: EventRequest, by: Person, words: str = "Let it go ahead, with two stewards.") -> Advice:
    return advise(
        pk=request.pk, by=by, risks="A queue at the door.", mitigations="", recommendation=words, now=NOON
    )


def test_an_adviser_writes_and_it_is_on_the_record_for_those_at_work(
    ladder: Ladder, request_: EventRequest
) -> None:
    ines, jon, kit = ladder.advisers
    write(request_, ines)
    (asked,) = record_of(request_, ladder.officer, TODAY).advice
    assert asked.title == "Designated Events Advisory Group"
    assert [(each.by, each.recommendation) for each in asked.given] == [
        (ines, "Let it go ahead, with two stewards.")
    ]
    assert asked.missing == [jon, kit]
    entry = Entry.objects.get(action="events.advised")
    assert (entry.actor_post, entry.data) == ("advisory-group", '{"step":"decision"}')


def test_the_organiser_sees_nothing_of_it(ladder: Ladder, request_: EventRequest) -> None:
    write(request_, ladder.advisers[0])
    record = record_of(request_, ladder.desk.organiser, TODAY)
    assert record.advice == []
    assert "Advice written" not in [line.title for line in record.happened]
    assert all(piece.template != "events/_advice.html" for piece in record.pieces)


def test_an_adviser_sees_the_request_that_asks_for_advice_and_no_other(
    ladder: Ladder, request_: EventRequest
) -> None:
    draft = d.a_draft(ladder.desk)
    assert may_see(ladder.advisers[1], request_.pk, TODAY) == request_
    assert list(visible_to(ladder.advisers[1], TODAY)) == [request_]
    with pytest.raises(NotThere):
        may_see(ladder.advisers[1], draft.pk, TODAY)


def test_deciding_before_the_advice_is_in_needs_a_reason(ladder: Ladder, request_: EventRequest) -> None:
    write(request_, ladder.advisers[0])
    with pytest.raises(Refused, match="the advice of Jon Reed and Kit Dale"):
        decide(pk=request_.pk, by=ladder.officer, decision=d.approval(), now=NOON)
    why = "Both are ill, and the room is wanted tomorrow."
    made = decide(pk=request_.pk, by=ladder.officer, decision=d.approval(without_checks=why), now=NOON)
    assert made.without_checks == why


def test_when_everybody_has_written_no_reason_is_needed(ladder: Ladder, request_: EventRequest) -> None:
    for adviser in ladder.advisers:
        write(request_, adviser)
    assert decide(pk=request_.pk, by=ladder.director, decision=d.approval(), now=NOON).state == "final"


def test_a_recommendation_against_it_decides_nothing(ladder: Ladder, request_: EventRequest) -> None:
    for adviser in ladder.advisers:
        write(request_, adviser, "I would not hold it.")
    request_.refresh_from_db()
    assert (request_.status, request_.outcome) == ("submitted", "")
    assert decide(pk=request_.pk, by=ladder.director, decision=d.approval(), now=NOON).outcome == "approved"


def test_once_its_day_has_passed_nobody_waits_for_advice(ladder: Ladder, request_: EventRequest) -> None:
    due = request_.turns.get().advice_due
    assert due is not None
    assert record_of(request_, ladder.officer, due).facts.advice_open
    late = NOON + timedelta(days=(due - TODAY).days + 1)
    assert decide(pk=request_.pk, by=ladder.officer, decision=d.approval(), now=late).state == "final"


def test_the_advice_is_due_after_the_checks_and_within_the_steps_own_time(
    ladder: Ladder, request_: EventRequest
) -> None:
    turn, check = request_.turns.get(), request_.checks.get()
    assert turn.advice_due is not None
    assert check.due < turn.advice_due <= turn.due


def test_a_question_to_the_organiser_moves_the_day_of_the_advice_too(
    ladder: Ladder, request_: EventRequest
) -> None:
    before = request_.turns.get().advice_due
    return_for_information(pk=request_.pk, by=ladder.officer, question="Who chairs it?", now=NOON)
    answer(pk=request_.pk, by=Organiser(ladder.desk.organiser), text="Dr Lee.", now=NOON + timedelta(days=7))
    after = request_.turns.get().advice_due
    assert before is not None
    assert after is not None
    assert (after - before).days == 7


def test_each_adviser_has_it_on_the_home_page_until_they_have_written(
    ladder: Ladder, request_: EventRequest
) -> None:
    ines, jon, _ = ladder.advisers
    (item,) = waiting_for(ines, TODAY)
    assert item.what == f"Advise: {request_.title}"
    assert item.post == "Designated Events Advisory Group, Northmoor University"
    assert item.holder == "Ines Moor or Jon Reed or Kit Dale"
    write(request_, ines)
    assert list(waiting_for(ines, TODAY)) == []
    assert len(list(waiting_for(jon, TODAY))) == 1
    kinds = [item.what.partition(":")[0] for item in waiting_in(UnitScope(True, ()), TODAY)]
    assert sorted(kinds) == ["Advise", "Decide"]


def test_the_advisers_are_asked_reminded_and_the_deciders_told(
    ladder: Ladder, request_: EventRequest
) -> None:
    turn = request_.turns.get()
    assert Message.objects.filter(kind="events.advice-wanted").count() == 1
    assert to_advisers(turn.ref) == [adviser.ref for adviser in ladder.advisers]
    assert Timer.objects.filter(kind="events.remind-advice", about_id=str(turn.pk)).exists()
    for adviser in ladder.advisers:
        assert while_advice_is_wanted(turn.ref, adviser.ref)
        write(request_, adviser)
        assert not while_advice_is_wanted(turn.ref, adviser.ref)
    assert Message.objects.filter(kind="events.advice-in").count() == 1


def test_whoever_is_away_is_not_waited_for(ladder: Ladder, request_: EventRequest) -> None:
    ines, jon, kit = ladder.advisers
    away(kit)
    write(request_, ines)
    write(request_, jon)
    assert record_of(request_, ladder.officer, TODAY).facts.advice_open == ()


def test_an_adviser_may_write_again_and_the_first_words_stay(ladder: Ladder, request_: EventRequest) -> None:
    write(request_, ladder.advisers[0], "Not sure.")
    write(request_, ladder.advisers[0], "Go ahead.")
    (asked,) = record_of(request_, ladder.officer, TODAY).advice
    assert [each.recommendation for each in asked.given] == ["Not sure.", "Go ahead."]


def test_who_may_not_advise(ladder: Ladder, request_: EventRequest) -> None:
    with pytest.raises(NotAllowed):
        write(request_, ladder.officer)
    decide(pk=request_.pk, by=ladder.officer, decision=d.approval(without_checks="Urgent."), now=NOON)
    with pytest.raises(Refused, match="no longer waits for a decision"):
        write(request_, ladder.advisers[0])


def test_advice_about_ones_own_request_is_refused_and_not_waited_for(ladder: Ladder) -> None:
    ladder.desk.organiser = ladder.advisers[0]
    request = d.a_sent_request(ladder.desk, answers=MIX)
    with pytest.raises(Refused, match="request that you made yourself"):
        write(request, ladder.advisers[0])
    (asked,) = record_of(request, ladder.officer, TODAY).advice
    assert asked.missing == ladder.advisers[1:]


def test_empty_advice_is_refused(ladder: Ladder, request_: EventRequest) -> None:
    with pytest.raises(Refused, match="Write what you recommend"):
        write(request_, ladder.advisers[0], "")


def as_(person: Person) -> Client:
    client = Client()
    assert person.user is not None
    client.force_login(person.user)
    return client


@pytest.fixture
def now_(ladder: Ladder) -> EventRequest:
    """At the decision on the real today, as pages ask for it."""
    now = timezone.now()
    day = WorkingCalendar("ENG").after(today_in_london(now), 25)
    request = d.a_sent_request(ladder.desk, now=now, day=day, answers=MIX)
    d.check(ladder.desk, request, "security", ladder.desk.security, now=now)
    return request


def test_the_page_takes_the_advice_and_the_deciders_page_shows_it(ladder: Ladder, now_: EventRequest) -> None:
    ines, page = ladder.advisers[0], reverse("events:advise", args=[now_.pk])
    client = as_(ines)
    assert "Write your advice" in client.get(reverse("events:request", args=[now_.pk])).content.decode()
    assert "What do you advise?" in client.get(page).content.decode()
    assert client.post(page, {"risks": "None."}).status_code == 422
    answer = client.post(page, {"recommendation": "Two stewards will do."}, follow=True)
    assert "Your advice is on the record." in answer.content.decode()
    shown = as_(ladder.officer).get(reverse("events:decide", args=[now_.pk])).content.decode()
    assert "Two stewards will do." in shown
    assert "Not yet:</strong> Jon Reed, Kit Dale." in shown
    assert "the advice of Jon Reed and Kit Dale" in shown


def test_the_organiser_and_strangers_get_the_same_answer(ladder: Ladder, now_: EventRequest) -> None:
    write_at = reverse("events:advise", args=[now_.pk])
    for person in (ladder.desk.organiser, ladder.desk.town.stranger):
        assert as_(person).get(write_at).status_code == 404
    shown = as_(ladder.desk.organiser).get(reverse("events:request", args=[now_.pk])).content.decode()
    assert "Advisory" not in shown


def test_the_record_with_advice_asks_one_query_more_however_much_was_written(
    ladder: Ladder, now_: EventRequest, django_assert_max_num_queries: Any
) -> None:
    for number in range(10):
        advise(
            pk=now_.pk,
            by=ladder.advisers[0],
            risks="",
            mitigations="",
            recommendation=f"{number}.",
            now=timezone.now(),
        )
    client = as_(ladder.officer)
    client.get(reverse("events:request", args=[now_.pk]))
    with django_assert_max_num_queries(15):
        client.get(reverse("events:request", args=[now_.pk]))
