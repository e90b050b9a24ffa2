"""What each app declares in its `catalogue.py`: permissions, ledger actions and message kinds.

The three books below are filled when `catalogue.py` is imported (each app's `apps.py` does that), and nothing
that is not declared can be used: an undeclared code raises `LookupError`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar


class Coded(Protocol):
    @property
    def code(self) -> str: ...


C = TypeVar("C", bound=Coded)


class Book(Generic[C]):
    """A register of declarations by code. Declaring a code twice with another meaning is an error."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._by_code: dict[str, C] = {}

    def declare(self, entry: C) -> C:
        known = self._by_code.get(entry.code)
        if known is not None and known != entry:
            raise ValueError(f"The {self._what} {entry.code!r} is declared twice.")
        self._by_code[entry.code] = entry
        return entry

    def __getitem__(self, code: str) -> C:
        try:
            return self._by_code[code]
        except KeyError:
            raise LookupError(f"No {self._what} {code!r} is declared in any catalogue.") from None

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __iter__(self) -> Iterator[C]:
        return iter(sorted(self._by_code.values(), key=lambda entry: entry.code))


@dataclass(frozen=True, slots=True)
class Permission:
    """Something that a post may do in its unit and below. `label` completes 'may …'.

    `second_factor` marks a permission whose holders must sign in with a second factor (security.md T16).
    """

    code: str
    label: str
    second_factor: bool = False


@dataclass(frozen=True, slots=True)
class LedgerAction:
    """A kind of ledger entry. `label` is a past-tense sentence part: 'Decided'. `data` names the facts that an
    entry may hold besides actor and subject, each with its type: codes, ids and numbers only, never a person's
    name and never anything that a person typed."""

    code: str
    label: str
    data: Mapping[str, type] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class MessageKind:
    """A kind of message. `sensitive` kinds go out without content: a sentence and a link to sign in."""

    code: str
    label: str
    sensitive: bool = False


permissions: Book[Permission] = Book("permission")
ledger_actions: Book[LedgerAction] = Book("ledger action")
message_kinds: Book[MessageKind] = Book("message kind")
