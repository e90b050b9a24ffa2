"""Settings of the tests, but with the second step asked for as in production."""

from dueregard.config.settings import *  # noqa: F403

SECOND_FACTOR_ASKED = True
