"""The things that rows of access.toml speak of: `keys = { pk = "unit.pk" }` asks for the thing `unit`.

An app adds a function here: it takes the town, makes the thing by the commands that people use, and returns it.
"""

from collections.abc import Callable
from typing import Any

from tests.people import Town

Maker = Callable[[Town], Any]
THINGS: dict[str, Maker] = {}


def thing(maker: Maker) -> Maker:
    """Offers what the function makes under the function's name."""
    THINGS[maker.__name__] = maker
    return maker


@thing
def unit(town: Town) -> Any:
    return town.politics


@thing
def person(town: Town) -> Any:
    return town.organiser
