"""The home page, the calendar and the public pages: who sees what, at what cost."""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard.organisation.models import Person, Unit
from dueregard.portal.commands import close_calendar, open_calendar
from dueregard.setup.commands.bulk import fill
from dueregard.setup.commands.demo import PASSWORD
from dueregard.setup.commands.provider import give, make_provider
from dueregard.setup.presets import read
from tests.people import BUILDER, LONG_AGO, NOON, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def lead() -> Person:
    """The Prevent lead of a provider with one other person."""
    provider = make_provider(read("central-register"), name="Ash", starts=LONG_AGO, now=NOON)
    person = a_person("Ruth Adair", provider)
    a_person("Bo Lund", provider)
    give("prevent-lead", provider, person, starts=LONG_AGO, now=NOON, by=BUILDER)
    return person


def signed_in(person: Person) -> Client:
    client = Client()
    assert person.user is not None
    client.force_login(person.user)
    return client


def test_an_empty_desk_says_so(lead: Person) -> None:
    assert "Nothing waits for you." in signed_in(lead).get("/home").content.decode()


@pytest.mark.parametrize("view", ["", "?view=all"])
def test_the_home_page_asks_the_database_no_more_for_a_thousand_requests_than_for_thirty(
    lead: Person, view: str
) -> None:
    client = signed_in(lead)
    fill(30, root=lead.unit, now=NOON)
    with CaptureQueriesContext(connection) as few:
        assert client.get(f"/home{view}").status_code == 200
    fill(1000, root=lead.unit, now=NOON, seed=8)
    with CaptureQueriesContext(connection) as many:
        assert client.get(f"/home{view}").status_code == 200
    assert len(many) <= len(few)


def test_only_posts_that_may_see_all_posts_see_them(lead: Person) -> None:
    other = Person.objects.get(name="Bo Lund")
    fill(40, root=lead.unit, now=NOON)
    assert "Waiting for all posts" in signed_in(lead).get("/home?view=all").content.decode()
    assert "Waiting for all posts" not in signed_in(other).get("/home?view=all").content.decode()


def test_a_calendar_has_what_waits_until_its_address_is_taken_back(lead: Person) -> None:
    token = open_calendar(by=lead, now=NOON)
    answer = Client().get(f"/calendar/{token}.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.startswith(b"BEGIN:VCALENDAR")
    close_calendar(by=lead, now=NOON)
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_a_new_address_ends_the_one_before(lead: Person) -> None:
    first = open_calendar(by=lead, now=NOON)
    second = open_calendar(by=lead, now=NOON)
    assert Client().get(f"/calendar/{first}.ics").status_code == 404
    assert Client().get(f"/calendar/{second}.ics").status_code == 200


def test_the_calendar_of_somebody_whose_account_is_closed_is_gone(lead: Person) -> None:
    from dueregard.accounts.commands import close_account

    token = open_calendar(by=lead, now=NOON)
    assert lead.user is not None
    close_account(lead.user, by=BUILDER, now=NOON)
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_the_address_is_shown_once(lead: Person) -> None:
    client = signed_in(lead)
    assert "/calendar/" in client.post("/calendar/", {"do": "open"}).context["address"]
    page = client.get("/calendar/").content.decode()
    assert "It cannot be shown again, only replaced." in page
    assert ".ics" not in page


def test_a_search_with_a_hidden_character_gets_a_sentence(lead: Person) -> None:
    page = signed_in(lead).get("/search", {"q": "chess\u202e"}).content.decode()
    assert "turns the direction of text" in page


@pytest.mark.parametrize("path", ["/", "/accessibility", "/privacy", "/cookies"])
def test_everybody_may_read_the_public_pages(path: str) -> None:
    assert Client().get(path).status_code == 200


def test_the_front_page_says_how_long_before_to_ask(lead: Person) -> None:
    assert "at least 15 working days before the day" in Client().get("/").content.decode()


def test_the_mails_of_a_demonstration_exist_nowhere_else() -> None:
    assert Client().get("/demo/mail").status_code == 404


def test_the_cookies_named_are_the_cookies_set(lead: Person) -> None:
    client = Client()
    assert lead.user is not None
    lead.user.set_password(PASSWORD)
    lead.user.save()
    client.get("/account/sign-in/")
    client.post("/account/sign-in/", {"login": lead.user.email, "password": PASSWORD})
    page = client.get("/cookies").content.decode()
    assert [name for name in client.cookies if f">{name}<" not in page] == []


def test_a_providers_own_words_stand_above_the_list_of_cookies_which_stays_true(lead: Person) -> None:
    from dueregard.statements.models import COOKIES, KINDS, Version, digest_of

    text = "We chose to count nobody. <script>x</script>"
    Version.objects.create(
        kind=COOKIES,
        unit=Unit.objects.get(parent=None),
        number=1,
        title=KINDS[COOKIES],
        text=text,
        digest=digest_of(KINDS[COOKIES], text),
        status="dated",
        starter=True,
        drafted_at=NOON,
        in_force_from=LONG_AGO,
    )
    page = Client().get("/cookies").content.decode()
    assert page.index("We chose to count nobody.") < page.index("Every cookie")
    assert "<script>x" not in page
    assert ">csrf<" in page
