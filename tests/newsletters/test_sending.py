"""Sending: to each person once, paused and stopped, ended by who does not want it; what a mail holds."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.newsletters.commands import letter as letters
from dueregard.newsletters.commands import sending as sendings
from dueregard.newsletters.models import Copy, Unsubscribed
from dueregard.newsletters.queries.audience import how_far
from dueregard.organisation.models import Person
from dueregard.outbox.models import Message
from dueregard.outbox.tasks import deliver
from tests.newsletters import desk
from tests.people import NOON, TODAY, Town


@pytest.fixture
def town(db) -> Town:
    return desk.a_desk()


def many(town: Town, count: int) -> None:
    Person.objects.bulk_create(
        Person(name=f"Student {number}", email=f"s{number}@northmoor.example", unit=town.society)
        for number in range(count)
    )


def words(mail, kind: str = "plain") -> str:
    return mail.get_body((kind,)).get_content().replace("\r\n", "\n")


def test_each_person_gets_one_mail_with_text_and_html_and_a_second_press_sends_nothing(
    town, smtp_sink
) -> None:
    desk.logged(town)
    sent = desk.sent(town)
    with pytest.raises(Refused, match="Nobody gets it twice"):
        sendings.send(pk=sent.letter_id, by=town.registrar, revision=1, now=NOON)
    desk.deliver_all()
    to = [mail["X-Envelope-To"] for mail in smtp_sink.mails]
    assert len(to) == len(set(to)) == sent.people == 11
    mail = smtp_sink.mails[0]
    assert mail["Subject"] == "Safeguarding in November"
    assert "Hello\n-----\n\nWe meet on Monday (https://northmoor.example/meet)." in words(mail)
    assert "- Premises and opinions. Since Tuesday 1 September 2026." in words(mail)
    html = words(mail, "html")
    assert '<a href="https://northmoor.example/meet" class="govuk-link">Monday</a>' in html
    assert "<strong>Premises and opinions.</strong>" in html
    assert f"/newsletters/{sent.letter_id}" in html
    assert (how_far(sent).sent, how_far(sent).is_done) == (11, True)


def test_the_table_refuses_a_second_copy(town) -> None:
    sent = desk.sent(town)
    with pytest.raises(IntegrityError), transaction.atomic():
        Copy.objects.create(sending=sent, person=town.head, batch=9)


def test_paused_nothing_goes_and_gone_on_with_the_rest_goes(town, smtp_sink) -> None:
    many(town, 120)
    sent = desk.sent(town, audience="units", units=[town.union])
    deliver(NOON)
    gone = len(smtp_sink.mails)
    assert 0 < gone < 122
    sendings.pause(pk=sent.letter_id, by=town.registrar, now=NOON)
    with pytest.raises(Refused, match="paused already"):
        sendings.pause(pk=sent.letter_id, by=town.registrar, now=NOON)
    desk.deliver_all()
    assert len(smtp_sink.mails) == gone
    assert how_far(sent).waiting == 122 - gone
    sendings.go_on(pk=sent.letter_id, by=town.registrar, now=NOON)
    desk.deliver_all()
    assert len({mail["X-Envelope-To"] for mail in smtp_sink.mails}) == len(smtp_sink.mails) == 122


def test_stopped_the_rest_never_goes(town, smtp_sink) -> None:
    many(town, 120)
    sent = desk.sent(town, audience="units", units=[town.union])
    with pytest.raises(NotAllowed):
        sendings.stop(pk=sent.letter_id, by=town.head, now=NOON)
    sendings.stop(pk=sent.letter_id, by=town.registrar, now=NOON)
    desk.deliver_all()
    sent.refresh_from_db()
    assert smtp_sink.mails == []
    assert (how_far(sent).not_sent, how_far(sent).is_done) == (122, True)
    with pytest.raises(Refused, match="was stopped"):
        sendings.go_on(pk=sent.letter_id, by=town.registrar, now=NOON)


def test_other_mail_goes_before_a_newsletter(town, smtp_sink) -> None:
    desk.sent(town)
    later = desk.drafted(town, "Try me.")
    letters.try_out(pk=later.pk, by=town.registrar, now=NOON + timedelta(minutes=5))
    desk.deliver_all()
    assert smtp_sink.mails[0]["Subject"] == "Test: Safeguarding in November"


def test_newsletters_are_ended_by_a_signed_link_and_a_get_changes_nothing(town, smtp_sink, client) -> None:
    sent = desk.sent(town, audience="units", units=[town.society])
    desk.deliver_all()
    (mail,) = smtp_sink.mails
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = re.search(r"https?://[^/]+(/newsletters/end/[^>]+)>", mail["List-Unsubscribe"])[1]
    assert path in words(mail)
    assert path in words(mail, "html")
    assert "Nothing has been changed yet" in client.get(path).content.decode()
    assert Unsubscribed.objects.count() == 0
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Unsubscribed.objects.get().person == town.member
    assert "You get no more newsletters" in client.get(path).content.decode()
    with pytest.raises(Refused, match="wants newsletters"):
        desk.sent(town, audience="units", units=[town.society])
    client.post(path, {"do": "subscribe"})
    assert desk.sent(town, audience="units", units=[town.society]).people == 1
    assert client.get(path[:-1] + ("A" if path[-1] != "A" else "B")).status_code == 404
    assert sent.people == 1


def test_who_ends_newsletters_while_one_is_queued_does_not_get_it(town, smtp_sink) -> None:
    sent = desk.sent(town, audience="units", units=[town.union])
    Unsubscribed.objects.create(person=town.member, unit=town.provider, at=NOON)
    desk.deliver_all()
    assert [mail["X-Envelope-To"] for mail in smtp_sink.mails] == ["una.kelly@northmoor.example"]
    assert (how_far(sent).sent, how_far(sent).not_sent) == (1, 1)


def test_a_duty_reaches_who_ended_newsletters_and_says_why(town, smtp_sink) -> None:
    Unsubscribed.objects.create(person=town.member, unit=town.provider, at=NOON)
    with pytest.raises(Refused, match="Say why everybody must get it"):
        desk.drafted(town, duty=True)
    desk.sent(
        town, audience="units", units=[town.society], duty=True, duty_why="You book rooms for the society."
    )
    desk.deliver_all()
    (mail,) = smtp_sink.mails
    assert mail["List-Unsubscribe"] is None
    assert mail["List-Unsubscribe-Post"] is None
    assert "cannot be ended. Why: You book rooms for the society." in words(mail)


def test_who_leaves_between_the_sending_and_the_mail_gets_nothing(town, smtp_sink) -> None:
    sent = desk.sent(town, audience="units", units=[town.union])
    Person.objects.filter(pk=town.member.pk).update(left_on=TODAY - timedelta(days=1000))
    desk.deliver_all()
    assert len(smtp_sink.mails) == 1
    assert how_far(sent).not_sent == 1


def test_nothing_is_lost_or_doubled_when_the_mail_server_fails_half_way(town, smtp_sink) -> None:
    """It puts mails off, hangs up on some, and is gone for a while."""
    many(town, 120)
    sent = desk.sent(town, audience="units", units=[town.union])
    accept = smtp_sink.handle_DATA

    async def moody(server, session, envelope):
        smtp_sink.answer = {10: "later", 25: "drop", 40: "drop"}.get(smtp_sink.tries, "accept")
        return await accept(server, session, envelope)

    smtp_sink.handle_DATA = moody
    moment = NOON
    for round_ in range(60):
        if round_ == 2:
            smtp_sink.refuse()
        if round_ == 4:
            smtp_sink.listen()
        deliver(moment)
        moment += timedelta(minutes=5)
    assert len({mail["X-Envelope-To"] for mail in smtp_sink.mails}) == len(smtp_sink.mails) == 122
    assert Message.objects.exclude(state="sent").count() == 0
    assert how_far(sent).sent == 122
