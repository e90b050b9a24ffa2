"""What a judgement lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of one point. `judgement` '' where nothing has been said yet."""

    judgement: str = ""
    remark: str = ""


def what_judgements_lack(said: Mapping[int, Said], titles: Mapping[int, str]) -> list[tuple[int, str]]:
    """(position, sentence) for each point of which something is missing; only what was judged is looked at."""
    return [
        (position, f"Say what is not as it should be: {titles[position]}.")
        for position, each in said.items()
        if each.judgement == "not" and not each.remark
    ]


def is_complete(judgements: Iterable[str]) -> bool:
    return all(judgements)
