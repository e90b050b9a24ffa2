"""E5, a college within a university: one event, two processes, and it stands only when both have decided; feedback is
collected after the event, and both read it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from playwright.sync_api import expect

from tests.arrangements import visits as v
from tests.fixtures.databases import prepared

AT = "@northmoor.example"
ORGANISER, BURSAR, PRINCIPAL = f"orla.byrne{AT}", f"col.reed{AT}", f"priya.nair{AT}"
SECURITY, SECRETARY, KEEPER = f"sid.rowe{AT}", f"tom.ferris{AT}", f"kit.lane{AT}"
OUTSIDER = f"owen.hughes{AT}"
TITLE = "Harbours and their people"
OPINION = "Two forms would have been one too many."
FINDING = "Two stewards at the north door, as agreed with the porters."


def the_college_and_the_university() -> None:
    from tests.events import federation

    federation.a_federation()
    v.they_know_the_code_and_a_password()


federation = prepared(the_college_and_the_university)


def asks(page: Any) -> str:
    """The organiser fills in one form for both; the address of the request, once it is sent."""
    v.signs_in(page, ORGANISER)
    page.goto("/home")
    page.get_by_role("link", name="Ask for an event").first.click()
    v.fills_in(
        page,
        v.in_working_days(25),
        title=TITLE,
        unit="St Anne’s College",
        venue="The Old Library",
        people="120",
        speaker="Morwenna Skeats",
    )
    expect(page.get_by_role("group", name="Will children or young people")).to_have_count(1)
    v.answers(
        page,
        {
            "Will children or young people": "No",
            "Does the fellowship expect a protest": "No",
            "Will it be filmed": "Yes",
        },
    )
    panel = page.get_by_role("complementary", name="Likely route and decision date")
    page.get_by_role("button", name="Check the route again").click()
    panel = page.get_by_role("complementary", name="Likely route and decision date")
    expect(panel.get_by_text("Several bodies decide about this event, each for itself.")).to_be_visible()
    for words in ("College principal decides", "Priya Nair", "University Secretary decides", "Tom Ferris"):
        expect(panel.get_by_text(words).first, words).to_be_visible()
    v.looked_at(page, "e5-ask")
    page.get_by_role("button", name="Send the request").click()
    page.get_by_text("Your request is sent. Its number is E-0001.").wait_for()
    return str(page.url)


def records_a_check(page: Any, who: str, check: str, words: str) -> None:
    v.signs_in(page, who)
    v.opens_from_home(page, f"Check ‘{check}’: {TITLE}")
    page.get_by_label("Nothing stands in the way").check()
    page.get_by_label("In your own words").fill(words)
    page.get_by_role("button", name="Record the check").click()
    page.get_by_text(f"‘{check}’ is recorded.").wait_for()
    v.signs_out(page)


def the_event_has_been() -> None:
    """Its day was yesterday; nothing else is otherwise."""
    from django.utils import timezone

    from dueregard.events.models import EventRequest
    from dueregard.kernel.dates import today_in_london

    EventRequest.objects.update(day=today_in_london(timezone.now()) - timedelta(days=1))


@federation
def test_one_event_stands_when_the_college_and_the_university_have_both_decided(
    server, smtp_sink, page, new_page
) -> None:
    # One form, each question once; two ladders and the later date before sending. Each body then has it.
    address = asks(page)
    for words in ("With Bursar", "With Head of security", "Each body decides for itself on the same facts."):
        expect(page.get_by_text(words).first, words).to_be_visible()
    v.looked_at(page, "e5-sent")
    v.the_worker_runs(server)
    assert "E-0001: we have" in v.mail_to(smtp_sink, ORGANISER, "we have your request")["Subject"]
    assert "E-0001 (University)" in v.mail_to(smtp_sink, SECURITY, "waits for you")["Subject"]

    # Somebody of neither body knows of nothing.
    stranger = new_page()
    v.signs_in(stranger, OUTSIDER)
    assert stranger.goto(address).status == 404

    # The university checks and approves with a condition.
    worker = new_page()
    records_a_check(worker, SECURITY, "Security and stewarding", FINDING)
    secretary = new_page()
    v.signs_in(secretary, SECRETARY)
    v.opens_from_home(secretary, f"Decide: {TITLE}")
    expect(secretary.get_by_text(FINDING).first).to_be_visible()
    secretary.get_by_label("Approve with conditions").check()
    secretary.get_by_label("Your reasons").fill("A lawful lecture on the town’s own history.")
    secretary.get_by_label("What must be done").fill("Two stewards at the north door")
    secretary.get_by_label("What it is for").fill("A safe way out")
    secretary.get_by_label("Risk it answers").fill("Pushing on the stairs")
    secretary.get_by_label("Who sees to it").select_option(label="Head of security")
    secretary.locator("#id_condition-1-because").select_option(label="Another reason")
    secretary.get_by_label("Why a lesser one would not do").fill("One steward cannot hold both doors.")
    secretary.get_by_role("button", name="Record the decision").click()
    secretary.get_by_text("The decision is recorded, and the organiser is told.").wait_for()
    v.looked_at(secretary, "e5-university")

    # One approval is not yet all: the organiser has the university's letter, and the event does not stand.
    v.the_worker_runs(server)
    letter = v.text_of(v.mail_to(smtp_sink, ORGANISER, "the decision"))
    assert "For University, your event can go ahead. It depends on the conditions below." in letter
    assert "St Anne’s College decides for itself. Your event stands when all have approved it." in letter
    assert not [mail for mail in smtp_sink.mails if "your event stands" in mail["Subject"]]

    # The college, which manages the room, sees the university's condition beside its own work, and no more of it.
    records_a_check(worker, BURSAR, "Room, health and safety", "The Old Library holds 140.")
    principal = new_page()
    v.signs_in(principal, PRINCIPAL)
    v.opens_from_home(principal, f"Decide: {TITLE}")
    expect(principal.get_by_text("The Old Library holds 140.").first).to_be_visible()
    expect(principal.get_by_text("Two stewards at the north door").first).to_be_visible()
    assert not principal.get_by_text(FINDING).count()
    v.looked_at(principal, "e5-college-decides")
    principal.get_by_label("Approve", exact=True).check()
    principal.get_by_label("Your reasons").fill("A good evening for the college.")
    principal.get_by_role("button", name="Record the decision").click()
    principal.get_by_text("The decision is recorded, and the organiser is told.").wait_for()

    # How long each step took is shown to those at work, so that the process can be streamlined.
    times = principal.get_by_role("region", name="Time taken")
    expect(times.get_by_text("Room, health and safety")).to_be_visible()
    expect(times.get_by_text("Principal of the college")).to_be_visible()

    # Neither body opens the other's page; both see the whole, with the conditions of all.
    theirs = secretary.url
    assert principal.goto(theirs).status == 404
    principal.goto(address)
    expect(principal.get_by_text("Every body has approved it, so the event stands.")).to_be_visible()
    expect(principal.get_by_text("Two stewards at the north door").first).to_be_visible()
    v.looked_at(principal, "e5-whole")

    # The organiser is told once that it stands, and it is in the register once.
    v.the_worker_runs(server)
    stands = [mail for mail in smtp_sink.mails if "your event stands" in mail["Subject"]]
    assert len(stands) == 1
    page.goto(address)
    expect(page.get_by_text("Approved with conditions by every body").first).to_be_visible()
    page.get_by_role("link", name="Read the letter of St Anne’s College").click()
    expect(page.get_by_text("For St Anne’s College, your event can go ahead as you asked.")).to_be_visible()
    keeper = new_page()
    v.signs_in(keeper, KEEPER)
    keeper.goto("/events/")
    expect(keeper.get_by_role("link", name=TITLE)).to_have_count(1)
    sheet = keeper.request.get("/events/export.csv").text()
    assert sheet.count(TITLE) == 1
    kept = keeper.request.get(f"{address}record.pdf")
    assert kept.body().startswith(b"%PDF-")

    # Feedback is collected after the event: from its organiser once, read by both bodies and by nobody else.
    server.call(the_event_has_been)
    page.goto(address)
    page.get_by_role("link", name="Give feedback").click()
    page.get_by_label("Well", exact=True).check()
    page.get_by_role("group", name="Could people say, and hear").get_by_label("Yes", exact=True).check()
    page.get_by_role("group", name="How was it to ask").get_by_role("radio").first.check()
    page.get_by_label("Anything that we should know").fill(OPINION)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Thank you for your feedback.")).to_be_visible()
    page.goto(address)
    assert not page.get_by_role("link", name="Give feedback").count()
    for body in (principal, secretary):
        body.goto(address)
        body.get_by_role("link", name="Read all comments").click()
        expect(body.get_by_text(OPINION)).to_be_visible()
    v.looked_at(principal, "e5-feedback")
    assert stranger.goto(principal.url).status == 404
    assert json.loads(server.run("ledger", "verify", "--json").stdout)["good"]
