"""What must hold of requests whatever has been done to them, in which order and by whom (product.md, the twelve rules)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis.stateful import invariant

from dueregard.actions.models import Action
from dueregard.events import catalogue
from dueregard.events.choices import Status
from dueregard.events.models import (
    Advice,
    Check,
    Condition,
    Decision,
    EventRequest,
    Hazard,
    Turn,
)
from dueregard.ledger.models import Entry
from tests.events.told import Told


class Promises(Told):
    """`open_for` says for how long each request has been open, `stood` how it stood after the last step; `may_reopen`
    whether the step was a change by the organiser or an appeal that was heard."""

    now: datetime
    requests: list[EventRequest]
    open_for: dict[Any, timedelta]
    stood: dict[Any, tuple[str, str]]
    may_reopen: bool

    @invariant()
    def a_refusal_in_force_has_its_grounds_and_a_second_person(self) -> None:
        for each in Decision.objects.filter(outcome="refused").select_related("request"):
            assert all([each.law, each.lesser, each.because, each.reasons])
            if each.state in ("final", "replaced"):
                assert each.confirmed_by_id not in (None, each.by_id, each.request.organiser_id)

    @invariant()
    def people_decide_and_nobody_their_own(self) -> None:
        codes = [catalogue.DECIDED, catalogue.REFUSAL_PROPOSED, catalogue.REFUSAL_CONFIRMED]
        deciding_entries = Entry.objects.filter(action__in=[getattr(code, "code", code) for code in codes])
        assert not deciding_entries.exclude(actor_kind="person").exists()
        for each in Decision.objects.select_related("request"):
            assert each.by_id != each.request.organiser_id

    @invariant()
    def a_request_says_what_its_decision_says(self) -> None:
        for request in EventRequest.objects.filter(pk__in=self.open_for):
            final = Decision.objects.filter(request=request, state="final").first()
            if request.status == Status.DECIDED:
                assert final is not None
                assert final.outcome == request.outcome
                assert final.letter
            assert (request.outcome != "") == (request.status == Status.DECIDED)

    @invariant()
    def time_is_as_the_event_log_tells_it(self) -> None:
        """The turns of a request cover the time for which it was open: no gap, nothing twice."""
        for pk, open_for in self.open_for.items():
            turns = list(Turn.objects.filter(request=pk).order_by("since"))
            assert sum(((each.left_at or self.now) - each.since for each in turns), timedelta()) == open_for
            still = [each for each in turns if each.left_at is None]
            assert len(still) == EventRequest.objects.get(pk=pk).is_open

    @invariant()
    def what_is_closed_stays_closed(self) -> None:
        for request in EventRequest.objects.filter(pk__in=self.open_for):
            before, now = self.stood[request.pk], (request.status, request.outcome)
            if before[0] not in (Status.SUBMITTED, Status.RETURNED) and before != now:
                assert self.may_reopen, f"{before} became {now}"
                assert before[0] == Status.DECIDED
            self.stood[request.pk] = now

    @invariant()
    def each_condition_that_counts_is_one_action(self) -> None:
        """Agreed once, with its decision; dropped, if nobody has confirmed it, when another takes its place."""
        actions = Action.objects.filter(about_type="events.condition")
        states: dict[str, list[str]] = {}
        for about, state in actions.values_list("about_id", "state"):
            states.setdefault(about, []).append(state)
        for each in Condition.objects.select_related("decision"):
            counts = each.decision.state in ("final", "replaced")
            found = states.pop(str(each.pk), [])
            assert len(found) == counts
            assert each.decision.state == "final" or not {"open", "done"} & set(found)
        assert not states

    @invariant()
    def risks_are_of_the_whole_and_noted_by_those_at_work(self) -> None:
        for each in Hazard.objects.select_related("request"):
            assert each.request.main_id is None
            assert each.noted_by_id != each.request.organiser_id
        for advice in Advice.objects.select_related("request"):
            assert advice.by_id != advice.request.organiser_id

    @invariant()
    def nothing_waits_at_what_is_over(self) -> None:
        over = EventRequest.objects.filter(pk__in=self.open_for).exclude(status__in=["submitted", "returned"])
        assert not Check.objects.filter(request__in=over, state="waiting").exists()
        assert not Decision.objects.filter(request__in=over, state="proposed").exists()


def _code(kind: Any) -> str:
    return str(getattr(kind, "code", kind))
