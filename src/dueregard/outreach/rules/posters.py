"""When a poster is out of date, can be printed, hung and taken down."""

import re
from datetime import date

OWN_COLOUR = "#15505f"
_COLOUR = re.compile(r"#[0-9a-f]{6}")
LEAST_CONTRAST = 7.0


def contrast_on_white(colour: str) -> float:
    """WCAG 2 contrast of '#15505f' against white, from 1 to 21."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def why_not_colour(colour: str) -> list[str]:
    if not _COLOUR.fullmatch(colour):
        return ["Write the colour as # and six figures or letters a to f, like #15505f."]
    found = contrast_on_white(colour)
    if found < LEAST_CONTRAST:
        need = f"posters need {LEAST_CONTRAST:.0f} or more"
        return [f"This colour is too light to be read on white: its contrast is {found:.1f}, and {need}."]
    return []


def why_not_print(*, closed: bool, named: int) -> list[str]:
    reasons = ["This unit is closed, so nothing is printed for it."] if closed else []
    if not named:
        reasons.append("Nobody is named to the public here yet. Name somebody first, under ‘Who to talk to’.")
    return reasons


def why_not_hang(*, building: str, hung_on: date, printed_on: date, today: date, old: bool) -> list[str]:
    reasons = [] if building else ["Say in which building it hangs."]
    if hung_on > today:
        reasons.append("Record it once it hangs: this day has not come yet.")
    if hung_on < printed_on:
        reasons.append("It was printed after that day. Give the day on which it was hung.")
    if old:
        reasons.append("What it says is out of date already. Print it again and hang that one.")
    return reasons


def why_not_end(*, ended: bool, replaced: bool, has_newer: bool) -> list[str]:
    """Why a poster cannot be said to have come down; `has_newer`: an up-to-date printing of the same is there."""
    if ended:
        return ["It has come down already."]
    if replaced and not has_newer:
        return ["There is no newer printing of it yet. Print the new one first."]
    return []
