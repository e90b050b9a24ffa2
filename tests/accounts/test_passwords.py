"""Changing a password, and setting a new one by mail."""

import re
import time

import pytest
from django.test import Client
from django.utils import timezone

from dueregard.accounts import messages
from dueregard.accounts.models import ResetRequest, User
from dueregard.kernel.refs import Ref
from dueregard.ledger.models import Entry
from dueregard.outbox.kinds import handlers
from dueregard.outbox.models import Message
from tests.accounts.conftest import PASSWORD

NEW = "a kettle on a hill 7"
ASK = "/account/password/reset/"


def mail_for(email: str) -> str | None:
    """What the worker would write for the newest request, or None when nobody is to be told."""
    asked = ResetRequest.objects.order_by("-asked_at").first()
    assert asked is not None
    handler = handlers["accounts.password-reset"]
    for to in handler.recipients(asked.ref):
        assert messages.address_of(to)[1] == email
        assert handler.still_due(asked.ref, to)
        return handler.render(asked.ref, to, {}).text
    return None


def address_in(text: str) -> str:
    found = re.search(r"https?://[^/]+(/\S+)", text)
    assert found
    return found[1]


def test_a_person_who_forgot_sets_a_new_password_by_mail(client: Client, ruth: User) -> None:
    assert (
        client.post(ASK, {"email": "Ruth.Adair@northmoor.ac.uk"})["Location"]
        == "/account/password/reset/asked/"
    )
    address = address_in(mail_for(ruth.email))
    form = client.get(address, follow=True)
    answer = client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert answer["Location"] == "/account/password/reset/done/"
    assert "_auth_user_id" not in client.session
    client.post("/account/sign-in/", {"login": ruth.email, "password": NEW})
    assert "_auth_user_id" in client.session
    assert Entry.objects.filter(action="accounts.password-reset", subject_id=str(ruth.pk)).exists()
    assert Message.objects.filter(kind="accounts.password-changed").count() == 1


def test_a_link_of_a_reset_works_once_and_looking_uses_nothing_up(client: Client, ruth: User) -> None:
    client.post(ASK, {"email": ruth.email})
    address = address_in(mail_for(ruth.email))
    for _ in range(3):
        assert "Set this password" in Client().get(address, follow=True).content.decode()
    form = client.get(address, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    again = Client().get(address, follow=True).content.decode()
    assert "This link does not work any more" in again


def test_a_known_and_an_unknown_address_get_the_same_answer_by_the_same_steps(
    ruth: User, django_assert_num_queries, settings
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    seen = []
    for email in (ruth.email, "nobody@northmoor.ac.uk"):
        client = Client()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.post(ASK, {"email": email})
        page = client.get(answer["Location"])
        shape = [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries]
        seen.append(
            (
                answer.status_code,
                answer["Location"],
                re.sub(r"nonce=\"[^\"]*\"", "", page.content.decode()),
                shape,
            )
        )
    assert seen[0] == seen[1]
    assert mail_for("nobody@northmoor.ac.uk") is None


def test_asking_takes_no_notice_of_a_dead_mail_server(client: Client, ruth: User, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "203.0.113.1", 25
    began = time.monotonic()
    assert client.post(ASK, {"email": ruth.email}).status_code == 302
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED", "HTTP_X_HOST"])
def test_the_link_in_the_mail_comes_from_the_settings_and_not_from_the_request(
    client: Client, ruth: User, header: str, settings
) -> None:
    settings.BASE_URL = "https://dueregard.northmoor.ac.uk"
    client.post(ASK, {"email": ruth.email}, **{header: "evil.example"})
    text = mail_for(ruth.email)
    assert "https://dueregard.northmoor.ac.uk/account/password/reset/" in text
    assert "evil" not in text


def test_a_request_for_another_host_is_refused(client: Client, ruth: User) -> None:
    assert client.post(ASK, {"email": ruth.email}, HTTP_HOST="evil.example").status_code == 400
    assert not ResetRequest.objects.exists()


def test_asking_again_and_again_sends_three_mails_and_says_the_same(client: Client, ruth: User) -> None:
    for _ in range(8):
        assert client.post(ASK, {"email": ruth.email})["Location"] == "/account/password/reset/asked/"
    assert Message.objects.filter(kind="accounts.password-reset").count() == 3


def test_nothing_secret_is_kept_for_a_mail_that_waits(client: Client, ruth: User) -> None:
    client.post(ASK, {"email": ruth.email})
    message = Message.objects.get(kind="accounts.password-reset")
    assert message.data == {}
    assert message.about.type == "accounts.reset-request"


def test_a_request_is_too_old_after_two_hours(ruth: User) -> None:
    asked = ResetRequest.objects.create(email=ruth.email, asked_at=timezone.now() - messages.RESET_LASTS)
    assert handlers["accounts.password-reset"].recipients(asked.ref) == []
    assert handlers["accounts.password-reset"].recipients(Ref("accounts.reset-request", str(ruth.pk))) == []


@pytest.mark.parametrize(
    "typed", ["", "no address", "a@b\r\nBcc: c@d.example", "a\0@b.example", "x" * 300 + "@b.example"]
)
def test_an_address_that_is_none_is_an_ordinary_mistake(client: Client, db: None, typed: str) -> None:
    answer = client.post(ASK, {"email": typed})
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert not ResetRequest.objects.exists()


def test_changing_a_password_keeps_this_sign_in_and_ends_the_others(ruth: User) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        client.post("/account/sign-in/", {"login": ruth.email, "password": PASSWORD})
    before = here.cookies["session"].value
    answer = here.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert answer.status_code == 302
    assert here.get("/account/").status_code == 200
    assert here.cookies["session"].value != before
    assert there.get("/account/").status_code == 302
    assert Message.objects.filter(kind="accounts.password-changed").count() == 1


def test_a_changed_password_needs_the_old_one(ruth: User) -> None:
    client = Client()
    client.post("/account/sign-in/", {"login": ruth.email, "password": PASSWORD})
    answer = client.post("/account/password/", {"oldpassword": "wrong", "password1": NEW, "password2": NEW})
    assert "Type your current password" in answer.content.decode()
    ruth.refresh_from_db()
    assert ruth.check_password(PASSWORD)
