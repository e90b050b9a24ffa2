"""The closed lists of the events app, each with the words that a page shows."""

from django.db.models import TextChoices


class Kind(TextChoices):
    TALK = "talk", "Talk or lecture"
    DEBATE = "debate", "Debate or panel"
    SCREENING = "screening", "Screening"
    WORSHIP = "worship", "Worship or reflection"
    STALL = "stall", "Stall or fair"
    PERFORMANCE = "performance", "Performance or exhibition"
    FUNDRAISING = "fundraising", "Fundraising"
    OTHER = "other", "Something else"


KINDS_WITH_A_SPEAKER = frozenset({Kind.TALK, Kind.DEBATE})


class Where(TextChoices):
    PREMISES = "on-premises", "On our premises"
    ONLINE = "online", "Online"
    ELSEWHERE = "elsewhere", "Somewhere else, in our name"


class Audience(TextChoices):
    MEMBERS = "members", "Our members only"
    GUESTS = "guests", "Members and invited guests"
    ANYBODY = "anybody", "Anybody"


class Status(TextChoices):
    """Where a request stands. The step of the ladder is data, never a status."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "In progress"
    RETURNED = "returned", "Returned for information"
    DECIDED = "decided", "Decided"
    WITHDRAWN = "withdrawn", "Withdrawn"
    NOT_DECIDED = "not-decided", "Not decided in time"


OPEN = (Status.SUBMITTED, Status.RETURNED)


class PartnerAnswer(TextChoices):
    """What a partner answers to the one question. None of them decides anything."""

    YES = "yes", "Yes, there is something"
    NO = "no", "No, nothing"
    SPEAK = "speak", "Speak to me"


class Outcome(TextChoices):
    APPROVED = "approved", "Approved"
    CONDITIONS = "approved-with-conditions", "Approved with conditions"
    REFUSED = "refused", "Refused"


class Aftermath(TextChoices):
    """What became of the event on its day."""

    TOOK_PLACE = "took-place", "Took place"
    CHANGED = "changed", "Took place, changed"
    CANCELLED_ORGANISER = "cancelled-organiser", "Cancelled by the organiser"
    CANCELLED_SPEAKER = "cancelled-speaker", "Cancelled by the speaker"
    CANCELLED_PROVIDER = "cancelled-provider", "Cancelled by the provider"


class WithdrawnBy(TextChoices):
    ORGANISER = "organiser", "The organiser"
    SPEAKER = "speaker", "The speaker"


class WhyWithdrawn(TextChoices):
    """Why a request went quiet (ideas.md N09: the gap that the regulator says its data has)."""

    PLANS = "plans", "Plans changed"
    SPEAKER = "speaker", "The speaker cannot or does not want to come"
    TIME = "time", "The answer would come too late"
    RULES = "rules", "The rules or the form ask too much"
    CONDITIONS = "conditions", "The conditions asked for are too hard to meet"
    COST = "cost", "It costs too much"
    PRESSURE = "pressure", "Somebody pressed us not to hold it"
    OTHER = "other", "Another reason"


class Because(TextChoices):
    """The regulator's split of every refusal and condition (domain.md section 0, fact 4)."""

    PREVENT = "prevent", "A Prevent-related risk"
    OTHER = "other", "Another reason"


class PremisesTier(TextChoices):
    """Duties of the Terrorism (Protection of Premises) Act 2025, as a person judges them for one event."""

    NONE = "none", "No duty of the Act because of this event"
    STANDARD = "standard", "Standard duty of the premises"
    ENHANCED = "enhanced", "Enhanced duty of the premises"
    EVENT = "qualifying-event", "Qualifying event"


class CheckState(TextChoices):
    WAITING = "waiting", "To do"
    DONE = "done", "Done"
    REPLACED = "replaced", "Done again later"
    NOT_NEEDED = "not-needed", "No longer needed"


class Finding(TextChoices):
    CLEAR = "clear", "Nothing stands in the way"
    ADVICE = "advice", "It can go ahead, with this advice"
    CONCERN = "concern", "The decision-maker should know this"


class TurnResult(TextChoices):
    PASSED_UP = "passed-up", "Passed up"
    DECIDED = "decided", "Decided"
    ENDED = "ended", "Ended without a decision here"


class DecisionState(TextChoices):
    PROPOSED = "proposed", "Proposed, waits for a second person"
    FINAL = "final", "In force"
    NOT_CONFIRMED = "not-confirmed", "Not confirmed"
    REPLACED = "replaced", "Replaced by a later decision"


class AppealResult(TextChoices):
    STANDS = "stands", "The decision stands"
    CHANGED = "changed", "The decision is changed"


class Likelihood(TextChoices):
    """How likely a hazard of an event is, in words; never a number, and never of a person (product.md rule 1)."""

    RARE = "rare", "Rare"
    UNLIKELY = "unlikely", "Unlikely"
    POSSIBLE = "possible", "Possible"
    LIKELY = "likely", "Likely"
    NEARLY_CERTAIN = "nearly-certain", "Nearly certain"


class Severity(TextChoices):
    """How much a hazard would matter if it came about."""

    SLIGHT = "slight", "Slight"
    MINOR = "minor", "Minor"
    MODERATE = "moderate", "Moderate"
    SERIOUS = "serious", "Serious"
    GRAVE = "grave", "Grave"


class Level(TextChoices):
    """What likelihood and severity say together (`rules.risk.level`)."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class AfterKind(TextChoices):
    """What somebody noted after the event, besides what became of it."""

    INCIDENT = "incident", "Incident"
    LESSON = "lesson", "Lesson"


class Whose(TextChoices):
    """Whose feedback it is: the organiser's, or somebody's in the room, of whom nothing is asked or kept."""

    ORGANISER = "organiser", "The organiser"
    ROOM = "room", "Somebody in the room"


class Went(TextChoices):
    WELL = "well", "Well"
    MIXED = "mixed", "Partly well"
    BADLY = "badly", "Badly"


class Heard(TextChoices):
    """Whether people could say and hear what they came for: what the duty to secure free speech is about."""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"


class Process(TextChoices):
    EASY = "easy", "It was easy"
    BETTER = "better", "It could be better"
    IN_THE_WAY = "in-the-way", "It stood in our way"
