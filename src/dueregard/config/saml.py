"""Whether sign-in by SAML can work as configured, said at the start and not at the first sign-in."""

from importlib.util import find_spec
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.exceptions import ImproperlyConfigured


def refuse_without_extra() -> None:
    if find_spec("onelogin") is None or find_spec("xmlsec") is None:
        raise ImproperlyConfigured(
            "DUEREGARD_SAML_ENTITY_ID is set, but sign-in by SAML is an optional extra that is not installed here. "
            "Install it with `make setup-saml`, or from requirements-saml.txt, or take the setting away."
        )


def refuse_two_services(issuer: str) -> None:
    if issuer:
        raise ImproperlyConfigured(
            "DUEREGARD_OIDC_ISSUER and DUEREGARD_SAML_ENTITY_ID are both set: people sign in by one identity service. "
            "Keep the first if the service offers both."
        )


def certificates(path: str) -> list[str]:
    """The service's signing certificates of a PEM file, each as PEM; two while it changes from one to the next."""
    try:
        found = x509.load_pem_x509_certificates(Path(path).read_bytes())
    except OSError as problem:
        raise ImproperlyConfigured(f"DUEREGARD_SAML_CERTIFICATE_FILE cannot be read: {problem}") from None
    except ValueError:
        raise ImproperlyConfigured(
            f"DUEREGARD_SAML_CERTIFICATE_FILE ({path}) holds no certificate in PEM form."
        ) from None
    return [each.public_bytes(Encoding.PEM).decode() for each in found]
