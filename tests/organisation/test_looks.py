"""The set-up pages in a real browser: accessible, narrow, without a script."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.test import Client

from tests.fixtures.browsers import check_accessible, check_no_sideways_scroll
from tests.fixtures.databases import prepared
from tests.fixtures.servers import Server
from tests.people import NOON, TODAY, a_town

if TYPE_CHECKING:
    from playwright.sync_api import Page


def town() -> None:
    from dueregard.organisation import commands
    from tests.people import BUILDER

    made = a_town()
    commands.go_away(by=BUILDER, person=made.head, starts=TODAY, ends=None, now=NOON)
    commands.set_closure_days(by=BUILDER, unit=made.provider, first=TODAY, name="Winter closure", now=NOON)


def session_of(name: str) -> str:
    from dueregard.organisation.models import Person

    client = Client()
    user = Person.objects.get(name=name).user
    assert user
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
    client.force_login(user)
    return client.cookies["session"].value


def addresses() -> list[str]:
    from django.urls import reverse

    from dueregard.organisation.models import Absence, Deputy, Holding, Person, Unit

    head, unit = Person.objects.get(name="Helen Marsh"), Unit.objects.get(code="politics")
    holding = Holding.objects.get(person=head)
    asked = [
        *(
            (name, [])
            for name in ("overview", "people", "post_kinds", "closure_days", "new_person", "away", "me")
        ),
        *((name, [unit.pk]) for name in ("unit", "change_unit", "move_unit", "close_unit", "new_post")),
        *((name, [head.pk]) for name in ("person", "leave", "close_account", "reset_second_factor")),
        *((name, [holding.post_id]) for name in ("give_post", "name_deputy")),
        ("end_post", [holding.pk]),
        ("end_deputy", [Deputy.objects.get(person__name="Dev Patel").pk]),
        ("back", [Absence.objects.get().pk]),
        ("set_closure_days", ["northmoor"]),
        ("import", ["people"]),
    ]
    return [reverse(f"organisation:{name}", args=args) for name, args in asked]


def signed_in(server: Server, new_page: "Callable[..., Page]", who: str, **options: object) -> "Page":
    page = new_page(**options)
    page.context.add_cookies([{"name": "session", "value": server.call(session_of, who), "url": server.url}])
    return page


def picture(page: "Page", name: str) -> None:
    if folder := os.environ.get("PICTURES_OF_PAGES"):
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


@prepared(town)
def test_every_set_up_page_is_accessible_and_needs_no_sideways_scroll(
    server: Server, new_page: "Callable[..., Page]"
) -> None:
    page = signed_in(server, new_page, "Ada Okafor")
    for number, path in enumerate(server.call(addresses)):
        answer = page.goto(path)
        assert answer
        assert answer.status == 200, path
        assert path == "/set-up/me" or page.url == server.url + path
        check_accessible(page)
        check_no_sideways_scroll(page)
        picture(page, f"{number:02}")


@prepared(town)
def test_a_file_with_a_bad_row_and_a_refused_form_are_accessible(
    server: Server, new_page: "Callable[..., Page]"
) -> None:
    page = signed_in(server, new_page, "Ada Okafor", javascript=False)
    page.goto("/set-up/import/people")
    content = b"id,name,email,unit\nP300,Ann,,politics\nP301,Bob,,nowhere\n"
    page.set_input_files("input[type=file]", {"name": "new.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="See what would happen").click()
    page.get_by_text("There is no unit nowhere.").first.wait_for()
    check_no_sideways_scroll(page)
    picture(page, "preview")
    page.get_by_role("button", name="Bring in the good rows only").click()
    page.get_by_text("new.csv: 1 new, 0 changed, 1 left out.").first.wait_for()
    page.goto("/set-up/people/new")
    page.get_by_role("button", name="Add this person").click()
    page.get_by_text("There is a problem").first.wait_for()
    check_no_sideways_scroll(page)
    picture(page, "errors")
