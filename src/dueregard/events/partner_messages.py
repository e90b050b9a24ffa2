"""The mails of a partner check. None names the speaker: the question stands behind the link, which expires."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from dueregard.accounts.links import token_for
from dueregard.events import catalogue
from dueregard.events.models import PartnerContact, PartnerQuestion
from dueregard.events.queries.partner import question_facts
from dueregard.events.rules.partner import why_not_answer_partner
from dueregard.kernel.dates import long_date, today_in_london
from dueregard.kernel.refs import Ref
from dueregard.organisation.lookup import provider_of
from dueregard.outbox.kinds import Mail, handle, handle_addresses, link

CONTACT = "events.partner-contact"


def contact_address(ref: Ref) -> tuple[str, str] | None:
    return PartnerContact.objects.filter(pk=ref.id).values_list("name", "email").first()


def _question(about: Ref) -> PartnerQuestion | None:
    rows = PartnerQuestion.objects.select_related("request__unit", "asked_by", "contact")
    return rows.filter(pk=about.id).first()


def to_contact(about: Ref) -> list[Ref]:
    question = _question(about)
    return [question.contact.ref] if question and question.contact else []


def to_asker(about: Ref) -> list[Ref]:
    question = _question(about)
    return [question.asked_by.ref] if question else []


def while_waited_for(about: Ref, to: Ref) -> bool:
    """Not answered, not taken back, and the request still waits for a decision: asked again at the moment of sending."""
    question = _question(about)
    if question is None or question.forgotten_at is not None or to not in to_contact(about):
        return False
    return not why_not_answer_partner(question_facts(question), now=timezone.now())


def while_unread(about: Ref, to: Ref) -> bool:
    question = _question(about)
    return question is not None and question.seen_at is None and question.forgotten_at is None


def mail_in_words(question: PartnerQuestion, first: str, address: str) -> str:
    """What the contact reads: who asks, what for, and the address behind which the question stands."""
    assert question.request.unit is not None
    home = provider_of(question.request.unit).name
    asks = f"{question.asked_by.name} at {home} asks you one question about somebody who is to speak at an event there."
    unsure = "If you do not know this sender, do not open the link: ask them by the telephone number that you have."
    return "\n".join([
        f"Dear {question.contact_name},",
        "",
        first,
        asks,
        "You can answer yes, no, or ‘speak to me’.",
        "",
        f"Read the question and answer it here, without an account: {address}",
        f"The link is for you alone, works once, and is good until {long_date(today_in_london(question.expires_at))}.",
        "",
        "Your answer informs whoever looks at the request. It decides nothing, and it is deleted on a set day.",
        unsure,
    ])  # fmt: skip


def writer(first: str, subject: str) -> Callable[[Ref, Ref, dict[str, Any]], Mail]:
    def write(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
        question = _question(about)
        assert question is not None
        assert question.request.unit is not None
        token = token_for(catalogue.PARTNER_CHECK, question.ref, timezone.now()) or ""
        address = link(reverse("events:partner-link", args=[token])) if token else ""
        home = provider_of(question.request.unit).name
        return Mail(f"{home}: {subject}", mail_in_words(question, first, address))

    return write


def answered(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
    question = _question(about)
    assert question is not None
    request = question.request
    address = link(reverse("events:request", args=[request.pk]))
    lines = [
        f"{question.organisation} has answered the question that you asked about {request.shown_number}.",
        "The answer informs you. Nothing follows from it by itself.",
        "",
        f"Read it with the request: {address}",
    ]
    return Mail(f"{request.shown_number}: a partner has answered", "\n".join(lines))


FIRST = "This is a question between colleagues."
AGAIN = "This question still waits for you. If you cannot answer, ‘no’ or ‘speak to me’ is an answer too."


def register() -> None:
    """Called once, when the app is ready."""
    handle_addresses(CONTACT, contact_address)
    for code, first, subject in (
        (catalogue.PARTNER_ASKED, FIRST, "a question between colleagues"),
        (catalogue.PARTNER_ASKED_AGAIN, AGAIN, "a question still waits for you"),
    ):
        handle(code, recipients=to_contact, still_due=while_waited_for, render=writer(first, subject))
    handle(catalogue.PARTNER_HAS_ANSWERED, recipients=to_asker, still_due=while_unread, render=answered)
