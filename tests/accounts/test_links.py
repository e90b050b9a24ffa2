"""One-time links."""

from datetime import timedelta

import pytest

from dueregard.accounts import links
from dueregard.accounts.catalogue import INVITE
from dueregard.accounts.models import Link, User
from dueregard.kernel.errors import Refused
from dueregard.kernel.refs import system
from dueregard.ledger.models import Entry
from tests.accounts.conftest import NOW

BY = system("tests")


def issued(user: User, **more) -> str:
    return links.issue(INVITE.code, about=user.ref, by=BY, now=NOW, **more)


def test_a_link_is_found_by_its_token_and_looking_uses_nothing_up(ruth: User) -> None:
    token = issued(ruth)
    for _ in range(3):
        found = links.find(INVITE.code, token, NOW)
        assert found is not None
        assert found.about == ruth.ref


def test_the_database_holds_only_a_hash_of_256_bits(ruth: User) -> None:
    token = issued(ruth)
    assert len(token) == 43
    row = Link.objects.values().get()
    assert token not in str(row)


def test_a_mail_rendered_again_carries_the_same_token(ruth: User) -> None:
    token = issued(ruth)
    assert links.token_for(INVITE.code, ruth.ref, NOW) == token
    assert links.token_for(INVITE.code, ruth.ref, NOW + timedelta(days=8)) is None


def test_a_token_is_made_again_after_the_secret_key_was_changed(ruth: User, settings) -> None:
    token = issued(ruth)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key that is long enough to be used"
    assert links.token_for(INVITE.code, ruth.ref, NOW) == token
    assert links.find(INVITE.code, token, NOW) is not None


def test_a_link_works_once(ruth: User) -> None:
    found = links.find(INVITE.code, issued(ruth), NOW)
    links.use_up(found, NOW)
    with pytest.raises(Refused, match="has been used"):
        links.use_up(found, NOW)


def test_a_link_expires(ruth: User) -> None:
    token = issued(ruth)
    assert links.find(INVITE.code, token, NOW + timedelta(days=7, seconds=-1)) is not None
    assert links.find(INVITE.code, token, NOW + timedelta(days=7)) is None


def test_a_withdrawn_link_is_not_found(ruth: User) -> None:
    token = issued(ruth)
    assert links.revoke(ruth.ref, INVITE.code, by=BY, now=NOW) == 1
    assert links.find(INVITE.code, token, NOW) is None
    assert links.revoke(ruth.ref, INVITE.code, by=BY, now=NOW) == 0


def test_a_link_has_one_purpose(ruth: User) -> None:
    token = issued(ruth)
    assert links.find("accounts.other", token, NOW) is None
    with pytest.raises(LookupError):
        links.issue("accounts.undeclared", about=ruth.ref, by=BY, now=NOW)


@pytest.mark.parametrize("token", ["", "x", "é" * 43, "a" * 10_000, "\0" * 43])
def test_a_made_up_token_finds_nothing(ruth: User, token: str) -> None:
    issued(ruth)
    assert links.find(INVITE.code, token, NOW) is None


def test_issue_use_and_withdrawal_are_recorded_without_the_token(ruth: User) -> None:
    token = issued(ruth)
    links.use_up(links.find(INVITE.code, token, NOW), NOW)
    issued(ruth)
    links.revoke(ruth.ref, INVITE.code, by=BY, now=NOW)
    entries = Entry.objects.filter(action__startswith="accounts.link").order_by("seq")
    assert [entry.action for entry in entries] == [
        "accounts.link-issued",
        "accounts.link-used",
        "accounts.link-issued",
        "accounts.link-revoked",
    ]
    assert token not in str(list(entries.values()))
