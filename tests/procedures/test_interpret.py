"""The four questions: what to ask, which checks, who decides, where it goes. Arithmetic, without a database."""

import pytest

from dueregard.procedures import rules
from dueregard.procedures.rules import Facts
from tests.procedures.texts import NAMES, SMALL, preset

DOC = rules.parse(SMALL)
REGISTER = rules.parse(preset("central-register"))


def ids(items) -> list[str]:
    return [item.id for item in items]


def test_a_question_unfolds_only_after_the_answer_that_asks_it() -> None:
    assert ids(rules.asked(DOC, {})) == ["refused-elsewhere"]
    assert ids(rules.asked(DOC, {"refused-elsewhere": False})) == ["refused-elsewhere"]
    assert ids(rules.asked(DOC, {"refused-elsewhere": True})) == ["refused-elsewhere", "refused-details"]


def test_what_a_branch_that_is_not_chosen_sends_is_ignored() -> None:
    text = SMALL.replace('kind = "long-text"', 'kind = "yes-no"\nif_yes = { mark = "alcohol" }')
    doc = rules.parse(text)
    answers = {"refused-elsewhere": False, "refused-details": True}
    assert rules.marks(doc, answers, Facts()) == frozenset()
    assert rules.marks(doc, {**answers, "refused-elsewhere": "yes"}, Facts()) == {"designated", "alcohol"}


def test_an_option_can_mark_and_ask() -> None:
    answers = {"who-else": "outside"}
    assert "who-else-name" in ids(rules.asked(REGISTER, answers))
    assert rules.marks(REGISTER, answers, Facts()) == {"external organiser"}
    assert rules.marks(REGISTER, {"who-else": "nobody-else"}, Facts()) == frozenset()
    assert rules.marks(REGISTER, {"who-else": ["unhashable"]}, Facts()) == frozenset()


@pytest.mark.parametrize(("people", "needed"), [(None, False), (200, False), (201, True)])
def test_over_200_people_means_more_than_200(people, needed) -> None:
    marks = rules.marks(DOC, {}, Facts(people=people))
    assert ("security" in ids(rules.checks(DOC, marks))) is needed


def test_a_plain_fact_is_a_mark_only_where_the_procedure_names_it() -> None:
    facts = Facts(where="online", audience="anybody")
    assert rules.marks(DOC, {}, facts) == frozenset()
    assert rules.marks(REGISTER, {}, facts) == {"online"}
    assert "room" not in ids(rules.checks(REGISTER, frozenset({"online"})))


def test_routine_is_the_absence_of_every_mark() -> None:
    assert rules.applies(frozenset(), ("routine",))
    assert not rules.applies(frozenset({"late"}), ("routine",))
    assert not rules.applies(frozenset(), (), ("routine",))


def test_a_person_can_mark_what_no_answer_marked() -> None:
    facts = Facts(marked_by_person=frozenset({"designated"}))
    assert rules.marks(DOC, {}, facts) == {"designated"}
    assert rules.why_marked(DOC, {}, facts) == {"designated": "person"}
    assert rules.why_marked(DOC, {"refused-elsewhere": True}, Facts()) == {"designated": "refused-elsewhere"}


def test_the_ladder_starts_at_the_lowest_step_and_climbs() -> None:
    assert rules.first_step(DOC, frozenset()).id == "team"
    above = rules.next_step(DOC, "team", frozenset())
    assert above
    assert above.id == "principal"
    assert rules.next_step(DOC, "principal", frozenset()) is None
    assert rules.next_step(DOC, "nothing", frozenset()) is None


def test_a_late_request_starts_at_the_named_step_and_its_checks_still_run() -> None:
    late = frozenset({"late"})
    assert rules.first_step(DOC, late).id == "principal"
    assert ids(rules.checks(DOC, late)) == ["room"]
    assert ids(rules.waits_for(DOC, rules.first_step(DOC, late), late)) == ["room"]


def test_a_designated_event_skips_the_step_that_only_routine_ones_need() -> None:
    assert rules.first_step(REGISTER, frozenset()).id == "head-of-unit"
    assert rules.first_step(REGISTER, frozenset({"designated"})).id == "university-secretary"


def test_an_event_marked_while_it_stands_at_a_lower_step_still_finds_the_one_above() -> None:
    above = rules.next_step(REGISTER, "head-of-unit", frozenset({"designated"}))
    assert above
    assert above.id == "university-secretary"


def test_who_confirms_a_refusal_is_named_or_stands_above() -> None:
    assert rules.confirmers(REGISTER, "university-secretary", frozenset()) == ("accountable-officer",)
    assert rules.confirmers(DOC, "team", frozenset()) == ("principal",)
    assert rules.confirmers(DOC, "principal", frozenset()) == ("accountable-officer",)


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_asks_no_follow_up_before_its_question(name) -> None:
    doc = rules.parse(preset(name))
    assert ids(rules.asked(doc, {})) == [each.id for each in doc.questions if not each.only_when_asked]
