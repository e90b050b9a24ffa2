"""What checkers and decision-makers type."""

from collections.abc import Iterable, Sequence
from typing import Any

from dueregard.events.choices import Because, Finding, Outcome
from dueregard.events.forms.conditions import TAKE, ConditionForm
from dueregard.events.models import Mitigation
from dueregard.events.rules.facts import ConditionFacts, DecisionFacts, Missing
from dueregard.kernel.forms import Choice, DrForm, LongText, TextLine, Upload, WholeNumber

PASS_UP = "pass-up"  # noqa: S105  what a radio sends, no password


class CheckForm(DrForm):
    finding = Choice(
        Finding.choices, label="What did you find?", radios=True, needed="Choose what you found."
    )
    text = LongText(
        label="In your own words",
        hint="Facts first. The person who decides reads these words.",
        needed="Write what you found, in a sentence or two.",
    )


class FileForm(DrForm):
    file = Upload(
        label="Add a paper",
        hint="PDF, picture, Word, Excel or text, at most 10 MB. It can be downloaded by those who may see this request.",
        needed="Choose a file first.",
    )


class NoteForm(DrForm):
    """One text: a note, a question, an answer, reasons. The page gives label, hint and the sentence when empty."""

    note = LongText(label="Note")

    def __init__(
        self, *args: Any, label: str, hint: str = "", needed: str = "", required: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"] = LongText(label=label, hint=hint, needed=needed, required=required)


class DecisionForm(DrForm):
    """The decision. Only the outcomes that the step may take are offered."""

    outcome = Choice(label="Decision", radios=True, needed="Choose a decision.")
    law = LongText(
        label="The law that you rely on",
        hint="Name the Act and section, and what in the record shows it.",
        rows=2,
        required=False,
    )
    lesser = LongText(
        label="Why no condition would do",
        hint="Say which conditions were considered.",
        rows=2,
        required=False,
    )
    because = Choice(Because.choices, label="Because of", required=False)
    because_reason = TextLine(
        label="If Prevent-related, which risk?", hint="Only then.", max_length=300, required=False
    )
    charge = WholeNumber(
        label="What the organiser is to pay for security, in whole pounds",
        min=1,
        max=1_000_000,
        required=False,
    )
    charge_criterion = LongText(
        label="Which exceptional criterion of the code of practice is met?",
        max_length=1000,
        rows=2,
        required=False,
    )
    charge_why = LongText(
        label="Why it is met, and what was done to lower the cost",
        hint="Say too why the event can still take place, and why the sum would be the same for anybody. The organiser reads these words.",
        max_length=2000,
        rows=3,
        required=False,
    )
    letter_words = LongText(
        label="The letter’s own words",
        hint="Change them as you like. Whoever confirms the refusal reads them before they go out; then they stay as they are.",
        max_length=8000,
        rows=8,
        required=False,
    )
    pass_note = LongText(label="Note for whoever decides next", rows=2, required=False)
    without_checks = LongText(
        label="Why you decide without the checks that are still open",
        hint="Leave this empty to wait for them.",
        rows=2,
        required=False,
    )
    reasons = LongText(label="Your reasons", hint="The organiser reads these words.", rows=3, required=False)

    take = Choice(label="Take one over from the risks", required=False)

    def __init__(
        self,
        *args: Any,
        may: Iterable[str],
        checks_open: bool,
        advice_open: bool = False,
        mitigations: Sequence[Mitigation] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer(mitigations)
        allowed = tuple(may)
        offered = [
            (Outcome.APPROVED.value, "Approve", "approve"),
            (Outcome.CONDITIONS.value, "Approve with conditions", "approve with conditions"),
            (PASS_UP, "Pass it up to the next step", "pass up"),
            (Outcome.REFUSED.value, "Refuse", "refuse"),
        ]
        self.offered = [(value, label) for value, label, needs in offered if needs in allowed]
        outcome = self.fields["outcome"]
        assert isinstance(outcome, Choice)
        outcome.choices = self.offered
        if not checks_open and not advice_open:
            del self.fields["without_checks"]
        elif advice_open:
            self.fields["without_checks"].label = "Why you decide without what is not done yet"

    def _offer(self, mitigations: Sequence[Mitigation]) -> None:
        """The mitigations of the event's risks, each of which can become a condition."""
        self.mitigations = {str(each.pk): each for each in mitigations}
        if self.mitigations:
            self._offer_to_take(set())
        else:
            del self.fields[TAKE]

    def _offer_to_take(self, gone: set[str]) -> None:
        take = self.fields[TAKE]
        assert isinstance(take, Choice)
        left = {pk: each for pk, each in self.mitigations.items() if pk not in gone}
        offered = [(pk, f"{each.what} ({each.hazard.what})") for pk, each in left.items()]
        take.choices = [("", "Choose a mitigation"), *offered]

    def leave_out(self, conditions: Iterable[ConditionForm]) -> None:
        """What has become a condition is not offered again."""
        if self.mitigations:
            self._offer_to_take({str(each["mitigation"].value() or "") for each in conditions})

    @property
    def taken(self) -> Mitigation | None:
        """The mitigation that was chosen to be taken over."""
        return self.mitigations.get(str(self.data.get(TAKE, "")))

    @property
    def opens_charge(self) -> bool:
        """Whether anything stands in the boxes about a charge, so that they are shown open."""
        names = ("charge", "charge_criterion", "charge_why")
        return any(self[name].value() or self[name].errors for name in names)

    @property
    def decides(self) -> bool:
        """Whether this step decides anything itself."""
        return any(value != PASS_UP for value, _ in self.offered)

    def facts(self, conditions: tuple[ConditionFacts, ...]) -> DecisionFacts:
        found = self.cleaned_data
        refused = found["outcome"] == Outcome.REFUSED
        return DecisionFacts(
            outcome=found["outcome"],
            reasons=found["reasons"],
            law=found["law"] if refused else "",
            lesser=found["lesser"] if refused else "",
            because=found["because"] if refused else "",
            because_reason=found["because_reason"] if refused else "",
            without_checks=found.get("without_checks", ""),
            conditions=conditions if found["outcome"] == Outcome.CONDITIONS else (),
            charge=None if refused else found["charge"],
            charge_criterion="" if refused else found["charge_criterion"],
            charge_why="" if refused else found["charge_why"],
            letter_words=found["letter_words"] if refused else "",
        )

    def show_missing(self, missing: Iterable[Missing], conditions: list[ConditionForm]) -> None:
        """Put what is missing at its field, those of conditions among them."""
        for each in missing:
            if each.field.startswith("condition-"):
                _, number, name = each.field.split("-", 2)
                place = min(int(number), len(conditions)) - 1
                conditions[place].add_error(name, each.sentence)
            else:
                self.add_error(each.field if each.field in self.fields else None, each.sentence)
