"""H7, from a case study to doing: it opens the matching preset's procedure as a draft, or action-plan items."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from playwright.sync_api import expect

from tests.arrangements import visits as v
from tests.arrangements.northmoor import address, northmoor

REGISTER, OFFICERS = "One register for every request", "A welfare officer in every school"


def answers(page: Any, title: str, unit: str, says: str) -> None:
    """From the hub's page, as a reader who has the leave to."""
    page.goto(f"/practice/search/?q={title.replace(' ', '+')}")
    page.get_by_role("link", name=title).first.click()
    page.get_by_role("link", name="What we do about it").click()
    page.get_by_label("For which unit?").select_option(label=unit)
    page.get_by_role("button", name="Answer it").click()
    page.get_by_label(says, exact=True).check()
    page.get_by_label("Which post answers for it?").select_option(label="Prevent lead")
    fills_in_day(page.get_by_role("group", name="When is this looked at again?"), 2099)
    page.get_by_role("button", name="Record the answer").click()
    expect(page.get_by_text("Your answer is recorded.")).to_be_visible()


def fills_in_day(group: Any, year: int) -> None:
    for part, value in (("Day", "1"), ("Month", "11"), ("Year", str(year))):
        group.get_by_label(part).fill(value)


@northmoor
def test_a_case_study_becomes_the_draft_of_its_procedure_or_actions_and_the_committee_sees_the_gaps(
    server, page, new_page
) -> None:
    # Where a preset stands: the draft of its procedure for the unit, which a second person approves.
    v.signs_in(page, address("ruth"))
    answers(page, REGISTER, "Students’ Union", "We will")
    v.looked_at(page, "h7-plan-procedure")
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_text("The draft is made for Students’ Union.")).to_be_visible()
    expect(page.locator("textarea").first).to_have_value(r := page.locator("textarea").first.input_value())
    assert 'late = "university-secretary"' in r
    secretary = new_page()
    v.signs_in(secretary, address("tom"))
    v.opens_from_home(secretary, "Approve: External speakers and events, Students’ Union")
    secretary.get_by_role("button", name="Approve").click()
    expect(secretary.get_by_text("is approved. Say from which day it is in force.")).to_be_visible()

    # Where none stands: lines from ‘How it runs’, changed, with owner and day.
    answers(page, OFFICERS, "Northmoor University", "We will")
    expect(page.get_by_text("These lines are drawn from the case study.")).to_be_visible()
    first = page.get_by_role("group", name="Line 1", exact=True)
    expect(first.get_by_label("What is to be done")).not_to_have_value("")
    first.get_by_label("What is to be done").fill("Name an officer and a deputy in each school")
    first.get_by_label("By which post").select_option(label="Secretariat")
    fills_in_day(first, 2098)
    v.looked_at(page, "h7-plan-actions")
    page.get_by_role("button", name="Agree these actions").click()
    expect(page.get_by_text("1 action is agreed.")).to_be_visible()
    v.looked_at(page, "h7-case-study")

    # The gap view names the answer, its owner and the action; what nobody has answered is a gap.
    page.goto("/practice/adoption/")
    row = page.get_by_role("row").filter(has_text=OFFICERS).first
    for words in ("We will", "Prevent lead", "Ruth Adair", "Name an officer and a deputy in each school"):
        expect(row.get_by_text(words).first).to_be_visible()
    expect(row.get_by_text("Illustration")).to_be_visible()
    expect(page.get_by_text("No case study of a provider has been published in the hub yet.")).to_be_visible()
    expect(
        page.get_by_role("row").filter(has_text=REGISTER).get_by_text("No answer yet").first
    ).to_be_visible()
    v.looked_at(page, "h7-gaps")
    paper = page.request.get(
        page.get_by_role("link", name="This view on paper (PDF)").get_attribute("href") or ""
    )
    with pikepdf.open(io.BytesIO(paper.body())) as document, document.open_metadata() as facts:
        assert facts["pdfuaid:part"] == "1"

    # The owner is told at home, and the case study leads there from the action.
    worker = new_page()
    v.signs_in(worker, address("nell"))
    expect(
        worker.get_by_role("link", name="Name an officer and a deputy in each school").first
    ).to_be_visible()
