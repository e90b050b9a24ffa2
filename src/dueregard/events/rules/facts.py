"""The plain values on which the rules of events work."""

from dataclasses import dataclass, field
from datetime import date

from dueregard.procedures.rules import Feedback

OPEN = ("submitted", "returned")
SEVERAL = "Several bodies decide about this request. Open the page of the one for which you work."


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What the rules need to know of a request. `may` are the outcomes of the current step; `checks_open` and
    `advice_open` say in words what it still waits for; `several`: more than one body decides, and the work stands on
    their pages; `feedback_for`: so many days after the event feedback is taken."""

    status: str
    day: date | None = None
    organiser_id: str = ""
    outcome: str = ""
    aftermath: str = ""
    step_title: str = ""
    may: tuple[str, ...] = ()
    checks_open: tuple[str, ...] = ()
    advice_open: tuple[str, ...] = ()
    proposed_by: str = ""
    proposes: str = "refusal"
    brought_in: bool = False
    several: bool = False
    version: int = 1
    feedback_for: int = Feedback().open_for
    last_day: date | None = None

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def ends_on(self) -> date | None:
        """The last of its days."""
        return self.last_day or self.day

    @property
    def not_done(self) -> tuple[str, ...]:
        """What a decision now would not wait for: checks, and advice whose day has not passed."""
        return (*self.checks_open, *self.advice_open)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Who wants to act. `turn` says whether it is this person's turn: holder, deputy in force, or somebody to
    whom the work has climbed. `whose` names those whose turn it is, for the sentence."""

    id: str
    turn: bool = True
    whose: str = ""


@dataclass(frozen=True, slots=True)
class ConditionFacts:
    """What a condition says. `owner` is who sees to it, in words; `owner_post` is the code of that post or
    `owner_person` the person's id, both empty for the organiser; `mitigation` is the id of the one it takes over."""

    what: str
    purpose: str
    risk: str
    lesser: str
    owner: str
    because: str
    due: str = ""
    because_reason: str = ""
    owner_post: str = ""
    owner_person: str = ""
    mitigation: str = ""


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What somebody wants to record. `outcome` is approved, approved-with-conditions or refused. `charge` is what the
    organiser is asked to pay for security, in whole pounds; `letter_words` begin the letter of a refusal."""

    outcome: str
    reasons: str
    law: str = ""
    lesser: str = ""
    because: str = ""
    because_reason: str = ""
    without_checks: str = ""
    conditions: tuple[ConditionFacts, ...] = ()
    charge: int | None = None
    charge_criterion: str = ""
    charge_why: str = ""
    letter_words: str = ""

    @property
    def needs_a_second_person(self) -> bool:
        """A refusal, and a charge for security: each counts only once somebody else has confirmed it."""
        return self.outcome == "refused" or self.charge is not None


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that a form lacks: the field, and the sentence that says what to do."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SpeakerFacts:
    name: str
    body: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What the organiser has filled in so far."""

    title: str = ""
    kind: str = ""
    unit: str = ""
    where: str = ""
    venue: str = ""
    day: date | None = None
    starts: bool = False
    people: int | None = None
    audience: str = ""
    speakers: tuple[SpeakerFacts, ...] = ()
    asked: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    """Questions asked now that have no answer yet: (id, the question)."""
    code_to_accept: bool = False
    """A code of practice is in force, and its organiser has not accepted that version."""
