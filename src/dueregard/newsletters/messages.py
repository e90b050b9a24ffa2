"""What the mails of newsletters say and to whom: asked by the outbox's worker at the moment of sending."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from dueregard.kernel.dates import today_in_london
from dueregard.kernel.markdown import escaped, html_of, text_of
from dueregard.kernel.refs import Ref
from dueregard.newsletters import catalogue
from dueregard.newsletters.models import Letter, Sending, State, Unsubscribed
from dueregard.newsletters.queries.audience import copies_in
from dueregard.newsletters.queries.briefing import begun, who_writes
from dueregard.newsletters.queries.filling import fill
from dueregard.newsletters.rules.filling import from_outside
from dueregard.newsletters.unsubscribing import Wish, token_for
from dueregard.organisation.models import Unit
from dueregard.outbox.batches import whole_and_number
from dueregard.outbox.kinds import Mail, handle, link

WAY_OUT = "https://way-out.invalid/"
"""Stands in the words of a letter where each copy has its own link."""


def register() -> None:
    """Called once, when the app is ready."""
    handle(catalogue.LETTER, recipients=in_the_batch, still_due=still_wanted, render=letter_mail)
    handle(catalogue.BRIEFING_DUE, recipients=whoever_writes, still_due=not_begun, render=briefing_mail)
    handle(catalogue.TEST, recipients=nobody, still_due=still_there, render=test_mail)


@dataclass(frozen=True, slots=True)
class Words:
    """What all copies of a letter have in common. `html` and `text` are the same words in two shapes; `letter` is its
    id, for the archive; `provider` that of the provider whose newsletters somebody may end."""

    letter: UUID
    title: str
    html: str
    text: str
    unit: str
    provider: UUID
    provider_name: str
    duty: bool
    duty_why: str


def words_of(letter: Letter, title: str, text: str) -> Words:
    text = from_outside(text, link(""))
    provider = letter.unit if letter.unit.parent_id is None else Unit.objects.get(pk=letter.unit.root_id)
    return Words(
        letter=letter.pk,
        title=title,
        html=html_of(text),
        text=text_of(text),
        unit=letter.unit.name,
        provider=provider.pk,
        provider_name=provider.name,
        duty=letter.duty,
        duty_why=letter.duty_why,
    )


@lru_cache(maxsize=4)
def _words_sent(sending: UUID) -> Words:
    """Rendered once in a worker, not once for each mail: what was sent does not change any more."""
    found = Sending.objects.select_related("letter__unit").get(pk=sending)
    return words_of(found.letter, found.title, found.text)


def draft_words(letter: Letter) -> Words:
    return words_of(letter, letter.title, fill(letter.text, letter.unit, _today()).text)


# --- who, and whether still ----------------------------------------------------------------------------------


def in_the_batch(about: Ref) -> list[Ref]:
    rows = copies_in(about).order_by("pk").values_list("person", flat=True)
    return [Ref("organisation.person", str(person)) for person in rows]


def nobody(about: Ref) -> list[Ref]:
    return []


def still_wanted(about: Ref, to: Ref) -> bool:
    """Who ended newsletters since it was queued gets no more of it."""
    words = _words_sent(whole_and_number(about)[0])
    return words.duty or not Unsubscribed.objects.filter(person=UUID(to.id), unit=words.provider).exists()


def still_there(about: Ref, to: Ref) -> bool:
    """Also once it was sent: whoever asked for a copy gets it."""
    return Letter.objects.filter(pk=about.id).exclude(state=State.DISCARDED).exists()


def whoever_writes(about: Ref) -> list[Ref]:
    return [person.ref for person in who_writes(Unit.objects.get(pk=about.id), _today())]


def not_begun(about: Ref, to: Ref) -> bool:
    return not begun(Unit.objects.get(pk=about.id), _today())


def _today() -> date:
    return today_in_london(timezone.now())


# --- what it says --------------------------------------------------------------------------------------------


def letter_mail(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
    return mail_of(_words_sent(whole_and_number(about)[0]), UUID(to.id))


def test_mail(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
    """As everybody would get it; its links out of newsletters would be this person's own."""
    letter = Letter.objects.select_related("unit").get(pk=about.id)
    mail = mail_of(draft_words(letter), UUID(to.id))
    return Mail(f"Test: {mail.subject}", mail.text, html=mail.html, unsubscribe=mail.unsubscribe)


def mail_of(words: Words, person: UUID) -> Mail:
    text, html = _parts(words)
    if words.duty:
        return Mail(words.title, text, html=html)
    out = way_out(words, person)
    return Mail(words.title, text.replace(WAY_OUT, out), html=html.replace(WAY_OUT, out), unsubscribe=out)


@lru_cache(maxsize=4)
def _parts(words: Words) -> tuple[str, str]:
    """Text and HTML of all copies, but for the way out, which is each person's own."""
    foot, title = foot_of(words), f"# {escaped(words.title)}"
    return (
        f"{text_of(title)}\n\n{words.text}\n\n-- \n{text_of(foot)}\n",
        f"{html_of(title, top=1)}{words.html}<hr>{html_of(foot)}",
    )


def way_out(words: Words, person: UUID) -> str:
    wish = Wish(person=person, provider=words.provider)
    return link(reverse("public_newsletters:unsubscribe", args=[token_for(wish)]))


def foot_of(words: Words) -> str:
    """Why somebody gets it, where it stays, and how to end it (at `WAY_OUT`) or why that is not possible. Markdown."""
    page = link(reverse("public_newsletters:letter", args=[words.letter]))
    read = f"Read it on the web: <{page}>"
    if words.duty:
        why = (
            f"{escaped(words.unit)} sends this to everybody whom it concerns, so it cannot be ended. "
            f"Why: {escaped(words.duty_why)}"
        )
        return f"{read}\n\n{why}"
    return (
        f"{read}\n\nYou get newsletters of {escaped(words.provider_name)}. You can end them without signing in; "
        f"what is a duty still reaches you: <{WAY_OUT}>"
    )


def briefing_mail(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
    unit = Unit.objects.get(pk=about.id)
    return Mail(
        f"The staff-meeting briefing for {_today():%B} waits for you",
        f"Nobody has begun this month’s briefing of {unit.name}. It begins with what changed in the law since the last "
        "one and the dates ahead; you read it, change it and send it, or take it to the meeting on paper.\n\n"
        f"Write it: {link(reverse('newsletters:briefings'))}\n",
    )
