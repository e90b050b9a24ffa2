from datetime import timedelta

import pytest

from dueregard.kernel.errors import Refused
from dueregard.outbox.commands import queue, send_again
from dueregard.outbox.kinds import Mail
from dueregard.outbox.models import MailServer, Message
from dueregard.outbox.tasks import deliver
from tests.outbox.steps import ADA, BEN, BROKEN, DINNER, NOBODY, NOW, PLAIN, SENSITIVE, UNHANDLED

pytestmark = pytest.mark.django_db


def deliver_from(start, *, hours, every=timedelta(minutes=5)):
    """The worker over some hours of a clock that we turn."""
    moment = start
    while moment <= start + timedelta(hours=hours):
        deliver(moment)
        moment += every
    return moment


def subjects_to(sink):
    return [mail["X-Envelope-To"] for mail in sink.mails]


def test_a_mail_says_from_whom_to_whom_and_that_a_machine_wrote_it(world, smtp_sink, settings):
    settings.DEFAULT_FROM_EMAIL = "Due Regard <prevent@ash.example.ac.uk>"
    settings.MAIL_REPLY_TO = "events@ash.example.ac.uk"
    settings.BASE_URL = "https://regard.ash.example.ac.uk"
    queue(PLAIN, about=DINNER, to=ADA, at=NOW)
    assert deliver(NOW) == 1
    (mail,) = smtp_sink.mails
    message = Message.objects.get()
    assert mail["From"] == "Due Regard <prevent@ash.example.ac.uk>"
    assert mail["To"] == "Ada Lovelace <ada@ash.example.ac.uk>"
    assert mail["Reply-To"] == "events@ash.example.ac.uk"
    assert mail["Subject"] == "Decided: Annual dinner"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == f"<{message.pk}@regard.ash.example.ac.uk>"
    words, letter = mail.iter_parts()
    body = words.get_body(("plain",))
    assert (body.get_content_type(), body.get_content().strip()) == ("text/plain", "It may go ahead.")
    assert (letter.get_filename(), letter.get_content()) == ("letter.pdf", b"%PDF-1.7")
    assert (message.state, message.sent_at, message.leased_until) == ("sent", NOW, None)


def test_each_recipient_gets_a_mail_of_their_own_and_only_once(world, smtp_sink):
    queue(PLAIN, about=DINNER, at=NOW)
    world.recipients = [ADA, BEN, ADA]
    deliver(NOW)
    deliver(NOW + timedelta(minutes=1))
    assert sorted(subjects_to(smtp_sink)) == ["ada@ash.example.ac.uk", "ben@ash.example.ac.uk"]


def test_with_nobody_to_tell_the_message_is_dropped_and_says_so(world, smtp_sink):
    world.recipients = []
    queue(PLAIN, about=DINNER, at=NOW)
    deliver(NOW)
    assert (Message.objects.get().state, Message.objects.get().last_error) == ("dropped", "nobody-to-tell")


def test_who_may_no_longer_know_gets_no_mail_though_it_was_queued(world, smtp_sink):
    queue(PLAIN, about=DINNER, to=ADA, at=NOW)
    queue(PLAIN, about=DINNER, to=BEN, at=NOW)
    world.no_longer.add(ADA)
    deliver(NOW)
    assert subjects_to(smtp_sink) == ["ben@ash.example.ac.uk"]
    assert Message.objects.get(to_id="ada").last_error == "no-longer-due"


def test_the_address_is_the_one_of_the_moment_of_sending(world, smtp_sink):
    queue(PLAIN, about=DINNER, to=ADA, at=NOW)
    world.people["ada"] = ("Ada King", "ada.king@ash.example.ac.uk")
    deliver(NOW)
    assert subjects_to(smtp_sink) == ["ada.king@ash.example.ac.uk"]


def test_a_person_without_an_address_gets_no_mail_and_the_reason_is_kept(world, smtp_sink):
    queue(PLAIN, about=DINNER, to=NOBODY, at=NOW)
    deliver(NOW)
    assert (Message.objects.get().state, Message.objects.get().last_error) == ("dropped", "no-address")


@pytest.mark.parametrize("address", ["a@b.ac.uk\nBcc: c@d.ac.uk", "not an address", "a@b.ac.uk, c@d.ac.uk"])
def test_an_address_that_is_none_is_parked_and_never_reaches_a_header(world, smtp_sink, address):
    world.people["ada"] = ("Ada", address)
    queue(PLAIN, about=DINNER, to=ADA, at=NOW)
    deliver(NOW)
    assert (Message.objects.get().state, Message.objects.get().last_error) == ("parked", "bad-address")
    assert smtp_sink.mails == []


@pytest.mark.parametrize(
    "typed", ["\r\nBcc: all@ash.example.ac.uk", "\u2028Bcc: x", "\x1b[31m", "\n\n<b>", "\u202e"]
)
def test_whatever_was_typed_a_mail_keeps_its_headers_and_a_subject_of_one_line(world, smtp_sink, typed):
    world.mail = Mail(f"Decided: {typed} dinner", "Text\n")
    world.people["ada"] = (f"Ada {typed} Lovelace", "ada@ash.example.ac.uk")
    queue(PLAIN, about=DINNER, to=ADA, at=NOW)
    deliver(NOW)
    (mail,) = smtp_sink.mails
    assert mail["Bcc"] is None
    assert len(mail["Subject"].splitlines()) == 1
    assert subjects_to(smtp_sink) == ["ada@ash.example.ac.uk"]


def test_a_sensitive_mail_says_nothing_but_that_there_is_something_to_see(world, smtp_sink, settings):
    settings.BASE_URL = "https://regard.ash.example.ac.uk"
    queue(SENSITIVE, about=DINNER, to=ADA, at=NOW)
    deliver(NOW)
    (mail,) = smtp_sink.mails
    text = mail.get_body(("plain",)).get_content()
    assert mail["Subject"] == "You have an item to look at"
    assert mail["To"] == "ada@ash.example.ac.uk"
    assert "https://regard.ash.example.ac.uk/home" in text
    for secret in ("dinner", "Lovelace", "go ahead", "8c1f", "tests.concern"):
        assert secret.lower() not in mail.as_string().lower()


def test_a_mail_server_that_is_down_for_a_day_loses_nothing_and_doubles_nothing(world, smtp_sink):
    smtp_sink.refuse()
    for minute in range(30):
        queue(PLAIN, about=DINNER, to=ADA, at=NOW + timedelta(minutes=minute))
    moment = deliver_from(NOW, hours=24)
    server = MailServer.objects.get()
    assert (server.down_since, server.last_error) == (NOW, "no-connection")
    assert Message.objects.filter(state="queued").count() == 30
    smtp_sink.listen()
    deliver_from(moment, hours=1)
    in_order = list(Message.objects.order_by("queued_at").values_list("pk", flat=True))
    assert [mail["Message-ID"].split("@")[0][1:] for mail in smtp_sink.mails] == [str(pk) for pk in in_order]
    assert MailServer.objects.get().down_since is None


def test_a_message_that_the_server_puts_off_is_tried_for_days_and_never_given_up(world, smtp_sink):
    smtp_sink.answer = "later"
    queue(PLAIN, about=DINNER, to=ADA, at=NOW)
    moment = deliver_from(NOW, hours=72, every=timedelta(minutes=30))
    message = Message.objects.get()
    assert (message.state, message.last_error, message.faults) == ("queued", "smtp-451", 0)
    assert 40 < smtp_sink.tries < 145
    smtp_sink.answer = "accept"
    deliver_from(moment, hours=2)
    assert len(smtp_sink.mails) == 1


def test_a_line_that_breaks_in_the_middle_is_tried_again(world, smtp_sink):
    smtp_sink.answer = "drop"
    queue(PLAIN, about=DINNER, to=ADA, at=NOW)
    deliver(NOW)
    assert Message.objects.get().state == "queued"
    smtp_sink.answer = "accept"
    deliver(NOW + timedelta(minutes=2))
    assert len(smtp_sink.mails) == 1


def test_a_message_that_the_server_rejects_is_parked_with_its_code_and_can_be_sent_again(world, smtp_sink):
    smtp_sink.answer = "never"
    queue(PLAIN, about=DINNER, to=ADA, at=NOW)
    deliver(NOW)
    message = Message.objects.get()
    assert (message.state, message.last_error) == ("parked", "smtp-550")
    smtp_sink.answer = "accept"
    deliver(NOW + timedelta(days=1))
    assert smtp_sink.mails == []
    send_again(pk=message.pk, now=NOW + timedelta(days=2))
    deliver(NOW + timedelta(days=2))
    assert len(smtp_sink.mails) == 1


def test_a_message_that_was_sent_or_still_waits_is_not_sent_again(world, smtp_sink):
    queue(PLAIN, about=DINNER, to=ADA, at=NOW)
    message = Message.objects.get()
    with pytest.raises(Refused, match="still waiting"):
        send_again(pk=message.pk, now=NOW)
    deliver(NOW)
    with pytest.raises(Refused, match="already sent"):
        send_again(pk=message.pk, now=NOW)


@pytest.mark.parametrize("to", [ADA, None], ids=["rendering", "recipients"])
def test_a_handler_that_raises_is_parked_after_five_tries_and_holds_up_nobody(world, smtp_sink, caplog, to):
    queue(BROKEN, about=DINNER, to=to, at=NOW - timedelta(minutes=1))
    queue(PLAIN, about=DINNER, to=ADA, at=NOW)
    deliver(NOW)
    assert len(smtp_sink.mails) == 1
    deliver_from(NOW, hours=6)
    broken = Message.objects.get(kind=BROKEN.code)
    assert (broken.state, broken.faults, broken.last_error) == ("parked", 5, "ValueError")
    assert "Lovelace" not in caplog.text


def test_a_kind_that_nobody_handles_is_parked(world, smtp_sink):
    queue(UNHANDLED, about=DINNER, to=ADA, at=NOW)
    deliver(NOW)
    assert (Message.objects.get().state, Message.objects.get().last_error) == ("parked", "no-handler")


def test_a_message_whose_worker_died_is_taken_up_when_the_lease_runs_out(world, smtp_sink):
    queue(PLAIN, about=DINNER, to=ADA, at=NOW)
    Message.objects.update(leased_until=NOW + timedelta(minutes=10))
    deliver(NOW + timedelta(minutes=9))
    assert smtp_sink.mails == []
    deliver(NOW + timedelta(minutes=10))
    assert len(smtp_sink.mails) == 1


def test_a_message_at_which_five_workers_died_is_parked(world, smtp_sink):
    queue(PLAIN, about=DINNER, to=ADA, at=NOW)
    Message.objects.update(leased_until=NOW, faults=4)
    deliver(NOW + timedelta(minutes=1))
    assert (Message.objects.get().state, Message.objects.get().last_error) == ("parked", "worker-died")
    assert smtp_sink.mails == []


def test_in_the_demo_each_mail_is_a_file_and_no_server_is_asked(world, settings, tmp_path, smtp_sink):
    settings.MAIL_TO, settings.VAR = "folder", tmp_path
    queue(PLAIN, about=DINNER, to=ADA, at=NOW)
    deliver(NOW)
    (file,) = (tmp_path / "mail").iterdir()
    assert file.suffix == ".eml"
    assert b"Subject: Decided: Annual dinner" in file.read_bytes()
    assert smtp_sink.tries == 0
