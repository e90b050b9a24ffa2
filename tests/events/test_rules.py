"""The rules of events as arithmetic: no database, no request."""

from datetime import date

import pytest

from dueregard.events.rules.amending import changed_fields, checks_touched
from dueregard.events.rules.checking import why_not_add_file, why_not_record_check, why_not_without_paper
from dueregard.events.rules.deciding import (
    what_a_decision_lacks,
    why_not_confirm,
    why_not_decide,
    why_not_hear_appeal,
    why_not_lodge_appeal,
)
from dueregard.events.rules.ending import has_lapsed, why_not_record_aftermath
from dueregard.events.rules.facts import ConditionFacts, DecisionFacts, FormFacts, PersonFacts, RequestFacts
from dueregard.events.rules.sending import what_is_missing, why_not_amend, why_not_withdraw

TODAY = date(2026, 11, 24)
HEAD = PersonFacts("head")
OPEN = RequestFacts(
    "submitted", date(2026, 12, 10), "organiser", step_title="Head", may=("approve", "pass up")
)
CHECKS = {
    "room": ("when", "where", "numbers"),
    "security": ("when", "where", "numbers", "speakers", "answers"),
}


def test_a_changed_venue_touches_only_the_checks_that_look_at_the_place() -> None:
    assert checks_touched(CHECKS, ["venue"]) == ["room", "security"]
    assert checks_touched(CHECKS, ["speakers"]) == ["security"]


def test_a_new_contact_on_the_day_touches_nothing() -> None:
    assert checks_touched(CHECKS, ["on_the_day", "summary"]) == []


def test_another_unit_touches_everything() -> None:
    assert checks_touched(CHECKS, ["unit"]) == ["room", "security"]


def test_only_what_differs_has_changed() -> None:
    assert changed_fields({"title": "A", "people": 10}, {"title": "A", "people": 12}) == ["people"]


def test_a_check_that_needs_a_paper_waits_for_it() -> None:
    assert why_not_without_paper(needed=True, files=0)
    assert why_not_without_paper(needed=True, files=1) == []
    assert why_not_without_paper(needed=False, files=0) == []


def test_a_check_holds_at_most_twenty_papers() -> None:
    assert why_not_add_file(OPEN, files=19) == []
    assert why_not_add_file(OPEN, files=20)


def test_nobody_checks_their_own_request() -> None:
    assert why_not_record_check(OPEN, waiting=True, by=PersonFacts("organiser"))
    assert why_not_record_check(OPEN, waiting=True, by=HEAD) == []


@pytest.mark.parametrize("outcome", ["approved-with-conditions", "refused"])
def test_a_step_does_only_what_it_may(outcome: str) -> None:
    assert why_not_decide(OPEN, DecisionFacts(outcome, "Because."), by=HEAD)
    assert why_not_decide(OPEN, DecisionFacts("approved", "Because."), by=HEAD) == []


def test_a_prevent_related_refusal_names_the_risk() -> None:
    refusal = DecisionFacts("refused", "Because.", law="An Act", lesser="Nothing less.", because="prevent")
    assert [each.field for each in what_a_decision_lacks(refusal, checks_open=())] == ["because_reason"]


def test_a_whole_condition_lacks_nothing_and_an_empty_one_everything() -> None:
    whole = ConditionFacts(
        "Stewards", "A way through", "Blocked doors", "Four are too few", "Security", "other"
    )
    good = DecisionFacts("approved-with-conditions", "Because.", conditions=(whole,))
    assert what_a_decision_lacks(good, checks_open=()) == []
    empty = DecisionFacts(
        "approved-with-conditions", "Because.", conditions=(ConditionFacts("", "", "", "", "", ""),)
    )
    assert len(what_a_decision_lacks(empty, checks_open=())) == 6


def test_the_proposer_and_the_organiser_confirm_nothing() -> None:
    proposed = RequestFacts("submitted", organiser_id="organiser", proposed_by="head")
    assert why_not_confirm(proposed, by=HEAD)
    assert why_not_confirm(proposed, by=PersonFacts("organiser"))
    assert why_not_confirm(proposed, by=PersonFacts("accountable")) == []


def test_an_appeal_is_made_once_in_time_and_only_where_there_is_something_to_appeal() -> None:
    refused = RequestFacts("decided", outcome="refused")
    offered = {"until": date(2026, 11, 30), "today": TODAY, "appealed": False, "offered": True}
    assert why_not_lodge_appeal(refused, **offered) == []  # type: ignore[arg-type]
    assert why_not_lodge_appeal(refused, **(offered | {"until": date(2026, 11, 23)}))  # type: ignore[arg-type]
    assert why_not_lodge_appeal(refused, **(offered | {"appealed": True}))  # type: ignore[arg-type]
    assert why_not_lodge_appeal(RequestFacts("decided", outcome="approved"), **offered)  # type: ignore[arg-type]


def test_who_took_part_does_not_hear_the_appeal() -> None:
    assert why_not_hear_appeal(decided=False, took_part=True, by=HEAD, organiser_id="organiser")
    assert why_not_hear_appeal(decided=False, took_part=False, by=HEAD, organiser_id="organiser") == []


def test_the_day_that_comes_undecided_lapses_and_no_day_before() -> None:
    assert has_lapsed(OPEN, today=date(2026, 12, 10))
    assert not has_lapsed(OPEN, today=date(2026, 12, 9))
    assert not has_lapsed(
        RequestFacts("decided", date(2026, 12, 10), outcome="approved"), today=date(2026, 12, 10)
    )


def test_before_its_day_an_event_can_only_have_been_cancelled() -> None:
    approved = RequestFacts("decided", date(2026, 12, 10), outcome="approved")
    assert why_not_record_aftermath(approved, "took-place", today=TODAY)
    assert why_not_record_aftermath(approved, "cancelled-speaker", today=TODAY) == []


def test_a_complete_form_lacks_nothing_and_an_empty_one_says_what() -> None:
    whole = FormFacts(
        title="T",
        kind="stall",
        unit="u",
        where="online",
        day=TODAY,
        starts=True,
        people=0,
        audience="members",
    )
    assert what_is_missing(whole, today=TODAY) == []
    missing = {each.field for each in what_is_missing(FormFacts(), today=TODAY)}
    assert missing == {"title", "kind", "unit", "day", "starts", "where", "venue", "audience", "people"}


def test_a_talk_names_a_speaker_and_its_day_is_not_past() -> None:
    talk = FormFacts(kind="talk", day=date(2026, 11, 23))
    fields = {each.field for each in what_is_missing(talk, today=TODAY)}
    assert {"speakers", "day"} <= fields


def test_what_has_ended_is_neither_amended_nor_withdrawn() -> None:
    for status in ("withdrawn", "not-decided"):
        assert why_not_amend(RequestFacts(status), today=TODAY)
        assert why_not_withdraw(RequestFacts(status))
