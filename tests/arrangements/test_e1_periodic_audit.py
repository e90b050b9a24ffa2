"""E1: an audit of a random sample that anybody can draw again, its checklist, its report, and the next one."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import expect

from tests.arrangements import visits as v
from tests.arrangements.northmoor import PLAIN_ANSWERS, address, everybody_comes_in
from tests.fixtures.databases import prepared

IVY, NOOR = "ivy.chen@northmoor.example", "noor.aziz@northmoor.example"
TITLE = "Speaker requests of the last terms"


def two_auditors_join() -> None:
    people = [
        ("N21", "Ivy Chen", IVY, "northmoor-university"),
        ("N22", "Noor Aziz", NOOR, "northmoor-university"),
    ]
    v.brings_in("people", ("id", "name", "email", "unit"), people)
    posts = [("internal-auditor", "northmoor-university", code, "2024-09-01") for code, *_ in people]
    v.brings_in("posts", ("post", "unit", "person", "from"), posts)
    v.they_have_accounts([IVY, NOOR])


def last_term_was_busy() -> None:
    """Eleven requests whose events lie three months back: nine approved, one refused, one that Ivy Chen asked for."""
    v.the_procedure_is_in_force_since(400)
    for number in range(9):
        _handled(f"Harbour talks {number + 1}", "olu.adeyemi")
    _handled("The march on the harbour", "olu.adeyemi", refuse=True)
    _handled("Auditing in the open", "ivy.chen")


def _handled(title: str, who: str, *, refuse: bool = False) -> None:
    from datetime import time, timedelta

    from django.utils import timezone

    from dueregard.events.commands import checking, deciding, ending
    from dueregard.events.commands.drafting import start_draft
    from dueregard.events.commands.locking import Organiser
    from dueregard.events.commands.sending import send
    from dueregard.events.fields import RequestFields
    from dueregard.events.rules.facts import DecisionFacts, SpeakerFacts
    from dueregard.organisation.models import Unit

    then = timezone.now() - timedelta(days=140)
    organiser, designated = _person(who), {"anyone-unsafe": True, "unsafe-details": "A march is called."}
    fields = RequestFields(
        title=title,
        kind="talk",
        unit=Unit.objects.get(code="politics"),
        where="on-premises",
        venue="Lecture room 4",
        day=then.date() + timedelta(days=50),
        starts=time(18, 30),
        people=120,
        audience="members",
        answers=PLAIN_ANSWERS | (designated if refuse else {}),
        speakers=(SpeakerFacts("Morwenna Skeats", "Islands Work Trust"),),
    )
    draft = start_draft(by=organiser, fields=fields, now=then)
    request = send(pk=draft.pk, by=Organiser(organiser), now=then)
    checkers = {
        "security": "sid.rowe",
        "free-speech": "nell.hart",
        "room": "cara.bloom",
        "prevent": "ruth.adair",
    }
    for waiting in request.checks.filter(state="waiting"):
        checking.record_check(
            pk=waiting.pk, by=_person(checkers[waiting.code]), finding="clear", text="Fine.", now=then
        )
    if refuse:
        said = DecisionFacts(
            outcome="refused",
            reasons="The quay cannot be made safe that night.",
            law="Health and Safety at Work etc. Act 1974, section 3.",
            lesser="Another room and another day were offered.",
            because="other",
        )
        deciding.decide(pk=request.pk, by=_person("tom.ferris"), decision=said, now=then)
        deciding.confirm_refusal(pk=request.pk, by=_person("grace.whitfield"), note="", now=then)
        return
    said = DecisionFacts(outcome="approved", reasons="A lawful talk, well prepared.")
    deciding.decide(pk=request.pk, by=_person("helen.marsh"), decision=said, now=then)
    ending.record_aftermath(
        pk=request.pk,
        by=Organiser(organiser),
        aftermath="took-place",
        note="",
        attended=90,
        now=then + timedelta(days=60),
    )


def _person(who: str) -> Any:
    from dueregard.organisation.models import Person

    name = who.replace(".", " ").title()
    return Person.objects.get(name=name)


northmoor = prepared(
    "init --preset central-register --name 'Northmoor University' --admin ada@northmoor.example",
    everybody_comes_in,
    two_auditors_join,
    last_term_was_busy,
)


def plans(page: Any, *, size: str) -> None:
    page.goto("/home")
    page.get_by_role("link", name="Events", exact=True).click()
    page.get_by_role("link", name="Audits").first.click()
    page.get_by_role("link", name="Plan an audit").click()
    v.looked_at(page, "e1-plan")
    page.get_by_label("What is this audit called?").fill(TITLE)
    page.get_by_label("Whose requests?").select_option(label="Northmoor University")
    page.get_by_label("How many requests?").fill(size)
    page.get_by_label("Who audits?").select_option(label="Ivy Chen, Northmoor University")
    page.get_by_label("Seed").fill("michaelmas-audit")
    page.get_by_label("How often is this to be repeated?").select_option(label="Every 12 months")
    page.get_by_role("button", name="Plan the audit").click()
    page.get_by_text("The audit is planned.").wait_for()


def judges(page: Any, number: str, *, wrong: str = "", why: str = "") -> None:
    page.get_by_role("link", name=number, exact=True).click()
    page.get_by_role("button", name="Keep my judgements").wait_for()
    for sheet in page.locator("section", has=page.get_by_label("As it should be", exact=True)).all():
        title = sheet.get_by_role("heading").inner_text()
        if title == wrong:
            sheet.get_by_label("Not as it should be", exact=True).check()
            sheet.get_by_label("What is not as it should be?").fill(why)
        else:
            sheet.get_by_label("As it should be", exact=True).check()
    page.get_by_role("button", name="Keep my judgements").click()
    page.get_by_text(f"Every point of {number} is judged.").wait_for()


@northmoor
def test_an_audit_from_its_plan_to_the_next_one(server, smtp_sink, page, new_page, tmp_path) -> None:
    # 'An audit draws a random sample from the requests of a period': population and strata first, then the draw, once.
    planner = page
    v.signs_in(planner, address("ruth"))
    plans(planner, size="11")
    expect(planner.get_by_role("heading", name="11 requests to draw from")).to_be_visible()
    v.looked_at(planner, "e1-planned")
    where = planner.url
    v.the_worker_runs(server)
    assert TITLE in v.mail_to(smtp_sink, IVY, "an audit for you")["Subject"]
    auditor = new_page()
    v.signs_in(auditor, IVY)
    v.opens_from_home(auditor, f"Draw the sample: {TITLE}")
    auditor.get_by_role("link", name="Draw the sample").click()
    expect(auditor.get_by_text("A sample is drawn once")).to_be_visible()
    v.looked_at(auditor, "e1-draw")
    auditor.get_by_role("button", name="Draw the sample").click()
    auditor.get_by_text("The sample is drawn.").wait_for()
    expect(auditor.get_by_role("heading", name="The sample: 0 of 11 judged")).to_be_visible()
    v.looked_at(auditor, "e1-sample")

    # '(seed and population recorded, so that anyone can redraw the same sample)'
    facts = server.call(what_the_ledger_says_of_the_draw)
    assert (facts["seed"], facts["population"], facts["size"]) == ("michaelmas-audit", 11, 11)
    published = auditor.request.get(f"{where}population.csv").body()
    kept = tmp_path / "population.csv"
    kept.write_bytes(published)
    draw = ("events", "audit", "draw", "--size", "11", "--seed", "michaelmas-audit", "--json")
    again = json.loads(server.run(*draw, "--list", str(kept)).stdout)
    assert again["digest"] == facts["digest"]
    shown = auditor.locator("main tbody th a").all_inner_texts()
    assert [each["number"] for each in again["sample"]] == shown

    # Whoever took part does not audit: the draw names the conflict, and another auditor is named for it.
    expect(
        auditor.get_by_text("1 request waits for another auditor, because Ivy Chen took part in it.")
    ).to_be_visible()
    v.opens_from_home(planner, f"Name another auditor: {TITLE}")
    planner.get_by_role("link", name="Name one for E-0011").click()
    expect(
        planner.get_by_text("Ivy Chen asked for the event, so somebody else must audit E-0011.")
    ).to_be_visible()
    v.looked_at(planner, "e1-another-auditor")
    planner.get_by_label("Who audits this request?").select_option(label="Noor Aziz, Northmoor University")
    planner.get_by_role("button", name="Name the auditor").click()
    planner.get_by_text("Noor Aziz audits E-0011.").wait_for()

    # 'shows for each what the procedure in force demanded and what the record holds'
    auditor.goto(where)
    auditor.get_by_role("link", name="E-0010", exact=True).click()
    security = auditor.get_by_role("region", name="Check: Security assessment")
    expect(security.get_by_text("Head of Security, within 3 working days of sending.")).to_be_visible()
    expect(
        security.get_by_text("Done by a holder of the post Head of Security at that time.")
    ).to_be_visible()
    refusal = auditor.get_by_role("region", name="Law and second person of a refusal")
    expect(refusal.get_by_text("Health and Safety at Work etc. Act 1974")).to_be_visible()
    expect(auditor.get_by_role("region", name="Letter sent").get_by_text("It was sent on")).to_be_visible()
    expect(auditor.get_by_text("Northmoor University, version 1")).to_be_visible()
    assert not auditor.get_by_text("Sid Rowe").count()  # names are hidden until every point is judged
    v.looked_at(auditor, "e1-checklist")

    # 'takes the auditor's finding on each point'
    reasons = auditor.get_by_role("region", name="Reasons")
    reasons.get_by_label("Not as it should be", exact=True).check()
    auditor.get_by_role("button", name="Keep my judgements").click()
    expect(auditor.get_by_role("link", name="Say what is not as it should be: Reasons.")).to_be_visible()
    v.looked_at(auditor, "e1-remark-missing")
    auditor.goto(where)
    judges(auditor, "E-0010", wrong="Reasons", why="They do not say what was offered instead.")
    for number in range(1, 10):
        judges(auditor, f"E-{number:04d}")
    auditor.get_by_role("link", name="E-0010", exact=True).click()
    expect(auditor.get_by_text("Tom Ferris, Grace Whitfield").first).to_be_visible()
    second = new_page()
    v.signs_in(second, NOOR)
    v.opens_from_home(second, f"Audit 1 request: {TITLE}")
    judges(second, "E-0011")

    # 'and ends in a report (PDF) whose findings become actions'
    v.opens_from_home(auditor, f"Record findings and sign off: {TITLE}")
    expect(auditor.get_by_text("1 point is not as it should be and in no finding.")).to_be_visible()
    auditor.get_by_role("link", name="Findings", exact=True).click()
    auditor.get_by_label("What did you find?").fill("Refusals do not say what was offered instead")
    auditor.get_by_label("E-0010: Reasons").check()
    auditor.get_by_label("Something is to be done").check()
    auditor.get_by_label("What is to be done?").fill("Add the offer to the reasons of a refusal")
    auditor.get_by_label("By which post?").select_option(label="Secretariat")
    due = auditor.get_by_role("group", name="By when?")
    day = v.in_working_days(20)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        due.get_by_label(part).fill(str(value))
    v.looked_at(auditor, "e1-finding")
    auditor.get_by_role("button", name="Record the finding").click()
    auditor.get_by_text("The finding is recorded.").wait_for()
    v.looked_at(auditor, "e1-findings")
    owner = new_page()
    v.signs_in(owner, address("nell"))
    owner.goto("/actions/")
    expect(owner.get_by_text("Add the offer to the reasons of a refusal").first).to_be_visible()
    auditor.get_by_role("link", name="Report", exact=True).click()
    v.looked_at(auditor, "e1-sign")
    auditor.get_by_label("Your conclusion").fill(
        "The procedure was followed in all eleven requests, but for one reason."
    )
    auditor.get_by_label("When is the next audit?").select_option(label="Every 3 months")
    auditor.get_by_role("button", name="Sign it off").click()
    auditor.get_by_text("The audit is signed off. The next one is due on").wait_for()
    v.looked_at(auditor, "e1-report")
    pdf = auditor.request.get(f"{where}report.pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body().startswith(b"%PDF-")
    assert auditor.request.get(f"{where}points.xlsx").body().startswith(b"PK")

    # Who sees the papers of an audited request reads there what was found; its organiser does not.
    asked_for = server.call(the_refused_request)
    owner.goto(asked_for)
    found = owner.get_by_role("region", name="Audit", exact=True)
    expect(found.get_by_text("They do not say what was offered instead.")).to_be_visible()
    expect(found.get_by_text("Add the offer to the reasons of a refusal")).to_be_visible()
    v.looked_at(owner, "e1-on-the-request")

    # 'Audits recur on a schedule': it stands on the list at once, and near its day whoever plans is told.
    planner.goto("/events/audits/")
    expect(planner.get_by_role("link", name=f"Plan the next audit after ‘{TITLE}’")).to_be_visible()
    v.looked_at(planner, "e1-next")
    server.call(a_quarter_passes)
    v.the_worker_runs(server)
    assert TITLE in v.mail_to(smtp_sink, address("ruth"), "the next audit is due")["Subject"]
    assert server.call(what_waits_for_ruth_then) == [f"Plan the next audit after: {TITLE}"]
    planner.get_by_role("link", name=f"Plan the next audit after ‘{TITLE}’").click()
    assert planner.get_by_label("What is this audit called?").input_value() == TITLE

    # Nobody else learns that there is an audit, and the ledger holds all of it.
    stranger = new_page()
    v.signs_in(stranger, address("olu"))
    assert stranger.goto(where).status == 404
    assert stranger.goto(asked_for).status == 200
    expect(stranger.get_by_role("region", name="Audit", exact=True)).to_have_count(0)
    assert stranger.goto("/events/audits/").status == 404
    assert json.loads(server.run("ledger", "verify", "--json").stdout)["good"]


def the_refused_request() -> str:
    from dueregard.events.models import EventRequest

    return f"/events/{EventRequest.objects.get(outcome='refused').pk}/"


def what_the_ledger_says_of_the_draw() -> dict[str, Any]:
    from dueregard.ledger.models import Entry

    return Entry.objects.get(action="audits.drawn").facts


def a_quarter_passes() -> None:
    from datetime import timedelta

    from django.utils import timezone

    from dueregard.timers import tasks

    tasks.run_due(timezone.now() + timedelta(days=85))


def what_waits_for_ruth_then() -> list[str]:
    from datetime import timedelta

    from django.utils import timezone

    from dueregard.audits.waiting import waiting_for

    return [
        each.what for each in waiting_for(_person("ruth.adair"), timezone.now().date() + timedelta(days=85))
    ]
