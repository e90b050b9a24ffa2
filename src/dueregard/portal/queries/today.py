"""Everything on the home page, with a number of queries that no register can raise."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from dueregard.events.catalogue import READ
from dueregard.events.models import EventRequest
from dueregard.kernel.dates import WorkingCalendar
from dueregard.kernel.registries import Gap, WaitingItem, gap_providers, waiting_everywhere, waiting_items
from dueregard.organisation.access import Access
from dueregard.organisation.lookup import calendar_of
from dueregard.organisation.models import Person
from dueregard.portal.catalogue import SEE_ALL_WAITING
from dueregard.portal.rules import Group, grouped

YOURS, DEPUTY, ALL = "yours", "deputy", "all"
WEEK = timedelta(days=7)
MOST_SHOWN = 100
MOST_EVENTS = 12
MOST_A_DAY = 2


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """Something on a day of the week ahead."""

    title: str
    detail: str
    address: str


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    entries: list[Entry]


@dataclass(slots=True)
class Today:
    """The home page. `hidden` counts what is not shown because the list is too long to read."""

    today: date
    calendar: WorkingCalendar
    tabs: list[Tab]
    tab: str
    groups: list[Group]
    count: int
    hidden: int
    week: list[Day]
    gaps: list[Gap] = field(default_factory=list)


def waiting_for(person: Person, today: date) -> list[WaitingItem]:
    return [item for provider in waiting_items for item in provider(person, today)]


def today_of(person: Person, access: Access, today: date, wanted: str) -> Today:
    """The page for this person. A view that the person may not see is their own view."""
    deputised = {
        f"{post.title}, {post.unit.name}": post.as_deputy_for.name if post.as_deputy_for else ""
        for post in access.posts
        if post.is_deputy
    }
    may_see_all = access.may(SEE_ALL_WAITING)
    tab = wanted if (wanted == DEPUTY and deputised) or (wanted == ALL and may_see_all) else YOURS
    own = waiting_for(person, today) if tab != ALL else []
    as_deputy = [item for item in own if item.post in deputised]
    shown = {YOURS: own, DEPUTY: as_deputy}.get(tab)
    if shown is None:
        scope = access.units_where(SEE_ALL_WAITING)
        found = (item for provider in waiting_everywhere for item in provider(scope, today))
        shown = [item if _may_open(item, access) else replace(item, address="") for item in found]
    first = sorted(shown, key=lambda item: (item.due or date.max, item.since))[:MOST_SHOWN]
    return Today(
        today=today,
        calendar=calendar_of(person.unit),
        tabs=_tabs(tab, len(own), len(as_deputy), deputised, may_see_all=may_see_all),
        tab=tab,
        groups=grouped(first, person.name, deputised, today),
        count=len(shown),
        hidden=len(shown) - len(first),
        week=_week(person, access, own or shown, today),
        gaps=[gap for provider in gap_providers for gap in provider(person, today)],
    )


def _may_open(item: WaitingItem, access: Access) -> bool:
    return not item.codes or any(access.may(code, unit=item.unit) for code in item.codes)


def _tabs(tab: str, own: int, as_deputy: int, deputised: dict[str, str], *, may_see_all: bool) -> list[Tab]:
    home = reverse("portal:home")
    counted = tab != ALL  # else their own work was not asked for
    tabs = [Tab(f"Yours ({own})" if counted else "Yours", home, tab == YOURS)]
    if deputised:
        names = sorted({name for name in deputised.values() if name})
        whom = f"for {' and '.join(names)}" if names else "of a vacant post"
        label = f"As deputy {whom} ({as_deputy})" if counted else f"As deputy {whom}"
        tabs.append(Tab(label, f"{home}?view={DEPUTY}", tab == DEPUTY))
    if may_see_all:
        tabs.append(Tab("All posts", f"{home}?view={ALL}", tab == ALL))
    return tabs if len(tabs) > 1 else []


def _week(person: Person, access: Access, items: Iterable[WaitingItem], today: date) -> list[Day]:
    """The working days from today on, and others on which there is something."""
    found: dict[date, list[Entry]] = {}
    for day, entry in (*_events(person, access, today), *_due(items, today)):
        found.setdefault(day, []).append(entry)
    calendar = calendar_of(person.unit)
    days = [today + timedelta(days=count) for count in range(WEEK.days)]
    return [Day(day, found.get(day, [])) for day in days if day in found or calendar.is_working(day)]


def _due(items: Iterable[WaitingItem], today: date) -> Iterator[tuple[date, Entry]]:
    """One line for each thing that is due; one for all of a day on which there are many."""
    by_day: dict[date, list[WaitingItem]] = {}
    for item in items:
        if item.due and today <= item.due < today + WEEK:
            by_day.setdefault(item.due, []).append(item)
    for day, due in by_day.items():
        if len(due) > MOST_A_DAY:
            yield day, Entry(f"{len(due)} things due", "", f"{reverse('portal:home')}#waiting")
        else:
            for item in due:
                yield day, Entry(item.what, f"Due. {item.post.partition(',')[0]}", item.address)


def _events(person: Person, access: Access, today: date) -> Iterator[tuple[date, Entry]]:
    """Events that take place this week: the person's own, and those of units whose requests they may read."""
    mine = Q(organiser=person)
    scope = access.units_where(READ)
    if scope.everything:
        mine = Q()
    elif scope:
        mine |= Q(unit__in=scope.units().order_by().values("pk"))
    rows = EventRequest.objects.filter(
        mine,
        main=None,
        day__gte=today,
        day__lt=today + WEEK,
        outcome__in=["approved", "approved-with-conditions"],
    ).exclude(aftermath__startswith="cancelled")
    for request in rows.select_related("unit").order_by("day", "starts", "pk")[:MOST_EVENTS]:
        assert request.day is not None
        at = f"{request.starts:%H:%M}, " if request.starts else ""
        where = request.venue or request.get_where_display()
        yield request.day, Entry(request.title, f"{at}{where}", reverse("events:request", args=[request.pk]))
