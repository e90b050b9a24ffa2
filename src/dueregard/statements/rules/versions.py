"""What stands against a statement itself; what may happen to its versions says `versions.rules`."""

LONGEST = 60_000


def why_not_this_text(text: str) -> list[str]:
    return [] if text.strip() else ["The draft is empty. Write it before it is approved."]
