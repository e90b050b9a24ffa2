"""The register: what it shows to whom, how it searches, and what its files hold."""

from __future__ import annotations

import io
import unicodedata
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dueregard.events.commands.deciding import decide
from dueregard.events.exports import HEADER
from dueregard.events.models import EventRequest, NumberSeries
from dueregard.events.queries.register import (
    BY_DAY,
    Filters,
    academic_year,
    filtered,
    shown_and_counted,
    span_of,
)
from dueregard.events.queries.searching import RARE, SAMPLE, Search, look_up
from dueregard.events.rules.facts import SpeakerFacts
from dueregard.events.rules.searching import Wanted, wanted
from dueregard.kernel.registries import search_providers
from dueregard.kernel.words import kept_words, plain_words
from dueregard.ledger.models import Entry
from dueregard.organisation.models import Person
from tests.events import desk as d
from tests.people import NOON, TODAY

database = pytest.mark.django_db


@pytest.fixture
def desk() -> d.Desk:
    return d.a_desk()


def as_(person: Person) -> Client:
    client = Client()
    assert person.user is not None
    client.force_login(person.user)
    return client


def found(person: Person, words: str) -> list[str]:
    return [row.title for row in filtered(person, Filters(words=words), TODAY).order_by("number")]


def many(desk: d.Desk, count: int) -> None:
    """Rows as the commands leave them, written at once."""
    model = d.a_sent_request(desk)
    NumberSeries.objects.update(last=10_000)
    EventRequest.objects.bulk_create(
        EventRequest(
            number=1000 + at,
            title=f"Common lecture {at}",
            unit=desk.town.politics,
            day=date(2027, 1, 4) + timedelta(days=at % 200),
            status="submitted",
            edition=model.edition,
            submitted_at=NOON,
            decide_by=date(2026, 12, 10),
            words=kept_words("Common lecture", str(at)),
            created_at=NOON,
            changed_at=NOON,
        )
        for at in range(count)
    )


def test_words_are_compared_without_case_accents_and_punctuation() -> None:
    assert plain_words("Łukasik, CAFÉ No. 4 (o’clock)") == ["łukasik", "cafe", "no", "4", "o", "clock"]
    assert plain_words(unicodedata.normalize("NFD", "Café")) == plain_words("Café")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("E-0412", Wanted(number=412)),
        ("e412", Wanted(number=412)),
        (" 412 ", Wanted(412, ("412",))),
        ("island towns", Wanted(words=("island", "towns"))),
        ('"; DROP TABLE -- *', Wanted(words=("drop", "table"))),
        ("***", Wanted()),
        ("", Wanted()),
    ],
)
def test_what_was_typed_is_a_number_or_words(typed: str, expected: Wanted) -> None:
    assert wanted(typed) == expected


def test_the_academic_year_begins_on_the_first_of_august() -> None:
    assert academic_year(date(2026, 7, 31)) == 2025
    assert academic_year(date(2026, 8, 1)) == 2026
    assert span_of("2025", TODAY) == (date(2025, 8, 1), date(2026, 7, 31))


@database
def test_a_request_is_found_by_title_speaker_place_and_number(desk: d.Desk) -> None:
    request = d.a_sent_request(desk, speakers=(SpeakerFacts("Zoë Kühn", "Häuser e. V."),))
    for typed in ("island", "ISLAND tow", "kuhn", "Kühn hauser", "lecture room", "E-0001", "1", "politics"):
        assert found(desk.secretariat, typed) == [request.title], typed
    for typed in ("sland", "atlantis", "E-0002", "***"):
        assert found(desk.secretariat, typed) == [], typed


@database
@pytest.mark.parametrize(
    "typed", ['"', "*", "NEAR(a b)", "a AND", "'", "\\", "%", "_", "a\x00b", "\u202eabc", ":*", "(", "OR"]
)
def test_no_search_breaks_the_page(desk: d.Desk, typed: str) -> None:
    d.a_sent_request(desk)
    client = as_(desk.secretariat)
    assert client.get(reverse("events:register"), {"q": typed}).status_code == 200


@database
def test_a_changed_title_is_found_by_its_new_words_only(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    request.title, request.words = "Harbour songs", kept_words("Harbour songs")
    request.save()
    assert found(desk.secretariat, "harbour") == ["Harbour songs"]
    assert found(desk.secretariat, "island") == []


@database
def test_a_word_in_nearly_every_row_is_found_as_a_rare_one_is(desk: d.Desk) -> None:
    many(desk, 1100)
    rows = filtered(desk.secretariat, Filters(words="common lect"), TODAY)
    assert rows.count() == 1100
    assert [row.title for row in filtered(desk.secretariat, Filters(words="common 1099"), TODAY)] == [
        "Common lecture 1099"
    ]


@database
def test_a_word_is_found_the_same_by_the_index_among_some_rows_and_row_by_row(desk: d.Desk) -> None:
    many(desk, 40)
    rows = EventRequest.objects.filter(number__gt=1010)
    for typed in ("common lect", "lecture 3", "island", "1003", "1030", "nowhere"):
        everywhere, here = look_up(typed, rows, all_of_them=True), look_up(typed, rows)
        row_by_row = Search(wanted(typed), None, common=True).among(rows)
        assert set(everywhere.among(rows)) == set(here.among(rows)) == set(row_by_row), typed
        assert everywhere.among(rows).count() == here.count(rows).number == row_by_row.count(), typed
        if connection.vendor == "sqlite":
            met = Search(wanted(typed), None, met=everywhere.numbers)
            assert list(met.among(rows).order_by(*BY_DAY)) == list(row_by_row.order_by(*BY_DAY)), typed


@database
def test_many_hits_of_a_word_that_is_not_common_are_not_counted_one_by_one(desk: d.Desk) -> None:
    many(desk, SAMPLE + RARE + 1)
    EventRequest.objects.filter(number__gt=1000 + RARE).update(words=kept_words("Something else"))
    sent = EventRequest.objects.all()
    assert look_up("common lect", sent, all_of_them=True).numbers is None
    assert look_up("common lect", sent).numbers is None
    rows, count = shown_and_counted(desk.secretariat, Filters(words="common lect"), TODAY)
    assert str(count) == "more than 1,000"
    assert rows.count() == RARE + 1
    rows, count = shown_and_counted(desk.secretariat, Filters(words="common lect", when="coming"), TODAY)
    assert str(count) == "more than 1,000"
    EventRequest.objects.filter(number__gte=1990).update(words=kept_words("Something else"))
    rows, count = shown_and_counted(desk.secretariat, Filters(words="common lect"), TODAY)
    assert count.number == rows.count() == 990


@database
def test_the_register_knows_designated_events_by_their_marks(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    assert list(filtered(desk.secretariat, Filters(only="designated"), TODAY)) == []
    request.marks = ["designated", "late"]
    request.save()
    assert list(filtered(desk.secretariat, Filters(only="designated"), TODAY)) == [request]


@database
def test_the_register_asks_as_often_for_one_row_as_for_thirty(desk: d.Desk) -> None:
    client = as_(desk.secretariat)
    d.a_sent_request(desk)
    client.get(reverse("events:register"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("events:register"))
    many(desk, 60)
    with CaptureQueriesContext(connection) as more:
        page = client.get(reverse("events:register"))
    assert len(more) <= len(few) <= 15, [query["sql"] for query in more.captured_queries]
    assert "Next" in page.content.decode()


@database
def test_everybody_sees_in_the_register_what_they_may_see(desk: d.Desk) -> None:
    d.a_sent_request(desk)
    for person, sees in ((desk.secretariat, True), (desk.organiser, True), (desk.town.outsider, False)):
        page = as_(person).get(reverse("events:register")).content.decode()
        assert ("Island towns and work" in page) is sees
        hits = [hit for search in search_providers for hit in search(person, "island")]
        assert bool(hits) is sees


@database
def test_the_filters_narrow_and_can_be_taken_off(desk: d.Desk) -> None:
    request = d.a_sent_request(desk)
    late = d.a_sent_request(desk, title="Late one", day=TODAY + timedelta(days=4))
    d.all_checks(desk, request)
    decide(pk=request.pk, by=desk.head, decision=d.approval(), now=NOON)
    client = as_(desk.secretariat)

    def titles(**query: str) -> set[str]:
        page = client.get(reverse("events:register"), query).content.decode()
        return {title for title in ("Island towns and work", late.title) if title in page}

    assert titles(standing="approved") == {"Island towns and work"}
    assert titles(standing="open", order="due") == {"Late one"}
    assert titles(only="late") == {"Late one"}
    assert titles(only="designated") == set()
    assert titles(unit="politics") == {"Island towns and work", "Late one"}
    assert titles(when="nonsense", standing="nonsense") == {"Island towns and work", "Late one"}
    page = client.get(reverse("events:register"), {"only": "designated"}).content.decode()
    assert "No request matches." in page
    assert "Remove filter" in page


@database
def test_a_month_shows_its_days_and_wrong_months_are_not_found(desk: d.Desk) -> None:
    d.a_sent_request(desk)
    client = as_(desk.secretariat)
    page = client.get(reverse("events:month", args=[2027, 1])).content.decode()
    assert "January 2027" in page
    assert "Island towns and work" in page
    assert "New Year" in page
    assert client.get(reverse("events:month", args=[2027, 13])).status_code == 404


def taken(client: Client, kind: str, **query: str) -> bytes:
    answer: Any = client.get(reverse("events:export", args=[kind]), query)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


@database
def test_the_files_hold_the_filtered_register(desk: d.Desk) -> None:
    request = d.a_sent_request(
        desk, title="=SUM(A1)", speakers=(SpeakerFacts("Ada Lin", "Trust"), SpeakerFacts("Bo Ek"))
    )
    d.all_checks(desk, request)
    decide(pk=request.pk, by=desk.head, decision=d.approval(), now=NOON)
    client = as_(desk.secretariat)
    lines = taken(client, "csv").decode("utf-8-sig").splitlines()
    assert lines[0].startswith('"Number","Title"')
    assert '"Ada Lin (Trust); Bo Ek"' in lines[1]
    assert "=SUM(A1)" in lines[1]
    sheet = openpyxl.load_workbook(io.BytesIO(taken(client, "xlsx"))).active
    assert sheet is not None
    row = dict(zip(HEADER, [cell.value for cell in sheet[2]], strict=True))
    assert (row["Title"], row["Outcome"], row["Decided by"]) == ("=SUM(A1)", "Approved", "Helen Marsh")
    calendar = taken(client, "ics").decode()
    assert "BEGIN:VEVENT" in calendar
    assert "ATTENDEE" not in calendar
    assert "SUMMARY" not in taken(client, "ics", only="late").decode()


@database
def test_taking_the_register_is_recorded_and_needs_the_permission(desk: d.Desk) -> None:
    d.a_sent_request(desk)
    taken(as_(desk.secretariat), "csv")
    entry = Entry.objects.get(action="events.register-exported")
    assert entry.actor_ref == str(desk.secretariat.pk)
    assert as_(desk.head).get(reverse("events:export", args=["csv"])).status_code == 403
    assert as_(desk.secretariat).get(reverse("events:export", args=["exe"])).status_code == 404


@database
def test_rows_are_found_among_any_numbers_as_they_are_with_in(desk: d.Desk) -> None:
    many(desk, 5)
    for numbers in ([], [1001], [1004, 1001, 1001, -1, 0], list(range(3000)), [2**31]):
        rows = EventRequest.objects.filter(number__among=numbers)
        assert set(rows) == set(EventRequest.objects.filter(number__in=numbers)), numbers[:5]
    companions = EventRequest.objects.filter(main__number__among=[1001])
    assert list(companions) == []
