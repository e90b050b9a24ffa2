"""The closed lists of the audits app, each with the words that a page shows."""

from django.db.models import TextChoices


class AuditState(TextChoices):
    PLANNED = "planned", "Planned"
    DRAWN = "drawn", "Sample drawn"
    SIGNED = "signed", "Signed off"
    CALLED_OFF = "called-off", "Called off"


class Way(TextChoices):
    """How a sample is spread over the requests of the period."""

    WHOLE = "whole", "One sample of all requests"
    FACTS = "facts", "A sample of each kind of request"
    UNITS = "units", "A sample of each unit"


class Found(TextChoices):
    """What the system could tell by itself. It judges nothing."""

    FOUND = "found", "Found"
    NOT_FOUND = "not-found", "Not found"
    NOT_APPLICABLE = "not-applicable", "Does not apply"
    ASKED = "asked", "Not looked for"


class Judgement(TextChoices):
    """What a person says of one point."""

    GOOD = "good", "As it should be"
    NOT = "not", "Not as it should be"
    CANNOT_TELL = "cannot-tell", "Cannot tell"


class Standing(TextChoices):
    """How far a version of a list of further questions has come."""

    DRAFT = "draft", "Draft"
    USED = "used", "In use"
    FORMER = "former", "Former"
    DISCARDED = "discarded", "Let go"


class ReviewState(TextChoices):
    PROPOSED = "proposed", "Proposed"
    RECORDED = "recorded", "Recorded"


class ReviewResult(TextChoices):
    """What people made of a quiet period. The machine only asks."""

    KEEP = "keep", "Keep the procedure as it is"
    CHANGE = "change", "Change the procedure"
    TRAIN = "train", "Train people, or tell them again who to ask"
    BOTH = "both", "Change the procedure and train people"
