"""What a person may see of the register. Every page and export of events starts here.

A request is seen by its organiser; by whoever may see the register of its unit or of its place; and by those whose
posts had work on it: a check, a turn, an appeal. Drafts are their organiser's alone. For all others a request
answers exactly as one that does not exist. Where several bodies decide, whoever sees what one of them does sees the
whole; what a body does is seen within that body.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from dueregard.events.catalogue import READ
from dueregard.events.choices import Status
from dueregard.events.models import (
    Amendment,
    Appeal,
    Check,
    Decision,
    EventRequest,
    FurtherPost,
    InformationRequest,
    Turn,
)
from dueregard.events.queries.facts import confirmers, whose_turn
from dueregard.events.registries import record_may_have
from dueregard.kernel.errors import NotThere
from dueregard.organisation.access import PostInForce, UnitScope, posts_of, units_where
from dueregard.organisation.models import Person, Unit


def visible_to(person: Person, today: date) -> QuerySet[EventRequest]:
    """The requests that this person may see, drafts left out. A constant number of queries beforehand."""
    sent = EventRequest.objects.filter(main=None).exclude(status=Status.DRAFT)
    scope = units_where(person, READ)
    if scope.everything:
        return sent
    seen = _in_units(scope) | _worked_on(person, today)
    # Whoever may see what one of several bodies does sees the request that it is about.
    return sent.filter(Q(organiser=person) | seen | Q(pk__in=_mains(seen, main__isnull=False)))


def walked_by(person: Person, today: date) -> QuerySet[EventRequest]:
    """The same as `visible_to`, asked one request at a time: for a database that walks the register in its order and
    stops at the end of a page, where most of what it meets is to be seen."""
    sent = EventRequest.objects.filter(main=None).exclude(status=Status.DRAFT)
    scope = units_where(person, READ)
    if scope.everything:
        return sent
    seen = _in_units(scope) | _work_on_each(posts_of(person, today))
    part = _there_is_one(EventRequest.objects.filter(seen, main=OuterRef("pk")))
    # No row has such a version, and no index holds it: SQLite else gathers all rows of every index and sorts them.
    return sent.filter(Q(version__lt=0) | Q(organiser=person) | seen | part)


def in_units_of(person: Person) -> QuerySet[EventRequest]:
    """Of what this person may see, that which is seen for its unit or its place."""
    sent = EventRequest.objects.filter(main=None).exclude(status=Status.DRAFT)
    return sent.filter(_in_units(units_where(person, READ)))


def sees_everything(person: Person) -> bool:
    """Whether this person may see every request that was sent."""
    return units_where(person, READ).everything


def _in_units(scope: UnitScope) -> Q:
    if not scope:
        return Q(pk__in=[])
    below = Q()
    for path in scope.paths:
        below |= Q(path__startswith=path)
    units = Unit.objects.filter(below).order_by().values("pk")
    return Q(unit__in=units) | Q(place__in=units)


def _worked_on(person: Person, today: date, **only: UUID) -> Q:
    """Requests with work that the procedure gave to one of the person's posts, in its unit or below. `only`
    narrows the work that is looked at."""
    return _work_for(posts_of(person, today), **only)


def _work_for(posts: Iterable[PostInForce], **only: UUID) -> Q:
    mine, advised = _given_to(posts)
    found = Q(pk__in=Turn.objects.filter(advised, **only).order_by().values("request"))
    for model in (Check, Turn, FurtherPost, Appeal):
        found |= Q(pk__in=model._default_manager.filter(mine, **only).order_by().values("request"))
    return found


def _work_on_each(posts: Iterable[PostInForce]) -> Q:
    """The same, looked for beside each request."""
    mine, advised = _given_to(posts)
    found = _there_is_one(Turn.objects.filter(advised, request=OuterRef("pk")))
    for model in (Check, Turn, FurtherPost, Appeal):
        found |= _there_is_one(model._default_manager.filter(mine, request=OuterRef("pk")))
    return found


def _there_is_one(rows: QuerySet[Any]) -> Q:
    """`Exists`, asked anew for each request: PostgreSQL would gather the answers to all of them beforehand."""
    return Q(IsNull(Subquery(rows.order_by().values("pk")[:1]), rhs=False))


def _given_to(posts: Iterable[PostInForce]) -> tuple[Q, Q]:
    """Work of these posts in their units or below, and turns that they advise."""
    mine = advised = Q(pk__in=[])
    by_path: dict[str, list[str]] = {}
    for post in posts:
        by_path.setdefault(post.unit.path, []).append(post.post_kind_code)
    for path, codes in by_path.items():
        inside = Q(unit__path__startswith=path) | Q(unit__sponsor__path__startswith=path)
        mine |= Q(post__in=codes) & inside
        advised |= Q(advice_post__in=codes) & inside
    return mine, advised


def may_see(person: Person, pk: UUID, today: date) -> EventRequest:
    """The request, drafts of one's own included; `NotThere` for whatever this person may not see. Reads by key,
    however many requests there are."""
    related = ("unit", "place", "organiser", "edition__unit", "brought_in", "code_version", "main__unit")
    rows = EventRequest.objects.select_related(*related).annotate(**there_is())
    found = rows.filter(pk=pk).first()
    if found is not None and not _is_seen(person, found, today):
        found = None
    if found is not None and found.main_id is not None and not of_a_body_that_i_see(person, found, today):
        found = None
    if found is None:
        found = _by_a_side_way(person, pk, today)
    if found is None:
        raise NotThere
    return found


def _is_seen(person: Person, request: EventRequest, today: date) -> bool:
    """What `visible_to` says of one request, and one's own draft. One query, and none where its units settle it."""
    if request.organiser_id == person.pk:
        return True
    if request.status == Status.DRAFT:
        return False
    scope = units_where(person, READ)
    if scope.everything or request.unit in scope or request.place in scope:
        return True
    seen = _worked_on(person, today, request=request.pk)
    if request.is_decided_by_several:
        part = _in_units(scope) | _worked_on(person, today, request__main=request.pk)
        seen |= Q(pk__in=_mains(part, main=request.pk))
    return EventRequest.objects.filter(seen, pk=request.pk).exists()


def _mains(companions: Q, **only: UUID | bool) -> QuerySet[EventRequest, Any]:
    """The main rows of these companions."""
    return EventRequest.objects.filter(companions, **only).order_by().values("main")


def belongs_to_the_body(person: Person, companion: EventRequest, today: date) -> bool:
    """Whether somebody reads the register in a post of this body, or has a post in it that had work on the request.
    At most one query."""
    assert companion.edition is not None
    assert companion.unit is not None
    own = [post for post in posts_of(person, today) if post.unit.is_within(companion.edition.unit)]
    if any(READ in post.permissions and companion.unit.is_within(post.unit) for post in own):
        return True
    rows = EventRequest.objects.filter(pk=companion.pk)
    return bool(own) and rows.filter(_work_for(own, request=companion.pk)).exists()


def of_a_body_that_i_see(person: Person, companion: EventRequest, today: date) -> bool:
    """Whether somebody sees what one of several bodies does: its organiser, who belongs to that body, and who stands
    above it only where work has come to them.

    A register that reaches over several bodies shows what they decide, not how: each is private to itself.
    """
    if companion.organiser_id == person.pk or belongs_to_the_body(person, companion, today):
        return True
    return any(person in _people_of(item, today) for item in _work_of(companion))


def _work_of(companion: EventRequest) -> Iterator[Check | Turn | Appeal]:
    for model in (Check, Turn, Appeal):
        yield from model._default_manager.filter(request=companion.pk).select_related(
            "unit", "request__unit", "request__edition"
        )


def _people_of(item: Check | Turn | Appeal, today: date) -> list[Person]:
    """Whoever does or did it. Done work keeps who did it; open work goes by whose turn it is."""
    done_by = item.done_by if isinstance(item, Check) else item.by
    if done_by is not None:
        return [done_by]
    open_one = (
        item.is_waiting
        if isinstance(item, Check)
        else not (item.left_at if isinstance(item, Turn) else item.result)
    )
    return whose_turn(item, item.request, today) if open_one else []


def _by_a_side_way(person: Person, pk: UUID, today: date) -> EventRequest | None:
    """Who confirms a refusal, or has work that has climbed: in one of several bodies, the whole request too."""
    found = _to_confirm(person, pk, today) or _climbed_to(person, pk, today)
    if found is not None:
        return found
    for companion in EventRequest.objects.filter(main=pk).values_list("pk", flat=True):
        if (
            found := _to_confirm(person, companion, today) or _climbed_to(person, companion, today)
        ) is not None:
            return EventRequest.objects.select_related("unit", "place", "organiser", "edition").get(pk=pk)
    return None


def there_is() -> dict[str, Exists]:
    """What most requests lack, found out with the request itself, so that a page need not ask for it. Changes are
    made to the whole."""
    of_it = {"request": OuterRef("pk")}
    whole = Coalesce(OuterRef("main"), OuterRef("pk"))
    found = {
        "has_decisions": Exists(Decision.objects.filter(**of_it)),
        "has_questions": Exists(InformationRequest.objects.filter(**of_it)),
        "has_amendments": Exists(Amendment.objects.filter(request=whole)),
    }
    for more in record_may_have:
        found |= more()
    return found


def _to_confirm(person: Person, pk: UUID, today: date) -> EventRequest | None:
    """Who is asked to confirm a refusal or a charge sees the record that it is about."""
    request = EventRequest.objects.select_related("unit", "place", "organiser", "edition").filter(
        pk=pk, decisions__state__in=["proposed", "final", "not-confirmed"]
    )
    found = request.filter(Q(decisions__outcome="refused") | Q(decisions__charge__isnull=False)).first()
    needs_two = Q(outcome="refused") | Q(charge__isnull=False)
    decision = found.decisions.filter(needs_two).order_by("-at").first() if found else None
    if found is None or decision is None or found.edition is None:
        return None
    return (
        found
        if person in confirmers(found, decision, today) or decision.confirmed_by_id == person.pk
        else None
    )


def _climbed_to(person: Person, pk: UUID, today: date) -> EventRequest | None:
    """Whoever undone work has climbed to sees the request, post in force or not."""
    for model in (Check, Turn):
        open_or_lapsed = (Status.SUBMITTED, Status.NOT_DECIDED)
        rows = model._default_manager.filter(request=pk, widened__gt=0, request__status__in=open_or_lapsed)
        for item in rows.select_related("unit", "request__unit", "request__edition"):
            if person in whose_turn(item, item.request, today):
                return item.request
    return None
