"""What those who check or decide type about the risks of an event."""

from collections.abc import Iterable, Mapping
from typing import Any

from dueregard.events.choices import Likelihood, Severity
from dueregard.events.models import Hazard
from dueregard.events.rules.mitigating import Kind
from dueregard.events.rules.risk import ORGANISER, POST, HazardFacts, MitigationFacts
from dueregard.kernel.forms import Choice, DrForm, LongText, TextLine


class HazardForm(DrForm):
    what = TextLine(
        label="What could happen?",
        hint="At the event, and in a few words. Not who somebody is or what they think.",
        max_length=300,
        needed="Say what could happen.",
    )
    likelihood = Choice(Likelihood.choices, label="How likely is it?", needed="Say how likely it is.")
    severity = Choice(
        Severity.choices, label="How much would it matter?", needed="Say how much it would matter."
    )

    def facts(self) -> HazardFacts:
        found = self.cleaned_data
        return HazardFacts(
            what=found["what"],
            likelihood=found["likelihood"],
            severity=found["severity"],
            likelihood_after=found.get("likelihood_after", ""),
            severity_after=found.get("severity_after", ""),
        )


class RatedHazardForm(HazardForm):
    """A hazard that stands, with what remains once its mitigations are in place."""

    likelihood_after = Choice(
        Likelihood.choices, label="How likely is it then?", blank="Not said yet", required=False
    )
    severity_after = Choice(
        Severity.choices, label="How much would it then matter?", blank="Not said yet", required=False
    )

    def clean(self) -> None:
        found = self.cleaned_data
        if bool(found.get("likelihood_after")) != bool(found.get("severity_after")):
            name = "severity_after" if found.get("likelihood_after") else "likelihood_after"
            self.add_error(name, "Say both for afterwards, or leave both empty.")


def rated(hazard: Hazard, data: Mapping[str, Any] | None) -> RatedHazardForm:
    names = ("what", "likelihood", "severity", "likelihood_after", "severity_after")
    return RatedHazardForm(data, initial={name: getattr(hazard, name) for name in names})


class MitigationForm(DrForm):
    what = TextLine(label="What would be done", max_length=300, needed="Say what would be done.")
    owner = Choice(label="Who would see to it", needed="Say who would see to it.")
    evidence = TextLine(label="What would show that it was done", max_length=300, required=False)
    why = LongText(label="Why nothing lighter would do", rows=3, max_length=2000, required=False)

    def __init__(
        self, data: Mapping[str, Any] | None, *, kind: Kind | None, owners: Iterable[tuple[str, str]]
    ) -> None:
        self.kind, self.owners = kind, list(owners)
        super().__init__(data, initial=_as_shipped(kind, self.owners))
        owner = self.fields["owner"]
        assert isinstance(owner, Choice)
        owner.choices = [("", "Choose"), *self.owners]
        if kind is None or not kind.sensitive:
            del self.fields["why"]
        else:
            self.fields["why"] = LongText(
                label="Why nothing lighter would do",
                hint="It stands beside the mitigation for whoever decides.",
                rows=3,
                max_length=2000,
                needed="Say why nothing lighter would do here. It bears on what may be said.",
            )

    def facts(self) -> MitigationFacts:
        found = self.cleaned_data
        owner = found["owner"]
        return MitigationFacts(
            what=found["what"],
            code=self.kind.code if self.kind else "",
            owner=dict(self.owners)[owner],
            owner_post=owner.removeprefix(POST) if owner.startswith(POST) else "",
            evidence=found["evidence"],
            why=found.get("why", ""),
            sensitive=self.kind.sensitive if self.kind else "",
        )


def _as_shipped(kind: Kind | None, owners: list[tuple[str, str]]) -> dict[str, str]:
    """The catalogue's words; its usual post only where this provider has one of that code."""
    if kind is None:
        return {}
    owner = ORGANISER if kind.owner == ORGANISER else f"{POST}{kind.owner}"
    known = owner in dict(owners)
    return {"what": kind.what, "evidence": kind.evidence, "owner": owner if known else ""}
