"""How the kernel's pieces look and behave in a browser; the pages are those of `samples.py`."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.fixtures.browsers import check_accessible, check_no_sideways_scroll
from tests.kernel.looking import STATIC, Open, opening

PAGES = ["/patterns/", "/form/", "/form/wrong/", "/public/", "/answers/hidden/", "/answers/refused/"]
FOCUS = """() => { const at = document.activeElement, css = getComputedStyle(at)
  return [at.tagName, css.outlineStyle !== 'none' || css.boxShadow !== 'none'] }"""


@pytest.fixture
def show(browser: object) -> Iterator[Open]:
    if not (STATIC / "dueregard" / "due-regard.css").exists():
        pytest.fail("The style sheet has not been built. Build it: make frontend")
    with opening(browser) as show:  # type: ignore[arg-type]
        yield show


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [1280, 390])
def test_every_piece_is_accessible(show: Open, path: str, width: int) -> None:
    page = show(path, width)
    check_accessible(page)
    check_no_sideways_scroll(page)


@pytest.mark.parametrize("script", [True, False])
def test_a_question_unfolds_with_its_answer_with_and_without_script(show: Open, *, script: bool) -> None:
    page = show("/form/", java_script_enabled=script)
    expect(page.locator("#id_what_came")).not_to_be_visible()
    page.check("#id_stopped_0")
    expect(page.locator("#id_what_came")).to_be_visible()
    page.check("#id_stopped_1")
    expect(page.locator("#id_what_came")).not_to_be_visible()


def test_the_summary_takes_the_keyboard_to_the_field(show: Open) -> None:
    page = show("/form/wrong/")
    page.get_by_role("link", name="Enter a time from 00:00 to 23:59, like 18:30").click()
    expect(page.locator("#id_start")).to_be_focused()
    page.get_by_role("link", name="November 2026 has no day 31").click()
    expect(page.locator("#id_day_day")).to_be_focused()


def test_every_stop_of_the_keyboard_can_be_seen(show: Open) -> None:
    page = show("/patterns/")
    for _ in range(page.locator("a, button, input, select, [tabindex='0']").count()):
        page.keyboard.press("Tab")
        name, seen = page.evaluate(FOCUS)
        assert seen or name == "BODY", name


def test_the_menu_folds_on_a_phone_and_stays_open_without_script(show: Open) -> None:
    page = show("/patterns/", 390, java_script_enabled=False)
    expect(page.locator(".dr-brand")).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_the_panel_follows_the_answers_and_says_only_its_date_aloud(show: Open) -> None:
    page = show("/panel/")
    page.evaluate("document.querySelector('[role=status]').dataset.same = 'yes'")
    page.select_option("#id_kind", "debate")
    page.get_by_text("Two steps.").wait_for()
    status = page.locator("#route [role=status]")
    expect(status).to_have_text("Decided by Fri 11 December")
    assert status.get_attribute("data-same") == "yes"
    expect(page.get_by_text("One step.")).to_have_count(0)


def test_a_panel_that_cannot_be_fetched_stays_as_it_was(show: Open) -> None:
    page = show("/panel/")
    with page.expect_response("**/panel/answer/"):
        page.check("#id_agree")
    assert page.locator("#route").inner_text().split("\n")[0] == "Decided by Tue 8 December"


def test_the_policy_refuses_nothing_that_the_pages_need(show: Open) -> None:
    page = show("/form/wrong/")
    page.wait_for_function("document.body.classList.contains('govuk-frontend-supported')")
    counted = page.locator(".govuk-character-count__message").last
    expect(counted).to_contain_text("500 characters remaining")
    assert page.evaluate(
        "document.fonts.ready.then(() => document.fonts.check('17px \"Atkinson Hyperlegible Next\"'))"
    )
