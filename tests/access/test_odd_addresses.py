"""Whatever stands in an address, nothing breaks: what cannot be an id is not there, an odd question is answered like none.

PostgreSQL keeps no NUL in a text and no number of thirty digits; a page that asks it for one would fail.
"""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from dueregard.organisation.models import Person
from tests.access.things import THINGS
from tests.people import Town, a_town, let

pytestmark = pytest.mark.django_db
ODD = ["\0", "a\0b", "9" * 40, "0001-01-01", "\u202e\r\nX: '\"--"]
LISTS = {
    "events:register": ("q", "status", "from_0", "from_1", "from_2", "unit", "step", "sort", "marks"),
    "portal:search": ("q",),
    "portal:home": ("view",),
    "organisation:people": ("q",),
    "procedures:list": ("unit",),
    "actions:list": ("view", "q", "owner", "state"),
    "oversight:ledger": ("q", "action", "actor", "about", "from_0", "from_1", "from_2"),
    "oversight:messages": ("state",),
    "bookings:list": ("q", "source", "state"),
    "service-standard:trust": ("provider",),
    "practice:front": ("q", "theme"),
    "public_outreach:concern": ("unit",),
    "public_statements:code": ("provider",),
    "newsletters:list": ("state",),
}


@pytest.fixture
def town() -> Town:
    found = a_town()
    let("registrar", "events.read", "oversight.read_ledger", "oversight.manage_messages", "bookings.read")
    let("registrar", "newsletters.write", "actions.read", *("organisation.manage_people",))
    return found


def signed_in(person: Person) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person.user)  # type: ignore[arg-type]
    return client


def test_an_odd_question_in_the_address_of_a_list_breaks_nothing(town: Town) -> None:
    client, wrong = signed_in(town.registrar), []
    for name, asked in LISTS.items():
        for odd in ODD[1:]:
            said = "&".join(f"{each}={quote(odd)}" for each in ("after", "before", *asked))
            answer = client.get(f"{reverse(name)}?{said}")
            if answer.status_code not in (200, 302, 404, 422):
                wrong.append(f"{name}?…={odd!r:.20}: {answer.status_code}")
    assert not wrong, wrong


def test_what_cannot_be_an_id_is_not_there(town: Town) -> None:
    client, many = signed_in(town.registrar), "9" * 40
    for path in (
        "/who/a%00b",
        "/account/identity/%00/",
        "/account/identity/%00/back/",
        "/events/link/%00/",
        "/calendar/%00.ics",
        f"/events/speakers/{many}/",
        f"/events/month/{many}/1/",
        "/events/month/10000/1/",
        "/events/month/2027/13/",
        f"/set-up/holdings/{many}/end",
        "/set-up/closure-days/%00/new",
        "/demo/mail/..%2f..%2fdueregard.sqlite3",
    ):
        assert client.get(path).status_code == 404, path


def test_a_body_that_cannot_be_one_is_not_there_for_the_holder_of_a_link(town: Town) -> None:
    token = THINGS["hire_bodies"](town)["token"]
    client = Client(raise_request_exception=False)
    assert client.get(f"/events/link/{token}/answer/?of=university").status_code == 200
    for odd in ODD[1:]:
        assert client.get(f"/events/link/{token}/answer/?of={quote(odd)}").status_code == 404, odd
