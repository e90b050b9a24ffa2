"""What a paper for a committee or the board says of audits."""

from __future__ import annotations

from datetime import date

import pytest

from dueregard.audits.commands.drawing import draw_sample
from dueregard.audits.commands.judging import judge
from dueregard.audits.commands.reporting import ToDo, make_finding, sign_off
from dueregard.audits.paper_section import audits_section, reviews_section
from dueregard.audits.rules.judging import Said
from dueregard.events.registries import PaperFrame, paper_sections
from dueregard.kernel.dates import today_in_london
from tests.audits.office import LATER, an_office, approved, planned

pytestmark = pytest.mark.django_db
TODAY = today_in_london(LATER)


def test_a_signed_audit_stands_in_the_papers_of_its_period_with_words_for_the_committee_alone() -> None:
    office = an_office()
    approved(office)
    audit = draw_sample(pk=planned(office).pk, by=office.auditor, now=LATER)
    frame = PaperFrame(office.desk.town.provider, date(2026, 8, 1), TODAY, "committee", TODAY)
    assert audits_section(frame) is None, "it is not signed off yet"
    said = {each.position: Said("good") for each in audit.sample.get().points.all() if each.applies}
    judge(pk=audit.pk, position=audit.sample.get().position, by=office.auditor, said=said, now=LATER)
    to_do = ToDo("Write more", due=date(2027, 4, 1), owner_post="secretariat")
    make_finding(
        pk=audit.pk, by=office.auditor, what="Short reasons", why="", points=[], to_do=to_do, now=LATER
    )
    sign_off(pk=audit.pk, by=office.auditor, conclusion="Good.", every=0, now=LATER)
    section = audits_section(frame)
    assert section is not None
    assert section["table"]["rows"][0][2:] == ["1 of 1", "0", "1"]
    assert section["points"] == ["Short reasons"]
    board = audits_section(PaperFrame(frame.unit, frame.first, frame.last, "board", TODAY))
    assert board is not None
    assert "Short reasons" not in str(board)
    assert (
        audits_section(PaperFrame(frame.unit, date(2026, 8, 1), date(2026, 8, 31), "committee", TODAY))
        is None
    )
    assert reviews_section(frame) is None
    assert {audits_section, reviews_section} <= set(paper_sections)
