"""The words that the database keeps for actions."""

from django.db.models import TextChoices


class State(TextChoices):
    """`open` until it is checked off; `confirmed` once somebody else has said whether it held."""

    OPEN = "open", "To do"
    DONE = "done", "Checked off"
    CONFIRMED = "confirmed", "Confirmed"
    DROPPED = "dropped", "Dropped"
