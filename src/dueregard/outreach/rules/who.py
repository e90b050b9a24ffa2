"""When a post or a number can be given to the public, and how a number is dialled."""

import re

MOST = 40
"""Numbers and posts of one unit: a page that names more helps nobody to choose."""
_NUMBER = re.compile(r"\+?[\d ()-]+(?:,? ?(?:ext|extension|x)\.? ?\d+)?", re.IGNORECASE)


def dialled(telephone: str) -> str:
    """What stands after 'tel:': '01632 960120, ext 4' is '01632960120'."""
    first = re.split(r"[,a-z]", telephone, maxsplit=1, flags=re.IGNORECASE)[0]
    return re.sub(r"[^\d+]", "", re.sub(r"\(0\)", "", first))


def why_not_telephone(telephone: str) -> list[str]:
    """'' is no number and is not judged here."""
    digits = len(re.sub(r"\D", "", telephone))
    if telephone and (not _NUMBER.fullmatch(telephone) or not 3 <= digits <= 20):
        return ["Write the number in figures, like 01632 960120, or 01632 960120 ext 4."]
    return []


def why_not_name(*, words: str, telephone: str, email: str, closed: bool, already: int) -> list[str]:
    """Why a post cannot be named to the public in this way; `already` counts the others of its unit."""
    reasons = why_not_telephone(telephone)
    if not words:
        reasons.append("Say what the public calls this post, such as ‘Safeguarding lead’.")
    if not telephone and not email:
        reasons.append("Give a telephone number or an e-mail address of the post, or both.")
    if closed:
        reasons.append("This unit is closed, so nobody is named for it.")
    return reasons + _why_not_more(already)


def why_not_helpline(*, name: str, telephone: str, closed: bool, already: int) -> list[str]:
    reasons = why_not_telephone(telephone)
    if not name or not telephone:
        reasons.append("Say who answers, and give the number.")
    if closed:
        reasons.append("This unit is closed, so it has no numbers of its own.")
    return reasons + _why_not_more(already)


def _why_not_more(already: int) -> list[str]:
    return (
        [f"There are {MOST} already, and a longer list helps nobody. Take one out first."]
        if already >= MOST
        else []
    )
