"""What a reader's first visit costs, as it is really served: compressed, fonts included, pictures apart (issue 4)."""

import gzip
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.fixtures.databases import HERE, Scratch, prepared
from tests.fixtures.servers import Server, start
from tests.people import a_town
from tests.practice.shelf import a_shelf

BUDGET = 100_000
TAKES = {"HTTP_ACCEPT_ENCODING": "gzip, br"}


def the_starter_collection() -> None:
    from django.utils import timezone

    from dueregard.kernel.refs import system
    from dueregard.practice.commands.starter import put_up

    put_up(by=system("tests"), now=timezone.now())


@pytest.fixture
def server(scratch_database: Scratch) -> Iterator[Server]:
    """With static files as a server has them."""
    settings = "tests.practice.as_served"
    told = {**scratch_database.environment(), "DJANGO_SETTINGS_MODULE": settings}
    command = [sys.executable, "-m", "django", "collectstatic", "--no-input", "-v", "0"]
    subprocess.run(command, check=True, env=told, cwd=HERE, timeout=300)
    running = start(scratch_database, settings=settings)
    yield running
    running.stop()
    assert running.errors() == []


class Scales:
    """Weighs what comes over the wire, headers included."""

    def __init__(self, page: Any) -> None:
        self.bytes: dict[str, float] = {}
        self._names: dict[str, tuple[str, str]] = {}
        tools = page.context.new_cdp_session(page)
        tools.send("Network.enable")
        tools.send("Network.setCacheDisabled", {"cacheDisabled": False})
        tools.on("Network.responseReceived", self._named)
        tools.on("Network.loadingFinished", self._weighed)

    def _named(self, said: Any) -> None:
        self._names[said["requestId"]] = (said["response"]["url"], said["type"])

    def _weighed(self, said: Any) -> None:
        url, kind = self._names.get(said["requestId"], ("", ""))
        if url and kind != "Image":
            self.bytes[url] = said["encodedDataLength"]


@prepared(the_starter_collection)
def test_a_first_visit_costs_at_most_100_kb_and_asks_no_other_origin(server, new_page) -> None:
    for path in (
        "/practice/",
        "/practice/theme/leadership-and-partnership/",
        "/practice/read/mentors-after-hours/",
    ):
        page = new_page(width=390)
        scales = Scales(page)
        page.goto(path, wait_until="networkidle")
        total = sum(scales.bytes.values())
        told = "\n".join(f"{size:>8.0f} {url}" for url, size in scales.bytes.items())
        assert total <= BUDGET, f"{path} costs {total:,.0f} bytes:\n{told}"
        assert any(url.endswith(".woff2") for url in scales.bytes), told
        assert any(".css" in url for url in scales.bytes), told
        heaviest = max(scales.bytes, key=lambda url: scales.bytes[url])
        assert scales.bytes[heaviest] < 45_000, told


@pytest.mark.django_db
def test_a_page_without_secrets_is_compressed_and_one_with_a_token_never() -> None:
    a_shelf()
    for path in (
        "",
        "theme/welfare/",
        "read/a-welfare-officer-in-every-school/",
        "search/?q=deputy",
        "feed.atom",
    ):
        answer = Client().get(f"/practice/{path}", **TAKES)
        assert answer["Content-Encoding"] == "gzip", path
        assert {"Accept-Encoding", "Cookie"} <= set(answer["Vary"].split(", ")), path
        assert len(answer.content) < len(gzip.decompress(answer.content)) * 0.6, path
        assert not answer.cookies, path
        assert "Content-Encoding" not in Client().get(f"/practice/{path}"), path
    assert "Content-Encoding" not in Client().get("/practice/feedback/", **TAKES)


@pytest.mark.django_db
def test_what_a_signed_in_person_sees_is_never_compressed() -> None:
    town = a_town()
    a_shelf()
    client = Client()
    client.force_login(town.organiser.user)
    answer = client.get("/practice/", **TAKES)
    assert "Content-Encoding" not in answer
    assert answer["Cache-Control"] == "no-store"
