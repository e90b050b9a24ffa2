"""What people type about audits and reviews."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dueregard.audits.choices import Found, Judgement, ReviewResult, Way
from dueregard.audits.models import Edition, Point
from dueregard.audits.rules.drawing import ALL, LARGEST
from dueregard.audits.rules.judging import Said
from dueregard.audits.rules.questions import MOST as MOST_QUESTIONS
from dueregard.audits.rules.strata import STRATA
from dueregard.kernel.forms import (
    Choice,
    DateParts,
    DrForm,
    LongText,
    ManyChoice,
    TextLine,
    Tick,
    WholeNumber,
)
from dueregard.organisation.forms.naming import HOW, the_one_named
from dueregard.organisation.models import Person, PostKind, Unit
from dueregard.versions.forms import Revision

EVERY = {
    "0": "Once only",
    "3": "Every 3 months",
    "6": "Every 6 months",
    "12": "Every 12 months",
    "24": "Every 24 months",
}
LONGEST_LIST = 500


def size_name(stratum: str) -> str:
    return f"size_{stratum.replace('-', '_')}"


def _size(label: str, hint: str = "") -> WholeNumber:
    return WholeNumber(label=label, hint=hint, required=False, max=LARGEST, width=4)


class PlanForm(DrForm):
    """An audit to plan: which requests, how many, by whom."""

    title = TextLine(label="What is this audit called?", hint="Such as ‘Speaker requests, autumn term 2026’.")
    why = LongText(label="What is it to find out?", required=False, rows=3, max_length=2000)
    unit = Choice(label="Whose requests?", hint="The unit and everything below it.")
    first = DateParts(label="First day of the period", hint="The day of the event counts.")
    last = DateParts(label="Last day of the period")
    way = Choice(
        Way.choices,
        radios=True,
        label="How is the sample spread?",
        unfold={
            Way.WHOLE: ["size_all"],
            Way.FACTS: [size_name(each) for each in STRATA],
            Way.UNITS: ["size_each"],
        },
        hints={
            Way.WHOLE: "Every request has the same chance.",
            Way.FACTS: "More of what was restricted, fewer of what is routine. Plain facts only, never a topic.",
            Way.UNITS: "So that each faculty, centre or union is looked at.",
        },
    )
    size_all = _size("How many requests?")
    size_each = _size("How many requests of each unit?", "Of the units right below the one you chose.")
    with_brought_in = Tick(
        label="Records that were brought in from a spreadsheet too",
        hint="They ran by no procedure here, so there is little to check. For samples of each kind, give them a number instead.",
    )
    auditor = Choice(label="Who audits?", hint="Requests in which this person took part go to somebody else.")
    seed = TextLine(
        label="Seed",
        required=False,
        width=20,
        max_length=64,
        hint="Leave it empty, and the system makes one. A seed that you choose is shown as chosen by hand.",
    )
    questions = Choice(
        label="Further questions",
        hint="A list of your own, which the auditor is asked of each request beside what the system finds.",
        required=False,
        blank="None",
    )
    every = Choice(list(EVERY.items()), label="How often is this to be repeated?", blank="Choose")

    def __init__(
        self,
        *args: Any,
        units: Sequence[Unit],
        people: Sequence[Person],
        asked: Sequence[Edition] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = {str(each.pk): each for each in asked}
        self._offer_questions()
        self.units = {str(unit.pk): unit for unit in units}
        self.people = {str(person.pk): person for person in people}
        for code, label in STRATA.items():
            self.fields[size_name(code)] = _size(label)
        in_order = sorted(self.units.items(), key=lambda each: (each[1].parent_id is not None, each[1].name))
        _offer(self.fields["unit"], [(key, unit.name) for key, unit in in_order])
        _offer(
            self.fields["auditor"], [(key, f"{each.name}, {each.unit}") for key, each in self.people.items()]
        )
        self.order_fields([*_HEAD, *(size_name(each) for each in STRATA), *_TAIL])

    def _offer_questions(self) -> None:
        """Not asked where there is no list to choose."""
        if not self.asked:
            del self.fields["questions"]
            return
        field: Any = self.fields["questions"]
        field.choices = [
            ("", "None"),
            *((key, f"{each}, {each.of.unit}") for key, each in self.asked.items()),
        ]

    @property
    def sizes(self) -> dict[str, int]:
        """How many are drawn of what, for the way that was chosen."""
        said, way = self.cleaned_data, self.cleaned_data["way"]
        if way == Way.FACTS:
            return {code: said[size_name(code)] for code in STRATA if said[size_name(code)]}
        return {ALL: said["size_all" if way == Way.WHOLE else "size_each"] or 0}


class QuestionsForm(DrForm):
    """A list of further questions: a new one with its title and unit, or the next version of one."""

    unit = Choice(label="Whose list?", hint="Audits of the unit and of everything below it may ask it.")
    title = TextLine(label="What is the list called?", hint="Such as ‘What the record cannot show’.")
    about = LongText(label="What is it for?", max_length=1000, rows=2)
    questions = LongText(
        label="Questions",
        hint=f"One a line, at most {MOST_QUESTIONS}. Ask so that ‘as it should be’ or ‘not as it should be’ is an answer.",
        max_length=6000,
        rows=8,
    )
    revision = Revision()

    def __init__(self, *args: Any, units: Sequence[Unit] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units or ()}
        if units is None:
            del self.fields["unit"], self.fields["title"]
        else:
            _offer(self.fields["unit"], [(key, unit.name) for key, unit in self.units.items()])

    def clean_questions(self) -> list[str]:
        lines = str(self.cleaned_data["questions"]).split("\n")
        return [" ".join(each.split()) for each in lines if each.strip()]


_HEAD = ("title", "why", "unit", "first", "last", "way", "size_all")
_TAIL = ("size_each", "with_brought_in", "auditor", "questions", "seed", "every")


def _offer(field: Any, choices: list[tuple[str, str]]) -> None:
    field.choices = [("", "Choose"), *choices]


class JudgeForm(DrForm):
    """The points of one sampled request; each may stay open for later. What does not apply is not asked."""

    def __init__(self, *args: Any, points: Iterable[Point], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = [point for point in points if point.found != Found.NOT_APPLICABLE]
        for point in self.points:
            self._ask(point)

    def _ask(self, point: Point) -> None:
        """Three answers; the last two open a box for words."""
        at, said = point.position, point.judgement
        inside = {"not": [f"r{at}"], "cannot-tell": [f"u{at}"]}
        self.fields[f"p{at}"] = Choice(
            Judgement.choices,
            radios=True,
            required=False,
            label="Your judgement",
            initial=said,
            unfold=inside,
        )
        for name, asked, answer in (
            (f"r{at}", "What is not as it should be?", "not"),
            (f"u{at}", "What would you need to tell?", "cannot-tell"),
        ):
            words = point.remark if said == answer else ""
            self.fields[name] = LongText(label=asked, required=False, rows=2, max_length=2000, initial=words)

    def said(self) -> dict[int, Said]:
        data = self.cleaned_data
        return {
            at: Said(data[f"p{at}"], data[f"r{at}"] or data[f"u{at}"])
            for at in (point.position for point in self.points)
        }

    def show_missing(self, missing: Iterable[tuple[int, str]]) -> None:
        for position, sentence in missing:
            self.add_error(f"r{position}", sentence)


class AuditorForm(DrForm):
    auditor = Choice(label="Who audits this request?")

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        _offer(
            self.fields["auditor"], [(key, f"{each.name}, {each.unit}") for key, each in self.people.items()]
        )


class FindingForm(DrForm):
    """A finding, the points it rests on, and what follows from it."""

    what = TextLine(label="What did you find?", max_length=300)
    why = LongText(label="Why does it matter?", required=False, rows=3, max_length=2000)
    points = ManyChoice(label="Which points does it rest on?", required=False)
    follows = Choice(
        [("action", "Something is to be done"), ("none", "Nothing needs to be done")],
        radios=True,
        label="What follows?",
        unfold={"action": ["to_do", "post", "person", "due"], "none": ["no_action_why"]},
    )
    to_do = TextLine(label="What is to be done?", required=False, max_length=300)
    post = Choice(label="By which post?", required=False)
    person = TextLine(label="Or by which person?", required=False, hint=f"{HOW} Leave this empty for a post.")
    due = DateParts(label="By when?", required=False)
    no_action_why = LongText(label="Why not?", required=False, rows=2, max_length=2000)

    def __init__(self, *args: Any, points: Iterable[Point], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner: Person | None = None
        kinds = PostKind.objects.filter(posts__isnull=False).distinct()
        _offer(self.fields["post"], [(kind.code, kind.title) for kind in kinds])
        field: Any = self.fields["points"]
        field.choices = [(str(point.pk), f"{point.sampled.number}: {point.title}") for point in points]
        if not field.choices:
            del self.fields["points"]

    def clean(self) -> None:
        said = self.cleaned_data
        if said.get("follows") == "action":
            for name, sentence in _TO_DO.items():
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
            self._whose()
        elif said.get("follows") == "none" and not said.get("no_action_why"):
            self.add_error("no_action_why", "Say why nothing needs to be done.")

    def _whose(self) -> None:
        """A post or a person, and not both."""
        self.owner = the_one_named(self, "person")
        post, person = self.cleaned_data.get("post"), self.cleaned_data.get("person")
        if post and person:
            self.add_error("person", "Choose a post or name a person, not both.")
        elif not post and not person and not {"post", "person"} & self.errors.keys():
            self.add_error("post", "Choose the post that does it, or name a person.")


_TO_DO = {
    "to_do": "Say what is to be done.",
    "due": "Enter the day by which it is done, like 17 12 2026",
}


class SignForm(DrForm):
    conclusion = LongText(
        label="Your conclusion",
        rows=6,
        max_length=6000,
        hint="Was the procedure followed? What should those who read only this page know?",
        needed="Write your conclusion.",
    )
    every = Choice(list(EVERY.items()), label="When is the next audit?")


class WhyForm(DrForm):
    why = LongText(label="Why is it called off?", rows=3, max_length=2000, needed="Say why it is called off.")


class ReviewForm(DrForm):
    """What people made of a quiet period."""

    result = Choice(
        ReviewResult.choices, radios=True, label="What came of it?", needed="Choose what came of it."
    )
    reasons = LongText(label="Your reasons", rows=4, max_length=4000, needed="Write your reasons.")
    took_part = LongText(
        label="Who took part?",
        rows=3,
        max_length=1000,
        hint="Names and posts, as in minutes.",
        needed="Say who took part.",
    )
    next_on = DateParts(label="When is it looked at again?")
