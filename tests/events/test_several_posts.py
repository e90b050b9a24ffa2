"""Several posts at one step: any of them may act, and everybody sees both."""

from datetime import timedelta

import pytest

from dueregard.events.commands.deciding import decide
from dueregard.events.commands.ending import widen
from dueregard.events.commands.sending import edition_for
from dueregard.events.commands.work import likely_route
from dueregard.events.messages import to_whose_turn
from dueregard.events.models import EventRequest
from dueregard.events.queries.facts import whose_turn
from dueregard.events.queries.record import record_of
from dueregard.events.queries.route import route_panel
from dueregard.events.queries.visible import may_see, visible_to
from dueregard.events.waiting import waiting_for, waiting_in
from dueregard.kernel.errors import NotThere, Refused
from dueregard.kernel.registries import WaitingItem
from dueregard.ledger.models import Entry
from dueregard.organisation.access import UnitScope
from dueregard.organisation.models import Holding, Person
from dueregard.procedures.queries.gap import gaps
from tests.events import desk as d
from tests.events.ladders import Ladder, a_ladder
from tests.people import NOON, TODAY, away, let, stand_in

pytestmark = pytest.mark.django_db
BOTH = "Chief Operating Officer or Director of Student Services"


@pytest.fixture
def ladder() -> Ladder:
    return a_ladder()


def at_the_decision(ladder: Ladder) -> EventRequest:
    request = d.a_sent_request(ladder.desk, answers={"stopped-before": True})
    d.check(ladder.desk, request, "security", ladder.desk.security)
    return EventRequest.objects.get(pk=request.pk)


def items(person: Person) -> list[WaitingItem]:
    return list(waiting_for(person, TODAY))


def test_either_post_may_decide_and_the_decision_says_which_did(ladder: Ladder) -> None:
    request = at_the_decision(ladder)
    made = decide(pk=request.pk, by=ladder.director, decision=d.approval(), now=NOON)
    assert made.post == "director-of-student-services"
    assert "Dan Okoro, Director of Student Services" in made.letter
    assert Entry.objects.get(action="events.decided").actor_post == "director-of-student-services"


def test_the_second_one_is_told_that_it_is_decided(ladder: Ladder) -> None:
    request = at_the_decision(ladder)
    decide(pk=request.pk, by=ladder.officer, decision=d.approval(), now=NOON)
    with pytest.raises(Refused, match="already been decided"):
        decide(pk=request.pk, by=ladder.director, decision=d.approval(), now=NOON)


def test_both_have_it_on_their_home_page_under_both_posts(ladder: Ladder) -> None:
    request = at_the_decision(ladder)
    for person in (ladder.officer, ladder.director):
        (item,) = items(person)
        assert item.what == f"Decide: {request.title}"
        assert item.post == f"{BOTH}, Northmoor University"
        assert item.holder == "Ella Frost or Dan Okoro"
        assert item.note == ""


def test_it_stands_once_in_the_list_of_all_posts(ladder: Ladder) -> None:
    at_the_decision(ladder)
    assert len(list(waiting_in(UnitScope(True, ()), TODAY))) == 1


def test_both_see_the_request_and_an_adviser_who_is_not_asked_does_not(ladder: Ladder) -> None:
    request = at_the_decision(ladder)
    for person in (ladder.officer, ladder.director):
        assert may_see(person, request.pk, TODAY) == request
        assert list(visible_to(person, TODAY)) == [request]
    with pytest.raises(NotThere):
        may_see(ladder.advisers[0], request.pk, TODAY)


def test_when_one_is_away_the_other_has_it_and_nothing_is_explained(ladder: Ladder) -> None:
    request = at_the_decision(ladder)
    away(ladder.officer)
    turn = request.turns.get()
    assert whose_turn(turn, request, TODAY) == [ladder.director]
    (item,) = items(ladder.director)
    assert item.note == ""
    assert items(ladder.officer) == []


def test_a_deputy_of_one_acts_beside_the_other_and_sees_the_post_of_the_one_away(ladder: Ladder) -> None:
    request = at_the_decision(ladder)
    stand_in(ladder.desk.town.deputy, "chief-operating-officer", ladder.desk.town.provider)
    away(ladder.officer)
    assert whose_turn(request.turns.get(), request, TODAY) == [ladder.desk.town.deputy, ladder.director]
    (item,) = items(ladder.desk.town.deputy)
    assert item.post == "Chief Operating Officer, Northmoor University"


def test_undone_work_climbs_to_the_deputies_of_both(ladder: Ladder) -> None:
    request = at_the_decision(ladder)
    turn = request.turns.get()
    stand_in(ladder.desk.town.deputy, "director-of-student-services", ladder.desk.town.provider)
    widen(item=turn, now=NOON + timedelta(days=20))
    assert whose_turn(turn, request, TODAY) == [ladder.officer, ladder.director, ladder.desk.town.deputy]


def test_the_record_says_who_has_it_and_the_messages_go_to_both(ladder: Ladder) -> None:
    request = at_the_decision(ladder)
    record = record_of(request, ladder.officer, TODAY)
    assert record.with_whom == f"Ella Frost or Dan Okoro, {BOTH}"
    assert "Ella Frost or Dan Okoro" in [rung.text for rung in record.rungs]
    assert record.my_turn
    assert to_whose_turn(request.turns.get().ref) == [ladder.officer.ref, ladder.director.ref]


def test_the_organiser_sees_both_posts_on_the_likely_route(ladder: Ladder) -> None:
    draft = d.a_draft(ladder.desk, answers={"stopped-before": True})
    edition = edition_for(draft, now=NOON)
    panel = route_panel(draft, edition, likely_route(draft, edition, now=NOON), now=NOON)
    assert panel is not None
    assert panel.rungs[-1].title == f"{BOTH} decides"
    assert panel.rungs[-1].text == "Ella Frost, Dan Okoro"


def test_a_check_of_two_posts_is_done_by_either_in_their_own_name(ladder: Ladder) -> None:
    request = d.a_sent_request(ladder.desk, answers={"stopped-before": True})
    assert [item.what for item in items(ladder.desk.rooms)] == [
        f"Check ‘Security and stewarding’: {request.title}"
    ]
    d.check(ladder.desk, request, "security", ladder.desk.rooms)
    assert request.checks.get().done_post == "conference-office"
    assert items(ladder.desk.security) == []


def test_it_is_a_gap_only_when_nobody_holds_any_of_them(ladder: Ladder) -> None:
    let("administrator", "procedures.draft")
    reader = Person.objects.get(pk=ladder.desk.town.administrator.pk)
    held = Holding.objects.filter(person__in=[ladder.officer, ladder.director])
    held.filter(person=ladder.officer).delete()
    assert [gap.what for gap in gaps(reader, TODAY)] == []
    held.delete()
    either = "‘Chief Operating Officer’ or ‘Director of Student Services’"
    found = [gap.what for gap in gaps(reader, TODAY)]
    assert f"Nobody holds the post {either} in Northmoor University" in found
