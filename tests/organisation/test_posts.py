"""Giving and ending posts, deputies, being away, accounts, closure days."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from dueregard.accounts.models import User
from dueregard.accounts.registries import name_of, needs_second_factor
from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.ledger.models import Entry
from dueregard.organisation import commands
from dueregard.organisation.access import may
from dueregard.organisation.lookup import who_may_act
from dueregard.organisation.models import ClosureDay, Deputy, Holding, Person
from dueregard.outbox.models import Message
from tests.people import NOON, TODAY, Town, a_person, a_post, a_town, a_unit, away, give, let, stand_in

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def town() -> Town:
    return a_town()


def test_nobody_gives_a_post_to_themselves(town: Town) -> None:
    give(town.registrar, "administrator", town.provider)
    with pytest.raises(Refused, match="Someone else must give you a post"):
        commands.give_post(
            by=town.administrator,
            post=a_post("principal", town.provider),
            person=town.administrator,
            starts=TODAY,
            now=NOON,
        )


def test_where_nobody_else_could_a_person_gives_it_to_themselves_and_the_ledger_says_so(town: Town) -> None:
    commands.give_post(
        by=town.administrator,
        post=a_post("principal", town.provider),
        person=town.administrator,
        starts=TODAY,
        now=NOON,
    )
    entry = Entry.objects.latest("seq")
    assert entry.action == "organisation.post_given"
    assert '"given_to_self":true' in entry.data.replace(" ", "")


def test_a_post_is_not_held_twice_by_one_person_at_a_time(town: Town) -> None:
    with pytest.raises(Refused, match="Helen Marsh holds this post already in these dates"):
        give(town.head, "head", town.politics, starts=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(post=a_post("head", town.politics), person=town.head, starts=TODAY)


def test_a_post_can_be_held_again_after_it_ended(town: Town) -> None:
    holding = Holding.objects.get(person=town.head)
    commands.end_post(pk=holding.pk, by=town.administrator, on=TODAY, now=NOON)
    give(town.head, "head", town.politics, starts=TODAY + WEEK)


@pytest.mark.parametrize(
    ("starts", "ends", "says"),
    [
        (
            date(2026, 12, 2),
            date(2026, 12, 1),
            "The last day, Tuesday 1 December 2026, is before the first day",
        ),
        (date(20, 1, 1), None, "The year 20 cannot be right."),
        (date(2026, 1, 1), date(9999, 1, 1), "The year 9999 cannot be right."),
    ],
)
def test_dates_that_cannot_be_are_refused(town: Town, starts: date, ends: date | None, says: str) -> None:
    with pytest.raises(Refused) as refusal:
        give(town.member, "head", town.politics, starts=starts, ends=ends)
    assert refusal.value.reasons[0].startswith(says)


def test_the_last_person_who_can_give_posts_keeps_that_post(town: Town) -> None:
    holding = Holding.objects.get(person=town.administrator)
    with pytest.raises(Refused, match="Nobody else can give and end posts"):
        commands.end_post(pk=holding.pk, by=town.administrator, now=NOON)
    with pytest.raises(Refused, match="Nobody else can give and end posts"):
        commands.leave(pk=town.administrator.pk, by=town.administrator, on=TODAY, now=NOON)
    give(town.registrar, "administrator", town.provider)
    commands.end_post(pk=holding.pk, by=town.administrator, now=NOON)
    assert not may(town.administrator, "organisation.manage_posts", today=TODAY)


def test_the_outsider_gives_no_posts_in_another_unit(town: Town) -> None:
    let("head", "organisation.manage_posts")
    with pytest.raises(NotAllowed, match="None of your posts lets you give and end posts"):
        commands.give_post(
            by=town.outsider,
            post=a_post("head", town.politics),
            person=town.member,
            starts=TODAY,
            now=NOON,
        )


def test_a_person_cannot_change_what_posts_may_do(town: Town) -> None:
    with pytest.raises(NotAllowed, match="set by the provider's preset"):
        commands.make_post_kind(
            by=town.administrator, code="x", title="X", permissions=["organisation.manage_units"], now=NOON
        )


def test_who_gets_a_post_is_told(town: Town) -> None:
    Message.objects.all().delete()
    give(town.member, "room-booking", town.union, starts=TODAY)
    message = Message.objects.get()
    assert (message.kind, message.to_id) == ("organisation.you_have_a_post", str(town.member.pk))


def test_being_away_names_a_deputy_for_each_post_and_only_while_it_lasts(town: Town) -> None:
    holding = Holding.objects.get(person=town.head)
    commands.go_away(
        by=town.head,
        person=town.head,
        starts=TODAY,
        ends=TODAY + WEEK,
        deputies={holding.post_id: town.organiser},
        now=NOON,
    )
    assert town.organiser in who_may_act("head", town.politics, TODAY)
    assert who_may_act("head", town.politics, TODAY + 2 * WEEK) == [town.head]


def test_who_comes_back_early_has_the_turn_again_at_once(town: Town) -> None:
    holding = Holding.objects.get(person=town.head)
    absence = commands.go_away(
        by=town.head,
        person=town.head,
        starts=TODAY,
        ends=None,
        deputies={holding.post_id: town.organiser},
        now=NOON,
    )
    commands.come_back(pk=absence.pk, by=town.head, now=NOON)
    assert who_may_act("head", town.politics, TODAY) == [town.head]
    assert not Deputy.objects.filter(person=town.organiser, withdrawn_at=None).exists()


def test_nobody_says_that_somebody_else_is_away_without_leave(town: Town) -> None:
    with pytest.raises(NotAllowed):
        commands.go_away(by=town.outsider, person=town.head, starts=TODAY, ends=None, now=NOON)
    commands.go_away(by=town.administrator, person=town.head, starts=TODAY, ends=None, now=NOON)


def test_nobody_names_a_deputy_for_a_post_that_they_do_not_hold(town: Town) -> None:
    others = Holding.objects.get(person=town.outsider)
    with pytest.raises(NotThere):
        commands.go_away(
            by=town.head,
            person=town.head,
            starts=TODAY,
            ends=None,
            deputies={others.post_id: town.organiser},
            now=NOON,
        )


def test_a_holder_is_not_their_own_deputy(town: Town) -> None:
    with pytest.raises(Refused, match="somebody else must stand in"):
        stand_in(town.head, "head", town.politics)


def test_being_away_twice_at_once_is_refused(town: Town) -> None:
    away(town.head, TODAY, TODAY + WEEK)
    with pytest.raises(Refused, match="You are down as away from Tuesday 24 November 2026"):
        away(town.head, TODAY + timedelta(days=3), None)


def test_an_account_is_opened_by_inviting(town: Town) -> None:
    newcomer = commands.add_person(
        by=town.administrator, name="Nia New", unit=town.politics, email="nia@northmoor.example", now=NOON
    )
    commands.invite(pk=newcomer.pk, by=town.administrator, now=NOON)
    newcomer.refresh_from_db()
    assert newcomer.user is not None
    assert newcomer.user.email == "nia@northmoor.example"


def test_a_contractor_without_an_address_cannot_be_invited(town: Town) -> None:
    Person.objects.filter(pk=town.contractor.pk).update(email="")
    with pytest.raises(Refused, match="no e-mail address"):
        commands.invite(pk=town.contractor.pk, by=town.administrator, now=NOON)


def test_a_department_cannot_take_over_the_account_of_its_own_principal(town: Town) -> None:
    let("head", "organisation.manage_people", "organisation.reset_second_factor")
    give(town.deputy, "principal", town.provider)
    commands.reset_second_factor(pk=town.organiser.pk, by=town.head, now=NOON)
    with pytest.raises(NotAllowed):
        commands.reset_second_factor(pk=town.deputy.pk, by=town.head, now=NOON)
    with pytest.raises(NotAllowed):
        commands.change_person(
            pk=town.deputy.pk,
            by=town.head,
            name="Dev Patel",
            unit=town.politics,
            email="evil@example.org",
            now=NOON,
        )


def test_nobody_resets_their_own_second_factor(town: Town) -> None:
    with pytest.raises(Refused, match="Someone else must reset your second factor"):
        commands.reset_second_factor(pk=town.administrator.pk, by=town.administrator, now=NOON)


def test_closing_an_account_ends_its_posts_when_asked(town: Town) -> None:
    commands.close_account(pk=town.head.pk, by=town.administrator, end_posts=True, now=NOON)
    assert not User.objects.get(pk=town.head.user_id).is_active
    assert who_may_act("head", town.politics, TODAY) == [town.deputy]


def test_closing_an_account_keeps_its_posts_when_not_asked(town: Town) -> None:
    commands.close_account(pk=town.head.pk, by=town.administrator, end_posts=False, now=NOON)
    assert who_may_act("head", town.politics, TODAY) == [town.head]


def test_nobody_closes_their_own_account(town: Town) -> None:
    with pytest.raises(Refused, match="Someone else must close your account"):
        commands.close_account(pk=town.administrator.pk, by=town.administrator, end_posts=False, now=NOON)


def test_posts_that_the_catalogue_marks_need_a_second_factor_and_others_do_not(town: Town) -> None:
    assert town.administrator.user is not None
    assert town.head.user is not None
    assert needs_second_factor(town.administrator.user)
    assert not needs_second_factor(town.head.user)
    stand_in(town.head, "administrator", town.provider)
    assert needs_second_factor(town.head.user)
    assert name_of(town.head.user) == "Helen Marsh"


def test_leaving_ends_posts_that_have_begun_and_those_to_come(town: Town) -> None:
    give(town.head, "room-booking", town.union, starts=TODAY + 4 * WEEK)
    commands.leave(pk=town.head.pk, by=town.administrator, on=TODAY + WEEK, now=NOON)
    assert may_head_act(town, TODAY + WEEK)
    assert not may_head_act(town, TODAY + WEEK + timedelta(days=1))
    assert not Holding.objects.filter(person=town.head, withdrawn_at=None, ends=None).exists()


def may_head_act(town: Town, day: date) -> bool:
    return town.head in who_may_act("head", town.politics, day)


def test_closure_days_are_set_once_and_can_be_removed(town: Town) -> None:
    first, last = date(2026, 12, 28), date(2026, 12, 31)
    for new in (4, 0):
        assert new == commands.set_closure_days(
            by=town.administrator, unit=town.society, first=first, last=last, name="Winter", now=NOON
        )
    commands.remove_closure_day(by=town.administrator, unit=town.provider, day=last, now=NOON)
    assert ClosureDay.objects.filter(unit=town.provider).count() == 3


def test_three_people_in_all_roles_can_run_everything() -> None:
    town = a_town()
    tiny = a_unit("tiny", "Tiny College")
    ann, bob, cy = (a_person(name, tiny) for name in ("Ann One", "Bob Two", "Cy Three"))
    for person, kind in ((ann, "administrator"), (bob, "principal"), (cy, "room-booking")):
        give(person, kind, tiny)
    commands.give_post(by=ann, post=a_post("head", tiny), person=ann, starts=TODAY, now=NOON)
    assert who_may_act("head", tiny, TODAY) == [ann]
    assert town.administrator not in who_may_act("administrator", tiny, TODAY)
