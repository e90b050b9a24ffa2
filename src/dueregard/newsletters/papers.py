"""A newsletter or a briefing on paper: one page, if it is short enough for a meeting."""

from datetime import datetime
from typing import Any

from dueregard.documents.pdf import typeset
from dueregard.documents.prose import blocks_of
from dueregard.kernel.dates import LONDON, long_date
from dueregard.newsletters.rules.filling import from_outside
from dueregard.outbox.kinds import link

TEMPLATE = "dueregard/newsletters/typst/letter.typ"


def paper(*, title: str, unit: str, provider: str, text: str, draft: bool, made: datetime) -> bytes:
    """The PDF: tagged, PDF/UA-1 checked. `text` is Markdown with its blocks filled."""
    day = long_date(made.astimezone(LONDON).date())
    data: dict[str, Any] = {
        "title": title,
        "unit": unit,
        "provider": provider,
        "made": f"Draft, {day}" if draft else f"Sent on {day}",
        "blocks": blocks_of(from_outside(text, link(""))),
    }
    return typeset(TEMPLATE, data, at=made)
