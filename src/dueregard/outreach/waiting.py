"""What waits for a person in outreach: posters that name somebody who has moved on."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.urls import reverse

from dueregard.kernel.refs import Ref
from dueregard.kernel.registries import WaitingItem
from dueregard.organisation.access import access_of
from dueregard.outreach.catalogue import MANAGE
from dueregard.outreach.queries.posters import MINE, OLD, to_replace, without_a_keeper


def waiting_for(person: Any, today: date) -> Iterator[WaitingItem]:
    """One item however many posters; two queries, one for somebody who looks after nothing."""
    if person is None:
        return
    if count := to_replace(person, today).count():
        yield _item(person, today, count, MINE, "A name, a number or the words on them have changed.", "")
    access = access_of(person, today)
    scope = access.units_where(MANAGE)
    if not scope:
        return
    if count := without_a_keeper(scope, today).count():
        post = access.post_with(MANAGE)
        title = f"{post.title}, {post.unit.name}" if post else ""
        yield _item(person, today, count, OLD, "Those who put them up have left.", title)


def _item(person: Any, today: date, count: int, shown: str, detail: str, post: str) -> WaitingItem:
    """Since today: a poster is judged anew each time, and nothing says since when it is wrong."""
    return WaitingItem(
        what=f"Replace {count} poster{'' if count == 1 else 's'} that {'is' if count == 1 else 'are'} out of date",
        detail=detail,
        ref=Ref("outreach.hangings", f"{person.pk}:{shown}"),
        post=post,
        holder=person.name,
        since=datetime.combine(today, datetime.min.time(), UTC),
        due=None,
        address=f"{reverse('outreach:hung')}?shown={shown}",
    )
