"""Papers for a committee and the board."""

import hashlib
from datetime import date, datetime, time

import pytest
from django.test import Client
from openpyxl import load_workbook

from dueregard.assurance.commands.paper import issue_paper
from dueregard.assurance.models import Paper
from dueregard.assurance.papers import paper_pdf, paper_workbook
from dueregard.assurance.queries.paper import content_of
from dueregard.assurance.registries import PaperFrame
from dueregard.events.commands.appealing import lodge_appeal
from dueregard.events.commands.deciding import decide
from dueregard.events.commands.ending import lapse
from dueregard.events.commands.locking import Organiser
from dueregard.events.commands.sending import withdraw
from dueregard.events.rules.facts import ConditionFacts
from dueregard.kernel.dates import LONDON
from dueregard.kernel.errors import NotAllowed, Refused
from dueregard.ledger.models import Entry
from tests.assurance import steps as s
from tests.events import desk as d
from tests.people import TODAY

pytestmark = pytest.mark.django_db
FIRST = date(2026, 8, 1)
NAMED = "Morwenna Skeats would fill the hall, and Olu Adeyemi has no stewards."


@pytest.fixture
def desk() -> d.Desk:
    return s.an_overseen_desk()


def sections(desk: d.Desk, audience: str) -> dict[str, dict]:
    frame = PaperFrame(desk.town.provider, FIRST, TODAY, audience, TODAY)
    return {section["heading"]: section for section in content_of(frame)}


def issued(desk: d.Desk, audience: str = "committee", **changes) -> Paper:
    values = {
        "body": "Audit and Risk Committee",
        "first": FIRST,
        "last": TODAY,
        "note": "A quiet term.",
    } | changes
    return issue_paper(
        unit=desk.town.provider, audience=audience, by=desk.secretariat, now=s.at(TODAY), **values
    )


def all_text(found: dict[str, dict]) -> str:
    return str(list(found.values()))


def a_term(desk: d.Desk) -> None:
    """One approval, one with conditions, one refusal with an appeal, a withdrawal, a lapse, one in progress."""
    s.decided(desk)
    conditioned = d.a_sent_request(desk, now=s.at(s.MONDAY))
    d.all_checks(desk, conditioned, now=s.at(s.MONDAY))
    condition = ConditionFacts(
        what="Two stewards",
        purpose="Safe exits",
        risk="A crowd at the door",
        lesser="One cannot see both",
        owner="Estates",
        because="prevent",
        because_reason="Risk 4",
    )
    facts = d.approval(outcome="approved-with-conditions", conditions=(condition,))
    decide(pk=conditioned.pk, by=desk.head, decision=facts, now=s.at(s.MONDAY))
    refused = s.refused(desk, reasons=NAMED)
    lodge_appeal(
        pk=refused.pk,
        by=Organiser(desk.organiser),
        grounds="Skeats is lawful.",
        now=s.days_after(s.MONDAY, 4),
    )
    gone = d.a_sent_request(desk, now=s.at(s.MONDAY))
    withdraw(
        pk=gone.pk, by=Organiser(desk.organiser), whose="speaker", why="pressure", note="", now=s.at(s.MONDAY)
    )
    lapsed = d.a_sent_request(desk, now=s.at(s.MONDAY), day=date(2026, 11, 20))
    lapse(pk=lapsed.pk, now=datetime.combine(date(2026, 11, 20), time(), tzinfo=LONDON))
    d.a_sent_request(desk, now=s.at(TODAY), answers=s.DESIGNATED, title="A debate with a march outside")


def test_a_committee_reads_of_everything_that_happened(desk) -> None:
    a_term(desk)
    found = sections(desk, "committee")
    short = dict(found["In short"]["summary"])
    assert (short["Requests received"], short["Requests that ended"]) == ("6", "5")
    assert [
        short[each]
        for each in ("Approved", "Approved with conditions", "Refused", "Withdrawn", "Not decided in time")
    ] == ["1"] * 5
    assert found["Conditions"]["table"]["rows"][0] == ["A Prevent-related risk", "1", "1"]
    assert NAMED in str(found["Refusals"])
    assert "Skeats is lawful." in str(found["Appeals"])
    assert "Somebody pressed us not to hold it" in str(found["Withdrawn, by reason"])
    assert "provider’s own lapse" in found["Not decided in time"]["text"]
    assert "A debate with a march outside" in str(found["Designated events in progress"])
    assert "Time at each step, in working days" in found
    routine = next(row for row in found["Outcomes by route"]["table"]["rows"] if row[0] == "Routine")
    assert routine == ["Routine", "1", "1", "0", "1", "0", "3"]


def test_a_board_reads_reasons_without_anybody_s_name(desk) -> None:
    a_term(desk)
    found = sections(desk, "board")
    text = all_text(found)
    for name in ("Skeats", "Morwenna", "Adeyemi", "Island towns", "E-00"):
        assert name not in text, name
    assert "[the speaker] would fill the hall, and [the organiser] has no stewards." in text
    assert "Designated events in progress" not in found


def test_a_quiet_period_says_so(desk) -> None:
    found = sections(desk, "board")
    assert found["Refusals"]["text"] == "No event was refused."
    assert found["Not decided in time"]["text"].startswith("None")
    assert "Conditions" not in found


def test_an_issued_paper_does_not_change_when_the_records_do(desk) -> None:
    s.decided(desk)
    paper = issued(desk)
    before = paper_pdf(paper)
    s.decided(desk)
    kept = Paper.objects.get(pk=paper.pk)
    assert dict(kept.content["sections"][0]["summary"])["Approved"] == "1"
    assert hashlib.sha256(paper_pdf(kept)).digest() == hashlib.sha256(before).digest()
    assert before.startswith(b"%PDF")
    entry = Entry.objects.get(action="assurance.paper-issued")
    assert entry.facts == {"number": 1, "audience": "committee", "digest": paper.digest}


def test_papers_are_numbered_and_name_their_issuer(desk) -> None:
    first, second = issued(desk), issued(desk, "board", body="Board of Governors")
    assert (first.number, second.number) == (1, 2)
    assert (second.issued_by, second.issued_post) == (desk.secretariat, "Head of governance")


def test_the_workbook_has_a_sheet_for_each_table(desk) -> None:
    a_term(desk)
    book = load_workbook(paper_workbook(issued(desk)))
    assert "Outcomes by route" in book.sheetnames
    assert book["Outcomes by route"]["B2"].value == 1
    assert book["Paper"]["B4"].value == "A quiet term."


def test_whoever_may_not_draft_papers_cannot_issue_one(desk) -> None:
    with pytest.raises(NotAllowed):
        issue_paper(
            unit=desk.town.provider,
            audience="board",
            body="Board",
            first=FIRST,
            last=TODAY,
            note="x",
            by=desk.secretary,
            now=s.at(TODAY),
        )


def test_a_paper_about_days_to_come_is_refused(desk) -> None:
    with pytest.raises(Refused):
        issued(desk, last=date(2026, 12, 1))


def client_of(person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


DRAFT = (
    "/assurance/papers/draft/?audience=board&body=Board+of+Governors&first_day=1&first_month=8&first_year=2025"
    "&last_day=31&last_month=7&last_year=2026"
)


def test_a_draft_is_seen_first_and_issued_with_a_covering_note(desk) -> None:
    client = client_of(desk.secretariat)
    draft = client.get(DRAFT)
    assert "Draft, not issued" in draft.content.decode()
    assert client.post(DRAFT, {"note": ""}).status_code == 422
    assert not Paper.objects.exists()
    made = client.post(DRAFT, {"note": "Nothing to worry about."}, follow=True)
    assert "Paper 1 is issued." in made.content.decode()
    assert "Nothing to worry about." in made.content.decode()
    paper = Paper.objects.get()
    for kind, start in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        file = client.get(f"/assurance/papers/{paper.pk}/paper.{kind}")
        assert b"".join(file.streaming_content).startswith(start)
    assert Entry.objects.filter(action="assurance.paper-taken").count() == 2
    assert client.get(f"/assurance/papers/{paper.pk}/paper.exe").status_code == 404


def test_a_stranger_sees_no_paper(desk) -> None:
    paper = issued(desk)
    for person in (desk.organiser, desk.town.stranger):
        assert client_of(person).get(f"/assurance/papers/{paper.pk}/").status_code == 404
        assert client_of(person).get("/assurance/papers/").status_code == 404
