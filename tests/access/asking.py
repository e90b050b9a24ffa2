"""Asks one address as one person, and puts everything back."""

import logging
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse

from dueregard.ledger.models import Entry
from tests.access.matrix import PERSONAS, SIGNED_OUT, Address, Answer, Row
from tests.access.things import THINGS
from tests.people import Town, a_town


class Asker:
    """The town, with everybody signed in. Each request is undone, so that the order of requests does not matter."""

    def __init__(self, posts: Mapping[str, list[str]]) -> None:
        self.town: Town = a_town(**{kind.replace("-", "_"): tuple(codes) for kind, codes in posts.items()})
        # A provider at work has a procedure, whichever row is asked first.
        self._made: dict[str, Any] = {"procedure": THINGS["procedure"](self.town)}
        self._cookies = {persona: self._sign_in(persona) for persona in PERSONAS}
        self.entries_written = 0

    def _sign_in(self, persona: str) -> Any:
        client = Client()
        if persona != SIGNED_OUT:
            user = getattr(self.town, persona).user
            Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
            client.force_login(user)
        return client.cookies

    def ask(
        self, persona: str, method: str, path: str, data: Any = None, *, check_csrf: bool = False
    ) -> HttpResponseBase:
        cache.clear()
        # What breaks is told by `explained`; the log would only repeat it for each person.
        logging.getLogger("django.request").setLevel(logging.CRITICAL)
        client = Client(enforce_csrf_checks=check_csrf, raise_request_exception=False)
        client.cookies.load({name: each.value for name, each in self._cookies[persona].items()})
        before = Entry.objects.count()
        with undoable():
            response = client.generic(method, path) if data is None else client.post(path, data)
            _consume(response)
            self.entries_written = Entry.objects.count() - before
            transaction.set_rollback(True)
        return response

    def keys(self, row: Row) -> dict[str, str]:
        """The keywords of the row's thing; things are made when first asked for."""
        return {
            name: said[1:] if said.startswith("=") else self._value(said) for name, said in row.keys.items()
        }

    def _value(self, said: str) -> str:
        name, *attributes = said.split(".")
        if name not in self._made:
            self._made[name] = THINGS[name](self.town)
        found = self._made[name]
        for attribute in attributes:
            found = found[attribute] if isinstance(found, Mapping) else getattr(found, attribute)
        return str(found)


def undoable() -> transaction.Atomic:
    """A transaction inside which a page may still ask for one of its own that outlasts it (`durable`)."""
    block = transaction.atomic()
    block._from_testcase = True
    return block


def path_of(address: Address, keys: Mapping[str, str], query: str = "") -> str:
    if address.name.startswith("/"):
        return address.name
    found = reverse(address.name, kwargs=dict(keys))
    return f"{found}?{query}" if query else found


def told(response: HttpResponseBase) -> Answer:
    """The answer in the words of access.toml."""
    if response.status_code not in {301, 302, 303}:
        return response.status_code
    place = response["Location"].partition("?")[0]
    return "sign-in" if place == resolve_url("account_login") else place


def explained(response: HttpResponseBase) -> str:
    """The answer, and what broke where the page broke."""
    broken = getattr(response, "exc_info", None)
    return f"{told(response)} ({broken[1]!r})" if broken else str(told(response))


def agrees(expected: Answer, response: HttpResponseBase) -> bool:
    answer = told(response)
    return answer == expected or (expected == response.status_code and answer != "sign-in")


def masked(response: HttpResponseBase, keys: Mapping[str, str]) -> tuple[int, dict[str, str], str]:
    """Status, headers and body without what differs from one request to the next, and without the address."""
    values = sorted(
        {form for value in keys.values() for form in (value, quote(value))}, key=len, reverse=True
    )

    def mask(text: str, *, shown: bool = False) -> str:
        text = re.sub(r"""(nonce[-=]["']?|csrfmiddlewaretoken["'] value=["'])[\w+/=-]+""", r"\1…", text)
        for value in values:
            # Only where it is a part of an address: a key such as 1 stands in many other places. On the page a
            # short word such as 'events' stands in the menu too, which is the same for both answers.
            if not (shown and value.isalpha() and len(value) < 10):
                before = "/" if value.isdigit() else "/."
                text = re.sub(rf"(?:(?<=[{before}])|(?<=%2F)){re.escape(value)}(?![\w-])", "…", text)
        return text

    headers = {
        name: mask(value)
        for name, value in sorted(response.items())
        if name not in {"Content-Length", "Expires"}
    }
    return response.status_code, headers, mask(_consume(response).decode("utf-8", "replace"), shown=True)


def _consume(response: HttpResponseBase) -> bytes:
    """The body; a streamed one is read once and kept."""
    if response.streaming:
        if not hasattr(response, "kept"):
            response.kept = b"".join(response)  # type: ignore[attr-defined]
        return bytes(response.kept)
    return bytes(response.content)  # type: ignore[attr-defined]


def different(
    one: HttpResponseBase, keys: Mapping[str, str], other: HttpResponseBase, nothing: Mapping[str, str]
) -> str:
    """In which parts two answers differ, for the message of a test."""
    here, there = masked(one, keys), masked(other, nothing)
    parts = [
        f"{name}: {here[1].get(name)!r} / {there[1].get(name)!r}"
        for name in {*here[1], *there[1]}
        if here[1].get(name) != there[1].get(name)
    ]
    lines = [
        f"{a!r} / {b!r}" for a, b in zip(here[2].splitlines(), there[2].splitlines(), strict=False) if a != b
    ]
    return "".join(f"\n    {part}" for part in [*parts, *lines])
