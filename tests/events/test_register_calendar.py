"""The register's month, its calendar file and its subscription, and how far a download reaches."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dueregard.events.fulltext import TRIGGERS, keep_in_step
from dueregard.events.models import EventRequest
from dueregard.events.queries.month import A_DAY, month_of
from dueregard.events.queries.register import Filters, filtered
from dueregard.events.rules.periods import term_of
from dueregard.organisation.models import Person
from tests.events import desk as d
from tests.people import NOON, TODAY, a_post_kind, give, let

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 10)


@pytest.fixture
def desk() -> d.Desk:
    return d.a_desk()


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(person.user)  # type: ignore[arg-type]
    return client


def on_a_day(desk: d.Desk, count: int, day: date = DECEMBER, first: int = 1000, **changes: object) -> None:
    model = d.a_sent_request(desk)
    values: dict[str, object] = {
        "unit": desk.town.politics,
        "day": day,
        "status": "submitted",
        "edition": model.edition,
        "submitted_at": NOON,
        "created_at": NOON,
        "changed_at": NOON,
    }
    rows = [
        EventRequest(
            **(values | changes), number=number, title=f"Lecture {number}", words=f" lecture {number}"
        )
        for number in range(first, first + count)
    ]
    EventRequest.objects.bulk_create(rows)


def test_hundreds_of_events_a_day_show_a_few_and_where_the_others_are(desk: d.Desk) -> None:
    on_a_day(desk, 300)
    client = as_(desk.secretariat)
    with CaptureQueriesContext(connection) as asked:
        shown = client.get(reverse("events:month", args=[2026, 12])).content.decode()
    assert f"and {300 - A_DAY} more" in shown
    assert "300 events" in shown
    assert "Christmas Day" in shown
    assert len(asked) <= 15
    more = as_(desk.secretariat).get(reverse("events:register"), {"on": "2026-12-10"}).content.decode()
    assert "300 requests" in more
    assert "Thursday 10 December 2026" in more


def test_a_day_that_is_none_filters_nothing(desk: d.Desk) -> None:
    on_a_day(desk, 2)
    for day in ("2026-13-01", "10/12/2026", "x" * 500, "\x00"):
        shown = as_(desk.secretariat).get(reverse("events:register"), {"on": day}).content.decode()
        assert "3 requests" in shown, day


def test_a_month_shows_a_person_what_that_person_may_see(desk: d.Desk) -> None:
    on_a_day(desk, 3)
    assert month_of(desk.secretariat, 2026, 12, TODAY).events == 3
    assert month_of(desk.town.stranger, 2026, 12, TODAY).events == 0


def test_a_year_may_be_a_title_and_a_number_too(desk: d.Desk) -> None:
    on_a_day(desk, 1, first=1984)
    on_a_day(desk, 1, first=2500)
    EventRequest.objects.filter(number=2500).update(title="Orwell’s 1984", words=" orwell s 1984")
    found = filtered(desk.secretariat, Filters(words="1984"), TODAY)
    assert sorted(found.values_list("number", flat=True)) == [1984, 2500]
    exact = filtered(desk.secretariat, Filters(words="E-1984"), TODAY)
    assert list(exact.values_list("number", flat=True)) == [1984]


def test_every_day_belongs_to_a_term() -> None:
    assert term_of(date(2026, 11, 24)) == (date(2026, 9, 1), date(2026, 12, 31))
    assert term_of(date(2026, 12, 31))[1] + timedelta(days=1) == term_of(date(2027, 1, 1))[0]
    assert term_of(date(2027, 4, 30))[1] + timedelta(days=1) == term_of(date(2027, 5, 1))[0]


def test_words_that_cannot_be_read_are_said_and_never_download_everything(desk: d.Desk) -> None:
    client = as_(desk.secretariat)
    assert "There is a problem" in client.get(reverse("events:register"), {"q": "a\x00b"}).content.decode()
    assert client.get(reverse("events:export", args=["csv"]), {"q": "a\x00b"}).status_code == 409


def test_a_download_reaches_as_far_as_the_permission_for_it(desk: d.Desk) -> None:
    """Sight of everything with leave to download one unit's register is not leave to download everything."""
    on_a_day(desk, 1)
    on_a_day(desk, 1, first=2000, unit=desk.town.union)
    a_post_kind("clerk", "Clerk", "events.export")
    let("prevent-lead", "events.read")
    give(desk.prevent_lead, "clerk", desk.town.union)
    answer = as_(desk.prevent_lead).get(reverse("events:export", args=["csv"]))
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "Lecture 2000" in text
    assert "Lecture 1000" not in text


def test_a_calendar_file_is_one_calendar_however_many_pieces_made_it(desk: d.Desk) -> None:
    on_a_day(desk, 450)
    answer = as_(desk.secretariat).get(reverse("events:export", args=["ics"]))
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == 451
    assert text.count("BEGIN:VCALENDAR") == text.count("END:VCALENDAR") == 1
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert "ATTENDEE" not in text
    assert "ORGANIZER" not in text


def test_an_empty_calendar_file_is_a_calendar_too(desk: d.Desk) -> None:
    answer = as_(desk.secretariat).get(reverse("events:export", args=["ics"]))
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.startswith("BEGIN:VCALENDAR")
    assert text.endswith("END:VCALENDAR\r\n")


def test_the_register_is_read_in_a_calendar_until_its_address_is_taken_back(desk: d.Desk) -> None:
    on_a_day(desk, 2, day=datetime.now(UTC).date() + timedelta(days=10))
    client = as_(desk.secretariat)
    address = client.post(reverse("events:subscribe"), {"do": "open"}).context["address"]
    path = address[address.index("/events/") :]
    assert b"Lecture 1000" in Client().get(path).content
    client.post(reverse("events:subscribe"), {"do": "close"})
    assert Client().get(path).status_code == 404


def test_a_subscription_shows_what_its_owner_may_see(desk: d.Desk) -> None:
    on_a_day(desk, 1, day=datetime.now(UTC).date() + timedelta(days=10))
    stranger = as_(desk.town.stranger).post(reverse("events:subscribe"), {"do": "open"})
    address = stranger.context["address"]
    assert b"BEGIN:VEVENT" not in Client().get(address[address.index("/events/") :]).content


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_a_rebuilt_table_gets_its_triggers_back_and_the_index_what_it_missed(desk: d.Desk) -> None:
    """Django rebuilds a table of SQLite to add a unique column; the triggers go with the old one, without a word."""
    on_a_day(desk, 1, first=1984)
    with connection.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER {name}")
    on_a_day(desk, 1, first=2500)
    assert not filtered(desk.secretariat, Filters(words="lecture 2500"), TODAY).exists()
    keep_in_step(using="default")
    for words in ("lecture 1984", "lecture 2500"):
        assert filtered(desk.secretariat, Filters(words=words), TODAY).count() == 1
    EventRequest.objects.filter(number=2500).update(words=" weeds")
    assert not filtered(desk.secretariat, Filters(words="lecture 2500"), TODAY).exists()
    keep_in_step(using="default")
