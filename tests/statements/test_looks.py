"""The code of practice, its acceptance and the yearly sending in a browser: readable and reachable, wide and narrow."""

import os
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from dueregard.kernel.dates import today_in_london
from tests.events import desk as d
from tests.fixtures.browsers import check_accessible, check_no_sideways_scroll
from tests.fixtures.databases import prepared
from tests.people import let
from tests.procedures.test_pages import session_of
from tests.statements import hall


def a_provider_with_its_code() -> None:
    """Northmoor with its own code in force since yesterday, the starter text before it, and events at work."""
    from dueregard.statements.commands import version as commands
    from dueregard.statements.models import CODE, Version
    from dueregard.statements.starters import starter

    desk = d.a_desk()
    let("principal", "statements.approve", "statements.complaints")
    let("registrar", "statements.draft", "statements.send", "events.premises", "events.merge_speakers")
    title, text = starter(CODE, "Northmoor University")
    hall.starter_of(desk.town.provider, text=text)
    today, now = today_in_london(timezone.now()), timezone.now()
    made = commands.start_draft(by=desk.town.registrar, kind=CODE, unit=desk.town.provider, now=now)
    saved = commands.save_draft(
        pk=made.pk,
        by=desk.town.registrar,
        title=title,
        text=text,
        reason="Ours",
        revision=1,
        now=now,
    )
    commands.approve(pk=saved.pk, by=desk.town.principal, revision=2, now=now)
    commands.put_in_force(pk=saved.pk, by=desk.town.principal, starts=today, now=now)
    assert Version.objects.filter(status="dated").count() == 2


def as_(page: Any, server: Any, name: str) -> None:
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "session", "value": server.call(session_of, name), "url": server.url}])


def looked_at(page: Any, name: str) -> None:
    """Readable for everybody, and kept as a picture where the caller wants pictures."""
    check_accessible(page)
    check_no_sideways_scroll(page)
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("width", [1280, 390])
@prepared(a_provider_with_its_code)
def test_the_code_is_read_by_everybody_and_its_earlier_version_stays(server, new_page, width) -> None:
    page = new_page(width=width)
    page.goto("/code-of-practice")
    expect(page.get_by_role("heading", name="Whose?")).to_be_visible()
    page.get_by_role("link", name="Northmoor University").click()
    expect(page.get_by_text("Version 2, in force from")).to_be_visible()
    expect(page.get_by_role("heading", name="Who pays for security")).to_be_visible()
    looked_at(page, f"code-{width}")
    page.get_by_role("link", name="Version 1").click()
    expect(page.get_by_text("Starter text: make it yours.")).to_be_visible()
    looked_at(page, f"code-starter-{width}")
    page.goto("/freedom-of-speech/complain?provider=northmoor")
    page.get_by_role("button", name="Send the complaint").click()
    expect(page.get_by_role("alert").get_by_role("link", name="Say what happened.")).to_be_visible()
    looked_at(page, f"complain-{width}")
    page.get_by_label("Your name").fill("Vi Speaker")
    page.get_by_label("Your e-mail address").fill("vi@example.com")
    page.get_by_label("A visiting speaker").check()
    page.get_by_label("What happened?").fill("I was told not to come.")
    page.get_by_role("button", name="Send the complaint").click()
    expect(page.get_by_role("heading", name="We have your complaint")).to_be_visible()
    as_(page, server, "Grace Whitfield")
    page.goto("/statements/complaints/")
    looked_at(page, f"complaints-{width}")
    page.get_by_role("link", name="F-0001").click()
    expect(page.get_by_text("I was told not to come.")).to_be_visible()
    looked_at(page, f"complaint-{width}")


@pytest.mark.parametrize("width", [1280, 390])
@prepared(a_provider_with_its_code)
def test_the_organiser_accepts_it_at_the_end_of_the_form(server, new_page, width) -> None:
    page = new_page(width=width)
    as_(page, server, "Olu Adeyemi")
    page.goto("/events/new/")
    expect(page.get_by_role("link", name="version 2 (opens in a new tab)")).to_be_visible()
    page.get_by_role("button", name="Send the request").click()
    problem = "Read the code of practice on freedom of speech, and tick that you will keep to it."
    page.get_by_role("alert").get_by_role("link", name=problem).click()
    box = page.get_by_label("I have read the code of practice")
    expect(box).to_be_focused()
    looked_at(page, f"accept-{width}")
    box.check()
    page.get_by_role("button", name="Save for later").click()
    expect(page.get_by_label("I have read the code of practice")).to_be_checked()


@pytest.mark.parametrize("width", [1280, 390])
@prepared(a_provider_with_its_code)
def test_the_yearly_sending_is_shown_before_it_goes(server, new_page, width) -> None:
    page = new_page(width=width)
    as_(page, server, "Tom Ferris")
    page.goto("/statements/")
    looked_at(page, f"statements-{width}")
    page.get_by_role("link", name="Sent to students").click()
    looked_at(page, f"sendings-{width}")
    page.get_by_role("link", name="Send it").click()
    page.get_by_label("Department of Politics").check()
    page.get_by_label("Addresses of lists").fill("all-students@northmoor.example")
    page.get_by_role("button", name="Show it first").click()
    expect(page.get_by_text("To 3 people and 1 list")).to_be_visible()
    looked_at(page, f"send-{width}")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("The sending has begun.")).to_be_visible()
    looked_at(page, f"sending-{width}")
