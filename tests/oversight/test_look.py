import pytest
from playwright.sync_api import expect

from tests.fixtures.browsers import check_accessible, check_no_sideways_scroll
from tests.fixtures.databases import prepared
from tests.oversight.steps import a_busy_town, session_of

PAGES = (
    "/oversight/",
    "/oversight/messages/",
    "/oversight/messages/?state=sent",
    "/oversight/ledger/",
    "/oversight/ledger/?action=organisation.post_given&person=nobody",
    "/oversight/ledger/?ends_day=x",
    "/oversight/ledger/check",
)


@pytest.mark.browser
@prepared(a_busy_town)
def test_every_page_of_oversight_is_accessible_and_fits_a_narrow_screen(server, page):
    key = server.call(session_of, "ada.okafor@northmoor.example")
    page.context.add_cookies([{"name": "session", "value": key, "url": server.url}])
    for address in PAGES:
        page.goto(address)
        check_accessible(page)
        check_no_sideways_scroll(page)


@prepared(a_busy_town)
def test_a_parked_message_is_sent_again_without_javascript(server, page_without_javascript):
    page = page_without_javascript
    key = server.call(session_of, "ada.okafor@northmoor.example")
    page.context.add_cookies([{"name": "session", "value": key, "url": server.url}])
    page.goto("/oversight/messages/")
    page.get_by_role("button", name="Send again").first.click()
    expect(page.get_by_role("status")).to_contain_text("The message waits to be sent again.")
    expect(page.get_by_role("heading", name="Parked: 2")).to_be_visible()
