"""What nouns of this app add to the page of a request, and what they lend to the actions below."""

from django.urls import reverse
from django.utils import timezone

from dueregard.actions.registries import may_confirm, may_open, too_early
from dueregard.events.choices import Status
from dueregard.events.queries import after, conditions, moving, premises, risk
from dueregard.events.queries.forecast import forecast_of
from dueregard.events.queries.memory import earlier_of, has_earlier
from dueregard.events.queries.partner import has_partner_questions, sheet_of
from dueregard.events.queries.record import Record
from dueregard.events.queries.times import steps_of
from dueregard.events.registries import Piece, record_links, record_may_have, record_pieces
from dueregard.kernel.dates import today_in_london

FORECAST, BODIES, PARTNERS, EARLIER, ADVICE, TIMES = 5, 10, 40, 45, 50, 90


def forecast_piece(record: Record) -> Piece | None:
    """For those at work on it and those who decide, before a date is broken: when it will be decided at this pace."""
    request = record.request
    turn = next((each for each in record.turns if each.left_at is None), None)
    if not request.is_open or turn is None or record.calendar is None or not record.sees_papers:
        return None
    question = record.open_question if request.status == Status.RETURNED else None
    found = forecast_of(
        request,
        turn,
        [line.check for line in record.checks],
        today=record.today,
        calendar=record.calendar,
        stopped=today_in_london(question.asked_at) if question else None,
    )
    return Piece("events/_forecast.html", found, FORECAST, aside=True) if found and found.breaks else None


def bodies_piece(record: Record) -> Piece | None:
    """How each of several bodies stands, with the conditions of all."""
    return Piece("events/_bodies.html", record.together, BODIES) if record.together else None


def times_piece(record: Record) -> Piece | None:
    """How long each part of the work took, for those at work."""
    request = record.request
    if not record.sees_papers or request.brought_in_id is not None or request.unit is None:
        return None
    taken = steps_of(record)
    return Piece("events/_times.html", taken, TIMES, aside=True) if taken else None


def advice_piece(record: Record) -> Piece | None:
    """Who was asked for advice, what they wrote and who has not written: for those at work, never the organiser."""
    return Piece("events/_advice.html", record.advice, ADVICE) if record.advice else None


def advice_links(record: Record) -> list[tuple[str, str]]:
    asked = any(each.is_open and record.reader in each.missing for each in record.advice)
    return [("Write your advice", reverse("events:advise", args=[record.request.pk]))] if asked else []


def partner_piece(record: Record) -> Piece | None:
    """What partners were asked and answered: for those at work, never the organiser."""
    sheet = sheet_of(record, timezone.now())
    return Piece("events/_partners.html", sheet, PARTNERS) if sheet else None


def partner_links(record: Record) -> list[tuple[str, str]]:
    """Whoever's check or turn it is may ask partners about a speaker."""
    at_work = record.my_turn or any(line.mine for line in record.checks)
    if not at_work or not record.speakers or not record.request.is_open:
        return []
    return [("Ask a partner about a speaker", reverse("events:ask-partners", args=[record.request.pk]))]


def earlier_piece(record: Record) -> Piece | None:
    """Where the speakers were asked for before: context for those at work on an open request."""
    at_work = record.my_turn or any(line.mine for line in record.checks)
    if record.reader is None or not at_work or not record.request.is_open:
        return None
    if not getattr(record.request, "has_earlier", True):
        return None
    found = earlier_of(record.request, record.reader, record.today, record.speakers)
    return Piece("events/_earlier.html", found, EARLIER) if found.lines else None


def register() -> None:
    """Called once, when the app is ready."""
    record_may_have.register(risk.may_have)
    record_may_have.register(after.may_have)
    record_may_have.register(premises.may_have)
    record_may_have.register(moving.may_have)
    own = (
        forecast_piece,
        bodies_piece,
        risk.piece,
        premises.piece,
        advice_piece,
        conditions.piece,
        after.notes_piece,
        after.feedback_piece,
        times_piece,
    )
    for piece in own:
        record_pieces.register(piece)
    record_links.register(advice_links)
    record_links.register(risk.links)
    record_links.register(premises.links)
    record_links.register(moving.links)
    record_links.register(after.links)
    may_open[conditions.TYPE] = conditions.may_open
    may_confirm[conditions.TYPE] = conditions.may_confirm
    too_early[conditions.TYPE] = conditions.too_early
    record_pieces.register(partner_piece)
    record_pieces.register(earlier_piece)
    record_links.register(partner_links)
    record_may_have.register(has_partner_questions)
    record_may_have.register(has_earlier)
