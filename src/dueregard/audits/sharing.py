"""Lists of further questions in packs between providers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from dueregard.audits.choices import Standing
from dueregard.audits.commands.questions import begin_list, write_questions
from dueregard.audits.models import Edition, QuestionList
from dueregard.kernel.errors import Refused
from dueregard.kernel.refs import Ref
from dueregard.kernel.registries import Offered, PartKind, part_kinds

MOST = 300


def _offer(provider: Any, scope: Any, today: date) -> Iterator[Offered]:
    """Versions in use of lists of units where this person may send."""
    rows = scope.filter(Edition.objects.filter(standing=Standing.USED), "of__unit").select_related("of__unit")
    for row in rows.order_by("of__title", "pk")[:MOST]:
        data = {"title": row.of.title, "form": "", "text": row.about, "questions": row.questions}
        yield Offered(str(row.pk), row.of.title, f"Version {row.number}, {row.of.unit.name}", data)


def _take(data: dict[str, Any], unit: Any, by: Any, now: datetime) -> Ref:
    """A draft: of a new list, or the next version of the list of this title."""
    said = {"about": data["text"], "questions": data["questions"], "shared": True}
    known = QuestionList.objects.filter(unit=unit, title=data["title"]).first()
    if known is None:
        return begin_list(by=by, unit=unit, title=data["title"], now=now, **said).of.ref
    if known.editions.filter(standing=Standing.DRAFT).exists():
        raise Refused([f"There is a draft of ‘{known.title}’. Use it or let it go first."])
    return write_questions(by=by, pk=known.pk, now=now, **said).of.ref


def _read(data: dict[str, Any]) -> str:
    asked = "\n".join(f"{at}. {each}" for at, each in enumerate(data["questions"], 1))
    return f"{data['text']}\n\n{asked}"


def register() -> None:
    """Called once, when the app is ready."""
    part_kinds.register(
        PartKind(
            "checklist",
            "Checklist for auditors",
            _offer,
            _take,
            lists=("questions",),
            needs_form=False,
            read=_read,
        )
    )
