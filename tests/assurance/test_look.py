"""The pages of assurance with figures on them: accessible, and readable at each width."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from dueregard.kernel.dates import today_in_london
from tests.arrangements import visits as v
from tests.assurance import steps as s
from tests.events import desk as d
from tests.fixtures.databases import prepared
from tests.oversight.steps import session_of

DRAFT = (
    "/assurance/papers/draft/?audience={audience}&body=Audit+and+Risk+Committee&first_day={first.day}"
    "&first_month={first.month}&first_year={first.year}&last_day={last.day}&last_month={last.month}&last_year={last.year}"
)


def a_term_at_the_desk() -> None:
    """Requests of the last months: quick ones, slow ones, designated ones, and one that will be late."""
    from dueregard.assurance.commands import showing

    desk = s.an_overseen_desk()
    today = today_in_london(timezone.now())
    begin, day = today - timedelta(days=60), today + timedelta(days=60)
    for after in (1, 2, 2, 3, 4, 9):
        s.decided(desk, sent=begin, after=after, day=day)
    for after in (3, 5, 5, 6, 16):
        s.decided(desk, sent=begin, after=after, day=day, answers=s.DESIGNATED)
    s.refused(desk, sent=begin, after=5, day=day, reasons="Morwenna Skeats would fill the only exit.")
    d.a_sent_request(desk, now=timezone.now(), day=today + timedelta(days=3), title="A talk in three days")
    showing.show(showing.STANDARD, unit=desk.town.provider, by=desk.secretary, now=timezone.now())
    showing.show(showing.TRUST, unit=desk.town.provider, by=desk.secretary, now=timezone.now())


@pytest.mark.browser
@prepared(a_term_at_the_desk)
def test_every_page_of_assurance_can_be_read_by_everybody(server, page) -> None:
    key = server.call(session_of, "nell.hart@northmoor.example")
    page.context.add_cookies([{"name": "session", "value": key, "url": server.url}])
    page.goto("/assurance/service-standard/")
    v.looked_at(page, "assurance-standard")
    page.get_by_role("link", name="12 requests: All requests").click()
    v.looked_at(page, "assurance-requests")
    page.goto("/assurance/times/")
    v.looked_at(page, "assurance-times")
    page.goto("/service-standard")
    v.looked_at(page, "assurance-public")
    for name, path in (("trust", "/trust"), ("trust-behind", "/assurance/trust/")):
        page.goto(path)
        v.looked_at(page, f"assurance-{name}")
    page.goto("/assurance/papers/")
    v.looked_at(page, "assurance-papers-none")
    today = today_in_london(timezone.now())
    page.goto(DRAFT.format(audience="board", first=today - timedelta(days=90), last=today))
    expect(page.get_by_text("[the speaker] would fill the only exit.")).to_be_visible()
    v.looked_at(page, "assurance-draft")
    page.get_by_label("Your covering note").fill("One refusal this term. We ask the committee to note it.")
    page.get_by_role("button", name="Issue this paper").click()
    expect(page.get_by_role("status")).to_contain_text("Paper 1 is issued.")
    v.looked_at(page, "assurance-paper")
    page.goto("/assurance/papers/")
    v.looked_at(page, "assurance-papers")
    page.goto("/events/?q=three+days")
    page.get_by_role("link", name="A talk in three days").click()
    expect(page.get_by_text("At today’s pace this will be decided on")).to_be_visible()
    v.looked_at(page, "assurance-forecast")
