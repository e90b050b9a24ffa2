"""What an entry of the law-change log must hold."""

from datetime import date, timedelta
from urllib.parse import urlsplit

RECENT = timedelta(days=366)
"""How far back the block of law changes looks; everything that lies ahead is told as well."""
EARLIEST = date(1900, 1, 1)
LATEST = date(2200, 1, 1)


def why_not_keep(*, starts: date, source: str) -> list[str]:
    """`source` is the address at which the change is written."""
    reasons = []
    if not EARLIEST <= starts <= LATEST:
        reasons.append("Give the day from which it holds, such as 1 8 2025.")
    if not is_address(source):
        reasons.append("Give the whole address where it is written, beginning with https://")
    return reasons


def is_address(source: str) -> bool:
    try:
        parts = urlsplit(source)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and "." in (parts.hostname or "") and " " not in source


def why_not_save(*, taken_off: bool, revision: int, latest: int) -> list[str]:
    if taken_off:
        return ["This entry was taken off the log."]
    if revision != latest:
        return [
            "Somebody else saved this entry meanwhile. Yours is below, theirs beside it: save again to replace it."
        ]
    return []
