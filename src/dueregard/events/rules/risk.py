"""Risk of an event: what likelihood and severity say together, and who may note it.

A table of words, not a sum: no number is kept or shown, and nothing follows from a level by itself. Ratings belong to
events, never to people (product.md rule 1; tests/architecture/test_partition.py).
"""

from dataclasses import dataclass

from dueregard.events.rules.facts import Missing, PersonFacts, RequestFacts

LIKELIHOODS = ("rare", "unlikely", "possible", "likely", "nearly-certain")
LEVELS = {
    "slight": ("low", "low", "low", "low", "medium"),
    "minor": ("low", "low", "low", "medium", "medium"),
    "moderate": ("low", "low", "medium", "medium", "high"),
    "serious": ("low", "medium", "medium", "high", "high"),
    "grave": ("medium", "medium", "high", "high", "high"),
}
"""By severity, one level for each of `LIKELIHOODS`."""
ORGANISER, PERSON, POST = "organiser", "person", "post:"
"""Who may see to a mitigation or a condition: the organiser, a named person, or a post ('post:' and its code)."""


@dataclass(frozen=True, slots=True)
class HazardFacts:
    """A hazard as typed; the ratings after mitigations are both there or both empty."""

    what: str
    likelihood: str
    severity: str
    likelihood_after: str = ""
    severity_after: str = ""


@dataclass(frozen=True, slots=True)
class MitigationFacts:
    """A mitigation as typed. `code` is of the catalogue, '' for one in own words; `owner_post` is '' for the
    organiser; `sensitive` is the catalogue's warning, '' for most."""

    what: str
    code: str = ""
    owner: str = ""
    owner_post: str = ""
    evidence: str = ""
    why: str = ""
    sensitive: str = ""


def level(likelihood: str, severity: str) -> str:
    """'low', 'medium', 'high', or '' where either is not said."""
    if likelihood not in LIKELIHOODS or severity not in LEVELS:
        return ""
    return LEVELS[severity][LIKELIHOODS.index(likelihood)]


def why_not_assess(request: RequestFacts, *, by: PersonFacts) -> list[str]:
    """Risks are noted by those who check or decide, until it is decided."""
    if not request.is_open:
        return ["This request no longer waits for a decision. Its risks stay as they stood."]
    if by.id == request.organiser_id:
        return ["Someone else must note the risks of an event that you organise yourself."]
    if not by.turn:
        return ["Only those who check or decide this request note its risks."]
    return []


def what_a_hazard_lacks(hazard: HazardFacts) -> list[Missing]:
    missing = []
    if not hazard.what:
        missing.append(Missing("what", "Say what could happen."))
    if hazard.likelihood not in LIKELIHOODS:
        missing.append(Missing("likelihood", "Say how likely it is."))
    if hazard.severity not in LEVELS:
        missing.append(Missing("severity", "Say how much it would matter."))
    if hazard.likelihood_after and not hazard.severity_after:
        missing.append(Missing("severity_after", "Say how much it would then matter, or leave both empty."))
    if hazard.severity_after and not hazard.likelihood_after:
        missing.append(Missing("likelihood_after", "Say how likely it then is, or leave both empty."))
    return missing


def what_a_mitigation_lacks(mitigation: MitigationFacts) -> list[Missing]:
    missing = []
    if not mitigation.what:
        missing.append(Missing("what", "Say what would be done."))
    if not mitigation.owner:
        missing.append(Missing("owner", "Say who would see to it."))
    if mitigation.sensitive and not mitigation.why:
        missing.append(Missing("why", "Say why nothing lighter would do here. It bears on what may be said."))
    return missing
