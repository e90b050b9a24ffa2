"""Conditions as actions: whose they are, how they stand on the page of a request, and who may confirm them."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from dueregard.actions.catalogue import MANAGE
from dueregard.actions.catalogue import READ as READ_ACTIONS
from dueregard.actions.choices import State
from dueregard.actions.models import Action
from dueregard.actions.queries import actions_about
from dueregard.events.catalogue import RECORD_AFTER
from dueregard.events.choices import DecisionState
from dueregard.events.models import Condition, Decision, EventRequest
from dueregard.events.queries.visible import may_see
from dueregard.events.registries import Piece
from dueregard.events.rules.after import NOT_YET
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotThere
from dueregard.kernel.refs import Ref
from dueregard.organisation.access import access_of, resolve
from dueregard.organisation.models import Person, PostKind

if TYPE_CHECKING:
    from dueregard.events.queries.record import Record

TYPE = "events.condition"
MOST = 200


@dataclass(frozen=True, slots=True)
class Standing:
    """A condition's action; `open_to_reader` where the reader may open the page of the action itself. `body` is the
    title of the body whose condition it is, on the page of a request that several decide."""

    action: Action
    owner: str
    open_to_reader: bool
    body: str = ""


def conditions_in_force(request: EventRequest) -> list[Condition]:
    """The conditions of the decisions that count now: of the request, and of each body that decides it."""
    rows = Condition.objects.filter(decision__state=DecisionState.FINAL).select_related("decision")
    whole = request.whole.pk
    of_it = rows.filter(decision__request=whole) | rows.filter(decision__request__main=whole)
    return list(of_it.order_by("decision__at", "position"))


def actions_of(request: EventRequest) -> list[Action]:
    """The actions of the conditions in force, as they stand. Two queries."""
    return actions_about(condition.ref for condition in conditions_in_force(request))


def open_conditions(decision: Decision) -> list[Condition]:
    """The conditions whose actions nobody has checked off."""
    conditions = {each.ref.id: each for each in decision.conditions.all()}
    found = actions_about(each.ref for each in conditions.values())
    return [conditions[action.about_id] for action in found if action.state == State.OPEN]


def unconfirmed(person: Person, today: date) -> list[EventRequest]:
    """Events that have been, whose conditions this person agreed, may confirm and nobody has confirmed."""
    rows = Action.objects.filter(
        about_type=TYPE, made_by=person, state__in=[State.OPEN, State.DONE], due__lt=today
    )
    ids = list(rows.order_by("due", "id").values_list("about_id", flat=True)[:MOST])
    if not ids:
        return []
    about = [int(each) for each in ids]
    found = EventRequest.objects.filter(decisions__conditions__in=about, day__lt=today).select_related("unit")
    mine = found.exclude(organiser=person).exclude(last_day__gte=today).order_by("day", "pk").distinct()
    return [each for each in mine if access_of(person, today).may(RECORD_AFTER, unit=each.unit)]


def post_behind(condition: Condition) -> str:
    """The code of the post that sees to it: as chosen, or of the title that was written. '' for none."""
    if condition.owner_post or condition.owner_person_id:
        return condition.owner_post
    found = PostKind.objects.filter(title__iexact=condition.owner).values_list("code", flat=True)
    return found.first() or ""


def may_open(person: Person, ref: Ref) -> bool:
    """Whoever may see the request may open what the action came from."""
    pk = Decision.objects.filter(conditions__pk=ref.id).values_list("request", flat=True).first()
    try:
        return pk is not None and may_see(person, pk, _today()) is not None
    except NotThere:
        return False


def may_confirm(person: Person, action: Action) -> bool:
    """Those who may record what became of the event; never its organiser (see `actions.rules` for its owner)."""
    rows = EventRequest.objects.filter(decisions__conditions__pk=action.about_id).select_related("unit")
    request = rows.first()
    if request is None or request.organiser_id == person.pk:
        return False
    return resolve(person, _today()).may(RECORD_AFTER, unit=request.unit)


def too_early(action: Action, today: date) -> str:
    """Whether a condition was met is said after its event, whoever says it."""
    days = EventRequest.objects.filter(decisions__conditions__pk=action.about_id).values_list(
        "day", flat=True
    )
    day = days.first()
    return NOT_YET if day is not None and today < day else ""


def piece(record: "Record") -> Piece | None:
    """Where the conditions stand, for everybody who sees the decision; on the page of the whole those of every body
    together. One query, only where there are any."""
    conditions = {each.ref.id: (body, each) for body, each in _shown_in(record)}
    if not conditions:
        return None
    found = {action.about_id: action for action in actions_about(each.ref for _, each in conditions.values())}
    lines = [
        Standing(found[id], condition.owner, _opens(record.reader, found[id]), body)
        for id, (body, condition) in conditions.items()
        if id in found
    ]
    return Piece("events/_conditions.html", lines, order=60) if lines else None


def _shown_in(record: "Record") -> list[tuple[str, Condition]]:
    """The conditions in force with the titles of their bodies, from what the record has read. No query."""
    if record.request.bodies and record.together is not None:
        return record.together.conditions
    decided = [each for each in record.decisions if each.state == DecisionState.FINAL]
    return [("", condition) for each in decided for condition in each.conditions.all()]


def _opens(reader: Person | None, action: Action) -> bool:
    """Whether the page of the action answers to this reader; asks nothing of the database."""
    if reader is None:
        return False
    access = access_of(reader)
    holds = any(post.post_kind_code == action.owner_post for post in access.posts)
    sees = any(access.may(code, unit=action.unit) for code in (READ_ACTIONS, MANAGE))
    return sees or reader.pk in (action.owner_id, action.made_by_id) or (holds and not action.owner_id)


def _today() -> date:
    return today_in_london(timezone.now())
