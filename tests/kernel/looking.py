"""A browser that is answered by Django's test client and by the built static files: no server, no network."""

from collections.abc import Iterator
from contextlib import contextmanager
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

from django.test import Client
from playwright.sync_api import Browser, Page, Route, sync_playwright

import dueregard

BUILT = Path(dueregard.__file__).parent / "kernel" / "static"
ORIGIN = "http://testserver"


def answer(route: Route) -> None:
    """Static files from disk, pages from the test client with all their headers, nothing from elsewhere."""
    address = urlsplit(route.request.url)
    if f"{address.scheme}://{address.netloc}" != ORIGIN:
        route.abort()
    elif address.path.startswith("/static/"):
        file = BUILT / address.path.removeprefix("/static/")
        kind = guess_type(file.name)[0] or "application/octet-stream"
        route.fulfill(path=file, content_type=kind) if file.is_file() else route.fulfill(status=404)
    else:
        found = Client().get(address.path, QUERY_STRING=address.query)
        route.fulfill(status=found.status_code, headers=dict(found.items()), body=found.content)


@contextmanager
def browser(executable: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield found
        found.close()


def open_page(found: Browser, path: str, width: int = 1280, **context: object) -> Page:
    """A page at `path`, in a window `width` wide."""
    page = found.new_context(viewport={"width": width, "height": 900}, **context).new_page()  # type: ignore[arg-type]
    page.route("**/*", answer)
    page.goto(ORIGIN + path)
    return page
