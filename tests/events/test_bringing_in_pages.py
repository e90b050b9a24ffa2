"""Bringing a register in by page, over HTTP with the real middleware."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dueregard.events.models import EventRequest, RegisterImport
from dueregard.organisation.models import Person
from tests.events import desk as d
from tests.events import sheets as s

pytestmark = pytest.mark.django_db
START = "/events/bring-in/"


@pytest.fixture
def desk() -> d.Desk:
    return d.a_desk()


def as_(person: Person) -> Client:
    client = Client()
    assert person.user is not None
    client.force_login(person.user)
    return client


def upload(client: Client, content: bytes, name: str = "register.xlsx") -> Any:
    return client.post(START, {"file": SimpleUploadedFile(name, content)})


def sent_along(response: Any) -> dict[str, str]:
    """What a browser sends back of the preview as it stands: hidden fields and what is chosen."""
    html = response.content.decode()
    found = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', html))
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)"[^>]* selected', options)
        found[name] = chosen[1].replace("&#x27;", "'") if chosen else ""
    return found


def test_file_preview_and_bringing_in(desk: d.Desk) -> None:
    client = as_(desk.secretariat)
    assert client.get(START).status_code == 200
    preview = upload(client, s.workbook(*s.GOOD, *s.BAD))
    html = preview.content.decode()
    assert preview.status_code == 200
    assert "Bring in 6 records" in html
    assert "‘w/c 10/11/25’ is a week and not a day." in html
    assert "C10" in html
    assert EventRequest.objects.count() == 0
    done = client.post(START, sent_along(preview) | {"bring": "1"}, follow=True)
    assert "6 records brought in from register.xlsx." in done.content.decode()
    assert EventRequest.objects.count() == 6
    record = client.get(
        reverse("events:request", args=[EventRequest.objects.get(title="Faith and the city").pk])
    )
    assert "As it stood in the sheet" in record.content.decode()
    assert "Stewards at the door" in record.content.decode()


def test_columns_can_be_corrected(desk: d.Desk) -> None:
    client = as_(desk.secretariat)
    preview = upload(client, s.csv("What,On,Where", "A talk,3/11/2025,Hall"), "r.csv")
    assert preview.status_code == 422
    assert "No column was found for" in preview.content.decode()
    said = sent_along(preview) | {"column-title": "What", "column-day": "On"}
    changed = client.post(START, said | {"bring": "1"})
    assert "You changed the columns." in changed.content.decode()
    assert EventRequest.objects.count() == 0
    client.post(START, sent_along(changed) | {"bring": "1"})
    assert EventRequest.objects.get().title == "A talk"


def test_another_sheet_is_guessed_anew(desk: d.Desk) -> None:
    client = as_(desk.secretariat)
    preview = upload(client, s.workbook(*s.GOOD))
    other = client.post(START, sent_along(preview) | {"sheet": "Lookups", "bring": "1"})
    assert "No column was found for" in other.content.decode()
    back = client.post(START, sent_along(other) | {"sheet": "2025-26"})
    assert "Bring in 6 records" in back.content.decode()


def test_undo_by_page_and_what_stays(desk: d.Desk) -> None:
    client = as_(desk.secretariat)
    client.post(START, sent_along(upload(client, s.workbook(*s.GOOD))) | {"bring": "1"})
    pk = RegisterImport.objects.get().pk
    EventRequest.objects.filter(title="Faith and the city").update(version=2)
    result = client.get(reverse("events:bring-in-result", args=[pk])).content.decode()
    assert "Somebody has worked on these; they stay:" in result
    undone = client.post(reverse("events:bring-in-undo", args=[pk]), follow=True).content.decode()
    assert (
        "5 records of register.xlsx were taken away. 1 stay, because somebody has worked on them." in undone
    )
    again = client.post(reverse("events:bring-in-undo", args=[pk]))
    assert (again.status_code, "undone already" in again.content.decode()) == (409, True)


def test_the_same_file_again_changes_nothing(desk: d.Desk) -> None:
    client = as_(desk.secretariat)
    content = s.workbook(*s.GOOD)
    client.post(START, sent_along(upload(client, content)) | {"bring": "1"})
    preview = upload(client, content)
    assert "There is nothing to bring in." in preview.content.decode()
    done = client.post(START, sent_along(preview) | {"bring": "1"}, follow=True)
    assert "is here already. Nothing was changed." in done.content.decode()
    assert RegisterImport.objects.count() == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.4", b"\x00\x01\x02", b"PK\x03\x04rubbish", b"a,b\n\xff\xfe\x00", "\u202e".encode(), b'"a'],
)
def test_a_bad_file_gets_a_sentence_and_never_an_error_page(desk: d.Desk, content: bytes) -> None:
    answer = upload(as_(desk.secretariat), content, "r.csv")
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "said",
    [
        {"kept": "rubbish"},
        {"kept": ""},
        {"column-title": "No such column"},
        {"column-day": "\x00"},
        {"sheet": "No such sheet"},
        {"dates": "\u202e"},
    ],
)
def test_a_changed_page_gets_a_sentence(desk: d.Desk, said: dict[str, str]) -> None:
    client = as_(desk.secretariat)
    preview = upload(client, s.workbook(*s.GOOD))
    assert client.post(START, sent_along(preview) | said | {"bring": "1"}).status_code == 422
    assert EventRequest.objects.count() == 0


def test_the_page_of_one_person_is_of_no_use_to_another(desk: d.Desk) -> None:
    preview = upload(as_(desk.secretariat), s.workbook(*s.GOOD))
    assert as_(desk.organiser).post(START, sent_along(preview) | {"bring": "1"}).status_code == 404
    assert as_(desk.organiser).get(START).status_code == 404
