"""What becomes of a part: a draft, by the command of the app that it belongs to. Nothing comes in published or in force."""

from __future__ import annotations

from datetime import datetime

from dueregard.exchange.models import Part
from dueregard.kernel.errors import Refused
from dueregard.kernel.refs import Ref
from dueregard.organisation.models import Person, Unit
from dueregard.practice.choices import Kind, ProviderType, Size
from dueregard.practice.commands.editing import start
from dueregard.practice.models import Theme
from dueregard.practice.rules.editing import Typed
from dueregard.procedures import commands as procedures
from dueregard.procedures.presets import with_codes
from dueregard.procedures.queries import open_draft
from dueregard.procedures.rules import KINDS as PROCEDURES
from dueregard.statements.commands import version as statements
from dueregard.statements.models import KINDS as STATEMENTS
from dueregard.statements.queries.version import versions_of
from dueregard.versions.choices import Status

SHARED = "Shared by another provider"


def draft_of(part: Part, *, unit: Unit, by: Person, now: datetime) -> Ref:
    """Raises `Refused` or `NotAllowed` where it cannot be; nothing is laid over a draft that somebody has begun."""
    make = {"case-study": _case_study, "statement": _statement, "procedure": _procedure, "poster": _poster}
    return make[part.kind](part, unit, by, now)


def _case_study(part: Part, unit: Unit, by: Person, now: datetime) -> Ref:
    data = part.data
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


def _statement(part: Part, unit: Unit, by: Person, now: datetime) -> Ref:
    kind, data = part.data["form"], part.data
    if kind not in STATEMENTS:
        raise Refused(["There is no such kind of public text here."])
    if any(each.status == Status.DRAFT for each in versions_of(kind, unit)):
        raise Refused([f"There is an open draft of ‘{STATEMENTS[kind]}’. Approve or discard that one first."])
    begun = statements.start_draft(by=by, kind=kind, unit=unit, now=now)
    return statements.save_draft(
        pk=begun.pk,
        by=by,
        title=data["title"],
        text=data["text"],
        reason=SHARED,
        revision=begun.revision,
        now=now,
    ).ref


def _procedure(part: Part, unit: Unit, by: Person, now: datetime) -> Ref:
    kind, data = part.data["form"], part.data
    if kind not in PROCEDURES:
        raise Refused(["There is no such kind of procedure here."])
    if open_draft(kind, unit):
        raise Refused(
            [f"{unit.name} has an open draft of this procedure. Approve or discard that one first."]
        )
    begun = procedures.start_draft(by=by, kind=kind, unit=unit, now=now)
    text = with_codes(data["text"], {"provider": unit.code})
    return procedures.save_draft(
        pk=begun.pk, by=by, text=text, reason=SHARED, revision=begun.revision, now=now
    ).ref


def _poster(part: Part, unit: Unit, by: Person, now: datetime) -> Ref:
    """Words to copy: they stay on the page of the pack."""
    return part.pack.ref
