"""E3, a large university: one central register, the risk questions first, the lead time in working days."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from playwright.sync_api import expect

from tests.arrangements import visits as v
from tests.arrangements.northmoor import PLAIN, address, northmoor

EVENT = {"unit": "Department of Politics", "people": "120", "speaker": "Morwenna Skeats"}


def starts_asking(page: Any, title: str, day: date) -> None:
    v.signs_in(page, address("olu"))
    page.goto("/home")
    page.get_by_role("link", name="Ask for an event").first.click()
    v.fills_in(page, day, title=title, venue="Lecture room 4", **EVENT)


def panel(page: Any) -> Any:
    return page.get_by_role("complementary", name="Likely route and decision date")


def sends(page: Any) -> str:
    page.get_by_role("button", name="Send the request").click()
    page.get_by_text("Your request is sent. Its number is").wait_for()
    return str(page.url)


def records_a_check(page: Any, who: str, check: str, title: str, words: str) -> None:
    v.signs_in(page, address(who))
    v.opens_from_home(page, f"Check ‘{check}’: {title}")
    page.get_by_label("It can go ahead, with this advice").check()
    page.get_by_label("In your own words").fill(words)
    page.get_by_role("button", name="Record the check").click()
    page.get_by_text(f"‘{check}’ is recorded.").wait_for()
    v.signs_out(page)


@northmoor
def test_the_organiser_answers_the_risk_questions_at_the_very_start(server, page) -> None:
    """They stand on the first page, unfold only where an answer needs it, and cannot be left out of what is sent."""
    starts_asking(page, "The island question", v.in_working_days(30))
    v.looked_at(page, "e3-ask")
    page.get_by_role("button", name="Send the request").click()
    problems = page.get_by_role("alert")
    for question in PLAIN:
        expect(problems.get_by_role("link", name=f"Answer: {question}"), question).to_be_visible()
    v.looked_at(page, "e3-ask-problems")
    v.answers(page, PLAIN)
    details = page.get_by_label("If yes, where and when was it")
    v.answers(page, {"Has an event with one of the speakers": "Yes"})
    expect(details).to_be_visible()
    page.get_by_role("button", name="Send the request").click()
    page.get_by_role("alert").get_by_role("link", name="Answer: If yes, where and when").click()
    expect(details).to_be_focused()
    details.fill("Moved to a larger hall in Leeds in May, for numbers only.")
    sends(page)


@northmoor
def test_security_and_the_secretariat_each_assess_and_the_secretary_decides_a_designated_event(
    server, smtp_sink, page, new_page
) -> None:
    title = "Borders, ports and people"
    starts_asking(page, title, v.in_working_days(30))
    v.answers(page, PLAIN)
    said = panel(page)
    said.get_by_text("In time: 30 working days’ notice, 15 asked.").wait_for()
    v.answers(page, {"Could anyone be harassed": "Yes"})
    page.get_by_label("If yes, who might be, and what would help").fill("A march is called for that day.")
    page.keyboard.press("Tab")
    said.get_by_text("it is a designated event, by the answer to ‘Could anyone be harassed").wait_for()
    expect(said.get_by_text("University Secretary decides")).to_be_visible()
    expect(said.get_by_text("Tom Ferris")).to_be_visible()
    assert not said.get_by_text("Head of unit decides").count()
    v.looked_at(page, "e3-route")
    where = sends(page)
    expect(page.get_by_text("Designated event").first).to_be_visible()
    v.looked_at(page, "e3-designated-organiser")

    # Each assesses for itself; nobody who has no part in it knows of it.
    worker = new_page()
    records_a_check(worker, "sid", "Security assessment", title, "Two stewards and the side gate.")
    records_a_check(worker, "nell", "Freedom of speech assessment", title, "Lawful; nothing less would do.")
    records_a_check(worker, "cara", "Room, time and safe numbers", title, "Seats 150.")
    records_a_check(worker, "ruth", "Advice of the Prevent lead", title, "No Prevent-related risk.")
    v.signs_in(worker, address("sam"))
    assert worker.goto(where).status == 404
    v.signs_out(worker)

    # The secretary reads all of it on one page and approves with a condition that says why nothing less would do.
    secretary = new_page()
    v.signs_in(secretary, address("tom"))
    v.opens_from_home(secretary, f"Decide: {title}")
    for words in ("Two stewards and the side gate.", "Lawful; nothing less would do.", "A march is called"):
        expect(secretary.get_by_text(words).first, words).to_be_visible()
    expect(secretary.get_by_text("Designated event").first).to_be_visible()
    secretary.get_by_label("Approve with conditions").check()
    secretary.get_by_label("Your reasons").fill("A lawful debate of public interest.")
    secretary.get_by_label("What must be done").fill("Two stewards at the side gate")
    secretary.get_by_role("button", name="Record the decision").click()
    expect(secretary.get_by_role("link", name="Say why a lesser condition would not do")).to_be_visible()
    v.looked_at(secretary, "e3-condition")
    secretary.get_by_label("What it is for").fill("A safe way in past the march")
    secretary.get_by_label("Risk it answers").fill("Pushing at the gate")
    secretary.get_by_label("Who sees to it").select_option(label="Head of Security")
    secretary.locator("#id_condition-1-because").select_option(label="Another reason")
    secretary.get_by_label("Why a lesser one would not do").fill(
        "One steward cannot hold the gate and the door."
    )
    secretary.get_by_role("button", name="Record the decision").click()
    secretary.get_by_text("The decision is recorded, and the organiser is told.").wait_for()
    v.looked_at(secretary, "e3-decided")
    v.the_worker_runs(server)
    letter = v.text_of(v.mail_to(smtp_sink, address("olu"), "the decision"))
    for words in ("depends on the conditions below", "Two stewards at the side gate", "We pay for it."):
        assert words in letter

    # The record of it is one page that can be kept, for those who may read it.
    kept = secretary.request.get(f"{where}record.pdf")
    assert kept.headers["content-type"] == "application/pdf"
    assert kept.body().startswith(b"%PDF-")
    assert page.request.get(f"{where}letter.pdf").body().startswith(b"%PDF-")
    assert json.loads(server.run("ledger", "verify", "--json").stdout)["good"]


@northmoor
def test_a_late_request_is_shown_as_late_takes_its_own_route_and_is_never_lost(
    server, smtp_sink, page, new_page
) -> None:
    title = "A visit at short notice"
    starts_asking(page, title, v.in_working_days(6))
    v.answers(page, PLAIN)
    said = panel(page)
    said.get_by_text("Late: 6 working days’ notice, 15 asked.").wait_for()
    expect(said.get_by_text("being late is never a reason to refuse it")).to_be_visible()
    expect(said.get_by_text("Tom Ferris")).to_be_visible()
    v.looked_at(page, "e3-late-route")
    where = sends(page)
    expect(page.get_by_text("It is late, and that is no reason to refuse it.")).to_be_visible()
    v.looked_at(page, "e3-late")

    # It does not go to the head of unit, who would have had it, but to the secretary, who can act before the checks.
    head = new_page()
    v.signs_in(head, address("helen"))
    head.goto("/home")
    assert not head.get_by_text(title).count()
    secretary = new_page()
    v.signs_in(secretary, address("tom"))
    secretary.goto(f"{where}decide/")
    secretary.get_by_label("Approve", exact=True).check()
    secretary.get_by_label("Your reasons").fill("There is time enough for this one.")
    secretary.get_by_label("Why you decide without the checks that are still open").fill("A small talk.")
    secretary.get_by_role("button", name="Record the decision").click()
    secretary.get_by_text("The decision is recorded, and the organiser is told.").wait_for()
    page.goto(where)
    expect(page.get_by_text("Approved").first).to_be_visible()


@northmoor
def test_a_day_that_comes_undecided_is_not_decided_in_time_and_still_waits_for_somebody(
    server, page, new_page
) -> None:
    """The clock is moved by asking what is due on the day after the event."""
    title = "Nobody looked"
    starts_asking(page, title, v.in_working_days(6))
    v.answers(page, PLAIN)
    where = sends(page)
    server.call(what_is_due_then, v.in_working_days(7).isoformat())
    page.goto(where)
    expect(page.get_by_text("It was not refused, and it is not stopped.")).to_be_visible()
    expect(page.get_by_text("Not decided in time").first).to_be_visible()
    v.looked_at(page, "e3-not-decided")
    secretary = new_page()
    v.signs_in(secretary, address("tom"))
    secretary.goto("/home")
    expect(secretary.get_by_text(title).first).to_be_visible()


def what_is_due_then(day: str) -> None:
    from datetime import UTC, datetime, time

    from dueregard.timers import tasks

    tasks.run_due(datetime.combine(date.fromisoformat(day), time(12), UTC))
