"""E4, a small college: 'Requests go to the commercial team for checking, final decision by the principal. When nothing
has been escalated for a set period, the system proposes a review of the process, with the requests as evidence, and
records its result.'
"""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import expect

from tests.arrangements import visits as v
from tests.fixtures.databases import prepared

REGISTRAR = "rita.moss@ash.example"
LECTURER = "olu.adeyemi@ash.example"
COLLEAGUE = "sam.stone@ash.example"
COMMERCIAL = "con.baxter@ash.example"
PRINCIPAL = "grace.whitfield@ash.example"
OFFICER = "aidan.cole@ash.example"
PEOPLE = [
    ("A01", "Olu Adeyemi", LECTURER),
    ("A02", "Sam Stone", COLLEAGUE),
    ("A03", "Con Baxter", COMMERCIAL),
    ("A04", "Grace Whitfield", PRINCIPAL),
    ("A05", "Aidan Cole", OFFICER),
]
POSTS = [
    ("commercial-team", "A03"),
    ("head-of-security", "A03"),
    ("principal", "A04"),
    ("accountable-officer", "A05"),
]
PLAIN = {
    "Has an event with one of the speakers been stopped": "No",
    "Is anyone likely to be unsafe": "No",
    "Will children or young people": "No",
}


def the_registrar_brings_people_in() -> None:
    """Two sheets, by the command line; accounts for all but the lecturer, who is invited in the test."""
    people = [(*each, "ash-college") for each in PEOPLE]
    v.brings_in("people", ("id", "name", "email", "unit"), people)
    rows = [(post, "ash-college", who, "2024-09-01") for post, who in POSTS]
    v.brings_in("posts", ("post", "unit", "person", "from"), rows)
    v.they_have_accounts([COLLEAGUE, COMMERCIAL, PRINCIPAL, OFFICER])


def the_first_invitation() -> str:
    """The path of the link that `init` printed."""
    from django.utils import timezone

    from dueregard.accounts import links
    from dueregard.accounts.catalogue import INVITE
    from dueregard.accounts.models import User

    token = links.token_for(INVITE.code, User.objects.get(email=REGISTRAR).ref, timezone.now())
    return f"/account/invited/{token}/"


ash_college = prepared(
    f"init --preset small-college --name 'Ash College' --admin {REGISTRAR} --admin-name 'Rita Moss'",
    the_registrar_brings_people_in,
)


def a_lecturer_asks(page: Any, title: str, day: Any) -> str:
    """The request's address, once it is sent."""
    page.goto("/home")
    page.get_by_role("link", name="Ask for an event").first.click()
    v.fills_in(
        page,
        day,
        title=title,
        unit="Ash College",
        venue="The old library",
        people="40",
        speaker="Morwenna Skeats",
    )
    v.answers(page, PLAIN)
    page.get_by_role("button", name="Send the request").click()
    page.get_by_text("Your request is sent. Its number is").wait_for()
    return str(page.url)


def the_team_checks_and_passes_on(page: Any, title: str) -> None:
    v.opens_from_home(page, f"Check ‘Room, time and safe numbers’: {title}")
    page.get_by_label("Nothing stands in the way").check()
    page.get_by_label("In your own words").fill("Free that evening; sixty fit in.")
    page.get_by_role("button", name="Record the check").click()
    page.get_by_text("‘Room, time and safe numbers’ is recorded.").wait_for()
    v.opens_from_home(page, f"Look at and pass on: {title}")
    page.get_by_label("Pass it up to the next step").check()
    page.get_by_label("Note for whoever decides next").fill("All is in order.")
    page.get_by_role("button", name="Pass it up").click()
    page.get_by_text("Passed up to Principal.").wait_for()


@ash_college
def test_the_commercial_team_checks_and_the_principal_decides(server, smtp_sink, page, new_page) -> None:
    title = "Harbours and their people"

    # The registrar comes in by the link that `init` printed, and invites a lecturer.
    registrar = page
    v.joins(registrar, server.call(the_first_invitation))
    v.signs_in(registrar, REGISTRAR)
    registrar.get_by_role("link", name="People and posts").first.click()
    registrar.get_by_role("link", name="People", exact=True).last.click()
    registrar.get_by_role("link", name="Olu Adeyemi").click()
    registrar.get_by_role("link", name="Invite to sign in").click()
    registrar.get_by_role("button", name="Send the invitation").click()

    # The lecturer follows the link in a real mail, and asks.
    v.the_worker_runs(server)
    lecturer = new_page()
    v.joins(lecturer, v.link_in(v.mail_to(smtp_sink, LECTURER, "")))
    v.signs_in(lecturer, LECTURER)
    address = a_lecturer_asks(lecturer, title, v.in_working_days(20))
    v.looked_at(lecturer, "e4-sent")
    expect(lecturer.get_by_text("Con Baxter").first).to_be_visible()
    v.the_worker_runs(server)
    assert "E-0001" in v.mail_to(smtp_sink, LECTURER, "we have your request")["Subject"]
    assert title in v.text_of(v.mail_to(smtp_sink, COMMERCIAL, "waits for you"))

    # Nobody else can see that there is a request, and the organiser cannot decide it.
    colleague = new_page()
    v.signs_in(colleague, COLLEAGUE)
    assert colleague.goto(address).status == 404
    assert colleague.goto(f"{address}decide/").status == 404
    lecturer.goto(f"{address}decide/")
    expect(lecturer.get_by_text("Someone else must decide a request that you made yourself.")).to_be_visible()

    # The commercial team checks. It cannot decide; it passes on to the principal.
    team = new_page()
    v.signs_in(team, COMMERCIAL)
    the_team_checks_and_passes_on(team, title)
    team.goto(f"{address}decide/")
    expect(team.get_by_text("It is not your turn. It is with Grace Whitfield")).to_be_visible()
    assert not team.get_by_role("button", name="Record the decision").count()
    v.looked_at(team, "e4-passed-on")

    # The principal, who has set up a second factor, decides with reasons.
    principal = new_page()
    v.signs_in(principal, PRINCIPAL)
    secret = v.sets_up_codes(principal)
    v.signs_out(principal)
    v.signs_in(principal, PRINCIPAL, secret=secret)
    v.opens_from_home(principal, f"Decide: {title}")
    v.looked_at(principal, "e4-decide")
    principal.get_by_label("Approve", exact=True).check()
    principal.get_by_role("button", name="Record the decision").click()
    expect(principal.get_by_role("link", name="Write your reasons.")).to_be_visible()
    principal.get_by_label("Your reasons").fill("A good talk on the town’s own history.")
    principal.get_by_role("button", name="Record the decision").click()
    principal.get_by_text("The decision is recorded, and the organiser is told.").wait_for()
    v.looked_at(principal, "e4-decided")

    # The organiser is told by a mail that carries the letter, and reads the same letter on the page.
    v.the_worker_runs(server)
    mail = v.mail_to(smtp_sink, LECTURER, "the decision")
    for words in ("Dear Olu Adeyemi,", "can go ahead as you asked", "A good talk on the town’s own history."):
        assert words in v.text_of(mail)
    lecturer.goto(address)
    expect(lecturer.get_by_text("Approved").first).to_be_visible()
    lecturer.get_by_role("link", name="Read the letter").click()
    expect(lecturer.get_by_text("Dear Olu Adeyemi,")).to_be_visible()
    v.looked_at(lecturer, "e4-letter")

    # The ledger holds who did what, and is as it was written.
    assert json.loads(server.run("ledger", "verify", "--json").stdout)["good"]
    trace = server.call(what_the_ledger_holds)
    for action in ("events.sent", "events.check-done", "events.passed-up", "events.decided"):
        assert action in [each[0] for each in trace], trace
    assert ["events.decided", "principal"] in trace


def what_the_ledger_holds() -> list[list[str]]:
    """Each entry's action and the post in which it was done, oldest first."""
    from dueregard.ledger.models import Entry

    return [list(each) for each in Entry.objects.order_by("seq").values_list("action", "actor_post")]


@ash_college
def test_a_refusal_counts_only_when_a_second_person_confirms_it(server, smtp_sink, page, new_page) -> None:
    title = "Weapons of the harbour museum"
    colleague = page
    v.signs_in(colleague, COLLEAGUE)
    address = a_lecturer_asks(colleague, title, v.in_working_days(20))
    team = new_page()
    v.signs_in(team, COMMERCIAL)
    the_team_checks_and_passes_on(team, title)

    # What a refusal must say is asked for, and nothing typed is lost meanwhile.
    principal = new_page()
    v.signs_in(principal, PRINCIPAL)
    v.opens_from_home(principal, f"Decide: {title}")
    principal.get_by_label("Refuse", exact=True).check()
    principal.get_by_label("Your reasons").fill("The floor will not bear the crowd.")
    principal.get_by_role("button", name="Record the decision").click()
    for words in ("Name the law that you rely on", "Say why no condition would do"):
        expect(principal.get_by_role("link", name=words)).to_be_visible()
    v.looked_at(principal, "e4-refusing")
    principal.get_by_label("The law that you rely on").fill("Health and Safety at Work etc. Act 1974, s.3")
    principal.get_by_label("Why no condition would do").first.fill(
        "Smaller groups were offered and declined."
    )
    principal.locator("#id_because").select_option(label="Another reason")
    assert principal.get_by_label("Your reasons").input_value() == "The floor will not bear the crowd."
    principal.get_by_role("button", name="Record the decision").click()
    words = principal.get_by_label("The letter’s own words")
    expect(words).to_have_value(re.compile("The floor will not bear the crowd."))
    v.looked_at(principal, "e4-letter")
    words.fill("We are sorry. The floor will not bear the crowd, and we will find you another.")
    principal.get_by_role("button", name="Propose the refusal with this letter").click()
    principal.get_by_text("Your proposal is recorded.").wait_for()

    # Until then it stands as it stood: the organiser has been told nothing.
    v.the_worker_runs(server)
    assert not [m for m in smtp_sink.mails if "the decision" in m["Subject"]]
    colleague.goto(address)
    assert not colleague.get_by_text("Refused").count()
    assert not colleague.get_by_text("The floor will not bear the crowd.").count()

    # Whoever proposed it cannot confirm it; the second person does, and the organiser learns why and how to appeal.
    principal.goto(f"{address}confirm/")
    assert not principal.get_by_role("button", name="I confirm the refusal").count()
    officer = new_page()
    v.signs_in(officer, OFFICER)
    v.opens_from_home(officer, f"Confirm or do not confirm a refusal: {title}")
    v.looked_at(officer, "e4-confirm")
    officer.get_by_role("button", name="I confirm the refusal").click()
    v.the_worker_runs(server)
    letter = v.text_of(v.mail_to(smtp_sink, COLLEAGUE, "the decision"))
    for words in (
        "we will find you another",
        "What was decided: refused",
        "Act 1974",
        "Aidan Cole confirmed it",
        "You may appeal until",
    ):
        assert words in letter
    colleague.goto(address)
    expect(colleague.get_by_role("link", name="Appeal")).to_be_visible()
    v.looked_at(colleague, "e4-refused")
    assert json.loads(server.run("ledger", "verify", "--json").stdout)["good"]


# --- The quiet period ---------------------------------------------------------------------------------------


def a_year_passes_quietly() -> None:
    """Three plain requests within the last year, each checked and passed on by the team and approved by the principal."""
    v.the_procedure_is_in_force_since(370)
    for days in (300, 200, 100):
        _plainly_handled(f"Tides and towns, part {4 - days // 100}", days)


def _plainly_handled(title: str, days: int) -> None:
    from datetime import time, timedelta

    from django.utils import timezone

    from dueregard.events.commands import checking, deciding
    from dueregard.events.commands.drafting import start_draft
    from dueregard.events.commands.locking import Organiser
    from dueregard.events.commands.sending import send
    from dueregard.events.fields import RequestFields
    from dueregard.events.rules.facts import DecisionFacts, SpeakerFacts
    from dueregard.organisation.models import Person, Unit

    def person(email: str) -> Person:
        return Person.objects.get(email=email)

    then = timezone.now() - timedelta(days=days)
    fields = RequestFields(
        title=title,
        kind="talk",
        unit=Unit.objects.get(code="ash-college"),
        where="on-premises",
        venue="The old library",
        day=then.date() + timedelta(days=40),
        starts=time(18, 30),
        people=40,
        audience="members",
        answers={"stopped-before": False, "anyone-unsafe": False, "under-18s": False},
        speakers=(SpeakerFacts("Morwenna Skeats", "Islands Work Trust"),),
    )
    draft = start_draft(by=person(LECTURER), fields=fields, now=then)
    request = send(pk=draft.pk, by=Organiser(person(LECTURER)), now=then)
    for waiting in request.checks.filter(state="waiting"):
        checking.record_check(pk=waiting.pk, by=person(COMMERCIAL), finding="clear", text="Fine.", now=then)
    deciding.pass_up(pk=request.pk, by=person(COMMERCIAL), note="All is in order.", now=then)
    said = DecisionFacts(outcome="approved", reasons="A good talk.")
    deciding.decide(pk=request.pk, by=person(PRINCIPAL), decision=said, now=then)


def the_daily_schedule_runs() -> None:
    from django.utils import timezone

    from dueregard.timers.kinds import plans

    plans["audits.quiet_reviews"].run(timezone.now())


quiet_college = prepared(
    f"init --preset small-college --name 'Ash College' --admin {REGISTRAR} --admin-name 'Rita Moss'",
    the_registrar_brings_people_in,
    a_year_passes_quietly,
)


@quiet_college
def test_after_a_quiet_year_the_system_proposes_a_review_and_a_person_records_its_result(
    server, smtp_sink, page, new_page
) -> None:
    # 'When nothing has been escalated for a set period, the system proposes a review of the process'
    officer = page
    v.signs_in(officer, OFFICER)
    server.call(the_daily_schedule_runs)
    server.call(the_daily_schedule_runs)  # once, however often it runs
    v.the_worker_runs(server)
    mail = v.mail_to(smtp_sink, OFFICER, "time to look at the process")
    assert "Nothing has been refused, given conditions, designated or passed up" in v.text_of(mail)
    officer.goto("/home")
    expect(officer.get_by_role("link", name="Review a quiet process: Ash College")).to_have_count(1)
    v.opens_from_home(officer, "Review a quiet process: Ash College")

    # 'with the requests as evidence': the team passes everything up, and that is no escalation.
    evidence = officer.get_by_role("region", name="What happened meanwhile")
    expect(evidence.get_by_text("Approved: 3")).to_be_visible()
    expect(evidence.get_by_text("Months in which nobody asked")).to_be_visible()
    expect(officer.get_by_role("link", name="Tides and towns, part 3")).to_be_visible()
    v.looked_at(officer, "e4-review")
    kept = officer.request.get(f"{officer.url}review.pdf")
    assert kept.headers["content-type"] == "application/pdf"
    assert kept.body().startswith(b"%PDF-")

    # 'and records its result': by a person, with reasons, who took part, and when to look again.
    officer.get_by_role("button", name="Record the result").click()
    expect(officer.get_by_role("link", name="Choose what came of it.")).to_be_visible()
    officer.get_by_label("Train people, or tell them again who to ask").check()
    officer.get_by_label("Your reasons").fill("Two tutors did not know that there is a form.")
    officer.get_by_label("Who took part?").fill("Aidan Cole, Grace Whitfield")
    again = officer.get_by_role("group", name="When is it looked at again?")
    day = v.in_working_days(250)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        again.get_by_label(part).fill(str(value))
    v.looked_at(officer, "e4-review-result")
    officer.get_by_role("button", name="Record the result").click()
    officer.get_by_text("The result of the review is recorded.").wait_for()
    expect(officer.get_by_text("Two tutors did not know that there is a form.")).to_be_visible()
    v.looked_at(officer, "e4-reviewed")

    # Nothing waits and nothing is proposed again before that day; the machine changed nothing.
    server.call(the_daily_schedule_runs)
    officer.goto("/home")
    assert not officer.get_by_role("link", name="Review a quiet process").count()
    officer.goto("/events/audits/reviews/")
    expect(officer.get_by_text("Train people, or tell them again who to ask")).to_be_visible()
    v.looked_at(officer, "e4-reviews")
    assert ["audits.review-recorded", "accountable-officer"] in server.call(what_the_ledger_holds)
    team = new_page()
    v.signs_in(team, COMMERCIAL)
    assert team.goto("/events/audits/reviews/").status == 404
    assert json.loads(server.run("ledger", "verify", "--json").stdout)["good"]
