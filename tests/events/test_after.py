"""After the event: what went wrong, what was learnt, what the organiser and the room thought; and nobody's name."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dueregard.accounts.links import find
from dueregard.actions.models import Action
from dueregard.events import catalogue
from dueregard.events.commands import after
from dueregard.events.commands.amending import amend
from dueregard.events.commands.deciding import decide
from dueregard.events.commands.ending import record_aftermath
from dueregard.events.commands.locking import Organiser
from dueregard.events.looking_back import waiting_for
from dueregard.events.models import AfterNote, EventRequest, Feedback
from dueregard.events.queries.after import opinions_of
from dueregard.events.queries.conditions import actions_of
from dueregard.events.rules.after import MOST_IN_A_WHILE, Opinion, too_many
from dueregard.events.squares import as_squares
from dueregard.events.waiting import waiting_for as what_waits
from dueregard.kernel.dates import LONDON, today_in_london
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.ledger.models import Entry
from dueregard.outbox.models import Message
from dueregard.procedures.models import Edition
from dueregard.timers.models import Timer
from tests.events import desk as d
from tests.events.test_conditions import conditioned
from tests.events.test_pages import as_, sent
from tests.people import NOON, let

pytestmark = pytest.mark.django_db
ON_THE_DAY = datetime(2027, 1, 14, 20, tzinfo=LONDON)
AFTER = ON_THE_DAY + timedelta(days=1)
TOO_LATE = ON_THE_DAY + timedelta(days=15)
FINE = Opinion("well", "yes", comment="Well chaired.")


@pytest.fixture
def desk() -> d.Desk:
    return d.a_desk()


def approved(desk: d.Desk) -> EventRequest:
    request = d.a_sent_request(desk)
    d.all_checks(desk, request)
    decide(pk=request.pk, by=desk.head, decision=d.approval(), now=NOON)
    request.refresh_from_db()
    return request


def from_the_room(desk: d.Desk, request: EventRequest, now: datetime, opinion: Opinion = FINE) -> Feedback:
    token = after.open_a_room(pk=request.pk, by=Organiser(desk.organiser), now=NOON)
    link = find(catalogue.ROOM, token, now)
    assert link is not None, "the link has closed"
    return after.give_feedback_from_the_room(link=link, opinion=opinion, now=now)


def took_place(desk: d.Desk, request: EventRequest, **more: Any) -> None:
    values: dict[str, Any] = {"aftermath": "took-place", "note": "", "attended": 80, "now": AFTER}
    record_aftermath(pk=request.pk, by=Organiser(desk.organiser), **(values | more))


# --- Incidents and lessons


def test_an_incident_and_a_lesson_come_with_what_became_of_it(desk: d.Desk) -> None:
    request = approved(desk)
    took_place(desk, request, incident=("A lamp fell.", "The room was cleared."), lesson="Check the lamps.")
    notes = [(each.kind, each.what, each.done) for each in AfterNote.objects.all()]
    assert notes == [
        ("incident", "A lamp fell.", "The room was cleared."),
        ("lesson", "Check the lamps.", ""),
    ]


def test_what_comes_to_light_later_can_still_be_noted(desk: d.Desk) -> None:
    request = approved(desk)
    with pytest.raises(Refused, match="has not been yet"):
        after.note_after(pk=request.pk, by=desk.secretariat, kind="lesson", what="Earlier doors.", now=NOON)
    took_place(desk, request)
    after.note_after(pk=request.pk, by=desk.secretariat, kind="lesson", what="Earlier doors.", now=TOO_LATE)
    with pytest.raises(Refused, match="what was done"):
        after.note_after(pk=request.pk, by=desk.secretariat, kind="incident", what="A fall.", now=TOO_LATE)
    with pytest.raises(NotAllowed):
        after.note_after(pk=request.pk, by=desk.rooms, kind="lesson", what="More chairs.", now=TOO_LATE)
    assert AfterNote.objects.count() == 1


# --- Feedback


def test_the_organiser_is_asked_the_day_after_and_answers_once(desk: d.Desk) -> None:
    request = approved(desk)
    timer = Timer.objects.get(kind="events.ask-for-feedback")
    assert timer.due == datetime(2027, 1, 15, 9, tzinfo=LONDON)
    assert not after.ask_for_feedback(pk=request.pk, now=ON_THE_DAY)
    assert after.ask_for_feedback(pk=request.pk, now=AFTER)
    assert Message.objects.filter(kind="events.feedback-wanted").count() == 1
    by = Organiser(desk.organiser)
    opinion = Opinion("well", "yes", "better", "It took long.")
    after.give_feedback(pk=request.pk, by=by, opinion=opinion, now=AFTER)
    with pytest.raises(Refused, match="already"):
        after.give_feedback(pk=request.pk, by=by, opinion=opinion, now=AFTER)


def test_nobody_is_asked_about_an_event_that_was_called_off(desk: d.Desk) -> None:
    request = approved(desk)
    took_place(desk, request, aftermath="cancelled-speaker", attended=None, now=NOON)
    assert not after.ask_for_feedback(pk=request.pk, now=AFTER)
    with pytest.raises(Refused, match="did not take place"):
        from_the_room(desk, request, AFTER)


def test_the_room_answers_from_the_day_until_two_weeks_after(desk: d.Desk) -> None:
    request = approved(desk)
    with pytest.raises(Refused, match="opens on its day"):
        from_the_room(desk, request, NOON)
    from_the_room(desk, request, ON_THE_DAY)
    from_the_room(desk, request, ON_THE_DAY + timedelta(days=14))
    with pytest.raises(AssertionError, match="closed"):
        from_the_room(desk, request, TOO_LATE)
    assert opinions_of(request).number == 2


def test_an_event_of_several_days_is_over_after_its_last_and_the_rooms_link_moves_with_its_days(
    desk: d.Desk,
) -> None:
    request = approved(desk)
    printed = after.open_a_room(pk=request.pk, by=Organiser(desk.organiser), now=NOON)
    days = {"day": d.DAY + timedelta(days=21), "last_day": d.DAY + timedelta(days=23)}
    fields = d.fields(desk, **days)
    amend(pk=request.pk, by=Organiser(desk.organiser), fields=fields, now=NOON)
    d.all_checks(desk, request)
    decide(pk=request.pk, by=desk.head, decision=d.approval(), now=NOON)
    last = ON_THE_DAY + timedelta(days=23)
    assert Timer.objects.get(kind="events.ask-for-feedback").due.date() == days["last_day"] + timedelta(
        days=1
    )
    assert not after.ask_for_feedback(pk=request.pk, now=last)
    assert not [each for each in waiting_items_of(desk, last) if "what became of" in each]
    assert [each for each in waiting_items_of(desk, last + timedelta(days=1)) if "what became of" in each]
    assert after.ask_for_feedback(pk=request.pk, now=last + timedelta(days=1))
    link = find(catalogue.ROOM, printed, last + timedelta(days=14))
    assert link is not None
    after.give_feedback_from_the_room(link=link, opinion=FINE, now=last + timedelta(days=14))
    assert find(catalogue.ROOM, printed, last + timedelta(days=15)) is None
    moved = d.fields(desk, day=days["last_day"] + timedelta(days=7), last_day=days["last_day"])
    amend(pk=request.pk, by=Organiser(desk.organiser), fields=moved, now=NOON)
    assert EventRequest.objects.get(pk=request.pk).last_day is None


def waiting_items_of(desk: d.Desk, now: datetime) -> list[str]:
    return [each.what for each in what_waits(desk.organiser, today_in_london(now))]


def test_the_procedure_of_a_request_says_how_long_the_room_may_answer(desk: d.Desk) -> None:
    request = approved(desk)
    edition = request.edition
    assert edition is not None
    Edition.objects.filter(pk=edition.pk).update(text=f'{edition.text}\n[feedback]\nopen_for = "3 days"\n')
    from_the_room(desk, request, ON_THE_DAY + timedelta(days=3))
    with pytest.raises(AssertionError, match="closed"):
        from_the_room(desk, request, ON_THE_DAY + timedelta(days=4))


def test_no_more_than_a_room_can_say_is_taken() -> None:
    assert too_many(kept=0, lately=MOST_IN_A_WHILE - 1) == []
    assert too_many(kept=0, lately=MOST_IN_A_WHILE)
    assert too_many(kept=2000, lately=0)


def test_of_whoever_answers_in_the_room_nothing_is_kept(desk: d.Desk) -> None:
    request = sent(desk)
    d.all_checks(desk, request, now=timezone.now())
    decide(pk=request.pk, by=desk.head, decision=d.approval(), now=timezone.now())
    token = after.open_a_room(pk=request.pk, by=Organiser(desk.organiser), now=timezone.now())
    EventRequest.objects.filter(pk=request.pk).update(day=today_in_london(timezone.now()))
    address = reverse("events:room-feedback", args=[token])
    client = Client(REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="A Telephone/7")
    page = client.get(address).content.decode()
    assert "Nobody is asked for a name" in page
    assert as_(desk.organiser).get(address).content.decode().count(desk.organiser.name) == 0
    answer = client.post(address, {"went": "well", "heard": "partly", "comment": "A good evening."})
    assert "Thank you" in answer.content.decode()
    assert set(client.cookies) == {"csrf"}  # without which no form of ours is taken
    kept = Feedback.objects.values().get()
    assert {name for name, value in kept.items() if value} == {
        "id",
        "request_id",
        "whose",
        "went",
        "heard",
        "comment",
        "on",
    }
    told = Entry.objects.filter(action="events.feedback-given").get()
    assert str(kept["id"]) not in told.data
    assert "203.0.113.77" not in str(list(Entry.objects.values()))


def test_feedback_stands_on_the_record_as_counts_and_words(desk: d.Desk) -> None:
    request = approved(desk)
    for went in ("well", "well", "badly"):
        from_the_room(desk, request, ON_THE_DAY, Opinion(went, "yes", comment=f"It went {went}."))
    for person in (desk.organiser, desk.secretariat):
        page = as_(person).get(reverse("events:request", args=[request.pk])).content.decode()
        assert "From the room: 3 answers" in page
        assert "Well: 2" in page
        assert "It went badly." in page


def test_a_comment_that_names_a_person_is_hidden_with_the_reason(desk: d.Desk) -> None:
    request = approved(desk)
    said = from_the_room(desk, request, ON_THE_DAY, Opinion("well", "yes", comment="Ann Other shouted."))
    with pytest.raises(NotAllowed):
        after.hide_comment(pk=said.pk, by=desk.organiser, why="It is about us.", now=AFTER)
    with pytest.raises(NotAllowed):
        after.hide_comment(pk=said.pk, by=desk.rooms, why="It names somebody.", now=AFTER)
    with pytest.raises(Refused, match="Say why"):
        after.hide_comment(pk=said.pk, by=desk.secretariat, why="", now=AFTER)
    after.hide_comment(pk=said.pk, by=desk.secretariat, why="It names somebody.", now=AFTER)
    read = as_(desk.secretariat).get(reverse("events:feedback-read", args=[request.pk])).content.decode()
    assert "It names somebody." in read
    record = as_(desk.secretariat).get(reverse("events:request", args=[request.pk])).content.decode()
    assert "Ann Other" not in read + record
    assert Entry.objects.filter(action="events.feedback-hidden").count() == 1


def test_the_link_for_the_room_is_made_once_and_shown_as_a_square(desk: d.Desk) -> None:
    request = approved(desk)
    first = after.open_a_room(pk=request.pk, by=Organiser(desk.organiser), now=NOON)
    assert after.open_a_room(pk=request.pk, by=desk.secretariat, now=NOON) == first
    picture = as_squares(f"https://events.example/{first}").decode()
    assert picture.count("<svg") == 1
    assert "script" not in picture
    assert "style" not in picture


# --- Conditions


def test_those_who_record_what_became_of_it_say_whether_each_condition_was_met(desk: d.Desk) -> None:
    request = conditioned(desk)
    (action,) = actions_of(request)
    took_place(desk, request)
    let("head-of-unit", "events.record_after")
    waits = [item.what for item in waiting_for(desk.head, AFTER.date())]
    assert waits == ["Say whether the conditions were met: Island towns and work"]
    link = reverse("events:met", args=[request.pk])
    EventRequest.objects.filter(pk=request.pk).update(day=today_in_london(timezone.now()))
    assert link in as_(desk.secretariat).get(reverse("events:request", args=[request.pk])).content.decode()
    EventRequest.objects.filter(pk=request.pk).update(day=d.DAY)
    with pytest.raises(NotAllowed):
        after.confirm_conditions(pk=request.pk, by=desk.organiser, met={action.pk: (True, "")}, now=AFTER)
    after.confirm_conditions(
        pk=request.pk, by=desk.secretariat, met={action.pk: (False, "Nobody stood at the door.")}, now=AFTER
    )
    assert list(waiting_for(desk.head, AFTER.date())) == []
    found = Action.objects.get(pk=action.pk)
    assert (found.held, found.confirm_note) == (False, "Nobody stood at the door.")
