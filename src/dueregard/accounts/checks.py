"""What `manage check` and the start say about settings that would be unsafe."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "::1", "testserver"}


@register
def demo_is_only_here(**options: Any) -> list[Error]:
    """The demo knows its people's passwords and asks for no second factor: it answers to this machine alone."""
    if settings.DEMO and not set(settings.ALLOWED_HOSTS) <= LOOPBACK:
        return [
            Error(
                "The demo answers only to this machine: DUEREGARD_HOSTS may name only 127.0.0.1, localhost and [::1].",
                id="accounts.E001",
            )
        ]
    return []
