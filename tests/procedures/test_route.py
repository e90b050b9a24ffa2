"""By when: working days over weekends, bank holidays and the provider's own closure days."""

from datetime import date

import pytest

from dueregard.kernel.dates import WorkingCalendar
from dueregard.procedures import rules
from tests.procedures.texts import NAMES, SMALL, preset

DOC = rules.parse(SMALL)
ENGLAND = WorkingCalendar("ENG")
CHRISTMAS = WorkingCalendar("ENG", frozenset({date(2026, 12, day) for day in (24, 29, 30, 31)}))
FAR = date(2027, 6, 1)


def route(sent, event=FAR, marks=frozenset(), doc=DOC, calendar=ENGLAND):
    return rules.route(doc, marks, sent, event, calendar)


def test_checks_run_side_by_side_and_steps_follow_one_another() -> None:
    found = route(date(2026, 11, 24))
    assert [(check.id, due) for check, due in found.checks] == [("room", date(2026, 11, 26))]
    assert [(each.step.id, each.due) for each in found.steps] == [
        ("team", date(2026, 12, 1)),
        ("principal", date(2026, 12, 4)),
    ]
    assert found.decide_by == date(2026, 12, 4)


def test_the_decision_waits_for_the_longest_check() -> None:
    slow = rules.parse(SMALL.replace('within = "3 working days"\nwhen', 'within = "9 working days"\nwhen'))
    found = route(date(2026, 11, 24), marks=frozenset({"designated"}), doc=slow)
    assert {check.id: due for check, due in found.checks}["security"] == date(2026, 12, 7)
    assert found.decide_by == date(2026, 12, 10)


def test_bank_holidays_and_closure_days_do_not_count() -> None:
    sent = date(2026, 12, 22)
    assert route(sent).decide_by == date(2027, 1, 6)
    assert route(sent, calendar=CHRISTMAS).decide_by == date(2027, 1, 12)


def test_scotland_keeps_its_own_bank_holidays() -> None:
    sent = date(2026, 12, 22)
    assert route(sent, calendar=WorkingCalendar("SCT")).decide_by == date(2027, 1, 7)


def test_what_is_sent_on_a_saturday_counts_as_sent_on_monday() -> None:
    assert route(date(2026, 11, 28)).decide_by == route(date(2026, 11, 30)).decide_by


@pytest.mark.parametrize(
    ("event", "notice", "late"), [(date(2026, 12, 8), 10, False), (date(2026, 12, 7), 9, True)]
)
def test_notice_counts_the_events_day_and_not_the_day_of_sending(event, notice, late) -> None:
    found = route(date(2026, 11, 24), event)
    assert (found.notice, found.lead_time, found.late) == (notice, 10, late)
    assert rules.is_late(DOC, date(2026, 11, 24), event, ENGLAND) is late


def test_closure_days_make_the_same_dates_late() -> None:
    sent, event = date(2026, 12, 16), date(2027, 1, 5)
    assert not route(sent, event).late
    assert route(sent, event, calendar=CHRISTMAS).late


def test_a_late_request_has_its_own_route_and_still_its_checks() -> None:
    found = route(date(2026, 11, 24), date(2026, 11, 26))
    assert found.late
    assert "late" in found.marks
    assert [each.step.id for each in found.steps] == ["principal"]
    assert [check.id for check, _ in found.checks] == ["room"]
    assert found.decide_by == date(2026, 12, 1)


def test_a_step_that_is_only_needed_if_passed_up_does_not_move_the_decision_date() -> None:
    doc = rules.parse(preset("central-register"))
    found = route(date(2026, 11, 24), doc=doc)
    assert [(each.step.id, each.certain) for each in found.steps] == [
        ("head-of-unit", True),
        ("university-secretary", False),
    ]
    assert found.decide_by == found.steps[0].due < found.steps[1].due


@pytest.mark.parametrize("name", NAMES)
def test_the_presets_can_decide_within_their_own_lead_time(name) -> None:
    doc = rules.parse(preset(name))
    for marks in (frozenset(), frozenset({"designated"})):
        found = route(date(2026, 11, 24), doc=doc, marks=marks)
        assert ENGLAND.between(date(2026, 11, 24), found.steps[-1].due) <= doc.lead_time
