"""Mails that speak of a day: what they say is true on the day on which they leave, which may be a later one.

A worker or a mail server may have been down on the day itself; and a day may have moved while the mail waited.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from dueregard.events import catalogue
from dueregard.events.messages import (
    about_lines,
    thing,
    to_advisers,
    to_whose_turn,
    while_advice_is_wanted,
    while_waiting,
    writer,
)
from dueregard.events.models import Check, Turn
from dueregard.events.wording import PAST, WORDS, Words
from dueregard.kernel.dates import long_date, today_in_london
from dueregard.kernel.refs import Ref
from dueregard.outbox.kinds import Mail, handle, link

StillDue = Callable[[Ref, Ref], bool]
Render = Callable[[Ref, Ref, dict[str, Any]], Mail]


def _day_of(about: Ref) -> date | None:
    """The day by which it is to be done."""
    item = thing(about)
    return item.due if isinstance(item, Check | Turn) else None


def _advice_day_of(about: Ref) -> date | None:
    item = thing(about)
    return item.advice_due if isinstance(item, Turn) else None


def _come(still_due: StillDue, day_of: Callable[[Ref], date | None]) -> StillDue:
    """As `still_due`; and the day has come, which it has not where it was moved meanwhile."""

    def answer(about: Ref, to: Ref) -> bool:
        day = day_of(about)
        return day is not None and day <= today_in_london(timezone.now()) and still_due(about, to)

    return answer


def _words_of_the_day(
    code: str, day_of: Callable[[Ref], date | None], mail: Callable[[Words], Render]
) -> Render:
    """Today is the day; or it has passed, and the mail says so."""
    on_the_day, past = mail(WORDS[code]), mail(PAST[code])

    def write(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
        day = day_of(about)
        late = day is not None and day < today_in_london(timezone.now())
        return (past if late else on_the_day)(about, to, data)

    return write


def advice_mail(words: Words) -> Render:
    """To an adviser: by when the advice is asked, and the page on which it is written."""

    def write(about: Ref, to: Ref, data: dict[str, Any]) -> Mail:
        turn = thing(about)
        assert isinstance(turn, Turn)
        assert turn.advice_due is not None
        request = turn.request
        by = f"Your advice is asked by {long_date(turn.advice_due)}. It decides nothing, and the decision may come without it."
        place = link(reverse("events:advise", args=[request.pk]))
        lines = [words.first, "", *about_lines(request), by, "", f"Write it here: {place}"]
        return Mail(f"{request.shown_number}: {words.subject}", "\n".join(lines))

    return write


def register() -> None:
    """Called once, when the app is ready."""
    handle(
        catalogue.REMINDER,
        recipients=to_whose_turn,
        still_due=_come(while_waiting, _day_of),
        render=_words_of_the_day(catalogue.REMINDER, _day_of, writer),
    )
    handle(
        catalogue.ADVICE_WANTED,
        recipients=to_advisers,
        still_due=while_advice_is_wanted,
        render=advice_mail(WORDS[catalogue.ADVICE_WANTED]),
    )
    handle(
        catalogue.ADVICE_REMINDER,
        recipients=to_advisers,
        still_due=_come(while_advice_is_wanted, _advice_day_of),
        render=_words_of_the_day(catalogue.ADVICE_REMINDER, _advice_day_of, advice_mail),
    )
