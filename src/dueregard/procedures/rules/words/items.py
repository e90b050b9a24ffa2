"""What plain words are made of: sections, and the things in them."""

from collections.abc import Callable
from dataclasses import dataclass

TitleOf = Callable[[str], str]
"""The title of a post, by its code."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a section. `key` is its place in the document ('step.principal'), `posts` the posts it names."""

    key: str
    title: str
    lines: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    help: str = ""
    from_place: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    heading: str
    intro: str
    items: tuple[Item, ...]
