"""Signing in by SAML over HTTP: a good assertion signs in once, and none of the known forgeries does (T15)."""

import base64
import re
import time
import uuid
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.accounts.test_identity_journey import RUTH, ruth_is_invited, signed_in, what_is_kept
from tests.accounts.test_saml import MAIL, THEY, certificate
from tests.fixtures.databases import prepared

pytestmark = pytest.mark.skipif(
    find_spec("onelogin") is None, reason="The optional extra for SAML is not installed (make setup-saml)."
)
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
SPACES = (
    'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"'
)
Turn = Callable[[str], str]


def same(xml: str) -> str:
    return xml


def at(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds))


@dataclass
class Idp:
    """A SAML identity service in a few lines; the fields say what it does wrong."""

    key: str
    certificate: str
    site: str = ""
    audience: str = ""
    recipient: str = ""
    issuer: str = THEY
    name: str = "n-1"
    format: str = PERSISTENT
    address: str = RUTH
    lasts: int = 300
    sign_assertion: bool = True
    sign_response: bool = True
    algorithm: str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
    digest: str = "http://www.w3.org/2001/04/xmlenc#sha256"
    before_signing: Turn = field(default=same)
    after_signing: Turn = field(default=same)

    def answer(self, question: str) -> str:
        """The form field that the service's page sends for a question."""
        assertion = self._signed(self.before_signing(self._assertion(question)), on=self.sign_assertion)
        response = (
            f'<samlp:Response {SPACES} ID="_{uuid.uuid4()}" Version="2.0" IssueInstant="{at(0)}" '
            f'Destination="{self.recipient or self.site + "/account/saml/arrive/"}" InResponseTo="{question}">'
            f"<saml:Issuer>{self.issuer}</saml:Issuer><samlp:Status><samlp:StatusCode "
            'Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>'
            f"{assertion}</samlp:Response>"
        )
        sent = self.after_signing(self._signed(response, on=self.sign_response))
        return base64.b64encode(sent.encode()).decode()

    def _assertion(self, question: str) -> str:
        arrive = self.recipient or f"{self.site}/account/saml/arrive/"
        return (
            f'<saml:Assertion {SPACES} ID="_{uuid.uuid4()}" Version="2.0" IssueInstant="{at(0)}">'
            f"<saml:Issuer>{self.issuer}</saml:Issuer><saml:Subject>"
            f'<saml:NameID Format="{self.format}">{self.name}</saml:NameID>'
            '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'
            f'<saml:SubjectConfirmationData NotOnOrAfter="{at(self.lasts)}" Recipient="{arrive}" '
            f'InResponseTo="{question}"/></saml:SubjectConfirmation></saml:Subject>'
            f'<saml:Conditions NotBefore="{at(-600)}" NotOnOrAfter="{at(self.lasts)}"><saml:AudienceRestriction>'
            f"<saml:Audience>{self.audience or self.site + '/account/saml/metadata/'}</saml:Audience>"
            "</saml:AudienceRestriction></saml:Conditions>"
            f'<saml:AuthnStatement AuthnInstant="{at(0)}"><saml:AuthnContext><saml:AuthnContextClassRef>'
            "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef>"
            "</saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>"
            f'<saml:Attribute Name="{MAIL}"><saml:AttributeValue>{self.address}</saml:AttributeValue>'
            "</saml:Attribute></saml:AttributeStatement></saml:Assertion>"
        )

    def _signed(self, xml: str, *, on: bool) -> str:
        if not on:
            return xml
        from onelogin.saml2.utils import OneLogin_Saml2_Utils

        done = OneLogin_Saml2_Utils.add_sign(
            xml, self.key, self.certificate, sign_algorithm=self.algorithm, digest_algorithm=self.digest
        )
        return str(done.decode() if isinstance(done, bytes) else done)


def identity(tmp_path: Path) -> Idp:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return Idp(private, certificate(key).decode())


@pytest.fixture
def idp(scratch_database, tmp_path: Path) -> Iterator[Idp]:
    """The institution's service; ask for it before `server`, which is told of it."""
    service = identity(tmp_path)
    path = tmp_path / "service.pem"
    path.write_text(service.certificate)
    scratch_database.settings |= {
        "saml_entity_id": THEY,
        "saml_sign_in_url": "https://id.northmoor.example/sign-in",
        "saml_certificate_file": str(path),
        "saml_name": "Northmoor",
        "saml_trusts_addresses": "yes",
    }
    return service


def ask(site: str, browser: requests.Session) -> str:
    """Begin at the sign-in page; the number of the question that the service is asked."""
    begun = browser.get(f"{site}/account/saml/?next=/account/", allow_redirects=False, timeout=30)
    address = urlsplit(begun.headers["Location"])
    assert (address.scheme, address.netloc) == ("https", "id.northmoor.example")
    asked = zlib.decompress(base64.b64decode(parse_qs(address.query)["SAMLRequest"][0]), -15).decode()
    assert f'AssertionConsumerServiceURL="{site}/account/saml/arrive/"' in asked
    assert PERSISTENT in asked
    found = re.search(r'\bID="([^"]+)"', asked)
    assert found
    return found[1]


def send(site: str, browser: requests.Session, answer: str) -> requests.Response:
    """As a browser does: the service's form comes without our session, the redirect after it with it."""
    form = {"SAMLResponse": answer, "RelayState": "https://elsewhere.example/"}
    arrived = requests.post(f"{site}/account/saml/arrive/", data=form, allow_redirects=False, timeout=30)
    assert arrived.status_code == 302
    assert "HttpOnly" in arrived.headers["Set-Cookie"]
    browser.cookies.update(arrived.cookies)
    return browser.get(f"{site}{arrived.headers['Location']}", timeout=30)


def arrive(idp: Idp, server) -> requests.Response:
    idp.site = server.url
    with requests.Session() as browser:
        return send(server.url, browser, idp.answer(ask(server.url, browser)))


@prepared(ruth_is_invited)
def test_a_good_assertion_signs_in_and_nothing_is_kept_of_the_directory(idp, server) -> None:
    assert "Sign in with Northmoor" in requests.get(f"{server.url}/account/sign-in/", timeout=30).text
    assert signed_in(arrive(idp, server))
    idp.address = "ruth.married@northmoor.ac.uk"
    assert signed_in(arrive(idp, server))
    kept = server.call(what_is_kept)
    assert kept["users"] == [RUTH]
    assert [each[1] for each in kept["identities"]] == [{}]
    assert len(kept["signed in"]) == 2


@prepared(ruth_is_invited)
def test_a_stranger_gets_the_generic_sentence(idp, server) -> None:
    idp.address = "stranger@northmoor.ac.uk"
    got = arrive(idp, server)
    assert (got.status_code, "There is no open account on Due Regard for you here." in got.text) == (
        403,
        True,
    )


def evil(assertion: str) -> str:
    """The same assertion about somebody else, without its signature."""
    unsigned = re.sub(r"<ds:Signature.*?</ds:Signature>", "", assertion, flags=re.DOTALL)
    return re.sub(r'ID="_[^"]+"', 'ID="_evil"', unsigned, count=1).replace(">n-1<", ">n-victim<")


def assertion_in(response: str) -> str:
    found = re.search(r"<saml:Assertion.*</saml:Assertion>", response, re.DOTALL)
    assert found
    return found[0]


def beside(response: str) -> str:
    """A forged assertion in front of the signed one."""
    signed = assertion_in(response)
    return response.replace(signed, evil(signed) + signed)


def around(response: str) -> str:
    """A forged assertion that holds the signed one in its signature's object."""
    signed = assertion_in(response)
    signature = re.search(r"<ds:Signature.*?</ds:Signature>", signed, re.DOTALL)
    assert signature
    held = signature[0].replace("</ds:Signature>", f"<ds:Object>{signed}</ds:Object></ds:Signature>")
    forged = evil(signed).replace("</saml:Issuer>", f"</saml:Issuer>{held}", 1)
    return response.replace(signed, forged)


def in_extensions(response: str) -> str:
    """The signed assertion put where nobody looks, a forged one in its place."""
    signed = assertion_in(response)
    hidden = f"<samlp:Extensions>{signed}</samlp:Extensions><samlp:Status>"
    return response.replace(signed, evil(signed)).replace("<samlp:Status>", hidden, 1)


def response_around(response: str) -> str:
    """A forged response that holds the signed one in its signature's object."""
    signed = assertion_in(response)
    outer = response.replace(signed, evil(signed)).replace('ID="_', 'ID="_o', 1)
    return outer.replace("</ds:Signature>", f"<ds:Object>{response}</ds:Object></ds:Signature>", 1)


def changed(response: str) -> str:
    return response.replace(">n-1<", ">n-2<")


def entity(response: str) -> str:
    return f'<!DOCTYPE r [<!ENTITY who SYSTEM "file:///etc/passwd">]>{response.replace(">n-1<", ">&who;<")}'


def spoil(**wrong: Any) -> Callable[[Idp], None]:
    def do(idp: Idp) -> None:
        for name, value in wrong.items():
            setattr(idp, name, value)

    return do


def another_key(idp: Idp) -> None:
    other = identity(Path())
    idp.key, idp.certificate = other.key, other.certificate


WRONG: dict[str, Callable[[Idp], None]] = {
    "nothing is signed": spoil(sign_assertion=False, sign_response=False),
    "only the response is signed": spoil(sign_assertion=False),
    "only the assertion is signed": spoil(sign_response=False),
    "signed with another key": another_key,
    "signed with SHA-1": spoil(algorithm="http://www.w3.org/2000/09/xmldsig#rsa-sha1"),
    "another audience": spoil(audience="https://elsewhere.example/"),
    "no audience": spoil(
        before_signing=lambda xml: re.sub(r"<saml:AudienceRestriction>.*</saml:AudienceRestriction>", "", xml)
    ),
    "another recipient": spoil(recipient="https://elsewhere.example/arrive/"),
    "another issuer": spoil(issuer="https://elsewhere.example/"),
    "expired": spoil(lasts=-900),
    "never ends": spoil(before_signing=lambda xml: re.sub(r' NotOnOrAfter="[^"]+"', "", xml)),
    "a number for one sign-in": spoil(format="urn:oasis:names:tc:SAML:2.0:nameid-format:transient"),
    "an address for a number": spoil(
        format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress", name=RUTH
    ),
    "no number": spoil(name=""),
    "an answer to another question": spoil(
        after_signing=lambda xml: re.sub(r'InResponseTo="[^"]+"', 'InResponseTo="_other"', xml)
    ),
    "an answer to no question": spoil(after_signing=lambda xml: re.sub(r' InResponseTo="[^"]+"', "", xml)),
    "changed after signing": spoil(after_signing=changed),
    "an assertion beside": spoil(after_signing=beside),
    "an assertion around": spoil(after_signing=around),
    "an assertion hidden": spoil(after_signing=in_extensions),
    "a response around": spoil(after_signing=response_around),
    "wrapped, and the response not signed at all": spoil(sign_response=False, after_signing=around),
    "an entity of a file": spoil(after_signing=entity),
    "not XML": spoil(after_signing=lambda xml: "x" * 100),
    "empty": spoil(after_signing=lambda xml: " "),
}


WHY = {
    "nothing is signed": "NO_SIGNED_ASSERTION",
    "only the response is signed": "NO_SIGNED_ASSERTION",
    "only the assertion is signed": "NO_SIGNED_MESSAGE",
    "signed with another key": "INVALID_SIGNATURE",
    "signed with SHA-1": "DEPRECATED_SIGNATURE_METHOD",
    "another audience": "WRONG_AUDIENCE",
    "no audience": "for nobody in particular",
    "another recipient": "WRONG_DESTINATION",
    "another issuer": "WRONG_ISSUER",
    "expired": "ASSERTION_EXPIRED",
    "never ends": "never ends",
    "a number for one sign-in": "no persistent number",
    "an address for a number": "no persistent number",
    "no number": "EMPTY_NAMEID",
    "an answer to another question": "PermissionDenied",
    "an answer to no question": "no question of ours",
    "changed after signing": "INVALID_SIGNATURE",
    "an entity of a file": "DTDForbidden",
    "not XML": "cannot be read",
    "empty": "cannot be read",
}
"""What the log says; a wrapped assertion is one too many, wherever it is put."""


def last_reason(server) -> str:
    lines = server.log.read_text("utf-8").splitlines()
    return [line for line in lines if "did not sign somebody in" in line][-1]


@prepared(ruth_is_invited)
def test_no_forgery_signs_in_and_each_is_seen_for_what_it_is(idp, server) -> None:
    good, believed, other = dict(vars(idp)), [], {}
    for name, do_wrong in WRONG.items():
        vars(idp).update(good)
        do_wrong(idp)
        got = arrive(idp, server)
        if signed_in(got):
            believed.append(name)
        elif (got.status_code, "did not answer as it should" in got.text) != (403, True):
            other[name] = (got.status_code, got.url)
        elif WHY.get(name, "WRONG_NUMBER_OF_ASSERTIONS") not in last_reason(server):
            other[name] = last_reason(server)
    assert (believed, other) == ([], {})
    assert server.call(what_is_kept)["signed in"] == []


@prepared(ruth_is_invited)
def test_an_assertion_works_once_and_only_in_the_browser_that_asked(idp, server) -> None:
    idp.site = server.url
    with requests.Session() as ruth, requests.Session() as thief:
        answer = idp.answer(ask(server.url, ruth))
        ask(server.url, thief)
        assert not signed_in(send(server.url, thief, answer))
        assert signed_in(send(server.url, ruth, answer))
        assert send(server.url, ruth, answer).status_code == 403
        assert ruth.get(f"{server.url}/account/saml/finish/", timeout=30).status_code == 403


def seen_twice() -> list[str]:
    """An assertion that a session asked for, but that was used before (its question being remembered twice)."""
    from dueregard.accounts.errors import NotBelieved
    from dueregard.accounts.saml.assertions import _only_once

    said = []
    for _ in range(2):
        try:
            _only_once("_a1", int(time.time()) + 60)
            said.append("taken")
        except NotBelieved as problem:
            said.append(str(problem))
    return said


@prepared(ruth_is_invited)
def test_an_assertion_is_remembered_by_its_id_too(idp, scratch_database) -> None:
    assert scratch_database.call(seen_twice) == ["taken", "its assertion has been used before"]


@prepared(ruth_is_invited)
def test_a_comment_in_a_number_does_not_make_it_another_s(idp, server) -> None:
    idp.name = "n-1"
    assert signed_in(arrive(idp, server))
    idp.name, idp.address = "n-1<!-- -->-somebody", "stranger@northmoor.ac.uk"
    assert arrive(idp, server).status_code == 403


@prepared(ruth_is_invited)
def test_our_metadata_names_us_and_asks_for_signed_assertions(idp, server) -> None:
    found = requests.get(f"{server.url}/account/saml/metadata/", timeout=30)
    assert found.status_code == 200
    assert f'entityID="{server.url}/account/saml/metadata/"' in found.text
    assert 'WantAssertionsSigned="true"' in found.text
    assert f'Location="{server.url}/account/saml/arrive/"' in found.text


@prepared(ruth_is_invited)
def test_only_a_post_of_a_reasonable_size_arrives(idp, server) -> None:
    address = f"{server.url}/account/saml/arrive/"
    assert requests.get(address, timeout=30).status_code == 405
    assert requests.post(address, timeout=30).status_code == 403
    assert requests.post(address, data={"SAMLResponse": "x" * 300_000}, timeout=30).status_code == 403
    assert requests.post(f"{server.url}/account/saml/", timeout=30).status_code in {403, 405}
