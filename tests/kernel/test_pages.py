import re
from types import SimpleNamespace

import pytest
from django.test import Client, RequestFactory, override_settings

from dueregard.kernel import pages, registries
from dueregard.kernel.registries import MenuEntry

pytestmark = pytest.mark.usefixtures("sample_pages")


@pytest.fixture
def sample_pages() -> object:
    with override_settings(ROOT_URLCONF="tests.kernel.samples"):
        yield


def read(path: str) -> tuple[int, str]:
    """The status and the page, without its nonce and its token, which differ each time."""
    found = Client(raise_request_exception=False).get(path)
    text = re.sub(r'nonce="[^"]+"', "", found.content.decode())
    return found.status_code, re.sub(r'(name="csrfmiddlewaretoken" value=)"[^"]+"', r"\1", text)


def test_hidden_and_missing_are_the_same_page_byte_for_byte() -> None:
    hidden, missing = read("/answers/hidden/"), read("/answers/no-such-thing/")
    assert hidden == missing
    assert hidden[0] == 404
    assert "There is no such page, or it is not for you to see." in hidden[1]


def test_a_refusal_says_why() -> None:
    status, text = read("/answers/refused/")
    assert status == 409
    assert "This request has already been decided." in text


def test_what_may_be_seen_but_not_done_says_why() -> None:
    status, text = read("/answers/forbidden/")
    assert status == 403
    assert "Only the holder of the post may do this." in text


def test_something_broken_asks_neither_the_database_nor_the_request() -> None:
    answer = pages.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "It is not your fault" in answer.content.decode()


@pytest.mark.parametrize("handler", [pages.bad_request, pages.forbidden, pages.not_found, pages.csrf_failure])
def test_the_error_pages_need_neither_a_user_nor_a_session(handler: object) -> None:
    answer = handler(RequestFactory().get("/"))  # type: ignore[operator]
    assert 400 <= answer.status_code < 500
    assert "Sign out" not in answer.content.decode()


def test_every_script_has_its_nonce_and_nothing_has_a_style() -> None:
    answer = Client().get("/patterns/")
    text = answer.content.decode()
    nonce = re.search(r"'nonce-([^']+)'", answer["Content-Security-Policy"])
    assert nonce
    assert text.count("<script") == text.count(f'nonce="{nonce[1]}"')
    assert " style=" not in text
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_the_demonstration_says_so_on_every_page() -> None:
    for path in ("/patterns/", "/form/", "/public/", "/answers/hidden/"):
        assert "This is a demonstration." not in read(path)[1]
        with override_settings(DEMO=True):
            assert "This is a demonstration." in read(path)[1]


def test_what_a_signed_in_person_sees_is_not_kept() -> None:
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(is_authenticated=True)  # type: ignore[assignment]
    assert pages.page(request, "kernel/not_found.html")["Cache-Control"] == "no-store"


def test_the_name_in_the_frame_is_escaped() -> None:
    request = RequestFactory().get("/")
    vars(request).update(user=SimpleNamespace(is_authenticated=True), person=SimpleNamespace(name="<b>Ruth"))
    assert "&lt;b&gt;Ruth" in pages.page(request, "kernel/not_found.html").content.decode()


def test_the_title_says_that_there_is_an_error() -> None:
    assert "<title>Error: Ask for an event – Due Regard</title>" in read("/form/wrong/")[1]
    assert "<title>Ask for an event – Due Regard</title>" in read("/form/")[1]


def test_the_menu_shows_what_this_person_may_open_and_marks_where_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    menu = registries.Registry()
    for label, name, shown in (
        ("Patterns", "patterns", True),
        ("Form", "form", True),
        ("Gone", "none", True),
        ("Hidden", "form", False),
    ):
        menu.register(MenuEntry(label, name, 1, shown=lambda person, shown=shown: shown))
    monkeypatch.setattr(registries, "menu", menu)
    request = RequestFactory().get("/form/wrong/")
    request.user = SimpleNamespace(is_authenticated=True)  # type: ignore[assignment]
    assert list(pages.context(request)["menu"]) == [
        pages.Link("Form", "/form/", "true"),
        pages.Link("Patterns", "/patterns/", ""),
    ]


def test_entries_of_one_section_stand_under_its_name_and_in_a_row_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    menu = registries.Registry()
    for label, name, section in (
        ("Form", "form", "Work"),
        ("Patterns", "patterns", "Work"),
        ("Look", "look", ""),
    ):
        menu.register(MenuEntry(label, name, 1, shown=lambda person: True, section=section))
    monkeypatch.setattr(registries, "menu", menu)
    request = RequestFactory().get("/patterns/")
    request.user = SimpleNamespace(is_authenticated=True)  # type: ignore[assignment]
    known = pages.context(request)
    assert next(iter(known["menu"])) == pages.Link("Work", "/form/", "page")
    assert list(known["menu_within"]) == [
        pages.Link("Form", "/form/", ""),
        pages.Link("Patterns", "/patterns/", "page"),
    ]
    request.path = "/look/"
    assert list(pages.context(request)["menu_within"]) == []
