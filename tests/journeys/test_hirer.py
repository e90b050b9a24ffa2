"""Somebody from outside asks to hold an event: no account, one link, one page."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.arrangements import visits as v
from tests.arrangements.northmoor import PLAIN, address, northmoor

HILDA = "hilda@reed.example"


def begins(page: Any) -> None:
    page.goto("/events/hire/")
    v.looked_at(page, "hire")
    page.get_by_label("Your name").fill("Hilda Reed")
    page.get_by_label("Your e-mail address").fill(HILDA)
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", name="Look in your e-mail")).to_be_visible()
    v.looked_at(page, "hire-sent")


@northmoor
def test_a_hirer_confirms_an_address_asks_and_follows_the_request_by_one_link(
    server, smtp_sink, page_without_javascript, new_page
) -> None:
    page = page_without_javascript
    begins(new_page(width=390))
    v.the_worker_runs(server)
    link = v.link_in(v.mail_to(smtp_sink, HILDA, "confirm your address"))

    # Opening the link twice, as a mail scanner does, uses nothing up.
    page.goto(link)
    page.goto(link)
    page.get_by_role("button", name="This is my address, go on").click()
    v.fills_in(
        page,
        v.in_working_days(30),
        title="Reed family reunion talk",
        unit="Conferences and hires",
        venue="Great hall",
        people="80",
        speaker="Jo Reed",
    )
    v.answers(page, PLAIN)
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_role("heading", name="Reed family reunion talk")).to_be_visible()
    expect(page.get_by_text("To be decided by")).to_be_visible()

    # Every later mail leads to the same page; the register of others is closed.
    v.the_worker_runs(server)
    received = v.mail_to(smtp_sink, HILDA, "we have your request")
    assert v.link_in(received) == link
    other = new_page(width=390)
    other.goto(link)
    expect(other.get_by_role("heading", name="Reed family reunion talk")).to_be_visible()
    v.looked_at(other, "hirer-request")
    other.goto("/home")
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()

    # The hirer withdraws and says why; those at work on it are told.
    page.goto(link)
    page.get_by_role("link", name="Withdraw").click()
    page.get_by_role("group", name="Who withdraws?").get_by_label("The organiser").check()
    page.get_by_role("group", name="Why?").get_by_label("Plans changed").check()
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("Withdrawn").first).to_be_visible()
    v.the_worker_runs(server)
    assert "withdrawn" in v.mail_to(smtp_sink, address("sid"), "withdrawn")["Subject"]
