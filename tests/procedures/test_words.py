"""The procedure in plain words, as the page shows it and the command line prints it."""

from pathlib import Path

import pytest

from dueregard.procedures import rules
from dueregard.procedures.rules.comparing import changes, lines
from dueregard.procedures.rules.words import plain_text
from tests.procedures.texts import NAMES, SMALL, preset

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_reads_as_it_was_last_read_by_a_person(name) -> None:
    assert plain_text(rules.parse(preset(name))) == (GOLDEN / f"{name}.txt").read_text("utf-8")


def test_a_posts_own_title_is_used_where_it_is_known() -> None:
    text = plain_text(rules.parse(SMALL), {"principal": "Warden"})
    assert "Warden may approve, approve with conditions or refuse, within 3 working days." in text


def test_no_change_is_no_change() -> None:
    assert changes(rules.parse(SMALL), rules.parse(SMALL)) == []
    assert lines(SMALL, SMALL) == []


def test_a_change_is_told_in_plain_words() -> None:
    new = SMALL.replace('within = "2 working days"', 'within = "4 working days"')
    (change,) = changes(rules.parse(SMALL), rules.parse(new))
    assert change.what == "What is checked: Room"
    assert change.was == ("Registrar, within 2 working days of sending.",)
    assert change.now == ("Registrar, within 4 working days of sending.",)


def test_new_and_removed_items_are_told() -> None:
    more = '\n[[check]]\nid = "food"\ntitle = "Food"\npost = "head"\nwithin = "1 working day"\n'
    old, new = rules.parse(SMALL), rules.parse(SMALL + more)
    assert [(each.what, each.how) for each in changes(old, new)] == [("What is checked: Food", "new")]
    assert [(each.what, each.how) for each in changes(new, old)] == [("What is checked: Food", "gone")]


def test_lines_are_compared_with_their_numbers() -> None:
    new = SMALL.replace('lead_time = "10', 'lead_time = "12')
    found = [(each.how, each.old, each.new) for each in lines(SMALL, new)]
    assert ("gone", 4, None) in found
    assert ("new", None, 4) in found
