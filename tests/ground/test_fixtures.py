"""The ground that other tests stand on holds."""

import smtplib
import urllib.error
import urllib.request
from email.message import EmailMessage
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from tests.fixtures import surroundings
from tests.fixtures.browsers import Watch, check_accessible, check_no_sideways_scroll
from tests.fixtures.databases import prepared


def leave_a_trace(model: str = "left_by_a_seed") -> int:
    return ContentType.objects.create(app_label="ground", model=model).pk


def count_traces() -> int:
    return ContentType.objects.filter(app_label="ground").count()


def insert_the_same_row_as_another() -> None:
    leave_a_trace("only_one")


def test_data_of_tests_lie_in_a_temporary_folder() -> None:
    assert settings.TESTING
    assert surroundings.root() in settings.VAR.parents


@pytest.mark.django_db
def test_sqlite_has_the_settings_of_production() -> None:
    assert connection.vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[surroundings.database_kind()]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA recursive_triggers").fetchone() == (1,)
            assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)


@prepared(leave_a_trace)
def test_a_scratch_database_holds_what_its_steps_left(scratch_database) -> None:
    assert scratch_database.call(count_traces) == 1


@prepared(leave_a_trace)
def test_what_one_scratch_database_is_told_another_does_not_know(scratch_database) -> None:
    scratch_database.call(leave_a_trace, "another")
    assert scratch_database.call(count_traces) == 2


def test_of_two_calls_at_once_the_database_lets_one_win(scratch_database) -> None:
    outcomes = scratch_database.together((insert_the_same_row_as_another,), (insert_the_same_row_as_another,))
    assert sorted(outcome.raised for outcome in outcomes) == ["", "IntegrityError"]


def test_the_real_server_answers_and_the_command_line_sees_its_database(server) -> None:
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(f"{server.url}/no-such-page", timeout=10)
    assert answer.value.code == 404
    assert "contenttypes" in server.run("manage", "showmigrations").stdout


def _mail() -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", "Hello"
    mail.set_content("Good day.")
    return mail


def test_the_sink_keeps_a_mail(smtp_sink) -> None:
    with smtplib.SMTP(smtp_sink.host, smtp_sink.port) as smtp:
        smtp.send_message(_mail())
    assert [mail["Subject"] for mail in smtp_sink.mails] == ["Hello"]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ("later", smtplib.SMTPDataError),
        ("never", smtplib.SMTPDataError),
        ("drop", smtplib.SMTPServerDisconnected),
    ],
)
def test_the_sink_fails_as_told(smtp_sink, answer, problem) -> None:
    smtp_sink.answer = answer
    smtp = smtplib.SMTP(smtp_sink.host, smtp_sink.port)
    with pytest.raises(problem):
        smtp.send_message(_mail())
    smtp.close()
    assert (smtp_sink.tries, smtp_sink.mails) == (1, [])


def test_a_sink_that_refuses_is_not_there(smtp_sink) -> None:
    smtp_sink.refuse()
    with pytest.raises(ConnectionRefusedError):
        smtplib.SMTP(smtp_sink.host, smtp_sink.port)


def test_the_browser_opens_the_real_server_and_nothing_else(page, server) -> None:
    page.goto(f"{server.url}/static/none.css")
    page.set_content("<!doctype html><html lang=en><title>A page</title><main><h1>A page</h1></main></html>")
    check_accessible(page)
    check_no_sideways_scroll(page)


def test_what_is_not_accessible_is_told(page) -> None:
    page.set_content("<!doctype html><html><body><img src=data:,></body></html>")
    with pytest.raises(pytest.fail.Exception, match="image-alt"):
        check_accessible(page)


def test_a_page_that_scrolls_sideways_is_told(page) -> None:
    page.set_content("<div style='width: 400px'>Wide</div>")
    with pytest.raises(AssertionError, match="408 px wide"):
        check_no_sideways_scroll(page)


def test_a_complaint_of_the_browser_is_a_fault() -> None:
    watch = Watch("http://127.0.0.1:1")
    watch._request(SimpleNamespace(url="https://elsewhere.example/font.woff2"))
    watch._console(SimpleNamespace(type="error", text="policy violation: style-src inline"))
    assert [fault.partition(":")[0] for fault in watch.faults] == ["another origin", "console"]
