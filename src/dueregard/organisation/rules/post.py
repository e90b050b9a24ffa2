"""When a post can be given, ended and stood in for."""

from datetime import date

from dueregard.kernel.dates import long_date
from dueregard.organisation.rules.wording import why_not_line, why_not_slug

FIRST_YEAR, LAST_YEAR = 1950, 2100


def why_not_dates(starts: date, ends: date | None) -> list[str]:
    for day in (starts, ends):
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            return [f"The year {day.year} cannot be right."]
    if ends is not None and ends < starts:
        return [f"The last day, {long_date(ends)}, is before the first day, {long_date(starts)}."]
    return []


def why_not_kind(*, code: str, title: str, code_taken: bool, unknown: list[str]) -> list[str]:
    reasons = why_not_slug("The code", code) + why_not_line("The title", title, 120)
    if code_taken:
        reasons.append(f"There is a kind of post with the code {code} already.")
    reasons += [f"Nothing is declared under the permission {each}." for each in unknown]
    return reasons


def why_not_give(
    *,
    starts: date,
    ends: date | None,
    person_name: str,
    left_on: date | None,
    unit_closed: bool,
    held_meanwhile: bool,
    to_oneself: bool,
    others_could: bool,
) -> list[str]:
    reasons = why_not_dates(starts, ends)
    if unit_closed:
        reasons.append("This unit is closed. Its posts cannot be given.")
    if left_on is not None and left_on < starts:
        reasons.append(f"{person_name} leaves on {long_date(left_on)}, before the post would start.")
    if held_meanwhile:
        reasons.append(f"{person_name} holds this post already in these dates.")
    if to_oneself and others_could:
        reasons.append("Someone else must give you a post.")
    return reasons


def why_not_end(*, over: bool, on: date, starts: date, last_who_gives_posts: bool) -> list[str]:
    if over:
        return ["This has ended already."]
    if on < starts:
        return [f"It starts on {long_date(starts)}, so it cannot end before. End it at once instead."]
    if last_who_gives_posts:
        return ["Nobody else can give and end posts. Give this post to somebody else first."]
    return []


def why_not_deputise(
    *,
    starts: date,
    ends: date | None,
    person_name: str,
    has_left: bool,
    is_holder: bool,
    deputises_meanwhile: bool,
) -> list[str]:
    reasons = why_not_dates(starts, ends)
    if has_left:
        reasons.append(f"{person_name} has left, and cannot stand in.")
    if is_holder:
        reasons.append(f"{person_name} holds this post, so somebody else must stand in.")
    if deputises_meanwhile:
        reasons.append(f"{person_name} stands in for this post already in these dates.")
    return reasons


def why_not_be_away(
    *, starts: date, ends: date | None, today: date, away_meanwhile: list[tuple[date, date | None]]
) -> list[str]:
    reasons = why_not_dates(starts, ends)
    if ends is not None and ends < today:
        reasons.append("These dates are past.")
    for first, last in away_meanwhile:
        until = f"to {long_date(last)}" if last else "until further notice"
        reasons.append(f"You are down as away from {long_date(first)} {until}. Come back from that first.")
    return reasons


def why_not_close_days(*, first: date, last: date, name: str) -> list[str]:
    reasons = why_not_dates(first, last) + why_not_line("The name", name, 100)
    if not reasons and (last - first).days > 60:
        reasons.append("That is more than 60 days. Check the dates, or set it in parts.")
    return reasons
