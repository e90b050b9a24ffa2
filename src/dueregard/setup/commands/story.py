"""A year of events, told by the commands that people use, each at its own moment, in the order of time.

What can happen to a request, by the words of `do`: `check` (one check is done), `checks` (all that wait), `risks:WHICH`, `ask`,
`answer`, `pass-up`, `approve`, `conditions`, `refuse` (proposed), `confirm`, `appeal`, `stands`, `eased`,
`withdraw:WHY`, `lapse`, and what became of it (`took-place` and the others). A number after a tilde moves a word to
so many days before today, unless it comes later anyway. What would lie in the future has not happened yet.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from dueregard.events.choices import Aftermath
from dueregard.events.commands.drafting import start_draft
from dueregard.events.commands.hiring import begin_hire, confirm_address
from dueregard.events.commands.locking import Organiser
from dueregard.events.commands.sending import send
from dueregard.events.fields import RequestFields
from dueregard.events.models import EventRequest
from dueregard.kernel.dates import LONDON, WorkingCalendar, today_in_london
from dueregard.kernel.errors import NotAllowed, NotThere, Refused
from dueregard.organisation.lookup import calendar_of
from dueregard.organisation.models import Person, Unit
from dueregard.setup.commands import acts
from dueregard.setup.demo.script import Script, Tale

PAUSES = {
    "check": 1, "checks": 1, "ask": 1, "answer": 2, "pass-up": 1, "approve": 1, "conditions": 2, "refuse": 2,
    "confirm": 1, "risks": 1, "appeal": 2, "stands": 3, "eased": 3, "withdraw": 2,
}  # fmt: skip
"""Working days between an act and the one before it."""
LAST = datetime.max.replace(tzinfo=LONDON)


@dataclass(order=True)
class Moment:
    """When the next act of a tale happens; the number keeps two at one minute in a fixed order."""

    at: datetime
    number: int
    tale: Tale = field(compare=False)
    words: list[str] = field(compare=False)
    request: UUID | None = field(compare=False, default=None)


class Story:
    """Tells all tales together. `dropped` holds what a rule refused: nothing, if the script is right."""

    def __init__(
        self,
        script: Script,
        units: dict[str, Unit],
        people: dict[str, Person],
        *,
        now: datetime,
        forget_until: datetime,
        forget: Callable[[], None] = acts.forget_the_mails,
    ) -> None:
        self.script, self.units, self.people = script, units, people
        self.now, self.today = now, today_in_london(now)
        self.forget_until, self.forget, self.forgotten = forget_until, forget, False
        self.calendar: WorkingCalendar = calendar_of(units[""])
        self.dropped: list[str] = []

    def tell(self) -> None:
        queue = [
            Moment(self._begins(tale, number), number, tale, ["begin", *tale.do])
            for number, tale in enumerate(self.script.tales)
        ]
        heapq.heapify(queue)
        while queue and queue[0].at <= self.now:
            moment = heapq.heappop(queue)
            self._forget_once(moment.at)
            if self._act(moment):
                heapq.heappush(queue, moment)
        self._forget_once(self.now)

    def _forget_once(self, at: datetime) -> None:
        if not self.forgotten and at > self.forget_until:
            self.forgotten = True
            self.forget()

    def _begins(self, tale: Tale, number: int) -> datetime:
        day = self.today + timedelta(days=tale.sent if tale.sent is not None else -3)
        return _at(self._back(day), 9 + number % 7, (number * 17) % 60)

    def _back(self, day: date) -> date:
        """The day itself or the working day before it, so that what was sent is never still to come."""
        while not self.calendar.is_working(day):
            day -= timedelta(days=1)
        return day

    def day_of(self, tale: Tale) -> date:
        return self.calendar.on_or_after(self.today + timedelta(days=tale.day))

    def _act(self, moment: Moment) -> bool:
        """Let one act happen; whether the tale goes on, and then `moment` says when."""
        word = moment.words[0]
        try:
            again = self._do(word.partition("~")[0], moment)
        except (Refused, NotAllowed, NotThere) as problem:
            self.dropped.append(f"{moment.tale.title}: {word} on {moment.at:%d %b}: {problem}")
            return False
        if not again:
            moment.words.pop(0)
        if moment.words:
            moment.at = self._next(moment, soon=again)
        return bool(moment.words)

    def _do(self, word: str, moment: Moment) -> bool:
        if word == "begin":
            moment.request = self._begin(moment)
            return False
        assert moment.request is not None
        request = EventRequest.objects.get(pk=moment.request)
        return acts.do(
            word, request, tale=moment.tale, words=self.script.words, number=moment.number, now=moment.at
        )

    def _begin(self, moment: Moment) -> UUID | None:
        tale, now = moment.tale, moment.at
        fields = acts.fields_of(tale, self.units, self.day_of(tale), edition_day=self.today)
        if tale.by.startswith("@"):
            return self._begin_for_a_hirer(tale, fields, now)
        person = self.people[tale.by]
        request = start_draft(by=person, fields=fields, now=now)
        if tale.sent is None:
            moment.words.clear()
            moment.words.append("begin")
            return request.pk
        return send(pk=request.pk, by=Organiser(person), now=now + timedelta(minutes=9)).pk

    def _begin_for_a_hirer(self, tale: Tale, fields: RequestFields, now: datetime) -> UUID:
        name = tale.by[1:]
        email = f"events@{name.lower().replace(' ', '-')}.example"
        request = begin_hire(
            name=name, email=email, phone="01632 960123", unit=self.units[tale.unit], now=now
        )
        assert request is not None
        organiser = acts.organiser_of(request)
        confirm_address(pk=request.pk, by=organiser, now=now + timedelta(minutes=4))
        acts.save(request, organiser, fields, now + timedelta(minutes=20))
        return send(pk=request.pk, by=organiser, now=now + timedelta(minutes=25)).pk

    def _next(self, moment: Moment, *, soon: bool) -> datetime:
        """When the next word of the tale happens."""
        word, _, before = moment.words[0].partition("~")
        kind = word.partition(":")[0]
        minute = (moment.number * 13 + moment.at.minute * 7 + 11) % 60
        if soon:
            return moment.at + timedelta(minutes=37 + minute)
        if kind == "lapse":
            return _at(self.day_of(moment.tale), 0, 1)
        if kind in Aftermath.values:
            shift = -3 if kind.startswith("cancelled") else 1
            return max(
                _at(self._back(self.day_of(moment.tale) + timedelta(days=shift)), 16, minute), moment.at
            )
        day = self.calendar.after(today_in_london(moment.at), PAUSES[kind])
        if before:
            day = max(day, self._back(self.today - timedelta(days=int(before))))
        return _at(day, 9 + (moment.number * 3 + minute) % 7, minute)


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=LONDON)
