"""What the events app keeps. One module a noun; import from here."""

from dueregard.events.models.advice import Advice
from dueregard.events.models.after import AfterNote, Feedback
from dueregard.events.models.decision import Appeal, Condition, Decision
from dueregard.events.models.imports import RegisterImport
from dueregard.events.models.partner import Memory, PartnerContact, PartnerQuestion
from dueregard.events.models.premises import PremisesJudgement
from dueregard.events.models.request import EventRequest, NumberSeries, Speaker, speaker_row
from dueregard.events.models.risk import Hazard, Mitigation
from dueregard.events.models.speaker import SpeakerIdentity, SpeakerLink
from dueregard.events.models.work import Amendment, Check, FurtherPost, InformationRequest, Turn, VersionMove

__all__ = [
    "Advice",
    "AfterNote",
    "Amendment",
    "Appeal",
    "Check",
    "Condition",
    "Decision",
    "EventRequest",
    "Feedback",
    "FurtherPost",
    "Hazard",
    "InformationRequest",
    "Memory",
    "Mitigation",
    "NumberSeries",
    "PartnerContact",
    "PartnerQuestion",
    "PremisesJudgement",
    "RegisterImport",
    "Speaker",
    "SpeakerIdentity",
    "SpeakerLink",
    "Turn",
    "VersionMove",
    "speaker_row",
]
