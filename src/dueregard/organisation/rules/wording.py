"""What may stand in a code, a name, a title, an e-mail address."""

import re

from dueregard.kernel.text import why_not_text

CODE = re.compile(r"[^\s/]+")
_WORD = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ADDRESS = re.compile(
    rf"(?=.{{3,254}}$)(?=[^@]{{1,64}}@){_WORD}(?:\.{_WORD})*@(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]"
)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def why_not_line(what: str, value: str, most: int, *, needed: bool = True) -> list[str]:
    """Why `value` will not do as one line of text; `what` begins the sentence ('The name')."""
    if not value.strip():
        return [f"{what} is missing."] if needed else []
    if len(value) > most:
        return [f"{what} is too long: {len(value)} characters, and {most} is the most."]
    if "\n" in value or "\r" in value:
        return [f"{what} must be one line."]
    return [f"{what}: {sentence}" for sentence in why_not_text(value)]


def why_not_code(what: str, value: str, *, needed: bool = True) -> list[str]:
    """A code is short and has no spaces or slashes, so that it can stand in a file or an address."""
    reasons = why_not_line(what, value, 64, needed=needed)
    if not reasons and value and not CODE.fullmatch(value):
        reasons.append(f"{what} must have no spaces and no slashes.")
    return reasons


def why_not_slug(what: str, value: str) -> list[str]:
    reasons = why_not_line(what, value, 60)
    if not reasons and not SLUG.fullmatch(value):
        reasons.append(f"{what} must be small letters and figures with hyphens between, like room-booking.")
    return reasons


def why_not_address(value: str, *, needed: bool = False) -> list[str]:
    reasons = why_not_line("The e-mail address", value, 254, needed=needed)
    if not reasons and value and not ADDRESS.fullmatch(value):
        reasons.append("The e-mail address must be like name@example.ac.uk.")
    return reasons
