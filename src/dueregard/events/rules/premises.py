"""When somebody should look at the Terrorism (Protection of Premises) Act 2025. It asks; a person judges.

Standard duty: 200 to 799 people may reasonably be expected at one moment, staff included; enhanced: 800 or more.
Qualifying event: 800 or more at one moment, open to the public, entry checked, on premises that are not enhanced.
The duties begin no earlier than April 2027. Nothing here bears on whether an event may take place.
"""

from dataclasses import dataclass

STANDARD = 200
ENHANCED = 800


@dataclass(frozen=True, slots=True)
class Prompt:
    """What to look at, as sentences; `count` is the number they start from."""

    count: int
    sentences: tuple[str, ...]


def prompt(*, people: int | None, peak: int | None, capacity: int | None, audience: str) -> Prompt | None:
    """What a person should look at; None below the lowest threshold, or where no number is known.

    `peak` are the most at one moment with staff; where it is not known, `people` are those expected altogether.
    `capacity` is what the room holds. `audience` is members, guests or anybody.
    """
    at_once = peak if peak is not None else people or 0
    highest = max(at_once, capacity or 0)
    if highest < STANDARD:
        return None
    sentences = [_numbers(at_once, peak, capacity)]
    if highest >= ENHANCED:
        sentences.append(
            "800 or more: the enhanced duty may apply to the premises. Ask who is responsible for them, and whether the procedures are in place."
        )
    else:
        sentences.append(
            "From 200 to 799: the standard duty may apply to the premises, with procedures for evacuation, moving people in, lockdown and communication."
        )
    if at_once >= ENHANCED and audience != "members":
        sentences.append(
            "It may be a qualifying event: 800 or more at one moment, open to the public, with tickets, invitations or passes checked, on premises that are not in the enhanced tier already."
        )
    return Prompt(highest, tuple(sentences))


def _numbers(at_once: int, peak: int | None, capacity: int | None) -> str:
    said = f"{at_once:,} people {'at most at one moment' if peak is not None else 'expected'}"
    return f"{said}, in a room for {capacity:,}." if capacity else f"{said}."


def why_not_judge(*, reason: str, ended: bool) -> list[str]:
    if ended:
        return ["This request was withdrawn or refused, so there is nothing to judge."]
    return [] if reason else ["Say in a sentence how you come to this."]
