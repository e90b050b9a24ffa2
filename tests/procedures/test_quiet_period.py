"""`[review] quiet_for`: after how long a quiet process is looked at."""

from __future__ import annotations

import pytest

from dueregard.procedures import rules
from dueregard.procedures.rules import Mistakes
from dueregard.procedures.rules.words import plain_text
from tests.procedures.texts import SMALL

QUIET = '\n[review]\nquiet_for = "12 months"\n'


def test_a_procedure_says_after_how_many_months_of_quiet_it_is_looked_at() -> None:
    document = rules.parse(SMALL + QUIET)
    assert document.review is not None
    assert document.review.quiet_for == 12
    assert "A review is proposed after 12 months of quiet" in plain_text(document)


def test_without_it_no_review_is_proposed() -> None:
    assert rules.parse(SMALL).review is None
    assert "No time is set for it." in plain_text(rules.parse(SMALL))


@pytest.mark.parametrize("typed", ['"12 working days"', '"0 months"', '"61 months"', "12", '"a year"'])
def test_what_is_no_number_of_months_is_refused_with_its_line_and_the_remedy(typed: str) -> None:
    text = SMALL + QUIET.replace('"12 months"', typed)
    with pytest.raises(Mistakes) as raised:
        rules.parse(text)
    (mistake,) = raised.value.mistakes
    assert mistake.key == "review.quiet_for"
    assert text.splitlines()[mistake.line - 1].startswith("quiet_for")
    assert mistake.remedy == "Write it in months, from 1 to 60, like ‘12 months’."


def test_it_is_written_as_it_is_read_and_can_be_locked() -> None:
    top = rules.read(SMALL + QUIET.replace("12 months", "1 month"))
    assert 'quiet_for = "1 month"' in rules.written(top)
    assert rules.parse(rules.written(top)).review == rules.Review(quiet_for=1)
    locked = rules.read(SMALL + QUIET + '\n[locks]\nkeys = ["review"]\n', "Northmoor")
    with pytest.raises(Mistakes, match="Northmoor has locked ‘review’"):
        rules.parse_layers([locked, rules.read('[review]\nquiet_for = "24 months"\n')])
