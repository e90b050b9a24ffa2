"""Case studies in packs between providers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from dueregard.kernel.refs import Ref
from dueregard.kernel.registries import SHARED, Offered, PartKind, part_kinds
from dueregard.practice.choices import Kind, ProviderType, Size
from dueregard.practice.commands.editing import start
from dueregard.practice.models import CaseStudy, Theme, Version
from dueregard.practice.queries.hub import published
from dueregard.practice.rules.editing import Typed

MOST = 300
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")


def _offer(provider: Any, scope: Any, today: date) -> Iterator[Offered]:
    """Published ones by title. Illustrations of the makers are in every installation already; pictures stay here."""
    rows = published().filter(illustration=False, short_of=None).prefetch_related("themes__parent")
    for study in rows.order_by("title", "pk")[:MOST]:
        yield Offered(str(study.pk), study.title, study.summary, _data(study))


def _data(study: CaseStudy) -> dict[str, Any]:
    return {
        "title": study.title,
        "summary": study.summary,
        "text": _PICTURE.sub("", study.text),
        "form": study.kind,
        "size": study.size,
        "provider_type": study.provider_type,
        "themes": [theme.parent.title if theme.parent else theme.title for theme in study.themes.all()][:20],
    }


def _take(data: dict[str, Any], unit: Any, by: Any, now: datetime) -> Ref:
    themes = Theme.objects.filter(parent=None, title__in=data["themes"]).values_list("slug", flat=True)
    typed = Typed(
        title=data["title"],
        summary=data["summary"],
        text=data["text"],
        kind=data["form"] if data["form"] in Kind.values else Kind.CASE_STUDY,
        size=data["size"] if data["size"] in Size.values else "",
        provider_type=data["provider_type"] if data["provider_type"] in ProviderType.values else "",
        anonymised=True,
        themes=tuple(themes),
        note=SHARED,
    )
    return start(by=by, typed=typed, now=now, shared=True).ref


def _names() -> list[str]:
    """A case study that was brought in from a published page stands there under the name of its provider."""
    rows = Version.objects.filter(number=1, case_study__source__isnull=False)
    return list(rows.order_by().values_list("title", flat=True).distinct())


def register() -> None:
    """Called once, when the app is ready."""
    part_kinds.register(
        PartKind(
            "case-study",
            "Case study",
            _offer,
            _take,
            lines=("summary",),
            codes=("size", "provider_type"),
            lists=("themes",),
            names=_names,
        )
    )
