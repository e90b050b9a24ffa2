"""A pack is what was signed, or it is refused with a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.exchange.packs import LARGEST, MANIFEST, SIGNATURE, fingerprint, opened
from dueregard.exchange.rules.parts import NotAPack
from tests.exchange import packs as p

PART = json.dumps(p.STUDY).encode()
CHANGED = "changed after it was signed"


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    files = p.contents(p.a_pack())
    return p.zipped(files | {name: change(files[name])})


def test_a_pack_comes_out_as_it_went_in_and_is_the_same_file_each_time() -> None:
    found = opened(p.a_pack(("case-study", p.STUDY), ("statement", p.POLICY)))
    assert [(kind, data["title"]) for kind, _, data in found.parts] == [
        ("case-study", "Cover at night"),
        ("statement", "How we use personal data"),
    ]
    assert found.key == fingerprint(bytes.fromhex(found.manifest.key))
    assert p.a_pack() == p.a_pack()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "damaged"),
    "no zip": (lambda: b"%PDF-1.7 hello", "damaged"),
    "cut short": (lambda: p.a_pack()[:-40], "damaged|front|not a pack"),
    "too large": (lambda: b"PK\x03\x04" + b"0" * LARGEST, "at most 4 MB"),
    "bomb": (lambda: p.zipped({"manifest.json": b"0" * 30_000_000}), "unpacks to"),
    "many": (lambda: p.zipped({f"parts/{number:03}.json": b"{}" for number in range(200)}), "holds 200 parts"),
    "upwards": (lambda: p.zipped(p.contents(p.a_pack()) | {"../../etc/passwd": b"x"}), "outside itself"),
    "absolute": (lambda: p.zipped(p.contents(p.a_pack()) | {"/etc/passwd": b"x"}), "outside itself"),
    "drive": (lambda: p.zipped(p.contents(p.a_pack()) | {"C:/x": b"x"}), "outside itself"),
    "a further file": (lambda: p.zipped(p.contents(p.a_pack()) | {"read.me": b"x"}), "not a pack"),
    "a further part": (lambda: p.zipped(p.contents(p.a_pack()) | {"parts/02.json": PART}), "does not hold what its list"),
    "a link": (lambda: p.zipped(p.contents(p.a_pack()), external_attr=0o120777 << 16), "not a file"),
    "a workbook": (lambda: p.zipped({"[Content_Types].xml": b"<Types/>"}), "not a pack"),
    "behind": (lambda: p.a_pack() + b"x" * 30, "damaged|behind|hides"),
    "in front": (lambda: b"MZ" + p.a_pack(), "in front"),
    "part changed": (lambda: changed("parts/01.json", lambda part: part.replace(b"two", b"ten")), CHANGED),
    "title changed": (lambda: changed(MANIFEST, lambda body: body.replace(b"Night", b"Light")), CHANGED),
    "key changed": (lambda: changed(MANIFEST, lambda body: body.replace(b'"key":"', b'"key":"00', 1)), "with which key"),
    "another's signature": (lambda: changed(SIGNATURE, lambda _: b"A" * 86 + b"=="), CHANGED),
    "no signature": (lambda: changed(SIGNATURE, lambda _: b""), CHANGED),
    "long signature": (lambda: changed(SIGNATURE, lambda _: b"A" * 4000), "unusual way"),
    "other format": (lambda: p.signed(p.manifest(format="dueregard-pack-9"), {"parts/01.json": PART}), "of a kind"),
    "no parts": (lambda: p.signed(p.manifest(parts=[]), {}), "from 1 to 50"),
    "more in the list": (lambda: p.signed(p.manifest(extra=1), {"parts/01.json": PART}), "not made as it should be"),
    "list of nothing": (lambda: p.signed([], {}), "not made as it should be"),
    "title of nothing": (lambda: p.signed(p.manifest(title=""), {"parts/01.json": PART}), "title of the pack"),
    "title turned round": (lambda: p.signed(p.manifest(title="a\u202eb"), {"parts/01.json": PART}), "title of the pack"),
    "no day": (lambda: p.signed(p.manifest(made_on="soon"), {"parts/01.json": PART}), "on which day"),
    "deep": (lambda: p.signed(None, {}, raw=b"[" * 100_000), "cannot be read"),
    "twice": (lambda: p.signed(None, {}, raw=b'{"format":1,"format":2}'), "cannot be read"),
    "infinite": (lambda: p.signed(None, {}, raw=b'{"format":Infinity}'), "cannot be read"),
    "huge number": (lambda: p.signed(None, {}, raw=b'{"format":' + b"9" * 10_000 + b"}"), "cannot be read"),
    "not UTF-8": (lambda: p.signed(None, {}, raw=b"\xff\xfe{}"), "cannot be read"),
    "unknown field": (lambda: p.with_part(p.STUDY | {"status": "published"}), "not made as it should be"),
    "field missing": (lambda: p.with_part({"title": "x"}), "not made as it should be"),
    "text is a list": (lambda: p.with_part(p.STUDY | {"text": ["x"]}), "text of a part"),
    "text too long": (lambda: p.with_part(p.STUDY | {"text": "x" * 200_001}), "text of a part"),
    "NUL": (lambda: p.with_part(p.STUDY | {"text": "a\0b"}), "text of a part"),
    "lone surrogate": (lambda: p.with_part(None, raw=json.dumps(p.STUDY).replace("rota", "\\ud800").encode()), "text of a part"),
    "title in lines": (lambda: p.with_part(p.STUDY | {"title": "a\nb"}), "‘title’"),
    "a thousand themes": (lambda: p.with_part(p.STUDY | {"themes": ["x"] * 1000}), "‘themes’"),
    "theme of numbers": (lambda: p.with_part(p.STUDY | {"themes": [1]}), "‘themes’"),
    "unknown kind": (lambda: p.with_part(p.STUDY, kind="program"), "not one that this version"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pack_is_refused_with_a_sentence(name: str) -> None:
    make, words = HOSTILE[name]
    with pytest.raises(NotAPack, match=words) as refused:
        opened(make())
    assert str(refused.value).endswith(".")
    assert len(str(refused.value)) < 150


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, len(p.a_pack()) - 1), bit=st.integers(0, 7))
def test_whatever_bit_is_turned_the_texts_are_those_that_were_signed_or_the_pack_is_refused(
    at: int, bit: int
) -> None:
    good = p.a_pack()
    turned = bytearray(good)
    turned[at] ^= 1 << bit
    try:
        found = opened(bytes(turned))
    except NotAPack:
        return
    assert found.parts == opened(good).parts
    assert found.manifest == opened(good).manifest
