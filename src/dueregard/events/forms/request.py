"""The request form: plain facts, speakers, and the questions of the procedure in force.

Nothing is required while it is a draft; what a request lacks when it is sent comes from the rules and is put at
the fields that lack it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from dueregard.events.choices import Audience, Kind, Where
from dueregard.events.fields import RequestFields
from dueregard.events.forms.repeated import repeated
from dueregard.events.models import EventRequest
from dueregard.events.rules.facts import Missing, SpeakerFacts
from dueregard.kernel.dates import london, long_date
from dueregard.kernel.forms import (
    Choice,
    DateParts,
    DrForm,
    LongText,
    TextLine,
    Tick,
    TimeOfDay,
    WholeNumber,
    YesNo,
)
from dueregard.organisation.models import Unit
from dueregard.procedures.rules import Document, Question
from dueregard.statements.models import Version

ANSWER = "answer-"
MOST_SPEAKERS = 50
LONGEST = 366


class RequestForm(DrForm):
    """Built for one procedure: its questions are fields named `answer-<id>`, unfolding under their answers."""

    title = TextLine(label="What is it called?", required=False)
    kind = Choice(Kind.choices, label="What kind of event?", required=False)
    unit = Choice(label="Who is putting it on?", required=False)
    day = DateParts(label="When is it?", hint="For example, 17 12 2026", required=False)
    last_day = DateParts(
        label="Its last day, if it lasts several days?", hint="Leave it empty for one day.", required=False
    )
    starts = TimeOfDay(label="When does it start?", hint="Like 18:30 or 6.30pm", required=False)
    ends = TimeOfDay(label="When does it end?", hint="Like 20:00 or 8pm", required=False)
    where = Choice(Where.choices, label="Where?", radios=True, required=False)
    place = Choice(label="Which campus or building?", required=False)
    venue = TextLine(
        label="Which room or place?",
        hint="If it is not booked yet, say which you would like.",
        required=False,
    )
    people = WholeNumber(label="How many people do you expect?", max=200_000, required=False)
    peak = WholeNumber(
        label="The most people there at one moment?",
        hint="With staff, stewards and speakers. Leave it empty if it is the same. One number serves the safety of the room, the Act on the protection of premises, and who pays for security.",
        max=200_000,
        required=False,
    )
    capacity = WholeNumber(
        label="How many does the room hold?", hint="If you know.", max=200_000, required=False
    )
    audience = Choice(Audience.choices, label="Who may come?", radios=True, required=False)
    about = LongText(
        label="In a sentence or two, what is it about?",
        hint="For those who check it. You may leave this out. Nobody asks to see a speech beforehand.",
        max_length=2000,
        rows=3,
        required=False,
    )
    on_the_day = TextLine(
        label="Who can be reached on the day?", hint="A name and a telephone number.", required=False
    )
    late_reason = LongText(
        label="Why is there less time than usual?",
        hint="You may leave this out. A late request is never refused for being late.",
        max_length=1000,
        rows=2,
        required=False,
    )

    code = Tick(label="I have read the code of practice, and will keep to it")

    def __init__(
        self,
        *args: Any,
        document: Document,
        units: Iterable[Unit],
        places: Iterable[Unit],
        code: Version | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.shown_code = code
        if code is None:
            del self.fields["code"]
        elif self.initial.get("code"):
            self.initial["code"] = self.initial["code"] == code.pk
        self._units = {str(unit.pk): unit for unit in units}
        self._places = {str(unit.pk): unit for unit in places}
        self._choose("unit", self._units)
        self._choose("place", self._places)
        if not self._places:
            del self.fields["place"]
        self._document = document
        for question in document.questions:
            self.fields[ANSWER + question.id] = field_for(question)

    def _choose(self, name: str, units: Mapping[str, Unit]) -> None:
        field = self.fields[name]
        assert isinstance(field, Choice)
        field.choices = [("", "Choose"), *((pk, unit.name) for pk, unit in units.items())]

    @property
    def questions(self) -> list[Any]:
        """The procedure's questions that are drawn by themselves, not under another one's answer."""
        return [field for field in self.outer_fields if field.name.startswith(ANSWER)]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("code") and self.shown_code and self.data.get("code_shown") != str(self.shown_code.pk):
            found["code"] = False
            said = "Another version of the code of practice is in force than the one that you were shown. Read it, and send the form again."
            self.add_error("code", said)
        self._look_at_the_days(found.get("day"), found.get("last_day"))
        day, starts = found.get("day"), found.get("starts")
        if isinstance(day, date) and starts is not None and london(day, starts) is None:
            said = f"The clocks go forward on {long_date(day)}, so there is no {starts:%H:%M} that day. Choose another time."
            self.add_error("starts", said)
        return found

    def _look_at_the_days(self, day: date | None, last_day: date | None) -> None:
        if last_day is None or "day" in self.errors:
            return
        if day is None:
            self.add_error("day", "Enter the first day too.")
        elif last_day < day:
            self.add_error("last_day", "The last day comes before the first. Leave it empty for one day.")
        elif (last_day - day).days > LONGEST:
            self.add_error("last_day", "That is more than a year. Send a request for each part.")

    def request_fields(self, speakers: tuple[SpeakerFacts, ...]) -> RequestFields:
        """What was typed, shaped for the commands. Answers of branches that were not chosen are left out."""
        found = self.cleaned_data
        return RequestFields(
            title=found["title"],
            summary=found["about"],
            kind=found["kind"],
            unit=self._units.get(found["unit"]),
            place=self._places.get(found.get("place", "")) if found["where"] == Where.PREMISES else None,
            where=found["where"],
            venue=found["venue"],
            day=found["day"],
            last_day=found["last_day"] if found["last_day"] != found["day"] else None,
            starts=found["starts"],
            ends=found["ends"],
            people=found["people"],
            peak=found["peak"],
            capacity=found["capacity"],
            code=self.shown_code if found.get("code") else None,
            audience=found["audience"],
            on_the_day=found["on_the_day"],
            late_reason=found["late_reason"],
            answers=self._answers(),
            speakers=speakers,
        )

    def _answers(self) -> dict[str, object]:
        given = ((q.id, self.cleaned_data.get(ANSWER + q.id)) for q in self._document.questions)
        return {
            code: value.isoformat() if isinstance(value, date) else value
            for code, value in given
            if value not in (None, "")
        }

    def show_missing(self, missing: Iterable[Missing]) -> None:
        """Put each thing that is missing at its field."""
        for each in missing:
            self.add_error(each.field if each.field in self.fields else None, each.sentence)


def field_for(question: Question) -> forms.Field:
    """The form field of one question of a procedure; never required by itself."""
    plain: dict[str, Any] = {"label": question.ask, "hint": question.help, "required": False}
    if question.kind == "yes-no":
        return YesNo(
            unfold={"yes": _below(question.if_yes.then_ask), "no": _below(question.if_no.then_ask)}, **plain
        )
    if question.kind == "choice":
        unfold = {option.value: _below(option.then.then_ask) for option in question.options}
        return Choice([(o.value, o.label) for o in question.options], radios=True, unfold=unfold, **plain)
    if question.kind == "number":
        return WholeNumber(**plain)
    if question.kind == "date":
        return DateParts(**plain)
    if question.kind == "long-text":
        return LongText(rows=3, **plain)
    return TextLine(**plain)


def _below(questions: tuple[str, ...]) -> list[str]:
    return [ANSWER + code for code in questions]


def initial_of(request: EventRequest) -> dict[str, Any]:
    """What the form shows of a kept draft."""
    plain = (
        "title", "kind", "where", "venue", "day", "last_day", "starts", "ends", "people", "peak", "capacity", "audience",
        "on_the_day", "late_reason",
    )  # fmt: skip
    shown: dict[str, Any] = {name: getattr(request, name) for name in plain}
    shown["about"] = request.summary
    shown["code"] = request.code_version_id
    shown["unit"], shown["place"] = str(request.unit_id or ""), str(request.place_id or "")
    for code, value in request.answers.items():
        shown[ANSWER + code] = _shown(value)
    return shown


def _shown(value: object) -> object:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


class SpeakerForm(DrForm):
    """One speaker. An empty one is not a speaker."""

    name = TextLine(label="Name", required=False)
    body = TextLine(label="Where they are from", hint="The body they speak for, if any.", required=False)
    topic = TextLine(label="What they will speak about", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if (found.get("body") or found.get("topic")) and not found.get("name") and "name" not in self.errors:
            self.add_error("name", "Fill in the speaker’s name, or empty the other boxes.")
        return found


def speaker_forms(
    data: Mapping[str, Any] | None, kept: Iterable[SpeakerFacts], *, more: bool
) -> list[SpeakerForm]:
    """One form a speaker, and an empty one at first or when another is asked for."""
    if data is None:
        shown = [{"name": each.name, "body": each.body, "topic": each.topic} for each in kept] or [{}]
        return [
            SpeakerForm(initial=each, prefix=f"speaker-{place}") for place, each in enumerate(shown, start=1)
        ]
    return repeated(SpeakerForm, data, name="speaker", first="name", most=MOST_SPEAKERS, more=more)


def speakers_in(forms_: Iterable[SpeakerForm]) -> tuple[SpeakerFacts, ...]:
    """The speakers named in forms that are good."""
    good = (form.cleaned_data for form in forms_ if form.is_bound and form.is_valid())
    return tuple(SpeakerFacts(each["name"], each["body"], each["topic"]) for each in good if each["name"])
