"""'What counts and who to ask' is made from the procedure in force, for everybody."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dueregard.organisation.models import Holding
from dueregard.procedures.commands import take_preset
from tests.events import desk as d
from tests.events.ladders import Ladder, a_ladder
from tests.people import BUILDER, NOON, a_person, a_town, stand_in

pytestmark = pytest.mark.django_db
PAGE = "/events/what-counts/"


@pytest.fixture
def ladder() -> Ladder:
    return a_ladder(advice=True)


def read(person: Any = None, page: str = PAGE) -> str:
    client = Client()
    if person is not None:
        client.force_login(person.user)
    answer = client.get(page)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_it_says_what_one_is_what_makes_one_what_follows_and_whom_to_ask(ladder: Ladder) -> None:
    shown = read(ladder.desk.organiser)
    assert "An event is designated when its speaker was stopped elsewhere" in shown
    assert "<strong>Yes</strong> to ‘Has anybody stopped this speaker from speaking?’" in shown
    assert "Security and stewarding. Within 2 working days of sending." in shown
    assert (
        "Decides within 5 working days. Before that, the Designated Events Advisory Group is asked" in shown
    )
    assert "<strong>Chief Operating Officer</strong>, Northmoor University: Ella Frost" in shown
    assert "or <strong>Director of Student Services</strong>, Northmoor University: Dan Okoro" in shown
    assert "Ask at least 10 working days before the day." in shown
    assert reverse("events:new") in shown
    assert reverse("procedures:procedure", args=["events", ladder.desk.town.politics.pk]) in shown


def test_whoever_is_signed_out_reads_posts_and_units_and_no_name(ladder: Ladder) -> None:
    shown = read()
    assert "<strong>Director of Student Services</strong>, Northmoor University" in shown
    assert reverse("events:hire") in shown
    for person in (ladder.officer, ladder.director, ladder.desk.security, *ladder.advisers):
        assert person.name not in shown


def test_a_deputy_is_named_beside_the_holder(ladder: Ladder) -> None:
    stand_in(ladder.desk.town.deputy, "director-of-student-services", ladder.desk.town.provider)
    assert "Dan Okoro (in absence Dev Patel)" in read(ladder.desk.organiser)


def test_a_post_that_nobody_holds_is_said(ladder: Ladder) -> None:
    Holding.objects.filter(person=ladder.director).delete()
    assert "<strong>Director of Student Services</strong>: nobody holds this post now" in read()


def test_each_unit_has_its_own_made_from_its_own_text(ladder: Ladder) -> None:
    union = ladder.desk.town.union
    text = '[procedure]\nlead_time = "15 working days"\ndesignated = "Ask the union."\n'
    take_preset(
        by=BUILDER, preset="own", kind="events", unit=union, text=text, starts=date(2020, 1, 1), now=NOON
    )
    of_union = read(page=reverse("events:what-counts-in", args=[union.pk]))
    assert "Ask the union." in of_union
    assert "15 working days" in of_union
    assert "Ask the union." not in read()


def test_no_procedure_is_said_too() -> None:
    town = a_town()
    assert "No procedure is in force" in read(a_person("New One", town.history))
    assert "No procedure is in force" in read()


def test_where_several_providers_have_one_a_stranger_chooses(ladder: Ladder) -> None:
    other = ladder.desk.town.other_provider
    text = (
        '[procedure]\nkind = "events"\ntitle = "Events"\nlead_time = "5 working days"\n\n[[step]]\nid = "one"\n'
        'title = "One"\npost = "principal"\nmay = ["approve"]\nwithin = "2 working days"\n'
    )
    take_preset(
        by=BUILDER, preset="other", kind="events", unit=other, text=text, starts=date(2020, 1, 1), now=NOON
    )
    shown = read()
    assert reverse("events:what-counts-in", args=[other.pk]) in shown
    assert "Only a person makes it one" in read(page=reverse("events:what-counts-in", args=[other.pk]))


def test_the_form_home_the_front_page_and_the_procedure_lead_to_it(ladder: Ladder) -> None:
    organiser = ladder.desk.organiser
    for address in (reverse("events:new"), reverse("portal:home")):
        assert PAGE in read(organiser, address)
    assert PAGE in read(page="/")
    procedure = reverse("procedures:procedure", args=["events", ladder.desk.town.politics.pk])
    own = reverse("events:what-counts-in", args=[ladder.desk.town.politics.pk])
    assert own in read(organiser, procedure)


def test_the_central_register_says_its_answers(django_assert_max_num_queries: Any) -> None:
    desk = d.a_desk()
    client = Client()
    client.get(PAGE)
    with django_assert_max_num_queries(12):
        shown = client.get(PAGE).content.decode()
    assert "Could anyone be harassed, threatened or hurt" in shown
    assert desk.secretary.name not in shown
    assert "<strong>Head of security</strong>, where the event is held" in shown
