"""A browser that is answered by Django's test client and by the built static files: no server, no network."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.test import Client, override_settings
from playwright.sync_api import Browser, Page, Route

import dueregard

STATIC = Path(dueregard.__file__).parent / "kernel" / "static"
ORIGIN = "http://testserver"
Open = Callable[..., Page]


def answer(route: Route) -> None:
    """Static files from disk, pages from the test client with all their headers, nothing from elsewhere."""
    address = urlsplit(route.request.url)
    if f"{address.scheme}://{address.netloc}" != ORIGIN:
        route.abort()
    elif address.path.startswith("/static/"):
        file = STATIC / address.path.removeprefix("/static/")
        kind = guess_type(file.name)[0] or "application/octet-stream"
        route.fulfill(path=file, content_type=kind) if file.is_file() else route.fulfill(status=404)
    else:
        sent = {
            "data": route.request.post_data_buffer or b"",
            "content_type": route.request.headers.get("content-type", ""),
        }
        found = Client().generic(route.request.method, address.path, QUERY_STRING=address.query, **sent)
        route.fulfill(status=found.status_code, headers=dict(found.items()), body=found.content)


@contextmanager
def opening(browser: Browser) -> Iterator[Open]:
    """`show(path, width=1280, **context)` opens a sample page in a window of its own."""
    contexts = []

    def show(path: str, width: int = 1280, **options: Any) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **options))
        page = contexts[-1].new_page()
        page.route("**/*", answer)
        page.goto(ORIGIN + path)
        return page

    with override_settings(ROOT_URLCONF="tests.kernel.samples", DEMO=True):
        yield show
    for context in contexts:
        context.close()
