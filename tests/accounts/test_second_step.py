"""The second step at sign-in: code generator, keys, recovery codes, and who must have one."""

import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.test import Client

from dueregard.accounts.models import User
from dueregard.accounts.registries import second_factor_rules
from dueregard.ledger.models import Entry
from dueregard.outbox.models import Message
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.urls("tests.accounts.pages")
SET_UP = "/account/second-step/"
ON = "/account/second-step/codes/on/"


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture(autouse=True)
def asked(settings) -> None:
    settings.SECOND_FACTOR_ASKED = True


@pytest.fixture
def needed(ruth: User):
    """A post of Ruth's needs a second factor."""

    def rule(user: User) -> bool:
        return user.pk == ruth.pk

    before = list(second_factor_rules)
    second_factor_rules._entries[:] = [rule]
    yield
    second_factor_rules._entries[:] = before


@pytest.fixture
def secret(ruth: User) -> str:
    """Ruth's code generator."""
    made = generate_totp_secret()
    TOTP.activate(ruth, made)
    return made


def sign_in(user: User) -> Client:
    client = Client()
    client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
    return client


def test_who_needs_a_second_factor_and_has_none_goes_to_set_one_up_and_nowhere_else(
    ruth: User, ben: User, needed: None
) -> None:
    client = sign_in(ruth)
    for path in ("/notes/", "/account/", "/account/password/"):
        assert client.get(path)["Location"] == SET_UP, path
    assert client.post("/notes/", {"a": "b"})["Location"] == SET_UP
    assert "A post of yours needs a second step." in client.get(SET_UP).content.decode()
    assert client.get("/account/second-step/codes/on/").status_code == 200
    assert client.post("/account/sign-out/").status_code == 302
    assert sign_in(ben).get("/notes/").status_code == 200


def a_code_generator_is_set_up() -> dict[str, Any]:
    """Runs with real commits: allauth tells of a new factor once it is committed."""
    from django.conf import settings

    from tests.accounts.conftest import account

    settings.SECOND_FACTOR_ASKED = True
    settings.ROOT_URLCONF = "tests.accounts.pages"
    settings.ALLOWED_HOSTS = ["testserver"]
    second_factor_rules._entries[:] = [lambda user: True]
    ruth = account("ruth.adair@northmoor.ac.uk")
    client, elsewhere = sign_in(ruth), sign_in(ruth)
    before = client.cookies["session"].value
    secret = client.get(ON, HTTP_HOST="testserver").content.decode().split('<code class="dr-code">')[1][:32]
    answer = client.post(ON, {"code": code_of(secret)})
    return {
        "then": answer["Location"],
        "codes": client.get(answer["Location"]).content.decode().count("dr-code") - 1,
        "here": client.get("/notes/").status_code,
        "elsewhere": elsewhere.get("/notes/").status_code,
        "same key": client.cookies["session"].value == before,
        "recorded": [entry.data for entry in Entry.objects.filter(action="accounts.factor-added")],
        "told": Message.objects.filter(kind="accounts.factors-changed").count(),
    }


def test_setting_up_a_code_generator_opens_the_house_here_and_ends_other_sign_ins(scratch_database) -> None:
    assert scratch_database.call(a_code_generator_is_set_up) == {
        "then": "/account/second-step/recovery/",
        "codes": 10,
        "here": 200,
        "elsewhere": 302,
        "same key": False,
        "recorded": ['{"kind":"totp"}'],
        "told": 1,
    }


def test_the_secret_of_a_code_generator_is_sealed_in_the_database(ruth: User, secret: str) -> None:
    kept = Authenticator.objects.get(user=ruth).data["secret"]
    assert secret not in kept
    assert Authenticator.objects.get(user=ruth).wrap().validate_code(code_of(secret))


def test_signing_in_asks_for_the_code(ruth: User, secret: str) -> None:
    client = sign_in(ruth)
    assert "_auth_user_id" not in client.session
    assert client.get("/notes/").status_code == 302
    answer = client.post("/account/second-step/sign-in/", {"code": "000000"})
    assert "That code is not right." in answer.content.decode()
    assert client.post("/account/second-step/sign-in/", {"code": code_of(secret)}).status_code == 302
    assert client.get("/notes/").status_code == 200
    assert Entry.objects.get(action="accounts.signed-in").data == '{"method":"mfa"}'


def test_a_recovery_code_signs_in_once(ruth: User, secret: str) -> None:
    RecoveryCodes.activate(ruth)
    code = Authenticator.objects.get(user=ruth, type="recovery_codes").wrap().get_unused_codes()[0]
    client = sign_in(ruth)
    assert client.post("/account/second-step/sign-in/", {"code": code}).status_code == 302
    assert client.get("/notes/").status_code == 200
    again = sign_in(ruth)
    again.post("/account/second-step/sign-in/", {"code": code})
    assert "_auth_user_id" not in again.session


def test_guessing_codes_stops(ruth: User, secret: str) -> None:
    client = sign_in(ruth)
    for _ in range(10):
        client.post("/account/second-step/sign-in/", {"code": "000000"})
    client.post("/account/second-step/sign-in/", {"code": code_of(secret)})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "typed", ["", "x" * 10_000, "1\0", "１２３４５６", "\u202e123456", "-1", "12345\r\n6"]
)
def test_a_code_that_is_none_is_an_ordinary_mistake(ruth: User, secret: str, typed: str) -> None:
    client = sign_in(ruth)
    assert client.post("/account/second-step/sign-in/", {"code": typed}).status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "{}",
        "[]",
        "null",
        "1",
        '{"id": 1}',
        "{",
        '{"id":"a","rawId":"b","response":{},"type":"public-key"}',
    ],
)
def test_an_answer_of_a_key_that_is_none_is_an_ordinary_mistake(ruth: User, secret: str, typed: str) -> None:
    client = sign_in(ruth)
    for path in ("/account/second-step/sign-in/", "/account/second-step/keys/sign-in/"):
        assert client.post(path, {"credential": typed}).status_code in {200, 302}
    assert "_auth_user_id" not in client.session


def test_turning_it_off_is_recorded_and_told(
    ruth: User, secret: str, django_capture_on_commit_callbacks
) -> None:
    client = sign_in(ruth)
    client.post("/account/second-step/sign-in/", {"code": code_of(secret)})
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/account/second-step/codes/off/").status_code == 302
    assert not Authenticator.objects.exists()
    assert Entry.objects.filter(action="accounts.factor-removed").count() == 1
    assert Message.objects.filter(kind="accounts.factors-changed").count() == 1
    assert client.get("/account/").status_code == 200


def test_long_after_signing_in_a_change_asks_who_it_is(ruth: User) -> None:
    client = sign_in(ruth)
    session = client.session
    session["signed_in_at"] = int(time.time()) - 3600
    session["seen_at"] = int(time.time())
    session.save()
    answer = client.get("/account/second-step/codes/on/")
    assert answer["Location"].startswith("/account/confirm/?next=")
    assert client.post(answer["Location"], {"password": "wrong"}).status_code == 200
    assert (
        client.post(answer["Location"], {"password": PASSWORD})["Location"]
        == "/account/second-step/codes/on/"
    )
    assert client.get("/account/second-step/codes/on/").status_code == 200


def moved_back(client: Client, *, signed_in: timedelta, seen: timedelta) -> None:
    session, now = client.session, int(time.time())
    session["signed_in_at"] = now - int(signed_in.total_seconds())
    session["seen_at"] = now - int(seen.total_seconds())
    session.save()


def test_a_sign_in_of_a_post_that_sees_more_lapses_after_a_quarter_of_an_hour_idle(
    ruth: User, needed: None, secret: str
) -> None:
    client = sign_in(ruth)
    client.post("/account/second-step/sign-in/", {"code": code_of(secret)})
    moved_back(client, signed_in=timedelta(hours=1), seen=timedelta(minutes=14))
    assert client.get("/notes/").status_code == 200
    moved_back(client, signed_in=timedelta(hours=1), seen=timedelta(minutes=15))
    assert client.get("/notes/").status_code == 302


def test_any_sign_in_lapses_after_eight_hours_and_none_by_idling_alone_without_such_a_post(ben: User) -> None:
    client = sign_in(ben)
    moved_back(client, signed_in=timedelta(hours=7, minutes=59), seen=timedelta(hours=5))
    assert client.get("/notes/").status_code == 200
    moved_back(client, signed_in=timedelta(hours=8), seen=timedelta(seconds=1))
    assert client.get("/notes/").status_code == 302


def test_the_demo_asks_for_no_second_factor(ruth: User, needed: None, settings) -> None:
    settings.SECOND_FACTOR_ASKED = False
    assert sign_in(ruth).get("/notes/").status_code == 200
