"""Median, ninth decile, shares, and which numbers are too small to show."""

from collections.abc import Sequence
from math import ceil
from statistics import median as middle

FEW = 5
"""Fewer than this are not shown to everybody: somebody might be recognised."""


def median(days: Sequence[int]) -> float | None:
    """The middle value; halfway between the two in the middle of an even number. None where there is none."""
    return float(middle(days)) if days else None


def ninth_decile(days: Sequence[int]) -> int | None:
    """The number of days within which nine in ten were done: the smallest that is not exceeded by more (nearest
    rank). None where there is none."""
    return sorted(days)[ceil(0.9 * len(days)) - 1] if days else None


def per_cent(part: int, whole: int) -> int | None:
    """A share as a whole number of hundredths, halves up. None of nothing. It says 100 only of all, 0 only of none."""
    if not whole:
        return None
    share = int(100 * part / whole + 0.5)
    if part < whole:
        share = min(share, 99)
    return max(share, 1) if part else share


def said(number: float | None) -> str:
    """'3', '3.5'; a dash where there is nothing to say."""
    if number is None:
        return "–"
    return f"{number:g}"


def may_be_shown(count: int) -> bool:
    """Whether a figure drawn from so many is shown to everybody. None at all tells nothing about anybody."""
    return count == 0 or count >= FEW
