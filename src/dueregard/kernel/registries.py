"""What low pages show of higher apps: each app fills these in its `apps.py` `ready()`.

Providers take the signed-in person (organisation.Person, typed here as `Any` so that the kernel knows no model)
and answer with plain values.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dueregard.kernel.refs import Ref


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """One thing that waits for somebody: shown at home, sent by iCalendar.

    `what` starts with a verb ('Decide: …'); `detail` is the second line; `post` is the post's title and unit;
    `holder` the person's name, or '' where the post is vacant; `note` says why it is yours ('Post vacant, so it
    is yours'); `since` is when it began to wait; `due` the day by which it should be done, or None; `address`
    the page where it is done; `clock` the working days from `since` to `due` for the dots, or None.
    Among what waits for all posts the address is a link for those whose posts carry one of `codes` in `unit`, and
    for everybody where there are no codes.
    """

    what: str
    detail: str
    ref: Ref
    post: str
    holder: str
    since: datetime
    due: date | None
    address: str
    note: str = ""
    codes: tuple[str, ...] = ()
    unit: Any = None


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """An entry of the main menu, shown when `shown(person)` is true. `order` sorts the menu. Entries with the same
    `section` stand under its name, in a row of their own on the section's pages."""

    label: str
    url_name: str
    order: int
    shown: Callable[[Any], bool]
    section: str = ""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One line of the header search's answer."""

    title: str
    detail: str
    address: str
    kind: str


class Registry:
    """One list of providers. Order of registration is kept; registering twice is harmless."""

    def __init__(self) -> None:
        self._entries: list[Any] = []

    def register(self, entry: Any) -> None:
        if entry not in self._entries:
            self._entries.append(entry)

    def __iter__(self) -> Any:
        return iter(self._entries)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text that fills itself, for newsletters, briefings, posters and the like.

    `code` is what a writer puts in the text ('law-changes'); `label` and `help` say what it brings. `fill(unit, today)`
    answers Markdown for a unit (organisation.Unit, `Any` here so that the kernel knows no model) as things stand on a
    day, without a heading of its own, and '' where there is nothing to say. It may name nobody whose name the public
    may not read: who prints the block does not know who will see it.
    """

    code: str
    label: str
    help: str
    fill: Callable[[Any, date], str]


@dataclass(frozen=True, slots=True)
class Offered:
    """A text that may leave in a pack. `key` is its own within its kind; `data` is the part as it stands here, names and
    all."""

    key: str
    title: str
    detail: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PartKind:
    """A kind of text that packs between providers carry. The app that owns such texts registers it; that of an app which
    is absent is not offered and not read.

    A part has `title`, `text` and `form` (which of a closed list it is, '' where there is none), the one-line texts
    `lines`, the codes of closed lists `codes`, and the lists of one-line texts `lists`; nothing else.
    `offer(provider, scope, today)` says what may leave, for somebody who may send in `scope` (organisation.UnitScope).
    `take(data, unit, by, now)` makes a draft of `by` by that app's own command, which refuses where it cannot be; nothing
    is laid over a draft that somebody has begun. `read(data)` is the part in Markdown for those who look at it, or '' to
    show `text` as it is written. `names()` are those of other providers that its texts may hold: they are left out as ours are.
    """

    code: str
    label: str
    offer: Callable[[Any, Any, date], Iterable[Offered]]
    take: Callable[[dict[str, Any], Any, Any, datetime], Ref]
    lines: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    needs_form: bool = True
    names: Callable[[], Iterable[str]] = tuple
    read: Callable[[dict[str, Any]], str] = lambda data: str(data["text"])


SHARED = "Shared by another provider"
"""How a draft is marked that came in with a pack."""

WaitingProvider = Callable[[Any, date], Iterable[WaitingItem]]
SearchProvider = Callable[[Any, str], list[SearchHit]]

waiting_items = Registry()
"""Callables `(person, today) -> Iterable[WaitingItem]`."""
waiting_everywhere = Registry()
"""Callables `(scope, today) -> Iterable[WaitingItem]`: what waits for any post in a scope of units
(organisation.access.UnitScope), for those who look after all of it."""
menu = Registry()
"""`MenuEntry` values."""
search_providers = Registry()
"""Callables `(person, words) -> list[SearchHit]`; each answers only with what the person may see."""
gap_providers = Registry()
"""Callables `(person, today) -> Iterable[Gap]`: what is missing, for the home page."""
filling_blocks = Registry()
"""`Block` values. The block of an app that is absent is not offered."""

part_kinds = Registry()
"""`PartKind` values, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that nobody covers: a post without a holder that a procedure names, and what happens meanwhile."""

    what: str
    meanwhile: str
    address: str = ""
