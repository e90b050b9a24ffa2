"""What a month's briefing gathers, and which ones are due."""

from datetime import date
from typing import Any

from dueregard.kernel.dates import long_date, today_in_london
from dueregard.kernel.markdown import escaped
from dueregard.newsletters.catalogue import WRITE
from dueregard.newsletters.models import BriefingPlan, Kind, Letter, State
from dueregard.newsletters.queries.filling import blocks
from dueregard.newsletters.queries.law import MOST, ahead, new_since, recent, told
from dueregard.newsletters.rules.briefing import first_of_month
from dueregard.organisation.lookup import Board
from dueregard.organisation.models import Person, PostKind, Unit
from dueregard.statements.queries.yearly import dues


def last_briefing(unit: Unit) -> Letter | None:
    rows = Letter.objects.filter(unit=unit, kind=Kind.BRIEFING).exclude(state=State.DISCARDED)
    return rows.order_by("-started_at").first()


def gathered(unit: Unit, today: date) -> str:
    """The text with which a briefing begins: what is new in the law since the last one, the dates ahead, and every
    other block that is offered. Markdown, for a person to work on."""
    last = last_briefing(unit)
    changes = (
        new_since(unit.root_id, last.started_at, today) if last else list(recent(unit.root_id, today)[:MOST])
    )
    since = f" since {long_date(today_in_london(last.started_at))}" if last else ""
    law = told(changes, today) or "Nothing new."
    others = [each for each in blocks() if each.code not in ("law-changes", "dates-ahead")]
    parts = [f"## What changed in the law{since}\n\n{law}", "## Dates ahead\n\n[[dates-ahead]]"]
    return "\n\n".join([*parts, *(f"## {each.label}\n\n[[{each.code}]]" for each in others)]) + "\n"


def dates_ahead_block(unit: Any, today: date) -> str:
    """One point for each day, in order."""
    found = [(each.starts, escaped(each.title)) for each in ahead(unit.root_id, today)]
    provider = unit if unit.parent_id is None else Unit.objects.get(pk=unit.root_id)
    found += [
        (each.by, "The code of practice goes to all students by then")
        for each in dues([provider])
        if each.by > today
    ]
    return "\n".join(f"- **{long_date(day)}**: {what}" for day, what in sorted(found))


def plans_due(today: date) -> list[BriefingPlan]:
    """Plans of which nobody has been reminded this month, and which have no briefing of this month."""
    month = first_of_month(today)
    plans = BriefingPlan.objects.filter(reminders=True).exclude(reminded_for=month).select_related("unit")
    return [plan for plan in plans if not begun(plan.unit, today)]


def begun(unit: Unit, today: date) -> bool:
    """Whether this month's briefing has been begun."""
    last = last_briefing(unit)
    return last is not None and first_of_month(today_in_london(last.started_at)) == first_of_month(today)


def who_writes(unit: Unit, today: date) -> list[Person]:
    """Holders, or in absence deputies, of the posts that write for a unit."""
    codes = [kind.code for kind in PostKind.objects.all() if WRITE in kind.permissions]
    board = Board.load(today, codes)
    return list(dict.fromkeys(person for code in codes for person in board.turn(code, unit).people))


def plan_of(unit: Unit) -> BriefingPlan | None:
    return BriefingPlan.objects.filter(unit=unit).first()
