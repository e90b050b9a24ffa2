"""From a message to a mail: asked for at the moment of sending, so that nobody is told who may no longer know."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address
from django.core.validators import validate_email

from dueregard.kernel.catalogue import message_kinds
from dueregard.kernel.refs import Ref
from dueregard.outbox.kinds import Handler, Invitation, Mail, addresses, handlers, link
from dueregard.outbox.models import Message
from dueregard.outbox.pages import html_of, html_page
from dueregard.outbox.rules import one_line


@dataclass(frozen=True, slots=True)
class NotToBeSent(Exception):
    """Why no mail goes out: a code. `park` when somebody must look, else the message is dropped."""

    why: str
    park: bool = False


def handler_of(message: Message) -> Handler:
    found = handlers.get(message.kind)
    if found is None:
        raise NotToBeSent("no-handler", park=True)
    return found


def compose(message: Message) -> EmailMultiAlternatives:
    """The mail for a message that has a recipient. Raises `NotToBeSent`, and whatever a handler raises."""
    to = message.to
    assert to is not None
    handler = handler_of(message)
    if not handler.still_due(message.about, to):
        raise NotToBeSent("no-longer-due")
    name, address = _reach(to)
    if message_kinds[message.kind].sensitive:
        name, mail = "", without_content(message)
    else:
        mail = handler.render(message.about, to, message.data)
    letter = _letter(message, mail, name, address)
    letter.message()  # builds it, so that a bad header is this message's fault and not the server's
    return letter


def _reach(to: Ref) -> tuple[str, str]:
    resolve = addresses.get(to.type)
    if resolve is None:
        raise NotToBeSent("no-way-to-reach", park=True)
    found = resolve(to)
    if found is None or not found[1]:
        raise NotToBeSent("no-address")
    name, address = found
    if not is_address(address):
        raise NotToBeSent("bad-address", park=True)
    return one_line(name), address


def without_content(message: Message) -> Mail:
    """What goes out for sensitive kinds: nothing that a passer-by may not read (security.md T4)."""
    return Mail(
        "You have an item to look at",
        "You have an item to look at in Due Regard.\n\n"
        f"Sign in to see it: {link('/home')}\n\n"
        f"Reference: {message.reference}\n",
    )


def _letter(message: Message, mail: Mail, name: str, address: str) -> EmailMultiAlternatives:
    letter = EmailMultiAlternatives(
        subject=one_line(mail.subject),
        body=mail.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[sanitize_address((name, address), "utf-8") if name else address],
        reply_to=[settings.MAIL_REPLY_TO] if settings.MAIL_REPLY_TO else None,
        headers={
            "Message-ID": message.message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            **_conversation(mail),
            **_way_out(mail),
        },
    )
    title = one_line(mail.subject)
    html = html_page(title, mail.html) if mail.html else html_of(title, mail.text)
    letter.attach_alternative(html, "text/html")
    if mail.invitation is not None:
        _invite(letter, mail.invitation)
    for attachment in mail.attachments:
        letter.attach(one_line(attachment.name).replace("/", "-"), attachment.content, attachment.type)
    return letter


def _conversation(mail: Mail) -> dict[str, str]:
    """Clients group mails that refer to the same one. The first of the conversation need not exist: it is only named.
    Outlook goes by the topic instead."""
    if mail.thread is None:
        return {}
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    first = f"<{mail.thread.type}.{mail.thread.id}@{host}>"
    return {"In-Reply-To": first, "References": first, "Thread-Topic": f"{mail.thread.type} {mail.thread.id}"}


def _way_out(mail: Mail) -> dict[str, str]:
    """How a mail program ends it with one press (RFC 2369, RFC 8058). None for a duty: nobody can be spared it."""
    if not mail.unsubscribe:
        return {}
    return {
        "List-Unsubscribe": f"<{mail.unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _invite(letter: EmailMultiAlternatives, invitation: Invitation) -> None:
    """Beside the words, where clients look for it, and as a file for those that do not look."""
    text = invitation.content.decode()
    letter.attach_alternative(text, f"text/calendar; method={invitation.method}")
    name = "cancelled.ics" if invitation.method == "CANCEL" else "event.ics"
    letter.attach(name, invitation.content, "application/ics")


def is_address(text: str) -> bool:
    """Whether mail can be sent to it: one bare address, nothing before or after."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
