"""Asking a SAML identity service who somebody is, and believing the answer or not (security.md T15).

The library checks the signatures and most of the rest; this asks for all that it would let pass when absent: an
audience, an end of validity, a persistent number, an answer to a question of ours, and an assertion never seen before.
Only this module needs the optional extra.
"""

import hashlib
import time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Names
from onelogin.saml2.errors import OneLogin_Saml2_ValidationError
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from dueregard.accounts.errors import NotBelieved
from dueregard.accounts.saml.provider import PERSISTENT, Said, address_of

ALGORITHMS = {
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
}
LONGEST_MEMORY = 86_400


def question() -> tuple[str, str]:
    """The number of a new question, and the address at the service that asks it."""
    asking = OneLogin_Saml2_Auth(_as_seen("saml_login"), _configuration())
    address = asking.login(return_to="")
    return str(asking.get_last_request_id()), str(address)


def metadata() -> bytes:
    """What the identity service needs to know of us, as XML."""
    found = OneLogin_Saml2_Settings(_configuration(), sp_validation_only=True).get_sp_metadata()
    return found if isinstance(found, bytes) else found.encode()


def opened(sent: str) -> Any:
    """A response as it came, not believed yet. Raises `NotBelieved` when it is none."""
    try:
        return OneLogin_Saml2_Response(OneLogin_Saml2_Settings(_configuration()), sent)
    except Exception as problem:  # whatever XML and base64 may hold; the library names no common ancestor
        raise NotBelieved(f"it cannot be read: {type(problem).__name__}") from None


def question_of(response: Any) -> str:
    """The number of the question that a response answers; nothing unasked is taken."""
    found = response.get_in_response_to()
    if not found:
        raise NotBelieved("it answers no question of ours")
    return str(found)


def believed(response: Any, *, answers: str) -> Said:
    """What a response says, once everything about it holds. Raises `NotBelieved`, with nothing of what was sent."""
    try:
        response.is_valid(_as_seen("saml_arrive"), request_id=answers, raise_exceptions=True)
        ends, name = _what_may_not_lack(response)
    except NotBelieved:
        raise
    except OneLogin_Saml2_ValidationError as problem:
        raise NotBelieved(f"its response does not hold: {_name_of(problem)}") from None
    except Exception as problem:  # as in `opened`: what was sent may break anything on its way
        raise NotBelieved(f"its response does not hold: {type(problem).__name__}") from None
    _only_once(str(response.get_assertion_id()), ends)
    return Said(settings.SAML_ENTITY_ID, name, response.get_attributes())


def _what_may_not_lack(response: Any) -> tuple[int, str]:
    """The end of an assertion and the number in it, when it has all that the library would not miss."""
    if address_of("saml_metadata") not in response.get_audiences():
        raise NotBelieved("its assertion is for nobody in particular")
    methods = response.document.xpath("//ds:SignatureMethod/@Algorithm", namespaces=Names.NSMAP)
    if not set(methods) <= ALGORITHMS:
        raise NotBelieved("its signature is of a kind that is not taken")
    ends, name = response.get_assertion_not_on_or_after(), response.get_nameid_data()
    if ends is None:
        raise NotBelieved("its assertion never ends")
    if name["Format"] != PERSISTENT:
        raise NotBelieved("it gives the person no persistent number")
    return int(ends), str(name["Value"])


def _name_of(problem: OneLogin_Saml2_ValidationError) -> str:
    """The library's name for what is wrong; its sentence may hold what was sent."""
    names = vars(OneLogin_Saml2_ValidationError).items()
    return next((name for name, code in names if name.isupper() and code == problem.code), "unnamed")


def _only_once(assertion: str, ends: int) -> None:
    """Remember an assertion for as long as it could be sent again."""
    key = f"saml-assertion-{hashlib.sha256(assertion.encode()).hexdigest()}"
    left = min(max(ends - time.time(), 0) + Names.ALLOWED_CLOCK_DRIFT, LONGEST_MEMORY)
    if not cache.add(key, 1, timeout=int(left) + 1):
        raise NotBelieved("its assertion has been used before")


def _as_seen(name: str) -> dict[str, Any]:
    """A request to a page of ours, as the library wants it: under the configured address, whatever came."""
    address = urlsplit(settings.BASE_URL)
    return {
        "https": "on" if address.scheme == "https" else "off",
        "http_host": address.netloc,
        "script_name": "",
        "path_info": f"{address.path}{reverse(name)}",
        "get_data": {},
        "post_data": {},
    }


def _configuration() -> dict[str, Any]:
    return {
        "strict": True,
        "sp": {
            "entityId": address_of("saml_metadata"),
            "assertionConsumerService": {
                "url": address_of("saml_arrive"),
                "binding": Names.BINDING_HTTP_POST,
            },
            "NameIDFormat": PERSISTENT,
        },
        "idp": {
            "entityId": settings.SAML_ENTITY_ID,
            "singleSignOnService": {
                "url": settings.SAML_SIGN_IN_URL,
                "binding": Names.BINDING_HTTP_REDIRECT,
            },
            "x509certMulti": {"signing": settings.SAML_CERTIFICATES},
        },
        "security": {
            "wantAssertionsSigned": True,
            "wantMessagesSigned": True,
            "wantNameId": True,
            "wantAttributeStatement": False,
            "allowRepeatAttributeName": True,
            "allowSingleLabelDomains": True,
            "rejectDeprecatedAlgorithm": True,
            "requestedAuthnContext": False,
            "signatureAlgorithm": Names.RSA_SHA256,
            "digestAlgorithm": Names.SHA256,
        },
    }
