"""The pages that bring a register in, in a real browser: accessible, narrow, without a script."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.test import Client

from tests.events import sheets as s
from tests.fixtures.browsers import check_accessible, check_no_sideways_scroll
from tests.fixtures.databases import prepared
from tests.fixtures.servers import Server

if TYPE_CHECKING:
    from playwright.sync_api import Page


def desk() -> None:
    from tests.events.desk import a_desk

    a_desk()


def session_of(name: str) -> str:
    from dueregard.organisation.models import Person

    client = Client()
    user = Person.objects.get(name=name).user
    assert user
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
    client.force_login(user)
    return client.cookies["session"].value


def look_at(page: "Page", name: str, *, scripts: bool = True) -> None:
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        if scripts:
            check_accessible(page)
        check_no_sideways_scroll(page)
        if folder := os.environ.get("PICTURES_OF_PAGES"):
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


@prepared(desk)
def test_a_register_is_brought_in_corrected_and_undone(
    server: Server, new_page: "Callable[..., Page]", tmp_path: Path
) -> None:
    page = new_page()
    page.context.add_cookies(
        [{"name": "session", "value": server.call(session_of, "Nell Hart"), "url": server.url}]
    )
    page.goto("/events/")
    page.get_by_role("link", name="Bring in a register").click()
    look_at(page, "start")
    file = tmp_path / "Speaker register 2025-26.xlsx"
    file.write_bytes(s.workbook(*s.GOOD, *s.BAD))
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="See what would happen").click()
    page.get_by_role("button", name="Bring in 6 records").wait_for()
    look_at(page, "preview")
    page.get_by_label("Speakers", exact=True).select_option("")
    page.get_by_role("button", name="Bring in 6 records").click()
    page.get_by_text("You changed the columns.").wait_for()
    page.get_by_label("Speakers", exact=True).select_option("Speaker(s)")
    page.get_by_role("button", name="Look again with these columns").click()
    page.get_by_role("button", name="Bring in 6 records").click()
    page.get_by_text("6 records brought in from Speaker register 2025-26.xlsx.").wait_for()
    look_at(page, "result")
    page.get_by_role("link", name="Faith and the city").click()
    page.get_by_text("As it stood in the sheet").wait_for()
    look_at(page, "record")
    page.go_back()
    page.get_by_role("button", name="Take these records away").click()
    page.get_by_text("6 records of Speaker register 2025-26.xlsx were taken away.").wait_for()
    look_at(page, "undone")


@prepared(desk)
def test_a_file_without_known_columns_is_settled_without_a_script(
    server: Server, new_page: "Callable[..., Page]"
) -> None:
    page = new_page(javascript=False, width=390)
    page.context.add_cookies(
        [{"name": "session", "value": server.call(session_of, "Nell Hart"), "url": server.url}]
    )
    page.goto("/events/bring-in/")
    content = s.csv("What,On", "A talk,3/11/2025")
    page.set_input_files("input[type=file]", {"name": "r.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="See what would happen").click()
    page.get_by_text("No column was found for").first.wait_for()
    look_at(page, "missing", scripts=False)
    page.get_by_label("Title of the event").select_option("What")
    page.get_by_label("Day of the event").select_option("On")
    page.get_by_role("button", name="Look again with these columns").click()
    page.get_by_role("button", name="Bring in 1 record").click()
    page.get_by_text("1 records brought in").or_(page.get_by_text("1 record brought in")).wait_for()
