"""The draft that an answer offers: which preset, which text for the unit, and what stands against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dueregard.adoption.models import Answer
from dueregard.organisation.lookup import provider_of
from dueregard.procedures.models import Version
from dueregard.procedures.presets import texts_of, with_codes
from dueregard.procedures.queries import check_text, open_draft, versions_in_force
from dueregard.procedures.rules import Mistakes

EVENTS = "events"


@dataclass(frozen=True, slots=True)
class Offer:
    """`text` is the procedure that the draft would hold. `same`: this very text is in force in the unit already.
    `to_mend`: what would not work here as it stands, such as a post that nobody has."""

    preset: str
    title: str
    text: str
    open_draft: Version | None
    same: bool
    to_mend: list[str]


def offer_for(answer: Answer, today: date) -> Offer | None:
    """None where no preset goes with the case study."""
    preset = texts_of(answer.case_study.preset)
    below = answer.unit.parent_id is not None
    text = preset.for_unit(EVENTS, below=below) if preset else ""
    if preset is None or not text:
        return None
    text = with_codes(text, {"provider": provider_of(answer.unit).code})
    layers = versions_in_force(EVENTS, answer.unit, today)
    own = [each for each in layers if each.unit_id == answer.unit_id]
    same = any(each.text.strip() == text.strip() for each in own)
    mend = _mistakes(text, [each for each in layers if each.unit_id != answer.unit_id])
    return Offer(preset.code, preset.title, text, open_draft(EVENTS, answer.unit), same, mend)


def _mistakes(text: str, above: list[Version]) -> list[str]:
    try:
        check_text(text, "The draft", above)
    except Mistakes as found:
        return [str(each) for each in found.mistakes]
    return []
