"""What tests look at in a browser is the page that was opened, however slowly it comes."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from typing import TYPE_CHECKING

import pytest

from tests.fixtures.browsers import check_accessible, check_no_sideways_scroll

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HEAD = "<!doctype html><html lang=en-GB><meta name=viewport content='width=device-width'><title>{0}</title>"
BODY = "<main><h1>{0}</h1><p><a href=/late/>The late page</a></p></main>"


class Late(BaseHTTPRequestHandler):
    """A page at once, and one that says early that it is there and comes half a second later."""

    def do_GET(self) -> None:
        title = "Late" if self.path == "/late/" else "Early"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        if title == "Late":
            self.wfile.flush()
            sleep(0.5)
        self.wfile.write((HEAD + BODY).format(title).encode())

    def log_message(self, *told: object) -> None:
        """Nothing is said of each request."""


@pytest.fixture
def late() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Late) as listening:
        Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()


@pytest.mark.browser
@pytest.mark.parametrize("look", [check_accessible, check_no_sideways_scroll])
def test_a_page_that_a_click_opened_is_looked_at_when_it_is_read(browser: "Browser", late: str, look) -> None:
    page = browser.new_page()
    page.goto(late)
    page.get_by_role("link", name="The late page").click()
    look(page)
    assert page.title() == "Late"
    page.close()
