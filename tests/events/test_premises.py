"""One number, three duties: the Premises Act asks a person to look, and what they judge stands apart."""

import pytest
from django.urls import reverse

from dueregard.events.commands.amending import amend
from dueregard.events.commands.locking import Organiser
from dueregard.events.commands.premises import judge_premises
from dueregard.events.models import EventRequest, PremisesJudgement
from dueregard.events.queries.premises import premises_of
from dueregard.events.rules.premises import prompt
from dueregard.kernel.errors import NotAllowed, Refused
from tests.events import desk as d
from tests.events.test_pages import as_, sent
from tests.people import NOON, let


def said(**numbers: object) -> str:
    known = {"people": None, "peak": None, "capacity": None, "audience": "anybody"}
    found = prompt(**(known | numbers))  # type: ignore[arg-type]
    return " ".join(found.sentences) if found else ""


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({}, ""),
        ({"people": 199}, ""),
        ({"people": 200}, "standard duty"),
        ({"people": 799}, "standard duty"),
        ({"people": 800}, "enhanced duty"),
        ({"people": 900, "peak": 150}, ""),
        ({"people": 100, "capacity": 300}, "standard duty"),
        ({"people": 100, "peak": 850}, "qualifying event"),
    ],
)
def test_the_prompt_starts_from_the_most_people_at_one_moment_and_what_the_room_holds(numbers, words) -> None:
    assert words in said(**numbers) if words else said(**numbers) == ""


def test_a_room_that_holds_more_is_no_qualifying_event_by_itself() -> None:
    assert "qualifying event" not in said(people=100, capacity=900)


def test_members_only_is_not_open_to_the_public() -> None:
    assert "qualifying event" not in said(people=900, audience="members")


@pytest.fixture
def desk(db: None) -> d.Desk:
    desk = d.a_desk()
    let("head-of-security", "events.premises")
    return desk


def test_a_person_judges_and_the_request_stands_as_it_stood(desk) -> None:
    request = d.a_sent_request(desk, people=900, audience="anybody")
    before = EventRequest.objects.values("status", "marks", "outcome").get(pk=request.pk)
    judge_premises(
        pk=request.pk, by=desk.security, tier="qualifying-event", reason="Tickets are checked.", now=NOON
    )
    assert EventRequest.objects.values("status", "marks", "outcome").get(pk=request.pk) == before
    assert PremisesJudgement.objects.get().peak == 900


def test_nobody_else_judges_and_a_reason_is_needed(desk) -> None:
    request = d.a_sent_request(desk, people=900)
    with pytest.raises(NotAllowed):
        judge_premises(pk=request.pk, by=desk.rooms, tier="none", reason="No.", now=NOON)
    with pytest.raises(Refused, match="how you come to this"):
        judge_premises(pk=request.pk, by=desk.security, tier="none", reason="", now=NOON)


def test_the_latest_judgement_counts_and_new_numbers_ask_to_look_again(desk) -> None:
    request = d.a_sent_request(desk, people=300)
    for tier in ("standard", "none"):
        judge_premises(pk=request.pk, by=desk.security, tier=tier, reason="Seen.", now=NOON)
    assert premises_of(request).judgement.tier == "none"
    assert not premises_of(request).changed
    amend(pk=request.pk, by=Organiser(desk.organiser), fields=d.fields(desk, people=500), now=NOON)
    request.refresh_from_db()
    assert premises_of(request).changed
    assert PremisesJudgement.objects.count() == 2


def test_the_page_asks_those_who_may_and_never_the_organiser(desk) -> None:
    request = sent(desk)
    EventRequest.objects.filter(pk=request.pk).update(people=900, audience="anybody")
    record, own = (reverse(f"events:{name}", args=[request.pk]) for name in ("request", "premises"))
    assert "Duties for large gatherings" not in as_(desk.organiser).get(record).content.decode()
    client = as_(desk.security)
    page = client.get(record).content.decode()
    assert "Nobody has judged it yet." in page
    assert own in page
    assert client.post(own, {"tier": "enhanced", "reason": ""}).status_code == 422
    assert client.post(own, {"tier": "enhanced", "reason": "The great hall is."}).status_code == 302
    assert "Enhanced duty of the premises." in client.get(record).content.decode()
    assert as_(desk.organiser).get(own).status_code == 403
