"""W1, safeguarding team with cover (newsletter and briefing): 'A newsletter (law changes, who is in the team, how to
reach them) is written, previewed, sent to all staff, and kept. A monthly staff-meeting briefing gathers law changes.'"""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests.arrangements import visits as v
from tests.fixtures.databases import prepared

AT = "@northmoor.example"
WRITER = f"tom.ferris{AT}"
READER = f"mina.rahman{AT}"
STAFF = 11
TITLE = "Safeguarding this winter"
CHANGE = "Room bookings and opinions"
TEXT = "Dear colleagues,\n\nif you are *worried* about somebody, say so.\n\n## Who is in the team\n\n[[team]]\n\n## What changed\n"


def a_team_with_somebody_who_writes() -> None:
    from tests.outreach import wall
    from tests.people import let

    wall.a_wall()
    let("registrar", "newsletters.write", "newsletters.send")
    v.they_know_the_code_and_a_password()


team = prepared(a_team_with_somebody_who_writes)


def adds_a_change(page: Any) -> None:
    page.goto("/outreach/newsletters/law/")
    page.get_by_role("link", name="Add a change").click()
    page.get_by_label("What changed?").fill(CHANGE)
    for part, value in (("Day", "1"), ("Month", "9"), ("Year", "2026")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_label("Where is it written?").fill("https://law.example/rooms")
    page.get_by_label("What does it mean here?").fill("Rooms are not refused for an opinion.")
    v.looked_at(page, "w1-law-change")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The change is in the log.")).to_be_visible()
    v.looked_at(page, "w1-law")


def writes(page: Any) -> None:
    page.goto("/outreach/newsletters/")
    page.get_by_role("button", name="Write a newsletter").click()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("The text").fill(TEXT)
    page.get_by_role("button", name=re.compile(r"at the end\s*: Law changes")).click()
    expect(page.get_by_label("The text")).to_have_value(re.compile(r"\[\[law-changes\]\]"))
    v.looked_at(page, "w1-edit")
    page.get_by_role("button", name="Save and see it").click()
    web = page.get_by_role("region", name="On the web")
    expect(web.get_by_text("Tom Ferris")).to_be_visible()
    expect(web.get_by_text("01632 960120")).to_be_visible()
    expect(web.get_by_text(f"{CHANGE}.")).to_be_visible()
    page.get_by_text("Text alone").click()
    expect(page.get_by_text("Who is in the team\n---")).to_be_visible()
    v.looked_at(page, "w1-letter")


def says_whom_it_goes_to(page: Any, who: str) -> None:
    page.get_by_role("link", name="Say whom it goes to").click()
    page.get_by_label(who, exact=True).check()
    page.get_by_role("group", name="May everybody read it in the archive?").get_by_label("Yes").check()


def sends_once_though_pressed_twice(page: Any) -> None:
    page.get_by_role("link", name="Send it…").click()
    press = page.get_by_role("button", name=f"Send it to {STAFF} people")
    expect(press).to_be_visible()
    other = page.context.new_page()
    other.goto(page.url)
    press.click()
    expect(page.get_by_text("The sending has begun.")).to_be_visible()
    other.get_by_role("button", name=f"Send it to {STAFF} people").click()
    expect(other.get_by_text("This was sent already. Nobody gets it twice.")).to_be_visible()
    other.close()


@team
def test_a_newsletter_is_written_previewed_sent_to_all_staff_once_and_kept(
    server, smtp_sink, page, new_page
) -> None:
    v.signs_in(page, WRITER)
    v.sets_up_codes(page)
    adds_a_change(page)
    writes(page)
    page.get_by_role("button", name="Send it to me alone").click()
    expect(page.get_by_text(f"A copy is on its way to {WRITER}.")).to_be_visible()
    says_whom_it_goes_to(page, "Everybody with an e-mail address")
    v.looked_at(page, "w1-address")
    page.get_by_role("button", name="Save and count").click()
    expect(page.get_by_text(f"{STAFF} people get it")).to_be_visible()
    sends_once_though_pressed_twice(page)

    # The worker sends it; a second run sends nothing more. The progress stands at its end.
    v.the_worker_runs(server)
    v.the_worker_runs(server)
    assert "Who is in the team" in v.text_of(v.mail_to(smtp_sink, WRITER, f"Test: {TITLE}"))
    got = [str(mail["X-Envelope-To"]) for mail in smtp_sink.mails if mail["Subject"] == TITLE]
    assert len(got) == len(set(got)) == STAFF
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text(f"{STAFF} of {STAFF} sent")).to_be_visible()
    v.looked_at(page, "w1-sent")
    mail = v.mail_to(smtp_sink, READER, TITLE)
    for words in ("Tom Ferris", "01632 960120", CHANGE, "https://law.example/rooms"):
        assert words in v.text_of(mail)

    # It is kept for everybody, as it was sent; and whoever wants no more of them says so without signing in.
    reader = new_page()
    reader.goto("/newsletters?provider=northmoor")
    reader.get_by_role("link", name=TITLE).click()
    expect(reader.get_by_text("It stands here as it was sent")).to_be_visible()
    v.looked_at(reader, "w1-archived")
    reader.goto(re.search(r"https?://[^/\s]+(/newsletters/end/\S+)", v.text_of(mail))[1])
    v.looked_at(reader, "w1-end")
    reader.get_by_role("button", name="End newsletters").click()
    expect(reader.get_by_role("heading", name="You get no more newsletters")).to_be_visible()

    # The month's briefing begins with the change, and goes to those who hold the meetings.
    page.goto("/outreach/newsletters/briefings/")
    page.get_by_role("button", name="Begin it").click()
    expect(page.get_by_label("The text")).to_have_value(re.compile(CHANGE))
    page.get_by_role("button", name="Save and see it").click()
    says_whom_it_goes_to(page, "The holders of some posts")
    page.get_by_label("Head of department").check()
    page.get_by_role("button", name="Save and count").click()
    expect(page.get_by_text("2 people get it")).to_be_visible()
    paper = page.context.request.get(
        server.url + page.get_by_role("link", name="As PDF").get_attribute("href")
    )
    assert paper.body().startswith(b"%PDF-")
    page.get_by_role("link", name="Send it…").click()
    page.get_by_role("button", name="Send it to 2 people").click()
    expect(page.get_by_text("The sending has begun.")).to_be_visible()
    page.goto("/outreach/newsletters/briefings/")
    v.looked_at(page, "w1-briefings")
    v.the_worker_runs(server)
    assert CHANGE in v.text_of(v.mail_to(smtp_sink, f"helen.marsh{AT}", "For the staff meeting"))
    assert server.run("ledger", "verify").returncode == 0
