"""`[feedback] open_for`: how long feedback about an event is taken."""

from __future__ import annotations

import pytest

from dueregard.procedures import rules
from dueregard.procedures.rules import Mistakes
from dueregard.procedures.rules.comparing import changes
from dueregard.procedures.rules.words import plain_text
from tests.procedures.texts import NAMES, SMALL, preset

FOR_A_MONTH = '\n[feedback]\nopen_for = "30 days"\n'


def test_a_procedure_says_for_how_long_and_a_comparison_tells_the_change() -> None:
    document = rules.parse(SMALL + FOR_A_MONTH)
    assert document.feedback.open_for == 30
    assert "Feedback is taken for 30 days after the event" in plain_text(document)
    (change,) = changes(rules.parse(SMALL), document)
    assert change.what == "After the event: Feedback is taken for 30 days after the event"


@pytest.mark.parametrize("text", [SMALL, *(preset(name) for name in NAMES)])
def test_where_it_says_nothing_it_is_two_weeks(text: str) -> None:
    assert rules.parse(text).feedback.open_for == 14
    assert "open_for" not in rules.written(rules.read(text))


@pytest.mark.parametrize("typed", ['"14 working days"', '"0 days"', '"91 days"', "14", '"always"'])
def test_what_is_no_number_of_days_is_refused_with_its_line_and_the_remedy(typed: str) -> None:
    text = SMALL + FOR_A_MONTH.replace('"30 days"', typed)
    with pytest.raises(Mistakes) as raised:
        rules.parse(text)
    (mistake,) = raised.value.mistakes
    assert mistake.key == "feedback.open_for"
    assert text.splitlines()[mistake.line - 1].startswith("open_for")
    assert mistake.remedy == "Write it in days of the calendar, from 1 to 90, like ‘14 days’."


def test_an_empty_table_says_what_it_lacks() -> None:
    with pytest.raises(Mistakes, match="open_for") as raised:
        rules.parse(SMALL + '\n[feedback]\nopen = "30 days"\n')
    assert "Did you mean ‘open_for’?" in raised.value.mistakes[0].remedy


def test_it_is_written_as_it_is_read_and_can_be_locked() -> None:
    top = rules.read(SMALL + FOR_A_MONTH.replace("30 days", "1 day"))
    assert 'open_for = "1 day"' in rules.written(top)
    assert rules.parse(rules.written(top)).feedback == rules.Feedback(open_for=1)
    locked = rules.read(SMALL + FOR_A_MONTH + '\n[locks]\nkeys = ["feedback"]\n', "Northmoor")
    with pytest.raises(Mistakes, match="Northmoor has locked ‘feedback’"):
        rules.parse_layers([locked, rules.read('[feedback]\nopen_for = "60 days"\n')])
