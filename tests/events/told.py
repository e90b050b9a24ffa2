"""What people are told: every letter and message that something asks for is queued once, and none besides.

Two ways to see it. After every command (`Ear`): nothing is told twice in one breath, and whoever has work that can be
done from now is told of it then, and only then. After every step (`Told`): what the event log says has happened, and
what people were told, are the same list.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant

from dueregard.events import catalogue
from dueregard.events.choices import Status
from dueregard.events.letters import OPENING
from dueregard.events.models import (
    Advice,
    Appeal,
    Check,
    Decision,
    EventRequest,
    InformationRequest,
    PartnerQuestion,
    Turn,
)
from dueregard.events.queries.facts import blocking_checks, current_step
from dueregard.events.rules.ending import CANCELLED
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.refs import Ref
from dueregard.ledger.models import Entry
from dueregard.organisation.models import Person
from dueregard.outbox.kinds import handlers
from dueregard.outbox.models import Message
from dueregard.procedures.rules import HOME

About = tuple[str, str]
"""The code of a kind of message, and the id of what it is about."""


class Ear:
    """Listens to one command: `with Ear(): command(…)`."""

    def __enter__(self) -> Ear:
        self.before, self.could = _messages(), _work()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            return
        told = _messages() - self.before
        assert not (twice := [each for each, times in told.items() if times > 1]), f"told twice: {twice}"
        can = _work()
        for work in can.keys() | {pk for code, pk in told if code == catalogue.WAITING}:
            begins = can.get(work, False) and not self.could.get(work, False)
            heard = told[catalogue.WAITING, work]
            assert heard == begins, f"{work}: told {heard} times, begins: {begins}"


def _messages() -> Counter[About]:
    return Counter(Message.objects.values_list("kind", "about_id"))


def _work() -> dict[str, bool]:
    """Every open check and turn by its id, and whether it can be done now: the clock runs, and nothing is waited for."""
    checks = Check.objects.filter(state="waiting").values_list("pk", "request__status")
    found = {str(pk): status == Status.SUBMITTED for pk, status in checks}
    for turn in Turn.objects.filter(left_at=None).select_related("request", "request__edition"):
        runs = turn.request.status == Status.SUBMITTED
        found[str(turn.pk)] = runs and not blocking_checks(turn.request, current_step(turn.request))
    return found


class Told(RuleBasedStateMachine):
    """`requests` are those that were sent."""

    requests: list[EventRequest]
    now: datetime

    @invariant()
    def what_happened_is_told_and_nothing_else(self) -> None:
        told = _messages()
        for code, expected in _to_be_told(self.requests).items():
            heard = Counter({about: times for (kind, about), times in told.items() if kind == code})
            assert heard == Counter(expected), f"{code}: told {heard}, happened {expected}"

    @invariant()
    def a_change_is_told_to_whoever_is_at_work_on_it(self) -> None:
        """Of several bodies here home's, which is always among them."""
        heard: Counter[str] = Counter()
        for told in Message.objects.filter(kind=catalogue.REQUEST_AMENDED):
            row = EventRequest.objects.get(pk=told.about_id)
            heard[str(row.whole.pk)] += row.track in ("", HOME)
        assert +heard == Counter(_entries("amended", "booking-taken-over"))

    @invariant()
    def what_is_past_its_day_was_reminded_of_and_feedback_is_asked_for_once(self) -> None:
        told, today = _messages(), today_in_london(self.now)
        for work in (Check.objects.filter(state="waiting"), Turn.objects.filter(left_at=None)):
            for pk in work.filter(due__lt=today, request__status="submitted").values_list("pk", flat=True):
                assert told[catalogue.REMINDER, str(pk)]
        assert max([told[each] for each in told if each[0] == catalogue.FEEDBACK_WANTED], default=0) <= 1

    @invariant()
    def the_letter_says_what_was_decided_by_whom_and_why(self) -> None:
        for each in Decision.objects.exclude(letter="").select_related("request", "by", "confirmed_by"):
            body, refused = each.request.track_title, each.outcome == "refused"
            opening = OPENING[each.outcome]
            wanted = [each.reasons, each.by.name, each.request.shown_number]
            wanted += (
                [f"{body} cannot approve your event"]
                if body and refused
                else [opening[1:] if body else opening]
            )
            wanted += [condition.what for condition in each.conditions.all()]
            if refused:
                assert each.confirmed_by is not None
                wanted += [each.law, each.lesser, each.confirmed_by.name]
            assert not [words for words in wanted if words not in each.letter], each.letter
            others = [words for outcome, words in OPENING.items() if outcome != each.outcome]
            assert not [words for words in others if words[1:] in each.letter], each.letter
        for appeal in Appeal.objects.filter(result="stands"):
            assert appeal.reasons in appeal.letter
            assert "The decision stands." in appeal.letter


def as_mail(kind: str, about: Ref, to: Person) -> str:
    """What the mail would say, if it were sent now; the letter stands in it as it was frozen."""
    return handlers[kind].render(about, to.ref, {}).text


def _to_be_told(requests: Iterable[EventRequest]) -> dict[str, Iterable[str]]:
    """For each kind of message the ids of what it must have been queued about, as often as it happened."""
    decisions = Decision.objects.filter(state__in=["final", "replaced"])
    promises = _entries("promise-broken")
    parts = set(map(str, EventRequest.objects.exclude(main=None).values_list("pk", flat=True)))
    return {
        catalogue.RECEIVED: [str(each.pk) for each in requests],
        catalogue.TO_CONFIRM: _decided("refusal-proposed", "charge-proposed"),
        catalogue.NOT_CONFIRMED: _decided("refusal-not-confirmed", "charge-not-confirmed"),
        catalogue.DECISION_MADE: _ids(decisions),
        catalogue.INFORMATION_NEEDED: _ids(InformationRequest.objects.all()),
        catalogue.INFORMATION_GIVEN: _entries("answered"),
        catalogue.APPEAL_TO_HEAR: _ids(Appeal.objects.all()),
        catalogue.APPEAL_ANSWERED: _ids(Appeal.objects.filter(result="stands")),
        catalogue.LAPSED: _entries("not-decided"),
        catalogue.WE_ARE_LATE: promises,
        catalogue.SORRY_WE_ARE_LATE: [each for each in promises if each not in parts],
        catalogue.REQUEST_WITHDRAWN: _withdrawn(),
        catalogue.CALLED_OFF: [*_approved_and_withdrawn(), *_cancelled()],
        catalogue.ADVICE_WANTED: _ids(Turn.objects.exclude(advice_post="")),
        catalogue.ADVICE_IN: {str(pk) for pk in Advice.objects.values_list("turn", flat=True)},
        catalogue.PARTNER_ASKED: _ids(PartnerQuestion.objects.all()),
        catalogue.PARTNER_HAS_ANSWERED: _ids(PartnerQuestion.objects.exclude(answered_at=None)),
        catalogue.FOLLOWS_BOOKING: _entries("booking-taken-over"),
        catalogue.CONFIRM_ADDRESS: [],
    }


def _ids(rows: Any) -> list[str]:
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def _log(*codes: str) -> Any:
    return Entry.objects.filter(action__in=[f"events.{code}" for code in codes])


def _entries(*codes: str) -> list[str]:
    return list(_log(*codes).values_list("subject_id", flat=True))


def _decided(*codes: str) -> list[str]:
    return [json.loads(data)["decision"] for data in _log(*codes).values_list("data", flat=True)]


def _withdrawn() -> list[str]:
    """Each body's part that was withdrawn, or the whole where one body has it."""
    rows = EventRequest.objects.filter(status=Status.WITHDRAWN)
    return [str(row.pk) for row in rows if not row.bodies]


def _approved_and_withdrawn() -> list[str]:
    """Wholes that were withdrawn after a body of them had approved: its organiser may have them in a calendar."""
    found = []
    for pk in _entries("withdrawn"):
        rows = [pk, *_ids(EventRequest.objects.filter(main=pk))]
        yes = Decision.objects.filter(request__in=rows, final_at__isnull=False).exclude(outcome="refused")
        found += [pk] if yes.exists() else []
    return found


def _cancelled() -> list[str]:
    log = _log("aftermath").values_list("subject_id", "data")
    return [about for about, data in log if json.loads(data)["aftermath"] in CANCELLED]
