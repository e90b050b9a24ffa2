"""PDFs typeset by typst with its PDF/UA-1 export checks on.

A template sees its data, the house template, the pictures given with it and nothing else: it is compiled in a folder
of its own that holds just these files, fonts of the machine are not looked at, and what people typed goes in as one JSON string that
is shown and never run (security.md T19).
"""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.contrib.staticfiles import finders

FONTS = "dueregard/fonts/pdf"
RECORD = "dueregard/documents/typst/record.typ"
LETTER = "dueregard/documents/typst/letter.typ"
_HOUSE = "dueregard/documents/typst/house.typ"
_NO_GLYPH = re.compile(r'the text `"(.*?)"` could not be displayed')
_CODE = re.compile(r"\\u\{([0-9a-f]+)\}")
_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character: JSON cannot carry it
_PICTURE_NAME = re.compile(r"[0-9a-f-]{1,40}\.(png|jpg)")
_ROUNDS = 20


class FontsMissing(Exception):
    """The fonts of the PDFs were not built. The text says how to build them."""


class NotTypeset(Exception):
    """A template is at fault; the text is typst's own account."""


class _Threads:
    """The process whose threads typst works with: those of the one that first typeset. A fork of it has none, and would
    wait for them for ever."""

    owner: int | None = None

    @classmethod
    def taken(cls) -> None:
        cls.owner = cls.owner or os.getpid()
        if cls.owner != os.getpid():
            raise NotTypeset(
                "This process was forked from one that had typeset before: start it before that."
            )


def typeset(
    template: str,
    data: Mapping[str, Any],
    *,
    at: datetime | None = None,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """The PDF of a template such as `dueregard/events/typst/decision.typ` (it may import `house.typ`) with `data`,
    plain JSON values. With an aware `at` as its time of making, equal input gives equal bytes. `pictures` (PNG or
    JPEG, by name) lie beside the template.

    A character that no font of ours has, such as Chinese or an emoji, is shown by its code, '[U+4E2D]': a name
    must not keep a decision from being put on paper.
    """

    def pdf(main: Path, text: str) -> bytes:
        # Whole seconds: typst takes no finer time.
        stamp = int(at.timestamp()) if at else None
        return _compiled(main, text, format="pdf", pdf_standards=["ua-1"], timestamp=stamp)

    return _made(template, data, pdf, pictures or {})


def pictured(template: str, data: Mapping[str, Any], *, points_per_inch: int = 96) -> bytes:
    """The first page of the same as a PNG picture, for a preview on a page."""

    def png(main: Path, text: str) -> bytes:
        made: Any = _compiled(main, text, format="png", ppi=float(points_per_inch))
        return bytes(made[0]) if isinstance(made, list) else bytes(made)

    return _made(template, data, png, {})


def page_count(template: str, data: Mapping[str, Any]) -> int:
    """How many pages the same takes."""

    def pages(main: Path, text: str) -> bytes:
        made: Any = _compiled(main, text, format="png", ppi=4.0)
        return b"." * (len(made) if isinstance(made, list) else 1)

    return len(_made(template, data, pages, {}))


def _made(
    template: str,
    data: Mapping[str, Any],
    compiled: Callable[[Path, str], bytes],
    pictures: Mapping[str, bytes],
) -> bytes:
    text = _SURROGATE.sub(_code, json.dumps(data, ensure_ascii=False))
    with tempfile.TemporaryDirectory(prefix="dueregard-pdf-") as folder:
        main = _laid_out(Path(folder), template)
        for name, content in pictures.items():
            _refuse_path(name)
            Path(folder, name).write_bytes(content)
        for _ in range(_ROUNDS):
            try:
                return compiled(main, text)
            except typst.TypstError as problem:
                missing = _missing_characters(str(problem.diagnostic))
                if not missing:
                    raise NotTypeset(f"{template}: {problem.message}") from problem
                text = _spelled_out(text, missing)
    raise NotTypeset(f"{template}: some characters could not be displayed.")


def _refuse_path(name: str) -> None:
    if not _PICTURE_NAME.fullmatch(name):
        raise NotTypeset(f"{name!r} is no name for a picture.")


def _laid_out(folder: Path, template: str) -> Path:
    """The template and the house template, copied to an otherwise empty folder."""
    for name in {template, _HOUSE}:
        package, _, rest = name.partition("/")
        with resources.as_file(resources.files(package).joinpath(rest)) as source:
            shutil.copyfile(source, folder / Path(name).name)
    return folder / Path(template).name


def _compiled(main: Path, text: str, **shape: Any) -> bytes:
    _Threads.taken()
    found: bytes = typst.compile(
        str(main),
        root=str(main.parent),
        font_paths=_fonts(_font_folder()),
        ignore_system_fonts=True,
        sys_inputs={"data": text},
        package_path=str(main.parent / "none"),
        package_cache_path=str(main.parent / "none"),
        **shape,
    )
    return found


def _font_folder() -> str:
    """Where the built fonts are: among the static files of the source, or collected for production."""
    places = (finders.find(FONTS), str(Path(settings.STATIC_ROOT or "") / FONTS))
    for place in places:
        if isinstance(place, str) and any(Path(place).rglob("*.ttf")):
            return place
    raise FontsMissing(
        "The fonts for PDFs are not built. Run 'make frontend' (with a wheel: 'dueregard manage collectstatic')."
    )


@lru_cache(maxsize=4)
def _fonts(folder: str) -> typst.Fonts:
    """Our fonts, and those inside typst for Greek, Cyrillic and signs: the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])


def _missing_characters(account: str) -> set[str]:
    found: set[str] = set()
    for cluster in _NO_GLYPH.findall(account):
        plain = _CODE.sub(lambda code: chr(int(code[1], 16)), cluster)
        found.update(each for each in plain if not " " <= each <= "~")
    return found


def _spelled_out(text: str, missing: set[str]) -> str:
    """The JSON with each missing character, raw or as a JSON escape, replaced by its code in brackets."""
    forms = missing | {json.dumps(each)[1:-1] for each in missing if each < " "}
    return re.sub("|".join(re.escape(each) for each in sorted(forms)), _code, text)


def _code(found: re.Match[str]) -> str:
    plain = found[0] if len(found[0]) == 1 else json.loads(f'"{found[0]}"')
    return f"[U+{ord(plain):04X}]"
