"""E2, its ladder: 'Staff and students can tell what a designated event is and where to ask. … A designated event escalates
to the Director of Student Services or the Chief Operating Officer. An advisory group reviews risks and mitigations.'

The bookings of the row, and its papers for the committee and the board, are tested with their own modules.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.arrangements import visits as v
from tests.fixtures.databases import prepared

AT = "@tor.example"
PEOPLE = [
    ("T1", "Olu Adeyemi", "olu", ""),
    ("T2", "Ella Frost", "ella", "chief-operating-officer"),
    ("T3", "Dan Okoro", "dan", "director-of-student-services"),
    ("T4", "Ines Moor", "ines", "advisory-group"),
    ("T5", "Jon Reed", "jon", "advisory-group"),
    ("T6", "Nell Hart", "nell", "events-office"),
]
TITLE = "Island towns and work"
PLAIN = {
    "Has an event with one of the speakers": "Yes",
    "Could anyone be harassed": "No",
    "Do you expect newspapers": "No",
    "Will children or young people": "No",
    "Who else puts the event on": "Nobody else",
}


def everybody_comes_in() -> None:
    people = [(code, name, f"{who}{AT}", "tor-university") for code, name, who, _ in PEOPLE]
    v.brings_in("people", ("id", "name", "email", "unit"), people)
    posts = [(post, "tor-university", code, "2024-09-01") for code, _, _, post in PEOPLE if post]
    v.brings_in("posts", ("post", "unit", "person", "from"), posts)
    v.they_have_accounts(f"{who}{AT}" for _, _, who, _ in PEOPLE)


tor = prepared(
    "init --preset large-university --name 'Tor University' --admin ada@tor.example", everybody_comes_in
)


def olu_asks(page: Any) -> str:
    page.goto("/home")
    page.get_by_role("link", name="Ask for an event").first.click()
    about = {"unit": "Tor University", "venue": "Great hall", "people": "80", "speaker": "Morwenna Skeats"}
    v.fills_in(page, v.in_working_days(30), title=TITLE, **about)
    v.answers(page, PLAIN)
    page.get_by_label("If yes, where and when was it").fill("In March; it went well.")
    page.get_by_role("button", name="Send the request").click()
    page.get_by_text("Your request is sent. Its number is").wait_for()
    return str(page.url)


@tor
def test_everybody_can_tell_what_one_is_and_it_goes_to_either_officer_after_advice(
    server, page, new_page
) -> None:
    # Anybody can tell what a designated event is and where to ask: signed out without a name, signed in with names.
    anybody = page
    anybody.goto("/")
    anybody.get_by_role("link", name="What counts as a designated event, and who to ask").click()
    expect(anybody.get_by_text("Has an event with one of the speakers")).to_be_visible()
    who = anybody.get_by_role("region", name="Who to ask")
    expect(who.get_by_text("Events office")).to_be_visible()
    expect(anybody.get_by_text("Nell Hart")).to_have_count(0)
    v.looked_at(anybody, "e2-what-counts-signed-out")
    olu = new_page()
    v.signs_in(olu, f"olu{AT}")
    olu.goto("/home")
    olu.get_by_role("link", name="What counts as a designated event, and who to ask").click()
    expect(olu.get_by_role("region", name="Who to ask").get_by_text("Nell Hart")).to_be_visible()
    either = olu.get_by_role("region", name="What happens then")
    expect(either.get_by_text("Ella Frost")).to_be_visible()
    expect(either.get_by_text("Dan Okoro")).to_be_visible()
    v.looked_at(olu, "e2-what-counts")

    # A designated event escalates to either officer: both have it.
    request = olu_asks(olu)
    dan = new_page()
    v.signs_in(dan, f"dan{AT}")
    v.sets_up_codes(dan)

    # The advisory group reviews risks and mitigations, in words.
    ines = new_page()
    v.signs_in(ines, f"ines{AT}")
    v.opens_from_home(ines, f"Advise: {TITLE}")
    ines.get_by_label("Which risks do you see?").fill("A queue at one door.")
    ines.get_by_label("What would answer them?").fill("A second door and two stewards.")
    v.looked_at(ines, "e2-advise")
    ines.get_by_role("button", name="Record the advice").click()
    expect(ines.get_by_role("link", name="Write what you recommend.")).to_be_visible()
    ines.get_by_label("What do you recommend?").fill("Let it go ahead.")
    ines.get_by_role("button", name="Record the advice").click()
    expect(ines.get_by_text("Your advice is on the record.")).to_be_visible()

    # The officer sees who has advised and who has not, and may decide without the rest, with a reason.
    dan.goto(f"{request}decide/")
    advice = dan.get_by_role("region", name="Advice: Advisory group")
    expect(advice.get_by_text("A second door and two stewards.")).to_be_visible()
    expect(advice.get_by_text("Jon Reed")).to_be_visible()
    v.looked_at(dan, "e2-decide")
    dan.get_by_label("Approve", exact=True).check()
    dan.get_by_label("Your reasons").fill("A lawful talk, well prepared.")
    dan.get_by_role("button", name="Record the decision").click()
    expect(dan.get_by_role("link", name="the advice of Jon Reed")).to_be_visible()
    dan.get_by_label("Why you decide without what is not done yet").fill("The room has to be kept today.")
    dan.get_by_role("button", name="Record the decision").click()
    expect(dan.get_by_text("The decision is recorded, and the organiser is told.")).to_be_visible()

    # The organiser reads the decision, and nothing of the advice.
    olu.goto(request)
    expect(olu.get_by_text("A lawful talk, well prepared.").first).to_be_visible()
    expect(olu.get_by_text("A queue at one door.")).to_have_count(0)
