"""A file of bookings comes in: what came, what changed, what went, and nothing at all the second time."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection

from dueregard.bookings.commands.forgetting import forget_contacts
from dueregard.bookings.commands.sources import change_source
from dueregard.bookings.fields import SourceFields
from dueregard.bookings.models import Booking, Change, Import, Source
from dueregard.documents.tables import Unreadable
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.ledger.models import Entry
from dueregard.outbox.models import Message
from tests.bookings.hall import Hall, a_hall, bring, calendar, event, table, the_booking
from tests.people import NOON

pytestmark = pytest.mark.django_db
TALK = "R1,Evening talk,14/01/2027,18:00,20:00,Hall 2,120,Jo Marsh,jo@x.example"
CHOIR = "R2,Choir,15/01/2027,19:00,21:00,Chapel,40,Sam Lee,sam@x.example"
TOMORROW = NOON + timedelta(days=1)


@pytest.fixture
def hall() -> Hall:
    return a_hall()


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of bookings, and how many entries and messages there are."""
    found = {}
    with connection.cursor() as cursor:
        for model in (Source, Import, Booking, Change, *_more()):
            cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY id")
            found[model.__name__] = [tuple(map(str, row)) for row in cursor.fetchall()]
    found["ledger"] = [(Entry.objects.count(),)]
    found["outbox"] = [(Message.objects.count(),)]
    return found


def _more() -> list[type]:
    from dueregard.bookings.models import Letter, Match

    return [Match, Letter]


def test_a_sheet_comes_in_under_the_names_that_its_system_uses(hall: Hall) -> None:
    report = bring(hall, table(TALK, CHOIR))
    assert (len(report.new), report.reading.refused) == (2, 0)
    talk = the_booking(reference="R1")
    assert (talk.title, talk.venue, talk.day, talk.starts, talk.ends, talk.people) == (
        "Evening talk", "Hall 2", date(2027, 1, 14), time(18), time(20), 120,
    )  # fmt: skip
    assert (talk.contact_name, talk.contact_email) == ("Jo Marsh", "jo@x.example")


def test_moments_as_programs_write_them_are_those_of_a_clock_in_london(hall: Hall) -> None:
    """'Start' and 'End' may hold the day as well; July is an hour ahead of UTC."""
    lines = [
        "a,Talk,2027-07-14T18:00:00Z,2027-07-14T20:00:00.000Z",
        "b,Choir,2027-07-14T18:00:00+01:00,2027-07-14T20:00:00+0100",
        "c,Late,2027-07-13T23:30:00Z,2027-07-14T00:30:00Z",
        "d,Winter,20270114T180000Z,2027-01-14 20:00:00",
    ]
    report = bring(hall, table(*lines, header="Reference,Title,Start,End"))
    assert report.reading.faults == []
    found = {
        each.reference: (each.day, each.last_day, each.starts, each.ends) for each in Booking.objects.all()
    }
    july, winter = date(2027, 7, 14), date(2027, 1, 14)
    assert found == {
        "a": (july, None, time(19), time(21)),
        "b": (july, None, time(18), time(20)),
        "c": (july, None, time(0, 30), time(1, 30)),
        "d": (winter, None, time(18), time(20)),
    }
    assert not bring(hall, table(*lines, header="Reference,Title,Start,End"), now=TOMORROW).anything


@pytest.mark.parametrize(
    "content", [table(TALK, CHOIR), calendar(event("SUMMARY:Choir", "RRULE:FREQ=WEEKLY;COUNT=3"))]
)
def test_the_same_file_again_writes_no_row_that_day_or_the_next(hall: Hall, content: bytes) -> None:
    bring(hall, content)
    before = rows()
    assert not bring(hall, content).anything
    assert rows() == before
    assert not bring(hall, content, now=TOMORROW).anything
    assert rows() == before


def test_a_dry_run_says_what_would_happen_and_changes_nothing(hall: Hall) -> None:
    before = rows()
    report = bring(hall, table(TALK, CHOIR), dry_run=True)
    assert len(report.new) == 2
    assert rows() == before


def test_a_change_of_room_day_size_or_title_is_noticed_and_kept_with_what_it_was(hall: Hall) -> None:
    bring(hall, table(TALK, CHOIR))
    moved = "R1,Evening talk,16/01/2027,18:00,20:00,Hall 3,220,Jo Marsh,jo@x.example"
    report = bring(hall, table(moved, CHOIR), now=TOMORROW)
    assert (len(report.new), len(report.changed), len(report.gone), report.unchanged) == (0, 1, 0, 1)
    change = Change.objects.get()
    assert change.before == {"venue": "Hall 2", "day": "2027-01-14", "people": 120}
    assert change.after == {"venue": "Hall 3", "day": "2027-01-16", "people": 220}


def test_another_contact_is_no_material_change(hall: Hall) -> None:
    bring(hall, table(TALK))
    bring(hall, table(TALK.replace("Jo Marsh", "Kit Moor")), now=TOMORROW)
    assert the_booking(reference="R1").contact_name == "Kit Moor"
    assert not Change.objects.exists()


def test_days_under_one_number_stay_themselves_as_time_passes_and_in_any_order(hall: Hall) -> None:
    days = [NOON.date() + timedelta(days=7 * week - 28) for week in range(8)]
    weekly = [f"R1,Choir,{day:%d/%m/%Y},18:00,20:00,Hall 2,40,," for day in days]
    assert len(bring(hall, table(*weekly)).new) == 8
    # A week later the first day lies before the days that are read; and the file is sorted otherwise.
    assert not bring(hall, table(*weekly[::-1]), now=NOON + timedelta(days=7)).anything
    last_but_one = the_booking(day=days[6])
    moved = [
        *weekly[1:5],
        weekly[5].replace("Hall 2", "Hall 1"),
        weekly[7],
        weekly[6].replace("18:00", "17:00"),
    ]
    report = bring(hall, table(*moved), now=NOON + timedelta(days=7))
    assert ([each.day for each in report.changed], report.new, report.gone) == (days[5:7], [], [])
    other_day = f"{days[6] + timedelta(days=1):%d/%m/%Y}"
    moved[6] = f"R1,Choir,{other_day},18:00,20:00,Hall 1,40,,"
    report = bring(hall, table(*moved), now=NOON + timedelta(days=8))
    assert (report.changed, report.new, report.gone) == ([last_but_one], [], [])
    assert not bring(hall, table(*moved[::-1]), now=NOON + timedelta(days=9)).anything


def test_what_is_missing_from_a_file_of_everything_has_gone_and_is_kept(hall: Hall) -> None:
    more = [f"S{at},Seminar {at},{at % 27 + 1}/02/2027,10:00,11:00,Room {at},10,," for at in range(5)]
    bring(hall, table(TALK, CHOIR, *more))
    report = bring(hall, table(TALK, *more), now=TOMORROW)
    assert [booking.reference for booking in report.gone] == ["R2"]
    choir = the_booking(reference="R2")
    assert (choir.state, choir.cancelled_at) == ("cancelled", TOMORROW)


def test_nothing_has_gone_beyond_the_days_of_the_file_or_from_a_part_of_it(hall: Hall) -> None:
    bring(hall, table(TALK, CHOIR, "R3,Ball,1/06/2027,19:00,23:00,Hall 2,90,,"))
    assert not bring(hall, table(TALK, CHOIR), now=TOMORROW).gone
    assert not bring(hall, table(CHOIR, "R3,Ball,1/06/2027,19:00,23:00,Hall 2,91,,"), partial=True).gone


def test_a_file_that_misses_most_of_what_stood_is_refused_until_a_person_says_so(hall: Hall) -> None:
    many = [f"S{at},Seminar {at},{at % 27 + 1}/02/2027,10:00,11:00,Room {at},10,," for at in range(60)]
    bring(hall, table(*many))
    few = [many[0], many[26], *many[30:40]]
    with pytest.raises(Refused, match="are missing from this file"):
        bring(hall, table(*few), now=TOMORROW)
    assert bring(hall, table(*few), now=TOMORROW, dry_run=True).why_not
    assert len(bring(hall, table(*few), now=TOMORROW, let_go=True).gone) > 30


def test_a_booking_that_could_not_be_read_has_not_gone(hall: Hall) -> None:
    bring(hall, table(TALK, CHOIR, "R3,Ball,1/06/2027,19:00,23:00,Hall 2,90,,"))
    report = bring(
        hall, table(TALK, CHOIR.replace("15/01/2027", "soon"), "R3,Ball,1/06/2027,19:00,23:00,Hall 2,90,,")
    )
    assert (report.reading.refused, report.gone) == (1, [])
    assert str(report.reading.faults[0]) == "Line 3, Date (C3): This is not a day. Write it like 3/11/2026."


def test_a_cancelled_booking_that_comes_back_stands_again(hall: Hall) -> None:
    header = "Reference,Title,Date,Room,Status"
    bring(hall, table("R1,Talk,14/01/2027,Hall,Confirmed", header=header))
    bring(hall, table("R1,Talk,14/01/2027,Hall,Cancelled by client", header=header), now=TOMORROW)
    assert the_booking(reference="R1").is_cancelled
    bring(hall, table("R1,Talk,14/01/2027,Hall,Provisional", header=header), now=TOMORROW)
    assert not the_booking(reference="R1").is_cancelled


def test_a_booking_that_was_cancelled_before_it_ever_came_stays_out(hall: Hall) -> None:
    bring(hall, table("R1,Talk,14/01/2027,Hall,Cancelled", header="Reference,Title,Date,Room,Status"))
    assert not Booking.objects.exists()


def test_an_older_telling_does_not_undo_a_newer_one(hall: Hall) -> None:
    bring(hall, calendar(event("SUMMARY:New", "SEQUENCE:3"), method="REQUEST"))
    report = bring(hall, calendar(event("SUMMARY:Old", "SEQUENCE:2"), method="REQUEST"), now=TOMORROW)
    assert the_booking().title == "New"
    assert any("Older than what is here" in note for note in report.reading.told())


def test_a_cancelling_calendar_cancels_every_day_of_its_series(hall: Hall) -> None:
    bring(
        hall,
        calendar(
            event("SUMMARY:Choir", "RRULE:FREQ=WEEKLY;COUNT=4", uid="c"), event("SUMMARY:Talk", uid="t")
        ),
    )
    bring(hall, calendar(event("SUMMARY:Choir", uid="c"), method="CANCEL"), now=TOMORROW)
    assert Booking.objects.filter(state="cancelled").count() == 4
    assert the_booking(reference="t").state == "stands"


def a_choir(rule: str, *lines: str, sequence: int) -> str:
    return event(
        "SUMMARY:Choir", f"SEQUENCE:{sequence}", *([f"RRULE:{rule}"] if rule else []), *lines, uid="c"
    )


def test_a_series_told_anew_takes_its_other_days_out_also_from_a_part_of_the_calendar(hall: Hall) -> None:
    bring(hall, calendar(a_choir("FREQ=WEEKLY;COUNT=6", sequence=1)))
    off = "EXDATE:20270121T180000"
    bring(hall, calendar(a_choir("FREQ=WEEKLY;COUNT=6", off, sequence=2), method="REQUEST"))
    assert [each.day for each in Booking.objects.filter(state="cancelled")] == [date(2027, 1, 21)]
    shorter = calendar(a_choir("FREQ=WEEKLY;COUNT=4", off, sequence=3))
    bring(hall, shorter, now=TOMORROW)
    gone = Booking.objects.filter(state="cancelled").order_by("day")
    assert [each.day for each in gone] == [date(2027, 1, 21), date(2027, 2, 11), date(2027, 2, 18)]
    assert not bring(hall, calendar(a_choir("", sequence=2), method="REQUEST")).gone  # an older telling
    assert not bring(hall, shorter, now=TOMORROW).anything


def test_a_booking_that_becomes_a_series_and_one_again_stays_itself(hall: Hall) -> None:
    bring(hall, calendar(a_choir("", sequence=0)))
    first = the_booking()
    series = calendar(a_choir("FREQ=WEEKLY;COUNT=3", sequence=1), method="REQUEST")
    report = bring(hall, series, now=TOMORROW)
    assert (len(report.new), len(report.changed), len(report.quietly), report.gone) == (2, 0, 1, [])
    assert not bring(hall, series, now=TOMORROW + timedelta(days=1)).anything
    bring(hall, calendar(a_choir("", sequence=2), method="REQUEST"), now=TOMORROW)
    assert the_booking(state="stands") == first


def test_a_cancellation_of_a_day_and_all_later_ones_ends_those_and_leaves_the_earlier(hall: Hall) -> None:
    weekly = event("SUMMARY:Choir", "RRULE:FREQ=WEEKLY;COUNT=4", uid="c")
    bring(hall, calendar(weekly, event("SUMMARY:Talk", uid="t", start="DTSTART:20270304T180000")))
    off = "RECURRENCE-ID;RANGE=THISANDFUTURE:20270128T180000"
    from_then = event("STATUS:CANCELLED", off, uid="c", start="DTSTART:20270128T180000")
    bring(hall, calendar(from_then, method="CANCEL"), now=TOMORROW)
    gone = Booking.objects.filter(state="cancelled").order_by("day")
    assert [each.day for each in gone] == [date(2027, 1, 28), date(2027, 2, 4)]
    assert Booking.objects.filter(state="stands").count() == 3


def test_nobody_who_comes_is_anywhere_in_the_database(hall: Hall) -> None:
    coming = ["ATTENDEE;CN=Canary Guest:mailto:canary@guest.example", "DESCRIPTION:Coming: Canary Friend"]
    bring(hall, calendar(event("SUMMARY:Supper", *coming), event(*coming, uid="bad", start="DTSTART:never")))
    header = "Reference,Title,Date,Attendees,Notes"
    bring(hall, table("R1,Talk,14/01/2027,Canary Guest; Canary Two,Canary wants tea", header=header))
    names = [name for name in connection.introspection.table_names() if not name.startswith("sqlite")]
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')
            assert "anary" not in repr(cursor.fetchall()), name
    assert Booking.objects.count() == 2


def test_a_column_that_vanishes_is_asked_about_and_never_emptied(hall: Hall) -> None:
    bring(hall, table(TALK))
    renamed = table(
        TALK, header="Reference,Title,Date,Start time,End time,Where exactly,Numbers,Booked by,Email"
    )
    with pytest.raises(Refused, match="‘Room’ is not among the columns"):
        bring(hall, renamed, now=TOMORROW)
    assert the_booking().venue == "Hall 2"


def test_a_source_takes_only_its_own_kind_of_file(hall: Hall) -> None:
    with pytest.raises(Unreadable, match="Choose the right source"):
        bring(hall, calendar(event("SUMMARY:x")), source=hall.table)
    with pytest.raises(Unreadable, match="and this is none"):
        bring(hall, table(TALK), source=hall.calendar)


def test_formulas_and_hidden_characters_in_a_sheet_stay_text_or_stay_out(hall: Hall) -> None:
    report = bring(hall, table("R1,=1+1,14/01/2027,,,Hall,,,", "R2,gpj\u202eexe,14/01/2027,,,Hall,,,"))
    assert the_booking().title == "=1+1"
    assert "turns the direction of text" in report.reading.faults[0].reason


def test_only_a_post_for_the_source_may_bring_its_files_in(hall: Hall) -> None:
    hall.keeper = hall.union_keeper
    with pytest.raises(NotAllowed):
        bring(hall, table(TALK))


def test_who_booked_is_forgotten_three_months_after_the_day(hall: Hall) -> None:
    bring(hall, table(TALK))
    assert forget_contacts(now=datetime(2027, 4, 10, 12, tzinfo=NOON.tzinfo)) == 0
    assert forget_contacts(now=datetime(2027, 4, 30, 12, tzinfo=NOON.tzinfo)) == 1
    assert (the_booking().contact_name, the_booking().contact_email) == ("", "")


def test_opening_hours_of_a_source_mark_what_lies_outside_them(hall: Hall) -> None:
    bring(hall, table(TALK))
    assert the_booking().marks == []
    fields = SourceFields("Room bookings", hall.desk.town.provider, "table", opens=time(8), closes=time(17))
    change_source(pk=hall.table.pk, by=hall.keeper, fields=fields, now=NOON)
    assert the_booking().marks == ["outside opening hours"]
