"""How waiting items are put in order and in words: arithmetic, no database."""

from datetime import UTC, date, datetime

import pytest

from dueregard.kernel.refs import Ref
from dueregard.kernel.registries import WaitingItem
from dueregard.portal.rules import group_of, grouped, owner_of, waited

TUESDAY = date(2026, 11, 24)
SUNDAY = date(2026, 11, 22)


def an_item(
    what: str = "Decide: Chess",
    *,
    post: str = "Principal, Ash",
    holder: str = "Una",
    due: date | None = TUESDAY,
) -> WaitingItem:
    since = datetime(2026, 11, 20, 9, tzinfo=UTC)
    return WaitingItem(what, "", Ref("t", what), post, holder, since, due, "/")


@pytest.mark.parametrize(
    ("today", "due", "group"),
    [
        (TUESDAY, date(2026, 11, 23), "Past its date"),
        (TUESDAY, TUESDAY, "Today"),
        (TUESDAY, date(2026, 11, 29), "This week"),
        (TUESDAY, date(2026, 11, 30), "Later"),
        (TUESDAY, None, "Later"),
        (SUNDAY, date(2026, 11, 29), "The coming week"),
        (SUNDAY, date(2026, 11, 30), "Later"),
    ],
)
def test_an_item_stands_in_the_group_of_its_day(today: date, due: date | None, group: str) -> None:
    assert group_of(due, today) == group


def test_the_longest_overdue_comes_first_and_empty_groups_are_left_out() -> None:
    items = [an_item("b", due=date(2026, 11, 20)), an_item("c"), an_item("a", due=date(2026, 11, 18))]
    groups = grouped(items, "Una", {}, TUESDAY)
    assert [(group.title, [row.item.what for row in group.rows]) for group in groups] == [
        ("Past its date", ["a", "b"]),
        ("Today", ["c"]),
    ]


def test_the_reader_is_you_and_others_have_their_names() -> None:
    assert owner_of(an_item(), "Una", {}) == "You, as Principal"
    assert owner_of(an_item(holder="Una or Tom"), "Una", {}) == "You or Tom, as Principal"
    assert owner_of(an_item(), "Tom", {}) == "Principal, Una"
    assert owner_of(an_item(holder=""), "Tom", {}) == "Principal, nobody at the moment"


def test_a_deputy_reads_for_whom() -> None:
    assert owner_of(an_item(), "Una", {"Principal, Ash": "Grace"}) == "You, for Grace"
    assert owner_of(an_item(), "Una", {"Principal, Ash": ""}) == "You, standing in as Principal"


def test_waiting_is_told_in_days() -> None:
    assert [waited(date(2026, 11, day), TUESDAY) for day in (24, 23, 12)] == ["Today", "1 day", "12 days"]
