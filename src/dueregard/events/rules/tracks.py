"""Several bodies that decide about one request: which may begin, and what they say together.

A body is 'home' (whose procedure the request came under) or a track that this procedure names. What they say together
is never worse than what each has said: nothing here decides, it only adds up (docs/decisions/0007-tracks.md).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from dueregard.events.rules.facts import OPEN

APPROVALS = ("approved", "approved-with-conditions")


@dataclass(frozen=True, slots=True)
class Body:
    """One of the bodies of a request: `unit` is the id of the unit from which its posts are looked up, `after` are
    the codes of those that must have approved before it begins."""

    code: str
    title: str
    unit: str
    after: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Body":
        return cls(kept["code"], kept["title"], kept["unit"], tuple(kept["after"]))


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a body that has begun has come: its status and outcome, and by when it decides."""

    status: str
    outcome: str = ""
    decide_by: date | None = None

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def approves(self) -> bool:
        return self.outcome in APPROVALS


Standings = Mapping[str, Standing]
"""By the code of the body; a body that has not begun has none."""


def ready(bodies: Sequence[Body], standings: Standings) -> list[Body]:
    """The bodies that have not begun and may begin now: all for which they wait have approved."""
    return [body for body in bodies if body.code not in standings and _all_approve(body, bodies, standings)]


def _all_approve(body: Body, bodies: Sequence[Body], standings: Standings) -> bool:
    """A body that this event does not need is not waited for."""
    known = {each.code for each in bodies}
    waited = [standings.get(code) for code in body.after if code in known]
    return all(each is not None and each.approves for each in waited)


def can_still_decide(bodies: Sequence[Body], standings: Standings) -> list[str]:
    """The codes of the bodies from which a decision may still come: open, or not begun and not held up for good."""
    by_code = {body.code: body for body in bodies}

    def can(code: str) -> bool:
        standing = standings.get(code)
        if standing is not None:
            return standing.is_open
        return not any(_never(before) for before in by_code[code].after if before in by_code)

    def _never(code: str) -> bool:
        """Whether this body will not approve any more (by itself: an appeal may change it)."""
        standing = standings.get(code)
        return not (standing.is_open or standing.approves) if standing is not None else not can(code)

    return [body.code for body in bodies if can(body.code)]


def combined(bodies: Sequence[Body], standings: Standings) -> Standing:
    """What the bodies say together. The event stands only when every one of them has approved."""
    said = [standings[body.code] for body in bodies if body.code in standings]
    open_ones = [each for each in said if each.is_open]
    last = max((each.decide_by for each in open_ones if each.decide_by), default=None)
    if can_still_decide(bodies, standings):
        asked = any(each.status == "returned" for each in open_ones)
        return Standing("returned" if asked else "submitted", decide_by=last)
    outcomes = [each.outcome for each in said]
    if "refused" in outcomes:
        return Standing("decided", "refused")
    if len(said) < len(bodies) or any(not each.approves for each in said):
        return Standing("not-decided")
    conditions = "approved-with-conditions"
    return Standing("decided", conditions if conditions in outcomes else "approved")


def in_order(bodies: Iterable[Body]) -> list[Body]:
    """Those that begin at once before those that wait for others; otherwise as the procedure names them."""
    return sorted(bodies, key=lambda body: bool(body.after))
