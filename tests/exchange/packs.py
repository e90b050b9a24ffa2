"""Packs of other providers, good and hostile, made in memory."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from dueregard.exchange.packs import MANIFEST, SIGNATURE, sealed
from dueregard.exchange.rules.parts import FORMAT

KEY = Ed25519PrivateKey.from_private_bytes(b"another provider's key, 32 bytes"[:32])
STUDY: dict[str, Any] = {
    "title": "Cover at night",
    "summary": "Somebody answers at two in the morning.",
    "text": "## How it runs\n\n- A rota\n",
    "form": "case-study",
    "size": "small",
    "provider_type": "college",
    "themes": ["Welfare"],
}
POLICY: dict[str, Any] = {
    "title": "How we use personal data",
    "text": "We keep **little**.",
    "form": "privacy",
}

POSTER: dict[str, Any] = {
    "title": "Worried about a friend?",
    "form": "friend",
    "heading": ["A friend", "gone quiet?"],
    "text": "Tell one of us what you noticed.",
    "short": "Tell one of us.",
    "call": "Who to talk to",
    "told": "All of us, always up to date.",
    "people": "Or talk to one of us now",
    "points": [],
}
CHECKLIST: dict[str, Any] = {
    "title": "What the record cannot show",
    "form": "",
    "text": "Ask whoever was there.",
    "questions": ["Was the speaker met?", "Was the room right for everybody?"],
}


def a_pack(*parts: tuple[str, dict[str, Any]], key: Ed25519PrivateKey = KEY) -> bytes:
    return sealed("Night cover", date(2026, 11, 1), parts or [("case-study", STUDY)], key)


def contents(pack: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pack)) as found:
        return {name: found.read(name) for name in found.namelist()}


def zipped(files: Mapping[str, bytes], **of_entry: Any) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            for field, value in of_entry.items():
                setattr(entry, field, value)
            package.writestr(entry, content)
    return made.getvalue()


def signed(manifest: object, parts: Mapping[str, bytes], *, raw: bytes | None = None) -> bytes:
    """A pack whose signature is good, whatever its contents say."""
    body = raw if raw is not None else json.dumps(manifest).encode()
    signature = base64.b64encode(KEY.sign(FORMAT.encode() + b"\n" + body))
    return zipped({MANIFEST: body, SIGNATURE: signature, **parts})


def manifest(**changes: Any) -> dict[str, Any]:
    part = json.dumps(STUDY).encode()
    public = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    listed = [{"name": "parts/01.json", "kind": "case-study", "sha256": hashlib.sha256(part).hexdigest()}]
    return {
        "format": FORMAT,
        "title": "Odd",
        "made_on": "2026-11-01",
        "key": public,
        "parts": listed,
    } | changes


def with_part(data: object, *, raw: bytes | None = None, kind: str = "case-study") -> bytes:
    """A well-signed pack whose one part holds this."""
    body = raw if raw is not None else json.dumps(data).encode()
    listed = [{"name": "parts/01.json", "kind": kind, "sha256": hashlib.sha256(body).hexdigest()}]
    return signed(manifest(parts=listed), {"parts/01.json": body})
