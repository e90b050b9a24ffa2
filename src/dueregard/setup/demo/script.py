"""Reading a made-up provider: who is there, and what happened in its year. Plain values; nothing here knows Django."""

import tomllib
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

PASSWORD = "even-handed harbour"  # noqa: S105 (a demonstration's, printed for everybody)


@dataclass(frozen=True, slots=True)
class Role:
    """A person of the demonstration. `posts` are 'kind' or 'kind@unit'; `can_try` says what to do as them."""

    name: str
    unit: str
    posts: tuple[str, ...]
    can_try: str


@dataclass(frozen=True, slots=True)
class Tale:
    """One event request and what happened to it. Days count from today; `sent` None is a draft.

    `do` is what happened since, in order: see `commands.story`. `by` beginning with @ is a hirer.
    """

    title: str
    unit: str
    by: str
    kind: str
    day: int
    do: tuple[str, ...]
    sent: int | None = None
    about: str = ""
    where: str = "on-premises"
    venue: str = ""
    place: str = ""
    people: int | None = None
    audience: str = ""
    who: tuple[tuple[str, ...], ...] = ()
    late: str = ""
    answers: str = ""
    conditions: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """A made-up provider. `words` holds what people write, by what it is for."""

    name: str
    code: str
    domain: str
    preset: str
    units: tuple[dict[str, str], ...]
    posts: tuple[dict[str, str], ...]
    people: tuple[Role, ...]
    deputies: tuple[dict[str, Any], ...]
    closures: tuple[dict[str, str], ...]
    tales: tuple[Tale, ...]
    words: dict[str, Any] = field(default_factory=dict)


SCRIPTS = {"central-register": "northmoor.toml", "small-college": "st-aldwyns.toml"}


def read(preset: str) -> Script:
    """The made-up provider that shows a preset."""
    told = tomllib.loads((resources.files(__package__) / SCRIPTS[preset]).read_text("utf-8"))
    people = tuple(
        Role(each["name"], each["unit"], tuple(each["posts"]), each.get("try", "")) for each in told["people"]
    )
    return Script(
        name=told["name"],
        code=told["code"],
        domain=told["domain"],
        preset=preset,
        units=tuple(told.get("units", ())),
        posts=tuple(told.get("posts", ())),
        people=people,
        deputies=tuple(told.get("deputies", ())),
        closures=tuple(told.get("closures", ())),
        tales=tuple(_tale(each) for each in told["event"]),
        words=told,
    )


def _tale(told: dict[str, Any]) -> Tale:
    given = dict(told)
    given["do"] = tuple(given.get("do", "").split())
    given["who"] = tuple(tuple(part.strip() for part in each.split("|")) for each in given.get("who", ()))
    return Tale(**given)


def address(name: str, domain: str) -> str:
    """'tomasz.lukasik@northmoor.example' for Tomasz Łukasik."""
    plain = name.lower().translate(str.maketrans("łóéèöäüßáøåð", "loeeoausaoad"))
    return f"{'.'.join(plain.replace('’', '').split())}@{domain}"
