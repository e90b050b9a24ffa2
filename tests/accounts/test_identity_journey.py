"""Signing in by an identity service, over HTTP from end to end: whom it signs in, and what is not believed."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.accounts import identity_stub
from tests.accounts.identity_stub import CLIENT, SECRET, Service
from tests.fixtures.databases import prepared

RUTH = "ruth.adair@northmoor.ac.uk"
BEGIN = "/account/identity/institution/?next=/account/"
NO_ACCOUNT = "There is no open account on Due Regard for you here."
NOT_AS_IT_SHOULD = "did not answer as it should"


def ruth_is_invited() -> None:
    from django.utils import timezone

    from dueregard.accounts import commands
    from dueregard.kernel.refs import system

    user = commands.open_account(RUTH, timezone.now(), by=system("tests"))
    commands.invite(user, by=system("tests"), now=timezone.now())


def what_is_kept() -> dict[str, Any]:
    from allauth.socialaccount.models import SocialAccount, SocialToken

    from dueregard.accounts.models import User
    from dueregard.ledger.models import Entry

    signed_in = Entry.objects.filter(action="accounts.signed-in")
    return {
        "users": [user.email for user in User.objects.all()],
        "identities": [[each.uid, each.extra_data] for each in SocialAccount.objects.all()],
        "tokens": SocialToken.objects.count(),
        "signed in": [entry.data for entry in signed_in],
    }


@pytest.fixture
def service(scratch_database) -> Iterator[Service]:
    """The identity service of the institution; ask for it before `server`, which is told of it."""
    with identity_stub.running() as stub:
        stub.person = {"sub": "s-1", "email": RUTH, "email_verified": True}
        scratch_database.settings |= {
            "oidc_issuer": stub.url,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SECRET,
            "oidc_name": "Northmoor",
        }
        yield stub


def arrive(server, browser: requests.Session | None = None) -> requests.Response:
    """Follow the button on the sign-in page to the identity service and back."""
    with browser or requests.Session() as visitor:
        return visitor.get(f"{server.url}{BEGIN}", timeout=30)


def signed_in(answer: requests.Response) -> bool:
    return answer.status_code == 200 and urlsplit(answer.url).path == "/account/" and RUTH in answer.text


@prepared(ruth_is_invited)
def test_an_invited_person_signs_in_and_nothing_is_kept_but_their_number(service, server) -> None:
    assert "Sign in with Northmoor" in requests.get(f"{server.url}/account/sign-in/", timeout=30).text
    service.claims = {"groups": ["administrators"], "name": "Ruth Adair", "roles": ["prevent-lead"]}
    assert signed_in(arrive(server))
    asked = service.asked[0]
    assert asked["redirect_uri"] == f"{server.url}/account/identity/institution/back/"
    assert asked["code_challenge_method"] == "S256"
    assert sorted(asked["scope"].split()) == ["email", "openid"]
    service.person |= {"email": "ruth.married@northmoor.ac.uk"}
    assert signed_in(arrive(server))
    assert service.asked[1]["nonce"] != asked["nonce"]
    assert server.call(what_is_kept) == {
        "users": [RUTH],
        "identities": [["s-1", {}]],
        "tokens": 0,
        "signed in": ['{"method":"socialaccount"}'] * 2,
    }


@prepared(ruth_is_invited)
def test_a_stranger_gets_the_same_sentence_as_somebody_unverified(service, server) -> None:
    service.person = {"sub": "s-2", "email": "stranger@northmoor.ac.uk", "email_verified": True}
    stranger = arrive(server)
    service.person = {"sub": "s-3", "email": RUTH, "email_verified": False}
    unverified = arrive(server)
    service.person = {"sub": "s-4"}
    nameless = arrive(server)
    for answer in (stranger, unverified, nameless):
        assert (answer.status_code, NO_ACCOUNT in answer.text) == (403, True)
    kept = server.call(what_is_kept)
    assert (kept["users"], kept["identities"], kept["signed in"]) == ([RUTH], [], [])


def another_key(service: Service) -> None:
    service.signs_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def our_secret(service: Service) -> None:
    service.algorithm, service.signs_with = "HS256", SECRET


def no_signature(service: Service) -> None:
    service.algorithm = "none"


def claim(**said: Any) -> Callable[[Service], None]:
    return lambda service: service.claims.update(said)


def describe(**said: Any) -> Callable[[Service], None]:
    return lambda service: service.describes.update(said)


def answer(said: dict[str, Any]) -> Callable[[Service], None]:
    return lambda service: setattr(service, "answers", said)


WRONG: dict[str, Callable[[Service], None]] = {
    "the nonce of another sign-in": claim(nonce="0" * 64),
    "no nonce": claim(nonce=None),
    "another audience": claim(aud="somebody-else"),
    "two audiences, given to the other": claim(aud=[CLIENT, "somebody-else"], azp="somebody-else"),
    "no audience": claim(aud=None),
    "another issuer": claim(iss="https://elsewhere.example"),
    "expired": claim(exp=int(time.time()) - 3600),
    "never expires": claim(exp=None),
    "from tomorrow": claim(iat=int(time.time()) + 86_400),
    "a number that is none": claim(sub=["s-1"]),
    "no number": claim(sub=None),
    "an address that is none": claim(email=[RUTH]),
    "signed with a key it does not publish": another_key,
    "signed with our shared secret": our_secret,
    "not signed": no_signature,
    "no token, only an answer about the person": answer({"access_token": "a"}),
    "a token that is none": answer({"access_token": "a", "id_token": "x.y.z"}),
    "a token that is not even text": answer({"access_token": "a", "id_token": {"sub": "s-1"}}),
    "an answer that is a list": answer(["access_token"]),  # type: ignore[arg-type]
    "it describes another service": describe(issuer="https://elsewhere.example"),
    "it does not say where its keys are": describe(jwks_uri=None),
}


@prepared(ruth_is_invited)
def test_what_cannot_be_right_is_not_believed(service, server) -> None:
    believed, other = [], {}
    for name, spoil in WRONG.items():
        service.claims, service.describes, service.answers = {}, {}, None
        service.algorithm, service.signs_with = "RS256", None
        spoil(service)
        got = arrive(server)
        if signed_in(got):
            believed.append(name)
        elif (got.status_code, NOT_AS_IT_SHOULD in got.text) != (403, True):
            other[name] = (got.status_code, got.url)
    assert (believed, other) == ([], {})
    assert server.call(what_is_kept)["signed in"] == []


@prepared(ruth_is_invited)
def test_an_answer_about_somebody_else_is_not_believed(service, server) -> None:
    service.claims = {"sub": "s-9", "email": None}
    got = arrive(server)
    assert (got.status_code, NOT_AS_IT_SHOULD in got.text) == (403, True)


@prepared(ruth_is_invited)
def test_a_way_back_works_once_and_only_in_the_browser_that_began(service, server) -> None:
    with requests.Session() as ruth, requests.Session() as thief:
        begun = ruth.get(f"{server.url}{BEGIN}", allow_redirects=False, timeout=30)
        back = requests.get(begun.headers["Location"], allow_redirects=False, timeout=30).headers["Location"]
        assert parse_qs(urlsplit(back).query)["state"]
        assert not signed_in(thief.get(back, timeout=30))
        assert signed_in(ruth.get(back, timeout=30))
        assert ruth.get(back, timeout=30).status_code == 403
    assert len(server.call(what_is_kept)["signed in"]) == 1


@prepared(ruth_is_invited)
def test_an_identity_service_that_is_down_is_said_in_words(service, server) -> None:
    service.down = True
    got = arrive(server)
    assert (got.status_code, NOT_AS_IT_SHOULD in got.text) == (403, True)
    with requests.Session() as ruth:
        service.down = False
        begun = ruth.get(f"{server.url}{BEGIN}", allow_redirects=False, timeout=30)
        back = requests.get(begun.headers["Location"], allow_redirects=False, timeout=30).headers["Location"]
        service.down = True
        assert ruth.get(back, timeout=30).status_code == 403


@prepared(ruth_is_invited)
def test_nothing_in_the_address_changes_what_is_asked_of_the_service(service, server) -> None:
    more = "&scope=admin&auth_params=nonce%3Dx%26prompt%3Dnone&action=rerequest"
    requests.get(f"{server.url}{BEGIN}{more}", timeout=30)
    asked = service.asked[0]
    assert sorted(asked["scope"].split()) == ["email", "openid"]
    assert "prompt" not in asked
    assert asked["nonce"] != "x"
