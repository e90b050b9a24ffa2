"""Signed checkpoints: what shows a cut tail or a chain rewritten from its start, when kept somewhere else.

The text is a signed note (c2sp.org/signed-note) around a checkpoint body: origin, size and root, a line each, an
empty line, and a line '— name base64(key id, signature)'. The root is the hash of the last entry, in base64, and
the signature is Ed25519 over the body with its last newline.
"""

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from dueregard.kernel.errors import Refused

_ED25519 = b"\x01"
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`size` entries stood in the ledger of `origin`, and the last one's hash was `root` (hex)."""

    origin: str
    size: int
    root: str

    def body(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(bytes.fromhex(self.root)).decode()}\n"


def origin() -> str:
    """Whose ledger this is: the installation's host, without spaces or plus signs."""
    return f"{urlsplit(settings.BASE_URL).hostname or 'localhost'}/ledger"


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """The checkpoint as the text of a signed note."""
    body = checkpoint.body()
    signature = key.sign(body.encode())
    mark = base64.b64encode(_key_id(checkpoint.origin, key.public_key()) + signature).decode()
    return f"{body}\n— {checkpoint.origin} {mark}\n"


def read(text: str, key: Ed25519PublicKey) -> Checkpoint:
    """The checkpoint in a signed note. Raises `Refused` when it is none, or not signed by `key`."""
    body, found, signatures = text.replace("\r\n", "\n").partition("\n\n")
    lines = body.split("\n")
    try:
        if not found or len(text) > _LONGEST:
            raise ValueError
        checkpoint = Checkpoint(lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True).hex())
        if checkpoint.size < 0 or len(checkpoint.root) != 64 or checkpoint.body() != f"{body}\n":
            raise ValueError
    except (ValueError, IndexError, binascii.Error):
        raise Refused(["This is not a checkpoint: it should hold an origin, a size and a root."]) from None
    if not any(_signed(checkpoint, line, key) for line in signatures.split("\n")):
        raise Refused(["This checkpoint was not signed with this installation's ledger key."])
    return checkpoint


def _signed(checkpoint: Checkpoint, line: str, key: Ed25519PublicKey) -> bool:
    dash, _, rest = line.partition(" ")
    name, _, mark = rest.partition(" ")
    try:
        raw = base64.b64decode(mark, validate=True)
        if dash != "—" or name != checkpoint.origin or raw[:4] != _key_id(name, key):
            return False
        key.verify(raw[4:], checkpoint.body().encode())
    except (binascii.Error, InvalidSignature):
        return False
    return True


def _key_id(name: str, key: Ed25519PublicKey) -> bytes:
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + raw).digest()[:4]


def signing_key() -> Ed25519PrivateKey:
    """The installation's ledger key. Demo and test make one where it is missing; production refuses."""
    path = Path(settings.LEDGER_KEY_FILE)
    if not path.exists() and (settings.DEMO or settings.TESTING):
        _make_key(path)
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError:
        raise Refused(
            [
                f"There is no ledger key at {path} (setting key_file).",
                f"Make one with 'openssl genpkey -algorithm ed25519 -out {path}', readable by this user only.",
            ]
        ) from None
    except (OSError, ValueError, TypeError):
        raise Refused(
            [f"The ledger key at {path} cannot be read: it should be an unencrypted PEM file."]
        ) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused([f"The ledger key at {path} is not an Ed25519 key."])
    return key


def _make_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
