"""Plain values by which the mechanisms name people and things without knowing them."""

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["person", "link", "system"]


@dataclass(frozen=True, slots=True)
class Ref:
    """What something is and which one: `Ref("events.request", "8c1f…")`. Never a name."""

    type: str
    id: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person (ref is the person's id), a link holder (the link's id) or a part of the system
    (a task's code). `post` is the code of the post in which a person acts, or empty."""

    kind: ActorKind
    ref: str
    post: str = ""


def system(task: str) -> Actor:
    """The named system actor as which a scheduled job acts."""
    return Actor("system", task)
