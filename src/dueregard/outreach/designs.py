"""What each design says. Welfare first; nothing that frightens; the duty is not named (it helps nobody to speak up)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from dueregard.outreach.models import Design, Shape


@dataclass(frozen=True, slots=True)
class Words:
    """`heading` (in lines), `lead` and `points` in large; `short` on slides; `call` and `told` stand beside the code,
    `people` above the names. Names, numbers, the code and 999 are no words: they are made when it is printed."""

    heading: str
    lead: str
    short: str
    call: str
    told: str
    people: str
    points: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """By which two wordings that say the same are told to be the same, as 64 hex digits."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


def words_of(kept: Mapping[str, Any]) -> Words:
    """Words as they were kept, or as a pack brings them; what else stands there is passed over."""
    return Words(
        **{name: str(kept.get(name, "")) for name in ("heading", "lead", "short", "call", "told", "people")},
        points=tuple(str(each) for each in kept.get("points", ())),
    )


OURS = {
    Design.WHO: Words(
        heading="Somebody\nto talk to",
        lead="About yourself, or about somebody else. You do not need to be sure.",
        short="About yourself, or about somebody else.",
        call="Everybody you can turn to",
        told="Who is there, when, and how to reach them. Always up to date.",
        people="Come, ring or write",
    ),
    Design.FRIEND: Words(
        heading="Worried about\na friend?",
        lead="You are not getting anyone into trouble. Tell us what you noticed, and we will think with you about how to help.",
        short="You are not getting anyone into trouble. Tell us what you noticed.",
        call="See who to talk to",
        told="Ask for advice first, without saying who it is about.",
        people="Or talk to one of us now",
    ),
    Design.SPEECH: Words(
        heading="Ask. Invite.\nDisagree.",
        lead="Freedom of speech is for everybody here. Plan an event or invite a speaker: we start from ‘it goes ahead’.",
        short="Inviting a speaker? We start from ‘the event goes ahead’.",
        call="Read the code of practice",
        told="What you can expect, how to ask for an event, and what to do if you think speech was stopped.",
        people="If you would like to talk about it",
        points=(
            "Any lawful idea may be put, and any may be answered.",
            "We look after the room, the safety and the law with you.",
            "Nobody is refused for asking late.",
        ),
    ),
}
LEADS_TO_THE_CODE = frozenset({Design.SPEECH})
"""Designs whose code leads to the code of practice; the others lead to who there is to talk to."""
WITH_POINTS = frozenset({Design.SPEECH})
TEMPLATES = {
    Shape.A4: "dueregard/outreach/typst/poster.typ",
    Shape.A3: "dueregard/outreach/typst/poster.typ",
    Shape.SLIDE: "dueregard/outreach/typst/slide.typ",
}
_MOST = {Shape.A4: 4, Shape.A3: 5, Shape.SLIDE: 2}


def most_named(design: Design, shape: Shape) -> int:
    """How many posts are named: what is read in passing. The code leads to all of them."""
    few = 1 if shape == Shape.SLIDE else 2
    return few if design == Design.SPEECH else _MOST[shape]
