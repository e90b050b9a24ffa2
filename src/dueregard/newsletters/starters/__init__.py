"""Entries with which a provider's law-change log begins: few, true, each with its source and its day."""

import tomllib
from importlib import resources
from typing import Any


def law_changes(nation: str) -> list[dict[str, Any]]:
    """Those that hold in a nation ('ENG'); code, title, starts (a date), source, means, whom."""
    text = resources.files(__package__).joinpath("law.toml").read_text("utf-8")
    return [each for each in tomllib.loads(text)["change"] if nation in each["nations"]]
