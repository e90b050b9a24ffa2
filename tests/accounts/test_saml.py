"""Sign-in by SAML, as far as it needs nothing installed: settings, and who is matched to whom."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers import registry
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory

from dueregard.accounts import commands
from dueregard.accounts.adapter import SocialAdapter
from dueregard.accounts.models import User
from dueregard.accounts.saml.provider import Said, SamlProvider
from dueregard.kernel.refs import system
from tests.accounts.conftest import NOW

THEY = "https://id.northmoor.example/saml"
MAIL = "urn:oid:0.9.2342.19200300.100.1.3"


def certificate(key: rsa.RSAPrivateKey) -> bytes:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "id.northmoor.example")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=2))
    return made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def arrive(address: str, *, number: str = "n-1", issuer: str = THEY, **more: list[str]) -> SocialLogin:
    """What happens once an assertion with this number and address is believed."""
    request = RequestFactory().get("/account/saml/finish/")
    request.session = SessionStore()
    provider = SamlProvider(request, app=SocialApp(provider="saml", provider_id="saml", client_id="i"))
    login = provider.sociallogin_from_response(request, Said(issuer, number, {MAIL: [address], **more}))
    login.state = {"process": "login"}
    login._lookup_by_socialaccount()
    SocialAdapter(request).pre_social_login(request, login)
    return login


@pytest.fixture(autouse=True)
def configured(settings) -> Iterator[None]:
    """What settings and the start make of DUEREGARD_SAML_*, as far as nothing is asked of the service."""
    app = {"provider_id": "saml", "name": "Northmoor", "client_id": "institution"}
    settings.SOCIALACCOUNT_PROVIDERS = {"saml": {"APPS": [app]}}
    registry.register(SamlProvider)
    yield
    del registry.provider_map["saml"]


@pytest.fixture
def trusted(settings) -> None:
    settings.IDENTITY_TRUSTS_ADDRESSES = True


def test_the_first_sign_in_is_matched_by_address_and_all_others_by_number(ruth: User, trusted: None) -> None:
    assert arrive("Ruth.Adair@northmoor.ac.uk", groups=["administrators"]).user == ruth
    assert arrive("ruth.married@northmoor.ac.uk").user == ruth
    assert User.objects.count() == 1
    kept = SocialAccount.objects.get()
    assert kept.extra_data == {}
    assert "n-1" not in kept.uid


def test_an_address_given_to_somebody_new_does_not_open_the_account_of_its_last_owner(
    ruth: User, ben: User, trusted: None
) -> None:
    arrive(ruth.email, number="n-1")
    assert arrive(ben.email, number="n-1").user == ruth
    assert SocialAccount.objects.count() == 1


def test_the_same_number_from_another_service_is_another_person(ruth: User, ben: User, trusted: None) -> None:
    assert arrive(ruth.email).user == ruth
    assert arrive(ben.email, issuer="https://elsewhere.example").user == ben


def test_an_address_counts_when_the_service_says_so_or_is_trusted_with_it(ruth: User) -> None:
    for said in ([], ["false"], ["1"], [""]):
        with pytest.raises(ImmediateHttpResponse) as refusal:
            arrive(ruth.email, email_verified=said)
        assert refusal.value.response.status_code == 403
    assert arrive(ruth.email, email_verified=["true"]).user == ruth


@pytest.mark.parametrize("address", ["", "somebody.new@northmoor.ac.uk", "not an address", "a@b\0c"])
def test_turning_up_makes_no_account(ruth: User, trusted: None, address: str) -> None:
    with pytest.raises(ImmediateHttpResponse) as refusal:
        arrive(address)
    assert "There is no open account" in refusal.value.response.content.decode()
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)


def test_a_closed_account_stays_closed(ruth: User, trusted: None) -> None:
    commands.close_account(ruth, by=system("tests"), now=NOW)
    with pytest.raises(ImmediateHttpResponse):
        arrive(ruth.email)


def test_without_the_setting_there_is_no_such_page(client: Client, db: None) -> None:
    for page in ("", "arrive/", "finish/", "metadata/"):
        assert client.post(f"/account/saml/{page}").status_code == 404


@pytest.fixture
def refusal(scratch_database):
    """What the start says with these settings, on one line."""

    def start(**given: str) -> str:
        scratch_database.settings |= {"saml_entity_id": THEY, **given}
        done = scratch_database.run("manage", "check", check=False)
        assert done.returncode != 0
        return " ".join((done.stdout + done.stderr).split())

    return start


def test_two_identity_services_are_refused_at_the_start(refusal) -> None:
    told = {"oidc_issuer": "https://id.example", "oidc_client_id": "a", "oidc_client_secret": "b"}
    assert "are both set: people sign in by one identity service" in refusal(**told)


@pytest.mark.skipif(
    find_spec("onelogin") is not None, reason="The optional extra for SAML is installed here."
)
def test_without_the_optional_extra_the_start_says_how_to_get_it(refusal) -> None:
    assert "optional extra that is not installed here. Install it with `make setup-saml`" in refusal()


@pytest.mark.parametrize("content", [b"", b"not a certificate", b"-----BEGIN CERTIFICATE-----\nx\n"])
def test_a_file_without_a_certificate_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    from django.core.exceptions import ImproperlyConfigured

    from dueregard.config.saml import certificates

    path = tmp_path / "service.pem"
    with pytest.raises(ImproperlyConfigured, match="SAML_CERTIFICATE_FILE cannot be read"):
        certificates(str(path))
    path.write_bytes(content)
    with pytest.raises(ImproperlyConfigured, match="holds no certificate in PEM form"):
        certificates(str(path))


def test_a_file_may_hold_the_next_certificate_too(tmp_path: Path, key: rsa.RSAPrivateKey) -> None:
    from dueregard.config.saml import certificates

    path = tmp_path / "service.pem"
    path.write_bytes(certificate(key) * 2)
    assert len(certificates(str(path))) == 2
