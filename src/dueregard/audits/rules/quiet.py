"""When a quiet process is looked at."""

from __future__ import annotations

from datetime import date

from dueregard.audits.rules.planning import months_on


def quiet_since(*, began: date | None, last_escalation: date | None) -> date | None:
    """The first day of the quiet period: the day after the last escalation, or the procedure's first day."""
    if last_escalation is None:
        return began
    after = date.fromordinal(last_escalation.toordinal() + 1)
    return max(after, began) if began else after


def is_due(*, since: date | None, months: int, not_before: date | None, today: date) -> bool:
    """Whether it has been quiet for so many months, and no earlier review asked to wait longer."""
    if since is None or (not_before is not None and today < not_before):
        return False
    return months_on(since, months) <= today


def why_not_record(
    *, state: str, result: str, reasons: str, took_part: str, next_on: date | None, today: date
) -> list[str]:
    if state != "proposed":
        return ["The result of this review has been recorded already."]
    found = []
    if not result:
        found.append("Choose what came of it.")
    if not reasons:
        found.append("Write your reasons.")
    if not took_part:
        found.append("Say who took part.")
    if next_on is None or next_on <= today:
        found.append("Choose a day that is still to come for looking again.")
    return found
