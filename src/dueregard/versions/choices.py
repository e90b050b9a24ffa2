"""How far a version has come."""

from django.db.models import TextChoices


class Status(TextChoices):
    """Whether a dated version is in force or superseded follows from the date."""

    DRAFT = "draft", "Draft"
    APPROVED = "approved", "Approved"
    DATED = "dated", "In force from a date"
    DISCARDED = "discarded", "Discarded"
