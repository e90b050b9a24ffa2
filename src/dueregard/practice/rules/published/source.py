"""The bytes of a file as text, or why not."""

from dueregard.practice.rules.published.page import NotSuchAPage

LARGEST = 10 * 1024 * 1024
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def text_of(raw: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or Windows-1252, as browsers save pages. `NotSuchAPage` for anything else."""
    if len(raw) > LARGEST:
        raise NotSuchAPage("It is larger than 10 MB.")
    if raw.startswith((b"%PDF", b"PK\x03\x04")):
        raise NotSuchAPage("It is not text or HTML. Save the page as a web page or as plain text.")
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return _clean(_decoded(raw, name))
    try:
        return _clean(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return _clean(_decoded(raw, "cp1252"))


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode(name)
    except UnicodeDecodeError as problem:
        raise NotSuchAPage(
            f"Its letters cannot be read (at byte {problem.start + 1}). Save it as UTF-8."
        ) from None


def _clean(text: str) -> str:
    if "\0" in text:
        raise NotSuchAPage("It is not text or HTML. Save the page as a web page or as plain text.")
    return text
