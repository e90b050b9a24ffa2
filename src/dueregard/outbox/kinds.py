"""What each kind of message needs to be sent, registered by the app that declares it, in its `apps.py` `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings

from dueregard.kernel.catalogue import MessageKind, message_kinds
from dueregard.kernel.refs import Ref


@dataclass(frozen=True, slots=True)
class Attachment:
    """`type` is the media type, such as 'application/pdf'."""

    name: str
    content: bytes
    type: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """A calendar entry that a mail brings, or takes away: `method` is REQUEST or CANCEL (RFC 5546), `content` the
    iCalendar text that says the same."""

    method: Literal["REQUEST", "CANCEL"]
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as text; its HTML is made from the same words, unless `html` holds them as clean HTML (a body's content).
    The subject becomes one line whatever it holds.

    `thread` is what the mails of one conversation have in common: a client groups those with the same.
    `unsubscribe` is the address at which this recipient ends what is not a duty (RFC 8058: one POST does it).
    """

    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()
    thread: Ref | None = None
    invitation: Invitation | None = None
    html: str = ""
    unsubscribe: str = ""


Recipients = Callable[[Ref], list[Ref]]
StillDue = Callable[[Ref, Ref], bool]
Render = Callable[[Ref, Ref, dict[str, Any]], Mail]
Addresses = Callable[[Ref], tuple[str, str] | None]


@dataclass(frozen=True, slots=True)
class Handler:
    recipients: Recipients
    still_due: StillDue
    render: Render


handlers: dict[str, Handler] = {}
addresses: dict[str, Addresses] = {}


def handle(kind: MessageKind | str, *, recipients: Recipients, still_due: StillDue, render: Render) -> None:
    """Say how messages of a declared kind are sent. All three are called by the worker, at the moment of sending.

    `recipients(about)` names who is to be told, for messages queued without `to`; `still_due(about, to)` asks
    again whether this recipient is still to be told and may still know; `render(about, to, data)` writes it.
    """
    code = message_kinds[kind if isinstance(kind, str) else kind.code].code
    handlers[code] = Handler(recipients, still_due, render)


def handle_addresses(type: str, resolve: Addresses) -> None:
    """Say how a recipient of a type is reached: `resolve(ref)` answers (name, address), or None."""
    addresses[type] = resolve


def address_of(to: Ref) -> tuple[str, str] | None:
    """The name and address of a recipient, as it stands now; None where there is no way to reach them."""
    resolve = addresses.get(to.type)
    return resolve(to) if resolve else None


def link(path: str) -> str:
    """The address of a page for a mail: from the setting, never from a request (security.md T16)."""
    return f"{settings.BASE_URL}{path}"
