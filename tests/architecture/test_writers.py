"""Commands are the only writers: nothing else creates, saves, changes or deletes a row."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import SOURCE, modules, parsed, room

WRITERS = {"save", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
# Rooms besides `commands` that write, each with the reason. A line here needs a reason that a reader accepts.
ALLOWED: dict[str, str] = {
    "accounts/links.py": "one-time links are a mechanism: what issues, uses up and revokes them is one small file",
    "procedures/editions.py": "an edition is a memo found by its content: the first to ask for it keeps it",
    "accounts/throttle.py": "counters of tries are a mechanism: they record no work, and are gone after a day",
    "accounts/held.py": "what was typed when a sign-in had lapsed is set aside as it was, before anybody may command",
    "accounts/middleware/lapsing.py": "notes when an account was last seen; no more than once a minute, and nothing else",
    "accounts/saml/views.py": "an answer of the identity service stands in a session of its own for a minute, unbelieved",
    "documents/files/kept.py": "storing a file is a mechanism: the row and the content come and go together",
}


def _writes(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name, chain = node.func.attr, ast.unparse(node.func.value)
        of_rows = ".objects" in f".{chain}"
        only_fields = bool(node.keywords) and not node.args
        # A dictionary's `update` takes a mapping, a queryset's only fields by name.
        if (
            name in WRITERS
            or (name == "create" and of_rows)
            or (name == "update" and (of_rows or only_fields))
        ):
            yield f"{path.relative_to(SOURCE)}:{node.lineno}: {chain}.{name}(…)"


def test_only_commands_write() -> None:
    found = [
        line
        for path in modules()
        if room(path) != "commands" and str(path.relative_to(SOURCE)) not in ALLOWED
        for line in _writes(path)
    ]
    assert found == []


def test_every_allowance_is_still_needed() -> None:
    assert [name for name in ALLOWED if not list(_writes(SOURCE / name))] == []
