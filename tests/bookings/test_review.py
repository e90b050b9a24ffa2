"""A marked booking without a request waits for a person, and what that person does about it."""

from datetime import date, timedelta

import pytest

from dueregard.bookings import catalogue, tasks
from dueregard.bookings.commands import changing, reviewing
from dueregard.bookings.models import Change, Letter
from dueregard.bookings.waiting import waiting_for, waiting_in
from dueregard.events.commands import deciding
from dueregard.events.commands.locking import Organiser
from dueregard.events.commands.sending import withdraw
from dueregard.events.models import Amendment
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.organisation.access import UnitScope
from dueregard.outbox.kinds import handlers
from dueregard.outbox.mails import compose
from dueregard.outbox.models import Message
from tests.bookings.hall import Hall, a_hall, bring, table, the_booking
from tests.events import desk as d
from tests.people import NOON, TODAY

pytestmark = pytest.mark.django_db
BALL = "R1,Winter ball,14/01/2027,18:00,23:00,Hall 2,350,Jo Marsh,jo@x.example"
SAME = "R1,Island towns and work,14/01/2027,18:00,21:00,Lecture room 4,120,Jo Marsh,jo@x.example"
LATER = NOON + timedelta(days=1)


@pytest.fixture
def hall() -> Hall:
    return a_hall()


def waits(hall: Hall) -> list[str]:
    return [item.what for item in waiting_for(hall.keeper, TODAY)]


def test_a_large_booking_without_a_request_waits_for_the_post_that_looks_after_it(hall: Hall) -> None:
    bring(hall, table(BALL, "R2,Supper,14/01/2027,18:00,20:00,Hall 3,40,,"))
    (item,) = waiting_for(hall.keeper, TODAY)
    assert item.what == "Look at a booking without a request: Winter ball"
    assert (item.note, item.due) == ("More than 200 people are expected.", date(2026, 12, 1))
    assert [each.what for each in waiting_in(UnitScope(everything=True, paths=()), TODAY)] == [item.what]
    assert not list(waiting_for(hall.union_keeper, TODAY))


def test_a_marked_booking_whose_request_is_withdrawn_waits_again(hall: Hall) -> None:
    request = d.a_sent_request(hall.desk, people=350)
    large = SAME.replace(",120,", ",350,")
    bring(hall, table(large))
    assert the_booking().request == request
    assert waits(hall) == []
    ending = {"whose": "organiser", "why": "time", "note": ""}
    withdraw(pk=request.pk, by=Organiser(hall.desk.organiser), now=NOON, **ending)
    tasks.sweep_every_night(LATER)
    assert waits(hall) == ["Look at a booking whose request is over: Island towns and work"]
    bring(hall, table(large), now=LATER)
    assert len(waits(hall)) == 1
    said = {"name": "", "email": "", "subject": "Your booking", "text": "Does it still take place?"}
    letter = reviewing.send_letter(pk=the_booking().pk, by=hall.keeper, now=LATER, **said)
    assert handlers[catalogue.LETTER].still_due(letter.ref, letter.ref)
    assert waits(hall) == []


def test_titles_and_names_mark_nothing(hall: Hall) -> None:
    plain = "R{},{},14/01/2027,10:00,11:00,Room {},30,{},"
    titles = ["Extremism debate", "Prayer meeting", "Protest planning", "Choir"]
    names = ["Mohammed Khan", "Cohen", "O'Neill", "Smith"]
    bring(hall, table(*(plain.format(at, title, at, names[at]) for at, title in enumerate(titles))))
    assert waits(hall) == []


def test_many_marked_bookings_are_one_line_beyond_the_nearest(hall: Hall) -> None:
    bring(
        hall,
        table(*(f"R{at},Ball {at},{at % 28 + 1}/02/2027,18:00,23:00,Hall {at},350,," for at in range(45))),
    )
    found = waits(hall)
    assert len(found) == 21
    assert found[-1] == "Look at 25 more bookings without a request"


def test_nothing_is_sent_by_a_file_or_by_the_night(hall: Hall) -> None:
    bring(hall, table(BALL))
    tasks.sweep_every_night(LATER)
    assert not Message.objects.filter(kind__startswith="bookings").exists()


def test_a_letter_leaves_in_the_words_of_whoever_pressed_the_button(hall: Hall) -> None:
    bring(hall, table(BALL))
    letter = reviewing.send_letter(
        pk=the_booking().pk,
        by=hall.keeper,
        name="",
        email="other@x.example",
        subject="Your ball",
        text="Dear Jo",
        now=NOON,
    )
    message = Message.objects.get(kind="bookings.letter")
    message.to_type, message.to_id = "bookings.contact", str(letter.pk)
    mail = compose(message)
    assert (mail.subject, mail.body, mail.to) == ("Your ball", "Dear Jo", ["Jo Marsh <jo@x.example>"])
    booking = the_booking()
    assert (booking.review, booking.look_by, waits(hall)) == ("asked", date(2026, 12, 1), [])
    tasks.sweep_every_night(NOON + timedelta(days=7))
    assert the_booking().review == "open"


def test_a_letter_is_held_back_when_the_booking_was_cancelled_meanwhile(hall: Hall) -> None:
    from dueregard.bookings.messages import still_due
    from dueregard.kernel.refs import Ref

    other = "R2,Supper,15/01/2027,18:00,20:00,Hall 3,40,,"
    before = "R0,Tea,1/01/2027,18:00,20:00,Hall 3,40,,"
    bring(hall, table(before, BALL, other))
    reviewing.send_letter(
        pk=the_booking(reference="R1").pk, by=hall.keeper, name="", email="", subject="s", text="t", now=NOON
    )
    about = Letter.objects.get().ref
    assert still_due(about, Ref("bookings.contact", about.id))
    bring(hall, table(before, other), now=LATER)
    assert not still_due(about, Ref("bookings.contact", about.id))


def test_needing_no_request_has_a_reason_and_can_be_taken_back(hall: Hall) -> None:
    bring(hall, table(BALL))
    pk = the_booking().pk
    with pytest.raises(Refused, match="Say why"):
        reviewing.needs_no_request(pk=pk, by=hall.keeper, reason=" ", now=NOON)
    reviewing.needs_no_request(pk=pk, by=hall.keeper, reason="Our own rehearsal", now=NOON)
    assert waits(hall) == []
    reviewing.look_again(pk=pk, by=hall.keeper, now=NOON)
    assert len(waits(hall)) == 1


def test_what_was_settled_is_asked_again_only_when_a_new_mark_is_met(hall: Hall) -> None:
    bring(hall, table(BALL))
    reviewing.needs_no_request(pk=the_booking().pk, by=hall.keeper, reason="Rehearsal", now=NOON)
    bring(hall, table(BALL.replace(",350,", ",360,")), now=LATER)
    assert the_booking().review == "not-needed"
    header = "Reference,Title,Date,Start time,End time,Room,Numbers,Booked by,Email,Open to the public"
    public = table(BALL.replace(",350,", ",360,") + ",yes", header=header)
    assert any("settled before without it" in note for note in bring(hall, public, now=LATER).reading.told())
    hall.table.refresh_from_db()
    bring(hall, public, now=LATER, columns={**hall.table.columns, "public": "Open to the public"})
    assert the_booking().review == "open"


def test_later_is_a_day_between_tomorrow_and_the_booking(hall: Hall) -> None:
    bring(hall, table(BALL))
    pk = the_booking().pk
    for wrong in (TODAY, date(2027, 1, 14)):
        with pytest.raises(Refused):
            reviewing.look_later(pk=pk, by=hall.keeper, until=wrong, now=NOON)
    reviewing.look_later(pk=pk, by=hall.keeper, until=TODAY + timedelta(days=3), now=NOON)
    assert waits(hall) == []
    tasks.sweep_every_night(NOON + timedelta(days=3))
    assert len(waits(hall)) == 1


def test_a_request_that_is_found_ends_the_waiting(hall: Hall) -> None:
    bring(hall, table(SAME.replace(",120,", ",350,")))
    assert len(waits(hall)) == 1
    d.a_sent_request(hall.desk, now=NOON + timedelta(hours=2))
    tasks.sweep_every_night(NOON + timedelta(hours=9))
    assert waits(hall) == []


def changed(hall: Hall) -> None:
    """A request that is linked with its booking, all checked; the booking then moves to a larger room."""
    request = d.a_sent_request(hall.desk)
    bring(hall, table(SAME))
    d.all_checks(hall.desk, request)
    bring(hall, table(SAME.replace("Lecture room 4", "Great hall")), now=LATER)


def test_a_changed_booking_of_a_request_is_taken_over_and_re_opens_only_what_it_touches(hall: Hall) -> None:
    changed(hall)
    assert waits(hall) == ["Its booking has changed: Island towns and work"]
    booking = the_booking()
    changing.take_over(pk=booking.pk, by=hall.keeper, now=LATER)
    request = the_booking().request
    assert request is not None
    assert (request.venue, request.people, request.title) == ("Great hall", 120, "Island towns and work")
    states = {check.code: check.state for check in request.checks.exclude(state="replaced")}
    assert (states["room"], states["free-speech"]) == ("waiting", "done")
    assert Amendment.objects.get().by == hall.keeper
    assert Message.objects.filter(kind="events.follows-booking", about_id=str(request.pk)).count() == 1
    assert (Change.objects.get().state, waits(hall)) == ("taken", [])


def test_an_approved_event_is_looked_at_again_and_what_was_approved_stands_meanwhile(hall: Hall) -> None:
    request = d.a_sent_request(hall.desk)
    bring(hall, table(SAME))
    d.all_checks(hall.desk, request)
    deciding.decide(pk=request.pk, by=hall.desk.head, decision=d.approval(), now=NOON)
    bring(hall, table(SAME.replace("Lecture room 4", "Great hall")), now=LATER)
    changing.take_over(pk=the_booking().pk, by=hall.keeper, now=LATER)
    request.refresh_from_db()
    assert request.status == "submitted"
    assert request.decisions.get().state == "final"


def test_leaving_the_request_as_it_is_needs_a_reason(hall: Hall) -> None:
    changed(hall)
    pk = the_booking().pk
    with pytest.raises(Refused, match="Say why"):
        changing.leave(pk=pk, by=hall.keeper, note="", now=LATER)
    changing.leave(pk=pk, by=hall.keeper, note="Only the furniture moves", now=LATER)
    assert (Change.objects.get().state, waits(hall)) == ("left", [])


def test_only_a_post_for_bookings_and_for_requests_lets_a_request_follow(hall: Hall) -> None:
    changed(hall)
    with pytest.raises(NotAllowed):
        changing.take_over(pk=the_booking().pk, by=hall.desk.rooms, now=LATER)
    with pytest.raises(NotAllowed):
        changing.take_over(pk=the_booking().pk, by=hall.union_keeper, now=LATER)


def test_a_cancelled_booking_of_a_request_is_told_and_the_request_stays(hall: Hall) -> None:
    request = d.a_sent_request(hall.desk)
    others = ("R0,Tea,1/01/2027,18:00,20:00,Hall 3,40,,", "R2,Supper,20/01/2027,18:00,20:00,Hall 3,40,,")
    bring(hall, table(SAME, *others))
    bring(hall, table(*others), now=LATER)
    assert waits(hall) == ["Its booking has gone: Island towns and work"]
    request.refresh_from_db()
    assert request.status == "submitted"
