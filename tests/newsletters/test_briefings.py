"""The month's briefing: gathered since the last one, reminded of once, on one accessible page."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pikepdf
import pytest
from django.test import Client

from dueregard.newsletters.commands import briefing, law
from dueregard.newsletters.commands import letter as letters
from dueregard.newsletters.commands import sending as sendings
from dueregard.newsletters.messages import briefing_mail, whoever_writes
from dueregard.newsletters.models import Letter
from dueregard.newsletters.papers import paper
from dueregard.newsletters.queries.filling import fill
from dueregard.newsletters.tasks import remind
from dueregard.newsletters.waiting import waiting_for
from dueregard.organisation.models import PostKind
from dueregard.outbox.models import Message
from tests.documents.test_pdf import kinds
from tests.newsletters import desk
from tests.people import NOON, TODAY, Town, let

LATER = NOON + timedelta(days=30)


@pytest.fixture
def town(db) -> Town:
    return desk.a_desk()


def begin(town: Town, now=NOON) -> Letter:
    return briefing.start(by=town.registrar, unit=town.provider, now=now)


def test_a_briefing_gathers_what_is_new_since_the_last_one_and_the_dates_ahead(town) -> None:
    desk.logged(town)
    desk.logged(town, replace(desk.ENTRY, title="From April", starts=date(2027, 4, 1)))
    desk.logged(town, replace(desk.ENTRY, title="In force meanwhile", starts=date(2026, 12, 1)))
    first = begin(town)
    assert first.title == "For the staff meeting, November 2026"
    assert "## What changed in the law\n\n- **Premises and opinions.**" in first.text
    assert "- **Thursday 1 April 2027**: From April" in fill(first.text, town.provider, TODAY).text
    new = replace(desk.ENTRY, title="Logged since")
    law.add(by=town.registrar, unit=town.provider, entry=new, now=NOON + timedelta(days=2))
    second = begin(town, LATER)
    assert "## What changed in the law since Tuesday 24 November 2026" in second.text
    assert "Logged since" in second.text
    assert "In force meanwhile" in second.text
    assert "Premises and opinions" not in second.text


def test_whoever_writes_is_reminded_once_a_month_until_it_is_begun(town) -> None:
    remind(NOON)
    begin(town)
    remind(NOON)
    remind(LATER)
    remind(LATER + timedelta(days=1))
    message = Message.objects.get(kind="newsletters.briefing-due")
    assert whoever_writes(message.about) == [town.registrar.ref]
    assert (
        "Nobody has begun this month’s briefing" in briefing_mail(message.about, town.registrar.ref, {}).text
    )
    (item,) = waiting_for(town.registrar, LATER.date())
    assert item.what == "Write the staff-meeting briefing for December"
    begin(town, LATER)
    assert not list(waiting_for(town.registrar, LATER.date()))
    briefing.remind(by=town.registrar, unit=town.provider, reminders=False, now=LATER)
    assert not list(waiting_for(town.registrar, LATER.date() + timedelta(days=30)))


def test_a_second_look_that_was_asked_for_waits_for_those_who_may_send(town) -> None:
    let("principal", "newsletters.send")
    made = desk.drafted(town)
    letters.save_draft(
        pk=made.pk, by=town.registrar, title="Ours", text="x", look_wanted=True, revision=1, now=NOON
    )
    assert [item.what for item in waiting_for(town.principal, TODAY)] == ["Look at: Ours"]
    assert not list(waiting_for(town.registrar, TODAY))


def test_a_briefing_is_sent_to_the_holders_of_posts_and_is_one_accessible_page(town, smtp_sink) -> None:
    for number in range(6):
        desk.logged(town, replace(desk.ENTRY, title=f"Change {number}"))
    made = begin(town)
    head = PostKind.objects.get(code="head")
    to = letters.Address("posts", posts=[head], duty=True, duty_why="You hold the staff meeting.")
    letters.address(pk=made.pk, by=town.registrar, address=to, now=NOON)
    sendings.send(pk=made.pk, by=town.registrar, revision=1, now=NOON)
    desk.deliver_all()
    assert {mail["X-Envelope-To"] for mail in smtp_sink.mails} == {
        "helen.marsh@northmoor.example",
        "owen.hughes@northmoor.example",
    }
    client = Client()
    client.force_login(town.head.user)
    answer = client.get(f"/newsletters/{made.pk}/paper")
    assert answer["Content-Type"] == "application/pdf"
    document = pikepdf.open(io.BytesIO(answer.content))
    assert len(document.pages) == 1
    assert document.Root["/MarkInfo"]["/Marked"]
    assert str(document.Root["/Lang"]) == "en-GB"
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "For the staff meeting, November 2026"
    assert {"/H1", "/H2", "/L", "/LI"} <= set(kinds(document))


def on_paper(sections: int, words: int = 40) -> pikepdf.Pdf:
    parts = [f"## Heading {number}\n\n{'word ' * words}\n\n- a point" for number in range(sections)]
    told = {"title": "Meeting", "unit": "Ours", "provider": "Northmoor", "draft": True, "made": NOON}
    return pikepdf.open(io.BytesIO(paper(text="\n\n".join(parts), **told)))


def last_of_each_page(document: pikepdf.Pdf) -> list[str]:
    """The role of what stands last on each page, in the order of reading."""
    last: dict[tuple[int, int], str] = {}

    def walk(node: pikepdf.Object, role: str, page: pikepdf.Object | None) -> None:
        role, page = str(node.get("/S", role)), node.get("/Pg", page)
        children = node.get("/K", [])
        for child in children if isinstance(children, pikepdf.Array) else [children]:
            if isinstance(child, pikepdf.Dictionary) and "/MCID" not in child:
                walk(child, role, page)
            else:
                at = child.get("/Pg", page) if isinstance(child, pikepdf.Dictionary) else page
                last[at.objgen] = role

    walk(document.Root.StructTreeRoot, "", None)
    return list(last.values())


def test_a_little_is_one_page_and_what_runs_over_leaves_no_heading_alone() -> None:
    assert len(on_paper(3).pages) == 1
    assert len(on_paper(8, 50).pages) == 1, "a few lines too many are set a little smaller"
    for words in range(20, 120, 12):
        document = on_paper(20, words)
        assert len(document.pages) > 1
        ends = last_of_each_page(document)
        assert len(ends) == len(document.pages)
        assert "/H2" not in ends, words
