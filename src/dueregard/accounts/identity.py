"""Sign-in by the institution's OpenID Connect service, stricter than allauth alone (security.md T15).

allauth believes a token that came straight from the token endpoint without looking at its signature, sends no nonce,
takes an answer without any token, and keeps every claim. Here a sign-in needs a token signed with a key of the service, for us,
for this very sign-in, that has not expired, and from the configured issuer. Of the claims only the number is kept.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from requests import RequestException

from dueregard.accounts.errors import NotBelieved

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
"""Those with a public key. The shared secret signs nothing, and 'none' is not a signature."""
CLOCKS_DIFFER = 60
NEEDED = ["iss", "sub", "aud", "exp", "iat"]
KINDS = {"sub": str, "email": str}


class InstitutionAdapter(OpenIDConnectOAuth2Adapter):
    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        with _not_readable("its description of itself"):
            found: dict[str, Any] = super().openid_config
            if found["issuer"].rstrip("/") != settings.OIDC_ISSUER.rstrip("/"):
                raise NotBelieved("it calls itself by another name than DUEREGARD_OIDC_ISSUER")
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                found[name]
            return found

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """The registered address, whatever a request called us."""
        return str(settings.BASE_URL) + reverse("openid_connect_callback", args=[self.provider_id])

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: Any, pkce_code_verifier: str | None = None
    ) -> Any:
        self.nonce = nonce_of(pkce_code_verifier or "")
        with _not_readable("its answer to our code"):
            return super().get_access_token_data(request, app, client, pkce_code_verifier)

    def parse_token(self, data: Any) -> SocialToken:
        with _not_readable("its answer to our code"):
            return super().parse_token(data)

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        with _not_readable("its token"):
            said = self._decode_id_token(app, kwargs["response"]["id_token"])
        if not {"email", "email_verified"} <= said.keys() and "userinfo_endpoint" in self.openid_config:
            said = self._more_about(said, token)
        return self.get_provider().sociallogin_from_response(request, {"userinfo": said})

    def _more_about(self, claims: dict[str, Any], token: SocialToken) -> dict[str, Any]:
        with _not_readable("what it says of the person"):
            found: dict[str, Any] = self._fetch_user_info(token.token)
            if found["sub"] != claims["sub"]:
                raise NotBelieved("its token is about one person and its answer about another")
            return _well_formed(found) if "email" in found else claims

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        claims: dict[str, Any] = jwt.decode(
            id_token,
            key=self._key_of(id_token),
            algorithms=ALGORITHMS,
            audience=app.client_id,
            issuer=self.openid_config["issuer"],
            leeway=CLOCKS_DIFFER,
            options={"require": NEEDED},
        )
        if claims.get("nonce") != self.nonce:
            raise NotBelieved("its token was made for another sign-in")
        if claims.get("azp", app.client_id) != app.client_id:
            raise NotBelieved("its token was made for another product")
        return _well_formed(claims)

    def _key_of(self, id_token: str) -> jwt.PyJWK:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            keys = [key for key in jwt.PyJWKSet.from_dict(answer.json()).keys if key.public_key_use != "enc"]
        wanted = jwt.get_unverified_header(id_token).get("kid")
        found = [key for key in keys if wanted is None or key.key_id == wanted]
        if len(found) != 1:
            raise NotBelieved("its token is signed with a key that it does not publish")
        return found[0]


class InstitutionProvider(OpenIDConnectProvider):
    """allauth's provider with a nonce, and with nothing taken from the address of the request."""

    oauth2_adapter_class = InstitutionAdapter

    def get_pkce_params(self) -> dict[str, str]:
        """The nonce follows from the secret of PKCE, so that it needs no place of its own in the session."""
        found: dict[str, str] = super().get_pkce_params()
        return {**found, "nonce": nonce_of(found["code_verifier"])}

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_redirect_from_request_kwargs(request)
        return {**kwargs, "scope": self.get_scope(), "auth_params": self.get_auth_params()}

    def get_default_scope(self) -> list[str]:
        return ["openid", "email"]

    def redirect(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().redirect(request, *args, **kwargs)
        except (OAuth2Error, RequestException) as problem:
            answer = render_authentication_error(request, self, exception=problem)
        return answer

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        """Nothing: neither names nor groups of the institution's directory are kept."""
        return {}


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where the identity service sends people back to."""
    adapter = InstitutionAdapter(request, provider_id)
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(adapter)(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except (OAuth2Error, RequestException) as problem:
        answer = render_authentication_error(request, adapter.get_provider(), exception=problem)
    return answer


def nonce_of(code_verifier: str) -> str:
    return hashlib.sha256(f"dueregard-nonce-1\x1f{code_verifier}".encode()).hexdigest()


def _well_formed(said: dict[str, Any]) -> dict[str, Any]:
    if any(name in said and not isinstance(said[name], kind) for name, kind in KINDS.items()):
        raise NotBelieved("it sent something else in the place of a text")
    return said


@contextmanager
def _not_readable(what: str) -> Iterator[None]:
    """Anything at all may arrive from outside: what is not as agreed is one kind of failure."""
    try:
        yield
    except jwt.PyJWTError as problem:
        raise NotBelieved(f"{what} is not good: {type(problem).__name__}") from problem
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise NotBelieved(f"{what} is not as agreed") from problem
