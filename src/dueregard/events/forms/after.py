"""What people say after an event. No form here asks anybody's name."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from dueregard.actions.models import Action
from dueregard.events.choices import AfterKind, Heard, Process, Went
from dueregard.events.rules.after import Opinion
from dueregard.kernel.forms import Choice, DrForm, LongText, TextLine


class OpinionForm(DrForm):
    """For the room: three questions, none of them who."""

    went = Choice(Went.choices, label="How did the event go?", radios=True, needed="Say how it went.")
    heard = Choice(
        Heard.choices,
        label="Could people say, and hear, what they came for?",
        hint="Speakers, and those who asked or disagreed.",
        radios=True,
        needed="Say whether people could say and hear what they came for.",
    )
    comment = LongText(
        label="Anything that we should know",
        hint="Please name nobody, yourself included.",
        rows=4,
        max_length=2000,
        required=False,
    )

    def opinion(self) -> Opinion:
        found = self.cleaned_data
        return Opinion(found["went"], found["heard"], found.get("process", ""), found["comment"])


class OrganiserOpinionForm(OpinionForm):
    process = Choice(
        Process.choices,
        label="How was it to ask for this event?",
        hint="The form, the checks, the decision and how long it took.",
        radios=True,
        needed="Say how it was to ask for this event.",
    )
    field_order = ["went", "heard", "process", "comment"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)
        self.fields[
            "comment"
        ].help_text = "Those who check and decide read these words. Leave out the names of people who came."


class AfterNoteForm(DrForm):
    kind = Choice(
        [
            (AfterKind.INCIDENT.value, "An incident"),
            (AfterKind.LESSON.value, "A lesson for the next time"),
        ],
        label="What is it?",
        radios=True,
        unfold={AfterKind.INCIDENT.value: ["done"]},
        needed="Say what it is.",
    )
    done = LongText(
        label="What was done about the incident",
        hint="‘Nothing’ is an answer too.",
        rows=2,
        max_length=2000,
        needed="Say what was done about it. ‘Nothing’ is an answer too.",
    )
    what = LongText(
        label="What happened, or what there is to learn",
        hint="Leave out the names of people who came.",
        rows=3,
        max_length=4000,
        needed="Say what happened, or what there is to learn.",
    )


class MetForm(DrForm):
    """One condition: was it met? Left open, nothing is said about it yet."""

    held = Choice([("yes", "Yes"), ("no", "No")], label="Was it met?", blank="Not said yet", required=False)
    note = TextLine(label="What you saw", hint="Needed where it was not met.", max_length=500, required=False)

    def __init__(self, data: Any, *, action: Action) -> None:
        super().__init__(data, prefix=f"c-{action.pk}")
        self.action = action

    def clean(self) -> None:
        if self.cleaned_data.get("held") == "no" and not self.cleaned_data.get("note"):
            self.add_error("note", "Say what was not done, or did not work.")


def met_in(forms: Iterable[MetForm]) -> dict[UUID, tuple[bool, str]]:
    """What was said, by the id of the condition's action."""
    return {
        form.action.pk: (form.cleaned_data["held"] == "yes", form.cleaned_data["note"])
        for form in forms
        if form.cleaned_data["held"]
    }
