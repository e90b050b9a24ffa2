"""Pictures in texts of the hub: each is described in words, or said to be decoration."""

import re

MOST = 20
LARGEST = 2 * 1024 * 1024
_SHOWN = re.compile(r"!\[[^\]]*\]\(picture:(\d{1,4})\)")


def numbers_in(text: str) -> list[int]:
    """The pictures that a text shows, as `![](picture:1)`."""
    return [int(number) for number in _SHOWN.findall(text)]


def why_not_describe(*, alt: str, decorative: bool) -> list[str]:
    if alt and decorative:
        return ["Either describe the picture, or say that it is decoration."]
    if not alt and not decorative:
        return [
            "Say in words what the picture shows, for those who do not see it; or say that it is decoration."
        ]
    return []


def why_not_add(*, count: int, size: int) -> list[str]:
    """`count` pictures are there already; `size` in bytes."""
    reasons = []
    if count >= MOST:
        reasons.append(f"A text has at most {MOST} pictures. Remove one first.")
    if size > LARGEST:
        reasons.append(
            "The picture is larger than 2 MB, too much for a telephone. Save it smaller and send that."
        )
    return reasons


def why_not_show(text: str, there: set[int]) -> list[str]:
    """`there` are the numbers of the text's pictures."""
    missing = sorted(set(numbers_in(text)) - there)
    return [
        f"The text shows picture {number}, which is not there. Add it first, or take it out."
        for number in missing
    ]


def why_not_remove(number: int, text: str) -> list[str]:
    if number in numbers_in(text):
        return ["The text still shows this picture. Take it out of the text first."]
    return []
