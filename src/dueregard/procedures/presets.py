"""The procedures that presets come with, as texts: read from `dueregard/presets/<name>/`, without making anything."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

SHELF = "dueregard.presets"
_TRACK = re.compile(r'^unit = "([^"]+)"$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PresetText:
    """One procedure of a preset. `unit` is the preset's own code of a unit below the provider; '' is the provider."""

    kind: str
    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class PresetTexts:
    """What a preset says about procedures: its name for people, and its texts, the provider's first."""

    code: str
    title: str
    texts: tuple[PresetText, ...]

    def for_unit(self, kind: str, *, below: bool) -> str:
        """The text for the provider, or for a unit below it: one of its own where the preset has one."""
        of_kind = [each for each in self.texts if each.kind == kind]
        own = [each for each in of_kind if bool(each.unit) == below]
        return (own or of_kind)[0].text if of_kind else ""


@cache
def texts_of(name: str) -> PresetTexts | None:
    """The procedures of a preset; None where there is no preset of this name."""
    folder = resources.files(SHELF)
    found = [each for each in folder.iterdir() if each.name == name and each.is_dir()]
    if not name or not found or not found[0].joinpath("provider.toml").is_file():
        return None
    told = tomllib.loads(found[0].joinpath("provider.toml").read_text("utf-8"))
    texts = tuple(
        PresetText(each["kind"], each.get("unit", ""), found[0].joinpath(each["file"]).read_text("utf-8"))
        for each in told.get("procedure", ())
    )
    return PresetTexts(name, told["title"], texts)


def with_codes(text: str, codes: Mapping[str, str]) -> str:
    """A preset's text with the codes of real units, where a track names one of the preset's; 'provider' is the root."""
    return _TRACK.sub(lambda track: f'unit = "{codes.get(track[1], track[1])}"', text)
