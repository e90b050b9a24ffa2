"""Sealing small texts with a key derived from the secret key: AES-256-GCM, bound to what they belong to."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

NONCE_LENGTH = 12


def seal(content: bytes, belongs_to: str) -> bytes:
    """Nonce and ciphertext; only `unseal` with the same `belongs_to` opens it."""
    nonce = os.urandom(NONCE_LENGTH)
    return nonce + AESGCM(_key(settings.SECRET_KEY)).encrypt(nonce, content, belongs_to.encode())


def unseal(sealed: bytes, belongs_to: str) -> bytes | None:
    """The content, or None when it was sealed for something else, with a forgotten key, or is damaged."""
    for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        try:
            return AESGCM(_key(secret)).decrypt(
                sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:], belongs_to.encode()
            )
        except (InvalidTag, ValueError):
            continue
    return None


def _key(secret: str | bytes) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"dueregard.accounts.sealing-1")
    return derive.derive(force_bytes(secret))
