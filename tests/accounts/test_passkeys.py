"""A passkey in a real browser, with the authenticator that Chromium has for tests, where a post needs a second step."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.accounts.conftest import PASSWORD
from tests.fixtures.databases import Scratch, prepared
from tests.fixtures.servers import Server, start

RUTH = "ruth.adair@northmoor.example"
HOME = re.compile(r"^[^?]*/account/$")


def ruth_holds_a_post_that_needs_a_second_step() -> None:
    from tests import people

    provider = people.a_unit("northmoor", "Northmoor University", kind="provider")
    people.a_post_kind("administrator", "Administrator", "organisation.manage_people")
    ruth = people.a_person("Ruth Adair", provider)
    people.give(ruth, "administrator", provider)
    ruth.user.set_password(PASSWORD)
    ruth.user.save()


def what_is_recorded() -> list[str]:
    from dueregard.ledger.models import Entry

    wanted = ["accounts.factor-added", "accounts.signed-in"]
    return [f"{each.action} {each.data}" for each in Entry.objects.filter(action__in=wanted).order_by("seq")]


@pytest.fixture
def server(scratch_database: Scratch) -> Iterator[Server]:
    """Under a name, since a key belongs to one, and asking for second steps."""
    running = start(scratch_database, name="localhost", settings="tests.accounts.asking")
    yield running
    running.stop()
    assert running.errors() == []


def has_an_authenticator(page: Any) -> None:
    """The person's device keeps passkeys and always recognises its owner."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def give_password(page: Any) -> None:
    page.goto("/account/sign-in/?next=/account/")
    page.get_by_label("E-mail address").fill(RUTH)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def add_a_key(page: Any, *, alone: bool) -> None:
    page.get_by_role("link", name="Add a key").click()
    page.get_by_label("A name for this key").fill("phone")
    if alone:
        page.get_by_label("Sign in with this key alone, without a password").check()
    page.get_by_role("button", name="Add this key").click()
    page.get_by_role("heading", name="10 of 10 left").wait_for()


def sign_out(page: Any) -> None:
    page.get_by_role("button", name="Sign out").first.click()
    page.goto("/account/")
    page.get_by_role("heading", name="Sign in", exact=True).wait_for()


@prepared(ruth_holds_a_post_that_needs_a_second_step)
def test_a_passkey_is_set_up_because_a_post_needs_it_and_then_signs_in_alone(server, page) -> None:
    has_an_authenticator(page)
    give_password(page)
    page.wait_for_url("**/account/second-step/")
    expect(page.get_by_text("A post of yours needs a second step.")).to_be_visible()
    page.goto("/home")
    page.wait_for_url("**/account/second-step/")
    add_a_key(page, alone=True)
    page.goto("/account/")
    page.wait_for_url(HOME)
    sign_out(page)
    page.goto("/account/sign-in/?next=/account/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(HOME)
    expect(page.get_by_text(RUTH).first).to_be_visible()
    assert server.call(what_is_recorded) == [
        'accounts.signed-in {"method":"password"}',
        'accounts.factor-added {"kind":"webauthn"}',
        'accounts.signed-in {"method":"mfa"}',
    ]


@prepared(ruth_holds_a_post_that_needs_a_second_step)
def test_a_password_alone_opens_nothing_once_there_is_a_key_and_the_key_does(server, page, new_page) -> None:
    has_an_authenticator(page)
    give_password(page)
    page.wait_for_url("**/account/second-step/")
    add_a_key(page, alone=False)
    sign_out(page)
    thief = new_page()
    give_password(thief)
    thief.get_by_role("heading", name="Second step").wait_for()
    for path in ("/account/", "/home", "/account/second-step/keys/"):
        thief.goto(path)
        assert "sign-in/" in thief.url, path
    give_password(page)
    page.get_by_role("heading", name="Second step").wait_for()
    page.get_by_role("button", name="Use a key").click()
    page.wait_for_url(HOME)
