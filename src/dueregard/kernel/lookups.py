"""Look-ups that Django does not bring."""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import IntegerField, Lookup


@IntegerField.register_lookup
class Among(Lookup):
    """`number__among=[…]`: what `in` finds, with one parameter however many numbers there are. `in` gives each a
    parameter of its own; for thousands of them that costs more than to find the rows."""

    lookup_name = "among"
    prepare_rhs = False

    def __init__(self, lhs: Any, rhs: Iterable[int]) -> None:
        super().__init__(lhs, [int(each) for each in rhs])

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        found, values = self.process_lhs(compiler, connection)
        return f"{found} = ANY(%s)", [*values, self.rhs]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        found, values = self.process_lhs(compiler, connection)
        return f"{found} IN (SELECT value FROM json_each(%s))", [*values, json.dumps(self.rhs)]  # noqa: S608 (no value is in it)
