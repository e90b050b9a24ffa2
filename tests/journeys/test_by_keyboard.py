"""A member of staff asks for an event with the keyboard alone, without JavaScript, and on a narrow screen."""

from __future__ import annotations

from datetime import date
from typing import Any

from playwright.sync_api import expect

from tests.arrangements import visits as v
from tests.arrangements.northmoor import PLAIN, address, northmoor

MOST_STEPS = 200

SEEN = """() => {
  const at = document.activeElement
  if (!at || at === document.body) return {where: 'nothing'}
  const box = at.getBoundingClientRect()
  const style = getComputedStyle(at)
  const label = at.labels && at.labels.length ? at.labels[0] : null
  const before = label ? getComputedStyle(label, '::before') : null
  const ring = style => style && (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
    || style.boxShadow !== 'none')
  const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
  return {
    where: at.id || at.name || at.textContent.trim().slice(0, 40),
    tag: at.tagName, type: at.type || '', name: at.name || '', value: at.value || '', text: at.textContent.trim(),
    label: label ? label.textContent.trim() : '',
    marked: ring(style) || ring(before) || style.backgroundColor === 'rgb(255, 221, 0)',
    inView: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    uncovered: !over || over === at || at.contains(over) || over.contains(at) || (label && label.contains(over)),
  }
}"""


class Keyboard:
    """Somebody without a mouse: Tab goes on, and wherever the focus is, it can be seen."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def here(self) -> Any:
        found = self.page.evaluate(SEEN)
        assert found["where"] != "nothing", "the focus is nowhere"
        assert found["inView"], f"the focus is out of sight at {found['where']}"
        assert found["uncovered"], f"something lies over the focus at {found['where']}"
        assert found["marked"], f"the focus cannot be seen at {found['where']}"
        return found

    def goes_to(self, **wanted: str) -> None:
        """Tab until the focus is on what has these properties."""
        passed = []
        for _ in range(MOST_STEPS):
            self.page.keyboard.press("Tab")
            here = self.here()
            passed.append(here["where"])
            if all(here[name] == value for name, value in wanted.items()):
                return
        raise AssertionError(f"never reached {wanted}, but {passed}")

    def types(self, name: str, text: str) -> None:
        self.goes_to(name=name)
        self.page.keyboard.type(text)

    def picks(self, name: str, value: str) -> None:
        """A radio: Tab to its group, then arrows."""
        self.goes_to(name=name)
        self.page.keyboard.press("Space")
        for _ in range(10):
            if self.here()["value"] == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} has no {value}")

    def presses(self, text: str) -> None:
        self.goes_to(text=text)
        self.page.keyboard.press("Enter")


def asks_for_an_event(page: Any, day: date) -> None:
    """From the sign-in page to the request that has been sent, by keys alone."""
    keys = Keyboard(page)
    page.goto("/account/sign-in/")
    keys.types("login", address("olu"))
    keys.types("password", v.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/home")
    keys.presses("Ask for an event")
    page.wait_for_url("**/events/new/")
    keys.types("title", "Keys to the city")
    keys.goes_to(name="kind")
    page.keyboard.type("Talk")
    keys.goes_to(name="unit")
    page.keyboard.type("Department of P")
    keys.types("day_day", str(day.day))
    keys.types("day_month", str(day.month))
    keys.types("day_year", str(day.year))
    keys.types("starts", "1830")
    keys.picks("where", "on-premises")
    keys.picks("audience", "members")
    keys.types("venue", "Lecture room 4")
    keys.types("people", "60")
    keys.types("speaker-1-name", "Morwenna Skeats")
    for name, value in {
        "answer-stopped-before": "no",
        "answer-anyone-unsafe": "no",
        "answer-code-accepted": "yes",
        "answer-media": "no",
        "answer-who-else": "nobody-else",
        "answer-under-18s": "no",
    }.items():
        keys.picks(name, value)
    keys.goes_to(name="code")
    page.keyboard.press("Space")
    keys.presses("Send the request")
    page.get_by_text("Your request is sent. Its number is E-0001.").wait_for()


@northmoor
def test_with_the_keyboard_alone_a_request_is_asked_for_and_sent(server, page) -> None:
    asks_for_an_event(page, v.in_working_days(30))


@northmoor
def test_with_the_keyboard_alone_and_without_javascript(server, page_without_javascript) -> None:
    asks_for_an_event(page_without_javascript, v.in_working_days(30))


@northmoor
def test_the_skip_link_leads_past_the_menu(server, page) -> None:
    v.signs_in(page, address("olu"))
    page.goto("/home")
    page.keyboard.press("Tab")
    assert Keyboard(page).here()["text"] == "Skip to main content"
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@northmoor
def test_the_route_is_shown_without_javascript_by_a_button(server, page_without_javascript) -> None:
    page = page_without_javascript
    v.signs_in(page, address("olu"))
    page.goto("/events/new/")
    v.fills_in(
        page,
        v.in_working_days(30),
        title="Plain pages",
        unit="Department of Politics",
        venue="Lecture room 4",
        people="60",
        speaker="Morwenna Skeats",
    )
    v.answers(page, PLAIN | {"Could anyone be harassed": "Yes"})
    page.get_by_role("button", name="Check the route again").click()
    expect(page.get_by_text("In time: 30 working days’ notice, 15 asked.")).to_be_visible()
    expect(page.get_by_text("University Secretary decides")).to_be_visible()
    assert page.get_by_label("What is it called?").input_value() == "Plain pages"
    assert page.get_by_label("Name", exact=True).input_value() == "Morwenna Skeats"
    assert (
        page.get_by_role("group", name="Could anyone be harassed")
        .get_by_label("Yes", exact=True)
        .is_checked()
    )
