"""S3, the students' union in the process (events): 'Society events pass the union's own first checks, with advice
recorded to its president and chief executive'; then the university, under the same code of practice, has its own say."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import expect

from tests.arrangements import visits as v
from tests.fixtures.databases import prepared

AT = "@northmoor.example"
MEMBER, OFFICER, PRESIDENT, CHIEF = f"mina.rahman{AT}", f"una.kelly{AT}", f"pat.lowe{AT}", f"eve.holt{AT}"
SECURITY, SECRETARY = f"sid.rowe{AT}", f"tom.ferris{AT}"
TITLE = "Should rivers have rights?"
ADVICE = "The society has never held a debate: a committee member of last year’s will help on the night."
UNION = """
[[check]]
id = "first-checks"
title = "The union’s first checks"
post = "union-officer"
within = "2 working days"

[[step]]
id = "union"
title = "President or Chief Executive of the union"
posts = ["union-president", "union-chief-executive"]
may = ["approve", "approve with conditions", "refuse"]
within = "2 working days"

[[track]]
id = "university"
title = "University"
unit = "northmoor"
starts = "after"
"""


def the_union_and_the_university() -> None:
    from tests.events import federation as f
    from tests.people import a_person, a_post_kind, give, let

    made = f.a_federation()
    town = made.town
    let("union-officer", "events.check")
    deciding = ("events.read", "events.decide")
    a_post_kind("union-president", "President of the union", *deciding)
    a_post_kind("union-chief-executive", "Chief Executive of the union", *deciding)
    give(a_person("Pat Lowe", town.union), "union-president", town.union)
    give(a_person("Eve Holt", town.union), "union-chief-executive", town.union)
    f.a_procedure(town.union, UNION + f.INHERITED)
    v.they_know_the_code_and_a_password()


union = prepared(the_union_and_the_university)


def records_a_check(page: Any, who: str, check: str, finding: str, words: str) -> None:
    v.signs_in(page, who)
    v.opens_from_home(page, f"Check ‘{check}’: {TITLE}")
    page.get_by_label(finding).check()
    page.get_by_label("In your own words").fill(words)
    page.get_by_role("button", name="Record the check").click()
    page.get_by_text(f"‘{check}’ is recorded.").wait_for()
    v.signs_out(page)


def approves(page: Any, reasons: str) -> None:
    v.opens_from_home(page, f"Decide: {TITLE}")
    page.get_by_label("Approve", exact=True).check()
    page.get_by_label("Your reasons").fill(reasons)
    page.get_by_role("button", name="Record the decision").click()
    page.get_by_text("The decision is recorded, and the organiser is told.").wait_for()


def the_code_on(page: Any) -> str:
    """The address of the code of practice that the record says was accepted."""
    v.opens_from_home(page, f"Decide: {TITLE}")
    row = page.locator(".govuk-summary-list__row").filter(has_text="Code of practice")
    expect(row).to_contain_text("accepted")
    return str(row.get_by_role("link").get_attribute("href"))


@union
def test_a_society_event_passes_the_unions_first_checks_and_then_the_university(
    server, smtp_sink, page, new_page
) -> None:
    v.signs_in(page, MEMBER)
    page.goto("/home")
    page.get_by_role("link", name="Ask for an event").first.click()
    v.fills_in(
        page,
        v.in_working_days(25),
        title=TITLE,
        unit="Debating Society",
        venue="Union hall",
        people="80",
        speaker="Morwenna Skeats",
    )
    v.answers(page, {"Will children or young people": "No", "Will it be filmed": "No"})
    page.get_by_role("button", name="Send the request").click()
    page.get_by_text("Your request is sent. Its number is E-0001.").wait_for()
    address = str(page.url)
    expect(page.get_by_text("Begins when Students' Union has approved.")).to_be_visible()
    v.looked_at(page, "s3-sent")

    # The union checks first, and its advice goes to the president and the chief executive: either decides.
    worker = new_page()
    records_a_check(worker, OFFICER, "The union’s first checks", "It can go ahead, with this advice", ADVICE)
    chief = new_page()
    v.signs_in(chief, CHIEF)
    v.opens_from_home(chief, f"Decide: {TITLE}")
    expect(chief.get_by_text(ADVICE).first).to_be_visible()
    v.signs_out(chief)
    president = new_page()
    v.signs_in(president, PRESIDENT)
    unions_code = the_code_on(president)
    approves(president, "We are glad to hold it.")
    v.looked_at(president, "s3-union")
    unions = president.url

    # Only now does the university begin. It sees what the union decided, not what was written inside.
    records_a_check(
        worker, SECURITY, "Security and stewarding", "Nothing stands in the way", "Quiet evening."
    )
    secretary = new_page()
    v.signs_in(secretary, SECRETARY)
    v.opens_from_home(secretary, f"Decide: {TITLE}")
    expect(
        secretary.get_by_role("region", name="The other bodies").get_by_text("Approved", exact=True)
    ).to_be_visible()
    assert not secretary.get_by_text(ADVICE).count()
    secretarys_code = the_code_on(secretary)
    assert secretary.goto(unions).status == 404
    approves(secretary, "A lawful debate.")

    # Both under the same code of practice, which the society accepted once.
    assert unions_code == secretarys_code

    # It stands: the society is told once, and the union sees the university's outcome.
    v.the_worker_runs(server)
    assert len([mail for mail in smtp_sink.mails if "your event stands" in mail["Subject"]]) == 1
    page.goto(address)
    expect(page.get_by_text("Every body has approved it, so the event stands.")).to_be_visible()
    v.looked_at(page, "s3-stands")
    president.reload()
    expect(
        president.get_by_role("region", name="The other bodies").get_by_text("Approved", exact=True)
    ).to_be_visible()
    assert json.loads(server.run("ledger", "verify", "--json").stdout)["good"]
