"""The closed lists of adoption and their words."""

from django.db import models


class Says(models.TextChoices):
    """What a unit answers to a case study."""

    DOES = "does", "We do this"
    WILL = "will", "We will"
    NOT = "not", "Not for us"
