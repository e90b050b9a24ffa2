"""The likely route and the decision date, as an organiser sees them before sending."""

from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from dueregard.events.models import EventRequest
from dueregard.events.queries.facts import facts_for_marks, people_in
from dueregard.events.queries.tracks import Deciding, joined
from dueregard.kernel.dates import short_date, today_in_london
from dueregard.organisation.lookup import Board, calendar_of
from dueregard.procedures.models import Edition
from dueregard.procedures.queries import post_titles
from dueregard.procedures.rules import Route, why_marked
from dueregard.procedures.rules.vocabulary import FROM_FACTS, RAISED


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of a ladder as a page draws it: `state` is done, now, later or maybe."""

    state: str
    title: str
    text: str = ""
    sub: str = ""


@dataclass(frozen=True, slots=True)
class BodyRoute:
    """The way through one of several bodies; `begins` says after what, '' where it begins at once."""

    title: str
    begins: str
    rungs: list[Rung]
    decide_by: date


@dataclass(frozen=True, slots=True)
class RoutePanel:
    """What the panel says. `decide_by` is None while there is no day; `days` are working days until the event. Where
    several bodies decide, `bodies` has the ladder of each and `decide_by` is the latest date."""

    decide_by: date | None
    in_time: str
    late: bool
    rungs: list[Rung]
    why: list[str]
    days: int
    version: str
    appeal: bool
    bodies: list[BodyRoute] = field(default_factory=list)


def route_panel(
    request: EventRequest, edition: Edition, route: Route | None, *, now: datetime
) -> RoutePanel | None:
    """None while the request has no home unit or no day."""
    if route is None or request.unit is None or request.day is None:
        return None
    today = today_in_london(now)
    if request.day < today:
        return None
    asked = f"{route.notice} working days’ notice, {route.lead_time} asked."
    return RoutePanel(
        decide_by=min(route.decide_by, request.day),
        in_time=f"{'Late' if route.late else 'In time'}: {asked}",
        late=route.late,
        rungs=_rungs(request, edition, route, today),
        why=why_this_route(request, edition, route.marks),
        days=calendar_of(request.unit).notice(today, request.day),
        version=f"version {edition.number}",
        appeal=edition.document.appeal is not None,
    )


def with_bodies(
    panel: RoutePanel, request: EventRequest, found: list[tuple[Deciding, Route]], today: date
) -> RoutePanel:
    """The panel with the way through each body, home first, and the latest of their dates."""
    assert request.day is not None
    titles = {each.body.code: each.body.title for each, _ in found}
    bodies = [
        BodyRoute(
            each.body.title,
            joined([titles[code] for code in each.body.after if code in titles]),
            _rungs(before(request, each), each.edition, way, today),
            min(way.decide_by, request.day),
        )
        for each, way in found
    ]
    late = next((way for _, way in found if way.late), None)
    asked = f"{late.notice} working days’ notice, {late.lead_time} asked." if late else ""
    return replace(
        panel,
        bodies=bodies,
        decide_by=max(each.decide_by for each in bodies),
        late=late is not None,
        in_time=f"Late: {asked}" if late else panel.in_time,
        appeal=any(each.edition.document.appeal for each, _ in found),
    )


def before(request: EventRequest, deciding: Deciding) -> EventRequest:
    """The request as it would stand before one of several bodies. Nothing is saved."""
    shown = copy(request)
    shown.unit = deciding.unit
    return shown


def why_this_route(request: EventRequest, edition: Edition, marks: frozenset[str]) -> list[str]:
    """Why each mark stands, in words."""
    reasons = []
    for mark, whence in why_marked(
        edition.document, request.answers, facts_for_marks(request, late="late" in marks)
    ).items():
        question = edition.document.question(whence)
        if question is not None:
            said = "it is a designated event" if mark == "designated" else RAISED.get(mark, mark)
            reasons.append(f"{said}, by the answer to ‘{question.ask}’")
        else:
            reasons.append(FROM_FACTS.get(mark) or RAISED.get(mark) or f"{mark} are expected")
    return reasons


def _rungs(request: EventRequest, edition: Edition, route: Route, today: date) -> list[Rung]:
    titles = post_titles()
    assert request.unit is not None
    board = Board.load(today, {post for each in route.steps for post in each.step.posts})
    rungs = []
    if route.checks:
        last = max(due for _, due in route.checks)
        checks = ", ".join(check.title[:1].lower() + check.title[1:] for check, _ in route.checks)
        rungs.append(Rung("now", "Checks", checks[:1].upper() + checks[1:], f"by {short_date(last)}"))
    for each in route.steps:
        whence = request.place if each.step.from_ == "place" and request.place else request.unit
        holder = ", ".join(person.name for person in people_in(each.step.posts, whence, board))
        title = " or ".join(titles.get(post, each.step.title) for post in each.step.posts)
        does = f"{title} decides" if each.step.decides else f"{title} looks at it and passes it on"
        state = ("later" if rungs else "now") if each.certain else "maybe"
        text = holder if each.certain else "Only if it cannot be settled before"
        rungs.append(Rung(state, does, text, f"by {short_date(each.due)}" if each.certain else ""))
    return rungs
