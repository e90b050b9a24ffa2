"""The pages of accounts in a real browser: readable by everybody, on a phone, and nothing lost."""

import re
import time
from typing import Any

from playwright.sync_api import expect

from tests.accounts.conftest import PASSWORD, account
from tests.fixtures.browsers import check_accessible, check_no_sideways_scroll
from tests.fixtures.databases import prepared

RUTH = "ruth.adair@northmoor.ac.uk"
HOME = re.compile(r"^[^?]*/account/$")


def ruth_has_an_account() -> None:
    account(RUTH)


def an_invitation() -> str:
    from django.utils import timezone

    from dueregard.accounts import commands, links
    from dueregard.accounts.catalogue import INVITE
    from dueregard.kernel.refs import system

    user = commands.open_account("new.person@northmoor.ac.uk", timezone.now(), by=system("tests"))
    commands.invite(user, by=system("tests"), now=timezone.now())
    return f"/account/invited/{links.token_for(INVITE.code, user.ref, timezone.now())}/"


def sessions_lapse() -> None:
    from dueregard.accounts.models import Session

    Session.objects.all().delete()


def code_now(secret: str) -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def sign_in(page: Any) -> None:
    page.goto("/account/sign-in/?next=/account/")
    page.get_by_label("E-mail address").fill(RUTH)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(HOME)


def looked_at(page: Any) -> None:
    check_accessible(page)
    check_no_sideways_scroll(page)


SIGNED_OUT = ["/account/sign-in/", "/account/password/reset/", "/account/password/reset/asked/"]
SIGNED_IN = [
    "/account/",
    "/account/password/",
    "/account/sign-out/",
    "/account/second-step/",
    "/account/second-step/codes/on/",
    "/account/second-step/keys/",
    "/account/second-step/keys/add/",
]


@prepared(ruth_has_an_account)
def test_every_page_before_signing_in_is_accessible(server, page) -> None:
    for path in [
        *SIGNED_OUT,
        "/account/invited/gone/",
        "/account/password/reset/1-x/",
        server.call(an_invitation),
    ]:
        page.goto(path)
        looked_at(page)
    page.goto("/account/sign-in/")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    looked_at(page)


@prepared(ruth_has_an_account)
def test_every_page_of_one_s_own_account_is_accessible(server, page) -> None:
    sign_in(page)
    for path in SIGNED_IN:
        page.goto(path)
        looked_at(page)


@prepared(ruth_has_an_account)
def test_a_code_generator_is_set_up_and_used(server, page, new_page) -> None:
    sign_in(page)
    page.goto("/account/second-step/codes/on/")
    secret = page.locator("code").inner_text()
    page.get_by_label("The code that the app shows now").fill(server.call(code_now, secret))
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_role("heading", name="10 of 10 left")).to_be_visible()
    for path in (
        "/account/second-step/recovery/",
        "/account/second-step/",
        "/account/second-step/codes/off/",
    ):
        page.goto(path)
        looked_at(page)
    page.goto("/account/second-step/recovery/new/")
    looked_at(page)
    other = new_page(width=390)
    other.goto("/account/sign-in/?next=/account/")
    other.get_by_label("E-mail address").fill(RUTH)
    other.get_by_label("Password", exact=True).fill(PASSWORD)
    other.get_by_role("button", name="Sign in", exact=True).click()
    expect(other.get_by_role("heading", name="Second step")).to_be_visible()
    looked_at(other)
    other.get_by_label("Code", exact=True).fill(server.call(code_now, secret))
    other.get_by_role("button", name="Sign in", exact=True).click()
    other.wait_for_url(HOME)


@prepared(ruth_has_an_account)
def test_a_key_that_does_not_answer_says_so_in_words(server, page) -> None:
    """A key belongs to a name; the tests' server has only a number, so the browser refuses it."""
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
    sign_in(page)
    page.goto("/account/second-step/keys/add/")
    expect(page.get_by_role("button", name="Add this key")).to_be_visible()
    page.get_by_role("button", name="Add this key").click()
    page.get_by_text("The key did not answer").wait_for()


@prepared(ruth_has_an_account)
def test_without_javascript_one_can_sign_in_and_out(server, page_without_javascript) -> None:
    page = page_without_javascript
    sign_in(page)
    page.get_by_role("button", name="Sign out").first.click()
    page.goto("/account/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


@prepared(ruth_has_an_account)
def test_with_the_keyboard_alone_one_signs_in(server, page) -> None:
    page.goto("/account/sign-in/?next=/account/")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type(RUTH)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(HOME)


@prepared(ruth_has_an_account)
def test_what_was_written_is_still_there_after_the_sign_in_lapsed(server, page) -> None:
    sign_in(page)
    token = page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value")
    server.call(sessions_lapse)
    page.set_content(
        f'<form method="post" action="{server.url}/set-up/"><input name="csrfmiddlewaretoken" value="{token}">'
        '<textarea name="reasons">The speaker is known to us.</textarea><button>Send</button></form>'
    )
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Nothing is lost.")).to_be_visible()
    looked_at(page)
    page.get_by_label("E-mail address").fill(RUTH)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Nothing is lost.")).to_be_visible()
    looked_at(page)
    expect(page.get_by_role("button", name="Send it now")).to_be_visible()
