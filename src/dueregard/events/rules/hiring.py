"""How often one address may begin a request."""

A_DAY = 5


def why_not_begin(*, begun: int) -> list[str]:
    """The public form sends mail, so one address can set it off only so often."""
    if begun >= A_DAY:
        return [
            "This address has begun several requests today. Use the links that were sent, or wait until tomorrow."
        ]
    return []
