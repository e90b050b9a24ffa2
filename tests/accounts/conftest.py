"""Two people with accounts, and a clock that tests pass in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:  # Django is not set up yet when this file is read
    from dueregard.accounts.models import User

PASSWORD = "correct horse battery staple"
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def account(email: str) -> User:
    from dueregard.accounts import commands
    from dueregard.kernel.refs import system

    return commands.open_account(email, NOW, by=system("tests"), password=PASSWORD)


@pytest.fixture
def ruth(db: None) -> User:
    """The Prevent lead."""
    return account("ruth.adair@northmoor.ac.uk")


@pytest.fixture
def ben(db: None) -> User:
    """A lecturer who shares a desk with Ruth."""
    return account("ben.okafor@northmoor.ac.uk")


@pytest.fixture
def browser_of() -> type[Client]:
    """A client that checks CSRF, as a browser meets it."""

    class Browser(Client):
        def __init__(self, **options: object) -> None:
            super().__init__(enforce_csrf_checks=True, **options)  # type: ignore[arg-type]

        def token(self, path: str = "/account/sign-in/") -> str:
            """The token of the form on a page."""
            page = self.get(path, follow=True)
            return str(page.context["csrf_token"])

        def sign_in(self, user: User, password: str = PASSWORD, **more: str):
            given = {"login": user.email, "password": password, "csrfmiddlewaretoken": self.token(), **more}
            return self.post("/account/sign-in/", given)

    return Browser
