"""Charts as SVG, made on the server: bars with their values, a title that says the finding, no script.

Every chart stands above the table with the same figures; nobody needs the picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 680
FIGURES = 80
BAR, GAP, GROUP = 20, 6, 30
TOP = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One group of the chart: the first value is a filled bar, the second an outlined one; None draws nothing."""

    name: str
    first: float | None
    second: float | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    x: int
    y: int
    width: int
    text_x: int
    text_y: int
    said: str
    outlined: bool


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    y: int
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class Chart:
    """What the template `assurance/_chart.html` draws. `id` makes its parts unique on a page."""

    id: str
    caption: str
    description: str
    keys: tuple[str, str]
    groups: list[Group]
    height: int
    axis: int
    width: int = WIDTH


def bars(id: str, rows: Sequence[Row], *, caption: str, description: str, keys: tuple[str, str]) -> Chart:
    """Horizontal bars, the name of each group above its bars, so that long names fit a narrow screen."""
    largest = max(
        (value for row in rows for value in (row.first, row.second) if value is not None), default=0
    )
    room = WIDTH - FIGURES
    groups, y = [], TOP
    for row in rows:
        drawn: list[Bar] = []
        top = y + GROUP
        for value, outlined in ((row.first, False), (row.second, True)):
            if value is None:
                continue
            width = max(2, round(room * value / largest)) if largest else 2
            drawn.append(Bar(1, top, width, width + 8, top + BAR - 3, f"{value:g}", outlined))
            top += BAR + GAP
        groups.append(Group(row.name, y + 20, drawn))
        y = top + GAP * 2
    return Chart(id, caption, description, keys, groups, y, 1)
