"""When a unit can be made, moved and closed."""

from dueregard.organisation.rules.wording import why_not_code, why_not_line


def why_not_describe(*, code: str, name: str, kind: str, code_taken: bool) -> list[str]:
    reasons = why_not_code("The code", code)
    reasons += why_not_line("The name", name, 200)
    reasons += why_not_line("The kind", kind, 60, needed=False)
    if code_taken:
        reasons.append(f"Another unit has the code {code} already. Choose another code.")
    return reasons


def why_not_place(*, path: str, parent_path: str | None, parent_name: str, parent_closed: bool) -> list[str]:
    """Why the unit with this path ('' for a new one) cannot stand under that parent (None: as a root)."""
    if parent_path is None:
        return []
    if path and parent_path == path:
        return ["A unit cannot be part of itself."]
    if path and parent_path.startswith(path):
        return [f"{parent_name} is below this unit, so this unit cannot be moved into it."]
    if parent_closed:
        return [f"{parent_name} is closed. Choose a unit that is open."]
    return []


def why_not_sponsor(*, path: str, sponsor_path: str | None, sponsor_name: str) -> list[str]:
    """A sponsor decides in place of the parent, so it cannot lie within the unit that it sponsors."""
    if sponsor_path is not None and path and sponsor_path.startswith(path):
        return [f"{sponsor_name} is this unit or below it, so it cannot sponsor it."]
    return []


def why_not_close(*, closed: bool, open_below: int, held_posts: list[str]) -> list[str]:
    reasons = []
    if closed:
        reasons.append("This unit is closed already.")
    if open_below:
        units = "unit is" if open_below == 1 else "units are"
        reasons.append(f"{open_below} {units} open below this one. Close or move them first.")
    if held_posts:
        reasons.append(f"People hold posts here: {', '.join(held_posts)}. End these first.")
    return reasons


def why_not_reopen(*, closed: bool, parent_closed: bool) -> list[str]:
    if not closed:
        return ["This unit is open."]
    return ["The unit above is closed. Open it first."] if parent_closed else []
