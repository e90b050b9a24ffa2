"""Which booking belongs to which request: certain ones by themselves, likely ones by a person, all reversible."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from dueregard.bookings.commands import matching
from dueregard.bookings.commands.sweeping import sweep_all
from dueregard.bookings.models import Match
from dueregard.bookings.rules.matching import (
    BookingFacts,
    RequestFacts,
    Requests,
    alike,
    compare,
    pairs_of,
    same_room,
)
from dueregard.kernel.errors import NotAllowed, Refused
from tests.bookings.hall import Hall, a_hall, bring, table, the_booking
from tests.events import desk as d
from tests.people import NOON

DAY = date(2027, 1, 14)
SAME = "R1,Island towns and work,14/01/2027,18:00,21:00,Lecture room 4,120,Jo Marsh,jo@x.example"
LIKE = "R1,Politics evening,14/01/2027,18:00,21:00,Lecture room 4,120,Jo Marsh,jo@x.example"


def booking(**said: object) -> BookingFacts:
    plain = {
        "id": uuid4(),
        "title": "Island towns",
        "venue": "Hall 2",
        "day": DAY,
        "starts": time(18),
        "ends": time(20),
    }
    return BookingFacts(**(plain | said))  # type: ignore[arg-type]


def request(**said: object) -> RequestFacts:
    plain = {
        "id": uuid4(),
        "number": 412,
        "title": "Island towns",
        "venue": "Hall 2",
        "day": DAY,
        "starts": time(18, 30),
    }
    return RequestFacts(**(plain | said))  # type: ignore[arg-type]


def sure(one: BookingFacts, other: RequestFacts) -> str:
    pair = compare(one, other)
    return pair.sure if pair else ""


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, "certain"),
        ({"venue": "Union, Hall 2"}, "certain"),
        ({"venue": "Hall 3"}, "likely"),
        ({"title": "Society social"}, "likely"),
        ({"starts": time(9), "ends": time(10)}, "likely"),
        ({"venue": "Hall 3", "starts": time(9), "ends": time(10)}, "likely"),
        ({"venue": "Hall 3", "title": "Society social"}, ""),
        ({"day": DAY + timedelta(days=1)}, ""),
        ({"day": DAY + timedelta(days=1), "number": 412}, "likely"),
        ({"venue": "Hall 3", "title": "Something", "starts": None, "number": 412}, "certain"),
    ],
)
def test_day_room_time_title_and_number_decide_how_sure_it_is(changes: dict[str, object], found: str) -> None:
    assert sure(booking(**changes), request()) == found


def test_a_request_that_was_refused_or_withdrawn_is_only_proposed() -> None:
    assert sure(booking(), request(alive=False)) == "likely"


def test_two_certain_ones_are_both_proposed_so_that_a_person_chooses() -> None:
    both = [request(), request(number=413)]
    assert [pair.sure for pair in pairs_of(booking(), Requests.of(both))] == ["likely", "likely"]


def test_rooms_with_other_numbers_are_other_rooms() -> None:
    assert same_room("Lecture room 4", "lecture ROOM 4")
    assert not same_room("Lecture room 4", "Lecture room 40")
    assert not same_room("Hall", "")


def test_titles_in_any_script_are_compared_by_their_words() -> None:
    assert alike("Café société", "Cafe Societe")
    assert alike("Вечер поэзии", "вечер поэзии")
    assert not alike("An evening of song", "A morning of dance")


@pytest.fixture
def hall() -> Hall:
    return a_hall()


@pytest.mark.django_db
def test_a_certain_booking_is_linked_and_a_likely_one_proposed(hall: Hall) -> None:
    sent = d.a_sent_request(hall.desk)
    report = bring(hall, table(SAME, LIKE.replace("R1", "R2")))
    assert (report.swept.linked, report.swept.proposed) == (1, 1)
    linked = the_booking(reference="R1")
    assert (linked.request_id, linked.linked_by_system) == (sent.pk, True)
    assert the_booking(reference="R2").request is None


@pytest.mark.django_db
def test_a_number_in_the_words_of_a_booking_links_it(hall: Hall) -> None:
    sent = d.a_sent_request(hall.desk)
    bring(hall, table(f"R1,Room for {sent.shown_number},14/01/2027,09:00,10:00,Chapel,5,,"))
    assert the_booking().request_id == sent.pk


@pytest.mark.django_db
def test_a_request_that_comes_later_is_found_in_the_night(hall: Hall) -> None:
    bring(hall, table(SAME))
    later = NOON + timedelta(hours=5)
    sent = d.a_sent_request(hall.desk, now=later)
    sweep_all(later + timedelta(hours=5))
    assert the_booking().request_id == sent.pk


@pytest.mark.django_db
def test_a_person_says_the_same_or_not_and_takes_it_back(hall: Hall) -> None:
    sent = d.a_sent_request(hall.desk)
    bring(hall, table(LIKE))
    pk = the_booking().pk
    matching.not_the_same(pk=pk, request=sent.pk, by=hall.keeper, now=NOON)
    sweep_all(NOON + timedelta(hours=1))
    assert Match.objects.get().state == "not-the-same"
    matching.may_be_the_same(pk=pk, request=sent.pk, by=hall.keeper, now=NOON)
    matching.link(pk=pk, request=sent.pk, by=hall.keeper, now=NOON)
    assert (the_booking().request_id, the_booking().linked_by_system) == (sent.pk, False)
    with pytest.raises(Refused, match="has its request already"):
        matching.link(pk=pk, request=sent.pk, by=hall.keeper, now=NOON)
    matching.not_the_same(pk=pk, request=sent.pk, by=hall.keeper, now=NOON)
    assert the_booking().request is None


@pytest.mark.django_db
def test_a_link_that_a_person_took_off_is_not_made_again(hall: Hall) -> None:
    sent = d.a_sent_request(hall.desk)
    bring(hall, table(SAME))
    matching.not_the_same(pk=the_booking().pk, request=sent.pk, by=hall.keeper, now=NOON)
    bring(hall, table(SAME.replace(",120,", ",121,")), now=NOON + timedelta(days=1))
    assert the_booking().request is None


@pytest.mark.django_db
def test_a_request_that_one_may_not_see_cannot_be_named(hall: Hall) -> None:
    sent = d.a_sent_request(hall.desk)
    bring(hall, table(LIKE))
    with pytest.raises(Refused, match="There is no request E-9999 that you may see"):
        matching.link_by_number(pk=the_booking().pk, number=9999, by=hall.keeper, now=NOON)
    with pytest.raises(NotAllowed):
        matching.link(pk=the_booking().pk, request=sent.pk, by=hall.union_keeper, now=NOON)
