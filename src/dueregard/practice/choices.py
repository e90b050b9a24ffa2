"""The closed lists of the practice hub and their words."""

from django.db import models


class Kind(models.TextChoices):
    CASE_STUDY = "case-study", "Case study"
    BRIEF = "brief", "What works brief"


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    REVIEW = "review", "In review"
    PUBLISHED = "published", "Published"
    ARCHIVED = "archived", "Archived"


class Size(models.TextChoices):
    """Students of the provider that a case study is about."""

    TINY = "tiny", "Fewer than 250 students"
    SMALL = "small", "250 to 5,000 students"
    MEDIUM = "medium", "5,000 to 20,000 students"
    LARGE = "large", "More than 20,000 students"


class ProviderType(models.TextChoices):
    UNIVERSITY = "university", "University"
    COLLEGE = "college", "College"
    COLLEGE_IN_UNIVERSITY = "college-in-university", "College in a university"
    SPECIALIST = "specialist", "Specialist institution"
    DISTANCE = "distance", "Distance learning"
    GROUP = "group", "Group of institutions"
