"""What statements offer to be filled in by itself, in newsletters and the like."""

from datetime import date
from typing import Any

from django.urls import reverse

from dueregard.kernel.dates import long_date
from dueregard.kernel.markdown import escaped
from dueregard.kernel.registries import Block, filling_blocks
from dueregard.outbox.kinds import link
from dueregard.statements.models import CODE
from dueregard.statements.queries.version import in_force


def code_in_words(unit: Any, today: date) -> str:
    """The code of practice in force, with its address; '' where there is none of the provider's own."""
    code = in_force(CODE, unit, today)
    if code is None or code.starter or code.in_force_from is None:
        return ""
    address = link(reverse("public_statements:code-version", args=[code.pk]))
    return f"[{escaped(code.title)}](<{address}>), version {code.number}, in force from {long_date(code.in_force_from)}."


def register() -> None:
    """Called once, when the app is ready."""
    filling_blocks.register(
        Block("code-of-practice", "Code of practice", "The one in force, with its address.", code_in_words)
    )
