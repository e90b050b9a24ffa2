"""What decision-makers type about conditions: in full, for each, and who sees to it."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django import forms

from dueregard.events.choices import Because
from dueregard.events.forms.repeated import repeated
from dueregard.events.models import Mitigation
from dueregard.events.queries.risk import purpose_of
from dueregard.events.rules.facts import ConditionFacts
from dueregard.events.rules.risk import ORGANISER, PERSON, POST
from dueregard.kernel.forms import Choice, DrForm, LongText, TextLine
from dueregard.organisation.forms.naming import the_one_named
from dueregard.organisation.models import Person

MOST_CONDITIONS = 20
TAKE = "take"
Owners = Sequence[tuple[str, str]]


class ConditionForm(DrForm):
    """One condition. An empty one is no condition. `mitigation` is the one whose words it took over."""

    what = TextLine(label="What must be done", max_length=300, required=False)
    purpose = TextLine(label="What it is for", max_length=300, required=False)
    risk = TextLine(label="Risk it answers", max_length=300, required=False)
    owner = Choice(label="Who sees to it", required=False, unfold={PERSON: ["person"]})
    person = TextLine(
        label="If a person, who?", hint="A full name or an e-mail address. Only then.", required=False
    )
    due = TextLine(
        label="Done by", hint="For example, Thursday 10 December, 17:30", max_length=100, required=False
    )
    because = Choice(Because.choices, label="Because of", required=False)
    because_reason = TextLine(
        label="If Prevent-related, which risk?", hint="Only then.", max_length=300, required=False
    )
    lesser = LongText(label="Why a lesser one would not do", rows=2, max_length=2000, required=False)
    mitigation = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, owners: Owners = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = dict(owners)
        self.found: Person | None = None
        field = self.fields["owner"]
        assert isinstance(field, Choice)
        field.choices = [("", "Choose"), *owners, (PERSON, "A named person")]

    def clean(self) -> None:
        if self.cleaned_data.get("owner") != PERSON:
            return
        self.found = the_one_named(self, "person")
        if self.found is None and "person" not in self.errors:
            self.add_error("person", "Say who sees to it.")

    def facts(self) -> ConditionFacts | None:
        found = self.cleaned_data
        owner = found["owner"]
        said = {key: value for key, value in found.items() if key not in ("mitigation", "person")}
        if not any(said.values()):
            return None
        return ConditionFacts(
            what=found["what"],
            purpose=found["purpose"],
            risk=found["risk"],
            lesser=found["lesser"],
            owner=self.found.name if self.found else self.owners.get(owner, ""),
            because=found["because"],
            due=found["due"],
            because_reason=found["because_reason"],
            owner_post=owner.removeprefix(POST) if owner.startswith(POST) else "",
            owner_person=str(self.found.pk) if self.found else "",
            mitigation=str(found.get("mitigation") or ""),
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed: judged before anything is checked."""
        return (
            not any(self.data.get(self.add_prefix(name)) for name in self.fields) if self.is_bound else True
        )


def condition_forms(
    data: Mapping[str, Any] | None, *, more: bool, owners: Owners = ()
) -> list[ConditionForm]:
    """One form a condition; an empty one at first, or when another is asked for."""
    make = partial(ConditionForm, owners=owners)
    if data is None:
        return [make(prefix="condition-1")]
    return repeated(make, data, name="condition", first="what", most=MOST_CONDITIONS, more=more)


def taken_over(found: list[ConditionForm], mitigation: Mitigation, owners: Owners) -> list[ConditionForm]:
    """The forms with one more, filled from a mitigation; an empty last one gives way to it."""
    kept = found[:-1] if found and found[-1].is_empty else found
    if len(kept) >= MOST_CONDITIONS:
        return found
    owner = f"{POST}{mitigation.owner_post}" if mitigation.owner_post else ORGANISER
    place = max((int(str(form.prefix).rpartition("-")[2]) for form in kept), default=0) + 1
    initial = {
        "what": mitigation.what,
        "purpose": purpose_of(mitigation),
        "risk": mitigation.hazard.what,
        "owner": owner,
        "lesser": mitigation.why,
        "mitigation": mitigation.pk,
    }
    return [*kept, ConditionForm(prefix=f"condition-{place}", initial=initial, owners=owners)]


def conditions_in(found: Iterable[ConditionForm]) -> tuple[ConditionFacts, ...]:
    """The conditions in forms that are good."""
    facts = (form.facts() for form in found if form.is_bound and form.is_valid())
    return tuple(each for each in facts if each is not None)
