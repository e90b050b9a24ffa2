"""When an audit may be planned, drawn, judged and signed off; when a quiet process is looked at."""

from __future__ import annotations

from datetime import date

import pytest

from dueregard.audits.rules import planning as r
from dueregard.audits.rules.quiet import is_due, quiet_since

TODAY = date(2027, 8, 2)
PLAN = {
    "first": date(2026, 8, 1),
    "last": date(2027, 7, 31),
    "sizes": {"all": 20},
    "seed": "a1",
    "auditor_may": True,
    "auditor": "Ivy Chen",
}


def why_not(**changes: object) -> list[str]:
    return r.why_not_plan(r.PlanFacts(**(PLAN | changes)), today=TODAY)  # type: ignore[arg-type]


def test_a_plain_plan_is_fine() -> None:
    assert why_not() == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"first": date(2027, 8, 1)},
            "The last day of the period lies before its first day. Change one of them.",
        ),
        (
            {"first": date(2027, 9, 1), "last": date(2027, 9, 2)},
            "The period has not begun yet. Choose a first day that has come.",
        ),
        ({"sizes": {}}, "Say how many requests are to be drawn."),
        ({"sizes": {"all": 501}}, "Draw 500 requests or fewer; a person has to judge each of them."),
        (
            {"auditor_may": False},
            "Ivy Chen holds no post that may audit event requests here. Name somebody who does.",
        ),
    ],
)
def test_why_a_plan_is_refused(changes: dict[str, object], reason: str) -> None:
    assert why_not(**changes) == [reason]


def test_a_sample_is_drawn_once_and_when_the_period_is_over() -> None:
    drawn = {"population": 10, "last": date(2027, 7, 31), "today": TODAY}
    assert r.why_not_draw(state="planned", **drawn) == []
    assert "drawn once" in r.why_not_draw(state="drawn", **drawn)[0]
    assert r.why_not_draw(state="planned", **(drawn | {"last": TODAY})) == [
        "The period is not over yet. Draw the sample once its last day has passed."
    ]
    assert "no request to draw from" in r.why_not_draw(state="planned", **(drawn | {"population": 0}))[0]


def test_whoever_took_part_does_not_audit_and_the_sentence_says_what_they_did() -> None:
    assert r.why_not_audit(name="Ruth Adair", number="E-0412", parts=["decided", "checked"]) == [
        "Ruth Adair did a check of it and decided it, so somebody else must audit E-0412."
    ]
    assert r.why_not_audit(name="Ruth Adair", number="E-0412", parts=["organised"]) == [
        "Ruth Adair asked for the event, so somebody else must audit E-0412."
    ]
    assert r.why_not_audit(name="Ivy Chen", number="E-0412", parts=[]) == []


def test_only_its_own_auditor_judges_a_request_and_not_even_he_once_he_took_part() -> None:
    mine = {"state": "drawn", "auditor": "Ivy Chen", "name": "Ivy Chen", "number": "E-0412"}
    assert r.why_not_judge(is_auditor=True, parts=[], **mine) == []
    assert r.why_not_judge(is_auditor=False, parts=[], **mine) == ["E-0412 is audited by Ivy Chen."]
    assert r.why_not_judge(is_auditor=True, parts=["heard"], **mine) == [
        "Ivy Chen heard its appeal, so somebody else must audit E-0412."
    ]


def test_an_audit_is_signed_off_when_every_point_is_judged_and_taken_up() -> None:
    good = {"state": "drawn", "unjudged": 0, "unnamed": 0, "loose_points": 0, "is_auditor": True}
    assert r.why_not_sign_off(**good) == []  # type: ignore[arg-type]
    assert r.why_not_sign_off(**(good | {"unjudged": 2, "unnamed": 1, "loose_points": 1})) == [  # type: ignore[arg-type]
        "1 request still without an auditor. Name one first.",
        "2 requests of the sample not judged yet. Judge every point first.",
        "1 point is not as it should be and in no finding. Take each up in a finding.",
    ]


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2027, 3, 31), -12, date(2026, 3, 31)),
    ],
)
def test_months_are_months_of_the_calendar(day: date, months: int, then: date) -> None:
    assert r.months_on(day, months) == then


def test_a_quiet_period_begins_after_the_last_escalation_or_with_the_procedure() -> None:
    began = date(2026, 9, 1)
    assert quiet_since(began=began, last_escalation=None) == began
    assert quiet_since(began=began, last_escalation=date(2026, 12, 1)) == date(2026, 12, 2)
    assert quiet_since(began=began, last_escalation=date(2026, 1, 1)) == began


def test_a_review_is_due_after_the_set_months_and_not_before_the_day_that_people_chose() -> None:
    since = date(2026, 8, 2)
    assert is_due(since=since, months=12, not_before=None, today=TODAY)
    assert not is_due(since=since, months=12, not_before=None, today=date(2027, 8, 1))
    assert not is_due(since=since, months=12, not_before=date(2027, 8, 3), today=TODAY)
    assert not is_due(since=None, months=12, not_before=None, today=TODAY)
