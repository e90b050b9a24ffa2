"""The organiser accepts the code of practice in force: which version and when stays with the request."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dueregard.events.commands.amending import amend
from dueregard.events.commands.drafting import save_draft
from dueregard.events.commands.locking import Organiser
from dueregard.events.commands.sending import send
from dueregard.events.models import EventRequest
from dueregard.kernel.errors import Refused
from tests.events import desk as d
from tests.events.test_pages import typed
from tests.people import NOON, TODAY
from tests.statements import hall

pytestmark = pytest.mark.django_db
ASKED = "Read the code of practice on freedom of speech, and tick that you will keep to it."


@pytest.fixture
def desk() -> d.Desk:
    return d.a_desk()


def test_where_no_code_is_in_force_none_is_asked_for(desk) -> None:
    assert d.a_sent_request(desk).code_version is None


def test_a_request_is_not_sent_before_the_code_in_force_is_accepted(desk) -> None:
    hall.starter_of(desk.town.provider)
    draft = d.a_draft(desk)
    with pytest.raises(Refused, match="Read the code of practice"):
        send(pk=draft.pk, by=Organiser(desk.organiser), now=NOON)


def test_which_version_and_when_stays_with_the_request(desk) -> None:
    code = hall.starter_of(desk.town.provider)
    draft = d.a_draft(desk, code=code)
    later = NOON + timedelta(hours=2)
    save_draft(pk=draft.pk, by=Organiser(desk.organiser), fields=d.fields(desk, code=code), now=later)
    sent = send(pk=draft.pk, by=Organiser(desk.organiser), now=later)
    assert (sent.code_version, sent.code_accepted_at) == (code, NOON)


def test_a_draft_of_last_month_accepts_the_version_that_is_in_force_now(desk) -> None:
    old = hall.starter_of(desk.town.provider, starts=TODAY - timedelta(days=40))
    draft = d.a_draft(desk, code=old)
    hall.starter_of(desk.town.provider, starts=TODAY, text="New.")
    with pytest.raises(Refused, match="Read the code of practice"):
        send(pk=draft.pk, by=Organiser(desk.organiser), now=NOON)


def test_a_new_version_does_not_undo_what_was_accepted(desk) -> None:
    code = hall.starter_of(desk.town.provider, starts=TODAY - timedelta(days=40))
    request = d.a_sent_request(desk, code=code)
    hall.starter_of(desk.town.provider, starts=TODAY, text="New.")
    amend(pk=request.pk, by=Organiser(desk.organiser), fields=d.fields(desk, venue="Hall 2"), now=NOON)
    request.refresh_from_db()
    assert (request.code_version, request.code_accepted_at) == (code, NOON)


def test_taking_the_tick_away_takes_the_acceptance_away(desk) -> None:
    code = hall.starter_of(desk.town.provider)
    draft = d.a_draft(desk, code=code)
    save_draft(pk=draft.pk, by=Organiser(desk.organiser), fields=d.fields(desk), now=NOON)
    draft.refresh_from_db()
    assert draft.code_version is None


def test_an_acceptance_has_its_moment(desk) -> None:
    request = d.a_sent_request(desk, code=hall.starter_of(desk.town.provider))
    with pytest.raises(IntegrityError):
        EventRequest.objects.filter(pk=request.pk).update(code_accepted_at=None)


def as_organiser(desk: d.Desk) -> Client:
    client = Client()
    client.force_login(desk.organiser.user)
    return client


def whole_form(desk: d.Desk, **more: str) -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=50)
    return typed(desk, day_day=str(day.day), day_month=str(day.month), day_year=str(day.year)) | {
        "do": "send",
        **more,
    }


def test_by_page_the_version_that_was_shown_is_the_one_that_is_accepted(desk) -> None:
    code = hall.starter_of(desk.town.provider)
    client = as_organiser(desk)
    assert f"version {code.number} (opens in a new tab)" in client.get("/events/new/").content.decode()
    answer = client.post("/events/new/", whole_form(desk))
    assert answer.status_code == 422
    assert ASKED in answer.content.decode()
    stale = client.post("/events/new/", whole_form(desk, code="on", code_shown=str(code.unit_id)))
    assert "Another version of the code of practice is in force" in stale.content.decode()
    good = client.post("/events/new/", whole_form(desk, code="on", code_shown=str(code.pk)))
    assert good.status_code == 302
    sent = EventRequest.objects.exclude(number=None).get()
    assert sent.code_version == code
    page = client.get(reverse("events:request", args=[sent.pk])).content.decode()
    assert f'href="/code-of-practice/{code.pk}">Version {code.number}</a> accepted' in page
