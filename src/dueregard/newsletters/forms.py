"""What people type on the pages of newsletters, briefings and the law-change log."""

from typing import Any

from django import forms

from dueregard.kernel.forms import Choice, DateParts, DrForm, LongText, ManyChoice, TextLine, Tick, YesNo
from dueregard.newsletters.models import Audience
from dueregard.newsletters.rules.letter import LONGEST
from dueregard.organisation.models import PostKind, Unit


class Revision(forms.IntegerField):
    widget = forms.HiddenInput


class LawChangeForm(DrForm):
    title = TextLine(label="What changed?", hint="In one line, as you would say it.")
    starts = DateParts(label="From which day does it hold?", hint="It may lie ahead. For example, 1 8 2025")
    source = TextLine(
        label="Where is it written?",
        hint="The address of the law, the guidance or the announcement, beginning with https://",
        max_length=500,
    )
    means = LongText(
        label="What does it mean here?",
        hint="What to do, or what not to do any more.",
        max_length=2000,
        rows=5,
    )
    whom = TextLine(
        label="For whom?",
        hint="For example, whoever books rooms. You may leave this out.",
        required=False,
    )
    revision = Revision(min_value=0, max_value=1_000_000)


class LetterForm(DrForm):
    title = TextLine(label="Title", hint="It is the subject of the mail too.")
    text = LongText(
        label="The text",
        hint="Plain text with simple marks: ## before a heading, - before a point of a list, *stressed*, **strong**, [words](https://address) for a link. A blank line begins a new paragraph.",
        max_length=LONGEST,
        rows=24,
        required=False,
    )
    look_wanted = Tick(
        label="Somebody else looks at it before it is sent",
        hint="It then waits for those who may send newsletters here, and cannot be sent until one of them has looked.",
    )
    revision = Revision(min_value=0, max_value=1_000_000)


class AddressForm(DrForm):
    """Whom a letter goes to. Only units and posts of the letter's own unit can be chosen."""

    audience = Choice(
        Audience.choices,
        label="Whom does it go to?",
        radios=True,
        needed="Say whom it goes to.",
        unfold={"units": ["units"], "posts": ["posts"]},
    )
    units = ManyChoice(label="Which units?", hint="People in the units below them too.", required=False)
    posts = ManyChoice(
        label="Which posts?", hint="Whoever holds one on the day when it is sent.", required=False
    )
    duty = YesNo(
        label="Must everybody get it?",
        hint="What people need for their duties. Who ended newsletters gets it all the same, and it cannot be ended.",
        unfold={"yes": ["duty_why"]},
        needed="Say whether everybody must get it.",
    )
    duty_why = TextLine(label="Why?", hint="The mail tells them.", max_length=300, required=False)
    public = YesNo(
        label="May everybody read it in the archive?",
        hint="If not, everybody who signs in here may.",
        needed="Say who may read it.",
    )

    def __init__(self, *args: Any, units: list[Unit], posts: list[PostKind], **options: Any) -> None:
        super().__init__(*args, **options)
        self._units = {str(unit.pk): unit for unit in units}
        self._posts = {kind.code: kind for kind in posts}
        top = min((unit.depth for unit in units), default=0)
        _offer(
            self,
            "units",
            [(pk, f"{'– ' * (unit.depth - top)}{unit.name}") for pk, unit in self._units.items()],
        )
        _offer(self, "posts", [(code, kind.title) for code, kind in self._posts.items()])

    def chosen_units(self) -> list[Unit]:
        return [self._units[pk] for pk in self.cleaned_data["units"]]

    def chosen_posts(self) -> list[PostKind]:
        return [self._posts[code] for code in self.cleaned_data["posts"]]


def _offer(form: DrForm, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, ManyChoice)
    field.choices = choices


class LookForm(DrForm):
    note = LongText(
        label="What would you like to say to the writer?",
        hint="You may leave this out. To ask for a change, say so to the writer, or change it yourself.",
        required=False,
        max_length=1000,
        rows=2,
    )
    revision = Revision(min_value=0, max_value=1_000_000)


class SendForm(DrForm):
    revision = Revision(min_value=0, max_value=1_000_000)
