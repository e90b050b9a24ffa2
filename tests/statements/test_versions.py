"""The way of a statement: two people, a day, and which one holds."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.ledger.models import Entry
from dueregard.organisation.models import Holding
from dueregard.statements import queries
from dueregard.statements.commands import version as commands
from dueregard.statements.models import CODE, PRIVACY, Version
from tests.people import NOON, TODAY, Town
from tests.statements import hall

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return hall.a_hall()


def test_nothing_is_in_force_before_somebody_puts_it_in_force(town) -> None:
    hall.approved(town)
    assert queries.in_force(CODE, town.provider, TODAY) is None


def test_a_version_holds_from_its_day_in_every_unit_of_the_provider(town) -> None:
    version = hall.in_force(town, starts=TODAY + timedelta(days=3))
    assert queries.in_force(CODE, town.society, TODAY) is None
    assert queries.in_force(CODE, town.society, TODAY + timedelta(days=3)) == version
    assert queries.in_force(CODE, town.other_provider, TODAY + timedelta(days=3)) is None


def test_a_later_version_supersedes_and_the_earlier_one_stays(town) -> None:
    first = hall.in_force(town, starts=TODAY)
    second = hall.in_force(town, "New.", starts=TODAY + timedelta(days=1))
    assert queries.in_force(CODE, town.provider, TODAY) == first
    assert queries.in_force(CODE, town.provider, TODAY + timedelta(days=1)) == second
    assert Version.objects.get(pk=first.pk).text == hall.TEXT


def test_somebody_else_approves(town) -> None:
    draft = hall.drafted(town)
    with pytest.raises(NotAllowed):
        commands.approve(pk=draft.pk, by=town.registrar, revision=2, now=NOON)
    commands.approve(pk=draft.pk, by=town.principal, revision=2, now=NOON)


def test_whoever_saved_last_is_not_the_one_who_approves_while_another_may(town) -> None:
    from tests.people import a_person, give, let

    let("principal", "statements.draft")
    give(a_person("Vera Lund", town.provider), "principal", town.provider)
    draft = hall.drafted(town, by=town.principal)
    with pytest.raises(Refused, match="Someone else must approve a statement that you drafted yourself"):
        commands.approve(pk=draft.pk, by=town.principal, revision=2, now=NOON)


def test_where_nobody_else_may_approve_the_reason_is_kept(town) -> None:
    from tests.people import let

    let("principal", "statements.draft")
    Holding.objects.exclude(person=town.principal).filter(post__kind__code="principal").delete()
    draft = hall.drafted(town, by=town.principal)
    with pytest.raises(Refused, match="Say why you approve your own draft"):
        commands.approve(pk=draft.pk, by=town.principal, revision=2, now=NOON)
    done = commands.approve(
        pk=draft.pk, by=town.principal, revision=2, alone_reason="There are two of us.", now=NOON
    )
    assert done.alone_reason == "There are two of us."


def test_a_draft_that_was_changed_meanwhile_is_read_again(town) -> None:
    draft = hall.drafted(town)
    with pytest.raises(Refused, match="changed after you opened it"):
        commands.approve(pk=draft.pk, by=town.principal, revision=1, now=NOON)


def test_two_people_who_edit_lose_nothing(town) -> None:
    draft = hall.drafted(town)
    with pytest.raises(Refused, match="Tom Ferris saved this draft while you were writing"):
        commands.save_draft(
            pk=draft.pk, by=town.registrar, title="T", text="Mine", reason="", revision=1, now=NOON
        )


def test_an_empty_text_is_not_approved(town) -> None:
    draft = hall.drafted(town, "  ")
    with pytest.raises(Refused, match="The draft is empty"):
        commands.approve(pk=draft.pk, by=town.principal, revision=2, now=NOON)


@pytest.mark.parametrize(
    ("starts", "said"),
    [
        (TODAY - timedelta(days=1), "a day that is past"),
        (date(2030, 1, 1), "within the next two years"),
    ],
)
def test_a_day_that_cannot_be(town, starts, said) -> None:
    version = hall.approved(town)
    with pytest.raises(Refused, match=said):
        commands.put_in_force(pk=version.pk, by=town.principal, starts=starts, now=NOON)


def test_one_version_comes_into_force_a_day_but_a_starter_gives_way(town) -> None:
    starter = hall.starter_of(town.provider, starts=TODAY)
    own = hall.in_force(town, "Our own.", starts=TODAY)
    assert queries.in_force(CODE, town.provider, TODAY) == own
    assert starter.starter
    another = hall.approved(town, "Another.")
    with pytest.raises(Refused, match="Another version comes into force"):
        commands.put_in_force(pk=another.pk, by=town.principal, starts=TODAY, now=NOON)


def test_what_was_in_force_cannot_be_discarded(town) -> None:
    version = hall.in_force(town)
    with pytest.raises(Refused, match="is or was in force"):
        commands.discard(pk=version.pk, by=town.registrar, now=NOON)


def test_only_a_provider_has_statements(town) -> None:
    with pytest.raises((NotThere, NotAllowed)):
        commands.start_draft(by=town.registrar, kind=PRIVACY, unit=town.politics, now=NOON)


def test_the_tables_hold_what_the_rules_say(town) -> None:
    version = hall.in_force(town)
    for wrong in (
        {"approved_by": version.drafted_by},
        {"in_force_from": None},
        {"number": 0, "drafted_by": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Version.objects.filter(pk=version.pk).update(**wrong)


def test_the_ledger_holds_the_digest_and_never_the_text(town) -> None:
    version = hall.in_force(town)
    entries = Entry.objects.filter(action__startswith="statements.")
    assert {entry.action for entry in entries} == {
        "statements.draft-saved",
        "statements.approved",
        "statements.put-in-force",
    }
    assert all("values" not in str(entry.data) for entry in entries)
    assert any(version.digest in str(entry.data) for entry in entries)
