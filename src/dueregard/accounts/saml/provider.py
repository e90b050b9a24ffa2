"""What an assertion says of a person, as far as we take it: a number, and the address by which it is first matched."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.saml.provider import SAMLProvider
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
ADDRESS = (
    "urn:oid:0.9.2342.19200300.100.1.3",
    "mail",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
)
VERIFIED = ("email_verified", "http://schemas.auth0.com/email_verified")


@dataclass(frozen=True, slots=True)
class Said:
    """A believed assertion: who says it, the person's persistent number there, and attributes by name."""

    issuer: str
    number: str
    attributes: dict[str, list[str]] = field(default_factory=dict)

    def first(self, names: tuple[str, ...]) -> str:
        return next((self.attributes[name][0] or "" for name in names if self.attributes.get(name)), "")

    @property
    def key(self) -> str:
        """The number bound to its issuer, of one length: two services that give the same number are two people."""
        return hashlib.sha256(f"dueregard-saml-1\x1f{self.issuer}\x1f{self.number}".encode()).hexdigest()


class SamlProvider(SAMLProvider):
    """allauth's provider, for one service, which takes no names, no groups and no rights."""

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        return reverse("saml_login") + (f"?{urlencode(kwargs)}" if kwargs else "")

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Send the browser to the service; the number of the question is remembered in its session, once."""
        from dueregard.accounts.saml import assertions

        number, address = assertions.question()
        self.stash_redirect_state(request, process, next_url, data, state_id=number, **kwargs)
        return HttpResponseRedirect(address)

    def extract_uid(self, data: Said) -> str:
        return data.key

    def extract_extra_data(self, data: Said) -> dict[str, Any]:
        """Nothing of the institution's directory is kept."""
        return {}

    def extract_common_fields(self, data: Said) -> dict[str, Any]:
        return {"email": data.first(ADDRESS)}

    def extract_email_addresses(self, data: Said) -> list[EmailAddress]:
        verified = data.first(VERIFIED).lower() == "true"
        return [EmailAddress(email=data.first(ADDRESS), verified=verified, primary=True)]


def address_of(name: str) -> str:
    """Our address by the name of its page, by what is configured and not by what a request calls us."""
    return str(settings.BASE_URL) + reverse(name)
