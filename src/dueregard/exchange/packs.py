"""A pack as one file: a zip with `manifest.json`, `signature` and `parts/NN.json`, and nothing else.

The signature is Ed25519 by the ledger's key over the format's name and the bytes of the manifest, in base64; the manifest holds the
public key and the SHA-256 of each part. Who signed is found out before any part is opened.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from dueregard.documents.archives import MEGABYTE, PackageLimits, Unsafe, open_package, read_part
from dueregard.exchange.rules.parts import (
    FORMAT,
    MOST_PARTS,
    Manifest,
    NotAPack,
    manifest_of,
    part_name,
    part_of,
)

MANIFEST, SIGNATURE = "manifest.json", "signature"
LARGEST = 4 * MEGABYTE
LIMITS = PackageLimits(parts=MOST_PARTS + 2, unpacked=16 * MEGABYTE, ratio=100)
_END = b"PK\x05\x06"
"""How the last 22 bytes of a zip without a comment begin."""
_SAME_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Opened:
    """A pack that was read: whose key signed it (SHA-256, hex), and its parts as (kind, digest, data)."""

    digest: str
    key: str
    manifest: Manifest
    parts: tuple[tuple[str, str, dict[str, Any]], ...]


def sealed(
    title: str, made_on: date, parts: Sequence[tuple[str, dict[str, Any]]], key: Ed25519PrivateKey
) -> bytes:
    """The file. The same parts on the same day give the same bytes."""
    bodies = [_plain(part_of(kind, data)) for kind, data in parts]
    listed = [
        {"name": part_name(number), "kind": kind, "sha256": hashlib.sha256(body).hexdigest()}
        for number, ((kind, _), body) in enumerate(zip(parts, bodies, strict=True), start=1)
    ]
    told = {
        "format": FORMAT,
        "title": title,
        "made_on": made_on.isoformat(),
        "key": _raw(key.public_key()).hex(),
        "parts": listed,
    }
    manifest_of(told)
    manifest = _plain(told)
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as package:
        _put(package, MANIFEST, manifest)
        _put(package, SIGNATURE, base64.b64encode(key.sign(_signed(manifest))))
        for each, body in zip(listed, bodies, strict=True):
            _put(package, str(each["name"]), body)
    return found.getvalue()


def opened(content: bytes) -> Opened:
    """A pack that somebody sent. Raises `NotAPack` with one sentence for anything that is not one, or was changed."""
    if len(content) > LARGEST:
        raise NotAPack(f"A pack has at most {LARGEST // MEGABYTE} MB.")
    try:
        with open_package(io.BytesIO(content), LIMITS) as package:
            return _read(package, content)
    except Unsafe as problem:
        raise NotAPack(str(problem)) from None


def _read(package: zipfile.ZipFile, content: bytes) -> Opened:
    if content[-22:-18] != _END:
        raise NotAPack("The file hides something behind its content, so it is not opened.")
    _refuse_strange(package)
    manifest_bytes = read_part(package, MANIFEST)
    manifest = manifest_of(_json(manifest_bytes))
    _refuse_forged(manifest, manifest_bytes, read_part(package, SIGNATURE, 200))
    wanted = {MANIFEST, SIGNATURE, *(name for name, _, _ in manifest.parts)}
    if set(package.namelist()) != wanted:
        raise NotAPack("The pack does not hold what its list of contents says.")
    parts = []
    for name, kind, sha256 in manifest.parts:
        body = read_part(package, name, LARGEST)
        if hashlib.sha256(body).hexdigest() != sha256:
            raise NotAPack("A part of the pack was changed after it was signed. Nothing was brought in.")
        parts.append((kind, sha256, part_of(kind, _json(body))))
    return Opened(
        hashlib.sha256(content).hexdigest(), fingerprint(bytes.fromhex(manifest.key)), manifest, tuple(parts)
    )


def _refuse_strange(package: zipfile.ZipFile) -> None:
    """Names are ours alone, each once; no folders and no links."""
    names = package.namelist()
    ours = {MANIFEST, SIGNATURE, *(part_name(number) for number in range(1, MOST_PARTS + 1))}
    if len(names) != len(set(names)) or not set(names) <= ours or not {MANIFEST, SIGNATURE} <= set(names):
        raise NotAPack("This is not a pack of Due Regard.")
    for each in package.infolist():
        mode = each.external_attr >> 16
        if each.is_dir() or (mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode)):
            raise NotAPack("The pack holds something that is not a file, so it is not opened.")


def _refuse_forged(manifest: Manifest, signed: bytes, signature: bytes) -> None:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(manifest.key))
        key.verify(base64.b64decode(signature, validate=True), _signed(signed))
    except (InvalidSignature, binascii.Error, ValueError):
        raise NotAPack(
            "The pack was changed after it was signed, or was never signed. Nothing was brought in."
        ) from None


def fingerprint(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def own_fingerprint(key: Ed25519PrivateKey) -> str:
    return fingerprint(_raw(key.public_key()))


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _signed(manifest: bytes) -> bytes:
    """What is signed: told apart from all else that this key signs."""
    return FORMAT.encode() + b"\n" + manifest


def _put(package: zipfile.ZipFile, name: str, body: bytes) -> None:
    entry = zipfile.ZipInfo(name, _SAME_DAY)
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(entry, body)


def _plain(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _json(body: bytes) -> object:
    """JSON of plain values: no name twice, no infinity, nothing nested without end."""
    try:
        return json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise NotAPack("A part of the pack cannot be read.") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A name stands twice.")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(constant)
