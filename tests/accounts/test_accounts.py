"""Opening, inviting, joining, closing; a lost second factor."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.utils import timezone

from dueregard.accounts import commands, links, queries
from dueregard.accounts.catalogue import INVITE
from dueregard.accounts.models import HeldPost, Session, User
from dueregard.kernel.errors import Refused
from dueregard.kernel.refs import Actor
from dueregard.ledger.models import Entry
from dueregard.outbox.models import Message
from tests.accounts.conftest import NOW, PASSWORD

BY = Actor("person", "9b1c7f5e-0000-4000-8000-000000000001", "administrator")


def sign_in(user: User, **more: str) -> Client:
    client = Client(**more)
    client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
    assert "_auth_user_id" in client.session
    return client


def test_an_address_has_one_account_in_whatever_case(ruth: User) -> None:
    with pytest.raises(Refused, match="already"):
        commands.open_account("RUTH.Adair@northmoor.ac.uk", NOW, by=BY)


def test_opening_is_recorded_with_who_did_it_and_no_address(db: None) -> None:
    user = commands.open_account("new.person@northmoor.ac.uk", NOW, by=BY)
    entry = Entry.objects.get(action="accounts.opened")
    assert (entry.actor_ref, entry.actor_post, entry.subject_id) == (BY.ref, "administrator", str(user.pk))
    assert "northmoor" not in str(Entry.objects.values().get(pk=entry.pk))
    assert not user.has_usable_password()


def invited(user: User) -> str:
    commands.invite(user, by=BY, now=timezone.now())
    token = links.token_for(INVITE.code, user.ref, timezone.now())
    assert token
    return f"/account/invited/{token}/"


def test_an_invitation_lets_a_person_choose_a_password_once(client: Client, db: None) -> None:
    user = commands.open_account("new.person@northmoor.ac.uk", NOW, by=BY)
    address = invited(user)
    for _ in range(2):  # a mail scanner looks first
        assert "new.person@northmoor.ac.uk" in client.get(address).content.decode()
    answer = client.post(address, {"password1": PASSWORD, "password2": PASSWORD})
    assert answer["Location"] == "/account/sign-in/"
    assert client.get(address).status_code == 404
    assert (
        client.post(address, {"password1": "another one 12", "password2": "another one 12"}).status_code
        == 404
    )
    sign_in(user)


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ("short", "short", "This password is too short"),
        ("1qaz2wsx3edc", "1qaz2wsx3edc", "too common"),
        (PASSWORD, "something else here", "The two passwords are not the same."),
        ("", "", "Enter a new password."),
        ("new.person@northmoor.ac.uk", "new.person@northmoor.ac.uk", "too similar"),
        ("a\0bcdefghijklmnop", "a\0bcdefghijklmnop", "Null characters"),
        ("x" * 5000, "x" * 5000, "at most 1,000"),
    ],
)
def test_a_password_that_will_not_do_uses_no_invitation_up(
    client: Client, db: None, first: str, second: str, sentence: str
) -> None:
    user = commands.open_account("new.person@northmoor.ac.uk", NOW, by=BY)
    address = invited(user)
    answer = client.post(address, {"password1": first, "password2": second})
    assert sentence in answer.content.decode()
    assert client.get(address).status_code == 200


def test_a_second_invitation_withdraws_the_first(client: Client, db: None) -> None:
    user = commands.open_account("new.person@northmoor.ac.uk", NOW, by=BY)
    first = invited(user)
    second = invited(user)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_an_invitation_is_good_for_seven_days(db: None) -> None:
    user = commands.open_account("new.person@northmoor.ac.uk", NOW, by=BY)
    commands.invite(user, by=BY, now=NOW)
    assert links.token_for(INVITE.code, user.ref, NOW + timedelta(days=6, hours=23))
    assert links.token_for(INVITE.code, user.ref, NOW + timedelta(days=7)) is None


def test_closing_an_account_ends_its_sign_ins_with_their_next_request(ruth: User) -> None:
    at_the_office, on_the_phone = sign_in(ruth), sign_in(ruth)
    assert at_the_office.get("/account/").status_code == 200
    commands.close_account(ruth, by=BY, now=NOW)
    for client in (at_the_office, on_the_phone):
        answer = client.get("/account/")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/sign-in/")
    assert not Session.objects.filter(user_id=ruth.pk).exists()


def test_a_session_copied_before_the_closing_is_dead_too(ruth: User) -> None:
    client = sign_in(ruth)
    copy = dict(Session.objects.filter(user_id=ruth.pk).values().get())
    commands.close_account(ruth, by=BY, now=NOW)
    Session.objects.create(**copy)
    assert client.get("/account/").status_code == 302


def test_a_reopened_account_does_not_wake_its_old_sessions(ruth: User) -> None:
    client = sign_in(ruth)
    copy = dict(Session.objects.filter(user_id=ruth.pk).values().get())
    commands.close_account(ruth, by=BY, now=NOW)
    commands.reopen_account(ruth, by=BY, now=NOW)
    Session.objects.create(**copy)
    assert client.get("/account/").status_code == 302
    sign_in(User.objects.get(pk=ruth.pk))


def test_closing_withdraws_the_invitation_and_forgets_what_was_held(client: Client, db: None) -> None:
    user = commands.open_account("new.person@northmoor.ac.uk", NOW, by=BY)
    address = invited(user)
    HeldPost.objects.create(user=user, sealed=b"x", held_at=NOW)
    commands.close_account(user, by=BY, now=NOW)
    assert client.get(address).status_code == 404
    assert not HeldPost.objects.exists()


def test_closing_twice_and_inviting_the_closed_are_refused(ruth: User) -> None:
    commands.close_account(ruth, by=BY, now=NOW)
    with pytest.raises(Refused, match="closed already"):
        commands.close_account(ruth, by=BY, now=NOW)
    with pytest.raises(Refused, match="closed"):
        commands.invite(ruth, by=BY, now=NOW)


def test_a_reset_second_factor_signs_out_and_tells_its_owner(ruth: User) -> None:
    TOTP.activate(ruth, generate_totp_secret())
    client = Client()
    client.force_login(ruth)
    commands.reset_second_factor(ruth, by=BY, now=NOW)
    assert not queries.has_second_factor(ruth)
    assert client.get("/account/").status_code == 302
    assert Message.objects.filter(kind="accounts.factors-changed", to_id=str(ruth.pk)).count() == 1
    assert Entry.objects.get(action="accounts.factors-reset").actor_ref == BY.ref


def test_nobody_resets_their_own_second_factor(ruth: User) -> None:
    with pytest.raises(Refused, match="Someone else"):
        commands.reset_second_factor(ruth, by=ruth.actor(), now=NOW)


def test_what_is_over_is_forgotten(ruth: User) -> None:
    from dueregard.accounts import throttle

    sign_in(ruth)
    commands.ask_for_reset(ruth.email, now=NOW)
    HeldPost.objects.create(user=ruth, sealed=b"x", held_at=NOW)
    throttle.count("sign-in", ruth.email, "127.0.0.1", NOW)
    commands.forget_what_is_over(timezone.now() + timedelta(days=400))
    from dueregard.accounts.models import ResetRequest, Tally

    for kept in (Session, ResetRequest, HeldPost, Tally):
        assert not kept.objects.exists(), kept


def test_the_row_of_a_link_goes_thirty_days_after_its_end(ruth: User) -> None:
    from dueregard.accounts.models import Link

    links.issue(INVITE.code, about=ruth.ref, by=BY, now=NOW)
    over = NOW + INVITE.lasts
    commands.forget_what_is_over(over + timedelta(days=29))
    assert Link.objects.count() == 1
    commands.forget_what_is_over(over + timedelta(days=31))
    assert not Link.objects.exists()
    assert Entry.objects.filter(action="accounts.link-issued").count() == 1


def test_a_link_used_long_ago_is_forgotten_though_it_would_have_lasted(ruth: User) -> None:
    from dueregard.accounts.models import Link

    token = links.issue(INVITE.code, about=ruth.ref, by=BY, now=NOW, expires=NOW + timedelta(days=365))
    links.issue("accounts.invite", about=ruth.ref, by=BY, now=NOW, expires=NOW + timedelta(days=365))
    links.use_up(links.find(INVITE.code, token, NOW), NOW)
    commands.forget_what_is_over(NOW + timedelta(days=60))
    assert [link.used_at for link in Link.objects.all()] == [None]


def test_an_account_page_says_who_and_how(ruth: User) -> None:
    page = sign_in(ruth).get("/account/").content.decode()
    assert "ruth.adair@northmoor.ac.uk" in page
    assert "Second step at sign-in" in page
    assert BY.ref not in page
