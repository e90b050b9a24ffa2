"""The picture of a procedure: boxes on a vertical line, checks beside each other, steps below each other.

Answers with inline SVG that has classes only (the style sheet draws it), a title and a description. The page puts
the same in words beside it. Measures are in SVG units, one per CSS pixel.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Kind = Literal["start", "check", "step", "end", "maybe"]
WIDTH, LINE, PAD, GAP, BETWEEN = 220, 20, 12, 46, 28


@dataclass(frozen=True, slots=True)
class Node:
    """One box. `title` is its first line and `lines` the others; nodes of one rank stand beside each other by `lane`.

    `rank` counts from 0 downwards; None puts the node below the one before it.
    """

    id: str
    title: str
    lines: tuple[str, ...] = ()
    kind: Kind = "step"
    lane: int = 0
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class _Box:
    node: Node
    x: int
    y: int
    texts: tuple[tuple[str, str], ...]
    height: int

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2

    @property
    def bottom(self) -> int:
        return self.y + self.height


def svg(
    nodes: Sequence[Node], edges: Iterable[tuple[str, str, str]], title: str, description: str
) -> SafeString:
    """The picture of `nodes` joined by `edges` (from, to, label), as one `<svg role="img">`."""
    boxes = {box.node.id: box for box in _placed(nodes)}
    width = max((box.x + WIDTH for box in boxes.values()), default=WIDTH) + 2
    height = max((box.bottom for box in boxes.values()), default=0) + 2
    drawn = format_html_join("", "{}", ((_edge(boxes[a], boxes[b], label),) for a, b, label in edges))
    return format_html(
        '<svg class="dr-flow" role="img" viewBox="0 0 {w} {h}" width="{w}" height="{h}" focusable="false">'
        "<title>{title}</title><desc>{description}</desc>"
        '<defs><marker id="dr-flow-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path class="dr-flow__tip" d="M0 0L8 4L0 8z"/></marker></defs>{edges}{boxes}</svg>',
        w=width,
        h=height,
        title=title,
        description=description,
        edges=drawn,
        boxes=format_html_join("", "{}", ((_drawn(box),) for box in boxes.values())),
    )


def _placed(nodes: Sequence[Node]) -> list[_Box]:
    ranks: dict[int, list[Node]] = {}
    rank = -1
    for node in nodes:
        rank = rank + 1 if node.rank is None else node.rank
        ranks.setdefault(rank, []).append(node)
    boxes, top = [], 1
    for _, row in sorted(ranks.items()):
        made = [_box(node, top) for node in row]
        top = max(box.bottom for box in made) + GAP
        boxes += made
    return boxes


def _box(node: Node, top: int) -> _Box:
    texts = [("dr-flow__title", part) for part in _wrapped(node.title, 24)]
    texts += [("dr-flow__line", part) for line in node.lines for part in _wrapped(line, 29)]
    return _Box(node, 1 + node.lane * (WIDTH + BETWEEN), top, tuple(texts), len(texts) * LINE + 2 * PAD - 4)


def _wrapped(text: str, most: int) -> list[str]:
    """The text in lines of about `most` characters; a longer word is cut."""
    words = [word[at : at + most] for word in text.split() for at in range(0, len(word), most)]
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def _drawn(box: _Box) -> SafeString:
    texts = format_html_join(
        "",
        '<text class="{}" x="{}" y="{}">{}</text>',
        ((css, box.x + PAD, box.y + PAD + 12 + at * LINE, text) for at, (css, text) in enumerate(box.texts)),
    )
    return format_html(
        '<g class="dr-flow__{}"><rect x="{}" y="{}" width="{}" height="{}" rx="{}"/>{}</g>',
        box.node.kind,
        box.x,
        box.y,
        WIDTH,
        box.height,
        14 if box.node.kind in {"start", "end"} else 5,
        texts,
    )


def _edge(above: _Box, below: _Box, label: str) -> SafeString:
    """A line from the bottom of one box to the top of another, with a bend where they are not in one lane."""
    half = below.y - GAP // 2
    path = (
        f"M{above.middle} {above.bottom}V{below.y - 1}"
        if above.middle == below.middle
        else f"M{above.middle} {above.bottom}V{half}H{below.middle}V{below.y - 1}"
    )
    words = format_html(
        '<text class="dr-flow__label" x="{}" y="{}">{}</text>', below.middle + 8, half + 5, label
    )
    return format_html(
        '<path class="dr-flow__edge" d="{}" marker-end="url(#dr-flow-tip)"/>{}', path, words if label else ""
    )
