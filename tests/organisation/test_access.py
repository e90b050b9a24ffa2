"""Who may do what, where."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest

from dueregard.kernel.errors import NotAllowed
from dueregard.kernel.refs import Actor, system
from dueregard.organisation import commands
from dueregard.organisation.access import may, posts_of, require, resolve, units_where
from dueregard.organisation.models import Holding, Person
from tests.people import NOON, TODAY, a_person, a_town, away, give, let

pytestmark = pytest.mark.django_db
UNITS = "organisation.manage_units"
TOMORROW = TODAY + timedelta(days=1)


def test_a_permission_reaches_everything_below_the_unit_of_the_post_and_nothing_beside_it() -> None:
    town = a_town()
    let("head", UNITS)
    give(town.head, "head", town.union)
    assert may(town.head, UNITS, unit=town.union, today=TODAY)
    assert may(town.head, UNITS, unit=town.society, today=TODAY)
    assert not may(town.head, UNITS, unit=town.provider, today=TODAY)
    assert not may(town.head, UNITS, unit=town.history, today=TODAY)


def test_somebody_without_a_post_may_do_nothing() -> None:
    town = a_town()
    assert not may(town.organiser, UNITS, today=TODAY)
    assert posts_of(town.organiser, TODAY) == []
    with pytest.raises(NotAllowed):
        require(town.organiser, UNITS, unit=town.politics, today=TODAY)


def test_a_post_gives_nothing_before_its_first_day_and_nothing_after_its_last() -> None:
    town = a_town()
    give(town.organiser, "administrator", town.politics, starts=date(2026, 11, 1), ends=date(2026, 11, 30))
    for day, allowed in (
        (date(2026, 10, 31), False),
        (date(2026, 11, 1), True),
        (date(2026, 11, 30), True),
        (date(2026, 12, 1), False),
    ):
        assert may(town.organiser, UNITS, unit=town.politics, today=day) is allowed


def test_a_post_that_is_ended_at_once_gives_nothing_from_that_moment() -> None:
    town = a_town()
    holding = give(town.organiser, "administrator", town.politics, starts=TODAY)
    assert may(town.organiser, UNITS, unit=town.politics, today=TODAY)
    commands.end_post(pk=holding.pk, by=town.administrator, now=NOON)
    assert not may(town.organiser, UNITS, unit=town.politics, today=TODAY)


def test_a_deputy_can_act_only_while_the_holder_is_away() -> None:
    town = a_town()
    let("head", UNITS)
    assert not may(town.deputy, UNITS, unit=town.politics, today=TODAY)
    away(town.head, TODAY, TODAY)
    assert may(town.deputy, UNITS, unit=town.politics, today=TODAY)
    assert posts_of(town.deputy, TODAY)[0].as_deputy_for == town.head
    assert not may(town.deputy, UNITS, unit=town.politics, today=TOMORROW)


def test_a_deputy_acts_for_a_post_that_nobody_holds() -> None:
    town = a_town()
    let("head", UNITS)
    holding = Holding.objects.get(person=town.head)
    commands.end_post(pk=holding.pk, by=town.administrator, now=NOON)
    assert may(town.deputy, UNITS, unit=town.politics, today=TODAY)
    assert posts_of(town.deputy, TODAY)[0].is_deputy


def test_a_deputy_waits_while_one_of_two_holders_is_here() -> None:
    town = a_town()
    let("head", UNITS)
    give(town.organiser, "head", town.politics)
    away(town.head)
    assert not may(town.deputy, UNITS, unit=town.politics, today=TODAY)
    away(town.organiser)
    assert may(town.deputy, UNITS, unit=town.politics, today=TODAY)


def test_a_leaver_may_do_nothing_after_the_last_day() -> None:
    town = a_town()
    Person.objects.filter(pk=town.principal.pk).update(left_on=TODAY)
    let("principal", UNITS)
    assert may(town.principal, UNITS, today=TODAY)
    assert not may(town.principal, UNITS, today=TOMORROW)


def test_a_named_part_of_the_system_may_and_a_link_holder_may_not() -> None:
    town = a_town()
    assert require(system("setup.init"), UNITS, unit=town.provider).ref == "setup.init"
    with pytest.raises(NotAllowed):
        require(Actor("link", "x"), UNITS, unit=town.provider)


def test_an_undeclared_permission_is_an_error_and_never_a_silent_no() -> None:
    town = a_town()
    with pytest.raises(LookupError):
        may(town.head, "organisation.fly", today=TODAY)


def test_the_actor_of_a_command_is_the_person_in_the_post_that_allowed_it() -> None:
    town = a_town()
    actor = require(town.administrator, UNITS, unit=town.society, today=TODAY)
    assert (actor.ref, actor.post) == (str(town.administrator.pk), "administrator")


def test_a_post_for_the_whole_provider_adds_no_condition_where_there_is_one_provider() -> None:
    town = a_town()
    town.other_provider.people.all().delete()
    town.other_provider.posts.all().delete()
    town.other_provider.delete()
    scope = units_where(town.administrator, UNITS, today=TODAY)
    people = Person.objects.all()
    assert scope.everything
    assert str(scope.filter(people).query) == str(people.query)


def test_a_scope_keeps_to_its_own_provider_of_several() -> None:
    town = a_town()
    scope = units_where(town.administrator, UNITS, today=TODAY)
    assert not scope.everything
    assert town.stranger not in scope.filter(Person.objects.all())
    assert town.member in scope.filter(Person.objects.all())
    assert town.other_provider not in scope.units()
    assert town.society in scope.units()


def test_two_posts_one_below_the_other_make_one_condition() -> None:
    town = a_town()
    give(town.organiser, "administrator", town.faculty)
    give(town.organiser, "administrator", town.politics)
    give(town.organiser, "administrator", town.union)
    scope = units_where(town.organiser, UNITS, today=TODAY)
    assert set(scope.paths) == {town.faculty.path, town.union.path}


def test_nobody_s_scope_is_empty() -> None:
    town = a_town()
    scope = units_where(town.member, UNITS, today=TODAY)
    assert not scope
    assert list(scope.filter(Person.objects.all())) == []


def test_access_takes_one_query_however_many_posts(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    town = a_town()
    busy = a_person("Busy Body", town.provider)
    for unit in (town.faculty, town.politics, town.history, town.union, town.society):
        give(busy, "room-booking", unit)
    with django_assert_num_queries(1):
        assert len(resolve(busy, TODAY).posts) == 5
    with django_assert_num_queries(1):
        resolve(town.deputy, TODAY)
