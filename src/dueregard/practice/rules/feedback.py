"""Feedback about the hub: what is taken for spam, without a third party and without a puzzle."""

IN_AN_HOUR = 60
"""More than this in an hour is more than an editor can read; the rest is dropped until the hour is over."""
QUICKEST = 2
"""Seconds. Nobody reads a question and answers it in less."""
MOST_LINKS = 2


def looks_sent_by_a_program(*, trap: str, seconds: int, words: str) -> bool:
    """`trap` is what stood in a field that people do not see; `seconds` is how long the page was open."""
    return bool(trap) or seconds < QUICKEST or words.lower().count("http") > MOST_LINKS


def why_not_deal_with(*, done: bool) -> list[str]:
    return ["Somebody has dealt with this already."] if done else []
