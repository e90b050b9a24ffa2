"""The service standard of what several bodies decide: once each, by the first time that all had decided."""

from datetime import datetime

import pytest

from dueregard.assurance.queries.standard import standard_of
from dueregard.assurance.rules.periods import twelve_months
from dueregard.events.commands.amending import amend
from dueregard.events.commands.asking import answer, return_for_information
from dueregard.events.commands.locking import Organiser
from dueregard.events.models import EventRequest
from tests.assurance.steps import MONDAY, at, days_after
from tests.events import federation as f
from tests.people import TODAY

pytestmark = pytest.mark.django_db


def after(count: int) -> datetime:
    return days_after(MONDAY, count)


def counted(made: f.Federation) -> list[tuple[int | None, int]]:
    found = standard_of(made.town.provider, twelve_months(TODAY), TODAY)
    return [(each.days, each.paused) for each in found.taken]


def ask(made: f.Federation, request: EventRequest, first: int, last: int) -> None:
    college = f.body(request, "home")
    return_for_information(pk=college.pk, by=made.bursar, question="Which door?", now=after(first))
    answer(pk=college.pk, by=Organiser(made.organiser), text="The north door.", now=after(last))


def test_it_is_the_first_time_that_all_had_decided_less_the_days_on_which_nobody_could_go_on() -> None:
    made = f.a_federation()
    request = f.sent(made, now=at(MONDAY))
    ask(made, request, 1, 6)
    f.university_says(made, request, now=after(4))
    f.college_says(made, request, now=after(8))
    assert counted(made) == [(6, 2)]
    changed = f.fields(made, people=90)
    amend(pk=request.pk, by=Organiser(made.organiser), fields=changed, now=after(9))
    assert counted(made) == [(6, 2)]  # while it is looked at again
    f.college_says(made, request, now=after(11))
    f.university_says(made, request, now=after(12))
    assert counted(made) == [(6, 2)]


def test_a_pause_that_held_nobody_up_is_no_pause_of_the_whole() -> None:
    made = f.a_federation()
    request = f.sent(made, now=at(MONDAY))
    ask(made, request, 1, 4)
    f.college_says(made, request, now=after(5))
    f.university_says(made, request, now=after(9))
    assert counted(made) == [(9, 0)]
