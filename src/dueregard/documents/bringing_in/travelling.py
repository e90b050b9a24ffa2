"""A file on its way from page to page inside the form: compressed, and signed for one person and one purpose, so that
nothing of it is kept where somebody might not come back."""

import base64

from django.core import signing


def packed(name: str, content: bytes, *more: str, salt: str) -> str:
    """`salt` names the purpose and the person; `more` goes along."""
    given = [name, base64.b85encode(content).decode(), *more]
    return signing.dumps(given, salt=salt, compress=True)


def unpacked(kept: str, *, salt: str, seconds: int) -> tuple[str, bytes, list[str]]:
    """Raises `BadSignature` for what is old, was changed on its way, or is somebody else's."""
    name, content, *more = signing.loads(kept, salt=salt, max_age=seconds)
    return name, base64.b85decode(content), more
