"""What ordinary clients make of a mail: words twice, conversations, invitations."""

from dataclasses import replace

import pytest

from dueregard.kernel.refs import Ref
from dueregard.outbox.commands import queue
from dueregard.outbox.kinds import Invitation, Mail
from dueregard.outbox.pages import html_of
from dueregard.outbox.tasks import deliver
from tests.outbox.steps import ADA, BEN, DINNER, NOW, PLAIN, SENSITIVE


@pytest.mark.django_db
def test_a_mail_says_the_same_as_text_and_as_html(world, smtp_sink):
    world.mail = Mail("Decided", "It may go ahead.\n\nOpen it: https://regard.example/events/1/\n")
    queue(PLAIN, about=DINNER, to=ADA, at=NOW)
    deliver(NOW)
    (mail,) = smtp_sink.mails
    assert mail.get_content_type() == "multipart/alternative"
    text, page = mail.iter_parts()
    assert (text.get_content_type(), page.get_content_type()) == ("text/plain", "text/html")
    assert "<p>It may go ahead.</p>" in page.get_content()
    assert '<a href="https://regard.example/events/1/">' in page.get_content()
    assert 'lang="en-GB"' in page.get_content()


def test_what_somebody_typed_is_shown_and_never_run():
    page = html_of("<b>", 'A <script>alert(1)</script> & "more"\nhttps://x.example/?a=1&b=<i>')
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert 'href="https://x.example/?a=1&amp;b="' in page


@pytest.mark.parametrize("after", [".", ",", ")", "’", " and more", ""])
def test_a_link_ends_where_a_reader_would_end_it(after):
    assert '<a href="https://x.example/y">https://x.example/y</a>' in html_of(
        "t", f"See https://x.example/y{after}"
    )


@pytest.mark.django_db
def test_mails_about_one_thing_are_one_conversation(world, smtp_sink, settings):
    settings.BASE_URL = "https://regard.ash.example.ac.uk"
    world.mail = replace(world.mail, thread=Ref("events.request", "8c1f"))
    queue(PLAIN, about=DINNER, to=ADA, at=NOW)
    queue(PLAIN, about=DINNER, to=BEN, at=NOW)
    deliver(NOW)
    first, second = smtp_sink.mails
    assert first["References"] == first["In-Reply-To"] == "<events.request.8c1f@regard.ash.example.ac.uk>"
    assert second["References"] == first["References"]
    assert first["Message-ID"] != second["Message-ID"]
    assert first["List-Unsubscribe"] is None


@pytest.mark.django_db
def test_a_mail_without_content_tells_nothing_by_its_headers(world, smtp_sink):
    world.mail = replace(world.mail, thread=Ref("events.request", "8c1f"))
    queue(SENSITIVE, about=DINNER, to=ADA, at=NOW)
    deliver(NOW)
    (mail,) = smtp_sink.mails
    assert (mail["References"], mail["In-Reply-To"], mail["Thread-Topic"]) == (None, None, None)
    assert "8c1f" not in mail.as_string()
    assert "You have an item to look at" in mail.get_body(("html",)).get_content()


@pytest.mark.django_db
def test_an_invitation_stands_beside_the_words_and_as_a_file(world, smtp_sink):
    content = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
    world.mail = Mail("Decided", "It may go ahead.\n", invitation=Invitation("REQUEST", content))
    queue(PLAIN, about=DINNER, to=ADA, at=NOW)
    deliver(NOW)
    (mail,) = smtp_sink.mails
    assert mail.get_content_type() == "multipart/mixed"
    words, file = mail.iter_parts()
    kinds = [(part.get_content_type(), part.get_param("method")) for part in words.iter_parts()]
    assert kinds == [("text/plain", None), ("text/html", None), ("text/calendar", "REQUEST")]
    assert (file.get_filename(), file.get_content_type()) == ("event.ics", "application/ics")
    assert file.get_content() == content
