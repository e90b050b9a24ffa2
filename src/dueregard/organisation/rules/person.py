"""When a person can be added, changed, invited, and leave."""

from datetime import date

from dueregard.organisation.rules.wording import why_not_address, why_not_code, why_not_line


def why_not_describe(*, name: str, email: str, code: str, code_taken: bool) -> list[str]:
    reasons = why_not_line("The name", name, 200)
    reasons += why_not_address(email)
    reasons += why_not_code("The person's number", code, needed=False)
    if code_taken:
        reasons.append(f"Another person has the number {code} already.")
    return reasons


def why_not_invite(*, email: str, has_left: bool, account_open: bool | None) -> list[str]:
    """`account_open` is None for a person without an account."""
    reasons = []
    if has_left:
        reasons.append("This person has left, and cannot be invited.")
    if not email:
        reasons.append("This person has no e-mail address. Add one, then invite.")
    if account_open is False:
        reasons.append("This person's account is closed. Open it again first.")
    return reasons


NOBODY_LEFT = "Nobody else can give and end posts. Give this person's post to somebody else first."


def why_not_leave(*, left_on: date | None, on: date, today: date, last_who_gives_posts: bool) -> list[str]:
    if left_on is not None and left_on < today:
        return ["This person has left already."]
    if abs((on - today).days) > 3660:
        return ["The last day is more than ten years from now. Check the year."]
    return [NOBODY_LEFT] if last_who_gives_posts else []


def why_not_close_account(
    *, account_open: bool | None, oneself: bool, last_who_gives_posts: bool
) -> list[str]:
    if not account_open:
        return ["This person has no open account."]
    if oneself:
        return ["Someone else must close your account."]
    return [NOBODY_LEFT] if last_who_gives_posts else []


def why_not_reset_second_factor(*, has_account: bool, oneself: bool) -> list[str]:
    if oneself:
        return ["Someone else must reset your second factor."]
    return [] if has_account else ["This person has no account, so there is nothing to reset."]


def why_not_link(*, person_has_account: bool, account_is_taken: bool) -> list[str]:
    if person_has_account:
        return ["This person has an account already."]
    return ["This account belongs to another person."] if account_is_taken else []


def why_not_reopen(*, account_open: bool | None, has_left: bool) -> list[str]:
    if account_open is None:
        return ["This person has no account. Invite them instead."]
    if account_open:
        return ["This person's account is open."]
    return ["This person has left."] if has_left else []
