"""The shape in which a filled-in request goes from a form, or from anywhere else, to the commands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from dueregard.events.rules.facts import SpeakerFacts
from dueregard.organisation.models import Unit
from dueregard.statements.models import Version


@dataclass(frozen=True, slots=True)
class RequestFields:
    """What an organiser fills in. Empty where nothing has been said yet. `answers` by question id, values as
    JSON holds them (dates as ISO text). `code` is the code of practice that the organiser ticked, as it was shown."""

    title: str = ""
    summary: str = ""
    kind: str = ""
    unit: Unit | None = None
    place: Unit | None = None
    where: str = ""
    venue: str = ""
    day: date | None = None
    last_day: date | None = None
    starts: time | None = None
    ends: time | None = None
    people: int | None = None
    peak: int | None = None
    capacity: int | None = None
    audience: str = ""
    on_the_day: str = ""
    late_reason: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)
    speakers: tuple[SpeakerFacts, ...] = ()
    code: Version | None = None
