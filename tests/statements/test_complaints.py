"""Somebody thinks that freedom of speech was not upheld: taken, confirmed, answered once, with the way on."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.ledger.models import Entry
from dueregard.outbox.tasks import deliver
from dueregard.statements.commands.complaint import answer_complaint, complain
from dueregard.statements.models import Complaint
from dueregard.statements.rules.complaining import where_next
from dueregard.statements.waiting import waiting_for
from tests.people import NOON, TODAY, Town, away
from tests.statements import hall


@pytest.fixture
def town(db) -> Town:
    return hall.a_hall()


def made(town: Town, *, email: str = "vi@example.com", who: str = "speaker", now: datetime = NOON):
    return complain(
        unit=town.provider,
        name="Vi Speaker",
        email=email,
        who=who,
        which="E-0001",
        what="I was told not to come.",
        now=now,
    )


def deliver_all() -> None:
    while deliver(timezone.now()):
        pass


def test_a_complaint_is_confirmed_and_told_to_whoever_answers(town, smtp_sink) -> None:
    complaint = made(town)
    deliver_all()
    mails = {mail["X-Envelope-To"]: mail for mail in smtp_sink.mails}
    assert set(mails) == {"vi@example.com", "grace.whitfield@northmoor.example"}
    assert complaint.shown_number in mails["vi@example.com"]["Subject"]
    assert "I was told not to come." in mails["vi@example.com"].get_body(("plain",)).get_content()
    assert "Vi" not in mails["grace.whitfield@northmoor.example"].get_body(("plain",)).get_content()


def test_it_waits_for_the_post_and_for_the_deputy_when_the_holder_is_away(town) -> None:
    made(town)
    (item,) = waiting_for(town.principal, TODAY)
    assert item.what == "Answer a complaint about freedom of speech: F-0001"
    assert not list(waiting_for(town.registrar, TODAY))
    away(town.principal)
    assert [item.what for item in waiting_for(town.registrar, TODAY)]


def test_it_is_answered_once_and_the_answer_goes_out(town, smtp_sink) -> None:
    complaint = made(town)
    answer_complaint(pk=complaint.pk, by=town.principal, result="upheld", answer="We were wrong.", now=NOON)
    with pytest.raises(Refused, match="has been answered already"):
        answer_complaint(pk=complaint.pk, by=town.principal, result="partly", answer="Hm.", now=NOON)
    deliver_all()
    said = [
        mail.get_body(("plain",)).get_content() for mail in smtp_sink.mails if "answer to" in mail["Subject"]
    ]
    assert len(said) == 1
    assert "We were wrong." in said[0]
    assert not list(waiting_for(town.principal, TODAY))


def test_nobody_else_answers(town) -> None:
    complaint = made(town)
    for person in (town.registrar, town.stranger):
        with pytest.raises(NotAllowed):
            answer_complaint(pk=complaint.pk, by=person, result="upheld", answer="Yes", now=NOON)


def test_an_answer_is_kept_whole(town) -> None:
    complaint = made(town)
    with pytest.raises(IntegrityError):
        Complaint.objects.filter(pk=complaint.pk).update(result="upheld")


def test_one_address_cannot_fill_the_house_and_learns_nothing(town) -> None:
    for _ in range(5):
        assert made(town)
    assert made(town, email="VI@example.com") is None
    assert made(town, email="another@example.com")


def test_the_ledger_says_that_it_came_and_not_who_or_what(town) -> None:
    made(town)
    entry = Entry.objects.get(action="statements.complaint-made")
    assert "Vi" not in str(entry.data)


@pytest.mark.parametrize(
    ("who", "today", "said"),
    [
        ("student", date(2026, 11, 1), "Office of the Independent Adjudicator"),
        ("staff", date(2026, 8, 31), "From 1 September 2026"),
        ("speaker", date(2026, 9, 1), "free speech complaints scheme"),
        ("applicant", date(2026, 11, 1), "Office for Students"),
        ("other", date(2026, 11, 1), "somebody else here"),
    ],
)
def test_who_looks_at_it_next_depends_on_who_complains(who, today, said) -> None:
    assert said in where_next(who, nation="ENG", today=today)


def test_outside_england_nobody_is_sent_to_the_english_regulator() -> None:
    assert "Office for Students" not in where_next("staff", nation="SCT", today=date(2026, 11, 1))


def test_a_stranger_complains_without_an_account(town) -> None:
    page = Client().get("/freedom-of-speech/complain?provider=northmoor").content.decode()
    assert "Your complaint goes to: Principal." in page
    typed = {
        "name": "Vi", "email": "vi@example.com", "who": "speaker", "which": "", "what": "I was stopped.",
    }  # fmt: skip
    answer = Client().post("/freedom-of-speech/complain?provider=northmoor", typed)
    assert "We have your complaint" in answer.content.decode()
    assert Complaint.objects.get().made_at <= datetime.now(tz=UTC)


def test_what_is_missing_is_said_at_its_field(town) -> None:
    answer = Client().post("/freedom-of-speech/complain?provider=northmoor", {"name": "Vi"})
    assert answer.status_code == 422
    assert "Say what happened." in answer.content.decode()
