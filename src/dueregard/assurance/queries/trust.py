"""The page of trust: who decides, in plain words, and the numbers of the last full academic year."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from dueregard.assurance.models import PublicTrust
from dueregard.assurance.queries.paper.rows import BOARD, ENDINGS, Ended, ended
from dueregard.assurance.registries import PaperFrame
from dueregard.assurance.rules.periods import Period, academic_year, year_of
from dueregard.assurance.rules.suppressing import published
from dueregard.events.catalogue import KIND
from dueregard.kernel.markdown import html_of
from dueregard.organisation.models import Unit
from dueregard.procedures.queries import in_force as procedure_in_force
from dueregard.procedures.queries import post_titles
from dueregard.procedures.rules.words import Section, plain_words
from dueregard.statements.models import TRUST
from dueregard.statements.queries.version import in_force
from dueregard.statements.starters import starter

WHO_DECIDES = ("ladder", "afterwards", "waiting")
"""The parts of a procedure that say who decides, who confirms and hears an appeal, and what happens if nobody acts."""


@dataclass(frozen=True, slots=True)
class TrustPage:
    """What everybody may read of one provider. `own` is whether the introduction is the provider's own text."""

    unit: Unit
    title: str
    html: str
    own: bool
    sections: list[Section]
    figures: dict[str, Any]
    made_at: Any


def trusting_the_public() -> list[PublicTrust]:
    """The pages that are shown; mostly one."""
    rows = PublicTrust.objects.filter(shown=True, unit__parent=None, unit__closed_on=None)
    return list(rows.select_related("unit").order_by("unit__name")[:50])


def page_of(unit: Unit, figures: dict[str, Any], made_at: Any, today: date) -> TrustPage:
    """Four queries."""
    version = in_force(TRUST, unit, today)
    title, text = (version.title, version.text) if version else starter(TRUST, unit.name)
    edition = procedure_in_force(KIND, unit, today)
    sections = plain_words(edition.document, post_titles()) if edition else []
    return TrustPage(
        unit=unit,
        title=title,
        html=html_of(text),
        own=version is not None,
        sections=[each for each in sections if each.id in WHO_DECIDES and (each.items or each.intro)],
        figures=figures,
        made_at=made_at,
    )


def last_full_year(today: date) -> Period:
    """From 1 August to 31 July, over already."""
    return year_of(academic_year(today) - 1)


def endings(unit: Unit, period: Period, today: date) -> list[Ended]:
    """How each request of the provider ended in the period, as the papers for boards count it."""
    return ended(PaperFrame(unit, period.first, period.last, BOARD, today))


def counts_of(rows: list[Ended]) -> dict[str, int]:
    counted = Counter(row.ending for row in rows)
    return {key: counted[key] for key in ENDINGS}


def figures_of(unit: Unit, today: date) -> dict[str, Any]:
    """The numbers as the public copy keeps them."""
    period = last_full_year(today)
    counts = counts_of(endings(unit, period, today))
    shown = published(counts)
    return {
        "period": period.title,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "none": not sum(counts.values()),
        "total": shown.total,
        "rows": [{"title": title, "count": shown.cells[key]} for key, title in ENDINGS.items()],
    }
