"""Reads access.toml, and finds every address of the product."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver

import dueregard.config
from tests.people import Town

FILE = Path(dueregard.config.__file__).with_name("access.toml")
SIGNED_OUT = "signed_out"
NO_ACCOUNT = {"contractor"}
PERSONAS = (
    SIGNED_OUT,
    *(each.name for each in fields(Town) if each.type in {"Person"} and each.name not in NO_ACCOUNT),
)
MISSING = {"uuid": "00000000-0000-4000-8000-000000000000", "int": "987654321"}
Answer = int | str


@dataclass(frozen=True)
class Address:
    """One pattern of the URL configuration; `keys` are its keywords, each with its converter's name."""

    name: str
    route: str
    keys: Mapping[str, str]


@dataclass(frozen=True)
class Row:
    name: str
    keys: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    get: Mapping[str, Answer] = field(default_factory=dict)
    post: Mapping[str, Answer] = field(default_factory=dict)
    send: Mapping[str, Any] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    reads_recorded: bool = False
    csrf: bool = True
    groups: Mapping[str, list[str]] = field(default_factory=dict)

    def __str__(self) -> str:
        said = f"{self.name} {dict(self.keys)}" if self.keys else self.name
        return f"{said} ?{self.query}" if self.query else said

    def describes(self, address: Address) -> bool:
        return self.name == address.name and set(self.keys) == set(address.keys)

    def answer(self, method: str, persona: str) -> Answer:
        said = self.get if method == "GET" else self.post
        if not said:
            other = self.post if method == "GET" else self.get
            closed = persona == SIGNED_OUT and other.get(SIGNED_OUT) == "sign-in"
            return "sign-in" if closed else 405
        groups = (name for name, members in self.groups.items() if persona in members and name in said)
        found = said.get(persona, said.get(next(groups, "others")))
        if found is None:
            raise LookupError(f"The row {self} does not say what {method} answers to {persona}.")
        return found


@dataclass(frozen=True)
class Matrix:
    rows: tuple[Row, ...]
    groups: Mapping[str, list[str]]
    posts: Mapping[str, list[str]]


def read(text: str | None = None) -> Matrix:
    found = tomllib.loads(FILE.read_text("utf-8") if text is None else text)
    groups = found.get("groups", {})
    rows = tuple(Row(**entry, groups=groups) for entry in found.get("address", []))
    return Matrix(rows, groups, found.get("posts", {}))


def addresses(
    patterns: "list[URLPattern | URLResolver]",
    *,
    spaces: tuple[str, ...] = (),
    route: str = "",
    keys: Mapping[str, str] | None = None,
) -> Iterator[Address]:
    """Every pattern under these, includes followed. A pattern without a name goes by its route."""
    for entry in patterns:
        here = {**(keys or {}), **_keys(entry.pattern)}
        path = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from addresses(entry.url_patterns, spaces=inner, route=path, keys=here)
        else:
            name = ":".join((*spaces, entry.name)) if entry.name else f"/{path}"
            yield Address(name, path, here)


def _keys(pattern: Any) -> dict[str, str]:
    named = dict.fromkeys(pattern.regex.groupindex, "text")
    for name, converter in pattern.converters.items():
        named[name] = type(converter).__name__.removesuffix("Converter").lower()
    return named


def missing_keys(row: Row, address: Address) -> dict[str, str]:
    """Keywords that name nothing."""
    return {
        name: row.missing.get(name, MISSING.get(converter, "no-such-thing"))
        for name, converter in address.keys.items()
    }
