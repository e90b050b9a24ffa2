"""A unit below inherits, overrides what is not locked, and cannot go round a lock."""

import pytest

from dueregard.procedures import rules
from dueregard.procedures.rules import Mistakes
from tests.procedures.texts import SMALL

LOCKED = f'{SMALL}\n[locks]\nkeys = ["lead_time", "step.principal", "check.security"]\n'


def over(child: str, parent: str = SMALL):
    layers = [rules.read(parent, "Northmoor, version 3"), rules.read(child, "History, version 1")]
    return rules.parse_layers(layers)


def why_not(child: str, parent: str = LOCKED):
    with pytest.raises(Mistakes) as caught:
        over(child, parent)
    return caught.value.mistakes


def test_a_child_changes_one_key_of_one_check_and_keeps_the_rest() -> None:
    doc = over('[[check]]\nid = "room"\nwithin = "4 working days"')
    room = doc.check("room")
    assert room
    assert (room.within, room.title) == (4, "Room")
    assert doc.lead_time == 10


def test_a_child_adds_a_check_and_removes_one() -> None:
    more = '[[check]]\nid = "food"\ntitle = "Food"\npost = "head"\nwithin = "1 working day"'
    doc = over(f'{more}\n[[check]]\nid = "security"\ndrop = true')
    assert [check.id for check in doc.checks] == ["room", "food"]


def test_a_child_puts_its_own_step_before_one_of_the_parents() -> None:
    step = '[[step]]\nid = "head"\ntitle = "Head"\npost = "head"\nmay = ["pass up"]\nwithin = "1 working day"'
    doc = over(f'{step}\nbefore = "team"')
    assert [each.id for each in doc.steps] == ["head", "team", "principal"]
    assert "no step ‘dean’" in why_not(f'{step}\nbefore = "dean"')[0].problem


def test_each_line_knows_whose_it_is() -> None:
    child = '[[check]]\nid = "room"\nwithin = "4 working days"'
    layers = [rules.read(SMALL, "Northmoor, version 3"), rules.read(child, "History, version 1")]
    origins = rules.merge(layers).origins()
    assert origins["check.room.within"] == "History, version 1"
    assert origins["check.room.title"] == "Northmoor, version 3"
    assert origins["lead_time"] == "Northmoor, version 3"
    room = rules.parse_layers(layers).check("room")
    assert room
    assert room.origin == "Northmoor, version 3"


def test_a_lock_says_who_locked_it_and_where_the_child_breaks_it() -> None:
    found = why_not('[procedure]\nlead_time = "3 working days"')
    assert [(each.line, each.key) for each in found] == [(2, "lead_time")]
    assert "Northmoor, version 3 has locked ‘lead_time’" in found[0].problem


def test_saying_the_same_as_the_lock_is_no_mistake() -> None:
    assert over('[procedure]\nlead_time = "10 working days"', LOCKED).lead_time == 10


@pytest.mark.parametrize(
    ("child", "key"),
    [
        ('[[step]]\nid = "principal"\nwithin = "9 working days"', "step.principal.within"),
        ('[[step]]\nid = "principal"\ndrop = true', "step.principal.drop"),
        ('[[step]]\nid = "principal"\nunless = ["designated"]', "step.principal.unless"),
        ('[[check]]\nid = "security"\nwhen = ["off-site"]', "check.security.when"),
    ],
)
def test_a_locked_item_can_be_neither_changed_nor_removed(child, key) -> None:
    assert key in [each.key for each in why_not(child)]


@pytest.mark.parametrize(
    "child",
    [
        '[[step]]\nid = "team"\nmay = ["approve", "pass up"]',
        '[[step]]\nid = "h"\ntitle = "H"\npost = "head"\nmay = ["approve", "pass up"]\nwithin = "1 working day"\nbefore = "team"',
        '[[question]]\nid = "refused-elsewhere"\nif_yes = { mark = "alcohol", then_ask = ["refused-details"] }',
        '[[question]]\nid = "refused-elsewhere"\nwhen = ["off-site"]',
        '[[question]]\nid = "refused-elsewhere"\ndrop = true\n[[question]]\nid = "refused-details"\ndrop = true',
    ],
)
def test_a_locked_step_or_check_cannot_be_gone_round(child) -> None:
    assert any("locked" in each.problem for each in why_not(child))


def test_locks_add_up_on_the_way_down() -> None:
    layers = [
        rules.read(LOCKED, "Northmoor, version 3"),
        rules.read('[locks]\nkeys = ["check.room"]', "Arts, version 1"),
        rules.read('[[check]]\nid = "room"\ndrop = true', "History, version 1"),
    ]
    with pytest.raises(Mistakes, match=r"Arts, version 1 has locked ‘check\.room’"):
        rules.parse_layers(layers)


def test_a_new_lock_above_wins_quietly_over_what_already_stands_below() -> None:
    layers = [
        rules.read(LOCKED, "Northmoor, version 4"),
        rules.read('[procedure]\nlead_time = "3 working days"'),
    ]
    assert rules.parse_layers(layers, strict=False).lead_time == 10


def test_removing_what_is_not_there_is_a_mistake() -> None:
    assert "nothing of this id" in why_not('[[check]]\nid = "ghost"\ndrop = true')[0].problem


def test_a_child_that_takes_away_what_a_parents_step_waits_for_is_told() -> None:
    found = why_not('[[check]]\nid = "room"\ndrop = true', SMALL)
    assert [each.key for each in found] == ["step.team.after"]
