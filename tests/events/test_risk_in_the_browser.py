"""From a risk to a mitigation, a condition, an action and what was said afterwards, as people click it."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from tests.arrangements import visits as v
from tests.arrangements.northmoor import AT, address, everybody_comes_in
from tests.events.desk import ANSWERS
from tests.fixtures.databases import prepared

TITLE = "Can a war be just?"


def an_event_waits() -> None:
    """Olu's debate, looked at by security and the secretariat; it waits for Helen. Its room is still to be checked."""
    from datetime import time

    from django.utils import timezone

    from dueregard.events.commands.checking import record_check
    from dueregard.events.commands.drafting import start_draft
    from dueregard.events.commands.locking import Organiser
    from dueregard.events.commands.sending import send
    from dueregard.events.fields import RequestFields
    from dueregard.events.rules.facts import SpeakerFacts
    from dueregard.kernel.dates import today_in_london
    from dueregard.organisation.models import Person
    from dueregard.statements.queries import in_force

    def person(who: str) -> Person:
        return Person.objects.get(email=f"{who}{AT}")

    now = timezone.now()
    unit = person("olu").unit
    fields = RequestFields(
        title=TITLE,
        kind="debate",
        unit=unit,
        code=in_force("code-of-practice", unit, today_in_london(now)),
        where="on-premises",
        venue="Hartwell Hall",
        day=v.in_working_days(30),
        starts=time(18, 30),
        people=150,
        audience="members",
        answers=ANSWERS,
        speakers=(SpeakerFacts("Leonie Achterberg", "Institute for Peace Ethics"),),
    )
    draft = start_draft(by=person("olu"), fields=fields, now=now)
    request = send(pk=draft.pk, by=Organiser(person("olu")), now=now)
    for code, who in (("free-speech", "nell"), ("room", "cara")):
        check = request.checks.get(code=code)
        record_check(pk=check.pk, by=person(who), finding="clear", text="Nothing against it.", now=now)


def its_day_comes() -> None:
    from django.utils import timezone

    from dueregard.events.models import EventRequest
    from dueregard.kernel.dates import today_in_london

    EventRequest.objects.filter(title=TITLE).update(day=today_in_london(timezone.now()))


debate = prepared(
    "init --preset central-register --name 'Northmoor University' --admin ada@northmoor.example",
    everybody_comes_in,
    an_event_waits,
)


def notes_a_risk(page: Any) -> None:
    v.signs_in(page, address("sid"))
    v.opens_from_home(page, f"Check ‘Security assessment’: {TITLE}")
    page.get_by_role("link", name=re.compile(TITLE[:12])).first.click()
    page.get_by_role("link", name="Note the risks of the event").click()
    v.looked_at(page, "risk-none")
    page.get_by_label("What could happen?").fill("Doors blocked by people protesting")
    page.get_by_label("How likely is it?").select_option(label="Possible")
    page.get_by_label("How much would it matter?").select_option(label="Serious")
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_text("Say now what would meet it.")).to_be_visible()
    page.get_by_role("link", name="Choose a mitigation").click()
    v.looked_at(page, "risk-catalogue")
    page.get_by_role("link", name="The event is recorded").click()
    expect(page.get_by_text("This bears on free speech.")).to_be_visible()
    expect(page.get_by_label("Why nothing lighter would do")).to_be_visible()
    v.looked_at(page, "risk-sensitive")
    page.get_by_role("link", name="Choose another").click()
    page.get_by_role("link", name="Stewards", exact=True).click()
    page.get_by_label("What would be done").fill("Six stewards at both doors")
    page.get_by_role("button", name="Note it").click()
    page.get_by_label("How likely is it then?").select_option(label="Unlikely")
    page.get_by_label("How much would it then matter?").select_option(label="Moderate")
    v.looked_at(page, "risk-one")
    page.get_by_role("button", name="Keep this rating").click()
    expect(page.get_by_text("The risk is rated anew.")).to_be_visible()
    v.looked_at(page, "risk-all")
    v.signs_out(page)


def decides_with_a_condition(page: Any) -> None:
    v.signs_in(page, address("helen"))
    page.goto("/events/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Decide", exact=True).click()
    expect(page.get_by_role("heading", name="Risks of the event, and what would meet them")).to_be_visible()
    page.get_by_label("Approve with conditions").check()
    page.get_by_label("Take one over from the risks").select_option(index=1)
    page.get_by_role("button", name="Make it a condition").click()
    expect(page.get_by_label("What must be done")).to_have_value("Six stewards at both doors")
    expect(page.get_by_label("Risk it answers")).to_have_value("Doors blocked by people protesting")
    page.get_by_label("Your reasons").fill("A lawful debate that is worth having.")
    page.get_by_label("Why you decide without").fill("Security wrote down the risk and what meets it.")
    page.locator("#id_condition-1-because").select_option(label="Another reason")
    v.looked_at(page, "risk-decision")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("link", name="Say why a lesser condition would not do")).to_be_visible()
    page.get_by_label("Why a lesser one would not do").fill("Four stewards cannot hold two doors.")
    page.get_by_role("button", name="Record the decision").click()
    page.get_by_text("The decision is recorded, and the organiser is told.").wait_for()
    expect(page.get_by_role("heading", name="Where the conditions stand")).to_be_visible()
    v.looked_at(page, "risk-decided")
    v.signs_out(page)


def checks_it_off(page: Any) -> None:
    v.signs_in(page, address("sid"))
    v.opens_from_home(page, "Do: Six stewards at both doors")
    v.looked_at(page, "action-one")
    page.get_by_label("What was done").fill("They are on the rota.")
    page.get_by_role("button", name="Check it off").click()
    expect(page.get_by_text("Checked off: Six stewards at both doors")).to_be_visible()
    page.goto("/actions/?state=every")
    v.looked_at(page, "action-list")
    v.signs_out(page)


@debate
def test_a_risk_becomes_a_condition_an_action_and_something_to_look_back_on(
    server: Any, scratch_database: Any, page: Any, new_page: Any
) -> None:
    notes_a_risk(page)
    decides_with_a_condition(page)
    checks_it_off(page)

    # Its organiser makes a link for the room; on the day anybody in it may answer, and nobody is asked who they are.
    v.signs_in(page, address("olu"))
    page.goto("/events/mine/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Feedback from the room").click()
    page.get_by_role("button", name="Make the link").click()
    v.looked_at(page, "after-room-link")
    link = page.locator("a[href*='/events/room/']").get_attribute("href")
    scratch_database.call(its_day_comes)
    visitor = new_page(width=390)
    visitor.goto(re.sub(r"^https?://[^/]+", "", link))
    expect(visitor.get_by_text("Nobody is asked for a name")).to_be_visible()
    v.looked_at(visitor, "after-room")
    visitor.get_by_label("Well", exact=True).check()
    visitor.get_by_label("Yes", exact=True).check()
    visitor.get_by_label("Anything that we should know").fill("Both sides were heard.")
    visitor.get_by_role("button", name="Send").click()
    expect(visitor.get_by_role("heading", name="Thank you")).to_be_visible()

    page.goto("/events/mine/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="What became of it").click()
    page.get_by_label("Took place", exact=True).check()
    page.get_by_label("About how many came?").fill("140")
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("What happened?").fill("A lamp fell.")
    page.get_by_label("What was done about it?").fill("The rows below were cleared.")
    v.looked_at(page, "after-what-became")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("From the room: 1 answer")).to_be_visible()
    page.get_by_role("link", name="Give feedback").click()
    v.looked_at(page, "after-organiser")
    v.signs_out(page)

    # The secretariat says whether the condition was met.
    v.signs_in(page, address("nell"))
    page.goto("/events/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Say whether the conditions were met").click()
    page.get_by_label("Was it met?").select_option(label="Yes")
    v.looked_at(page, "after-met")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("Confirmed", exact=True)).to_be_visible()
    v.looked_at(page, "after-record")
    page.get_by_role("link", name="Read all comments").click()
    expect(page.get_by_text("Both sides were heard.")).to_be_visible()
    v.looked_at(page, "after-comments")
