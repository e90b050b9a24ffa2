"""Bookings in a real browser: a file comes in, a person looks at what is marked, and writes a letter."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from tests.bookings.hall import table
from tests.fixtures.browsers import check_accessible, check_no_sideways_scroll
from tests.fixtures.databases import prepared
from tests.fixtures.servers import Server

if TYPE_CHECKING:
    from playwright.sync_api import Page


def hall() -> None:
    from tests.bookings.hall import a_hall
    from tests.events import desk as d

    there = a_hall()
    now = timezone.now()
    d.a_sent_request(there.desk, now=now, day=now.date() + timedelta(days=41))


def session_of(name: str) -> str:
    from dueregard.organisation.models import Person

    client = Client()
    user = Person.objects.get(name=name).user
    assert user
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
    client.force_login(user)
    return client.cookies["session"].value


def look_at(page: "Page", name: str) -> None:
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        check_accessible(page)
        check_no_sideways_scroll(page)
        if folder := os.environ.get("PICTURES_OF_PAGES"):
            page.screenshot(path=Path(folder) / f"bookings-{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


def days() -> tuple[str, str]:
    now = timezone.now()
    return f"{now + timedelta(days=40):%d/%m/%Y}", f"{now + timedelta(days=41):%d/%m/%Y}"


@prepared(hall)
def test_a_file_comes_in_and_whoever_booked_is_asked(
    server: Server, new_page: "Callable[..., Page]", tmp_path: Path
) -> None:
    page = new_page()
    page.context.add_cookies(
        [{"name": "session", "value": server.call(session_of, "Bea Lund"), "url": server.url}]
    )
    page.goto("/events/bookings/")
    look_at(page, "empty")
    page.get_by_role("link", name="Bring bookings in").first.click()
    look_at(page, "import")
    ball, talk = days()
    file = tmp_path / "Room bookings.csv"
    lines = (
        f"R1,Winter ball,{ball},18:00,23:00,Great hall,350,Jo Marsh,jo@x.example",
        f"R2,Politics evening,{talk},18:00,21:00,Lecture room 4,120,Sam Lee,sam@x.example",
        "R3,Choir,soon,18:00,20:00,Chapel,40,,",
    )
    file.write_bytes(table(*lines))
    page.get_by_label("Source").select_option(label="Room bookings (Northmoor University)")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="See what would happen").click()
    page.get_by_role("button", name="Bring it in").wait_for()
    look_at(page, "preview")
    page.get_by_role("button", name="Bring it in").click()
    page.get_by_role("heading", name="What happened").wait_for()
    look_at(page, "result")
    page.get_by_role("link", name="See the bookings").click()
    page.get_by_text("2 bookings").wait_for()
    look_at(page, "list")
    page.get_by_role("link", name="Politics evening").click()
    page.get_by_role("heading", name="It may belong to").wait_for()
    look_at(page, "proposal")
    page.get_by_role("button", name="It is the same").click()
    page.get_by_text("The booking is linked with its request.").wait_for()
    look_at(page, "linked")
    page.goto("/home")
    page.get_by_role("link", name="Look at a booking without a request: Winter ball").click()
    page.get_by_text("More than 200 people are expected").first.wait_for()
    look_at(page, "marked")
    page.get_by_role("link", name="Ask whoever booked").click()
    page.get_by_role("button", name="Send this letter").wait_for()
    look_at(page, "letter")
    page.get_by_label("Subject").fill("Your winter ball")
    page.get_by_role("button", name="Send this letter").click()
    page.get_by_text("Your letter is on its way.").wait_for()
    look_at(page, "asked")
