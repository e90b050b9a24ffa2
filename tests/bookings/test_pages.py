"""The pages of bookings and the command line, as people use them."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dueregard.bookings.commands.bringing_in import bring_in
from dueregard.bookings.models import Booking, Letter
from dueregard.config.cli import main
from dueregard.organisation.models import Person
from tests.bookings.hall import Hall, a_hall, calendar, event, table
from tests.events import desk as d
from tests.people import BUILDER, a_person, a_post_kind, give

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    return a_hall()


def client_of(person: Person) -> Client:
    client = Client()
    assert person.user is not None
    client.force_login(person.user)
    return client


def day(ahead: int = 40) -> str:
    return f"{timezone.now() + timedelta(days=ahead):%d/%m/%Y}"


def ball(reference: str = "R1", title: str = "Winter ball", ahead: int = 40) -> str:
    return f"{reference},{title},{day(ahead)},18:00,23:00,Hall 2,350,Jo Marsh,jo@x.example"


def brought(hall: Hall, *lines: str) -> None:
    bring_in(source=hall.table.pk, content=table(*lines), name="rooms.csv", by=BUILDER, now=timezone.now())


def upload(client: Client, hall: Hall, content: bytes, name: str = "rooms.csv", source: object = None) -> str:
    answer = client.post(
        reverse("bookings:import"),
        {"file": SimpleUploadedFile(name, content), "source": str(source or hall.table.pk)},
    )
    return answer.content.decode()


def hidden(html: str, name: str) -> str:
    return html.split(f'name="{name}" value="')[1].split('"', maxsplit=1)[0]


def test_a_file_is_looked_at_before_it_comes_in(hall: Hall) -> None:
    client = client_of(hall.keeper)
    html = upload(client, hall, table(ball(), "R2,Choir,soon,,,Chapel,40,,"))
    assert "Winter ball" in html
    assert "C3" in html
    assert not Booking.objects.exists()
    columns = {
        "title": "Title",
        "day": "Date",
        "starts": "Start time",
        "venue": "Room",
        "people": "Numbers",
        "reference": "Reference",
    }
    sent = {f"column-{code}": name for code, name in columns.items()}
    sent |= {name: hidden(html, name) for name in ("kept", "seen", "sheet-shown")}
    answer = client.post(reverse("bookings:import"), {**sent, "bring": "1"})
    assert "You changed something" in answer.content.decode()
    html = answer.content.decode()
    sent |= {name: hidden(html, name) for name in ("kept", "seen", "sheet-shown")}
    answer = client.post(reverse("bookings:import"), {**sent, "bring": "1"}, follow=True)
    assert "What happened" in answer.content.decode()
    assert Booking.objects.get().contact_name == ""


def test_nobody_who_comes_travels_from_page_to_page(hall: Hall) -> None:
    from django.core import signing

    content = calendar(event("SUMMARY:Supper", "ATTENDEE;CN=Canary:mailto:canary@x.example"))
    html = upload(client_of(hall.keeper), hall, content, "rooms.ics", hall.calendar.pk)
    name, packed, _ = signing.loads(hidden(html, "kept"), salt=f"bookings.import.{hall.keeper.pk}")
    import base64

    assert name == "rooms.ics"
    assert b"anary" not in base64.b85decode(packed)


def test_what_is_no_table_is_said_at_the_file(hall: Hall) -> None:
    html = upload(client_of(hall.keeper), hall, b"%PDF-1.7", "rooms.csv")
    assert "This is a PDF" in html


def test_a_marked_booking_is_settled_on_its_page(hall: Hall) -> None:
    brought(hall, ball())
    client, pk = client_of(hall.keeper), Booking.objects.get().pk
    page = client.get(reverse("bookings:booking", args=[pk])).content.decode()
    assert "More than 200 people are expected" in page
    answer = client.post(reverse("bookings:settle", args=[pk]), {"do": "not-needed", "reason": ""})
    assert answer.status_code == 422
    client.post(reverse("bookings:settle", args=[pk]), {"do": "not-needed", "reason": "Rehearsal"})
    assert Booking.objects.get().review == "not-needed"


def test_the_letter_is_prepared_and_only_a_press_sends_it(hall: Hall) -> None:
    brought(hall, ball())
    client, address = client_of(hall.keeper), reverse("bookings:letter", args=[Booking.objects.get().pk])
    page = client.get(address).content.decode()
    assert "The booking stands; nothing about it has been changed." in page
    assert not Letter.objects.exists()
    client.post(address, {"subject": "Your ball", "text": "Dear Jo, may I ask?"})
    assert Letter.objects.get().text == "Dear Jo, may I ask?"


def test_a_booking_is_linked_by_number_and_shown_on_the_page_of_its_request(hall: Hall) -> None:
    now = timezone.now()
    when = now.date() + timedelta(days=40)
    request = d.a_sent_request(hall.desk, now=now, day=when)
    brought(hall, ball())
    client, pk = client_of(hall.keeper), Booking.objects.get().pk
    client.post(reverse("bookings:settle", args=[pk]), {"do": "same", "number": request.shown_number})
    assert Booking.objects.get().request == request
    page = client.get(reverse("events:request", args=[request.pk])).content.decode()
    assert "Room booking" in page
    assert "Room: the booking says Hall 2, the request Lecture room 4" in page


@pytest.mark.parametrize("name", ["list", "sources"])
def test_a_list_asks_as_often_for_thirty_as_for_one(hall: Hall, name: str) -> None:
    client = client_of(hall.keeper)
    brought(hall, ball())
    client.get(reverse(f"bookings:{name}"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(f"bookings:{name}"))
    brought(hall, *(ball(f"R{at}", f"Ball {at}", 40 + at) for at in range(1, 31)))
    with CaptureQueriesContext(connection) as many:
        page = client.get(reverse(f"bookings:{name}")).content.decode()
    assert len(many) <= len(few) <= 15, [query["sql"] for query in many]
    assert "Ball 3" in page or name == "sources"


def test_a_list_has_its_filters_and_its_pages(hall: Hall) -> None:
    brought(
        hall, *(ball(f"R{at}", f"Ball {at}", 40 + at) for at in range(30)), f"S1,Choir,{day()},,,Chapel,10,,"
    )
    client = client_of(hall.keeper)
    page = client.get(reverse("bookings:list"), {"only": "to-look-at"}).content.decode()
    assert "30 bookings" in page
    assert "Choir" not in page
    assert "after=" in page
    for only in (
        "proposed",
        "changed",
        "linked",
        "asked",
        "not-needed",
        "cancelled",
        "unmatched",
        "nonsense",
    ):
        assert client.get(reverse("bookings:list"), {"only": only, "when": "past"}).status_code == 200


def test_a_day_is_listed_in_its_order_and_says_what_may_belong_to_a_request(hall: Hall) -> None:
    """A booking of all day stands first, page by page, and the signs stand beside those that have them."""
    now = timezone.now()
    request = d.a_sent_request(hall.desk, now=now, day=now.date() + timedelta(days=40))
    brought(
        hall,
        f"R1,Late,{day(41)},20:00,21:00,Hall 1,10,,",
        f"R2,Early,{day(41)},08:30,09:00,Hall 1,10,,",
        f"R3,All day,{day(41)},,,Hall 1,10,,",
        f"R4,{request.title},{day(40)},,,,10,,",
        *(f"T{at},Tutorial {at},{day(41)},10:00,11:00,Room {at},5,," for at in range(25)),
    )
    client, titles, query, pages = client_of(hall.keeper), list[str](), dict[str, str](), ""
    while "after" not in query or query["after"]:
        answer = client.get(reverse("bookings:list"), query)
        titles += [row.title for row, _ in answer.context["rows"]]
        pages += answer.content.decode()
        query["after"] = answer.context["shown"].next
    assert titles[:3] == [request.title, "All day", "Early"]
    assert (titles[-1], len(titles)) == ("Late", 29)
    assert pages.count("May belong to a request</strong>") == 1


def test_among_what_waits_for_all_posts_a_booking_is_a_link_only_for_those_who_may_open_it(
    hall: Hall,
) -> None:
    brought(hall, ball())
    provider = hall.desk.town.provider
    a_post_kind("overseer", "Overseer", "portal.see_all_waiting")
    overseer = a_person("Ove Rask", provider)
    give(overseer, "overseer", provider)
    give(hall.keeper, "overseer", provider)
    line, address = "Look at a booking without a request: Winter ball", "/events/bookings/"
    for person, links in ((overseer, False), (hall.keeper, True)):
        page = client_of(Person.objects.get(pk=person.pk)).get("/home?view=all").content.decode()
        assert line in page
        assert (f"{address}{Booking.objects.get().pk}" in page) is links


def test_a_booking_of_another_unit_answers_as_none(hall: Hall) -> None:
    brought(hall, ball())
    stranger = client_of(hall.union_keeper)
    address = reverse("bookings:booking", args=[Booking.objects.get().pk])
    assert stranger.get(address).status_code == 404
    assert "Winter ball" not in stranger.get(reverse("bookings:list")).content.decode()


def test_the_command_line_brings_a_file_in(
    hall: Hall, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rooms.csv"
    file.write_bytes(table(ball()))
    command = ["events", "import-bookings", str(file), "--source", "Room bookings", "--json"]
    assert main([*command, "--dry-run"]) == 0
    assert json.loads(capsys.readouterr().out)["came"] == 1
    assert not Booking.objects.exists()
    assert main(command) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["came"], found["to_look_at"], found["refused"]) == (1, 1, 0)
    assert main(["events", "import-bookings", str(file)]) == 1
    assert "There are several sources" in capsys.readouterr().err
