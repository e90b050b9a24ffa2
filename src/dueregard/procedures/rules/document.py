"""A procedure as plain values: what the parser makes and the interpreter reads. Nothing here knows Django.

Times are numbers of working days. `origin` says which unit's version an item came from; it is '' in a document
that was not merged from several.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

QuestionKind = Literal["yes-no", "choice", "text", "long-text", "number", "date"]
Outcome = Literal["approve", "approve with conditions", "refuse", "pass up"]
From = Literal["home", "place"]

KINDS: dict[str, str] = {"events": "External speakers and events"}
"""The kinds of work that a procedure can be for, with their title."""
QUESTION_KINDS: tuple[QuestionKind, ...] = ("yes-no", "choice", "text", "long-text", "number", "date")
OUTCOMES: tuple[Outcome, ...] = ("approve", "approve with conditions", "refuse", "pass up")
ASPECTS = ("when", "where", "numbers", "speakers", "answers")
"""What a check can be about; a check that says nothing is about all of it."""
HOME = "home"
"""The track of the body whose procedure it is. It begins at once."""
LAST_RESORT = "accountable-officer"
"""The post that confirms a refusal where the procedure names nobody and nobody stands above."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong with a document: `line` counts from 1, `key` is like 'step.principal.within'."""

    line: int
    key: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"Line {self.line}, {self.key}: {self.problem} {self.remedy}"


class Mistakes(Exception):
    """A document that cannot be used, with every mistake found, in the order of their lines."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = sorted(set(mistakes), key=lambda each: (each.line, each.key, each.problem))
        super().__init__("\n".join(str(each) for each in self.mistakes))


@dataclass(frozen=True, slots=True)
class Then:
    """What an answer brings: a mark ('' for none) and questions that are asked because of it."""

    mark: str = ""
    then_ask: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a `choice` question. `value` is kept on the record, `label` is shown."""

    value: str
    label: str
    then: Then = Then()


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the organiser. `only_when_asked`: shown only where another answer asks it."""

    id: str
    ask: str
    kind: QuestionKind
    help: str = ""
    required: bool = True
    only_when_asked: bool = False
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    if_yes: Then = Then()
    if_no: Then = Then()
    origin: str = ""

    def outcomes(self) -> list[Then]:
        """Everything that any answer can bring."""
        return [self.if_yes, self.if_no, *(option.then for option in self.options)]


@dataclass(frozen=True, slots=True)
class Check:
    """Something that a post looks at, within so many working days of sending. Checks run side by side.

    Of several `posts` any one does it; `post` is the first, by which the check is filed. `looks_at` names what it is about (of `ASPECTS`): a change of anything else does not re-open it.
    """

    id: str
    title: str
    posts: tuple[str, ...]
    within: int
    help: str = ""
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    from_: From = "home"
    evidence: Literal["needed", "optional"] = "optional"
    looks_at: tuple[str, ...] = ASPECTS
    origin: str = ""

    @property
    def post(self) -> str:
        return self.posts[0]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the ladder. `after` names the checks it waits for; None means every check that applies.

    Of several `posts` any one acts ('Chief Operating Officer or Director of Student Services'); `post` is the first.
    The holders of the post `advice`, if there is one, write down their advice within `advice_within` working days.
    """

    id: str
    title: str
    posts: tuple[str, ...]
    may: tuple[Outcome, ...]
    within: int
    help: str = ""
    after: tuple[str, ...] | None = None
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    from_: From = "home"
    advice: str = ""
    advice_within: int = 0
    origin: str = ""

    @property
    def post(self) -> str:
        return self.posts[0]

    @property
    def decides(self) -> bool:
        return any(outcome != "pass up" for outcome in self.may)


@dataclass(frozen=True, slots=True)
class Track:
    """Another body that decides about the same event, by a procedure of its own (docs/decisions/0007-tracks.md).

    `unit` is the code of the unit that decides; '' where it is found from the place: the nearest unit upwards that
    has its own procedure in force. `after` names the tracks, `home` among them, that must have approved before it
    begins; empty: it begins at once.
    """

    id: str
    title: str
    unit: str = ""
    after: tuple[str, ...] = ()
    help: str = ""
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    origin: str = ""

    @property
    def from_place(self) -> bool:
        return not self.unit


@dataclass(frozen=True, slots=True)
class Appeal:
    """Who looks again at a refusal or a condition: lodged within, then decided within, working days."""

    post: str
    within: int
    lodged_within: int
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """The posts of which one holder, not the decision-maker, confirms a refusal. Empty: see `confirmers`."""

    confirmed_by: tuple[str, ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """`after` working days past its due date, work that nobody did may also be done by these, in turn."""

    after: int
    then: tuple[Literal["deputy", "next step"], ...]
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Feedback:
    """For so many calendar days after an event feedback about it is taken."""

    open_for: int = 14
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """After so many calendar months in which nothing was escalated, people look again at the process."""

    quiet_for: int
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole procedure. `late` is the id of the step that a late request goes to, or ''."""

    kind: str
    title: str
    lead_time: int
    late: str = ""
    designated_means: str = ""
    ask_post: str = ""
    questions: tuple[Question, ...] = ()
    checks: tuple[Check, ...] = ()
    steps: tuple[Step, ...] = ()
    tracks: tuple[Track, ...] = ()
    appeal: Appeal | None = None
    refusal: Refusal = Refusal()
    unclaimed: Unclaimed | None = None
    feedback: Feedback = Feedback()
    review: Review | None = None
    locks: tuple[str, ...] = ()

    def question(self, id: str) -> Question | None:
        return next((each for each in self.questions if each.id == id), None)

    def check(self, id: str) -> Check | None:
        return next((each for each in self.checks if each.id == id), None)

    def step(self, id: str) -> Step | None:
        return next((each for each in self.steps if each.id == id), None)

    def track(self, id: str) -> Track | None:
        return next((each for each in self.tracks if each.id == id), None)

    def posts(self) -> list[str]:
        """Every post that the procedure names, each once, in the order in which they come up."""
        return list(dict.fromkeys(post for posts in self.alternatives() for post in posts))

    def alternatives(self) -> list[tuple[str, ...]]:
        """What the procedure names, in the order in which it comes up: posts of which any one can act."""
        named = [
            (self.ask_post,),
            *(check.posts for check in self.checks),
            *(posts for step in self.steps for posts in ((step.advice,), step.posts)),
            *((post,) for post in self.refusal.confirmed_by),
            (self.appeal.post if self.appeal else "",),
        ]
        return list(dict.fromkeys(posts for posts in named if any(posts)))
