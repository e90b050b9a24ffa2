"""The way of a version: two people, a day, and what holds where and when."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.kernel.refs import system
from dueregard.ledger.models import Entry
from dueregard.procedures import commands, queries
from dueregard.procedures.models import Edition, Version
from dueregard.procedures.rules import Mistakes
from tests.people import LONG_AGO, NOON, TODAY, Town, a_town, away, give
from tests.procedures.texts import SMALL

pytestmark = pytest.mark.django_db
FASTER = SMALL.replace('"10 working days"', '"8 working days"')
OF_HISTORY = '[[check]]\nid = "room"\nwithin = "4 working days"\n'


@pytest.fixture
def town() -> Town:
    return a_town(
        principal=("procedures.approve", "procedures.draft"),
        registrar=("procedures.draft",),
        head=("procedures.draft",),
    )


def take(town: Town, text: str = SMALL, starts: date = LONG_AGO) -> Version:
    return commands.take_preset(
        by=system("setup"),
        kind="events",
        unit=town.provider,
        text=text,
        preset="small",
        starts=starts,
        now=NOON,
    )


def drafted(town: Town, text: str, *, unit=None, by=None) -> Version:
    by, unit = by or town.registrar, unit or town.provider
    made = commands.start_draft(by=by, kind="events", unit=unit, now=NOON)
    return commands.save_draft(pk=made.pk, by=by, text=text, reason="", revision=made.revision, now=NOON)


def approved(town: Town, text: str, *, unit=None) -> Version:
    draft = drafted(town, text, unit=unit)
    return commands.approve(pk=draft.pk, by=town.principal, revision=draft.revision, now=NOON)


def in_force(town: Town, text: str, starts: date = TODAY, *, unit=None) -> Version:
    version = approved(town, text, unit=unit)
    return commands.put_in_force(pk=version.pk, by=town.principal, starts=starts, now=NOON)


def edition(town: Town, unit=None, day: date = TODAY) -> Edition:
    found = queries.in_force("events", unit or town.provider, day)
    assert found
    return found


def test_nothing_is_in_force_until_somebody_puts_it_there(town) -> None:
    approved(town, SMALL)
    assert queries.in_force("events", town.provider, TODAY) is None
    with pytest.raises(Refused, match="in force in Northmoor University yet"):
        commands.edition_for("events", town.provider, TODAY)


def test_a_version_holds_from_its_day_without_any_job(town) -> None:
    take(town)
    in_force(town, FASTER, TODAY + timedelta(days=7))
    assert edition(town, day=TODAY + timedelta(days=6)).document.lead_time == 10
    assert edition(town, day=TODAY + timedelta(days=7)).document.lead_time == 8
    assert edition(town, day=TODAY).number == 1


def test_a_unit_without_a_text_of_its_own_shares_the_edition_above(town) -> None:
    take(town)
    assert edition(town, town.politics) == edition(town, town.society) == edition(town)
    assert Edition.objects.count() == 1


def test_a_unit_of_its_own_text_has_its_own_edition(town) -> None:
    take(town)
    in_force(town, OF_HISTORY, unit=town.history)
    own = edition(town, town.history)
    assert own.unit == town.history
    assert own.document.check("room").within == 4
    assert own.document.lead_time == 10
    assert edition(town, town.politics).document.check("room").within == 2


def test_an_edition_never_changes_when_a_new_version_comes(town) -> None:
    take(town)
    before = edition(town)
    in_force(town, FASTER)
    assert edition(town) != before
    assert Edition.objects.get(pk=before.pk).document.lead_time == 10


def test_the_same_versions_always_give_the_same_edition(town) -> None:
    first = take(town)
    assert edition(town).pk == edition(town, day=TODAY + timedelta(days=90)).pk
    assert edition(town).made_from == [str(first.pk)]


def test_finding_the_edition_takes_two_queries(town, django_assert_num_queries) -> None:
    take(town)
    in_force(town, OF_HISTORY, unit=town.history)
    edition(town, town.history)
    with django_assert_num_queries(2):
        edition(town, town.history)


def test_the_other_provider_has_its_own(town) -> None:
    take(town)
    assert queries.in_force("events", town.other_provider, TODAY) is None


def test_nobody_approves_their_own_draft_while_another_may(town) -> None:
    give(town.administrator, "principal", town.provider)
    draft = drafted(town, SMALL, by=town.principal)
    with pytest.raises(Refused, match="Someone else must approve"):
        commands.approve(
            pk=draft.pk, by=town.principal, revision=draft.revision, alone_reason="In a hurry", now=NOON
        )


def test_where_nobody_else_may_the_drafter_approves_with_a_reason_that_stays(town) -> None:
    draft = drafted(town, SMALL, by=town.principal)
    with pytest.raises(Refused, match="Say why"):
        commands.approve(pk=draft.pk, by=town.principal, revision=draft.revision, now=NOON)
    done = commands.approve(
        pk=draft.pk, by=town.principal, revision=draft.revision, alone_reason="We are three.", now=NOON
    )
    assert done.alone_reason == "We are three."
    entry = Entry.objects.get(action="procedures.approved")
    assert '"alone":true' in entry.data
    assert "three" not in entry.data


def test_the_database_too_refuses_a_drafter_who_approves_without_a_reason(town) -> None:
    version = approved(town, SMALL)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(approved_by=version.drafted_by)


def test_the_database_too_refuses_two_versions_of_one_day(town) -> None:
    take(town, starts=TODAY)
    version = approved(town, FASTER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(status="dated", in_force_from=TODAY)


def test_the_database_too_refuses_what_nobody_approved(town) -> None:
    version = drafted(town, SMALL)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(status="dated", in_force_from=TODAY)


def test_only_who_may_drafts_and_approves(town) -> None:
    with pytest.raises(NotAllowed):
        commands.start_draft(by=town.organiser, kind="events", unit=town.provider, now=NOON)
    with pytest.raises(NotAllowed):
        commands.start_draft(by=town.head, kind="events", unit=town.provider, now=NOON)
    draft = drafted(town, SMALL)
    with pytest.raises(NotAllowed):
        commands.approve(pk=draft.pk, by=town.registrar, revision=draft.revision, now=NOON)


def test_a_deputy_approves_while_the_holder_is_away(town) -> None:
    draft = drafted(town, SMALL, by=town.principal)
    away(town.principal)
    assert (
        commands.approve(pk=draft.pk, by=town.registrar, revision=draft.revision, now=NOON).approved_by
        == town.registrar
    )


def test_two_people_editing_lose_nothing(town) -> None:
    made = commands.start_draft(by=town.registrar, kind="events", unit=town.provider, now=NOON)
    again = commands.start_draft(by=town.principal, kind="events", unit=town.provider, now=NOON)
    assert made == again
    commands.save_draft(pk=made.pk, by=town.registrar, text="one", reason="", revision=1, now=NOON)
    with pytest.raises(Refused, match="Tom Ferris saved this draft while you were writing"):
        commands.save_draft(pk=made.pk, by=town.principal, text="two", reason="", revision=1, now=NOON)
    assert Version.objects.get(pk=made.pk).text == "one"


def test_whoever_saved_last_is_the_drafter(town) -> None:
    draft = drafted(town, SMALL)
    saved = commands.save_draft(
        pk=draft.pk, by=town.principal, text=FASTER, reason="", revision=draft.revision, now=NOON
    )
    assert saved.drafted_by == town.principal


def test_what_was_changed_after_reading_is_not_approved_unread(town) -> None:
    draft = drafted(town, SMALL)
    with pytest.raises(Refused, match="changed after you opened it"):
        commands.approve(pk=draft.pk, by=town.principal, revision=draft.revision - 1, now=NOON)


def test_a_draft_may_hold_mistakes_but_is_not_approved_with_them(town) -> None:
    draft = drafted(town, SMALL.replace("lead_time", "lead_tme"))
    with pytest.raises(Refused, match="1 mistake in it"):
        commands.approve(pk=draft.pk, by=town.principal, revision=draft.revision, now=NOON)


def test_a_post_that_nobody_made_is_a_mistake(town) -> None:
    draft = drafted(town, SMALL.replace('post = "head"', 'post = "provost"'))
    found = queries.mistakes_in(draft, TODAY)
    assert found
    assert found.mistakes[0].key == "appeal.post"


def test_an_approved_version_is_not_edited(town) -> None:
    version = approved(town, SMALL)
    with pytest.raises(Refused, match="no longer a draft"):
        commands.save_draft(
            pk=version.pk, by=town.registrar, text="", reason="", revision=version.revision, now=NOON
        )


def test_a_version_comes_into_force_today_or_later(town) -> None:
    version = approved(town, SMALL)
    with pytest.raises(Refused, match="day that is past"):
        commands.put_in_force(pk=version.pk, by=town.principal, starts=TODAY - timedelta(days=1), now=NOON)
    with pytest.raises(Refused, match="two years"):
        commands.put_in_force(pk=version.pk, by=town.principal, starts=date(2099, 1, 1), now=NOON)


def test_one_version_comes_into_force_a_day(town) -> None:
    take(town, starts=TODAY)
    version = approved(town, FASTER)
    with pytest.raises(Refused, match="Another version comes into force on Tuesday 24 November 2026"):
        commands.put_in_force(pk=version.pk, by=town.principal, starts=TODAY, now=NOON)


def test_a_new_version_above_that_would_break_one_below_is_refused_by_name(town) -> None:
    take(town)
    in_force(town, OF_HISTORY, unit=town.history)
    without_room = SMALL.replace('id = "room"', 'id = "space"').replace('["room"]', '["space"]')
    version = approved(town, without_room)
    with pytest.raises(Refused, match="Department of History would no longer work"):
        commands.put_in_force(pk=version.pk, by=town.principal, starts=TODAY, now=NOON)


def test_a_new_lock_above_takes_hold_below_at_once(town) -> None:
    take(town)
    in_force(town, OF_HISTORY, unit=town.history)
    in_force(town, f'{SMALL}\n[locks]\nkeys = ["check.room"]\n')
    assert edition(town, town.history).document.check("room").within == 2


def test_a_locked_key_is_refused_below_with_the_name_of_who_locked_it(town) -> None:
    take(town, f'{SMALL}\n[locks]\nkeys = ["check.room"]\n')
    draft = drafted(town, OF_HISTORY, unit=town.history)
    found = queries.mistakes_in(draft, TODAY)
    assert found
    assert "Northmoor University, version 1 has locked ‘check.room’" in found.mistakes[0].problem


def test_what_was_in_force_cannot_be_discarded_and_what_is_coming_can(town) -> None:
    first = take(town)
    with pytest.raises(Refused, match="stays on record"):
        commands.discard(pk=first.pk, by=town.registrar, now=NOON)
    coming = in_force(town, FASTER, TODAY + timedelta(days=3))
    commands.discard(pk=coming.pk, by=town.registrar, now=NOON)
    assert edition(town, day=TODAY + timedelta(days=3)).document.lead_time == 10


def test_a_preset_is_taken_only_by_the_system_and_only_when_good(town) -> None:
    with pytest.raises(Mistakes):
        take(town, SMALL.replace("lead_time", "lead_tme"))
    with pytest.raises(ValueError, match="setting up"):
        commands.take_preset(
            by=town.registrar.actor(),
            kind="events",
            unit=town.provider,
            text=SMALL,
            preset="x",
            starts=TODAY,
            now=NOON,
        )


def test_a_kind_of_work_that_is_not_known_is_not_there(town) -> None:
    with pytest.raises(NotThere):
        commands.start_draft(by=town.registrar, kind="concerns", unit=town.provider, now=NOON)


def test_each_step_is_in_the_ledger_without_a_word_that_was_typed(town) -> None:
    in_force(town, FASTER)
    actions = list(
        Entry.objects.filter(action__startswith="procedures.")
        .order_by("seq")
        .values_list("action", flat=True)
    )
    assert actions == [
        "procedures.draft_saved",
        "procedures.draft_saved",
        "procedures.approved",
        "procedures.put_in_force",
    ]


def test_a_post_without_a_holder_is_a_gap_for_those_who_draft(town) -> None:
    take(town)
    found = list(queries.gaps(town.registrar, TODAY))
    assert [gap.what for gap in found] == [
        "Nobody holds the post ‘Head of department’ in Northmoor University"
    ]
    assert list(queries.gaps(town.organiser, TODAY)) == []


def test_a_post_whose_deputy_stands_in_is_no_gap(town) -> None:
    take(town)
    away(town.principal)
    assert not any("Principal" in gap.what for gap in queries.gaps(town.registrar, TODAY))


def test_a_draft_that_says_why_waits_for_whoever_approves(town) -> None:
    draft = drafted(town, FASTER)
    assert list(queries.waiting(town.principal, TODAY)) == []
    commands.save_draft(
        pk=draft.pk, by=town.registrar, text=FASTER, reason="Quicker", revision=draft.revision, now=NOON
    )
    assert [item.ref for item in queries.waiting(town.principal, TODAY)] == [draft.ref]
    assert list(queries.waiting(town.registrar, TODAY)) == []
