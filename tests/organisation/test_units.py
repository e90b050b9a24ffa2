"""Making, moving and closing units, of any depth and under several roots."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.ledger.models import Entry
from dueregard.organisation import commands
from dueregard.organisation.models import Unit
from dueregard.organisation.rules import unit as rules
from tests.people import BUILDER, NOON, TODAY, Town, a_town, a_unit, give, let

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return a_town()


def paths_are_true() -> bool:
    units = {unit.pk: unit for unit in Unit.objects.all()}
    return all(
        unit.path == (units[unit.parent_id].path if unit.parent_id else "") + unit.pk.hex + "."
        for unit in units.values()
    )


def test_moving_a_unit_takes_everything_below_it_along(town: Town) -> None:
    commands.move_unit(pk=town.faculty.pk, by=BUILDER, parent=town.other_provider, now=NOON)
    town.politics.refresh_from_db()
    assert town.politics.root_id == town.other_provider.pk
    assert paths_are_true()


def test_a_unit_cannot_be_moved_into_itself_or_below_itself(town: Town) -> None:
    with pytest.raises(Refused, match="Department of Politics is below this unit"):
        commands.move_unit(pk=town.faculty.pk, by=BUILDER, parent=town.politics, now=NOON)
    with pytest.raises(Refused, match="cannot be part of itself"):
        commands.move_unit(pk=town.faculty.pk, by=BUILDER, parent=town.faculty, now=NOON)


def test_a_unit_can_become_a_provider_and_keeps_the_nation(town: Town) -> None:
    commands.move_unit(pk=town.union.pk, by=BUILDER, parent=None, now=NOON)
    town.union.refresh_from_db()
    assert (town.union.parent, town.union.nation, town.union.depth) == (None, "ENG", 0)
    assert paths_are_true()


def test_a_provider_can_come_under_another_one(town: Town) -> None:
    commands.move_unit(pk=town.other_provider.pk, by=BUILDER, parent=town.provider, now=NOON)
    town.other_provider.refresh_from_db()
    assert town.other_provider.nation == ""
    assert paths_are_true()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=15))
def test_no_sequence_of_moves_makes_a_cycle_or_a_wrong_path(moves: list[tuple[int, int]]) -> None:
    with transaction.atomic():
        first = a_unit("root", "Root")
        units = [first]
        for n in range(1, 10):
            units.append(a_unit(f"u{n}", f"Unit {n}", under=units[n // 2]))
        for moved, under in moves:
            try:
                commands.move_unit(
                    pk=units[moved].pk, by=BUILDER, parent=units[under] if under else None, now=NOON
                )
            except Refused:
                continue
        assert paths_are_true()
        transaction.set_rollback(True)


def test_a_code_is_used_once_in_the_whole_house(town: Town) -> None:
    with pytest.raises(Refused, match="Another unit has the code politics already"):
        a_unit("politics", "Another one", under=town.union)


@pytest.mark.parametrize(
    ("code", "name", "says"),
    [
        ("", "Name", "The code is missing."),
        ("with space", "Name", "The code must have no spaces"),
        ("x", "", "The name is missing."),
        ("x", "n" * 201, "The name is too long: 201 characters, and 200 is the most."),
        ("x", "a\x00b", "The name"),
        ("x", "a\u202eb", "The name"),
        ("x", "two\nlines", "The name must be one line."),
        ("c" * 65, "Name", "The code is too long"),
    ],
)
def test_a_bad_code_or_name_is_refused_with_what_to_do(code: str, name: str, says: str) -> None:
    reasons = rules.why_not_describe(code=code, name=name, kind="", code_taken=False)
    assert any(reason.startswith(says) for reason in reasons), reasons


def test_a_unit_with_open_units_or_held_posts_cannot_be_closed(town: Town) -> None:
    with pytest.raises(Refused) as refusal:
        commands.close_unit(pk=town.union.pk, by=town.administrator, on=TODAY, now=NOON)
    assert refusal.value.reasons == [
        "1 unit is open below this one. Close or move them first.",
        "People hold posts here: Students' union officer (Una Kelly). End these first.",
    ]


def test_a_closed_unit_takes_no_new_unit_and_no_new_post_and_can_be_opened_again(town: Town) -> None:
    commands.close_unit(pk=town.society.pk, by=town.administrator, on=TODAY, now=NOON)
    with pytest.raises(Refused, match="Debating Society is closed"):
        a_unit("junior", "Junior Debating", under=Unit.objects.get(pk=town.society.pk))
    with pytest.raises(Refused, match="This unit is closed"):
        give(town.member, "head", town.society)
    commands.reopen_unit(pk=town.society.pk, by=town.administrator, now=NOON)
    a_unit("junior", "Junior Debating", under=town.society)


def test_a_department_s_manager_makes_units_there_and_no_new_provider(town: Town) -> None:
    let("head", "organisation.manage_units")
    made = commands.make_unit(by=town.head, code="gov", name="Governance", parent=town.politics, now=NOON)
    assert made.parent == town.politics
    for parent in (town.history, town.faculty, None):
        with pytest.raises(NotAllowed):
            commands.make_unit(by=town.head, code="x", name="X", parent=parent, now=NOON)


def test_a_department_s_manager_cannot_move_the_department_out_of_reach(town: Town) -> None:
    let("head", "organisation.manage_units")
    with pytest.raises(NotAllowed):
        commands.move_unit(pk=town.politics.pk, by=town.head, parent=town.union, now=NOON)


def test_each_change_is_in_the_ledger_with_codes_and_ids_only(town: Town) -> None:
    commands.change_unit(
        pk=town.union.pk, by=town.administrator, code="union", name="The Guild", kind="guild", now=NOON
    )
    entry = Entry.objects.latest("seq")
    assert entry.action == "organisation.unit_changed"
    assert entry.actor_post == "administrator"
    assert "Guild" not in entry.data


def test_changing_nothing_leaves_no_trace(town: Town) -> None:
    before = Entry.objects.count()
    commands.change_unit(
        pk=town.union.pk,
        by=town.administrator,
        code=town.union.code,
        name=town.union.name,
        kind=town.union.kind,
        now=NOON,
    )
    assert Entry.objects.count() == before


def test_a_unit_that_does_not_exist_is_not_there(town: Town) -> None:
    with pytest.raises(NotThere):
        commands.close_unit(pk=town.head.pk, by=town.administrator, on=TODAY, now=NOON)


def test_the_database_itself_refuses_a_unit_that_is_its_own_parent(town: Town) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=town.union.pk).update(parent=town.union)
