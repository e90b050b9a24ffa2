"""Which stratum a request is in: plain facts of how it was handled, never its topic and never a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

BROUGHT_IN = "brought-in"
STRATA: dict[str, str] = {
    "refused": "Refused",
    "conditions": "Approved with conditions",
    "not-decided": "Not decided in time",
    "withdrawn": "Withdrawn",
    "designated": "Designated, and approved",
    "late": "Late, and approved",
    "routine": "Routine",
    BROUGHT_IN: "Brought in from a spreadsheet",
}
"""Each request is in the first of these that it fits, so that nothing is counted twice."""


@dataclass(frozen=True, slots=True)
class PlainFacts:
    """What a stratum may depend on. `status` and `outcome` are the codes of events."""

    status: str
    outcome: str = ""
    late: bool = False
    designated: bool = False
    brought_in: bool = False


def stratum_of(facts: PlainFacts) -> str:
    if facts.brought_in:
        return BROUGHT_IN
    if facts.outcome == "refused":
        return "refused"
    if facts.outcome == "approved-with-conditions":
        return "conditions"
    if facts.status in ("not-decided", "withdrawn"):
        return facts.status
    if facts.designated:
        return "designated"
    return "late" if facts.late else "routine"


def in_words(code: str, units: dict[str, str] | None = None) -> str:
    """A stratum as pages say it; `units` are the names of units by code."""
    return STRATA.get(code) or (units or {}).get(code) or ("All requests" if code == "all" else code)


def in_order(codes: Iterable[str]) -> list[str]:
    """The strata as pages list them: those of facts in their order, units by code."""
    order = {code: at for at, code in enumerate(STRATA)}
    return sorted(codes, key=lambda code: (order.get(code, len(order)), code))
