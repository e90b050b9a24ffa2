"""What may happen to a version, and why not. `what` is the noun of the sentences: 'procedure', 'statement'."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dueregard.kernel.dates import long_date

ALREADY = "Somebody may have done it a moment before you."


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """`status` is draft, approved, dated or discarded; `revision` counts the saves of a draft."""

    status: str
    revision: int
    drafted_by: UUID | None
    in_force_from: date | None = None


def why_not_save(version: VersionFacts, *, revision: int, saved_by: str) -> list[str]:
    """`revision` is the one that the editor was shown."""
    if version.status != "draft":
        return ["This version is no longer a draft, so it cannot be changed. Start a new draft from it."]
    if version.revision != revision:
        overtaken = f"{saved_by} saved this draft while you were writing."
        return [f"{overtaken} Your text is still here: compare it with theirs, and save again to keep yours."]
    return []


def why_not_approve(
    version: VersionFacts,
    *,
    by: UUID,
    revision: int,
    others: bool,
    alone_reason: str,
    what: str,
    wrong: Iterable[str] = (),
) -> list[str]:
    """`others`: whether another person holds a post that may approve here. `revision` is the one that was read; `wrong` what
    stands against the text itself."""
    if version.status != "draft":
        return [f"Only a draft can be approved. {ALREADY}"]
    reasons = []
    if version.revision != revision:
        reasons.append("The draft was changed after you opened it. Read it again before you approve it.")
    reasons += wrong
    if by == version.drafted_by and others:
        reasons.append(_someone_else(what))
    elif by == version.drafted_by and not alone_reason:
        reasons.append(
            "Nobody else here may approve. Say why you approve your own draft; the reason is kept."
        )
    return reasons


def why_no_approval_here(*, status: str, own: bool, others: bool, what: str) -> str:
    """What the page says in place of the button; '' where there is one."""
    if status != "draft":
        return "Only a draft can be approved, and this is no longer one."
    return _someone_else(what) if own and others else ""


def _someone_else(what: str) -> str:
    return f"Someone else must approve a {what} that you drafted yourself."


def why_not_put_in_force(
    version: VersionFacts, *, starts: date, today: date, taken: bool, what: str, conflicts: Iterable[str] = ()
) -> list[str]:
    """`taken`: another version of the same text starts that day. `conflicts`: what it would break."""
    if version.status != "approved":
        return [f"Only an approved version can be put in force. {ALREADY}"]
    reasons = []
    if starts < today:
        reasons.append(f"A {what} cannot come into force on a day that is past. Choose today or later.")
    if (starts - today).days > 731:
        reasons.append("Choose a day within the next two years.")
    if taken:
        reasons.append(f"Another version comes into force on {long_date(starts)}. Choose another day.")
    return [*reasons, *conflicts]


def why_not_discard(version: VersionFacts, *, today: date) -> list[str]:
    if version.status == "discarded":
        return ["This version has already been discarded."]
    if version.status == "dated" and version.in_force_from is not None and version.in_force_from <= today:
        return ["This version is or was in force, so it stays on record. Put another one in force instead."]
    return []
