"""Signing in and out with an address and a password."""

import pytest
from django.test import Client

from dueregard.accounts import commands
from dueregard.accounts.adapter import NO_MATCH, TOO_MANY
from dueregard.accounts.models import User
from dueregard.kernel.refs import system
from dueregard.ledger.models import Entry
from tests.accounts.conftest import NOW, PASSWORD

SIGN_IN = "/account/sign-in/"


def try_it(client: Client, email: str, password: str, **more: str):
    return client.post(SIGN_IN, {"login": email, "password": password}, **more)


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_person_signs_in_with_address_and_password_in_any_case(client: Client, ruth: User) -> None:
    answer = try_it(client, "Ruth.Adair@Northmoor.ac.uk", PASSWORD)
    assert answer.status_code == 302
    assert answer["Location"] == "/home"
    assert signed_in(client)
    assert Entry.objects.filter(action="accounts.signed-in", subject_id=str(ruth.pk)).count() == 1


def test_a_wrong_password_an_unknown_address_and_a_closed_account_read_the_same(
    client: Client, ruth: User, ben: User
) -> None:
    commands.close_account(ben, by=system("tests"), now=NOW)
    answers = [
        try_it(client, ruth.email, "not the password"),
        try_it(client, "nobody@northmoor.ac.uk", PASSWORD),
        try_it(client, ben.email, PASSWORD),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert NO_MATCH in answer.content.decode()
    assert not signed_in(client)


def test_nobody_can_make_an_account_by_turning_up(client: Client, db: None) -> None:
    assert client.get("/account/signup/").status_code == 404
    assert client.get("/account/sign-up/").status_code == 404
    assert User.objects.count() == 0


def test_an_unknown_address_costs_as_much_hashing_as_a_known_one(
    client: Client, ruth: User, settings, monkeypatch
) -> None:
    from django.contrib.auth import hashers

    hashed: list[str] = []

    class Counting(hashers.MD5PasswordHasher):
        algorithm = "counting"

        def encode(self, password: str, salt: str) -> str:
            hashed.append(password)
            return super().encode(password, salt)

    settings.PASSWORD_HASHERS = ["tests.accounts.test_signing_in.Counting"]
    globals()["Counting"] = Counting
    hashers.get_hashers.cache_clear()
    hashers.get_hashers_by_algorithm.cache_clear()
    try:
        ruth.set_password(PASSWORD)
        ruth.save()
        hashed.clear()
        try_it(client, ruth.email, "a wrong one")
        for_known = len(hashed)
        hashed.clear()
        try_it(client, "nobody@northmoor.ac.uk", "a wrong one")
        assert len(hashed) == for_known == 1
    finally:
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        hashers.get_hashers.cache_clear()
        hashers.get_hashers_by_algorithm.cache_clear()


def test_guessing_at_one_account_from_one_place_stops_after_five_tries(client: Client, ruth: User) -> None:
    for _ in range(5):
        assert NO_MATCH in try_it(client, ruth.email, "guess").content.decode()
    answer = try_it(client, ruth.email, PASSWORD)
    assert TOO_MANY in answer.content.decode()
    assert not signed_in(client)


def test_the_owner_still_signs_in_from_elsewhere_while_somebody_guesses(client: Client, ruth: User) -> None:
    for place in range(20):
        for _ in range(6):
            try_it(client, ruth.email, "guess", REMOTE_ADDR=f"203.0.113.{place}")
    own = Client(REMOTE_ADDR="198.51.100.7")
    try_it(own, ruth.email, "a slip of the finger")
    assert try_it(own, ruth.email, PASSWORD).status_code == 302
    assert signed_in(own)


def test_an_unknown_address_is_throttled_like_a_known_one(client: Client, db: None) -> None:
    for _ in range(5):
        try_it(client, "nobody@northmoor.ac.uk", "guess")
    assert TOO_MANY in try_it(client, "nobody@northmoor.ac.uk", "guess").content.decode()


def test_one_place_cannot_try_many_accounts(client: Client, ruth: User) -> None:
    from dueregard.accounts import throttle

    for number in range(throttle.PER_PLACE):
        throttle.count("sign-in", f"somebody{number}@northmoor.ac.uk", "127.0.0.1", _now())
    assert TOO_MANY in try_it(client, ruth.email, PASSWORD).content.decode()


def _now():
    from django.utils import timezone

    return timezone.now()


@pytest.mark.parametrize("field", ["is_active", "is_staff", "is_superuser", "sessions_seal", "id", "user"])
def test_extra_fields_of_a_form_change_nothing(client: Client, ruth: User, field: str) -> None:
    """T5: over-posting."""
    before = User.objects.filter(pk=ruth.pk).values("email", "is_active", "sessions_seal", "password").get()
    client.post(SIGN_IN, {"login": ruth.email, "password": PASSWORD, field: "0"})
    after = User.objects.filter(pk=ruth.pk).values("email", "is_active", "sessions_seal", "password").get()
    assert after == before


@pytest.mark.parametrize(
    "typed", ["a\r\nSet-Cookie: x=1", "a\0b", "a\u2028b", "\x1b[2J", "\u202emoc", "x" * 100_000, ""]
)
@pytest.mark.parametrize("field", ["login", "password", "next"])
def test_strange_characters_at_sign_in_are_an_ordinary_mistake(
    client: Client, ruth: User, field: str, typed: str
) -> None:
    """T20: neither a server error nor a header of somebody's making."""
    given = {"login": ruth.email, "password": "wrong", "next": "/"} | {field: typed}
    answer = client.post(SIGN_IN, given)
    assert answer.status_code in {200, 302}
    assert "Set-Cookie" not in answer.get("Location", "")
    assert "x" not in answer.cookies


@pytest.mark.parametrize(
    "to", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "/\\e.example"]
)
def test_sign_in_never_leads_to_another_site(client: Client, ruth: User, to: str) -> None:
    answer = client.post(SIGN_IN, {"login": ruth.email, "password": PASSWORD, "next": to})
    assert answer["Location"] == "/home"


def test_signing_out_is_a_post_and_clears_what_the_browser_kept_but_its_cookies(
    client: Client, ruth: User
) -> None:
    try_it(client, ruth.email, PASSWORD)
    assert client.get("/account/sign-out/").status_code == 200
    assert signed_in(client)
    answer = client.post("/account/sign-out/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not signed_in(client)
    assert client.get("/account/").status_code == 302


def test_a_signed_in_page_is_kept_by_no_cache_and_has_the_headers(client: Client, ruth: User) -> None:
    try_it(client, ruth.email, PASSWORD)
    answer = client.get("/account/")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


def test_a_form_from_nowhere_is_refused(ruth: User, browser_of: type[Client]) -> None:
    """What a sandboxed frame sends, and what our own pages would send under another policy (docs/decisions/0006)."""
    browser = browser_of()
    given = {"login": ruth.email, "password": PASSWORD, "csrfmiddlewaretoken": browser.token()}
    answer = browser.post("/account/sign-in/", given, HTTP_ORIGIN="null")
    assert answer.status_code == 403
    assert answer["Referrer-Policy"] == "same-origin"
    browser.post("/account/sign-in/", given, HTTP_ORIGIN="http://testserver")
    assert "_auth_user_id" in browser.session
