"""What an answer must say, and what may follow from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

DOES, WILL, NOT = "does", "will", "not"
_HOST = re.compile(r"[A-Za-z0-9.\-\[\]:]+")


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody answers. `owner_post` is the code of a post; `number` the answer that was shown, 0 for none yet."""

    says: str
    reason: str
    evidence: str
    evidence_link: str
    owner_post: str
    review_on: date | None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One action that is to be agreed: what, by which post, by when."""

    what: str
    post: str
    due: date | None


def why_not_answer(said: Words, *, stands: int, today: date) -> list[str]:
    """`stands` is the number of the answer that holds now, 0 for none."""
    if said.number != stands:
        return [
            "Somebody else has answered meanwhile. Look at their answer, then change it if you still want to."
        ]
    reasons = []
    if said.says == DOES and not said.evidence:
        reasons.append("Say what shows that you do this.")
    if said.says == NOT and not said.reason:
        reasons.append("Say why this is not for you.")
    if not said.owner_post:
        reasons.append("Choose the post that answers for it.")
    if said.review_on is None or said.review_on <= today:
        reasons.append("Choose a day still to come on which this is looked at again.")
    return reasons + why_not_link(said.evidence_link)


def why_not_link(link: str) -> list[str]:
    """Only addresses that a browser opens as a page: never a script, never a file of this machine."""
    if not link:
        return []
    try:
        parts = urlsplit(link)
        good = (
            parts.scheme in ("http", "https")
            and bool(_HOST.fullmatch(parts.netloc))
            and not re.search(r"\s", link)
        )
    except ValueError:
        good = False
    return [] if good else ["Enter a web address that begins with https://, or leave it empty."]


def why_not_plan(*, says: str, lines: Sequence[Line], today: date) -> list[str]:
    """Why these actions cannot be agreed."""
    if says != WILL:
        return ["Answer ‘We will’ first: actions follow from that."]
    if not lines:
        return ["Give at least one line an owner and a day."]
    reasons = []
    for number, line in enumerate(lines, start=1):
        if not line.what:
            reasons.append(f"Line {number}: say what is to be done.")
        if not line.post:
            reasons.append(f"Line {number}: choose the post that does it.")
        if line.due is None or line.due < today:
            reasons.append(f"Line {number}: choose a day that is still to come.")
    return reasons


def why_not_draft(*, says: str, preset: str, unit: str, open_draft: bool, same: bool) -> list[str]:
    """Why no draft of the preset's procedure can be made for the unit of this name."""
    if says != WILL:
        return ["Answer ‘We will’ first: a draft follows from that."]
    if not preset:
        return ["No preset of ours goes with this case study. Agree actions instead."]
    if open_draft:
        return [
            f"{unit} has an open draft already. Approve or discard that one first, so that nothing is overwritten."
        ]
    return [f"What is in force in {unit} is this preset’s procedure already."] if same else []
