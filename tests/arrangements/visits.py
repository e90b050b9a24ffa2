"""What people do in the browser, in the words of the pages; and what they find in their mail.

Set `DUEREGARD_TEST_PICTURES` to a folder to keep a picture of each page that `looked_at` passes.
"""

from __future__ import annotations

import csv
import os
import re
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tests.fixtures.browsers import check_accessible, check_no_sideways_scroll

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.fixtures.mail import Sink
    from tests.fixtures.servers import Server

PASSWORD = "correct horse battery staple"
PICTURES = os.environ.get("DUEREGARD_TEST_PICTURES", "")


# --- Days ----------------------------------------------------------------------------------------------------


def in_working_days(count: int) -> date:
    """The day that lies so many English working days after today in London."""
    from dueregard.kernel.dates import WorkingCalendar, today_in_london

    return WorkingCalendar("ENG").after(today_in_london(datetime.now().astimezone()), count)


# --- People on record ---------------------------------------------------------------------------------------


def brings_in(what: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """`dueregard units|people|posts import` of a sheet with these rows."""
    from dueregard.config.cli import main

    with TemporaryDirectory() as folder:
        sheet = Path(folder, f"{what}.csv")
        with sheet.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header, *rows])
        assert main([what, "import", str(sheet)]) == 0


def the_procedure_is_in_force_since(days: int) -> None:
    """As if `init` had been run so many days ago."""
    from datetime import timedelta

    from dueregard.kernel.dates import today_in_london
    from dueregard.procedures.models import Version

    Version.objects.update(in_force_from=today_in_london(datetime.now().astimezone()) - timedelta(days=days))


# --- Coming in -----------------------------------------------------------------------------------------------


def they_have_accounts(emails: Iterable[str]) -> None:
    """Accounts with `PASSWORD` for people who are on record already."""
    from django.utils import timezone

    from dueregard.accounts.commands import open_account
    from dueregard.kernel.refs import system
    from dueregard.organisation import commands
    from dueregard.organisation.models import Person

    for email in emails:
        user = open_account(email, timezone.now(), by=system("tests"), password=PASSWORD)
        person = Person.objects.get(email=email)
        commands.link(pk=person.pk, by=system("tests"), user=user, now=timezone.now())


def they_know_the_code_and_a_password() -> None:
    """Everybody who has an account has `PASSWORD`, and each provider its code of practice."""
    from datetime import date

    from django.utils import timezone

    from dueregard.accounts.models import User
    from dueregard.kernel.refs import system
    from dueregard.organisation.models import Unit
    from dueregard.statements.commands.version import take_starter
    from dueregard.statements.models import CODE
    from dueregard.statements.starters import starter

    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()
    for root in Unit.objects.filter(parent=None):
        title, text = starter(CODE, root.name)
        take_starter(
            by=system("tests"),
            kind=CODE,
            unit=root,
            title=title,
            text=text,
            starts=date(2020, 1, 1),
            now=timezone.now(),
        )


def code_now(secret: str) -> str:
    """What a code generator shows now."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def joins(page: Page, link: str) -> None:
    """Somebody opens an invitation and chooses a password."""
    page.goto(link)
    page.locator("input[name=password1]").fill(PASSWORD)
    page.locator("input[name=password2]").fill(PASSWORD)
    page.get_by_role("button", name="Set this password").click()
    page.wait_for_url("**/account/sign-in/**")


def signs_in(page: Page, email: str, *, secret: str = "") -> None:
    """By the sign-in page, with a code from the generator where the person has one."""
    if "/account/sign-in/" not in page.url:
        page.goto("/account/sign-in/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    if secret:
        page.get_by_label("Code", exact=True).fill(code_now(secret))
        page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile(r"^(?!.*/account/sign-in)"))


def sets_up_codes(page: Page) -> str:
    """Somebody sets up a code generator; its secret."""
    page.goto("/account/second-step/codes/on/")
    secret = page.locator("code").inner_text()
    page.get_by_label("The code that the app shows now").fill(code_now(secret))
    page.get_by_role("button", name="Turn on").click()
    page.get_by_role("heading", name="10 of 10 left").wait_for()
    return secret


def signs_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url(re.compile(r"/$"))


# --- Mail ----------------------------------------------------------------------------------------------------


def the_worker_runs(server: Server) -> None:
    server.run("work", "--once")


def mail_to(sink: Sink, address: str, subject: str = "") -> Any:
    """The newest mail to an address whose subject has these words."""
    found = [
        mail
        for mail in sink.mails
        if address in str(mail["To"]) and subject.lower() in mail["Subject"].lower()
    ]
    told = [(str(mail["To"]), mail["Subject"]) for mail in sink.mails]
    assert found, f"no mail to {address} about ‘{subject}’, only {told}"
    return found[-1]


def text_of(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content())


def link_in(mail: Any) -> str:
    """The first link of a mail."""
    found = re.search(r"https?://\S+", text_of(mail))
    assert found, text_of(mail)
    return found.group()


# --- Asking for an event -------------------------------------------------------------------------------------


def fills_in(page: Page, day: date, *, title: str, unit: str, venue: str, people: str, speaker: str) -> None:
    """The first part of the form, the same for everybody. What is there already stays where '' is given."""
    page.get_by_label("What is it called?").fill(title)
    page.get_by_label("What kind of event?").select_option(label="Talk or lecture")
    page.get_by_label("Who is putting it on?").select_option(label=unit)
    fills_in_day(page, day)
    page.get_by_label("When does it start?").fill("6.30pm")
    page.get_by_role("group", name="Where?").get_by_label("On our premises").check()
    page.get_by_label("Which room or place?").fill(venue)
    page.get_by_label("How many people do you expect?").fill(people)
    page.get_by_role("group", name="Who may come?").get_by_label("Our members only").check()
    page.get_by_label("Name", exact=True).fill(speaker)
    page.get_by_label("I have read the code of practice").check()


def fills_in_day(page: Page, day: date) -> None:
    when = page.get_by_role("group", name="When is it?")
    when.get_by_label("Day").fill(str(day.day))
    when.get_by_label("Month").fill(str(day.month))
    when.get_by_label("Year").fill(str(day.year))


def answers(page: Page, given: Mapping[str, str]) -> None:
    """Answer questions of the procedure, each by the beginning of its sentence."""
    for question, answer in given.items():
        page.get_by_role("group", name=question).get_by_label(answer, exact=True).first.check()


def opens_from_home(page: Page, what: str) -> None:
    """Somebody finds what waits for them at home and opens it."""
    page.goto("/home")
    page.get_by_role("region", name="Waiting for you").get_by_role("link", name=what).first.click()


# --- Looking -------------------------------------------------------------------------------------------------


def looked_at(page: Page, name: str = "") -> None:
    """No fault of accessibility at 1280 and at 390 pixels, and no sideways scrolling at 320."""
    before = page.viewport_size
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        check_accessible(page)
        if PICTURES and name:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
    if before:
        page.set_viewport_size(before)
    check_no_sideways_scroll(page)
