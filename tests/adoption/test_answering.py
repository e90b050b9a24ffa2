"""Answering a case study, and what follows from it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dueregard.actions.commands import check_off
from dueregard.actions.models import Action
from dueregard.adoption.commands.following import draft, plan
from dueregard.adoption.models import Answer
from dueregard.adoption.queries.drafting import offer_for
from dueregard.adoption.queries.gaps import placements, rows_of, tallies
from dueregard.adoption.rules.answering import Line
from dueregard.adoption.waiting import waiting_for
from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.ledger.models import Entry
from dueregard.organisation.models import Person
from dueregard.outbox.models import Message
from dueregard.practice.models import CaseStudy
from dueregard.procedures.commands import approve, put_in_force
from dueregard.procedures.presets import texts_of, with_codes
from tests.adoption.library import Library, a_library, answered
from tests.people import NOON, TODAY, a_post_kind, let

pytestmark = pytest.mark.django_db
DUE = date(2027, 2, 1)


def test_an_answer_is_kept_with_each_one_before_it_and_in_the_ledger_without_a_word_of_it() -> None:
    library = a_library()
    first = answered(library, library.officers, "not")
    second = answered(library, library.officers, "does", number=1)
    assert first.pk == second.pk
    kept = second.history.order_by("number").values_list("says", "reason", "evidence", "by__name")
    assert list(kept) == [
        ("not", "We have one building.", "", "Tom Ferris"),
        ("does", "", "The list on the intranet.", "Tom Ferris"),
    ]
    entries = Entry.objects.filter(action="adoption.answered").order_by("seq")
    assert [each.data for each in entries] == ['{"number":1,"says":"not"}', '{"number":2,"says":"does"}']


def test_two_who_answer_at_once_notice_each_other() -> None:
    library = a_library()
    answered(library, library.officers)
    with pytest.raises(Refused, match="Somebody else has answered meanwhile"):
        answered(library, library.officers, "not", number=0)


def test_only_those_answer_who_may_and_only_where_they_may() -> None:
    library = a_library()
    with pytest.raises(NotAllowed):
        answered(library, library.officers, by=library.town.principal)
    with pytest.raises(NotAllowed):
        answered(library, library.officers, by=library.town.head, unit=library.town.provider)
    assert (
        answered(library, library.officers, by=library.town.head, unit=library.town.politics).unit
        == library.town.politics
    )


@pytest.mark.parametrize("change", [{"status": "archived"}, {"kind": "brief"}, {"short_of": "books"}])
def test_what_is_no_published_case_study_has_no_answer(change: dict[str, str]) -> None:
    library = a_library()
    values = {"short_of": library.books} if "short_of" in change else change
    CaseStudy.objects.filter(pk=library.officers.pk).update(**values)
    with pytest.raises(NotThere):
        answered(library, library.officers)


def agreed(library: Library, answer: Answer, *lines: Line) -> list[Action]:
    lines = lines or (Line("Name a deputy", "registrar", DUE),)
    return plan(pk=answer.pk, by=library.town.registrar, lines=lines, now=NOON)


def test_actions_have_owner_and_day_and_their_owner_is_told() -> None:
    library = a_library()
    answer = answered(library, library.officers)
    agreed(
        library, answer, Line("Name a deputy", "principal", DUE), Line("Meet in week one", "registrar", DUE)
    )
    found = Action.objects.order_by("what").values_list("what", "owner_post", "due", "about_label")
    label = "Practice hub: A welfare officer in every school"
    assert list(found) == [
        ("Meet in week one", "registrar", DUE, label),
        ("Name a deputy", "principal", DUE, label),
    ]
    assert Message.objects.filter(kind="actions.yours").count() == 2
    with pytest.raises(Refused, match="Answer ‘We will’ first"):
        agreed(library, answered(library, library.books, "does"))


def test_not_for_us_drops_what_was_agreed_and_says_why() -> None:
    library = a_library()
    answer = answered(library, library.officers)
    agreed(library, answer)
    answered(library, library.officers, "not", number=1)
    dropped = Action.objects.get()
    assert (dropped.state, dropped.dropped_why) == (
        "dropped",
        "The answer to the case study is now ‘not for us’.",
    )


def test_a_preset_becomes_a_draft_that_a_second_person_approves() -> None:
    library = a_library()
    answer = answered(library, library.drawn)
    offer = offer_for(answer, TODAY)
    assert offer is not None
    assert any("head-of-security" in each for each in offer.to_mend), "a post that Northmoor has not is named"
    for kind in (
        "commercial-team",
        "head-of-security",
        "accountable-officer",
        "chair-of-governors",
        "prevent-lead",
    ):
        a_post_kind(kind, kind.capitalize())
    offer = offer_for(answer, TODAY)
    assert offer is not None
    assert offer.to_mend == []
    version = draft(pk=answer.pk, by=library.town.registrar, now=NOON)
    assert (version.status, version.unit, version.drafted_by) == (
        "draft",
        library.town.provider,
        library.town.registrar,
    )
    assert 'late = "principal"' in version.text
    assert version.reason == "From the practice hub: A process that fits (preset ‘Small college’)."
    assert Answer.objects.get().draft == version
    with pytest.raises(Refused, match="has an open draft already"):
        draft(pk=Answer.objects.get().pk, by=library.town.registrar, now=NOON)
    let("registrar", "procedures.approve")
    with pytest.raises(Refused, match="Someone else must approve"):
        approve(pk=version.pk, by=Person.objects.get(pk=library.town.registrar.pk), revision=2, now=NOON)
    approve(pk=version.pk, by=library.town.principal, revision=2, now=NOON)
    put_in_force(pk=version.pk, by=library.town.principal, starts=TODAY, now=NOON)
    with pytest.raises(Refused, match="is this preset’s procedure already"):
        draft(pk=Answer.objects.get().pk, by=library.town.registrar, now=NOON)


def test_a_draft_needs_leave_to_draft_procedures_as_well() -> None:
    library = a_library()
    answer = answered(library, library.drawn, by=library.town.head, unit=library.town.politics)
    with pytest.raises(NotAllowed):
        draft(pk=answer.pk, by=library.town.head, now=NOON)
    with pytest.raises(Refused, match="No preset of ours goes with this"):
        draft(pk=answered(library, library.books).pk, by=library.town.registrar, now=NOON)


def test_a_unit_below_gets_the_presets_own_text_for_such_a_unit_with_the_providers_code_in_it() -> None:
    found = texts_of("college-in-university")
    assert found is not None
    below = with_codes(found.for_unit("events", below=True), {"provider": "northmoor"})
    assert "External speakers and events in college" in below
    assert 'unit = "northmoor"' in below
    assert 'unit = "provider"' not in below
    assert "in college" not in found.for_unit("events", below=False)
    assert texts_of("../small-college") is None
    assert texts_of("") is None


def test_the_gap_view_shows_answers_owners_and_what_is_open_and_counts_illustrations_apart() -> None:
    library = a_library()
    unit = library.town.provider
    action = agreed(library, answered(library, library.officers))[0]
    answered(library, library.drawn, "not")
    real, drawn = tallies(unit)
    assert (real.total, real.will, real.gaps) == (2, 1, 1)
    assert (drawn.total, drawn.no, drawn.gaps) == (1, 1, 0)
    late = DUE + timedelta(days=1)
    rows = {
        row.study.title: row for row in rows_of(placements(unit, theme="", show="", today=late), unit, late)
    }
    officers = rows["A welfare officer in every school"]
    assert (officers.owner, officers.names, officers.overdue, len(officers.open)) == (
        "Registrar",
        "Tom Ferris",
        1,
        1,
    )
    assert rows["One register"].answer is None
    assert {row.case_study.title for row in placements(unit, theme="", show="overdue", today=late)} == {
        officers.study.title
    }
    assert [row.case_study.title for row in placements(unit, theme="", show="gap", today=late)] == [
        "One register"
    ]
    assert placements(unit, theme="welfare", show="", today=late).count() == 1
    assert placements(unit, theme="", show="review", today=late).count() == 0
    check_off(pk=action.pk, by=library.town.registrar, note="", now=NOON)
    assert placements(unit, theme="", show="overdue", today=late).count() == 0
    other = tallies(library.town.politics)[0]
    assert (other.total, other.gaps) == (2, 2), "an answer is the answer of its unit"


def test_an_answer_waits_to_be_looked_at_again_on_its_day() -> None:
    library = a_library()
    answered(library, library.officers, review_on=DUE)
    assert list(waiting_for(library.town.registrar, DUE - timedelta(days=1))) == []
    assert [each.what for each in waiting_for(library.town.registrar, DUE)] == [
        "Look again: A welfare officer in every school"
    ]
    assert list(waiting_for(library.town.principal, DUE)) == []
