"""Presets: how a provider of one kind is made ready, as TOML in `dueregard/presets/<name>/`.

`provider.toml` says for whom the preset is, its units, its kinds of post with what each may do, its posts, the post
of the first administrator and its procedures. Reading it touches no database.
"""

import tomllib
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

SHELF = "dueregard.presets"


class PresetFault(Exception):
    """A preset that is not there or cannot be used; its text says which and why."""


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit to make; without `parent` it stands right below the provider."""

    code: str
    name: str
    kind: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class PostKindPlan:
    """A kind of post; `may` holds the codes of permissions."""

    code: str
    title: str
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostPlan:
    """A post to make in a unit; without `unit` in the provider itself."""

    kind: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ProcedurePlan:
    """A procedure to put in force in a unit; without `unit` in the provider itself, before those below. The line
    `unit = "provider"` of a track, or the code of a unit of the preset there, stands for what is made of it."""

    kind: str
    text: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Preset:
    """What a preset makes. `first` is the post of the first administrator; `lead` says what to do next."""

    code: str
    title: str
    audience: str
    nation: str
    lead: tuple[str, ...]
    units: tuple[UnitPlan, ...]
    post_kinds: tuple[PostKindPlan, ...]
    posts: tuple[PostPlan, ...]
    first: str
    procedures: tuple[ProcedurePlan, ...]


def all_presets() -> list[Preset]:
    return [read(name) for name in names()]


def names() -> list[str]:
    shelf = resources.files(SHELF)
    return sorted(each.name for each in shelf.iterdir() if each.joinpath("provider.toml").is_file())


def read(name: str) -> Preset:
    """The preset of this name. Raises `PresetFault`."""
    if name not in names():
        raise PresetFault(f"There is no preset {name!r}. There are: {', '.join(names())}.")
    folder = resources.files(SHELF) / name
    try:
        return _preset(name, tomllib.loads(_text(folder / "provider.toml")), folder)
    except tomllib.TOMLDecodeError as problem:
        raise PresetFault(f"The preset {name} cannot be read: {problem}.") from None
    except (KeyError, TypeError) as problem:
        raise PresetFault(f"The preset {name} lacks or does not know {problem}.") from None


def _preset(name: str, told: dict[str, Any], folder: Traversable) -> Preset:
    preset = Preset(
        code=name,
        title=told["title"],
        audience=told["for"],
        nation=told.get("nation", "ENG"),
        lead=tuple(told.get("lead", ())),
        units=tuple(UnitPlan(**each) for each in told.get("unit", ())),
        post_kinds=tuple(
            PostKindPlan(each["code"], each["title"], tuple(each.get("may", ())))
            for each in told["post_kind"]
        ),
        posts=tuple(PostPlan(**each) for each in told.get("post", ())),
        first=told["first"]["post"],
        procedures=tuple(
            ProcedurePlan(each["kind"], _text(folder / each["file"]), each.get("unit", ""))
            for each in told.get("procedure", ())
        ),
    )
    problems = why_not_use(preset)
    if problems:
        raise PresetFault(f"The preset {name} cannot be used. {' '.join(problems)}")
    return preset


def why_not_use(preset: Preset) -> list[str]:
    """What names something that the preset itself does not make."""
    kinds = {kind.code for kind in preset.post_kinds}
    made: set[str] = {""}
    reasons = []
    for unit in preset.units:
        if unit.parent not in made:
            reasons.append(f"The unit {unit.code} stands below {unit.parent}, which is not made before it.")
        made.add(unit.code)
    for post in preset.posts:
        if post.kind not in kinds:
            reasons.append(f"No kind of post {post.kind} is described.")
        if post.unit not in made:
            reasons.append(f"No unit {post.unit} is described, but it is to have the post {post.kind}.")
    reasons += [
        f"No unit {each.unit} is described, but it is to have a procedure."
        for each in preset.procedures
        if each.unit not in made
    ]
    if preset.first not in kinds:
        reasons.append(f"The first administrator’s post {preset.first} is not described.")
    return reasons


def _text(file: Traversable) -> str:
    return file.read_text("utf-8")
