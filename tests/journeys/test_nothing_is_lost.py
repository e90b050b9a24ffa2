"""What goes wrong on an ordinary day: a sign-in lapses, a finger clicks twice, somebody goes back."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.arrangements import visits as v
from tests.arrangements.northmoor import PLAIN, address, northmoor


def fills_in_all(page: Any, title: str) -> None:
    v.fills_in(
        page,
        v.in_working_days(30),
        title=title,
        unit="Department of Politics",
        venue="Lecture room 4",
        people="60",
        speaker="Morwenna Skeats",
    )
    v.answers(page, PLAIN)


def every_sign_in_lapses() -> None:
    from dueregard.accounts.models import Session

    Session.objects.all().delete()


def requests_on_record() -> list[list[str]]:
    from dueregard.events.models import EventRequest

    return [[each.status, each.title] for each in EventRequest.objects.order_by("created_at")]


@northmoor
def test_what_was_typed_is_sent_after_the_sign_in_lapsed_meanwhile(server, page) -> None:
    title = "Written while the tea went cold"
    v.signs_in(page, address("olu"))
    page.goto("/events/new/")
    fills_in_all(page, title)
    server.call(every_sign_in_lapses)
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text("Nothing is lost.")).to_be_visible()
    v.looked_at(page, "lapsed-sign-in")
    v.signs_in(page, address("olu"))
    expect(page.get_by_role("heading", name="Nothing is lost.")).to_be_visible()
    v.looked_at(page, "lapsed-carry-on")
    page.get_by_role("button", name="Send it now").click()
    page.get_by_text("Your request is sent. Its number is E-0001.").wait_for()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.get_by_text("Morwenna Skeats")).to_be_visible()
    assert server.call(requests_on_record) == [["submitted", title]]


@northmoor
def test_a_double_click_sends_once(server, page) -> None:
    v.signs_in(page, address("olu"))
    page.goto("/events/new/")
    fills_in_all(page, "Once is enough")
    page.get_by_role("button", name="Send the request").dblclick(delay=20)
    page.wait_for_url(lambda url: "/events/new/" not in url)
    expect(page.get_by_text("E-0001").first).to_be_visible()
    assert server.call(requests_on_record) == [["submitted", "Once is enough"]]
    page.go_back()
    page.goto("/home")
    assert server.call(requests_on_record) == [["submitted", "Once is enough"]]


@northmoor
def test_going_back_after_signing_out_shows_nothing(server, page) -> None:
    """Neither the page kept by the browser nor its copy in the store of the back button."""
    v.signs_in(page, address("olu"))
    page.goto("/events/new/")
    fills_in_all(page, "Between ourselves")
    page.get_by_role("button", name="Save for later").click()
    page.get_by_text("Your draft is saved.").wait_for()
    v.signs_out(page)
    for _ in range(2):
        page.go_back()
        page.wait_for_load_state()
        assert not page.get_by_text("Between ourselves").count()
        assert "Between ourselves" not in page.content()
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


@northmoor
def test_a_draft_is_there_on_another_day(server, page, new_page) -> None:
    v.signs_in(page, address("olu"))
    page.goto("/events/new/")
    page.get_by_label("What is it called?").fill("Half an idea")
    page.get_by_role("button", name="Save for later").click()
    page.get_by_text("Your draft is saved.").wait_for()
    other_day = new_page(width=390)
    v.signs_in(other_day, address("olu"))
    other_day.goto("/events/mine/")
    v.looked_at(other_day, "mine")
    other_day.get_by_role("link", name="Half an idea").click()
    assert other_day.get_by_label("What is it called?").input_value() == "Half an idea"
