"""What somebody wrote is not lost when the sign-in lapsed meanwhile, and nobody else sees it."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dueregard.accounts.models import HeldPost, Session, User

pytestmark = pytest.mark.urls("tests.accounts.pages")
CARRY_ON = "/account/carry-on/"
TO_CARRY_ON = "/account/sign-in/?next=/account/carry-on/"
WRITTEN = "The speaker is known to us: nothing stands against it."


def lapse(user: User) -> None:
    Session.objects.filter(user_id=user.pk).delete()


def held_id(page: str) -> str:
    found = re.search(r'name="_held" value="([0-9a-f-]{36})"', page)
    assert found, page
    return found[1]


@pytest.fixture
def desk(browser_of, ruth: User):
    """Ruth's browser, signed in, with a form open whose token is `desk.open_form`."""
    browser = browser_of()
    assert browser.sign_in(ruth).status_code == 302
    browser.open_form = browser.token("/account/")
    return browser


def send(browser, fields: dict, token: str = "", path: str = "/notes/", **more):
    return browser.post(path, {**fields, "csrfmiddlewaretoken": token or browser.open_form}, **more)


def carry_on(browser, path: str = "/notes/"):
    page = browser.get(CARRY_ON)
    again = {"_held": held_id(page.content.decode()), "csrfmiddlewaretoken": str(page.context["csrf_token"])}
    return browser.post(path, again)


def test_what_was_written_while_the_sign_in_lapsed_is_sent_after_signing_in_again(desk, ruth: User) -> None:
    lapse(ruth)
    answer = send(desk, {"reasons": WRITTEN, "tick": ["a", "b"]}, path="/notes/?year=2026")
    assert answer["Location"] == TO_CARRY_ON
    page = desk.get(answer["Location"]).content.decode()
    assert "You were signed out while you were writing. Nothing is lost." in page
    assert desk.sign_in(ruth, next=CARRY_ON)["Location"] == CARRY_ON
    page = desk.get(CARRY_ON).content.decode()
    assert "You were signed out while you were writing. Nothing is lost." in page
    assert WRITTEN in page
    answer = carry_on(desk, "/notes/?year=2026")
    assert answer.json() == {"sent": {"reasons": [WRITTEN], "tick": ["a", "b"]}, "path": "/notes/?year=2026"}
    assert not HeldPost.objects.exists()


def test_a_page_that_was_open_while_its_reader_signed_in_again_elsewhere_loses_nothing(
    desk, ruth: User
) -> None:
    old_form = desk.open_form
    desk.post("/account/sign-out/", {"csrfmiddlewaretoken": old_form})
    desk.sign_in(ruth)
    answer = send(desk, {"reasons": WRITTEN}, old_form)
    assert answer["Location"] == TO_CARRY_ON
    assert desk.get(TO_CARRY_ON)["Location"] == CARRY_ON
    assert carry_on(desk).json()["sent"] == {"reasons": [WRITTEN]}


def test_at_a_shared_desk_the_next_person_sees_nothing_of_it(desk, ruth: User, ben: User) -> None:
    lapse(ruth)
    send(desk, {"reasons": WRITTEN})
    assert desk.sign_in(ben, next=CARRY_ON)["Location"] == CARRY_ON
    answer = desk.get(CARRY_ON, follow=True)
    assert WRITTEN not in answer.content.decode()
    row = HeldPost.objects.get()
    assert row.user_id == ruth.pk
    token = desk.token("/account/")
    assert desk.post("/notes/", {"_held": str(row.pk), "csrfmiddlewaretoken": token})["Location"] == CARRY_ON
    desk.post(CARRY_ON, {"discard": str(row.pk), "csrfmiddlewaretoken": token})
    assert HeldPost.objects.filter(pk=row.pk).exists()


def test_a_form_left_open_by_one_person_stays_theirs_when_sent_under_another_sign_in(
    desk, ruth: User, ben: User
) -> None:
    left_open = desk.open_form
    desk.post("/account/sign-out/", {"csrfmiddlewaretoken": left_open})
    desk.sign_in(ben)
    answer = send(desk, {"reasons": WRITTEN}, left_open)
    assert answer.status_code == 403
    assert "opened under another sign-in" in answer.content.decode()
    assert WRITTEN not in answer.content.decode()
    assert HeldPost.objects.get().user_id == ruth.pk
    assert WRITTEN not in desk.get(CARRY_ON, follow=True).content.decode()


def test_it_can_be_thrown_away(desk, ruth: User) -> None:
    lapse(ruth)
    send(desk, {"reasons": WRITTEN})
    desk.sign_in(ruth)
    page = desk.get(CARRY_ON)
    given = {
        "discard": held_id(page.content.decode()),
        "csrfmiddlewaretoken": str(page.context["csrf_token"]),
    }
    desk.post(CARRY_ON, given)
    assert not HeldPost.objects.exists()
    assert desk.get(CARRY_ON)["Location"] == "/home"


def test_it_is_kept_sealed_and_for_an_hour(desk, ruth: User) -> None:
    lapse(ruth)
    send(desk, {"reasons": WRITTEN})
    row = HeldPost.objects.get()
    assert WRITTEN.encode() not in bytes(row.sealed)
    HeldPost.objects.update(held_at=timezone.now() - timedelta(minutes=61))
    desk.sign_in(ruth)
    assert desk.get(CARRY_ON)["Location"] == "/home"


def test_nul_bytes_and_every_other_character_come_back_as_they_were(desk, ruth: User) -> None:
    strange = "a\0b\u202e\u2028\r\nc\x1b\ufffd😀" + WRITTEN
    lapse(ruth)
    send(desk, {"reasons": strange})
    desk.sign_in(ruth)
    assert desk.get(CARRY_ON).status_code == 200
    assert carry_on(desk).json()["sent"] == {"reasons": [strange]}


def test_two_thousand_fields_come_back(desk, ruth: User) -> None:
    fields = {f"field-{number}": str(number) for number in range(1_900)}
    lapse(ruth)
    send(desk, fields)
    desk.sign_in(ruth)
    assert len(carry_on(desk).json()["sent"]) == 1_900


def test_of_files_only_the_names_are_kept_and_named(desk, ruth: User) -> None:
    lapse(ruth)
    paper = SimpleUploadedFile("room & plan.pdf", b"%PDF-secret")
    send(desk, {"reasons": WRITTEN, "paper": paper})
    desk.sign_in(ruth)
    page = desk.get(CARRY_ON).content.decode()
    assert "Files are not kept. Choose again: room &amp; plan.pdf" in page
    assert carry_on(desk).json()["sent"] == {"reasons": [WRITTEN]}


def test_more_than_a_megabyte_is_not_kept(desk, ruth: User) -> None:
    lapse(ruth)
    assert send(desk, {"reasons": "x" * 1_000_001}).status_code == 302
    assert not HeldPost.objects.exists()


def test_no_more_than_five_are_kept_for_a_person(desk, ruth: User) -> None:
    lapse(ruth)
    for number in range(7):
        send(desk, {"reasons": f"{number}: {WRITTEN}"})
    assert HeldPost.objects.count() == 5
    desk.sign_in(ruth)
    page = desk.get(CARRY_ON).content.decode()
    assert f"6: {WRITTEN}" in page
    assert f"1: {WRITTEN}" not in page


def test_passwords_and_codes_are_never_kept(desk, ruth: User) -> None:
    lapse(ruth)
    for path in ("/account/password/", "/account/second-step/codes/on/"):
        send(desk, {"oldpassword": "x", "password1": "secret", "code": "123456"}, path=path)
    assert not HeldPost.objects.exists()


def test_a_stranger_s_post_is_never_kept(browser_of, ruth: User) -> None:
    stranger = browser_of()
    token = stranger.token()
    assert stranger.post("/notes/", {"reasons": WRITTEN, "csrfmiddlewaretoken": token}).status_code == 302
    assert stranger.post("/notes/", {"reasons": WRITTEN}).status_code == 403
    assert not HeldPost.objects.exists()


def test_a_post_from_another_site_is_neither_done_nor_kept(desk, ruth: User) -> None:
    answer = send(desk, {"reasons": WRITTEN}, "A" * 64, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert not HeldPost.objects.exists()


def test_the_browser_s_note_cannot_be_forged(desk, ruth: User, ben: User) -> None:
    lapse(ruth)
    desk.cookies["desk"] = desk.cookies["desk"].value[:-3] + "abc"
    send(desk, {"reasons": WRITTEN})
    assert not HeldPost.objects.exists()


def test_the_browser_s_note_is_out_of_reach_of_scripts_and_other_sites(desk) -> None:
    note = desk.cookies["desk"]
    assert note["httponly"]
    assert note["samesite"] == "Strict"


def test_it_is_kept_until_the_page_took_it(desk, ruth: User) -> None:
    desk.raise_request_exception = False
    lapse(ruth)
    send(desk, {"reasons": WRITTEN}, path="/notes/?fails=1")
    desk.sign_in(ruth)
    assert carry_on(desk, "/notes/?fails=1").status_code == 500
    assert HeldPost.objects.count() == 1


def test_sending_it_twice_by_the_button_does_it_once(desk, ruth: User) -> None:
    lapse(ruth)
    send(desk, {"reasons": WRITTEN})
    desk.sign_in(ruth)
    page = desk.get(CARRY_ON)
    again = {
        "_held": held_id(page.content.decode()),
        "csrfmiddlewaretoken": str(page.context["csrf_token"]),
    }
    assert desk.post("/notes/", again).status_code == 200
    assert desk.post("/notes/", again)["Location"] == CARRY_ON


@pytest.mark.parametrize("made_up", ["", "x", "0" * 36, "../../etc", "\0"])
def test_a_made_up_number_of_a_kept_form_is_nothing(desk, made_up: str) -> None:
    assert send(desk, {"_held": made_up})["Location"] == CARRY_ON
