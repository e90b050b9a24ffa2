"""An audit from its plan to the day of the next one."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from dueregard.actions.models import Action
from dueregard.audits.commands.drawing import draw_sample, name_auditor
from dueregard.audits.commands.judging import judge
from dueregard.audits.commands.planning import call_off, plan_audit
from dueregard.audits.commands.reporting import ToDo, make_finding, sign_off, take_back_finding
from dueregard.audits.models import Audit, Finding, Point, Sampled
from dueregard.audits.queries.progress import progress_of, results_by_point
from dueregard.audits.queries.visible import audits_for
from dueregard.audits.rules.drawing import digest_of
from dueregard.audits.rules.judging import Said
from dueregard.audits.waiting import waiting_for
from dueregard.config.cli import main
from dueregard.kernel.dates import today_in_london
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.ledger.models import Entry
from dueregard.organisation.models import Person
from dueregard.outbox.models import Message
from dueregard.timers.models import Timer
from tests.audits.office import LATER, a_plan, an_office, approved, planned, refused, withdrawn
from tests.events import desk as d
from tests.people import a_person, give

pytestmark = pytest.mark.django_db
TODAY = today_in_london(LATER)


def points_of(audit: Audit, number: str) -> dict[str, Point]:
    return {each.code: each for each in Point.objects.filter(sampled__audit=audit, sampled__number=number)}


def all_good(audit: Audit, sampled: Sampled, by: Person) -> Sampled:
    said = {each.position: Said("good") for each in sampled.points.all() if each.applies}
    return judge(pk=audit.pk, position=sampled.position, by=by, said=said, now=LATER)


def facts_of(action: str) -> dict[str, object]:
    return Entry.objects.filter(action=action).latest("seq").facts


def test_the_population_is_closed_requests_and_the_draw_records_seed_count_and_digest() -> None:
    office = an_office()
    for _ in range(3):
        approved(office)
    d.a_sent_request(office.desk)  # open: it cannot be judged
    audit = draw_sample(pk=planned(office, sizes={"all": 2}).pk, by=office.auditor, now=LATER)
    assert audit.population == 3
    assert audit.list.text == "E-0001,all\nE-0002,all\nE-0003,all\n"
    assert audit.digest == digest_of(audit.list.text)
    facts = facts_of("audits.drawn")
    assert (facts["seed"], facts["population"], facts["digest"]) == ("spring-2027", 3, audit.digest)
    assert audit.sample.count() == 2


def test_the_command_line_and_the_published_list_give_the_same_sample(capsys, tmp_path) -> None:
    office = an_office()
    for _ in range(4):
        approved(office)
    audit = draw_sample(pk=planned(office, sizes={"all": 2}).pk, by=office.auditor, now=LATER)
    drawn = list(audit.sample.values_list("number", flat=True))
    period = ["--from", "2026-11-01", "--to", "2027-02-28"]
    assert main(["events", "audit", "draw", *period, "--size", "2", "--seed", "spring-2027", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [each["number"] for each in told["sample"]] == drawn
    assert told["digest"] == audit.digest
    kept = tmp_path / "list.csv"
    kept.write_text(audit.list.text)
    assert (
        main(
            ["events", "audit", "draw", "--list", str(kept), "--size", "2", "--seed", "spring-2027", "--json"]
        )
        == 0
    )
    assert json.loads(capsys.readouterr().out) == told


@pytest.mark.parametrize(
    "wrong",
    [
        ["--size", "2", "--seed", "a b"],
        ["--seed", "a"],
        ["--sizes", "late=x", "--seed", "a"],
        ["--size", "2", "--seed", "a", "--unit", "nowhere"],
        ["--size", "2", "--seed", "a", "--list", "/nowhere/at-all.csv"],
        ["--size", "2", "--seed", "a", "--to", "2026-10-01"],
    ],
)
def test_the_command_line_refuses_in_one_sentence(wrong: list[str], capsys) -> None:
    period = ["--from", "2026-11-01", "--to", "2027-02-28"]
    assert main(["events", "audit", "draw", *period, *wrong]) == 1
    assert capsys.readouterr().err.startswith("dueregard: ")


def test_strata_follow_from_plain_facts_and_each_has_its_size() -> None:
    office = an_office()
    approved(office)
    refused(office)
    withdrawn(office)
    audit = planned(office, way="facts", sizes={"refused": 3, "withdrawn": 1})
    draw_sample(pk=audit.pk, by=office.auditor, now=LATER)
    assert list(audit.sample.values_list("number", "stratum")) == [
        ("E-0002", "refused"),
        ("E-0003", "withdrawn"),
    ]


def test_a_sample_of_each_unit_goes_by_the_units_below_the_audits_own() -> None:
    office = an_office()
    approved(office)
    withdrawn(office, unit=office.desk.town.society)
    audit = draw_sample(pk=planned(office, way="units", sizes={"all": 1}).pk, by=office.auditor, now=LATER)
    assert set(audit.sample.values_list("stratum", flat=True)) == {"arts", "union"}


def test_a_request_in_which_the_auditor_took_part_waits_for_another_auditor() -> None:
    office = an_office()
    approved(office)
    give(office.desk.security, "internal-auditor", office.desk.town.provider)
    security = Person.objects.get(pk=office.desk.security.pk)
    audit = draw_sample(pk=planned(office, auditor=security).pk, by=office.planner, now=LATER)
    (sampled,) = audit.sample.all()
    assert (sampled.auditor, sampled.conflict) == (None, ["checked"])
    with pytest.raises(Refused, match="Nobody has been named to audit E-0001 yet"):
        all_good(audit, sampled, security)
    with pytest.raises(Refused, match="Sid Rowe did a check of it, so somebody else must audit"):
        name_auditor(pk=audit.pk, position=1, by=office.planner, auditor=security, now=LATER)
    assert any(each.what.startswith("Name another auditor") for each in waiting_for(office.planner, TODAY))
    name_auditor(pk=audit.pk, position=1, by=office.planner, auditor=office.other, now=LATER)
    assert all_good(audit, sampled, office.other).judged_by == office.other


def test_the_checklist_finds_what_a_well_handled_request_holds() -> None:
    office = an_office()
    request = approved(office)
    Message.objects.filter(kind="events.decision-made").update(state="sent", sent_at=d.SENT)
    audit = draw_sample(pk=planned(office).pk, by=office.auditor, now=LATER)
    points = points_of(audit, request.shown_number or "E-0001")
    missing = {code for code, each in points.items() if each.found == "not-found"}
    assert missing == {"aftermath"}
    security = points["check.security"]
    assert security.demanded == "Head of security, within 3 working days of sending."
    assert "Done by a holder of the post Head of security at that time." in security.holds
    assert "so this was in time." in security.holds
    assert points["reasons"].holds.endswith("A lawful talk, well prepared.")
    assert points["conditions"].found == points["refusal"].found == "not-applicable"


def test_the_checklist_of_a_refusal_names_the_law_and_the_second_person() -> None:
    office = an_office()
    refused(office)
    audit = draw_sample(pk=planned(office).pk, by=office.auditor, now=LATER)
    points = points_of(audit, "E-0001")
    assert points["refusal"].found == "found"
    assert "Health and Safety at Work etc. Act 1974, section 3." in points["refusal"].holds
    assert "Done by a holder of the post Accountable officer at that time." in points["refusal"].holds
    assert points["refusal"].people == [str(office.desk.secretary.pk), str(office.desk.accountable.pk)]
    assert points["appeal-offered"].found == "found"
    assert "check.prevent" in points  # demanded because it is designated
    assert points["letter"].holds.endswith("The mail still waits in the outbox.")


def test_a_letter_is_found_though_its_mail_has_gone_and_not_while_the_mail_is_held_up() -> None:
    office = an_office()
    request = approved(office)
    mails = Message.objects.filter(kind="events.decision-made")
    mails.update(state="parked", last_error="refused")
    held_up = draw_sample(pk=planned(office).pk, by=office.auditor, now=LATER)
    assert points_of(held_up, request.shown_number)["letter"].found == "not-found"
    mails.delete()  # as mails that were sent are in the end
    gone = draw_sample(pk=planned(office).pk, by=office.auditor, now=LATER)
    letter = points_of(gone, request.shown_number)["letter"]
    assert letter.found == "found"
    assert letter.holds.startswith("A letter is kept with the decision.")


def test_what_was_late_and_by_somebody_who_did_not_hold_the_post_is_not_found() -> None:
    office = an_office()
    request = approved(office)
    check = request.checks.get(code="security")
    check.done_at += timedelta(days=30)
    check.done_by = office.desk.organiser
    check.save()
    audit = draw_sample(pk=planned(office).pk, by=office.auditor, now=LATER)
    point = points_of(audit, "E-0001")["check.security"]
    assert point.found == "not-found"
    assert "so this was late." in point.holds
    assert "The register of posts does not show this person in the post Head of security" in point.holds


def test_points_stay_open_until_all_are_judged_and_only_then_names_may_be_seen() -> None:
    office = an_office()
    approved(office)
    audit = draw_sample(pk=planned(office).pk, by=office.auditor, now=LATER)
    (sampled,) = audit.sample.all()
    first = sampled.points.first()
    kept = judge(pk=audit.pk, position=1, by=office.auditor, said={first.position: Said("good")}, now=LATER)
    assert kept.judged_at is None
    assert all_good(audit, sampled, office.auditor).judged_at == LATER


def test_what_is_not_as_it_should_be_needs_words() -> None:
    office = an_office()
    approved(office)
    audit = draw_sample(pk=planned(office).pk, by=office.auditor, now=LATER)
    at = points_of(audit, "E-0001")["reasons"].position
    with pytest.raises(Refused, match="Say what is not as it should be: Reasons"):
        judge(pk=audit.pk, position=1, by=office.auditor, said={at: Said("not")}, now=LATER)


def test_findings_become_actions_and_the_report_is_signed_once_nothing_is_loose() -> None:
    office = an_office()
    approved(office)
    audit = draw_sample(pk=planned(office).pk, by=office.auditor, now=LATER)
    (sampled,) = audit.sample.all()
    bad = points_of(audit, "E-0001")["aftermath"]
    said = {each.position: Said("good") for each in sampled.points.all() if each.applies}
    said[bad.position] = Said("not", "Nobody wrote down whether it took place.")
    judge(pk=audit.pk, position=1, by=office.auditor, said=said, now=LATER)
    with pytest.raises(Refused, match="1 point is not as it should be and in no finding"):
        sign_off(pk=audit.pk, by=office.auditor, conclusion="Good.", every=12, now=LATER)
    finding = make_finding(
        pk=audit.pk,
        by=office.auditor,
        what="What became of events is not recorded",
        why="",
        points=[bad.pk],
        to_do=ToDo("Remind organisers a day after", due=date(2027, 4, 1), owner_post="secretariat"),
        now=LATER,
    )
    action = Action.objects.get(pk=finding.action)
    assert (action.about_id, action.owner_post, action.due) == (
        str(finding.pk),
        "secretariat",
        date(2027, 4, 1),
    )
    with pytest.raises(Refused, match="Write your conclusion"):
        sign_off(pk=audit.pk, by=office.auditor, conclusion="", every=12, now=LATER)
    signed = sign_off(
        pk=audit.pk, by=office.auditor, conclusion="Followed, but for one thing.", every=12, now=LATER
    )
    assert signed.next_on == date(2028, 3, 1)
    assert facts_of("audits.signed-off") == {"findings": 1, "sampled": 1}
    with pytest.raises(Refused, match="Findings are recorded while an audit is open"):
        take_back_finding(pk=audit.pk, finding=finding.pk, by=office.auditor, now=LATER)
    row = next(each for each in results_by_point(audit) if each.title == bad.title)
    assert (row.applied, row.found, row.wrong) == (1, 0, 1)


def test_a_finding_that_is_taken_back_drops_its_action() -> None:
    office = an_office()
    approved(office)
    audit = draw_sample(pk=planned(office).pk, by=office.auditor, now=LATER)
    to_do = ToDo("Write more", due=date(2027, 4, 1), owner_post="secretariat")
    finding = make_finding(
        pk=audit.pk, by=office.auditor, what="Short reasons", why="", points=[], to_do=to_do, now=LATER
    )
    take_back_finding(pk=audit.pk, finding=finding.pk, by=office.auditor, now=LATER)
    assert not Finding.objects.exists()
    assert Action.objects.get(pk=finding.action).state == "dropped"


def test_the_next_audit_waits_for_whoever_plans_and_takes_over_what_the_last_one_had() -> None:
    office = an_office()
    approved(office)
    audit = draw_sample(pk=planned(office).pk, by=office.auditor, now=LATER)
    all_good(audit, audit.sample.get(), office.auditor)
    sign_off(pk=audit.pk, by=office.auditor, conclusion="Good.", every=3, now=LATER)
    assert Timer.objects.filter(kind="audits.next").count() == 1

    def waits(day: date) -> list[str]:
        return [each.what for each in waiting_for(office.planner, day)]

    assert waits(date(2027, 5, 10)) == []
    assert waits(date(2027, 5, 20)) == ["Plan the next audit after: Talks of the autumn"]
    following = planned(office, follows=audit, first=date(2027, 3, 1), last=date(2027, 3, 31))
    assert following.follows == audit
    assert waits(date(2027, 5, 20)) == []
    with pytest.raises(Refused, match="planned already"):
        planned(office, follows=audit)


def test_planners_are_told_by_mail_when_the_next_audit_is_near() -> None:
    from dueregard.timers import tasks

    office = an_office()
    approved(office)
    audit = draw_sample(pk=planned(office).pk, by=office.auditor, now=LATER)
    all_good(audit, audit.sample.get(), office.auditor)
    sign_off(pk=audit.pk, by=office.auditor, conclusion="Good.", every=3, now=LATER)
    tasks.run_due(LATER + timedelta(days=100))
    message = Message.objects.get(kind="audits.next-due")
    handler = outbox_handler("audits.next-due")
    assert handler.recipients(message.about) == [office.planner.ref]
    assert "Talks of the autumn" in handler.render(message.about, office.planner.ref, {}).subject


def outbox_handler(kind: str):  # type: ignore[no-untyped-def]
    from dueregard.outbox.kinds import handlers

    return handlers[kind]


def test_only_those_who_have_to_do_with_an_audit_see_it() -> None:
    office = an_office()
    approved(office)
    audit = planned(office)
    assert audit in audits_for(office.auditor)
    assert audit in audits_for(office.planner)
    assert audit not in audits_for(Person.objects.get(pk=office.desk.head.pk))
    assert audit not in audits_for(office.desk.organiser)
    stranger = a_person("Sue Low", office.desk.town.other_provider)
    give(stranger, "internal-auditor", office.desk.town.other_provider)
    assert audit not in audits_for(stranger)


def test_planning_needs_the_permission_and_an_auditor_who_may() -> None:
    office = an_office()
    with pytest.raises(NotAllowed):
        plan_audit(by=office.auditor, plan=a_plan(office), now=LATER)
    with pytest.raises(Refused, match="Helen Marsh holds no post that may audit event requests here"):
        planned(office, auditor=office.desk.head)


def test_a_seed_that_nobody_typed_is_made_and_told_from_one_that_was() -> None:
    office = an_office()
    made, typed = planned(office, seed=""), planned(office)
    assert (len(made.seed), made.seed_by_hand) == (16, False)
    assert (typed.seed, typed.seed_by_hand) == ("spring-2027", True)


def test_an_audit_that_is_called_off_stays_with_its_reason_and_is_not_drawn() -> None:
    office = an_office()
    approved(office)
    audit = planned(office)
    with pytest.raises(Refused, match="Say why"):
        call_off(pk=audit.pk, by=office.planner, why="", now=LATER)
    call_off(pk=audit.pk, by=office.planner, why="Wrong period.", now=LATER)
    with pytest.raises(Refused, match="called off"):
        draw_sample(pk=audit.pk, by=office.planner, now=LATER)
    assert progress_of(audit).sampled == 0
