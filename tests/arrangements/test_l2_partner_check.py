"""L2, its partner check: 'For a speaker, the lead asks contacts in a local partner network; a contact answers through a
one-time link without an account; the answer informs the assessment and is on the record.'

The other sentences of the row (meetings, the risk register, the report to governors, judgements about referrals)
are built with their own modules.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.arrangements import northmoor as n
from tests.arrangements import visits as v
from tests.arrangements.northmoor import northmoor

SPEAKER = "Morwenna Skeats"
TITLE = "Island towns and work"
ADA, BO = "ada.lowe@seaford.example", "bo.marsh@hill.example"
DESIGNATED = {**n.PLAIN, "Has an event with one of the speakers": "Yes"}
WORDS = "A lively evening in March. Two stewards and a chair were enough."
SOURCE = "Our own event"


def keeps(page: Any, name: str, role: str, organisation: str, email: str) -> None:
    page.get_by_role("link", name="Add a contact").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Role", exact=True).fill(role)
    page.get_by_label("Organisation", exact=True).fill(organisation)
    page.get_by_label("E-mail address").fill(email)
    day = v.in_working_days(200)
    when = page.get_by_role("group", name="Look at it again by")
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        when.get_by_label(part).fill(str(value))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The contact is kept.")).to_be_visible()


def olu_asks(page: Any) -> str:
    """The address of a request that an answer makes a designated one, so that the Prevent lead has a check."""
    v.signs_in(page, n.address("olu"))
    page.get_by_role("link", name="Ask for an event").first.click()
    about = {"unit": "Department of Politics", "venue": "Lecture room 4", "people": "120", "speaker": SPEAKER}
    v.fills_in(page, v.in_working_days(25), title=TITLE, **about)
    v.answers(page, DESIGNATED)
    page.get_by_label("If yes, where and when was it").fill("At Seaford, in March. It went well.")
    page.get_by_role("button", name="Send the request").click()
    page.get_by_text("Your request is sent. Its number is").wait_for()
    return str(page.url)


@northmoor
def test_the_lead_asks_partners_who_answer_by_a_link(server, smtp_sink, page, new_page) -> None:
    # The lead keeps the contacts of the local network, each with the day by which somebody looks again.
    lead = page
    v.signs_in(lead, n.address("ruth"))
    lead.get_by_role("link", name="Events", exact=True).click()
    lead.get_by_role("link", name="Local network").click()
    expect(lead.get_by_text("No contacts are kept yet.")).to_be_visible()
    keeps(lead, "Ada Lowe", "Prevent lead", "Seaford College", ADA)
    keeps(lead, "Bo Marsh", "Head of security", "Hill University", BO)
    v.looked_at(lead, "l2-contacts")

    # For a speaker, the lead asks them: a preview shows exactly what they will read.
    organiser = new_page()
    request = olu_asks(organiser)
    v.opens_from_home(lead, f"Check ‘Advice of the Prevent lead’: {TITLE}")
    lead.goto(request)
    lead.get_by_role("link", name="Ask a partner about a speaker").click()
    lead.get_by_label(SPEAKER).check()
    lead.get_by_label("Ada Lowe, Seaford College").check()
    lead.get_by_label("Bo Marsh, Hill University").check()
    v.looked_at(lead, "l2-ask")
    lead.get_by_role("button", name="See what they will read").click()
    expect(lead.get_by_text(f"Is there anything that we should know about {SPEAKER}")).to_be_visible()
    v.looked_at(lead, "l2-preview")
    lead.get_by_role("button", name="Ask all 2").click()
    expect(lead.get_by_text("2 partners are asked.")).to_be_visible()

    # A contact answers through a one-time link without an account. The mail does not name the speaker.
    v.the_worker_runs(server)
    mail = v.mail_to(smtp_sink, ADA, "a question between colleagues")
    assert SPEAKER not in v.text_of(mail)
    assert SPEAKER not in mail["Subject"]
    link = v.link_in(mail)
    partner = new_page(width=390)
    for _ in range(2):  # opening it uses nothing up
        partner.goto(link)
        expect(partner.get_by_text(f"Is there anything that we should know about {SPEAKER}")).to_be_visible()
    v.looked_at(partner, "l2-answer")
    partner.get_by_role("button", name="Send the answer").click()
    expect(partner.get_by_role("link", name="Choose an answer.")).to_be_visible()
    partner.get_by_label("Yes, there is something").check()
    partner.get_by_label("In a few words").fill(WORDS)
    partner.get_by_label("Where do you know it from?").fill(SOURCE)
    partner.get_by_role("button", name="Send the answer").click()
    expect(partner.get_by_role("heading", name="Thank you")).to_be_visible()
    v.looked_at(partner, "l2-thanks")
    assert partner.goto(link).status == 404  # once

    # The other is reminded, then no longer asked: that link opens nothing any more.
    lead.goto(request)
    lead.get_by_role("button", name="Remind Bo Marsh").click()
    expect(lead.get_by_text("Hill University is reminded.")).to_be_visible()
    v.the_worker_runs(server)
    other = v.link_in(v.mail_to(smtp_sink, BO, "still waits"))
    lead.get_by_role("button", name="Take the question back from Bo Marsh").click()
    expect(lead.get_by_text("The question is taken back.")).to_be_visible()
    assert partner.goto(other).status == 404

    # The answer is on the record, informs the assessment, and waits for the lead until it is read.
    assert "has answered" in v.mail_to(smtp_sink, n.address("ruth"), "a partner has answered")["Subject"]
    v.opens_from_home(lead, f"Read what a partner answered: {TITLE}")
    sheet = lead.get_by_role("region", name="Asked of partners")
    expect(sheet.get_by_text(WORDS)).to_be_visible()
    expect(sheet.get_by_text(f"Source: {SOURCE}")).to_be_visible()
    v.looked_at(lead, "l2-record")
    lead.get_by_role("button", name="I have read this").click()
    expect(lead.get_by_text("Noted that you have read the answer.")).to_be_visible()
    lead.goto("/home")
    expect(lead.get_by_role("link", name="Read what a partner answered")).to_have_count(0)

    # The answer informs the assessment: it stands beside the check while the lead writes it, and in the record, its
    # timeline and its PDF for whoever decides.
    v.opens_from_home(lead, f"Check ‘Advice of the Prevent lead’: {TITLE}")
    expect(lead.get_by_role("region", name="Asked of partners").get_by_text(WORDS)).to_be_visible()
    lead.get_by_label("It can go ahead, with this advice").check()
    lead.get_by_label("In your own words").fill("Seaford had a good evening with two stewards and a chair.")
    lead.get_by_role("button", name="Record the check").click()
    expect(lead.get_by_text("is recorded.")).to_be_visible()
    decider = new_page()
    v.signs_in(decider, n.address("tom"))
    decider.goto(request)
    told = decider.get_by_role("listitem").filter(has_text="Seaford College answered")
    expect(told.get_by_text(WORDS)).to_be_visible()
    assert decider.request.get(f"{request}record.pdf").body().startswith(b"%PDF-")

    # It triggers nothing, the organiser is not shown it, and the speaker can be told what is held.
    organiser.goto(request)
    expect(organiser.get_by_text("With Secretariat (freedom of speech")).to_be_visible()
    expect(organiser.get_by_text("Seaford College")).to_have_count(0)
    lead.goto(request)
    with lead.expect_download() as held:
        lead.get_by_role("link", name=f"a text for {SPEAKER}").click()
    text = held.value.path().read_text("utf-8")
    assert "Seaford College was asked" in text
    assert WORDS not in text
