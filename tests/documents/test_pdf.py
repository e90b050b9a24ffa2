"""PDFs: tagged for assistive technology, and nothing that people type is ever run (T19)."""

import io
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import LazySettings

from dueregard.documents import pdf
from dueregard.documents.pdf import LETTER, RECORD, FontsMissing, NotTypeset, typeset

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
RECORD_DATA: dict[str, Any] = {
    "title": "Request 2026-041: Evidence in public debate",
    "provider": "Northmoor University",
    "reference": "2026-041",
    "made": "Made on 24 November 2026",
    "lead": "Approved with conditions.",
    "sections": [
        {
            "heading": "The event",
            "summary": [["Organiser", "Žofie Łukasz"], ["Place", "Hall 2\nMain building"]],
        },
        {
            "heading": "Steps",
            "table": {
                "header": ["Step", "Decided by", "Day"],
                "rows": [[str(number), "Prevent lead", "24 Nov"] for number in range(90)],
                "widths": [1, 3, 1],
            },
        },
        {
            "heading": "Conditions",
            "points": ["A chair is present.", "Stewards at the door."],
            "numbered": True,
        },
    ],
}
LETTER_DATA: dict[str, Any] = {
    "title": "Your request 2026-041",
    "provider": "Northmoor University",
    "to": ["Ada Lovelace", "Debating society"],
    "day": "24 November 2026",
    "greeting": "Dear Ada",
    "sections": [{"text": "We have approved your event.\n\nThe reasons are these."}],
    "closing": "Yours sincerely",
    "sender": ["Grace Hopper", "Prevent lead"],
}


@pytest.fixture(autouse=True)
def _fonts_are_built() -> None:
    try:
        pdf._font_folder()
    except FontsMissing as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def parts(node: Any) -> Iterator[Any]:
    """Every structure element under a node."""
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from parts(kid)


def kinds(document: pikepdf.Pdf) -> list[str]:
    return [str(part["/S"]) for part in parts(document.Root["/StructTreeRoot"])]


@pytest.mark.parametrize(("template", "data"), [(RECORD, RECORD_DATA), (LETTER, LETTER_DATA)])
def test_a_document_is_tagged_and_says_its_title_and_language(template: str, data: dict[str, Any]) -> None:
    document = opened(typeset(template, data, at=AT))
    root = document.Root
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]) == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == data["title"]
    assert kinds(document).count("/H1") == 1
    assert "/Figure" not in kinds(document)


def test_a_table_over_pages_is_one_table_with_its_heads_scoped() -> None:
    document = opened(typeset(RECORD, RECORD_DATA, at=AT))
    assert len(document.pages) > 2
    assert kinds(document).count("/Table") == 1
    assert kinds(document).count("/THead") == 1
    heads = [part for part in parts(document.Root["/StructTreeRoot"]) if part["/S"] == "/TH"]
    assert len(heads) == 3
    assert all("/Column" in str(head.get("/A")) for head in heads)


def test_page_numbers_are_not_read_out_in_the_middle_of_the_text() -> None:
    document = opened(typeset(RECORD, RECORD_DATA, at=AT))
    for page in document.pages:
        drawn = pikepdf.parse_content_stream(page)
        marks = [str(operands[0]) for operands, operator in drawn if str(operator) in ("BMC", "BDC")]
        assert "/Artifact" in marks


def test_equal_data_gives_equal_bytes() -> None:
    assert typeset(RECORD, RECORD_DATA, at=AT) == typeset(RECORD, RECORD_DATA, at=AT)


HOSTILE = [
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0": *',
    '#include "/etc/hosts"',
    "*bold* _it_ $x^2$ = Heading\n- list",
    '"}), sections: (',
    "\\u{41} \\n \\",
    "<label> @ref https://example.org/ //comment /* x */",
    '`raw` ```typ #read("x")```',
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_people_type_is_shown_and_never_run(typed: str) -> None:
    content = typeset(
        LETTER,
        {**LETTER_DATA, "title": typed.split("\n", maxsplit=1)[0], "sections": [{"text": typed}]},
        at=AT,
    )
    document = opened(content)
    assert document.docinfo.get("/Title") is not None
    assert str(document.docinfo["/Title"]) == typed.split("\n", maxsplit=1)[0]
    assert "/Link" not in kinds(document)
    assert len(document.attachments) == 0
    assert b"root:" not in content


def test_a_template_sees_no_file_but_the_house_template(tmp_path: Path) -> None:
    for path in ("/etc/passwd", "../../../../etc/passwd", "/record.typ"):
        main = tmp_path / "probe.typ"
        main.write_text(f'#set document(title: "x")\n#read({json.dumps(path)})')
        with pytest.raises(Exception, match=r"not found|escape"):
            pdf._compiled(main, "{}", format="pdf")


@pytest.mark.parametrize(
    "name",
    ["中文", "🙂", "محمد", "a\u0007b", "x\ue000y", "\ud800", "नमस्ते", "👩‍👩‍👧", "ที่", "\U00020000"],
)
def test_a_character_without_a_glyph_does_not_keep_a_decision_off_paper(name: str) -> None:
    document = opened(typeset(RECORD, {**RECORD_DATA, "title": f"Talk by {name}"}, at=AT))
    assert "Talk by" in str(document.docinfo["/Title"])


def test_a_character_without_a_glyph_is_shown_by_its_code() -> None:
    document = opened(typeset(RECORD, {**RECORD_DATA, "title": "Talk by 中"}, at=AT))
    assert str(document.docinfo["/Title"]) == "Talk by [U+4E2D]"


def test_a_long_text_without_glyphs_is_still_put_on_paper() -> None:
    typed = "".join(chr(0x4E00 + number) for number in range(600)) + "\x01\x02"
    document = opened(typeset(LETTER, {**LETTER_DATA, "sections": [{"text": typed}]}, at=AT))
    assert len(document.pages) >= 2


def test_names_of_europe_are_set_as_they_are() -> None:
    name = "Łódź Ðorđe Şule Ŵyn Ėglė Ελλάδα Привет ✓ →"
    document = opened(typeset(RECORD, {**RECORD_DATA, "title": name}, at=AT))
    assert str(document.docinfo["/Title"]) == name


def test_a_template_that_lacks_its_data_is_a_fault_that_names_it() -> None:
    with pytest.raises(NotTypeset, match=r"letter\.typ"):
        typeset(LETTER, {"title": "x"}, at=AT)


def test_without_built_fonts_it_says_how_to_build_them(settings: LazySettings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = str(tmp_path)
    settings.STATICFILES_FINDERS = []
    with pytest.raises(FontsMissing, match="make frontend"):
        typeset(RECORD, RECORD_DATA)


def test_a_fork_of_a_process_that_has_typeset_refuses_at_once_instead_of_waiting_for_ever() -> None:
    typeset(LETTER, LETTER_DATA)
    fork = get_context("fork").Process(target=_in_a_fork)
    fork.start()
    fork.join(timeout=20)
    assert fork.exitcode == 7


def _in_a_fork() -> None:
    try:
        typeset(LETTER, LETTER_DATA)
    except NotTypeset:
        os._exit(7)
