"""Each page that an organiser passes is accessible at 1280 and 390 pixels and needs no sideways scrolling at 320."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests.arrangements import visits as v
from tests.arrangements.northmoor import PLAIN, address, northmoor
from tests.journeys.test_nothing_is_lost import fills_in_all

PUBLIC = ["/", "/account/sign-in/", "/accessibility", "/privacy", "/cookies"]
ONE_S_OWN = [
    "/home",
    "/calendar/",
    "/procedures/",
    "/set-up/me",
    "/events/mine/",
    "/search?q=harbour",
    "/no-such-page",
]
OF_A_REQUEST = ["", "amend/", "withdraw/"]


def looks_at(page: Any, path: str) -> None:
    page.goto(path)
    v.looked_at(page, "page-" + re.sub(r"[^a-z]+", "-", re.sub(r"[0-9a-f-]{36}", "request", path)).strip("-"))


@northmoor
def test_pages_that_everybody_may_read(server, page) -> None:
    for path in PUBLIC:
        looks_at(page, path)


@northmoor
def test_pages_of_an_organiser(server, page) -> None:
    v.signs_in(page, address("olu"))
    for path in ONE_S_OWN:
        looks_at(page, path)
    page.goto("/events/new/")
    v.looked_at(page, "page-new")
    fills_in_all(page, "A long word: " + "Donaudampfschifffahrtsgesellschaftskapitän " * 2)
    v.answers(
        page,
        PLAIN
        | {"Could anyone be harassed": "Yes", "Who else puts the event on": "A body outside the university"},
    )
    page.get_by_role("button", name="Add another speaker").click()
    v.looked_at(page, "page-new-problems")
    page.get_by_label("If yes, who might be").fill("Nobody knows yet.")
    page.get_by_label("If from outside, which body").fill("Islands Work Trust")
    page.get_by_role("button", name="Send the request").click()
    page.get_by_text("Your request is sent.").wait_for()
    where = page.url
    for tail in OF_A_REQUEST:
        looks_at(page, where + tail)


@northmoor
def test_pages_of_somebody_at_work(server, page, new_page) -> None:
    v.signs_in(page, address("olu"))
    page.goto("/events/new/")
    fills_in_all(page, "Harbours and their people")
    page.get_by_role("button", name="Send the request").click()
    page.get_by_text("Your request is sent.").wait_for()
    where = page.url
    worker = new_page()
    v.signs_in(worker, address("nell"))
    looks_at(worker, "/home")
    for tail in ("", "ask/", "mark/"):
        looks_at(worker, where + tail)
    v.opens_from_home(worker, "Check ‘Freedom of speech assessment’")
    v.looked_at(worker, "page-check")
    worker.get_by_role("button", name="Record the check").click()
    expect(worker.get_by_role("link", name="Choose what you found.")).to_be_visible()
    v.looked_at(worker, "page-check-problems")
