"""How waiting items are put in order and in words. Plain values; no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.registries import WaitingItem

PAST, TODAY, WEEK, LATER = "Past its date", "Today", "This week", "Later"
COMING_WEEK = "The coming week"
GROUPS = (PAST, TODAY, WEEK, COMING_WEEK, LATER)
NO_DAY = date.max
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One line: the item, whose it is in words, why, and for how long it has waited."""

    item: WaitingItem
    owner: str
    why: str
    waited: str

    @property
    def since(self) -> date:
        return today_in_london(self.item.since)


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    rows: list[Row]


def group_of(due: date | None, today: date) -> str:
    """Where an item stands: past its date, today, this week (until Sunday; on a weekend the next one), or later."""
    if due is None:
        return LATER
    if due < today:
        return PAST
    if due == today:
        return TODAY
    sunday = today + timedelta(days=6 - today.weekday())
    if today.weekday() >= SATURDAY:
        return COMING_WEEK if due <= sunday + timedelta(days=7) else LATER
    return WEEK if due <= sunday else LATER


def grouped(items: Iterable[WaitingItem], reader: str, deputised: dict[str, str], today: date) -> list[Group]:
    """The items by group, longest overdue first. `reader` is the reader's name; `deputised` the posts in which the
    reader stands in, with the name of the holder."""
    rows: dict[str, list[Row]] = {title: [] for title in GROUPS}
    for item in sorted(items, key=lambda each: (each.due or NO_DAY, each.since, each.what)):
        owner = owner_of(item, reader, deputised)
        row = Row(item, owner, item.note, waited(today_in_london(item.since), today))
        rows[group_of(item.due, today)].append(row)
    return [Group(title, rows[title]) for title in GROUPS if rows[title]]


def owner_of(item: WaitingItem, reader: str, deputised: dict[str, str]) -> str:
    """'You, as Prevent lead', 'You, for Martin Sole', 'You or Una Kelly, as …', or the post and its holder."""
    title = item.post.partition(",")[0]
    people = item.holder.split(" or ") if item.holder else []
    if reader in people:
        others = [name for name in people if name != reader]
        you = " or ".join(["You", *others])
        away = deputised.get(item.post)
        if away is not None:
            return f"{you}, for {away}" if away else f"{you}, standing in as {title}"
        if not title:
            return you  # theirs by what they did, not by a post
        return f"{you}, as {title[:1].lower()}{title[1:]}" if title == "Organiser" else f"{you}, as {title}"
    return f"{title}, {item.holder}" if item.holder else f"{title}, nobody at the moment"


def waited(since: date, today: date) -> str:
    """'Today', '1 day', '12 days': plain days, since people ask 'for how long' and not 'for how many working days'."""
    days = (today - since).days
    return "Today" if days <= 0 else f"{days} day{'' if days == 1 else 's'}"
