"""What changed, and which checks that touches."""

from collections.abc import Iterable, Mapping

NEEDS_NO_LOOK = frozenset({"on_the_day", "summary", "late_reason", "ends"})
"""Changes that nobody need look at again."""

ASPECT_OF = {
    "day": "when",
    "last_day": "when",
    "starts": "when",
    "place": "where",
    "where": "where",
    "venue": "where",
    "people": "numbers",
    "peak": "numbers",
    "capacity": "numbers",
    "audience": "numbers",
    "speakers": "speakers",
    "title": "speakers",
    "kind": "speakers",
    "answers": "answers",
}
"""What a changed field is about, in the words of a procedure's `looks_at`; a change of unit is about everything."""


def changed_fields(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """The names of the fields that differ, in order."""
    return [name for name in before if before[name] != after.get(name)]


def checks_touched(checks: Mapping[str, Iterable[str]], changed: Iterable[str]) -> list[str]:
    """The checks, given with what each looks at, to do again because of these changes."""
    matters = set(changed) - NEEDS_NO_LOOK
    if "unit" in matters:
        return list(checks)
    about = {ASPECT_OF[name] for name in matters}
    return [code for code, looks_at in checks.items() if about & set(looks_at)]
