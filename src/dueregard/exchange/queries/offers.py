"""What a person may put into a pack: published case studies, public texts and procedures in force."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from dueregard.exchange.rules.parts import KINDS
from dueregard.organisation.access import UnitScope
from dueregard.organisation.models import Unit
from dueregard.practice.models import CaseStudy
from dueregard.practice.queries.hub import published
from dueregard.procedures.models import Version as Procedure
from dueregard.procedures.presets import with_codes
from dueregard.procedures.queries import list_rows
from dueregard.statements.models import KINDS as STATEMENTS
from dueregard.statements.queries.version import in_force

MOST = 300
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may be shared. `data` is the part as it stands here, names and all."""

    key: str
    kind: str
    title: str
    detail: str
    data: dict[str, Any]

    @property
    def label(self) -> str:
        return f"{KINDS[self.kind]}: {self.title}"


def offers(provider: Unit, scope: UnitScope, today: date) -> list[Offer]:
    """Case studies by title, then public texts, then procedures of units where this person may send."""
    return [*_case_studies(), *_statements(provider, today), *_procedures(scope, today)]


def _case_studies() -> list[Offer]:
    """Illustrations of the makers are in every installation already."""
    rows = published().filter(illustration=False, short_of=None).prefetch_related("themes__parent")
    return [_case_study(study) for study in rows.order_by("title", "pk")[:MOST]]


def _case_study(study: CaseStudy) -> Offer:
    data = {
        "title": study.title,
        "summary": study.summary,
        "text": _PICTURE.sub("", study.text),
        "form": study.kind,
        "size": study.size,
        "provider_type": study.provider_type,
        "themes": [theme.parent.title if theme.parent else theme.title for theme in study.themes.all()][:20],
    }
    return Offer(f"case-study:{study.pk}", "case-study", study.title, study.summary, data)


def _statements(provider: Unit, today: date) -> list[Offer]:
    found = [in_force(kind, provider, today) for kind in STATEMENTS]
    return [
        Offer(
            f"statement:{version.pk}",
            "statement",
            version.title,
            f"Version {version.number}",
            {"title": version.title, "text": version.text, "form": version.kind},
        )
        for version in found
        if version is not None and not version.starter
    ]


def _procedures(scope: UnitScope, today: date) -> list[Offer]:
    rows = [row for row in list_rows(today) if row.now is not None and row.unit in scope]
    return [_procedure(row.unit, row.now, row.title) for row in rows[:MOST] if row.now is not None]


def _procedure(unit: Unit, version: Procedure, title: str) -> Offer:
    root = Unit.objects.get(pk=unit.root_id).code if unit.parent_id else unit.code
    data = {"title": title, "text": with_codes(version.text, {root: "provider"}), "form": version.kind}
    return Offer(
        f"procedure:{version.pk}", "procedure", f"{title}, {unit.name}", f"Version {version.number}", data
    )
