"""Whose turn it is: the holder, in absence the deputy, else the next unit up."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest

from dueregard.organisation import commands
from dueregard.organisation.lookup import Board, calendar_of, is_turn_of, provider_of, who_holds, who_may_act
from dueregard.organisation.memory import remembering
from dueregard.organisation.models import Holding, Unit
from tests.people import NOON, TODAY, Town, a_person, a_town, a_unit, away, give, stand_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return a_town()


def test_the_holder_of_the_unit_has_the_turn(town: Town) -> None:
    turn = who_holds("head", unit=town.politics, today=TODAY)
    assert (turn.holders, turn.deputies, turn.unit, turn.why) == ([town.head], [], town.politics, "")


def test_the_deputy_has_the_turn_while_the_holder_is_away_and_no_longer(town: Town) -> None:
    away(town.head, TODAY, TODAY)
    turn = who_holds("head", unit=town.politics, today=TODAY)
    assert (turn.holders, turn.deputies) == ([], [town.deputy])
    assert (
        turn.why == "Head of department in Department of Politics: Helen Marsh is away. Dev Patel stands in."
    )
    assert is_turn_of(town.deputy, "head", town.politics, TODAY)
    assert not is_turn_of(town.deputy, "head", town.politics, TODAY + timedelta(days=1))


def test_with_holder_and_deputy_away_it_goes_to_the_next_unit_up(town: Town) -> None:
    give(town.organiser, "head", town.faculty)
    away(town.head)
    away(town.deputy)
    turn = who_holds("head", unit=town.politics, today=TODAY)
    assert turn.holders == [town.organiser]
    assert turn.unit == town.faculty
    assert "Nobody stands in, so it goes to the next unit." in turn.why


def test_a_unit_without_the_post_asks_the_units_above_it(town: Town) -> None:
    assert who_may_act("principal", town.society, TODAY) == [town.principal]


def test_the_outsider_of_the_next_unit_never_has_the_turn(town: Town) -> None:
    away(town.head)
    away(town.deputy)
    turn = who_holds("head", unit=town.politics, today=TODAY)
    assert not turn
    assert town.outsider not in turn.people
    assert turn.why.endswith("Nobody above holds this post.")


def test_the_other_provider_is_never_asked(town: Town) -> None:
    assert who_may_act("principal", town.other_provider, TODAY) == [town.stranger]
    assert who_may_act("room-booking", town.other_provider, TODAY) == []


def test_a_sponsored_unit_goes_on_at_its_sponsor(town: Town) -> None:
    give(town.organiser, "head", town.faculty)
    commands.change_unit(
        pk=town.society.pk,
        by=town.administrator,
        code=town.society.code,
        name=town.society.name,
        kind=town.society.kind,
        sponsor=town.history,
        now=NOON,
    )
    assert who_may_act("head", town.society, TODAY) == [town.outsider]
    away(town.outsider)
    assert who_may_act("head", town.society, TODAY) == [town.organiser]


def test_two_units_that_sponsor_each_other_end_with_nobody(town: Town) -> None:
    Unit.objects.filter(pk=town.society.pk).update(sponsor=town.history)
    Unit.objects.filter(pk=town.history.pk).update(sponsor=town.society)
    assert who_may_act("union-officer", town.history, TODAY) == []


def test_somebody_who_has_left_has_no_turn(town: Town) -> None:
    commands.leave(pk=town.head.pk, by=town.administrator, on=TODAY - timedelta(days=1), now=NOON)
    assert who_may_act("head", town.politics, TODAY) == [town.deputy]


def test_a_post_that_starts_tomorrow_gives_no_turn_today(town: Town) -> None:
    Holding.objects.filter(person=town.head).update(starts=TODAY + timedelta(days=1))
    assert is_turn_of(town.deputy, "head", town.politics, TODAY)
    assert not is_turn_of(town.deputy, "head", town.politics, TODAY + timedelta(days=1))


def test_a_board_answers_for_a_hundred_units_with_as_many_queries_as_for_one(
    town: Town, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    units = [a_unit(f"d{n}", f"Department {n}", under=town.faculty) for n in range(100)]
    for unit in units[:10]:
        give(town.organiser, "head", unit)
        stand_in(town.member, "head", unit)
    with django_assert_num_queries(2):
        board = Board.load(TODAY, ["head", "principal"])
        turns = [board.turn("head", unit) for unit in units]
    assert [bool(turn) for turn in turns] == [True] * 10 + [False] * 90


def test_a_tree_fifty_deep_is_climbed_to_its_root(
    town: Town, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    unit = town.politics
    for level in range(50):
        unit = a_unit(f"level{level}", f"Level {level}", under=unit)
    assert unit.depth == 52
    with django_assert_num_queries(2):
        assert who_may_act("principal", unit, TODAY) == [town.principal]
    assert provider_of(unit) == town.provider


def test_the_calendar_has_the_bank_holidays_of_its_nation_and_the_provider_s_own_days(town: Town) -> None:
    commands.set_closure_days(
        by=town.administrator,
        unit=town.politics,
        first=date(2026, 12, 29),
        last=date(2026, 12, 31),
        name="Winter closure",
        now=NOON,
    )
    here, there = calendar_of(town.society), calendar_of(town.other_provider)
    assert here.why_closed(date(2026, 12, 30)) == "Closed"
    assert there.is_working(date(2026, 12, 30))
    assert here.is_working(date(2026, 11, 30))
    assert there.why_closed(date(2026, 11, 30)) == "Saint Andrew's Day"


def test_a_request_asks_for_the_calendar_once_and_sees_a_day_that_it_sets_itself(
    town: Town, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    with remembering():
        calendar_of(town.society)
        with django_assert_num_queries(0):
            calendar_of(town.politics)
        commands.set_closure_days(
            by=town.administrator, unit=town.provider, first=date(2026, 12, 29), name="Closed", now=NOON
        )
        assert not calendar_of(town.politics).is_working(date(2026, 12, 29))


def test_of_two_holders_the_one_who_is_here_has_the_turn(town: Town) -> None:
    second = a_person("Sue Second", town.politics)
    give(second, "head", town.politics)
    away(town.head)
    turn = who_holds("head", unit=town.politics, today=TODAY)
    assert (turn.holders, turn.away, turn.deputies) == ([second], [town.head], [])


def test_several_who_are_away_are_spoken_of_as_several(town: Town) -> None:
    second = a_person("Sue Second", town.politics)
    give(second, "head", town.politics)
    away(town.head)
    away(second)
    why = who_holds("head", unit=town.politics, today=TODAY).why
    assert "Helen Marsh and Sue Second are away. Dev Patel stands in." in why
