"""Sign-in by the institution's identity service: it says who somebody is, and gives no account and no rights."""

import pytest
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory

from dueregard.accounts import commands
from dueregard.accounts.adapter import SocialAdapter
from dueregard.accounts.models import User
from dueregard.kernel.refs import system
from tests.accounts.conftest import NOW


@pytest.fixture
def service(settings) -> None:
    """What settings make of DUEREGARD_OIDC_*."""
    app = {"provider_id": "institution", "name": "Northmoor", "client_id": "due-regard", "secret": "s"}
    app["settings"] = {"server_url": "https://id.northmoor.example"}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


def arrive(address: str, *, verified: object = True, process: str = "login", sub: str = "s-1") -> SocialLogin:
    request = RequestFactory().get("/account/identity/institution/back/")
    request.session = SessionStore()
    login = SocialLogin(
        user=User(email=address, joined_at=NOW),
        account=SocialAccount(provider="institution", uid=sub, extra_data={"groups": ["administrators"]}),
        email_addresses=[EmailAddress(email=address, verified=verified, primary=True)],
    )
    login.state = {"process": process}
    login._lookup_by_socialaccount()
    SocialAdapter(request).pre_social_login(request, login)
    return login


def test_a_verified_address_of_an_open_account_signs_in(ruth: User, service: None) -> None:
    assert arrive("Ruth.Adair@northmoor.ac.uk").user == ruth
    assert arrive("a.new.address@northmoor.ac.uk").user == ruth  # from then on by its own number there
    assert User.objects.count() == 1


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_is_not_verified_does_not(ruth: User, verified: object) -> None:
    with pytest.raises(ImmediateHttpResponse) as refusal:
        arrive(ruth.email, verified=verified)
    assert refusal.value.response.status_code == 403


def test_a_service_that_gives_out_its_addresses_can_be_trusted_with_them(
    ruth: User, service: None, settings
) -> None:
    settings.IDENTITY_TRUSTS_ADDRESSES = True
    assert arrive(ruth.email, verified=False).user == ruth


def test_turning_up_makes_no_account(db: None) -> None:
    with pytest.raises(ImmediateHttpResponse):
        arrive("somebody.new@northmoor.ac.uk")
    assert not User.objects.exists()


def test_a_closed_account_stays_closed(ruth: User) -> None:
    commands.close_account(ruth, by=system("tests"), now=NOW)
    with pytest.raises(ImmediateHttpResponse):
        arrive(ruth.email)


def test_nobody_ties_another_identity_to_an_account_while_signed_in(ruth: User) -> None:
    with pytest.raises(ImmediateHttpResponse):
        arrive(ruth.email, process="connect")


def test_without_the_setting_there_is_no_such_service(client: Client, db: None) -> None:
    assert (
        "your institution" not in client.get("/account/sign-in/").content.decode().lower().split("<form")[0]
    )
    assert client.get("/account/identity/institution/").status_code == 404
