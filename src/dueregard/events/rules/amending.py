"""What changed, and which checks that touches."""

from collections.abc import Iterable, Mapping

NEEDS_NO_LOOK = frozenset({"on_the_day", "summary", "late_reason", "ends"})
"""Changes that nobody need look at again."""

OF_THE_PLACE = frozenset({"day", "last_day", "starts", "place", "where", "venue", "people", "audience"})
OF_THE_SPEECH = frozenset({"speakers", "title", "kind", "answers"})
LOOKS_AT = {"room": OF_THE_PLACE, "place": OF_THE_PLACE, "speakers": OF_THE_SPEECH}
"""What a check of a well-known name looks at; any other check looks at everything."""


def changed_fields(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """The names of the fields that differ, in order."""
    return [name for name in before if before[name] != after.get(name)]


def checks_touched(checks: Iterable[str], changed: Iterable[str]) -> list[str]:
    """The checks to do again because of these changes."""
    matters = set(changed) - NEEDS_NO_LOOK
    return [code for code in checks if matters & LOOKS_AT.get(code, matters)]
